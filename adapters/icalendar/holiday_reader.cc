#include "adapters/icalendar/holiday_reader.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "adapters/faults.h"
#include "domain/working_hours.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kTextField = "holiday_feed.icalendar";
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2399;
constexpr size_t kMaxNameCharacters = 200;

struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

absl::string_view Text(const char* text) { return text == nullptr ? "" : text; }

template <class Do>
void EachProperty(icalcomponent* component, icalproperty_kind kind, Do act) {
  for (icalproperty* property = icalcomponent_get_first_property(component, kind);
       property != nullptr; property = icalcomponent_get_next_property(component, kind)) {
    act(property);
  }
}

template <class Do>
void EachPart(icalcomponent* component, Do act) {
  for (icalcomponent* part = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
       part != nullptr; part = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
    act(part);
  }
}

icalproperty* Property(icalcomponent* component, icalproperty_kind kind) {
  return icalcomponent_get_first_property(component, kind);
}

bool IsDate(const icaltimetype& time) {
  return !icaltime_is_null_time(time) && time.is_date && icaltime_is_valid_time(time) &&
         time.year >= kFirstYear && time.year <= kLastYear;
}

bool IsRealDate(const icaltimetype& time) {
  if (!IsDate(time)) return false;
  const absl::CivilDay day(time.year, time.month, time.day);
  return day.month() == time.month && day.day() == time.day;
}

absl::CivilDay DayOf(const icaltimetype& time) {
  return absl::CivilDay(time.year, time.month, time.day);
}

// Whether every part that begins ends, and all within one another. The library would complain on
// standard error.
bool IsBalanced(absl::string_view text) {
  std::vector<std::string> open;
  for (absl::string_view line : absl::StrSplit(text, absl::ByAnyChar("\r\n"), absl::SkipEmpty())) {
    if (absl::StartsWithIgnoreCase(line, "BEGIN:")) {
      open.push_back(absl::AsciiStrToUpper(line.substr(6)));
    } else if (absl::StartsWithIgnoreCase(line, "END:")) {
      if (open.empty() || open.back() != absl::AsciiStrToUpper(line.substr(4))) return false;
      open.pop_back();
    }
  }
  return open.empty();
}

// At most `limit` characters of valid UTF-8.
std::string FirstCharacters(absl::string_view text, size_t limit) {
  size_t end = 0;
  for (size_t count = 0; end < text.size(); ++end) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0) != 0x80;
    if (begins && ++count > limit) break;
  }
  return std::string(text.substr(0, end));
}

template <size_t n>
bool IsGiven(const short (&values)[n]) {
  return values[0] != ICAL_RECURRENCE_ARRAY_MAX;
}

// Rules that would take the library long to find nothing are not read: a year's has all it needs.
bool IsReadable(const icalrecurrencetype& rule) {
  if (rule.rscale != nullptr || IsGiven(rule.by_second) || IsGiven(rule.by_minute) ||
      IsGiven(rule.by_hour)) {
    return false;
  }
  switch (rule.freq) {
    case ICAL_YEARLY_RECURRENCE:
      return true;
    case ICAL_MONTHLY_RECURRENCE:
    case ICAL_WEEKLY_RECURRENCE:
    case ICAL_DAILY_RECURRENCE:
      return !IsGiven(rule.by_month) && !IsGiven(rule.by_year_day) && !IsGiven(rule.by_week_no) &&
             !IsGiven(rule.by_set_pos);
    default:
      return false;
  }
}

// Reads one text.
class Reading {
 public:
  Reading(int first_year, int last_year) : first_year_(first_year), last_year_(last_year) {}

  void ReadText(const std::string& text) {
    constexpr char kBroken[] = "is no whole iCalendar text, from BEGIN:VCALENDAR to END:VCALENDAR";
    if (!IsBalanced(text) || text.find('\0') != std::string::npos) return Fault(kBroken);
    const std::unique_ptr<icalcomponent, FreeComponent> root(icalparser_parse_string(text.c_str()));
    if (root == nullptr) return Fault(kBroken);
    if (icalcomponent_isa(root.get()) == ICAL_XROOT_COMPONENT) {
      EachPart(root.get(), [this](icalcomponent* part) { ReadCalendar(part); });
    } else {
      ReadCalendar(root.get());
    }
    if (events_ == 0 && faults_.empty()) Fault("has no events");
  }

  // What was read.
  FeedHolidays TakeHolidays() {
    std::stable_sort(
        found_.holidays.begin(), found_.holidays.end(),
        [](const v1::Holiday& a, const v1::Holiday& b) { return a.date() < b.date(); });
    return std::move(found_);
  }

  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void Fault(std::string text) { faults_.push_back(std::move(text)); }

  void EventFault(absl::string_view what) { Fault(absl::StrCat(event_, " ", what)); }

