// The store keeps every record of Baton and is the one way to change any of them.
//
// Contract (each sentence has a case in tests/contract):
//
// Writes
//   * A write's body runs in a transaction. Everything it did through that transaction is kept
//     together, or nothing of it is.
//   * `done` is called exactly once, and with an answer only after the commit is durable.
//   * Bodies are batched: what waits commits together, one sync for all. A body that returns an
//     error or fails rolls back alone; its neighbours in the batch are not disturbed.
//   * A body may run more than once (a batch may have to be begun again), so it must not do
//     anything but use its transaction: no I/O, no clock, no randomness, no captured state that it
//     changes.
//   * Bodies with the same `key` never run at the same time, on whichever server of the database,
//     and those of one server run in the order they were given. A body with `keys` keeps others
//     of those away as well, but it may be overtaken.
//   * Request ids: the same (tenant, request_id) with the same fingerprint is answered with the
//     first answer and the body doesn't run; with another fingerprint it is refused as
//     ALREADY_EXISTS, reason REQUEST_ID_REUSED. Only answers are remembered, not refusals: a
//     refused call may be corrected and tried again under its id. Remembered for
//     kRequestIdRetention at least, across restarts. Tenants don't see one another's ids.
//   * `cancelled` is asked once, right before the body would begin; when it says yes the write is
//     answered CANCELLED, reason CALLER_GONE, and nothing happens.
//   * More than kMaxQueuedWrites waiting: RESOURCE_EXHAUSTED, reason OVERLOADED, at once.
//   * A failing disk, a full disk, a lost database: UNAVAILABLE (or RESOURCE_EXHAUSTED when full),
//     reason STORE_UNAVAILABLE, never an answer. No driver's text reaches the caller.
//
// History
//   * Every Changed() of a body becomes one audit event in the same transaction. Events form one
//     SHA-256 chain per tenant in commit order, numbered from 1 without gaps; rolled back bodies
//     leave no number out.
//
// Reads
//   * A read sees one snapshot: everything committed before it began, nothing half done. It never
//     waits for the writer, and a write that was answered is seen by every read begun after.
//
// Servers
//   * Of the servers on one database one at a time leads a duty; another one takes it over when
//     that one is gone.
//   * Listeners hear of this server's commits at once and of another's soon.
//
// Life
//   * Opening applies the numbered migrations that are missing, each in its transaction. A
//     database that is newer than the program is refused (FAILED_PRECONDITION) and left untouched.
//   * Close() answers what was accepted, then refuses everything as UNAVAILABLE.
//
// Thread safety: all methods may be called from any thread. `done` and listeners are called on the
// store's threads and must return quickly.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"
#include "store/sql.h"

namespace baton::store {

// How long the answer to a request id is kept at least.
inline constexpr absl::Duration kRequestIdRetention = absl::Hours(24 * 8);

// Writes that may wait; more are refused as OVERLOADED.
inline constexpr int kMaxQueuedWrites = 8192;

// Bodies that commit together at most.
inline constexpr int kMaxBatchedWrites = 256;

// Reads that may wait; more are refused as OVERLOADED.
inline constexpr int kMaxQueuedReads = 8192;

// Who asks for a change, when, and under which id.
struct WriteOptions {
  std::string tenant;               // bare id; whose records the body may touch
  std::string actor;                // a person's name, "tokens/{token}" or "system/..."
  std::string method;               // "FileSignal", "sweeper", ...
  std::string request_id;           // empty: no replay protection
  std::string fingerprint;          // SHA-256 of the request's content; needed with a request_id
  std::string key;                  // the record that bodies could fight over; empty: the tenant
  std::vector<std::string> keys;    // more such records, for a body that touches several
  absl::Time now;                   // read once at the edge
  std::function<bool()> cancelled;  // may be empty
};

// What a body works with. Valid only while the body runs; not thread safe.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Session& session() = 0;
  virtual const WriteOptions& options() const = 0;

  // Notes that a record changed, for the audit chain. `record` is the record's name; `before` is
  // null for a new record, `after` for a removed one. The messages are copied (serialized) at once.
  virtual void Changed(absl::string_view record, const google::protobuf::Message* before,
                       const google::protobuf::Message* after) = 0;

  const std::string& tenant() const { return options().tenant; }
  absl::Time now() const { return options().now; }
};

// Loads, decides, applies. Returns the serialized answer, or a refusal that undoes it.
using WriteBody = std::function<absl::StatusOr<std::string>(Transaction&)>;
using WriteDone = std::function<void(absl::StatusOr<std::string>)>;

// Runs on a reading thread with a session inside one snapshot; must not write. When the store can't
// serve it, the status says why and the session is null.
using ReadBody = std::function<void(absl::Status, Session*)>;

// What a commit changed.
struct Commit {
  std::vector<std::string> tenants;       // that have new audit events, each once
  std::vector<std::string> record_types;  // of those events, such as "baton.v1.Signal", each once
  bool elsewhere = false;                 // another server's
  bool unknown = false;                   // word of it was lost: anything may have changed
};

using CommitListener = std::function<void(const Commit&)>;

class Store {
 public:
  virtual ~Store() = default;

  virtual void Write(WriteOptions options, WriteBody body, WriteDone done) = 0;
  virtual void Read(ReadBody body) = 0;

  // Adds a listener for the store's life, called after each commit of this server that begins from
  // now on, and soon after those of other servers on the same database.
  virtual void OnCommit(CommitListener listener) = 0;

  // True while this server is the one that does a duty, such as "sweeper", for all servers of its
  // database. Another one leads when this is stopped, killed or cut off, from the next time that it
  // asks; for that long both may believe that they lead, so what is done twice must do no harm.
  // Blocks for a round trip: never call it on a gRPC thread.
  virtual absl::StatusOr<bool> Leads(absl::string_view duty) = 0;

  // OK while reads and writes can be served; quick, for the health service.
  virtual absl::Status Ping() = 0;

  // See Life above. Idempotent; blocks until what was accepted is answered.
  virtual void Close() = 0;

  // Blocking forms, for tests, tools and start-up. Never call them on a gRPC thread.
  absl::StatusOr<std::string> WriteAndWait(WriteOptions options, WriteBody body);
  absl::Status ReadAndWait(const std::function<absl::Status(Session&)>& body);
};

}  // namespace baton::store
