#include "domain/categorise.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/booking.h"
#include "domain/booking_line_parts.h"
#include "domain/calculation_text.h"
#include "domain/health_history.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// What A-3 asks of the booking as a whole.
struct Circumstances {
  bool at_risk = false;
  bool has_history = false;
  // The last tier at or before booked_time.
  v1::HealthTier tier_at_booking = v1::HEALTH_TIER_UNSPECIFIED;
  // Some line of the booking shrank.
  bool shrank = false;
  // Nothing of the account is left.
  bool account_lost = false;
};

struct Verdict {
  v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  absl::string_view flag;
  std::string text;
};

Verdict JudgeRetained(const Circumstances& facts) {
  if (!facts.has_history) {
    return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, kNoHealthHistory,
            "Kept ARR. No health was observed before the renewal, so it counts as not at risk: "
            "clean renewal."};
  }
  if (!facts.at_risk) {
    return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, "",
            "Kept ARR of an account that was not at risk: clean renewal."};
  }
  if (facts.shrank) {
    return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, kAtRiskDownsold,
            "Kept ARR of an account at risk, but a line of the booking shrank: clean renewal, no "
            "save."};
  }
  return {v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, "",
          "Kept ARR of an account at risk, and no line of the booking shrank: at-risk save."};
}

Verdict JudgeExpansion(const Circumstances& facts) {
  if (!IsRisk(facts.tier_at_booking)) {
    return {v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, "",
            "More of what the account owns: net-new expansion."};
  }
  return {v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, kAccountAtRisk,
          absl::StrCat("More of what the account owns: net-new expansion. Its health was ",
                       TierName(facts.tier_at_booking), " when it was booked.")};
}

Verdict Judge(PartKind kind, const Circumstances& facts) {
  switch (kind) {
    case PartKind::kRetained:
      return JudgeRetained(facts);
    case PartKind::kUplift:
      return {v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, "", "A higher price: renewal uplift."};
    case PartKind::kExpansion:
      return JudgeExpansion(facts);
    case PartKind::kCrossSell:
      return {v1::ATTRIBUTION_CATEGORY_CROSS_SELL, "",
              "Something that the account did not own: cross-sell."};
    case PartKind::kLoss:
      break;
  }
  if (facts.account_lost) {
    return {v1::ATTRIBUTION_CATEGORY_CHURN, "", "Nothing of the account is left: churn."};
  }
  return {v1::ATTRIBUTION_CATEGORY_CONTRACTION, "",
          "ARR lost while the account stays: contraction."};
}

v1::AttributionPart MakePart(const v1::BookingLine& line, const LinePart& from,
                             const Circumstances& facts) {
  const Verdict verdict = Judge(from.kind, facts);
  v1::AttributionPart part;
  part.set_line(line.line());
  part.set_product(line.product());
  part.set_product_line(line.product_line());
  part.set_category(verdict.category);
  part.set_amount_minor(from.amount_minor);
  if (!verdict.flag.empty()) part.add_flags(std::string(verdict.flag));
  *part.add_explanation() = Step("A-1", from.text);
  *part.add_explanation() = Step("A-3", verdict.text);
  return part;
}

bool Owns(const AccountBefore& before, const v1::BookingLine& line, const v1::Policy& policy) {
  return policy.cross_sell_by() == v1::CROSS_SELL_BY_PRODUCT
             ? before.products.count(line.product()) > 0
             : before.product_lines.count(line.product_line()) > 0;
}

absl::Status Inconsistent(const v1::Booking& booking, absl::string_view message) {
  return Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_BOOKING_INCONSISTENT, message,
                {{"account", booking.account()}});
}

// The account's ARR after the booking.
absl::StatusOr<int64_t> ArrAfter(const v1::Booking& booking, const AccountBefore& before,
                                 int64_t change_minor) {
  const std::string& currency = booking.currency_code();
  if (!before.currency_code.empty() && before.currency_code != currency) {
    return Inconsistent(booking, absl::StrCat("the account's ARR is in ", before.currency_code,
                                              ", the booking in ", currency));
  }
  absl::StatusOr<int64_t> after = AddMinor(before.arr_minor, change_minor);
  if (!after.ok()) return Inconsistent(booking, "the account's ARR would exceed 64 bits");
  if (*after < 0) {
    return Inconsistent(booking,
                        absl::StrCat("the account has ", AmountText(before.arr_minor, currency),
                                     " of ARR; a change of ", AmountText(change_minor, currency),
                                     " would leave ", AmountText(*after, currency)));
  }
  return after;
}

