// What the tests of bookings, credit and statements build their inputs from.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "baton/v1/attribution_service.pb.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/exchange_rate.h"

namespace baton::domain {

inline constexpr char kAe[] = "tenants/acme/people/dana";
inline constexpr char kCsm[] = "tenants/acme/people/ines";
inline constexpr char kVpCs[] = "tenants/acme/people/vera";
inline constexpr char kVpSales[] = "tenants/acme/people/saul";

// "2027-03-11T09:00:00Z"; a text that is none fails the test program.
absl::Time At(absl::string_view rfc3339);
google::protobuf::Timestamp Stamp(absl::string_view rfc3339);

v1::HealthObservation Observed(v1::HealthTier tier, absl::Time at);

// A line of product "<product line>-pro".
v1::BookingLine Line(v1::BookingLineKind kind, absl::string_view product_line, int64_t prior_minor,
                     int64_t new_minor, int32_t uplift_bp = 0);

// Of account tenants/acme/accounts/harrow, in USD.
v1::Booking BookingOf(std::vector<v1::BookingLine> lines,
                      absl::string_view booked = "2027-03-11T12:00:00Z");

// "1.0842" is 10'842 with four digits; approved for 11 March 2027, from "ECB".
ApprovedRate RateOf(absl::string_view from, absl::string_view to, int64_t ten_thousandths);

v1::AttributionPart Part(v1::AttributionCategory category, int64_t amount_minor);

// The steps of that rule, each on a line of its own.
std::string StepsOf(const google::protobuf::RepeatedPtrField<v1::ExplanationStep>& steps,
                    absl::string_view rule);

}  // namespace baton::domain