  void ReadCalendar(icalcomponent* calendar) {
    if (icalcomponent_isa(calendar) != ICAL_VCALENDAR_COMPONENT) {
      return Fault("holds something outside of a VCALENDAR");
    }
    if (icalproperty* product = Property(calendar, ICAL_PRODID_PROPERTY)) {
      if (found_.product.empty()) {
        found_.product =
            FirstCharacters(Text(icalproperty_get_prodid(product)), kMaxNameCharacters);
      }
    }
    event_ = "the calendar";
    ReadErrors(calendar);
    EachPart(calendar, [this](icalcomponent* part) { ReadPart(part); });
  }

  void ReadPart(icalcomponent* part) {
    switch (icalcomponent_isa(part)) {
      case ICAL_VTIMEZONE_COMPONENT:
        return;
      case ICAL_VEVENT_COMPONENT:
        if (++events_ <= kMaxFeedEvents) return ReadEvent(part);
        if (events_ == kMaxFeedEvents + 1) {
          Fault(absl::StrCat("has more than ", kMaxFeedEvents, " events"));
        }
        return;
      default:
        Fault(absl::StrCat("has a ", Text(icalcomponent_kind_to_string(icalcomponent_isa(part))),
                           "; only events can be holidays"));
    }
  }

  // What the parser did not understand and left out. Unknown properties are nobody's fault.
  void ReadErrors(icalcomponent* component) {
    EachProperty(component, ICAL_XLICERROR_PROPERTY, [this](icalproperty* property) {
      const absl::string_view error = Text(icalproperty_get_xlicerror(property));
      if (absl::StartsWith(error, "Parse error in property name")) return;
      EventFault(absl::StrCat("is broken: ", Excerpt(error)));
    });
  }

  void NameEvent(icalcomponent* event) {
    icalproperty* summary = Property(event, ICAL_SUMMARY_PROPERTY);
    icalproperty* uid = Property(event, ICAL_UID_PROPERTY);
    name_ = summary == nullptr
                ? std::string()
                : FirstCharacters(Text(icalproperty_get_summary(summary)), kMaxNameCharacters);
    event_ = absl::StrCat("event ", events_);
    if (!name_.empty()) absl::StrAppend(&event_, " ", Excerpt(name_));
    if (uid != nullptr)
      absl::StrAppend(&event_, " (", Excerpt(Text(icalproperty_get_uid(uid))), ")");
  }

  void ReadEvent(icalcomponent* event) {
    NameEvent(event);
    const size_t before = faults_.size();
    ReadErrors(event);
    for (const auto& [kind, what] :
         {std::pair(ICAL_RECURRENCEID_PROPERTY,
                    "moves one occurrence of another (RECURRENCE-ID); state it as EXDATE there and "
                    "as an event of its own"),
          std::pair(ICAL_EXRULE_PROPERTY, "has an EXRULE; state EXDATE instead")}) {
      if (Property(event, kind) != nullptr) EventFault(what);
    }
    const int days = ReadDays(event);
    if (days == 0 || faults_.size() != before) return;
    icalproperty* status = Property(event, ICAL_STATUS_PROPERTY);
    if (status != nullptr && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED) return;
    const std::set<absl::CivilDay> starts = ReadStarts(event);
    if (faults_.size() != before) return;
    for (const absl::CivilDay start : starts) Add(start, days);
  }

  // How many whole days the event lasts; 0 after a fault.
  int ReadDays(icalcomponent* event) {
    icalproperty* start = Property(event, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) {
      EventFault("has no DTSTART");
      return 0;
    }
    const icaltimetype from = icalproperty_get_dtstart(start);
    if (!from.is_date) {
      EventFault("begins at a time of day; only whole days (VALUE=DATE) can be holidays");
      return 0;
    }
    if (!IsRealDate(from)) {
      EventFault("begins on no day of the years 1900 to 2399");
      return 0;
    }
    const int64_t days = DaysFrom(event, from);
    if (days >= 1 && days <= kMaxEventDays) return static_cast<int>(days);
    EventFault(absl::StrCat("does not last 1 to ", kMaxEventDays, " whole days"));
    return 0;
  }

  static int64_t DaysFrom(icalcomponent* event, const icaltimetype& from) {
    if (icalproperty* property = Property(event, ICAL_DTEND_PROPERTY)) {
      const icaltimetype to = icalproperty_get_dtend(property);
      return IsRealDate(to) ? DayOf(to) - DayOf(from) : 0;
    }
    if (icalproperty* property = Property(event, ICAL_DURATION_PROPERTY)) {
      const icaldurationtype lasts = icalproperty_get_duration(property);
      const bool whole =
          !lasts.is_neg && lasts.hours == 0 && lasts.minutes == 0 && lasts.seconds == 0;
      return whole ? static_cast<int64_t>(lasts.days) + int64_t{7} * lasts.weeks : 0;
    }
    return 1;
  }