v1::ExplanationStep RiskStep(const HealthHistory& health, absl::Time end) {
  const std::string window = absl::StrCat("in the 90 days from ", FormatMinute(end - kHealthWindow),
                                          " to ", FormatMinute(end));
  if (const auto risk = health.FirstRisk(end); risk.has_value()) {
    return Step("A-2", absl::StrCat("The account was at risk: its health was ",
                                    TierName(risk->tier), " from ", FormatMinute(risk->since),
                                    " on, which reaches a time ", window, "."));
  }
  if (!health.HasHistory(end)) {
    return Step("A-2", absl::StrCat("No health was observed up to ", FormatMinute(end),
                                    ", so the account counts as not at risk."));
  }
  return Step("A-2", absl::StrCat("The account was not at risk: its health was neither red nor "
                                  "yellow at any time ",
                                  window, "."));
}

std::string Direction(int64_t change_minor) {
  if (change_minor == 0) return "flat";
  return change_minor > 0 ? "expansion" : "contraction";
}

Circumstances ReadCircumstances(const v1::Booking& booking, const HealthHistory& health,
                                int64_t arr_after_minor) {
  const absl::Time end = RiskWindowEnd(booking);
  Circumstances facts;
  facts.at_risk = health.AtRisk(end);
  facts.has_history = health.HasHistory(end);
  facts.tier_at_booking = health.TierAt(ToTime(booking.booked_time()));
  facts.shrank = LowersArr(booking);
  facts.account_lost = arr_after_minor == 0;
  return facts;
}

}  // namespace

absl::StatusOr<Categorised> Categorise(const v1::Booking& booking, const AccountBefore& before,
                                       absl::Span<const v1::HealthObservation> observations,
                                       const v1::Policy& policy) {
  Categorised result;
  BATON_ASSIGN_OR_RETURN(result.change_minor, TotalChange(booking));
  BATON_ASSIGN_OR_RETURN(const int64_t after, ArrAfter(booking, before, result.change_minor));
  const HealthHistory health(observations);
  const Circumstances facts = ReadCircumstances(booking, health, after);
  for (const v1::BookingLine& line : booking.lines()) {
    for (const LinePart& from :
         TakeApart(line, Owns(before, line, policy), booking.currency_code())) {
      result.parts.push_back(MakePart(line, from, facts));
      result.parts.back().set_part(static_cast<int32_t>(result.parts.size()));
    }
  }
  result.at_risk = facts.at_risk;
  result.net_direction = Direction(result.change_minor);
  result.explanation.push_back(RiskStep(health, RiskWindowEnd(booking)));
  result.explanation.push_back(
      Step("A-4", absl::StrCat("All lines together change the account's ARR by ",
                               AmountText(result.change_minor, booking.currency_code()), ": ",
                               result.net_direction, ".")));
  return result;
}

absl::Time RiskWindowEnd(const v1::Booking& booking) {
  const absl::Time booked = ToTime(booking.booked_time());
  return booking.has_renewal_time() ? std::min(booked, ToTime(booking.renewal_time())) : booked;
}

std::string CategoryName(v1::AttributionCategory category) {
  constexpr size_t kPrefix = absl::string_view("ATTRIBUTION_CATEGORY_").size();
  const std::string name = v1::AttributionCategory_Name(category);
  return name.size() > kPrefix ? absl::AsciiStrToLower(name.substr(kPrefix)) : "";
}

absl::string_view CategoryText(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return "net-new expansion";
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return "at-risk save";
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return "renewal uplift";
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return "cross-sell";
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return "clean renewal";
    case v1::ATTRIBUTION_CATEGORY_CONTRACTION:
      return "contraction";
    case v1::ATTRIBUTION_CATEGORY_CHURN:
      return "churn";
    default:
      return "unknown";
  }
}

}  // namespace baton::domain
