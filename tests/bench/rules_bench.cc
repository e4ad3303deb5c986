// P10: the rules alone, on one core, without a server or a store. Each is given what a booking or a
// clock of everyday size has: two lines, a health history of three tiers, eight touches, a calendar
// of one office with its holidays.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "domain/business_calendar.h"
#include "domain/categorise.h"
#include "domain/credit.h"
#include "domain/policy.h"
#include "domain/team_credit.h"
#include "tests/domain/revenue_builders.h"

namespace baton::domain {
namespace {

template <typename Answer>
Answer Must(absl::StatusOr<Answer> answer) {
  if (!answer.ok()) std::abort();
  return *std::move(answer);
}

struct Deal {
  v1::Policy policy = DefaultPolicy("acme");
  v1::Booking booking =
      BookingOf({Line(v1::BOOKING_LINE_KIND_RENEWAL, "core", 2'000'000, 2'400'000, 500),
                 Line(v1::BOOKING_LINE_KIND_ADD_ON, "audit", 0, 1'800'000)});
  std::vector<v1::HealthObservation> health = {
      Observed(v1::HEALTH_TIER_GREEN, At("2026-10-01T00:00:00Z")),
      Observed(v1::HEALTH_TIER_YELLOW, At("2027-01-05T00:00:00Z")),
      Observed(v1::HEALTH_TIER_GREEN, At("2027-02-20T00:00:00Z"))};
  AccountBefore before;

  Deal() {
    before.arr_minor = 2'000'000;
    before.currency_code = "USD";
    before.product_lines = {"core"};
  }
};

CreditTerms TermsOf(const Categorised& categorised) {
  CreditTerms terms;
  terms.brokered = true;
  terms.currency_code = "USD";
  terms.net_new_minor = Must(NetNewExpansion(categorised.parts));
  return terms;
}

void BM_Categorise(benchmark::State& state) {
  const Deal deal;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        Must(DecideCategories(deal.booking, deal.before, deal.health, deal.policy)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Categorise);

// The same with the words that an attribution keeps of it.
void BM_CategoriseAndTell(benchmark::State& state) {
  const Deal deal;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(Categorise(deal.booking, deal.before, deal.health, deal.policy)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_CategoriseAndTell);

// Credit and save bonus, by each scheme and reading of the bands.
void Credit(benchmark::State& state, v1::CreditScheme scheme, v1::BandReading reading) {
  Deal deal;
  deal.policy.set_credit_scheme(scheme);
  deal.policy.set_band_reading(reading);
  const Categorised categorised =
      Must(Categorise(deal.booking, deal.before, deal.health, deal.policy));
  const CreditTerms terms = TermsOf(categorised);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(DecideCredits(categorised.parts, terms, deal.policy)));
    benchmark::DoNotOptimize(Must(DecideSaveBonus(categorised.parts, terms, deal.policy)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK_CAPTURE(Credit, category, v1::CREDIT_SCHEME_CATEGORY, v1::BAND_READING_WHOLE);
BENCHMARK_CAPTURE(Credit, banded, v1::CREDIT_SCHEME_BANDED, v1::BAND_READING_WHOLE);
BENCHMARK_CAPTURE(Credit, marginal, v1::CREDIT_SCHEME_BANDED, v1::BAND_READING_MARGINAL);

// The same, by category, with the words that an attribution keeps of it.
void BM_CreditAndTell(benchmark::State& state) {
  const Deal deal;
  const Categorised categorised =
      Must(Categorise(deal.booking, deal.before, deal.health, deal.policy));
  const CreditTerms terms = TermsOf(categorised);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(CreditParts(categorised.parts, terms, deal.policy)));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_CreditAndTell);

void BM_TeamCreditOfEightTouches(benchmark::State& state) {
  std::vector<Touchpoint> touches;
  const absl::Time closed = At("2027-03-11T12:00:00Z");
  for (int i = 0; i < 8; ++i) {
    Touchpoint& touch = touches.emplace_back();
    touch.at = closed - absl::Hours(24 * (25 - 3 * i));
    touch.team = i % 2 == 0 ? Team::kCs : Team::kSales;
    touch.two_way = true;
    touch.record_id = "01J" + std::to_string(i);
  }
  TeamCreditInput input;
  input.amount_minor = 4'800'001;
  input.origin.source = CreationSource::kCsmInitiated;
  input.created_at = closed - absl::Hours(24 * 30);
  input.closed_at = closed;
  input.touchpoints = touches;
  const TeamCreditPolicy policy;
  for (auto _ : state) benchmark::DoNotOptimize(Must(DecideTeamCredit(input, policy)));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_TeamCreditOfEightTouches);

void BM_DeadlineOverAYear(benchmark::State& state) {
  WeeklyWindows windows;
  for (size_t day = 0; day < 5; ++day) {
    windows[day] = {{9 * 60, 12 * 60}, {13 * 60, 18 * 60}};
  }
  const std::vector<absl::CivilDay> holidays = {
      absl::CivilDay(2027, 1, 1),   absl::CivilDay(2027, 3, 26), absl::CivilDay(2027, 5, 31),
      absl::CivilDay(2027, 7, 5),   absl::CivilDay(2027, 9, 6),  absl::CivilDay(2027, 11, 25),
      absl::CivilDay(2027, 12, 24), absl::CivilDay(2027, 12, 31)};
  const BusinessCalendar calendar =
      Must(BusinessCalendar::Create("America/New_York", windows, holidays));
  const absl::Time start = At("2027-01-04T15:30:00Z");
  int64_t minute = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(Must(
        AddWorkingTime(calendar, start + absl::Minutes(minute++ % 10'000), absl::Hours(8 * 252))));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_DeadlineOverAYear);

}  // namespace
}  // namespace baton::domain

BENCHMARK_MAIN();
