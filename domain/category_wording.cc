#include "domain/category_wording.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/health_history.h"
#include "domain/instant_text.h"

namespace baton::domain {
namespace {

absl::string_view RetainedText(const BookingCircumstances& facts) {
  if (!facts.has_history) {
    return "Kept ARR. No health was observed before the renewal, so it counts as not at risk: "
           "clean renewal.";
  }
  if (!facts.risk.has_value()) {
    return "Kept ARR of an account that was not at risk: clean renewal.";
  }
  if (facts.shrank) {
    return "Kept ARR of an account at risk, but a line of the booking shrank: clean renewal, no "
           "save.";
  }
  return "Kept ARR of an account at risk, and no line of the booking shrank: at-risk save.";
}

std::string ExpansionText(const BookingCircumstances& facts) {
  constexpr absl::string_view kText = "More of what the account owns: net-new expansion.";
  if (!IsRisk(facts.tier_at_booking)) return std::string(kText);
  return absl::StrCat(kText, " Its health was ", TierName(facts.tier_at_booking),
                      " when it was booked.");
}

std::string VerdictText(PartKind kind, const BookingCircumstances& facts) {
  switch (kind) {
    case PartKind::kRetained:
      return std::string(RetainedText(facts));
    case PartKind::kUplift:
      return "A higher price: renewal uplift.";
    case PartKind::kExpansion:
      return ExpansionText(facts);
    case PartKind::kCrossSell:
      return "Something that the account did not own: cross-sell.";
    case PartKind::kLoss:
      break;
  }
  return facts.account_lost ? "Nothing of the account is left: churn."
                            : "ARR lost while the account stays: contraction.";
}

v1::ExplanationStep RiskStep(const BookingCircumstances& facts, absl::Time end) {
  if (!facts.risk.has_value() && !facts.has_history) {
    return Step("A-2", absl::StrCat("No health was observed up to ", FormatMinute(end),
                                    ", so the account counts as not at risk."));
  }
  const std::string window = absl::StrCat("in the 90 days from ", FormatMinute(end - kHealthWindow),
                                          " to ", FormatMinute(end));
  if (facts.risk.has_value()) {
    return Step(
        "A-2", absl::StrCat("The account was at risk: its health was ", TierName(facts.risk->tier),
                            " from ", FormatMinute(facts.risk->since), " on, which reaches a time ",
                            window, "."));
  }
  return Step("A-2", absl::StrCat("The account was not at risk: its health was neither red nor "
                                  "yellow at any time ",
                                  window, "."));
}

}  // namespace

v1::AttributionPart TellPart(const CategoryPart& from, const BookingCircumstances& circumstances,
                             const v1::Booking& booking) {
  const v1::BookingLine& line = booking.lines(from.line);
  v1::AttributionPart part;
  part.set_line(line.line());
  part.set_product(line.product());
  part.set_product_line(line.product_line());
  part.set_category(from.category);
  part.set_amount_minor(from.from.amount_minor);
  if (!from.flag.empty()) part.add_flags(std::string(from.flag));
  *part.add_explanation() = Step("A-1", LinePartText(from.from, line, booking.currency_code()));
  *part.add_explanation() = Step("A-3", VerdictText(from.from.kind, circumstances));
  return part;
}

std::vector<v1::ExplanationStep> CategorySteps(const CategoryDecision& decision,
                                               const v1::Booking& booking) {
  return {RiskStep(decision.circumstances, RiskWindowEnd(booking)),
          Step("A-4", absl::StrCat("All lines together change the account's ARR by ",
                                   AmountText(decision.change_minor, booking.currency_code()), ": ",
                                   NetDirection(decision.change_minor), "."))};
}

}  // namespace baton::domain
