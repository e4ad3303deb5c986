// Appends the events of a batch to the tenants' audit chains (see audit.h). One writer's own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "store/audit.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::store {

// Chain heads kept in memory; more tenants than that are looked up again.
inline constexpr int kMaxChainHeads = 10000;

class AuditChain {
 public:
  // Events are inserted on `session`; where a chain ends is read on `heads`.
  AuditChain(Session* session, Session* heads) : session_(session), heads_session_(heads) {}

  // Notes an event of the running body. Nothing is numbered or written yet.
  void Add(const WriteOptions& options, absl::string_view record,
           const google::protobuf::Message* before, const google::protobuf::Message* after);

  // How many events are noted, and forgetting those after such a count: for bodies that roll back.
  size_t size() const { return size_; }
  void Truncate(size_t size) { size_ = size; }

  // The tenants of what is noted, each once.
  std::vector<std::string> NotedTenants() const;

  // Numbers, links and inserts what was noted, in its order.
  absl::Status Append();

  // What was appended.
  const Commit& changes() const { return changes_; }

  // Begins a new batch.
  void Clear();
  // Forgets the heads too: they may not be what the database says.
  void ForgetHeads() { heads_.clear(); }

 private:
  struct Head {
    int64_t sequence = 0;
    std::string hash;
    bool touched = false;  // in this batch
  };

  absl::StatusOr<Head*> FindHead(const std::string& tenant);
  absl::Status AppendRow(const AuditRow& row);
  void Salt(std::string* salt);

  Session* const session_;
  Session* const heads_session_;
  // Rows are kept for their memory; the first size_ of them are noted.
  std::vector<AuditRow> rows_;
  size_t size_ = 0;
  absl::flat_hash_map<std::string, Head> heads_;
  Commit changes_;
  std::string scratch_;
  std::string random_;
  size_t random_used_ = 0;
};

}  // namespace baton::store
