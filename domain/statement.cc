#include "domain/statement.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "domain/attribution.h"
#include "domain/calculation_text.h"
#include "domain/carry_forward.h"
#include "domain/correction_lines.h"
#include "domain/hold_release.h"
#include "domain/instant.h"
#include "domain/late_lines.h"
#include "domain/line_standing.h"
#include "domain/manual_correction_lines.h"
#include "domain/money.h"
#include "domain/pay_limits.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/statement_lines.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool Concerns(const StatementInput& input, const StatementBooking& booking) {
  const std::string& payee = input.payee.name();
  return IsCredited(booking.attribution, payee) || booking.signal_csm == payee;
}

bool IsLate(const StatementInput& input, const StatementBooking& booking) {
  return ToTime(booking.attribution.booked_time()) < input.quarter.start;
}

bool IsOfQuarter(const StatementInput& input, const StatementBooking& booking) {
  return !IsLate(input, booking) && ToTime(booking.attribution.booked_time()) < input.quarter.end;
}

std::vector<const StatementBooking*> OrderedBookings(const StatementInput& input) {
  std::vector<const StatementBooking*> bookings;
  for (const StatementBooking& booking : input.bookings) {
    if (Concerns(input, booking) && IsOfQuarter(input, booking)) bookings.push_back(&booking);
  }
  for (const StatementBooking& booking : input.late) {
    if (IsLate(input, booking)) bookings.push_back(&booking);
  }
  std::sort(bookings.begin(), bookings.end(), [](const auto* a, const auto* b) {
    return std::forward_as_tuple(ToMicros(a->attribution.booked_time()), a->attribution.name()) <
           std::forward_as_tuple(ToMicros(b->attribution.booked_time()), b->attribution.name());
  });
  return bookings;
}

absl::Status CheckPlanRole(const StatementInput& input) {
  switch (input.plan.role()) {
    case v1::ROLE_AE:
    case v1::ROLE_CSM:
    case v1::ROLE_MANAGER:
    case v1::ROLE_VP_CS:
      return absl::OkStatus();
    default:
      return RefuseState(v1::ERROR_REASON_COMP_INPUT_MISSING, input.payee.name(),
                         "the payee has no plan of an AE, a CSM, a manager or a VP CS",
                         {{"payee", input.payee.name()}});
  }
}

absl::Status CheckPolicyVersion(const StatementBooking& booking) {
  if (booking.policy.version() == booking.attribution.policy_version()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(booking.attribution.name(), " was decided by policy version ",
                   booking.attribution.policy_version(), ", not ", booking.policy.version()));
}

absl::Status CheckLineNames(const v1::CompStatement& statement) {
  std::vector<absl::string_view> names;
  for (const v1::StatementLine& line : statement.lines()) names.push_back(line.name());
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice == names.end()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the line ", *twice, " would come twice"));
}

// What a statement keeps of its plan; the rest is found by code and version.
v1::CompPlan HeadPlan(const v1::CompPlan& plan) {
  v1::CompPlan head;
  head.set_code(plan.code());
  head.set_version(plan.version());
  head.set_role(plan.role());
  head.set_currency_code(plan.currency_code());
  head.set_expansion_rate_bp(plan.expansion_rate_bp());
  head.set_new_business_rate_bp(plan.new_business_rate_bp());
  head.set_renewal_rate_bp(plan.renewal_rate_bp());
  return head;
}

v1::CompStatement MakeHead(const StatementInput& input, absl::Time now) {
  v1::CompStatement statement;
  statement.set_period(input.quarter.code);
  statement.set_period_start_date(DateText(input.quarter.first_day));
  statement.set_period_end_date(DateText(input.quarter.last_day));
  statement.set_payee(input.payee.name());
  statement.set_payee_display_name(input.payee.display_name());
  statement.set_payee_id(input.payee.payee_id().empty() ? std::string(ShortName(input.payee.name()))
                                                        : input.payee.payee_id());
  *statement.mutable_plan() = HeadPlan(input.plan);
  statement.set_payout_date(PayoutDate(input.policy, input.quarter));
  statement.set_state(v1::STATEMENT_STATE_DRAFT);
  *statement.mutable_compute_time() = ToTimestamp(now);
  return statement;
}

void Append(std::vector<v1::StatementLine> lines, v1::CompStatement* statement) {
  for (v1::StatementLine& line : lines) *statement->add_lines() = std::move(line);
}

// The lines of the quarter's bookings and of late ones. Answers the published lines that are to be
// taken back, since others stand in their place.
absl::StatusOr<std::set<std::string>> AddBookings(const LineOwner& owner,
                                                  const StatementInput& input,
                                                  const LineStandings& published,
                                                  v1::CompStatement* statement) {
  std::set<std::string> withdrawn;
  for (const StatementBooking* booking : OrderedBookings(input)) {
    BATON_RETURN_IF_ERROR(CheckPolicyVersion(*booking));
    if (!IsLate(input, *booking)) {
      BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines, LinesOf(owner, *booking));
      Append(std::move(lines), statement);
      continue;
    }
    BATON_ASSIGN_OR_RETURN(LateLines late, LateLinesOf(owner, *booking, published));
    Append(std::move(late.lines), statement);
    withdrawn.insert(late.withdrawn.begin(), late.withdrawn.end());
  }
  return withdrawn;
}

