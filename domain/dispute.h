// Disputes: a party objects to an attribution's categories, and who is none rules.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/dispute.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

// S-8. Business days of each of the two reviews.
inline constexpr int kReviewBusinessDays = 5;

inline constexpr int kMaxReasonChars = 2'000;

// What bears on whether an attribution may be disputed.
struct DisputeCircumstances {
  // The last closed dispute about the attribution, or the one whose result it is.
  std::optional<v1::Dispute> earlier;
  // When the last of the statements that pay it was published.
  std::optional<absl::Time> publish_time;
  // Both sides have somebody in their seat who is no party. Else the CRO reviews from the start.
  bool both_sides_can_rule = true;
};

// Whether the dispute still waits for a ruling.
bool IsOpen(const v1::Dispute& dispute);

// The dispute, opened at `now`; of `stated` the opener, reason and categories asked for are
// read.
//
// INVALID_FIELDS: no reason, a part that there isn't, a category whose sign doesn't fit, nothing
// that differs. DISPUTE_NOT_POSSIBLE: one is open, its appeal was heard, the policy's days after
// publishing are over (exactly at the end it still may), or the attribution doesn't count any more.
absl::StatusOr<v1::Dispute> OpenDispute(const v1::Dispute& stated,
                                        const v1::Attribution& attribution,
                                        const DisputeCircumstances& circumstances,
                                        const v1::Policy& policy, absl::Time now);

// Whether the person is a party: they opened it, or the attribution credits them.
bool IsParty(const v1::Dispute& dispute, const v1::Attribution& attribution,
             absl::string_view person);

// The dispute as it stands at `now`: reviews whose time has passed have gone on to the CRO, or
// upheld the attribution. Exactly when due a review is still in time.
absl::StatusOr<v1::Dispute> PassDeadlines(v1::Dispute dispute, const v1::Policy& policy,
                                          absl::Time now);

// The dispute with the review: closed once both sides agree or the CRO has ruled, with the CRO
// once the sides disagree. `review` has side, reviewer, ruling, categories and reason; categories
// left out are those asked for. Call PassDeadlines first.
//
// INVALID_FIELDS; DISPUTE_STATE: closed, not this reviewer's turn, or the side has spoken;
// DISPUTE_PARTY; SIGNER_CONFLICT: one person can't speak for both sides.
absl::StatusOr<v1::Dispute> ReviewDispute(v1::Dispute dispute, v1::DisputeReview review,
                                          const v1::Attribution& attribution,
                                          const v1::Policy& policy, absl::Time now);

// The dispute of a booking that was voided meanwhile.
v1::Dispute MakeMoot(v1::Dispute dispute, absl::Time now);

// The attribution that a ruling of RECATEGORISE puts in the place of `old`: concurred by the
// ruling, credited anew, under `name`. `rate` leads from the booking's currency to the policy's on
// its day (C-3); nothing where none is approved. Errors as CreditParts.
absl::StatusOr<v1::Attribution> Recategorise(const v1::Attribution& old, const std::string& name,
                                             const v1::Dispute& dispute, const v1::Policy& policy,
                                             const std::optional<ApprovedRate>& rate,
                                             absl::Time now);

}  // namespace baton::domain
