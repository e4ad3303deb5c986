// The fiscal calendar of a policy: its quarters, and bare dates in its zone.
//
// A fiscal year bears the number of the calendar year in which it ends, so a year that begins in
// February 2026 is 2027. Where the first month is January, both are the same.
//
// Errors: InvalidArgument where the policy's zone or first month, or the text, means nothing.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

// A fiscal quarter: the instants in [start, end), the days from first_day to last_day.
struct Quarter {
  // "2027-Q1"
  std::string code;
  absl::Time start;
  absl::Time end;
  absl::CivilDay first_day;
  absl::CivilDay last_day;
};

// The zone of a policy's quarters and dates.
absl::StatusOr<absl::TimeZone> PolicyZone(const v1::Policy& policy);

// The quarter that an instant lies in.
absl::StatusOr<Quarter> QuarterAt(const v1::Policy& policy, absl::Time time);

// The quarter of a code, "2027-Q1" or "2027Q1".
absl::StatusOr<Quarter> ParseQuarter(const v1::Policy& policy, absl::string_view code);

// The day of an instant in the policy's zone, "YYYY-MM-DD".
absl::StatusOr<std::string> DateOf(const v1::Policy& policy, absl::Time time);

// The first instant of a day, "YYYY-MM-DD", in the policy's zone. A day whose midnight is skipped
// begins with the change of the offset; of a midnight that occurs twice the first counts.
absl::StatusOr<absl::Time> StartOfDate(const v1::Policy& policy, absl::string_view date);

// When a quarter is paid: payout_days after its last day, "YYYY-MM-DD".
std::string PayoutDate(const v1::Policy& policy, const Quarter& quarter);

// "YYYY-MM-DD"
std::string DateText(absl::CivilDay day);

}  // namespace baton::domain
