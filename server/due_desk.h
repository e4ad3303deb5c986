// What happens when a deadline has passed: the one place that knows which desk handles which kind.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "store/deadlines.h"
#include "store/store.h"

namespace baton::server {

// The key of the write that handles a deadline (store::WriteOptions::key): that of the calls on its
// record, which is the record's bare id, so that neither runs beside the other on any server.
std::string KeyOf(const store::Deadline& deadline);

// Whether deadlines of that kind can be handled together; see HandleDueTogether.
bool ShareBody(const store::Deadline& deadline);

// Handles deadlines of one tenant which share a body, each of another record. Cheaper than one by
// one; all or nothing.
absl::Status HandleDueTogether(store::Transaction& transaction,
                               const std::vector<store::Deadline>& due);

// Handles one deadline inside the sweeper's transaction. A deadline whose record has moved on
// changes nothing but the deadline's own row.
absl::Status HandleDue(store::Transaction& transaction, const store::Deadline& deadline);

// Whether a refused deadline must be put right by HandleRefused, in a transaction of its own; else
// it stays and is tried at the next sweep.
bool IsPutRight(const store::Deadline& deadline, const absl::Status& refusal);
absl::Status HandleRefused(store::Transaction& transaction, const store::Deadline& deadline,
                           const absl::Status& refusal);

}  // namespace baton::server
