// Compensation statements: what one payee is credited with and earns in one quarter (C-4, C-5,
// C-14, C-15).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"
#include "domain/fiscal.h"
#include "domain/manual_correction.h"
#include "domain/plan_period.h"
#include "form/statement_form.h"

namespace baton::domain {

// An attribution with what a statement says of it.
struct StatementBooking {
  v1::Attribution attribution;
  std::string account_display_name;
  // Empty where the booking has no opportunity, or the opportunity no record in a CRM.
  std::string crm_opportunity_id;
  // The version that decided it, attribution.policy_version.
  v1::Policy policy;
  // Scheme signal_credit: who filed the verified signal that was won with the booking and is paid
  // for it (PaysSignalOf), and the plans that the AEs with a share of its net-new expansion are
  // paid by, by person. Empty where there is none.
  std::string signal_csm;
  std::map<std::string, v1::CompPlan> ae_plans;
  // C-3, C-21. The booking day's approved rates, among the currencies of booking, policy and plan.
  std::vector<ApprovedRate> rates;
};

// A held line of a published statement that no published line corrects yet.
struct HeldLine {
  v1::StatementLine line;
  // Its statement's, as far as that keeps it.
  v1::CompPlan plan;
  // Its attribution as it stands now, with rates to the plan's currency.
  StatementBooking booking;
};

// An attribution of an account that somebody was paid for, with what its policy version says of
// early losses (C-11).
struct BookedAttribution {
  v1::Attribution attribution;
  v1::ClawbackRoles clawback_roles = v1::CLAWBACK_ROLES_BOTH;
};

struct StatementInput {
  v1::Person payee;
  // In force at the quarter's end, or the last one that they had (W-2).
  v1::CompPlan plan;
  // All that they had up to then: a commission line goes by the one in force at booked_at.
  absl::Span<const PlanPeriod> plan_periods;
  Quarter quarter;
  // In force at the quarter's end; says when the quarter is paid.
  v1::Policy policy;
  // Each attribution once. Those booked outside the quarter, or without the payee, are left out.
  absl::Span<const StatementBooking> bookings;
  // Bookings of earlier, published quarters that were recorded, changed or signed since, each once
  // and as it stands now. What no published statement of the payee gives of them yet are lines of
  // this quarter. Those booked later are left out.
  absl::Span<const StatementBooking> late;
  // The payee's, of earlier quarters.
  absl::Span<const HeldLine> held;
  // C-10. The payee's pool lines of the quarter, as PoolLines made them, in their order.
  absl::Span<const v1::StatementLine> pools;
  // The payee's published statements of earlier quarters with their lines, those of people merged
  // into the payee too.
  absl::Span<const v1::CompStatement> published;
  // Everything that was booked before the quarter's end on an account that one of those, or of the
  // bookings, is about; each once, under the account's present name.
  absl::Span<const BookedAttribution> history;
  // C-23. The payee's manual corrections that stand on the statement (StandsOn) and that no other
  // published line carries.
  absl::Span<const ApprovedCorrection> manual;
};

// Why a line is held (C-14).
inline constexpr absl::string_view kHeldNotConcurred = "not_concurred";
inline constexpr absl::string_view kHeldDisputed = "disputed";
inline constexpr absl::string_view kHeldNoRate = "no_rate";

// Why a line corrects a published one.
inline constexpr absl::string_view kHoldReleased = "hold_released";
inline constexpr absl::string_view kLineVoided = "voided";
inline constexpr absl::string_view kRecategorised = "recategorised";
inline constexpr absl::string_view kSplitRuled = "split_ruled";
inline constexpr absl::string_view kSignedAnew = "signed_anew";
inline constexpr absl::string_view kEarlyChurn = "early_churn";
inline constexpr absl::string_view kEarlyContraction = "early_contraction";
inline constexpr absl::string_view kLossVoided = "loss_voided";

// C-14. The payee's draft statement; the same input in any order gives the same bytes.
//
// As the AE of an attribution the payee has an EARNING line for each part credited to them, at
// the rate for its category of their plan in force when it was booked, else of the statement's own
// plan (C-4, X-5); a line names a plan that is not the statement's. As its CSM they have a CREDIT
// line for each, which pays nothing by itself, and a BONUS line, part 0, for the save bonus (C-5).
// Under the scheme signal_credit the CSM of the won signal has one EARNING line, part 0, for their
// share of the AE's commission (C-1). A line is payable once both sides have signed; until then it
// is held, not_concurred.
//
// What is earned in another currency than the plan's is a whole number of that one's minor units
// and converted once, at the approved rate of the booking's day (C-21); the line keeps both. A line
// that needs a rate which nobody approved is held, no_rate, and earns 0: that to the plan's
// currency, or, for a threshold, that to the policy's (C-3). The latter is read when it is there,
// whenever it was signed.
//
// A line of an earlier quarter that was held and can be paid now is paid by an ADJUSTMENT line
// (C-18): with its own amounts, rate and policy version, or, where its attribution changed before
// both sides signed or it waited for a rate, as it comes out now by the plan that it was booked
// under. What comes out as nothing is never released. A line in another currency than the plan's
// stays held. Credit of an earlier quarter that no published line gives or holds has lines of its
// own here; where both sides signed anew what was paid, what changed by it is taken back whole and
// given anew (late_lines.h).
//
// A plan of kind RENEWALS has no line of net-new expansion or cross-sell (C-13).
//
// What the loss of the account or a shrink takes back (C-11) and what was voided or recategorised
// after it was published comes as CLAWBACK and ADJUSTMENT lines: correction_lines.h. A
// payable below zero is carried into the next statement: this one closes with a CARRIED_FORWARD
// line that lifts it to 0, the next opens with the same amount below zero (C-22). A final statement
// has no next one and stays below zero.
//
// What was corrected by hand comes as manual_correction_lines.h says (C-23).
//
// SPIFFs of the plan in force when it was booked are BONUS lines, part 0 (spiff.h). What the plans'
// cap, guarantee and draw make of the quarter's pay comes as CAP, GUARANTEE and DRAW lines
// (pay_limits.h).
//
// Lines come by booking time, attribution and part, bonuses after parts, SPIFFs after these, then
// pools, what was held, corrections, manual corrections, cap, guarantee and draw, what is carried
// forward last. Line ids name period, payee, attribution, part and kind, so they come out the same
// each time and none is ever used for anything else.
//
// InvalidArgument: an attribution that comes twice, a policy that is not the one that decided, a
// payee's name that is none. COMP_INPUT_MISSING: a plan of a role that is not paid, signal credit
// without the AE's plan. OutOfRange: sums beyond 64 bits.
absl::StatusOr<v1::CompStatement> ComputeStatement(const StatementInput& input, absl::Time now);

// W-2. Whether the payee had left before the quarter began. Their statement for it has what came in
// since, and there is none where nothing did.
bool IsFinal(const v1::Person& payee, const Quarter& quarter);

// W-2. Whether a CSM's signal that was won at that instant is still paid to them: they are here, or
// left no longer ago than the policy's days. Exactly that long still counts.
bool PaysSignalOf(const v1::Person& csm, absl::Time won, const v1::Policy& policy);

// "credit", "earning", "bonus", "carried_forward": the kind without its enum's prefix.
std::string LineKindName(v1::StatementLineKind kind);

// C-15. Whether the line corrects what was published, claws back, carries forward or advances, and
// so is not earned in its own quarter.
bool IsAdjustment(const v1::StatementLine& line);

bool IsPayable(const v1::StatementLine& line);

// C-15. Whether the line's credit is in the statement's sum of credited ARR: it is payable, and
// booked in the statement's currency.
bool CountsAsCredited(const v1::StatementLine& line);

// C-15. The sums over a statement's lines; credited ARR is that of payable lines in the statement's
// currency, and what is credited in another one is on its line alone. Internal when earned - held +
// adjustments is not what the payable lines add up to.
absl::StatusOr<v1::StatementTotals> TotalsOf(const v1::CompStatement& statement);

// C-14. tenants/{tenant}/statements/{period}-{person}. InvalidArgument for a payee that is no
// person's name.
absl::StatusOr<std::string> StatementName(absl::string_view payee, absl::string_view period);

// C-14. How a statement is written down and digested.
using form::CanonicalForm;
using form::StatementDigest;

}  // namespace baton::domain