absl::Status AddLines(const StatementInput& input, v1::CompStatement* statement) {
  const LineOwner owner = {statement->name(), statement->period(), statement->payee(), input.plan,
                           input.plan_periods};
  const LineStandings published(input.published, input.plan.currency_code());
  BATON_ASSIGN_OR_RETURN(const std::set<std::string> withdrawn,
                         AddBookings(owner, input, published, statement));
  for (const v1::StatementLine& line : input.pools) *statement->add_lines() = line;
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> released,
                         ReleasedLines(owner, input, published));
  Append(std::move(released), statement);
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> corrections,
                         CorrectionLines(owner, input, withdrawn, statement->lines()));
  Append(std::move(corrections), statement);
  AddManualCorrections(owner, input.manual, input.published, statement);
  BATON_RETURN_IF_ERROR(AddPayLimits(owner, input, statement));
  BATON_RETURN_IF_ERROR(CarryForward(owner, input.published, statement));
  for (int i = 0; i < statement->lines_size(); ++i) statement->mutable_lines(i)->set_line_no(i + 1);
  return CheckLineNames(*statement);
}

// Adds up one figure over the lines that count for it.
template <typename Counts, typename Figure>
absl::StatusOr<int64_t> Sum(const v1::CompStatement& statement, Counts counts, Figure figure) {
  int64_t sum = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    if (!counts(line)) continue;
    BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, figure(line)));
  }
  return sum;
}

}  // namespace

bool IsPayable(const v1::StatementLine& line) { return line.status() == v1::LINE_STATUS_PAYABLE; }

// Amounts of two currencies are never added.
bool CountsAsCredited(const v1::StatementLine& line) {
  return IsPayable(line) && line.booked_currency_code().empty();
}

bool IsAdjustment(const v1::StatementLine& line) {
  return line.kind() == v1::STATEMENT_LINE_KIND_ADJUSTMENT ||
         line.kind() == v1::STATEMENT_LINE_KIND_CLAWBACK ||
         line.kind() == v1::STATEMENT_LINE_KIND_CARRIED_FORWARD ||
         line.kind() == v1::STATEMENT_LINE_KIND_DRAW;
}

bool IsFinal(const v1::Person& payee, const Quarter& quarter) {
  return payee.has_end_time() && ToTime(payee.end_time()) <= quarter.start;
}

bool PaysSignalOf(const v1::Person& csm, absl::Time won, const v1::Policy& policy) {
  return !csm.has_end_time() ||
         won <= ToTime(csm.end_time()) + absl::Hours(24 * policy.leaver_signal_credit_days());
}

absl::StatusOr<v1::CompStatement> ComputeStatement(const StatementInput& input, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckPlanRole(input));
  BATON_ASSIGN_OR_RETURN(std::string name, StatementName(input.payee.name(), input.quarter.code));
  v1::CompStatement statement = MakeHead(input, now);
  statement.set_name(std::move(name));
  statement.set_final_statement(IsFinal(input.payee, input.quarter));
  BATON_RETURN_IF_ERROR(AddLines(input, &statement));
  BATON_ASSIGN_OR_RETURN(*statement.mutable_totals(), TotalsOf(statement));
  return statement;
}

absl::StatusOr<v1::StatementTotals> TotalsOf(const v1::CompStatement& statement) {
  const auto earning = [](const v1::StatementLine& line) { return line.earning_minor(); };
  BATON_ASSIGN_OR_RETURN(const int64_t credited,
                         Sum(statement, CountsAsCredited,
                             [](const auto& line) { return line.credited_amount_minor(); }));
  BATON_ASSIGN_OR_RETURN(
      const int64_t earned,
      Sum(
          statement, [](const auto& line) { return !IsAdjustment(line); }, earning));
  BATON_ASSIGN_OR_RETURN(
      const int64_t held,
      Sum(
          statement, [](const auto& line) { return !IsPayable(line); }, earning));
  BATON_ASSIGN_OR_RETURN(const int64_t adjustments, Sum(statement, IsAdjustment, earning));
  BATON_ASSIGN_OR_RETURN(const int64_t payable, Sum(statement, IsPayable, earning));
  BATON_ASSIGN_OR_RETURN(int64_t check, SubtractMinor(earned, held));
  BATON_ASSIGN_OR_RETURN(check, AddMinor(check, adjustments));
  if (check != payable) {
    return absl::InternalError(absl::StrCat("C-15: ", statement.name(), " earns ", earned,
                                            ", holds ", held, ", adjusts ", adjustments,
                                            ", but its payable lines add up to ", payable));
  }
  v1::StatementTotals totals;
  totals.set_credited_minor(credited);
  totals.set_earned_minor(earned);
  totals.set_held_minor(held);
  totals.set_adjustments_minor(adjustments);
  totals.set_payable_minor(payable);
  return totals;
}

absl::StatusOr<std::string> StatementName(absl::string_view payee, absl::string_view period) {
  const std::vector<std::string> parts = absl::StrSplit(payee, '/');
  if (parts.size() != 4 || parts[0] != "tenants" || parts[2] != "people" || parts[1].empty() ||
      parts[3].empty()) {
    return absl::InvalidArgumentError(absl::StrCat("\"", payee, "\" is no person's name"));
  }
  return ResourceName(parts[1], "statements", absl::StrCat(period, "-", parts[3]));
}

std::string LineKindName(v1::StatementLineKind kind) {
  constexpr size_t kPrefix = absl::string_view("STATEMENT_LINE_KIND_").size();
  const std::string name = v1::StatementLineKind_Name(kind);
  return name.size() > kPrefix ? absl::AsciiStrToLower(name.substr(kPrefix)) : "";
}

}  // namespace baton::domain
