// Ingested payloads: which of a vendor's payloads were applied, by digest, so that the same again
// changes nothing. What could not be applied is a dead letter (dead_letters.h).
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/store.h"

namespace baton::store {

// `digest` is the payload's SHA-256: 32 bytes.
absl::StatusOr<bool> WasIngested(Session& session, std::string_view tenant, std::string_view vendor,
                                 std::string_view digest);

// Remembers a payload as applied, from the transaction's time on. A known one stays as it is.
// Leaves no audit event: what the payload changed has its own.
absl::Status NoteIngested(Transaction& tx, std::string_view vendor, std::string_view digest);

}  // namespace baton::store
