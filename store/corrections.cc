#include "store/corrections.h"

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"
#include "store/statement_lines.h"

namespace baton::store {
namespace {

constexpr std::string_view kCorrections = "corrections";

v1::Correction ToRow(std::string_view tenant, const v1::Correction& correction) {
  v1::Correction row = correction;
  row.set_line(LineKey(tenant, correction.line()));
  return row;
}

// Makes a row the record: full names, and the published line that carries it.
absl::Status FromRow(Session& session, std::string_view tenant, v1::Correction* correction) {
  static const Sql& sql = *new Sql{
      "SELECT statement_id, line_id FROM statement_lines "
      "WHERE tenant = :p1 AND correction_id = :p2 AND export_seq > 0",
      "tt"};
  correction->set_line(LineOfKey(tenant, correction->line()));
  const auto rows = session.Query(sql, {tenant, IdOf(correction->name(), tenant, kCorrections)});
  if (rows->Next()) {
    correction->set_statement_line(
        ChildName(tenant, "statements", rows->Text(0), "lines", rows->Text(1)));
  }
  return rows->status();
}

}  // namespace

const Table& CorrectionTable() {
  static const Table& table = *new Table(v1::Correction::descriptor(), "corrections",
                                         {
                                             Key("correction_id", "name", kCorrections),
                                             Ref("payee_person_id", "payee", "people"),
                                             Int("amount_minor", "amount_minor"),
                                             Text("currency_code", "currency_code"),
                                             Text("reason", "reason"),
                                             Text("reference", "reference"),
                                             Text("about_line", "line"),
                                             Text("period", "period"),
                                             Enum("state", "state"),
                                             Ref("creator_id", "creator", "people"),
                                             Time("create_time_us", "create_time"),
                                             Ref("decider_id", "decider", "people"),
                                             Time("decide_time_us", "decide_time"),
                                             Text("decide_note", "decide_note"),
                                         });
  return table;
}

const ListSpec& CorrectionList() {
  static const ListSpec& spec =
      *new ListSpec{&CorrectionTable(),
                    "correction_id",
                    {
                        {"payee", ColumnKind::kRef, "payee_person_id", "people", ""},
                        {"state", ColumnKind::kEnum, "state", "", "baton.v1.CorrectionState"},
                    },
                    {{"create_time desc", "create_time_us", true}}};
  return spec;
}

absl::StatusOr<v1::Correction> GetCorrection(Session& session, std::string_view tenant,
                                             std::string_view correction) {
  BATON_ASSIGN_OR_RETURN(
      v1::Correction record,
      GetRecord<v1::Correction>(session, CorrectionTable(), tenant, kCorrections, correction));
  BATON_RETURN_IF_ERROR(FromRow(session, tenant, &record));
  return record;
}

absl::StatusOr<std::string> ListCorrections(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::Correction>* corrections) {
  BATON_ASSIGN_OR_RETURN(const std::string next,
                         ListRecords(session, CorrectionList(), query, corrections));
  for (v1::Correction& correction : *corrections) {
    BATON_RETURN_IF_ERROR(FromRow(session, query.tenant, &correction));
  }
  return next;
}

absl::StatusOr<std::vector<v1::Correction>> UncarriedCorrections(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view person,
                                                                 std::string_view period,
                                                                 std::string_view statement) {
  static const Sql& sql = *new Sql(CorrectionTable().Select(
      "WHERE tenant = :p1 AND payee_person_id = :p2 AND state = 'approved' AND period <= :p3 "
      "AND NOT EXISTS (SELECT 1 FROM statement_lines l WHERE l.tenant = corrections.tenant "
      "AND l.correction_id = corrections.correction_id AND l.export_seq > 0 "
      "AND l.statement_id <> :p4) ORDER BY create_time_us, correction_id"));
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Correction> corrections,
                         ReadAll<v1::Correction>(session, CorrectionTable(), sql,
                                                 {tenant, IdOf(person, tenant, "people"), period,
                                                  IdOf(statement, tenant, "statements")},
                                                 tenant));
  for (v1::Correction& correction : corrections) {
    correction.set_line(LineOfKey(tenant, correction.line()));
  }
  return corrections;
}

absl::StatusOr<std::vector<std::string>> PendingCorrections(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view period) {
  static const Sql& sql = *new Sql{
      "SELECT correction_id FROM corrections "
      "WHERE tenant = :p1 AND state = 'pending' AND period <= :p2 "
      "ORDER BY create_time_us, correction_id",
      "t"};
  BATON_ASSIGN_OR_RETURN(std::vector<std::string> names, ReadTexts(session, sql, {tenant, period}));
  for (std::string& name : names) name = domain::ResourceName(tenant, kCorrections, name);
  return names;
}

absl::Status InsertCorrection(Transaction& tx, const v1::Correction& correction) {
  BATON_RETURN_IF_ERROR(
      CorrectionTable().Insert(tx.session(), tx.tenant(), ToRow(tx.tenant(), correction)));
  tx.Changed(correction.name(), nullptr, &correction);
  return absl::OkStatus();
}

absl::Status UpdateCorrection(Transaction& tx, const v1::Correction& before,
                              const v1::Correction& after) {
  BATON_RETURN_IF_ERROR(
      CorrectionTable().Update(tx.session(), tx.tenant(), ToRow(tx.tenant(), after)));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
