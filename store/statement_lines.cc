#include "store/statement_lines.h"

#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

constexpr std::string_view kStatements = "statements";
constexpr std::string_view kLines = "lines";

absl::StatusOr<v1::StatementLine> ToRow(std::string_view tenant, std::string_view statement_id,
                                        const v1::StatementLine& line) {
  const ChildId ids = ChildIdOf(line.name(), tenant, kStatements, kLines);
  if (ids.id.empty() || ids.parent != statement_id) {
    return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                          "\"" + line.name() + "\" is no line of its statement");
  }
  v1::StatementLine row = line;
  row.set_name(domain::ResourceName(tenant, kLines, ids.id));
  row.set_adjusts_line(LineKey(tenant, line.adjusts_line()));
  return row;
}

void FromRow(std::string_view tenant, std::string_view statement_id, v1::StatementLine* line) {
  const std::string id(IdOf(line->name(), tenant, kLines));
  line->set_name(ChildName(tenant, kStatements, statement_id, kLines, id));
  line->set_adjusts_line(LineOfKey(tenant, line->adjusts_line()));
}

absl::StatusOr<int64_t> CountLines(Session& session, std::string_view tenant,
                                   std::string_view statement_id) {
  static const Sql& sql = *new Sql{
      "SELECT count(*) FROM statement_lines WHERE tenant = :p1 AND statement_id = :p2", "i"};
  const auto rows = session.Query(sql, {tenant, statement_id});
  const int64_t count = rows->Next() ? rows->Int(0) : 0;
  if (!rows->status().ok()) return rows->status();
  return count;
}

absl::Status OtherLines(const v1::CompStatement& statement) {
  return domain::Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                        "the lines of " + statement.name() + " are not those of its draft");
}

absl::Status InsertLine(Transaction& tx, const v1::CompStatement& statement,
                        const v1::StatementLine& line) {
  const std::string_view id = IdOf(statement.name(), tx.tenant(), kStatements);
  BATON_ASSIGN_OR_RETURN(const v1::StatementLine row, ToRow(tx.tenant(), id, line));
  return StatementLineTable().Append(tx.session(), tx.tenant(), row, {id});
}

// Rows of a Select whose extra column is the statement's id.
absl::StatusOr<std::vector<v1::StatementLine>> ReadLines(Session& session, const Sql& sql,
                                                         const std::vector<Value>& values,
                                                         std::string_view tenant) {
  std::vector<v1::StatementLine> lines;
  const int statement_column = static_cast<int>(StatementLineTable().columns().size());
  const auto rows = session.Query(sql, values);
  while (rows->Next()) {
    v1::StatementLine& line = lines.emplace_back();
    StatementLineTable().Read(*rows, tenant, &line);
    FromRow(tenant, rows->Text(statement_column), &line);
  }
  if (!rows->status().ok()) return rows->status();
  return lines;
}

// What `read` finds on each of the statements, one after the other.
template <typename Read>
absl::StatusOr<std::vector<v1::StatementLine>> LinesOn(const std::vector<std::string>& statements,
                                                       Read read) {
  std::vector<v1::StatementLine> lines;
  for (const std::string& statement : statements) {
    BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> some, read(statement));
    lines.insert(lines.end(), std::make_move_iterator(some.begin()),
                 std::make_move_iterator(some.end()));
  }
  return lines;
}

}  // namespace

std::string LineKey(std::string_view tenant, const std::string& name) {
  const ChildId ids = ChildIdOf(name, tenant, kStatements, kLines);
  return ids.id.empty() ? name : std::string(ids.parent).append("/").append(ids.id);
}

std::string LineOfKey(std::string_view tenant, const std::string& key) {
  const size_t slash = key.find('/');
  if (slash == std::string::npos) return key;
  const std::string_view text = key;
  return ChildName(tenant, kStatements, text.substr(0, slash), kLines, text.substr(slash + 1));
}

