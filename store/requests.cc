#include "store/requests.h"

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/failpoint.h"

namespace baton::store {
namespace {

absl::Status Reused(const WriteOptions& options) {
  return domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                        "this request_id was used before with other content; take a new one",
                        {{"request_id", options.request_id}});
}

}  // namespace

absl::StatusOr<std::optional<std::string>> RequestLog::Find(const WriteOptions& options) {
  static const Sql& sql = *new Sql{
      "SELECT fingerprint, answer FROM request_ids WHERE tenant = :p1 AND request_id = :p2", "bb"};
  BATON_ASSIGN_OR_RETURN(Statement * statement, session_->Prepare(sql, 2));
  statement->SetText(0).assign(options.tenant);
  statement->SetText(1).assign(options.request_id);
  const auto rows = statement->Query();
  if (!rows->Next()) {
    if (!rows->status().ok()) return rows->status();
    return std::nullopt;
  }
  if (rows->Text(0) != options.fingerprint) return Reused(options);
  return rows->Text(1);
}

absl::Status RequestLog::Remember(const WriteOptions& options, std::string_view answer) {
  static const Sql& sql = *new Sql{
      "INSERT INTO request_ids (tenant, request_id, fingerprint, answer, time_us) "
      "VALUES (:p1, :p2, CAST(:p3 AS BLOB), CAST(:p4 AS BLOB), :p5)",
      ""};
  BATON_ASSIGN_OR_RETURN(Statement * statement, session_->Prepare(sql, 5));
  statement->SetText(0).assign(options.tenant);
  statement->SetText(1).assign(options.request_id);
  statement->SetText(2).assign(options.fingerprint);
  statement->SetText(3).assign(answer);
  statement->SetInt(4, absl::ToUnixMicros(options.now));
  ++remembered_;
  FailPoint("request.before");
  return statement->Run().status();
}

// Rows lie in the order of their writing, so the oldest are at the front and few are looked at.
absl::Status RequestLog::Prune(absl::Time now) {
  static const Sql& sql = *new Sql{
      "DELETE FROM request_ids "
      "WHERE id < (SELECT min(id) FROM request_ids) + :p1 AND time_us < :p2",
      "",
      "DELETE FROM request_ids WHERE (tenant, request_id) IN (SELECT tenant, request_id "
      "FROM request_ids WHERE time_us < :p2 ORDER BY time_us LIMIT :p1 FOR UPDATE SKIP LOCKED)"};
  if (remembered_ < kRequestsPerPruning) return absl::OkStatus();
  remembered_ = 0;
  return session_->Run(sql, {kMaxPrunedRequests, absl::ToUnixMicros(now - kRequestIdRetention)})
      .status();
}

}  // namespace baton::store
