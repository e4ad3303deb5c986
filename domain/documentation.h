// Documentation: what must be shown before an attribution is concurred, whether it is, and what
// follows where it lacks.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account.pb.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/booking.pb.h"
#include "baton/v1/evidence.pb.h"
#include "baton/v1/opportunity.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

// Flag of a save that was signed as a clean renewal, since no CSM had done anything.
inline constexpr absl::string_view kAtRiskNoIntervention = "at_risk_no_intervention";

// Flag of a part of which something lacks.
inline constexpr absl::string_view kUndocumented = "undocumented";

inline constexpr int kMaxEvidence = 50;
inline constexpr int kMaxLinkChars = 2'000;
inline constexpr int kMinExcerptChars = 20;
inline constexpr int kMaxExcerptChars = 2'000;
inline constexpr int kMaxEvidenceNoteChars = 500;
inline constexpr int kMaxHealthWaiverChars = 500;

// What the checks look at. Nothing here is owned.
struct DocumentationFacts {
  const v1::Booking* booking = nullptr;
  // In the order of recording.
  absl::Span<const v1::HealthObservation> health;
  // Of the window of the checks or more, by time.
  absl::Span<const v1::Activity> activities;
  // Null where the booking names none.
  const v1::Opportunity* opportunity = nullptr;
};

// The window of the checks: [end - 90 d, booked_at], both ends in.
struct DocumentationWindow {
  absl::Time from;
  absl::Time until;
};
DocumentationWindow DocumentationWindowOf(const v1::Booking& booking);

// What each part's documentation must show and whether it does, by records or by the evidence
// attached; by part, then kind. Health that both sides waive is WAIVED.
std::vector<v1::DocumentationCheck> CheckDocumentation(const v1::Attribution& attribution,
                                                       const DocumentationFacts& facts);

// Whether a renewal's health history lacks, waived or not.
bool LacksHealth(absl::Span<const v1::DocumentationCheck> checks);

// The attribution as it is signed: credit for which something lacks is 0, a save without a
// CSM's activity is a clean renewal. Keeps the checks in it, and says why in each part.
//
// Errors as CreditParts.
absl::StatusOr<v1::Attribution> ApplyDocumentation(v1::Attribution attribution,
                                                   const DocumentationFacts& facts,
                                                   const v1::Policy& policy);

// Takes from a part that is credited anew what its attribution's checks left it without.
void TakeUndocumentedCredit(const v1::Attribution& attribution, v1::AttributionPart* part);

// C-5. Whether a save is credited to the CSM, so that there is a bonus.
bool HasCreditedSave(const v1::Attribution& attribution);

// Evidence as it may be attached: a link, an excerpt or `activity`, of which the kind must be
// true, from within the window. INVALID_FIELDS names every fault at once, under "evidence.".
// `activity` is the record that it refers to; null where it refers to none.
absl::StatusOr<v1::Evidence> CheckEvidence(v1::Evidence evidence, const v1::Activity* activity,
                                           const v1::Booking& booking);

}  // namespace baton::domain