const Table& StatementLineTable() {
  static const Table& table =
      *new Table(v1::StatementLine::descriptor(), "statement_lines",
                 {
                     Key("line_id", "name", kLines),
                     Int("line_no", "line_no"),
                     Int("export_seq", "export_seq"),
                     Enum("kind", "kind"),
                     Enum("category", "category"),
                     Ref("booking_id", "booking", "bookings"),
                     Text("booking_line", "booking_line"),
                     Ref("attribution_id", "attribution", "attributions"),
                     Int("part", "part"),
                     Text("account_display_name", "account_display_name"),
                     Text("crm_opportunity_id", "crm_opportunity_id"),
                     Text("booked_date", "booked_date"),
                     Int("part_amount_minor", "part_amount_minor"),
                     Int("credit_share_bp", "credit_share_bp"),
                     Int("credited_amount_minor", "credited_amount_minor"),
                     Int("rate_bp", "rate_bp"),
                     Int("earning_minor", "earning_minor"),
                     Int("policy_version", "policy_version"),
                     Enum("status", "status"),
                     Text("hold_reason", "hold_reason"),
                     Text("adjusts_line", "adjusts_line"),
                     Text("reason_code", "reason_code"),
                     Json("explanation", "explanation"),
                     Enum("pool", "pool.pool"),
                     Int("pool_quarter", "pool.quarter"),
                     Int("pool_basis_minor", "pool.basis_minor"),
                     Int("pool_actual_minor", "pool.actual_minor"),
                     Int("pool_attainment_bp", "pool.attainment_bp"),
                     Int("pool_multiplier_bp", "pool.multiplier_bp"),
                     Int("pool_target_to_date_minor", "pool.target_to_date_minor"),
                     Int("pool_paid_before_minor", "pool.paid_before_minor"),
                     Bool("pool_no_basis", "pool.no_basis"),
                     Int("role_weight_bp", "role_weight_bp"),
                     Int("booked_earning_minor", "booked_earning_minor"),
                     Text("booked_currency", "booked_currency_code"),
                     Text("other_plan", "other_plan"),
                     Ref("correction_id", "correction", "corrections"),
                     Text("spiff", "spiff"),
                 },
                 {"statement_id"});
  return table;
}

absl::Status LoadStatementLines(Session& session, std::string_view tenant,
                                v1::CompStatement* statement) {
  static const Sql& sql = *new Sql(
      StatementLineTable().Select("WHERE tenant = :p1 AND statement_id = :p2 ORDER BY line_no"));
  const std::string_view id = IdOf(statement->name(), tenant, kStatements);
  const auto rows = session.Query(sql, {tenant, id});
  while (rows->Next()) {
    v1::StatementLine* line = statement->add_lines();
    StatementLineTable().Read(*rows, tenant, line);
    FromRow(tenant, id, line);
  }
  return rows->status();
}

absl::StatusOr<std::vector<v1::StatementLine>> LinesAfter(Session& session, std::string_view tenant,
                                                          int64_t export_seq, int limit) {
  static const Sql& sql = *new Sql(
      StatementLineTable().Select("WHERE tenant = :p1 AND export_seq > :p2 AND export_seq > 0 "
                                  "ORDER BY export_seq LIMIT :p3",
                                  "statement_id", "t"));
  return ReadLines(session, sql, {tenant, export_seq, limit}, tenant);
}

absl::StatusOr<std::vector<v1::StatementLine>> PublishedHeldLines(Session& session,
                                                                  std::string_view tenant,
                                                                  std::string_view payee) {
  static const Sql& statements = *new Sql{
      "SELECT statement_id FROM statements "
      "WHERE tenant = :p1 AND payee_person_id = :p2 AND state = 'published' ORDER BY statement_id",
      "t"};
  static const Sql& held = *new Sql(StatementLineTable().Select(
      "WHERE tenant = :p1 AND statement_id = :p2 AND status = 'held' AND NOT EXISTS ("
      "SELECT 1 FROM statement_lines r WHERE r.tenant = statement_lines.tenant "
      "AND r.adjusts_line = statement_lines.statement_id || '/' || statement_lines.line_id "
      "AND r.reason_code = 'hold_released' AND r.export_seq > 0) ORDER BY line_no",
      "statement_id", "t"));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> ids,
                         ReadTexts(session, statements, {tenant, IdOf(payee, tenant, "people")}));
  return LinesOn(ids, [&](const std::string& id) {
    return ReadLines(session, held, {tenant, id}, tenant);
  });
}

