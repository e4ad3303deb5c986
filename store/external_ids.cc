#include "store/external_ids.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::store {

ExternalIds::ExternalIds(std::string table, std::string owner)
    : find_{absl::StrCat("SELECT ", owner, " FROM ", table,
                         " WHERE tenant = :p1 AND source_system = :p2 AND source_record_id = :p3"),
            "t"},
      has_any_{absl::StrCat("SELECT ", owner, " FROM ", table,
                            " WHERE tenant = :p1 AND source_system = :p2 LIMIT 1"),
               "t"},
      load_{absl::StrCat("SELECT source_system, source_record_id FROM ", table,
                         " WHERE tenant = :p1 AND ", owner,
                         " = :p2 ORDER BY source_system, source_record_id"),
            "tt"},
      add_{absl::StrCat("INSERT INTO ", table, " (tenant, source_system, source_record_id, ", owner,
                        ") VALUES (:p1, :p2, :p3, :p4)"),
           ""},
      remove_{absl::StrCat("DELETE FROM ", table, " WHERE tenant = :p1 AND ", owner, " = :p2"),
              ""} {}

absl::StatusOr<std::optional<std::string>> ExternalIds::Find(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view system,
                                                             std::string_view record_id) const {
  std::optional<std::string> owner;
  const auto rows = session.Query(find_, {tenant, system, record_id});
  if (rows->Next()) owner = rows->Text(0);
  if (!rows->status().ok()) return rows->status();
  return owner;
}

absl::StatusOr<bool> ExternalIds::HasAny(Session& session, std::string_view tenant,
                                         std::string_view system) const {
  const auto rows = session.Query(has_any_, {tenant, system});
  const bool any = rows->Next();
  if (!rows->status().ok()) return rows->status();
  return any;
}

absl::Status ExternalIds::Load(Session& session, std::string_view tenant, std::string_view owner,
                               SourceRecords* ids) const {
  const auto rows = session.Query(load_, {tenant, owner});
  while (rows->Next()) {
    v1::SourceRecord* id = ids->Add();
    id->set_system(rows->Text(0));
    id->set_record_id(rows->Text(1));
  }
  return rows->status();
}

absl::Status ExternalIds::Replace(Session& session, std::string_view tenant, std::string_view owner,
                                  const SourceRecords& ids) const {
  BATON_RETURN_IF_ERROR(session.Run(remove_, {tenant, owner}).status());
  for (const v1::SourceRecord& id : ids) {
    BATON_RETURN_IF_ERROR(Add(session, tenant, owner, id));
  }
  return absl::OkStatus();
}

absl::Status ExternalIds::Add(Session& session, std::string_view tenant, std::string_view owner,
                              const v1::SourceRecord& id) const {
  BATON_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                         Find(session, tenant, id.system(), id.record_id()));
  if (holder == owner) return absl::OkStatus();
  if (holder.has_value()) {
    return domain::Refuse(
        absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
        absl::StrCat("the ", id.system(), " id \"", id.record_id(), "\" belongs to ", *holder));
  }
  return session.Run(add_, {tenant, id.system(), id.record_id(), owner}).status();
}

}  // namespace baton::store