  // The first day of every occurrence up to the last year.
  std::set<absl::CivilDay> ReadStarts(icalcomponent* event) {
    const icaltimetype from = icalproperty_get_dtstart(Property(event, ICAL_DTSTART_PROPERTY));
    std::set<absl::CivilDay> starts = {DayOf(from)};
    EachProperty(event, ICAL_RRULE_PROPERTY, [&](icalproperty* property) {
      ReadRule(icalproperty_get_rrule(property), from, &starts);
    });
    EachProperty(event, ICAL_RDATE_PROPERTY, [&](icalproperty* property) {
      const icaldatetimeperiodtype date = icalproperty_get_rdate(property);
      if (IsRealDate(date.time)) {
        starts.insert(DayOf(date.time));
      } else {
        EventFault("has an RDATE that is no date");
      }
    });
    EachProperty(event, ICAL_EXDATE_PROPERTY, [&](icalproperty* property) {
      const icaltimetype date = icalproperty_get_exdate(property);
      if (IsRealDate(date)) {
        starts.erase(DayOf(date));
      } else {
        EventFault("has an EXDATE that is no date");
      }
    });
    return starts;
  }

  void ReadRule(icalrecurrencetype rule, const icaltimetype& from,
                std::set<absl::CivilDay>* starts) {
    if (++recurring_ > kMaxRecurringEvents) {
      return EventFault(absl::StrCat("is one more than the ", kMaxRecurringEvents,
                                     " recurring events that are read"));
    }
    if (!IsReadable(rule)) {
      return EventFault(
          "has an RRULE that is not read; FREQ=YEARLY takes any BYMONTH, BYDAY and so on, DAILY, "
          "WEEKLY and MONTHLY take BYDAY and BYMONTHDAY");
    }
    const std::unique_ptr<icalrecur_iterator, FreeIterator> iterator(
        icalrecur_iterator_new(rule, from));
    if (iterator == nullptr) return EventFault("has an RRULE that contradicts itself");
    for (icaltimetype at = icalrecur_iterator_next(iterator.get());
         !icaltime_is_null_time(at) && at.year <= last_year_;
         at = icalrecur_iterator_next(iterator.get())) {
      if (++occurrences_ > kMaxOccurrences) return EventFault("recurs too often");
      starts->insert(DayOf(at));
    }
  }

  void Add(absl::CivilDay start, int days) {
    for (absl::CivilDay day = start; day < start + days; ++day) {
      if (day.year() < first_year_ || day.year() > last_year_) continue;
      if (found_.holidays.size() > domain::kMaxHolidays) return;  // more than a calendar takes
      v1::Holiday& holiday = found_.holidays.emplace_back();
      holiday.set_date(absl::FormatCivilTime(day));
      holiday.set_display_name(name_);
    }
  }

  const int first_year_;
  const int last_year_;
  int events_ = 0;
  int recurring_ = 0;
  int occurrences_ = 0;
  std::string name_;   // of the event that is read
  std::string event_;  // what faults call it
  FeedHolidays found_;
  std::vector<std::string> faults_;
};

void CheckFeed(const v1::HolidayFeed& feed, domain::Violations* faults) {
  if (feed.icalendar().empty()) faults->Add(kTextField, "is missing");
  if (feed.icalendar().size() > kMaxFeedBytes) faults->Add(kTextField, "is longer than 1 MiB");
  if (feed.first_year() < kFirstYear || feed.first_year() > kLastYear) {
    faults->Add("holiday_feed.first_year", "is missing, or no year from 1900 to 2399");
  }
  if (feed.last_year() < feed.first_year() || feed.last_year() > kLastYear ||
      feed.last_year() - feed.first_year() >= kMaxFeedYears) {
    faults->Add("holiday_feed.last_year", "is not first_year to 100 years later, up to 2399");
  }
}

}  // namespace

FeedHolidays ReadHolidays(const v1::HolidayFeed& feed, domain::Violations* faults) {
  const size_t before = faults->faults().size();
  CheckFeed(feed, faults);
  if (faults->faults().size() != before) return {};
  Reading reading(feed.first_year(), feed.last_year());
  {
    // The library promises little about threads.
    static std::mutex& mutex = *new std::mutex();
    const std::lock_guard<std::mutex> lock(mutex);
    reading.ReadText(feed.icalendar());
  }
  const std::vector<std::string>& found = reading.faults();
  for (size_t i = 0; i < std::min(found.size(), kMaxFaults); ++i) faults->Add(kTextField, found[i]);
  if (found.size() > kMaxFaults) {
    faults->Add(kTextField, absl::StrCat("has ", found.size() - kMaxFaults, " more faults"));
  }
  return reading.TakeHolidays();
}

}  // namespace baton::adapters
