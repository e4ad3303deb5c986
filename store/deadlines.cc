#include "store/deadlines.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/change_sql.h"
#include "store/ids_query.h"
#include "store/insert_sql.h"

namespace baton::store {
namespace {

absl::Status Add(Transaction& transaction, std::string_view subject, const Deadline& deadline) {
  static const InsertSql& insert = *new InsertSql(
      "deadlines",
      {{"tenant", 't'}, {"subject", 't'}, {"what", 't'}, {"leg", 't'}, {"due_us", 'i'}});
  BATON_ASSIGN_OR_RETURN(Statement * statement, transaction.session().PrepareInsert(insert));
  statement->SetText(0).assign(transaction.tenant());
  statement->SetText(1).assign(subject);
  statement->SetText(2).assign(deadline.what);
  statement->SetText(3).assign(deadline.leg);
  statement->SetInt(4, absl::ToUnixMicros(deadline.due));
  return statement->Run().status();
}

const std::vector<InsertColumn>& Keys() {
  static const auto& keys =
      *new std::vector<InsertColumn>{{"tenant", 't'}, {"subject", 't'}, {"what", 't'}};
  return keys;
}

void SetKey(Transaction& transaction, std::string_view subject, const std::string& what,
            Statement* statement) {
  statement->SetText(0).assign(transaction.tenant());
  statement->SetText(1).assign(subject);
  statement->SetText(2).assign(what);
}

// Has the row of `held` say `next`.
absl::Status Move(Transaction& transaction, std::string_view subject, const Deadline& held,
                  const Deadline& next) {
  static const ChangeSql& change =
      *new ChangeSql("deadlines", Keys(), {{"what", 't'}, {"leg", 't'}, {"due_us", 'i'}});
  BATON_ASSIGN_OR_RETURN(Statement * statement, transaction.session().PrepareChange(change));
  SetKey(transaction, subject, held.what, statement);
  statement->SetText(3).assign(next.what);
  statement->SetText(4).assign(next.leg);
  statement->SetInt(5, absl::ToUnixMicros(next.due));
  return statement->Run().status();
}

absl::Status Remove(Transaction& transaction, std::string_view subject, const Deadline& held) {
  static const ChangeSql& change = *new ChangeSql("deadlines", Keys(), {});
  BATON_ASSIGN_OR_RETURN(Statement * statement, transaction.session().PrepareChange(change));
  SetKey(transaction, subject, held.what, statement);
  return statement->Run().status();
}

const Deadline* FindWhat(const std::vector<Deadline>& deadlines, const std::string& what) {
  const auto found = std::find_if(deadlines.begin(), deadlines.end(),
                                  [&](const Deadline& d) { return d.what == what; });
  return found == deadlines.end() ? nullptr : &*found;
}

bool Same(const Deadline& a, const Deadline& b) {
  return a.what == b.what && a.leg == b.leg &&
         absl::ToUnixMicros(a.due) == absl::ToUnixMicros(b.due);
}

Deadline ReadDeadline(const Rows& rows) {
  return {rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3),
          absl::FromUnixMicros(rows.Int(4))};
}

absl::StatusOr<std::vector<Deadline>> ReadAll(std::unique_ptr<Rows> rows) {
  std::vector<Deadline> deadlines;
  while (rows->Next()) deadlines.push_back(ReadDeadline(*rows));
  if (!rows->status().ok()) return rows->status();
  return deadlines;
}

}  // namespace

absl::Status SetDeadlines(Transaction& transaction, std::string_view subject,
                          const std::vector<Deadline>& deadlines) {
  BATON_ASSIGN_OR_RETURN(const std::vector<Deadline> held,
                         GetDeadlines(transaction.session(), transaction.tenant(), subject));
  return ChangeDeadlines(transaction, subject, held, deadlines);
}

// A row that goes becomes one that comes: less to write than both.
absl::Status ChangeDeadlines(Transaction& transaction, std::string_view subject,
                             const std::vector<Deadline>& held,
                             const std::vector<Deadline>& deadlines) {
  std::vector<const Deadline*> gone;
  for (const Deadline& old : held) {
    if (FindWhat(deadlines, old.what) == nullptr) gone.push_back(&old);
  }
  for (const Deadline& deadline : deadlines) {
    const Deadline* old = FindWhat(held, deadline.what);
    if (old == nullptr && gone.empty()) {
      BATON_RETURN_IF_ERROR(Add(transaction, subject, deadline));
      continue;
    }
    if (old == nullptr) {
      old = gone.back();
      gone.pop_back();
    }
    if (!Same(*old, deadline)) BATON_RETURN_IF_ERROR(Move(transaction, subject, *old, deadline));
  }
  for (const Deadline* old : gone) BATON_RETURN_IF_ERROR(Remove(transaction, subject, *old));
  return absl::OkStatus();
}

absl::Status AddDeadlines(Transaction& transaction, std::string_view subject,
                          const std::vector<Deadline>& deadlines) {
  for (const Deadline& deadline : deadlines) {
    BATON_RETURN_IF_ERROR(Add(transaction, subject, deadline));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Deadline>> GetDeadlines(Session& session, std::string_view tenant,
                                                   std::string_view subject) {
  static const Sql& sql = *new Sql{
      "SELECT tenant, subject, what, leg, due_us FROM deadlines "
      "WHERE tenant = :p1 AND subject = :p2 ORDER BY what",
      "tttti"};
  return ReadAll(session.Query(sql, {tenant, subject}));
}

absl::StatusOr<std::vector<Deadline>> DeadlinesOf(Session& session, std::string_view tenant,
                                                  const std::vector<std::string>& subjects) {
  static const IdsQuery& query = *new IdsQuery([](const std::string& ids) {
    return Sql{absl::StrCat("SELECT tenant, subject, what, leg, due_us FROM deadlines "
                            "WHERE tenant = :p1 AND subject IN (",
                            ids, ")"),
               "tttti"};
  });
  std::vector<Deadline> deadlines;
  BATON_RETURN_IF_ERROR(query.Each(session, tenant, subjects, [&](const Rows& rows) {
    deadlines.push_back(ReadDeadline(rows));
  }));
  return deadlines;
}

absl::StatusOr<std::vector<Deadline>> DueDeadlines(Session& session, absl::Time now, int limit) {
  static const Sql& sql = *new Sql{
      "SELECT tenant, subject, what, leg, due_us FROM deadlines WHERE due_us < :p1 "
      "ORDER BY due_us, tenant, subject, what LIMIT :p2",
      "tttti"};
  return ReadAll(session.Query(sql, {absl::ToUnixMicros(now), limit}));
}

absl::StatusOr<std::optional<absl::Time>> NextDeadline(Session& session) {
  static const Sql& sql = *new Sql{"SELECT due_us FROM deadlines ORDER BY due_us LIMIT 1", "i"};
  const auto rows = session.Query(sql, {});
  std::optional<absl::Time> next;
  if (rows->Next()) next = absl::FromUnixMicros(rows->Int(0));
  if (!rows->status().ok()) return rows->status();
  return next;
}

}  // namespace baton::store
