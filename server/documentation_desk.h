// The documentation desk: gathers what shows that an attribution is as it says, and takes evidence
// in. The rules are domain/documentation.h's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "domain/documentation.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// What the checks look at, owned.
struct DocumentationRecords {
  std::vector<v1::HealthObservation> health;
  std::vector<v1::Activity> activities;
  std::optional<v1::Opportunity> opportunity;

  domain::DocumentationFacts Facts(const v1::Booking& booking) const;
};

absl::StatusOr<DocumentationRecords> LoadDocumentation(store::Session& session,
                                                       std::string_view tenant,
                                                       const v1::Booking& booking);

// The attribution with its checks: as they were when it was concurred, while it is proposed as
// they are now.
absl::StatusOr<v1::Attribution> WithDocumentation(store::Session& session, std::string_view tenant,
                                                  v1::Attribution attribution);

// Attaches evidence as the call's person. ATTRIBUTION_STATE unless it is proposed.
absl::StatusOr<v1::Attribution> AttachEvidence(store::Transaction& tx, const Call& call,
                                               const v1::Attribution& before,
                                               v1::Evidence evidence);

}  // namespace baton::server
