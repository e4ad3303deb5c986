#include "domain/categorise.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/booking.h"
#include "domain/calculation_text.h"
#include "domain/category_wording.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

struct Verdict {
  v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  absl::string_view flag;
};

Verdict JudgeRetained(const BookingCircumstances& facts) {
  if (!facts.has_history) return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, kNoHealthHistory};
  if (!facts.risk.has_value()) return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, ""};
  if (facts.shrank) return {v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, kAtRiskDownsold};
  return {v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE, ""};
}

Verdict Judge(PartKind kind, const BookingCircumstances& facts) {
  switch (kind) {
    case PartKind::kRetained:
      return JudgeRetained(facts);
    case PartKind::kUplift:
      return {v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, ""};
    case PartKind::kExpansion:
      return {v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION,
              IsRisk(facts.tier_at_booking) ? kAccountAtRisk : ""};
    case PartKind::kCrossSell:
      return {v1::ATTRIBUTION_CATEGORY_CROSS_SELL, ""};
    case PartKind::kLoss:
      break;
  }
  return {
      facts.account_lost ? v1::ATTRIBUTION_CATEGORY_CHURN : v1::ATTRIBUTION_CATEGORY_CONTRACTION,
      ""};
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

BookingCircumstances ReadCircumstances(const v1::Booking& booking,
                                       absl::Span<const v1::HealthObservation> observations,
                                       int64_t arr_after_minor) {
  const absl::Time end = RiskWindowEnd(booking);
  const HealthHistory health(observations);
  BookingCircumstances facts;
  facts.risk = health.FirstRisk(end);
  facts.has_history = health.HasHistory(end);
  facts.tier_at_booking = health.TierAt(ToTime(booking.booked_time()));
  facts.shrank = LowersArr(booking);
  facts.account_lost = arr_after_minor == 0;
  return facts;
}

}  // namespace

absl::StatusOr<CategoryDecision> DecideCategories(const v1::Booking& booking,
                                                  const AccountBefore& before,
                                                  absl::Span<const v1::HealthObservation> health,
                                                  const v1::Policy& policy) {
  CategoryDecision decision;
  BATON_ASSIGN_OR_RETURN(decision.change_minor, TotalChange(booking));
  BATON_ASSIGN_OR_RETURN(const int64_t after, ArrAfter(booking, before, decision.change_minor));
  decision.circumstances = ReadCircumstances(booking, health, after);
  for (int i = 0; i < booking.lines_size(); ++i) {
    const v1::BookingLine& line = booking.lines(i);
    for (const LinePart& from : TakeApart(line, Owns(before, line, policy))) {
      const Verdict verdict = Judge(from.kind, decision.circumstances);
      decision.parts.push_back({i, from, verdict.category, verdict.flag});
    }
  }
  return decision;
}

absl::string_view NetDirection(int64_t change_minor) {
  if (change_minor == 0) return "flat";
  return change_minor > 0 ? "expansion" : "contraction";
}

absl::StatusOr<Categorised> Categorise(const v1::Booking& booking, const AccountBefore& before,
                                       absl::Span<const v1::HealthObservation> health,
                                       const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const CategoryDecision decision,
                         DecideCategories(booking, before, health, policy));
  Categorised result;
  for (const CategoryPart& part : decision.parts) {
    result.parts.push_back(TellPart(part, decision.circumstances, booking));
    result.parts.back().set_part(static_cast<int32_t>(result.parts.size()));
  }
  result.at_risk = decision.circumstances.risk.has_value();
  result.change_minor = decision.change_minor;
  result.net_direction = std::string(NetDirection(decision.change_minor));
  result.explanation = CategorySteps(decision, booking);
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
