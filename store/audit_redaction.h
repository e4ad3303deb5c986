// Takes a person's names out of the contents of audit events, so that the chain goes on to
// vouch for what is left.
//
// A redacted event keeps its place, hash and content_digest, and so every link of the chain holds.
// Its content and salt are new and no longer match that digest; a later event of the chain, whose
// record is a v1::Erasure, names the event's sequence and the digest of its new content instead.
// Whoever verifies takes a content that the last such event vouches for, and no other (audit.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/audit_service.pb.h"
#include "domain/erased_text.h"
#include "store/store.h"

namespace baton::store {

// The full name of the record type whose events vouch for redacted ones.
std::string_view ErasureType();

// Redacts every event of the tenant that holds what `eraser` looks for. `salt` is random and of
// this erasure alone; each event's new salt is made of it. Answers the events that changed, by
// sequence: the caller writes them into an event. Reads the whole chain.
absl::StatusOr<std::vector<v1::RedactedEvent>> RedactAuditEvents(Transaction& tx,
                                                                 const domain::TextEraser& eraser,
                                                                 std::string_view salt);

}  // namespace baton::store
