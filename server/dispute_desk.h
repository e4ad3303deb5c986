// The dispute desk: parties object to an attribution's categories, others rule. Inside a
// store's body; the rules are domain/dispute.h's.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"
#include "server/call.h"
#include "store/store.h"

namespace baton::server {

// Opens `stated`, which has its name, as the call's person. The caller has looked whether they
// are a party.
absl::StatusOr<v1::Dispute> OpenDispute(store::Transaction& tx, const Call& call,
                                        v1::Dispute stated, const v1::Attribution& attribution);

// Takes a review in as the call's person; a ruling that recategorises makes the attribution
// that supersedes the disputed one, under the full name `result`.
absl::StatusOr<v1::ReviewDisputeResponse> ReviewDispute(store::Transaction& tx, const Call& call,
                                                        std::string_view id,
                                                        v1::DisputeReview review,
                                                        const std::string& result);

// What follows when a review's time has passed; see HandleDue.
absl::Status DisputeDue(store::Transaction& tx, std::string_view id);

// The dispute as it stands at `now`, whether or not the sweeper has been there.
absl::StatusOr<v1::Dispute> AsOfNow(store::Session& session, std::string_view tenant,
                                    v1::Dispute dispute, absl::Time now);

// Closes what is open about an attribution that was voided. `attribution` loses its mark.
absl::Status CloseAsMoot(store::Transaction& tx, v1::Attribution* attribution);

}  // namespace baton::server
