// Compensation statements: what one payee is credited with and earns in one quarter (C-4, C-5,
// C-14, C-15).
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"

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
  // for it (PaysSignalOf), and the plan that the attribution's AE is paid by. Empty where there is
  // none.
  std::string signal_csm;
  std::optional<v1::CompPlan> ae_plan;
};

// A held line of a published statement that no published line corrects yet.
struct HeldLine {
  v1::StatementLine line;
  // The currency of its statement.
  std::string currency_code;
  // Its attribution as it stands now.
  v1::Attribution attribution;
};

// An attribution of an account that somebody was paid for, with what its policy version says of
// early losses (C-11).
struct BookedAttribution {
  v1::Attribution attribution;
  v1::ClawbackRoles clawback_roles = v1::CLAWBACK_ROLES_BOTH;
};

struct StatementInput {
  v1::Person payee;
  v1::CompPlan plan;
  Quarter quarter;
  // In force at the quarter's end; says when the quarter is paid.
  v1::Policy policy;
  // Each attribution once. Those booked outside the quarter, or without the payee, are left out.
  absl::Span<const StatementBooking> bookings;
  // Bookings of earlier quarters that were recorded after those were published and stand on no
  // published statement of the payee. They are lines of this quarter. The others are left out.
  absl::Span<const StatementBooking> late;
  // The payee's, of earlier quarters.
  absl::Span<const HeldLine> held;
  // The payee's published statements of earlier quarters with their lines, those of people merged
  // into the payee too.
  absl::Span<const v1::CompStatement> published;
  // Everything that was booked before the quarter's end on an account that one of those, or of the
  // bookings, is about; each once, under the account's present name.
  absl::Span<const BookedAttribution> history;
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
inline constexpr absl::string_view kEarlyChurn = "early_churn";
inline constexpr absl::string_view kEarlyContraction = "early_contraction";
inline constexpr absl::string_view kLossVoided = "loss_voided";

// C-14. The payee's draft statement; the same input in any order gives the same bytes.
//
// As the AE of an attribution the payee has an EARNING line for each part credited to them, at
// their plan's rate for its category (C-4). As its CSM they have a CREDIT line for each, which pays
// nothing by itself, and a BONUS line, part 0, for the save bonus (C-5). Under the scheme
// signal_credit the CSM of the won signal has one EARNING line, part 0, for their share of the AE's
// commission (C-1). A line is payable once both sides have signed; until then it is held,
// not_concurred. A line that needs an exchange rate is held, no_rate, and earns 0: there is no
// table of rates, so one is needed wherever the booking's currency is not the plan's (C-21), or a
// threshold is in another currency (C-3).
//
// A line of an earlier quarter that was held for the signatures only, and has them now, is paid by
// an ADJUSTMENT line with its own amounts, rate and policy version (C-18). One in another currency
// than the plan's stays held.
//
// What the loss of the account or a shrink takes back (C-11) and what was voided or recategorised
// after it was published comes as CLAWBACK and ADJUSTMENT lines: correction_lines.h. A
// payable below zero is carried into the next statement: this one closes with a CARRIED_FORWARD
// line that lifts it to 0, the next opens with the same amount below zero (C-22). A final statement
// has no next one and stays below zero.
//
// Lines come by booking time, attribution and part, bonuses after parts, corrections last. Line ids
// name period, payee, attribution, part and kind, so they come out the same each time and none is
// ever used for anything else.
//
// InvalidArgument: an attribution that comes twice, a policy that is not the one that decided, a
// payee's name that is none. COMP_INPUT_MISSING: a plan of another role than AE or CSM, signal
// credit without the AE's plan. OutOfRange: sums beyond 64 bits.
absl::StatusOr<v1::CompStatement> ComputeStatement(const StatementInput& input, absl::Time now);

// W-2. Whether the payee had left before the quarter began. Their statement for it has what came in
// since, and there is none where nothing did.
bool IsFinal(const v1::Person& payee, const Quarter& quarter);

// W-2. Whether a CSM's signal that was won at that instant is still paid to them: they are here, or
// left no longer ago than the policy's days. Exactly that long still counts.
bool PaysSignalOf(const v1::Person& csm, absl::Time won, const v1::Policy& policy);

// "credit", "earning", "bonus", "adjustment", "clawback", "carried_forward".
std::string LineKindName(v1::StatementLineKind kind);

// C-15. The sums over a statement's lines; credited ARR is that of payable lines, adjustments are
// clawbacks and what is carried forward too. Internal when
// earned - held + adjustments is not what the payable lines add up to.
absl::StatusOr<v1::StatementTotals> TotalsOf(const v1::CompStatement& statement);

// C-14. tenants/{tenant}/statements/{period}-{person}. InvalidArgument for a payee that is no
// person's name.
absl::StatusOr<std::string> StatementName(absl::string_view payee, absl::string_view period);

// C-14. What a statement says, as text: the same on every machine and in every version of Baton. It
// leaves out when it was computed and published, its state and digest, and the lines' export_seq.
//
// One fact a line, "name: value", in the order of the proto's fields; a line's facts follow "line".
// final_statement stands there only when it is true, a line's fields from `pool` on only where they
// are set. Within values, a backslash, a line feed and a
// carriage return are written \\, \n and \r. Enums are lower-case names, absent values are empty.
// Ends with a line feed.
std::string CanonicalForm(const v1::CompStatement& statement);

// SHA-256 over the canonical form, 64 lower-case hexadecimal digits.
std::string StatementDigest(const v1::CompStatement& statement);

}  // namespace baton::domain
