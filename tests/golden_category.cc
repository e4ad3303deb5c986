// category.
#include <string>
#include <vector>

#include "domain/booking.h"
#include "domain/categorise.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

v1::BookingLine ReadLine(const Json& item) {
  v1::BookingLine line;
  line.set_line(item.at("line").get<std::string>());
  line.set_product(item.at("product").get<std::string>());
  line.set_product_line(item.at("product_line").get<std::string>());
  line.set_kind(Choice<v1::BookingLineKind>(item, "kind",
                                            {{"renewal", v1::BOOKING_LINE_KIND_RENEWAL},
                                             {"price_uplift", v1::BOOKING_LINE_KIND_PRICE_UPLIFT},
                                             {"add_on", v1::BOOKING_LINE_KIND_ADD_ON}}));
  line.set_prior_arr_minor(item.at("prior_arr_minor").get<int64_t>());
  line.set_new_arr_minor(item.at("new_arr_minor").get<int64_t>());
  line.set_uplift_bp(item.value("uplift_bp", 0));
  return line;
}

v1::Booking ReadBooking(const Json& item) {
  v1::Booking booking;
  booking.set_account("tenants/golden/accounts/a");
  *booking.mutable_booked_time() = domain::ToTimestamp(TimeField(item, "booked_at"));
  booking.set_currency_code(item.at("currency").get<std::string>());
  if (const auto renewal = OptionalTimeField(item, "renewal_date"); renewal.has_value()) {
    *booking.mutable_renewal_time() = domain::ToTimestamp(*renewal);
  }
  for (const Json& line : item.at("lines")) *booking.add_lines() = ReadLine(line);
  return booking;
}

domain::AccountBefore ReadAccount(const Json& item) {
  domain::AccountBefore before;
  before.arr_minor = item.at("arr_minor").get<int64_t>();
  for (const Json& line : item.at("product_lines")) before.product_lines.insert(line);
  for (const Json& product : item.value("products", Json::array())) before.products.insert(product);
  return before;
}

std::vector<v1::HealthObservation> ReadHealth(const Json& items) {
  std::vector<v1::HealthObservation> health;
  for (const Json& item : items) {
    v1::HealthObservation& observation = health.emplace_back();
    *observation.mutable_observe_time() = domain::ToTimestamp(TimeField(item, "at"));
    observation.set_tier(Choice<v1::HealthTier>(item, "tier",
                                                {{"green", v1::HEALTH_TIER_GREEN},
                                                 {"yellow", v1::HEALTH_TIER_YELLOW},
                                                 {"red", v1::HEALTH_TIER_RED}}));
  }
  return health;
}

v1::Policy ReadPolicy(const Json& input) {
  v1::Policy policy = domain::DefaultPolicy("golden");
  const Json item = input.value("policy", Json::object());
  if (item.contains("cross_sell_by")) {
    policy.set_cross_sell_by(
        Choice<v1::CrossSellBy>(item, "cross_sell_by",
                                {{"product_line", v1::CROSS_SELL_BY_PRODUCT_LINE},
                                 {"product", v1::CROSS_SELL_BY_PRODUCT}}));
  }
  return policy;
}

Json ShowPart(const domain::CategoryPart& part, const v1::Booking& booking) {
  Json flags = Json::array();
  if (!part.flag.empty()) flags.push_back(std::string(part.flag));
  return Json{{"line", booking.lines(part.line).line()},
              {"category", domain::CategoryName(part.category)},
              {"amount_minor", part.from.amount_minor},
              {"flags", flags}};
}

}  // namespace

absl::StatusOr<Json> RunCategory(const Json& input) {
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         domain::CheckBooking(ReadBooking(input.at("booking"))));
  const absl::StatusOr<domain::CategoryDecision> result = domain::DecideCategories(
      booking, ReadAccount(input.at("account")), ReadHealth(input.at("health")), ReadPolicy(input));
  if (domain::ReasonOf(result.status()) == v1::ERROR_REASON_BOOKING_INCONSISTENT) {
    return Json{{"refused", true}};
  }
  BATON_RETURN_IF_ERROR(result.status());
  Json parts = Json::array();
  for (const domain::CategoryPart& part : result->parts) parts.push_back(ShowPart(part, booking));
  return Json{{"parts", parts},
              {"net_direction", std::string(domain::NetDirection(result->change_minor))},
              {"at_risk", result->circumstances.risk.has_value()}};
}

}  // namespace baton::golden
