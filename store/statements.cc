#include "store/statements.h"

#include <optional>
#include <string>

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/counters.h"
#include "store/query.h"
#include "store/statement_lines.h"

namespace baton::store {
namespace {

constexpr std::string_view kStatements = "statements";

// The row itself stays published (payouts.h). A value, since PostgreSQL answers EXISTS by reading
// all payouts into a hash.
constexpr std::string_view kState =
    "coalesce((SELECT 'paid' FROM payouts p WHERE p.tenant = statements.tenant "
    "AND p.statement_id = statements.statement_id), statements.state)";

absl::Status RefusePublished(const v1::CompStatement& statement) {
  return domain::RefuseState(v1::ERROR_REASON_PERIOD_PUBLISHED, statement.name(),
                             "the statement is published and never changes",
                             {{"period", statement.period()}});
}

// The statement of that name with its lines, if there is one.
absl::StatusOr<std::optional<v1::CompStatement>> FindStatement(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view name) {
  absl::StatusOr<v1::CompStatement> statement = GetStatement(session, tenant, name);
  if (absl::IsNotFound(statement.status())) return std::optional<v1::CompStatement>();
  if (!statement.ok()) return statement.status();
  return std::optional<v1::CompStatement>(*std::move(statement));
}

absl::Status DeleteRow(Transaction& tx, std::string_view statement) {
  static const Sql& sql =
      *new Sql{"DELETE FROM statements WHERE tenant = :p1 AND statement_id = :p2", ""};
  return tx.session().Run(sql, {tx.tenant(), IdOf(statement, tx.tenant(), kStatements)}).status();
}

}  // namespace

const Table& StatementTable() {
  static const Table& table =
      *new Table(v1::CompStatement::descriptor(), "statements",
                 {
                     Key("statement_id", "name", kStatements),
                     Text("period", "period"),
                     Text("period_start_date", "period_start_date"),
                     Text("period_end_date", "period_end_date"),
                     Ref("payee_person_id", "payee", "people"),
                     Text("payee_display_name", "payee_display_name"),
                     Text("payee_id", "payee_id"),
                     Text("plan_code", "plan.code"),
                     Int("plan_version", "plan.version"),
                     Enum("plan_role", "plan.role"),
                     Text("plan_currency", "plan.currency_code"),
                     Int("plan_expansion_rate_bp", "plan.expansion_rate_bp"),
                     Int("plan_new_business_rate_bp", "plan.new_business_rate_bp"),
                     Int("plan_renewal_rate_bp", "plan.renewal_rate_bp"),
                     Text("payout_date", "payout_date"),
                     Enum("state", "state"),
                     Int("credited_minor", "totals.credited_minor"),
                     Int("earned_minor", "totals.earned_minor"),
                     Int("held_minor", "totals.held_minor"),
                     Int("adjustments_minor", "totals.adjustments_minor"),
                     Int("payable_minor", "totals.payable_minor"),
                     Time("compute_time_us", "compute_time"),
                     Time("publish_time_us", "publish_time"),
                     Text("digest", "digest"),
                     Bool("final_statement", "final_statement"),
                 });
  return table;
}

const ListSpec& StatementList() {
  static const ListSpec& spec = *new ListSpec{
      &StatementTable(),
      "statement_id",
      {
          {"period", ColumnKind::kText, "period", "", ""},
          {"payee", ColumnKind::kRef, "payee_person_id", "people", ""},
          {"state", ColumnKind::kEnum, std::string(kState), "", "baton.v1.StatementState"},
      },
      {{"name", "statement_id", false}}};
  return spec;
}

absl::StatusOr<v1::CompStatement> GetStatement(Session& session, std::string_view tenant,
                                               std::string_view statement) {
  BATON_ASSIGN_OR_RETURN(v1::CompStatement record, GetStatementHead(session, tenant, statement));
  BATON_RETURN_IF_ERROR(LoadStatementLines(session, tenant, &record));
  return record;
}

absl::StatusOr<v1::CompStatement> GetStatementHead(Session& session, std::string_view tenant,
                                                   std::string_view statement) {
  return GetRecord<v1::CompStatement>(session, StatementTable(), tenant, kStatements, statement);
}

absl::StatusOr<std::vector<v1::CompStatement>> StatementsOfPeriod(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view period) {
  static const Sql& sql = *new Sql(
      StatementTable().Select("WHERE tenant = :p1 AND period = :p2 ORDER BY payee_person_id"));
  return ReadAll<v1::CompStatement>(session, StatementTable(), sql, {tenant, period}, tenant);
}

absl::StatusOr<std::vector<v1::CompStatement>> PublishedStatementsOf(Session& session,
                                                                     std::string_view tenant,
                                                                     std::string_view person,
                                                                     std::string_view before) {
  static const Sql& sql = *new Sql(
      StatementTable().Select("WHERE tenant = :p1 AND payee_person_id = :p2 AND period < :p3 "
                              "AND state <> 'draft' ORDER BY statement_id"));
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::CompStatement> statements,
      ReadAll<v1::CompStatement>(session, StatementTable(), sql,
                                 {tenant, IdOf(person, tenant, "people"), before}, tenant));
  for (v1::CompStatement& statement : statements) {
    BATON_RETURN_IF_ERROR(LoadStatementLines(session, tenant, &statement));
  }
  return statements;
}

