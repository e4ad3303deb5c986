#include "store/requests.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/failpoint.h"
#include "store/insert_sql.h"

namespace baton::store {
namespace {

absl::Status Reused(const WriteOptions& options) {
  return domain::Refuse(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                        "this request_id was used before with other content; take a new one",
                        {{"request_id", options.request_id}});
}

// No tenant's id has a slash in it.
std::string KeyOf(const std::string& tenant, const std::string& request_id) {
  return absl::StrCat(tenant, "/", request_id);
}

Sql LookUpOf(int count) {
  std::string text =
      "SELECT request_id, fingerprint, answer FROM request_ids "
      "WHERE tenant = :p1 AND request_id IN (";
  for (int i = 0; i < count; ++i) absl::StrAppend(&text, i == 0 ? "" : ", ", ":p", i + 2);
  return {absl::StrCat(text, ")"), "tbb"};
}

}  // namespace

absl::Status RequestLog::Load(const std::vector<const WriteOptions*>& batch) {
  known_.clear();
  remembered_.clear();
  std::map<std::string, std::vector<std::string>> asked;
  for (const WriteOptions* options : batch) {
    if (!options->request_id.empty()) asked[options->tenant].push_back(options->request_id);
  }
  for (const auto& [tenant, ids] : asked) {
    for (size_t at = 0; at < ids.size(); at += kRequestsPerLookup) {
      const size_t end = std::min(ids.size(), at + kRequestsPerLookup);
      BATON_RETURN_IF_ERROR(LookUp(tenant, {ids.begin() + at, ids.begin() + end}));
    }
  }
  return absl::OkStatus();
}

absl::Status RequestLog::LookUp(const std::string& tenant, const std::vector<std::string>& ids) {
  static const Sql& one = *new Sql(LookUpOf(1));
  static const Sql& many = *new Sql(LookUpOf(kRequestsPerLookup));
  const int count = ids.size() == 1 ? 1 : kRequestsPerLookup;
  BATON_ASSIGN_OR_RETURN(Statement * statement,
                         session_->Prepare(count == 1 ? one : many, 1 + count));
  statement->SetText(0).assign(tenant);
  for (size_t i = 0; i < static_cast<size_t>(count); ++i) {
    statement->SetText(static_cast<int>(i) + 1).assign(ids[std::min(i, ids.size() - 1)]);
  }
  const auto rows = statement->Query();
  while (rows->Next()) known_[KeyOf(tenant, rows->Text(0))] = {rows->Text(1), rows->Text(2)};
  return rows->status();
}

absl::StatusOr<std::optional<std::string>> RequestLog::Find(const WriteOptions& options) const {
  const auto found = known_.find(KeyOf(options.tenant, options.request_id));
  if (found == known_.end()) return std::nullopt;
  if (found->second.fingerprint != options.fingerprint) return Reused(options);
  return found->second.answer;
}

absl::Status RequestLog::Remember(const WriteOptions& options, std::string_view answer) {
  static const InsertSql& insert = *new InsertSql("request_ids", {{"tenant", 't'},
                                                                  {"request_id", 't'},
                                                                  {"fingerprint", 'b'},
                                                                  {"answer", 'b'},
                                                                  {"time_us", 'i'}});
  std::string key = KeyOf(options.tenant, options.request_id);
  known_[key] = {options.fingerprint, std::string(answer)};
  remembered_.push_back(std::move(key));
  BATON_ASSIGN_OR_RETURN(Statement * statement, session_->PrepareInsert(insert));
  statement->SetText(0).assign(options.tenant);
  statement->SetText(1).assign(options.request_id);
  statement->SetText(2).assign(options.fingerprint);
  statement->SetText(3).assign(answer);
  statement->SetInt(4, absl::ToUnixMicros(options.now));
  ++since_pruning_;
  FailPoint("request.before");
  return statement->Run().status();
}

void RequestLog::Truncate(size_t size) {
  for (; remembered_.size() > size; remembered_.pop_back()) known_.erase(remembered_.back());
}

// Rows lie in the order of their writing, so the oldest are at the front and few are looked at.
absl::Status RequestLog::Prune(absl::Time now) {
  static const Sql& sql = *new Sql{
      "DELETE FROM request_ids "
      "WHERE id < (SELECT min(id) FROM request_ids) + :p1 AND time_us < :p2",
      "",
      "DELETE FROM request_ids WHERE (tenant, request_id) IN (SELECT tenant, request_id "
      "FROM request_ids WHERE time_us < :p2 ORDER BY time_us LIMIT :p1 FOR UPDATE SKIP LOCKED)"};
  if (since_pruning_ < kRequestsPerPruning) return absl::OkStatus();
  since_pruning_ = 0;
  return session_->Run(sql, {kMaxPrunedRequests, absl::ToUnixMicros(now - kRequestIdRetention)})
      .status();
}

}  // namespace baton::store
