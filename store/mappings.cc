#include "store/mappings.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kMappings = "mappings";

absl::Status RemoveMapping(Transaction& tx, const v1::Mapping& mapping) {
  static const Sql& sql =
      *new Sql{"DELETE FROM mappings WHERE tenant = :p1 AND mapping_id = :p2", ""};
  BATON_RETURN_IF_ERROR(
      tx.session().Run(sql, {tx.tenant(), IdOf(mapping.name(), tx.tenant(), kMappings)}).status());
  tx.Changed(mapping.name(), &mapping, nullptr);
  return absl::OkStatus();
}

}  // namespace

const Table& MappingTable() {
  static const Table& table = *new Table(v1::Mapping::descriptor(), "mappings",
                                         {
                                             Key("mapping_id", "name", kMappings),
                                             Text("vendor", "vendor"),
                                             Text("content", "content"),
                                             Text("setter", "setter"),
                                             Time("update_time_us", "update_time"),
                                         });
  return table;
}

absl::StatusOr<std::optional<v1::Mapping>> FindMapping(Session& session, std::string_view tenant,
                                                       std::string_view mapping_id) {
  static const Sql& sql =
      *new Sql(MappingTable().Select("WHERE tenant = :p1 AND mapping_id = :p2"));
  const auto rows = session.Query(sql, {tenant, mapping_id});
  std::optional<v1::Mapping> mapping;
  if (rows->Next()) MappingTable().Read(*rows, tenant, &mapping.emplace());
  if (!rows->status().ok()) return rows->status();
  return mapping;
}

absl::StatusOr<std::optional<v1::Mapping>> MappingFor(Session& session, std::string_view tenant,
                                                      std::string_view vendor,
                                                      std::string_view connection) {
  if (!connection.empty()) {
    BATON_ASSIGN_OR_RETURN(std::optional<v1::Mapping> own,
                           FindMapping(session, tenant, IdOf(connection, tenant, "connections")));
    if (own.has_value()) return own;
  }
  return FindMapping(session, tenant, vendor);
}

absl::Status SetMapping(Transaction& tx, const v1::Mapping& mapping) {
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::Mapping> before,
      FindMapping(tx.session(), tx.tenant(), IdOf(mapping.name(), tx.tenant(), kMappings)));
  if (mapping.content().empty()) {
    return before.has_value() ? RemoveMapping(tx, *before) : absl::OkStatus();
  }
  if (before.has_value()) {
    BATON_RETURN_IF_ERROR(MappingTable().Update(tx.session(), tx.tenant(), *before, mapping));
  } else {
    BATON_RETURN_IF_ERROR(MappingTable().Insert(tx.session(), tx.tenant(), mapping));
  }
  tx.Changed(mapping.name(), before.has_value() ? &*before : nullptr, &mapping);
  return absl::OkStatus();
}

}  // namespace baton::store