absl::StatusOr<std::optional<absl::Time>> PublishTimeOf(Session& session, std::string_view tenant,
                                                        std::string_view period) {
  static const Sql& sql = *new Sql{
      "SELECT publish_time_us FROM statements "
      "WHERE tenant = :p1 AND period = :p2 AND state = 'published' LIMIT 1",
      "i"};
  const auto rows = session.Query(sql, {tenant, period});
  std::optional<absl::Time> time;
  if (rows->Next()) time = absl::FromUnixMicros(rows->Int(0));
  if (!rows->status().ok()) return rows->status();
  return time;
}

absl::Status ReplaceDraft(Transaction& tx, const v1::CompStatement& draft) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompStatement> before,
                         FindStatement(tx.session(), tx.tenant(), draft.name()));
  if (before.has_value() && before->state() == v1::STATEMENT_STATE_PUBLISHED) {
    return RefusePublished(*before);
  }
  if (before.has_value()) {
    BATON_RETURN_IF_ERROR(StatementTable().Update(tx.session(), tx.tenant(), draft));
    BATON_RETURN_IF_ERROR(ReplaceStatementLines(tx, *before, draft));
  } else {
    BATON_RETURN_IF_ERROR(StatementTable().Insert(tx.session(), tx.tenant(), draft));
    BATON_RETURN_IF_ERROR(InsertStatementLines(tx, draft));
  }
  tx.Changed(draft.name(), before.has_value() ? &*before : nullptr, &draft);
  return absl::OkStatus();
}

absl::Status DeleteDraft(Transaction& tx, std::string_view statement) {
  BATON_ASSIGN_OR_RETURN(const v1::CompStatement before,
                         GetStatement(tx.session(), tx.tenant(), statement));
  if (before.state() == v1::STATEMENT_STATE_PUBLISHED) return RefusePublished(before);
  BATON_RETURN_IF_ERROR(DeleteStatementLines(tx, statement));
  BATON_RETURN_IF_ERROR(DeleteRow(tx, statement));
  tx.Changed(before.name(), &before, nullptr);
  return absl::OkStatus();
}

absl::StatusOr<int64_t> TakeExportSeqs(Transaction& tx, int64_t count) {
  return TakeNumbers(tx, "export_seq", count);
}

absl::Status PublishStatement(Transaction& tx, const v1::CompStatement& before,
                              const v1::CompStatement& after) {
  v1::CompStatement stored;
  BATON_RETURN_IF_ERROR(StatementTable().Get(
      tx.session(), tx.tenant(), IdOf(after.name(), tx.tenant(), kStatements), &stored));
  if (stored.state() == v1::STATEMENT_STATE_PUBLISHED) return RefusePublished(stored);
  BATON_RETURN_IF_ERROR(NumberStatementLines(tx, after));
  BATON_RETURN_IF_ERROR(StatementTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
