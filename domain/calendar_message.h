// Business calendars as messages: what makes one whole, and the calendar that it describes (S-3).
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/business_calendar.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/business_calendar.h"
#include "domain/refusal.h"

namespace baton::domain {

inline constexpr int kMaxCalendarDisplayName = 200;
inline constexpr int kMaxHolidayDisplayName = 200;

// A clock must end within this of its start, whenever it starts: a calendar that grants less can't
// be bound.
inline constexpr absl::Duration kLongestClock = absl::Hours(24 * 366);

// S-3. Adds a violation for every fault: "calendar.week[0].times[1].end"; past 20 it counts them.
// The name is not looked at.
void CheckCalendar(const v1::BusinessCalendar& calendar, Violations* faults);

// Puts a calendar without faults in order: weekdays from Monday, those without working hours left
// out; holidays by date, of several on one date the first.
void NormaliseCalendar(v1::BusinessCalendar* calendar);

// The calendar that a message without faults describes. InvalidArgument for any other.
absl::StatusOr<BusinessCalendar> ReadCalendar(const v1::BusinessCalendar& calendar);

// S-3. The calendar that the policy binds, whose content it must hold; nothing where it binds none
// and hours are elapsed hours.
absl::StatusOr<std::optional<BusinessCalendar>> BoundCalendar(const v1::Policy& policy);

// S-8. So many business days after `from`: those of the calendar that the policy binds, else Monday
// to Friday in its zone. InvalidArgument for a policy whose zone is unknown.
absl::StatusOr<absl::Time> AfterBusinessDays(const v1::Policy& policy, absl::Time from, int days);

// S-3. Adds a violation where the calendar that the policy binds lets a clock run longer than
// kLongestClock, whenever it starts from the policy's start on.
void CheckBoundCalendar(const v1::Policy& policy, Violations* faults);

}  // namespace baton::domain
