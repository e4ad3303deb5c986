// Holidays from iCalendar texts (RFC 5545), as calendars of public holidays are published (S-3).
//
// Every event of whole days is a holiday on each of its days; a recurring one on each day of every
// occurrence (RRULE, RDATE, less EXDATE). Cancelled events are none. Time zones, alarms, and what
// else an event may say don't matter. What can't be read so is a fault that names the event: times
// of day, moved occurrences (RECURRENCE-ID), rules finer than a day, to-dos and other entries.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/business_calendar.pb.h"
#include "baton/v1/policy_service.pb.h"
#include "domain/refusal.h"

namespace baton::adapters {

inline constexpr size_t kMaxFeedBytes = 1024 * 1024;
inline constexpr int kMaxFeedYears = 101;
inline constexpr int kMaxFeedEvents = 5'000;
// Recurring ones among them, and occurrences that they may have together.
inline constexpr int kMaxRecurringEvents = 200;
inline constexpr int kMaxOccurrences = 100'000;
// Days of one event.
inline constexpr int kMaxEventDays = 366;

struct FeedHolidays {
  std::vector<v1::Holiday> holidays;  // by date; several on one date in the order of the text
  std::string product;                // the program that wrote the text, as it calls itself
};

// The holidays of the feed's years. Adds a violation of "holiday_feed..." for every fault; the
// result counts for nothing then. Safe to call from many threads; one reads at a time.
FeedHolidays ReadHolidays(const v1::HolidayFeed& feed, domain::Violations* faults);

}  // namespace baton::adapters
