#include "tests/domain/revenue_builders.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"

namespace baton::domain {

absl::Time At(absl::string_view rfc3339) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &error)) {
    ADD_FAILURE() << rfc3339 << ": " << error;
  }
  return time;
}

google::protobuf::Timestamp Stamp(absl::string_view rfc3339) { return ToTimestamp(At(rfc3339)); }

v1::HealthObservation Observed(v1::HealthTier tier, absl::Time at) {
  v1::HealthObservation observation;
  observation.set_tier(tier);
  *observation.mutable_observe_time() = ToTimestamp(at);
  return observation;
}

v1::BookingLine Line(v1::BookingLineKind kind, absl::string_view product_line, int64_t prior_minor,
                     int64_t new_minor, int32_t uplift_bp) {
  v1::BookingLine line;
  line.set_kind(kind);
  line.set_product(absl::StrCat(product_line, "-pro"));
  line.set_product_line(std::string(product_line));
  line.set_prior_arr_minor(prior_minor);
  line.set_new_arr_minor(new_minor);
  line.set_uplift_bp(uplift_bp);
  return line;
}

v1::Booking BookingOf(std::vector<v1::BookingLine> lines, absl::string_view booked) {
  v1::Booking booking;
  booking.set_name("tenants/acme/bookings/B1");
  booking.set_account("tenants/acme/accounts/harrow");
  booking.set_currency_code("USD");
  *booking.mutable_booked_time() = Stamp(booked);
  int number = 0;
  for (v1::BookingLine& line : lines) {
    if (line.line().empty()) line.set_line(absl::StrCat("L", ++number));
    *booking.add_lines() = line;
  }
  return booking;
}

ApprovedRate RateOf(absl::string_view from, absl::string_view to, int64_t ten_thousandths) {
  ApprovedRate approved;
  approved.rate.set_from_currency(std::string(from));
  approved.rate.set_to_currency(std::string(to));
  approved.rate.set_date("2027-03-11");
  approved.rate.set_rate(ten_thousandths);
  approved.rate.set_scale(4);
  approved.origin = "ECB";
  return approved;
}

v1::AttributionPart Part(v1::AttributionCategory category, int64_t amount_minor) {
  v1::AttributionPart part;
  part.set_line("L1");
  part.set_category(category);
  part.set_amount_minor(amount_minor);
  return part;
}

std::string StepsOf(const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& steps,
                    absl::string_view rule) {
  std::string text;
  for (const v1::ExplanationStep& step : steps) {
    if (step.rule() == rule) absl::StrAppend(&text, step.text(), "\n");
  }
  return text;
}

}  // namespace baton::domain
