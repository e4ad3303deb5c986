// Attributions: a booking taken apart, categorised and credited, as both sides are asked to sign it
// (A-1 to, C-1, C-2, C-5, T-1). The signatures are signature.h's affair.
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/team_credit.h"

namespace baton::domain {

// T-1. Flag of a booking that raises ARR without an opportunity.
inline constexpr absl::string_view kUnloggedExpansion = "unlogged_expansion";

// T-1. Flag of a booking whose opportunity was backfilled: its growth is paid to nobody.
inline constexpr absl::string_view kBackfilled = "backfilled_opportunity";

// Everything that a proposal is decided by. Nothing here is owned.
struct ProposalInput {
  // As CheckBooking returned it, with its name.
  const v1::Booking* booking = nullptr;
  AccountBefore before;
  // The account's health in the order of recording.
  absl::Span<const v1::HealthObservation> health;
  // The account's activities, in any order.
  absl::Span<const v1::Activity> activities;
  // Null where the booking names none.
  const v1::Opportunity* opportunity = nullptr;
  // The handoff signal that the opportunity came from; null where it came from none.
  const v1::Signal* signal = nullptr;
  // The holders at booked_time (W-3): tenants/{tenant}/people/{person}, or empty.
  std::string ae;
  std::string csm;
  // The CSM at the end of the window (RiskWindowEnd), whose a save is (W-3).
  std::string csm_at_end;
  // W-4. Who shares the roles' credit as it was booked, and the CSM's at the end of the window.
  CreditShares shares;
  CreditShares shares_at_end;
  // The policy in force at booked_time.
  const v1::Policy* policy = nullptr;
  // The account's segment as it was booked.
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  // C-3. From the booking's currency to the policy's, of the booking's day; nothing where none is
  // approved.
  std::optional<ApprovedRate> rate;
  // T-3 to T-6: what touched the account up to the booking, in any order, and whose team closed.
  absl::Span<const Touchpoint> touchpoints;
  Team closed_by_team = Team::kUnattributed;
};

// The booking's attribution, PROPOSED at `now` and complete but for its own name. Both signatures
// are due after the policy's business days, Monday to Friday in its zone (S-8).
//
// Its parts carry their credit and its explanation the steps that led to them. Credit of a role
// that nobody held is kept on the part and pays nobody.
//
// Errors as Categorise; InvalidArgument for a policy whose zone is unknown.
absl::StatusOr<v1::Attribution> ProposeAttribution(const ProposalInput& input, absl::Time now);

// When what is proposed at `now` must be signed: the policy's business days on (S-8).
// InvalidArgument for a policy whose zone is unknown.
absl::StatusOr<absl::Time> SignDueTime(const v1::Policy& policy, absl::Time now);

// W-3. Names whom a save is for, and who shares it, where its window ended under another team than
// the one it was booked under. Nothing where the attribution is no save or names them already, or
// where the deal desk shared the CSM's role anew: its ruling is for a save, too (C-12). Of the
// input only the holders are looked at.
void NameSaveCsm(const ProposalInput& input, v1::Attribution* attribution);

// W-3. The CSM whom a part of that category credits: for a save the holder at its window's end.
const std::string& CsmOf(const v1::Attribution& attribution, v1::AttributionCategory category);

// Whether it credits the person in any of its roles. Nobody is not credited.
bool IsCredited(const v1::Attribution& attribution, absl::string_view person);

// The terms by which the attribution was credited (C-1), but for the rate.
CreditTerms TermsOf(const v1::Attribution& attribution);

// C-5. Puts into an attribution whose parts stand its save bonus and why, or flag no_rate where it
// waits for a rate. Errors as DecideSaveBonus.
absl::Status SetSaveBonus(const CreditTerms& terms, const v1::Policy& policy,
                          v1::Attribution* attribution);

}  // namespace baton::domain
