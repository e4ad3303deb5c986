// Instants as text, always UTC.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace baton::domain {

// RFC 3339, for programs and explanations: "2027-01-04T13:00:00Z", with six decimals where the
// instant is not on a whole second. Years 0 to 9999; microseconds are cut, not rounded.
std::string FormatInstant(absl::Time time);

// To the minute, for one-line messages: "2027-01-04 13:00 UTC".
std::string FormatMinute(absl::Time time);

// The day: "2027-01-04".
std::string FormatDay(absl::Time time);

}  // namespace baton::domain
