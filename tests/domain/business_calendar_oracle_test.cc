// R6: S-3 against a minute-by-minute oracle: every zone of the time zone database, 2000 to 2040,
// around the days on which its clocks change. 100,000 cases, or as many as BATON_ORACLE_CASES says
// (the long form: tools/torture R6); the seed is printed and can be set with BATON_ORACLE_SEED.
// Seen to catch: a change of the offset that is ignored, time outside the windows or on a holiday
// that counts, a budget used up at a window's end that falls due in the next one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "domain/business_calendar.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOkAndHolds;
using Random = std::mt19937_64;

constexpr int kCasesPerWorld = 80;
constexpr int kWorldMinutes = 8 * kMinutesPerDay;

uint64_t FromEnvironment(const char* name, uint64_t otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? std::strtoull(value, nullptr, 10) : otherwise;
}

int64_t Draw(Random* random, int64_t from, int64_t to) {
  return std::uniform_int_distribution<int64_t>(from, to)(*random);
}

std::vector<std::string> ZoneNames() {
  const char* folder = std::getenv("TZDIR");
  std::ifstream file(std::string(folder != nullptr ? folder : "/usr/share/zoneinfo") +
                     "/tzdata.zi");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::string kind, first, second;
    fields >> kind >> first >> second;
    if (kind == "Z") names.push_back(first);
    if (kind == "L") names.push_back(second);
  }
  return names;
}

std::vector<WorkingWindow> AnyWindows(Random* random) {
  std::vector<int> edges(2 * Draw(random, 0, 3));
  // Quarters of an hour, so that edges fall on changes of the clock often.
  for (int& edge : edges) edge = 15 * static_cast<int>(Draw(random, 0, 96));
  std::sort(edges.begin(), edges.end());
  std::vector<WorkingWindow> windows;
  for (size_t i = 0; i + 1 < edges.size(); i += 2) {
    if (edges[i] < edges[i + 1]) windows.push_back({edges[i], edges[i + 1]});
  }
  return windows;
}

// Eight days of one zone, most often around a change of its clocks, with a calendar, and how much
// has been worked by each of their minutes.
class World {
 public:
  World(const std::string& zone_name, Random* random) : calendar_(AnyCalendar(zone_name, random)) {
    const absl::TimeZone zone = calendar_.time_zone();
    const absl::CivilDay day =
        absl::CivilDay(2000, 1, 1) +
        Draw(random, 0, absl::CivilDay(2040, 1, 1) - absl::CivilDay(2000, 1, 1));
    begin_ = absl::FromCivil(day, absl::UTCTimeZone());
    absl::TimeZone::CivilTransition change;
    if (Draw(random, 0, 9) > 0 && zone.NextTransition(begin_, &change)) {
      begin_ = absl::FromCivil(absl::CivilDay(change.from), absl::UTCTimeZone());
    }
    begin_ -= Draw(random, 1, 3) * absl::Hours(24);
    if (Draw(random, 0, 2) == 0) AddHoliday(random);
    Tabulate(zone);
  }

  const BusinessCalendar& calendar() const { return calendar_; }

  // A start and a budget within the world, with the due instant as the minutes say.
  void Check(Random* random) const {
    const int64_t start = Draw(random, 0, kWorldMinutes * 60 - 1);
    const int64_t rest = worked_.back() * 60 - WorkedSeconds(start);
    if (rest == 0) return;
    const bool whole_minutes = Draw(random, 0, 1) == 0;
    int64_t budget = Draw(random, 1, rest);
    if (whole_minutes) budget = std::max<int64_t>(budget / 900 * 900, 1);
    const absl::Time from = begin_ + absl::Seconds(start);
    EXPECT_THAT(AddWorkingTime(calendar_, from, absl::Seconds(budget)),
                IsOkAndHolds(begin_ + absl::Seconds(Due(start, budget))))
        << calendar_.time_zone().name() << " " << from << " + " << absl::Seconds(budget);
  }

 private:
  static BusinessCalendar AnyCalendar(const std::string& zone_name, Random* random) {
    WeeklyWindows windows;
    for (auto& day : windows) day = AnyWindows(random);
    windows[Draw(random, 0, 6)] = {{0, kMinutesPerDay}};
    return BusinessCalendar::Create(zone_name, std::move(windows), {}).value();
  }

  void AddHoliday(Random* random) {
    const absl::CivilDay day = absl::ToCivilDay(begin_, calendar_.time_zone());
    calendar_ = BusinessCalendar::Create(calendar_.time_zone().name(), calendar_.hours().windows(),
                                         {day + Draw(random, 0, 7)})
                    .value();
  }

  bool Works(absl::CivilMinute local) const {
    const absl::CivilDay day(local);
    const std::vector<absl::CivilDay>& holidays = calendar_.hours().holidays();
    if (std::find(holidays.begin(), holidays.end(), day) != holidays.end()) return false;
    const int minute = local.hour() * 60 + local.minute();
    const size_t weekday = static_cast<size_t>(absl::GetWeekday(day));
    const auto& windows = calendar_.hours().windows()[weekday];
    return std::any_of(windows.begin(), windows.end(), [minute](const WorkingWindow& window) {
      return window.from_minute <= minute && minute < window.to_minute;
    });
  }

  void Tabulate(const absl::TimeZone& zone) {
    worked_.push_back(0);
    for (int i = 0; i < kWorldMinutes; ++i) {
      const absl::CivilMinute local = absl::ToCivilMinute(begin_ + absl::Minutes(i), zone);
      worked_.push_back(worked_.back() + (Works(local) ? 1 : 0));
    }
  }

  int64_t WorkedSeconds(int64_t second) const {
    const size_t minute = static_cast<size_t>(second / 60);
    const int64_t works = worked_[minute + 1] - worked_[minute];
    return worked_[minute] * 60 + works * (second % 60);
  }

  int64_t Due(int64_t start, int64_t budget) const {
    const int64_t target = WorkedSeconds(start) + budget;
    const auto reached =
        std::lower_bound(worked_.begin(), worked_.end(), target,
                         [](int64_t minutes, int64_t seconds) { return minutes * 60 < seconds; });
    // The minute before the one by whose end the target is reached is where it is reached.
    return (reached - worked_.begin()) * 60 - (*reached * 60 - target);
  }

  BusinessCalendar calendar_;
  absl::Time begin_;
  // In minutes, since begin_; one more entry than there are minutes.
  std::vector<int64_t> worked_;
};

TEST(BusinessCalendarOracle, S3_R6_EveryZoneAgreesWithTheMinutes) {
  const uint64_t seed = FromEnvironment("BATON_ORACLE_SEED", 20'000'101);
  const uint64_t cases = FromEnvironment("BATON_ORACLE_CASES", 100'000);
  std::cout << "seed " << seed << ", " << cases << " cases\n";
  Random random(seed);
  const std::vector<std::string> zones = ZoneNames();
  ASSERT_GT(zones.size(), 500u) << "the time zone database's tzdata.zi is missing";
  for (uint64_t done = 0; done < cases && !HasFailure();) {
    for (size_t i = 0; i < zones.size() && done < cases; ++i) {
      const World world(zones[i], &random);
      for (int j = 0; j < kCasesPerWorld; ++j, ++done) world.Check(&random);
    }
  }
}

}  // namespace
}  // namespace baton::domain
