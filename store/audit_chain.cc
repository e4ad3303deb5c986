#include "store/audit_chain.h"

#include <algorithm>
#include <cstdlib>

#include "domain/status_macros.h"
#include "openssl/rand.h"
#include "store/insert_sql.h"

namespace baton::store {
namespace {

constexpr size_t kSaltBytes = 16;
constexpr size_t kRandomBytes = 4096;

void Serialize(const google::protobuf::Message* message, std::optional<std::string>* bytes) {
  if (message == nullptr) {
    bytes->reset();
    return;
  }
  if (!bytes->has_value()) bytes->emplace();
  message->SerializeToString(&**bytes);
}

void AddOnce(const std::string& word, std::vector<std::string>* words) {
  if (std::find(words->begin(), words->end(), word) == words->end()) words->push_back(word);
}

void SetOptional(Statement* statement, int parameter, const std::optional<std::string>& bytes) {
  if (bytes.has_value()) {
    statement->SetText(parameter).assign(*bytes);
  } else {
    statement->SetNull(parameter);
  }
}

}  // namespace

void AuditChain::Add(const WriteOptions& options, absl::string_view record,
                     const google::protobuf::Message* before,
                     const google::protobuf::Message* after) {
  if (size_ == rows_.size()) rows_.emplace_back();
  AuditRow& row = rows_[size_++];
  row.tenant = options.tenant;
  row.time = options.now;
  row.actor = options.actor;
  row.method = options.method;
  row.request_id = options.request_id;
  const google::protobuf::Message* either = after != nullptr ? after : before;
  row.record_type = either == nullptr ? "" : either->GetDescriptor()->full_name();
  row.record.assign(record.data(), record.size());
  Serialize(before, &row.before);
  Serialize(after, &row.after);
}

std::vector<std::string> AuditChain::NotedTenants() const {
  std::vector<std::string> tenants;
  for (size_t i = 0; i < size_; ++i) tenants.push_back(rows_[i].tenant);
  std::sort(tenants.begin(), tenants.end());
  tenants.erase(std::unique(tenants.begin(), tenants.end()), tenants.end());
  return tenants;
}

absl::Status AuditChain::Append() {
  for (size_t i = 0; i < size_; ++i) {
    AuditRow& row = rows_[i];
    BATON_ASSIGN_OR_RETURN(Head * head, FindHead(row.tenant));
    if (!head->touched) changes_.tenants.push_back(row.tenant);
    head->touched = true;
    AddOnce(row.record_type, &changes_.record_types);
    row.sequence = ++head->sequence;
    if (!row.salt.has_value()) row.salt.emplace();
    Salt(&*row.salt);
    ContentDigest(row, &scratch_, &row.content_digest);
    EventHash(head->hash, row, &scratch_, &row.hash);
    head->hash = row.hash;
    BATON_RETURN_IF_ERROR(AppendRow(row));
  }
  return absl::OkStatus();
}

void AuditChain::Clear() {
  for (const std::string& tenant : changes_.tenants) {
    if (auto head = heads_.find(tenant); head != heads_.end()) head->second.touched = false;
  }
  changes_ = Commit();
  size_ = 0;
  if (heads_.size() > kMaxChainHeads) heads_.clear();
}

absl::StatusOr<AuditChain::Head*> AuditChain::FindHead(const std::string& tenant) {
  static const Sql& sql = *new Sql{
      "SELECT seq, hash FROM audit_events WHERE tenant = :p1 ORDER BY seq DESC LIMIT 1", "ib"};
  if (auto head = heads_.find(tenant); head != heads_.end()) return &head->second;
  const auto rows = heads_session_->Query(sql, {tenant});
  Head head;
  if (rows->Next()) {
    head.sequence = rows->Int(0);
    head.hash = rows->Text(1);
  } else {
    head.hash = GenesisHash(tenant);
  }
  if (!rows->status().ok()) return rows->status();
  return &(heads_[tenant] = head);
}

absl::Status AuditChain::AppendRow(const AuditRow& row) {
  static const InsertSql& insert = *new InsertSql("audit_events", {{"tenant", 't'},
                                                                   {"seq", 'i'},
                                                                   {"time_us", 'i'},
                                                                   {"actor", 't'},
                                                                   {"method", 't'},
                                                                   {"request_id", 't'},
                                                                   {"record_type", 't'},
                                                                   {"record", 't'},
                                                                   {"before", 'b'},
                                                                   {"after", 'b'},
                                                                   {"salt", 'b'},
                                                                   {"content_digest", 'b'},
                                                                   {"hash", 'b'}});
  BATON_ASSIGN_OR_RETURN(Statement * statement, session_->PrepareInsert(insert));
  statement->SetText(0).assign(row.tenant);
  statement->SetInt(1, row.sequence);
  statement->SetInt(2, absl::ToUnixMicros(row.time));
  statement->SetText(3).assign(row.actor);
  statement->SetText(4).assign(row.method);
  statement->SetText(5).assign(row.request_id);
  statement->SetText(6).assign(row.record_type);
  statement->SetText(7).assign(row.record);
  SetOptional(statement, 8, row.before);
  SetOptional(statement, 9, row.after);
  SetOptional(statement, 10, row.salt);
  statement->SetText(11).assign(row.content_digest);
  statement->SetText(12).assign(row.hash);
  return statement->Run().status();
}

// Taken from the system in larger pieces, since a salt is needed for every event.
void AuditChain::Salt(std::string* salt) {
  if (random_used_ + kSaltBytes > random_.size()) {
    random_.resize(kRandomBytes);
    random_used_ = 0;
    auto* bytes = reinterpret_cast<unsigned char*>(random_.data());
    if (RAND_bytes(bytes, static_cast<int>(kRandomBytes)) != 1) std::abort();
  }
  salt->assign(random_, random_used_, kSaltBytes);
  random_used_ += kSaltBytes;
}

}  // namespace baton::store
