#include "store/statement_changes.h"

#include <string>

#include "domain/status_macros.h"
#include "store/counters.h"
#include "store/payouts.h"
#include "store/query.h"
#include "store/statements.h"

namespace baton::store {
namespace {

struct Change {
  std::string statement_id;
  int64_t change_seq = 0;
};

absl::StatusOr<std::vector<Change>> LastChangesAfter(Session& session, std::string_view tenant,
                                                     int64_t change_seq, int limit) {
  static const Sql& sql = *new Sql{
      "SELECT c.statement_id, c.change_seq FROM statement_changes c "
      "WHERE c.tenant = :p1 AND c.change_seq > :p2 AND NOT EXISTS ("
      "SELECT 1 FROM statement_changes l WHERE l.tenant = c.tenant "
      "AND l.statement_id = c.statement_id AND l.change_seq > c.change_seq) "
      "ORDER BY c.change_seq LIMIT :p3",
      "ti"};
  std::vector<Change> changes;
  const auto rows = session.Query(sql, {tenant, change_seq, limit});
  while (rows->Next()) changes.push_back({rows->Text(0), rows->Int(1)});
  if (!rows->status().ok()) return rows->status();
  return changes;
}

}  // namespace

absl::Status NoteStatementChange(Transaction& tx, std::string_view statement) {
  static const Sql& sql = *new Sql{
      "INSERT INTO statement_changes (tenant, change_seq, statement_id) VALUES (:p1, :p2, :p3)",
      ""};
  BATON_ASSIGN_OR_RETURN(const int64_t seq, TakeNumbers(tx, "statement_change", 1));
  return tx.session()
      .Run(sql, {tx.tenant(), seq, IdOf(statement, tx.tenant(), "statements")})
      .status();
}

absl::StatusOr<std::vector<v1::CompStatement>> StatementsChangedAfter(Session& session,
                                                                      std::string_view tenant,
                                                                      int64_t change_seq,
                                                                      int limit) {
  BATON_ASSIGN_OR_RETURN(const std::vector<Change> changes,
                         LastChangesAfter(session, tenant, change_seq, limit));
  std::vector<v1::CompStatement> statements;
  for (const Change& change : changes) {
    v1::CompStatement& statement = statements.emplace_back();
    BATON_RETURN_IF_ERROR(StatementTable().Get(session, tenant, change.statement_id, &statement));
    BATON_RETURN_IF_ERROR(MarkPaid(session, tenant, &statement));
    statement.set_change_seq(change.change_seq);
  }
  return statements;
}

}  // namespace baton::store
