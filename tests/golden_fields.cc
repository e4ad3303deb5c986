#include "tests/golden_fields.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"

namespace baton::golden {
namespace {

// "24:00" is the end of the day.
int MinuteOfDay(const std::string& clock) {
  int hours = 0;
  int minutes = 0;
  if (clock.size() != 5 || clock[2] != ':' || !absl::SimpleAtoi(clock.substr(0, 2), &hours) ||
      !absl::SimpleAtoi(clock.substr(3), &minutes)) {
    throw std::invalid_argument("not a time of day: " + clock);
  }
  return hours * 60 + minutes;
}

domain::WeeklyWindows Windows(const Json& hours) {
  static constexpr const char* kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  domain::WeeklyWindows windows;
  size_t known = 0;
  for (size_t i = 0; i < windows.size(); ++i) {
    if (!hours.contains(kWeekdays[i])) continue;
    ++known;
    for (const Json& window : hours.at(kWeekdays[i])) {
      windows[i].push_back({MinuteOfDay(window.at(0)), MinuteOfDay(window.at(1))});
    }
  }
  if (known != hours.size()) throw std::invalid_argument("hours of an unknown weekday");
  return windows;
}

}  // namespace

bool Flag(const Json& object, const char* key) { return object.value(key, false); }

absl::Time TimeField(const Json& object, const char* key) {
  const std::string text = object.at(key).get<std::string>();
  absl::Time time;
  std::string error;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &error)) {
    throw std::invalid_argument(absl::StrCat(key, ": ", error));
  }
  return time;
}

std::optional<absl::Time> OptionalTimeField(const Json& object, const char* key) {
  if (!object.contains(key)) return std::nullopt;
  return TimeField(object, key);
}

std::string FormatInstant(absl::Time time) {
  const bool whole = time == absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  return absl::FormatTime(whole ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%dT%H:%M:%E6SZ", time,
                          absl::UTCTimeZone());
}

domain::BusinessCalendar CalendarField(const Json& object, const char* key) {
  const Json& field = object.at(key);
  std::vector<absl::CivilDay> holidays;
  for (const Json& text : field.value("holidays", Json::array())) {
    absl::CivilDay day;
    if (!absl::ParseCivilTime(text.get<std::string>(), &day)) {
      throw std::invalid_argument("not a date: " + text.get<std::string>());
    }
    holidays.push_back(day);
  }
  absl::StatusOr<domain::BusinessCalendar> calendar = domain::BusinessCalendar::Create(
      field.at("time_zone").get<std::string>(), Windows(field.at("hours")), holidays);
  if (!calendar.ok()) throw std::invalid_argument(calendar.status().ToString());
  return *std::move(calendar);
}

domain::CreationSource CreationSourceField(const Json& object, const char* key) {
  using domain::CreationSource;
  return Choice<CreationSource>(object, key,
                                {{"csm_initiated", CreationSource::kCsmInitiated},
                                 {"plg_trigger", CreationSource::kPlgTrigger},
                                 {"customer_inbound", CreationSource::kCustomerInbound},
                                 {"sales_initiated", CreationSource::kSalesInitiated},
                                 {"customer_executive", CreationSource::kCustomerExecutive}});
}

}  // namespace baton::golden
