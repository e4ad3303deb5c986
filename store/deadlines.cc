#include "store/deadlines.h"

#include <algorithm>

#include "domain/status_macros.h"
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

absl::Status Update(Transaction& transaction, std::string_view subject, const Deadline& deadline) {
  static const Sql& sql = *new Sql{
      "UPDATE deadlines SET leg = :p4, due_us = :p5 "
      "WHERE tenant = :p1 AND subject = :p2 AND what = :p3",
      ""};
  return transaction.session()
      .Run(sql, {transaction.tenant(), subject, deadline.what, deadline.leg,
                 absl::ToUnixMicros(deadline.due)})
      .status();
}

absl::Status Remove(Transaction& transaction, std::string_view subject, const std::string& what) {
  static const Sql& sql =
      *new Sql{"DELETE FROM deadlines WHERE tenant = :p1 AND subject = :p2 AND what = :p3", ""};
  return transaction.session().Run(sql, {transaction.tenant(), subject, what}).status();
}

const Deadline* FindWhat(const std::vector<Deadline>& deadlines, const std::string& what) {
  const auto found = std::find_if(deadlines.begin(), deadlines.end(),
                                  [&](const Deadline& d) { return d.what == what; });
  return found == deadlines.end() ? nullptr : &*found;
}

bool Differs(const Deadline& a, const Deadline& b) {
  return a.leg != b.leg || absl::ToUnixMicros(a.due) != absl::ToUnixMicros(b.due);
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
  for (const Deadline& old : held) {
    if (FindWhat(deadlines, old.what) == nullptr) {
      BATON_RETURN_IF_ERROR(Remove(transaction, subject, old.what));
    }
  }
  for (const Deadline& deadline : deadlines) {
    const Deadline* old = FindWhat(held, deadline.what);
    if (old == nullptr) {
      BATON_RETURN_IF_ERROR(Add(transaction, subject, deadline));
    } else if (Differs(*old, deadline)) {
      BATON_RETURN_IF_ERROR(Update(transaction, subject, deadline));
    }
  }
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
