// The audit desk: draws a quarter's attribution audit and keeps what reviewers find. Inside
// a store's body; the rules are domain/attribution_audit.h's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// The quarter's audit: the first answer once it is drawn. QUARTER_OPEN until the quarter has
// ended; INVALID_FIELDS for a code that is none.
absl::StatusOr<v1::AttributionAudit> AuditQuarter(store::Transaction& tx, const Call& call,
                                                  const std::string& quarter, uint64_t seed);

// The attribution of an item, with its evidence.
absl::Status LoadAttribution(store::Session& session, std::string_view tenant, v1::AuditItem* item);

// Keeps the finding of the call's person. AUDIT_ITEM_REVIEWED when there is one;
// SECOND_PERSON for whom the attribution credits.
absl::StatusOr<v1::AuditItem> RecordAuditFinding(store::Transaction& tx, const Call& call,
                                                 const std::string& quarter,
                                                 const std::string& attribution,
                                                 v1::AuditFinding finding,
                                                 const std::string& comment);

}  // namespace baton::server