absl::StatusOr<std::vector<v1::StatementLine>> HeldLinesBefore(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view payee,
                                                               std::string_view period) {
  static const Sql& statements = *new Sql{
      "SELECT statement_id FROM statements WHERE tenant = :p1 AND payee_person_id = :p2 "
      "AND state = 'published' AND period < :p3 ORDER BY statement_id",
      "t"};
  static const Sql& held = *new Sql(StatementLineTable().Select(
      "WHERE tenant = :p1 AND statement_id = :p2 AND status = 'held' AND NOT EXISTS ("
      "SELECT 1 FROM statement_lines r JOIN statements s "
      "ON s.tenant = r.tenant AND s.statement_id = r.statement_id "
      "WHERE r.tenant = statement_lines.tenant "
      "AND r.adjusts_line = statement_lines.statement_id || '/' || statement_lines.line_id "
      "AND r.reason_code = 'hold_released' AND r.export_seq > 0 AND s.period < :p3) "
      "ORDER BY line_no",
      "statement_id", "t"));
  BATON_ASSIGN_OR_RETURN(
      const std::vector<std::string> ids,
      ReadTexts(session, statements, {tenant, IdOf(payee, tenant, "people"), period}));
  return LinesOn(ids, [&](const std::string& id) {
    return ReadLines(session, held, {tenant, id, period}, tenant);
  });
}

absl::Status InsertStatementLines(Transaction& tx, const v1::CompStatement& statement) {
  for (const v1::StatementLine& line : statement.lines()) {
    BATON_RETURN_IF_ERROR(InsertLine(tx, statement, line));
  }
  return absl::OkStatus();
}

absl::Status ReplaceStatementLines(Transaction& tx, const v1::CompStatement& before,
                                   const v1::CompStatement& after) {
  static const Sql& remove = *new Sql{
      "DELETE FROM statement_lines WHERE tenant = :p1 AND statement_id = :p2 AND line_id = :p3",
      ""};
  absl::flat_hash_map<std::string_view, std::string> held;
  for (const v1::StatementLine& line : before.lines()) {
    held[line.name()] = line.SerializeAsString();
  }
  std::vector<const v1::StatementLine*> fresh;
  for (const v1::StatementLine& line : after.lines()) {
    const auto found = held.find(line.name());
    if (found != held.end() && found->second == line.SerializeAsString()) {
      held.erase(found);
    } else {
      fresh.push_back(&line);
    }
  }
  const std::string_view id = IdOf(after.name(), tx.tenant(), kStatements);
  for (const auto& [name, content] : held) {
    const ChildId ids = ChildIdOf({name.data(), name.size()}, tx.tenant(), kStatements, kLines);
    BATON_RETURN_IF_ERROR(tx.session().Run(remove, {tx.tenant(), id, ids.id}).status());
  }
  for (const v1::StatementLine* line : fresh) {
    BATON_RETURN_IF_ERROR(InsertLine(tx, after, *line));
  }
  return absl::OkStatus();
}

absl::Status DeleteStatementLines(Transaction& tx, std::string_view statement) {
  static const Sql& sql =
      *new Sql{"DELETE FROM statement_lines WHERE tenant = :p1 AND statement_id = :p2", ""};
  return tx.session().Run(sql, {tx.tenant(), IdOf(statement, tx.tenant(), kStatements)}).status();
}

absl::Status NumberStatementLines(Transaction& tx, const v1::CompStatement& statement) {
  static const Sql& sql = *new Sql{
      "UPDATE statement_lines SET export_seq = :p1 "
      "WHERE tenant = :p2 AND statement_id = :p3 AND line_id = :p4",
      ""};
  const std::string_view id = IdOf(statement.name(), tx.tenant(), kStatements);
  BATON_ASSIGN_OR_RETURN(const int64_t count, CountLines(tx.session(), tx.tenant(), id));
  if (count != statement.lines_size()) return OtherLines(statement);
  for (const v1::StatementLine& line : statement.lines()) {
    const ChildId ids = ChildIdOf(line.name(), tx.tenant(), kStatements, kLines);
    BATON_ASSIGN_OR_RETURN(const int64_t touched,
                           tx.session().Run(sql, {line.export_seq(), tx.tenant(), id, ids.id}));
    if (touched != 1) return OtherLines(statement);
  }
  return absl::OkStatus();
}

}  // namespace baton::store
