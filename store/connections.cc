#include "store/connections.h"

#include "domain/resource_name.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kConnections = "connections";

// Rows of a Select with the tenant behind, which the names need.
absl::StatusOr<std::vector<v1::Connection>> ReadWithTenant(Session& session, const Sql& sql,
                                                           const std::vector<Value>& values) {
  std::vector<v1::Connection> connections;
  const int tenant_column = static_cast<int>(ConnectionTable().columns().size());
  const auto rows = session.Query(sql, values);
  while (rows->Next()) {
    ConnectionTable().Read(*rows, rows->Text(tenant_column), &connections.emplace_back());
  }
  if (!rows->status().ok()) return rows->status();
  return connections;
}

}  // namespace

const Table& ConnectionTable() {
  static const Table& table =
      *new Table(v1::Connection::descriptor(), "connections",
                 {
                     Key("connection_id", "name", kConnections),
                     Text("vendor", "vendor"),
                     Text("display_name", "display_name"),
                     Enum("state", "state"),
                     Text("base_url", "base_url"),
                     Json("settings", "settings"),
                     Bool("has_credentials", "has_credentials"),
                     Time("old_secret_expire_time_us", "old_secret_expire_time"),
                     Text("disable_reason", "disable_reason"),
                     Time("create_time_us", "create_time"),
                     Time("update_time_us", "update_time"),
                 });
  return table;
}

const ListSpec& ConnectionListSpec() {
  static const ListSpec& spec =
      *new ListSpec{&ConnectionTable(),
                    "connection_id",
                    {
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.ConnectionState"},
                        {"vendor", ColumnKind::kText, "vendor", "", ""},
                    },
                    {{"create_time desc", "connection_id", /*descending=*/true}}};
  return spec;
}

absl::StatusOr<v1::Connection> GetConnection(Session& session, std::string_view tenant,
                                             std::string_view connection) {
  return GetRecord<v1::Connection>(session, ConnectionTable(), tenant, kConnections, connection);
}

absl::StatusOr<std::optional<v1::Connection>> FindConnection(Session& session,
                                                             std::string_view connection_id) {
  static const Sql& sql =
      *new Sql(ConnectionTable().Select("WHERE connection_id = :p1", "tenant", "t"));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Connection> found,
                         ReadWithTenant(session, sql, {connection_id}));
  // Ids are the server's and unique; one that two tenants held would name neither.
  if (found.size() != 1) return std::optional<v1::Connection>();
  return std::optional<v1::Connection>(found.front());
}

absl::StatusOr<std::vector<v1::Connection>> ActiveConnections(Session& session) {
  static const Sql& sql = *new Sql(ConnectionTable().Select(
      "WHERE state = 'active' ORDER BY tenant, connection_id", "tenant", "t"));
  return ReadWithTenant(session, sql, {});
}

absl::StatusOr<std::vector<std::string>> ActiveWebhooks(Session& session, std::string_view tenant) {
  static const Sql& sql = *new Sql{
      "SELECT connection_id FROM connections WHERE tenant = :p1 AND vendor = 'webhook' "
      "AND state = 'active' AND base_url <> '' ORDER BY connection_id",
      "t"};
  std::vector<std::string> names;
  const auto rows = session.Query(sql, {tenant});
  while (rows->Next()) names.push_back(domain::ResourceName(tenant, kConnections, rows->Text(0)));
  if (!rows->status().ok()) return rows->status();
  return names;
}

absl::Status InsertConnection(Transaction& tx, const v1::Connection& connection) {
  BATON_RETURN_IF_ERROR(ConnectionTable().Insert(tx.session(), tx.tenant(), connection));
  tx.Changed(connection.name(), nullptr, &connection);
  return absl::OkStatus();
}

absl::Status UpdateConnection(Transaction& tx, const v1::Connection& before,
                              const v1::Connection& after) {
  BATON_RETURN_IF_ERROR(ConnectionTable().Update(tx.session(), tx.tenant(), before, after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
