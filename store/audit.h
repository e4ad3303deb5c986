// The audit log: one event for every change of a record, in one chain of SHA-256 per tenant.
//
// Event n of a tenant carries
//   content_digest = SHA-256(salt || present(before) || present(after))
//     where present(x) is 8 bytes of length and the bytes, or 8 bytes 0xFF when there is none
//   hash = SHA-256(hash of event n-1 || fields)
//     where fields are seq and time_us (8 bytes each, most significant first), then actor, method,
//     request_id, record_type, record and content_digest, each behind its length in 8 bytes.
// The hash before event 1 is SHA-256("baton audit chain " || tenant), so that no chain passes for
// another tenant's.
//
// The chain hashes a salted digest of the content, so the content and its salt can be erased for a
// person's sake and every link still holds. What an erasure left of an event's content is
// vouched for by the erasure's own event; see audit_redaction.h.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/audit_service.pb.h"
#include "store/sql.h"

namespace baton::store {

// One event as it is stored.
struct AuditRow {
  std::string tenant;
  int64_t sequence = 0;
  absl::Time time;
  std::string actor;
  std::string method;
  std::string request_id;
  std::string record_type;            // the message's full name, "baton.v1.Signal"
  std::string record;                 // the record's name
  std::optional<std::string> before;  // serialized; absent when it was created, or erased
  std::optional<std::string> after;   // serialized; absent when it was removed, or erased
  std::optional<std::string> salt;    // absent: the content was erased
  std::string content_digest;
  std::string hash;
};

// Which events of a tenant. Both bounds are exclusive.
struct AuditQuery {
  std::string tenant;
  int64_t after_sequence = 0;
  int64_t before_sequence = std::numeric_limits<int64_t>::max();
  std::string record = {};  // empty: any
  std::string actor = {};   // empty: any
  bool newest_first = false;
  int limit = 100;
};

absl::StatusOr<std::vector<AuditRow>> ReadAuditEvents(Session& session, const AuditQuery& query);

// The tenant's last sequence; 0 when there are no events.
absl::StatusOr<int64_t> LastAuditSequence(Session& session, std::string_view tenant);

// What verifying a chain found.
struct AuditVerdict {
  int64_t event_count = 0;            // events that were looked at
  int64_t first_broken_sequence = 0;  // 0 when every link holds
  std::string fault;                  // what is wrong there, in words
  std::string head_hash;              // of the last event that holds; 32 bytes, or empty
  bool intact() const { return first_broken_sequence == 0; }
};

// Recomputes the tenant's whole chain, one event in memory at a time. A fault is a verdict, not an
// error.
absl::StatusOr<AuditVerdict> VerifyAuditChain(Session& session, std::string_view tenant);

// A serialized message as JSON, by the full name of its type; empty when the type is not known or
// the bytes don't parse.
std::string MessageJson(std::string_view type_full_name, std::string_view bytes);

// The event as the API shows it: names, JSON, hexadecimal hash.
v1::AuditEvent ToAuditEvent(const AuditRow& row);

// The formulas above. `scratch` is memory to work in, used again from call to call.
std::string GenesisHash(std::string_view tenant);
void ContentDigest(const AuditRow& row, std::string* scratch, std::string* digest);
void EventHash(std::string_view previous_hash, const AuditRow& row, std::string* scratch,
               std::string* hash);

}  // namespace baton::store
