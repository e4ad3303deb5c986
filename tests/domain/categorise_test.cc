#include "domain/categorise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "domain/booking.h"
#include "domain/health_history.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::BookingLineKind kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr v1::BookingLineKind kUplift = v1::BOOKING_LINE_KIND_PRICE_UPLIFT;
constexpr v1::BookingLineKind kAddOn = v1::BOOKING_LINE_KIND_ADD_ON;

const v1::Policy& Policy() {
  static const auto* const policy = new v1::Policy(DefaultPolicy("acme"));
  return *policy;
}

AccountBefore Owning(int64_t arr_minor, std::set<std::string> product_lines = {"core"}) {
  AccountBefore before;
  before.arr_minor = arr_minor;
  before.currency_code = "USD";
  before.product_lines = std::move(product_lines);
  return before;
}

using Health = std::vector<v1::HealthObservation>;

Health Always(v1::HealthTier tier) { return {Observed(tier, At("2020-01-01T00:00:00Z"))}; }
Health Green() { return Always(v1::HEALTH_TIER_GREEN); }
Health Red() { return Always(v1::HEALTH_TIER_RED); }

// "category amount flags", a part each.
std::vector<std::string> PartsOf(const absl::StatusOr<Categorised>& result) {
  std::vector<std::string> texts;
  for (const v1::AttributionPart& part : result.value().parts) {
    std::string text = CategoryName(part.category()) + " " + std::to_string(part.amount_minor());
    for (const std::string& flag : part.flags()) text += " " + flag;
    texts.push_back(text);
  }
  return texts;
}

absl::StatusOr<Categorised> Take(std::vector<v1::BookingLine> lines, const AccountBefore& before,
                                 const Health& health) {
  return Categorise(BookingOf(std::move(lines)), before, health, Policy());
}

TEST(Categorise, A1_ARenewalAtTheSamePriceIsRetainedAlone) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 10000, 10000)}, Owning(10000), Green())),
              ElementsAre("clean_renewal 10000"));
}

TEST(Categorise, A1_ARiseUpToTheContractualUpliftIsUplift) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 10000, 10500, 500)}, Owning(10000), Green())),
              ElementsAre("clean_renewal 10000", "renewal_uplift 500"));
}

TEST(Categorise, A1_TheFirstCentAboveTheUpliftIsExpansion) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 10000, 10501, 500)}, Owning(10000), Green())),
              ElementsAre("clean_renewal 10000", "renewal_uplift 500", "net_new_expansion 1"));
}

TEST(Categorise, X2_TheUpliftsLastCentRoundsHalfToEven) {
  // 5% of 1.10 and of 1.30 are 5.5 and 6.5 cents.
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 110, 120, 500)}, Owning(110), Green())),
              ElementsAre("clean_renewal 110", "renewal_uplift 6", "net_new_expansion 4"));
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 130, 140, 500)}, Owning(130), Green())),
              ElementsAre("clean_renewal 130", "renewal_uplift 6", "net_new_expansion 4"));
}

TEST(Categorise, A1_WithoutAnUpliftTheWholeRiseIsExpansion) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 10000, 12000)}, Owning(10000), Green())),
              ElementsAre("clean_renewal 10000", "net_new_expansion 2000"));
}

TEST(Categorise, A1_AnUpliftBeyond64BitsCoversEveryRise) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(
      PartsOf(Take({Line(kRenewal, "core", kMost - 5, kMost, 20000)}, Owning(kMost - 5), Green())),
      ElementsAre("clean_renewal " + std::to_string(kMost - 5), "renewal_uplift 5"));
}

TEST(Categorise, A1_ASmallerRenewalIsRetainedAndContraction) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 10000, 7000)}, Owning(20000), Green())),
              ElementsAre("clean_renewal 7000", "contraction -3000"));
}

TEST(Categorise, A1_APriceUpliftRetainsNothing) {
  EXPECT_THAT(PartsOf(Take({Line(kUplift, "core", 10000, 10400)}, Owning(10000), Green())),
              ElementsAre("renewal_uplift 400"));
  EXPECT_THAT(PartsOf(Take({Line(kUplift, "core", 10000, 9900)}, Owning(10000), Green())),
              ElementsAre("contraction -100"));
}

TEST(Categorise, A1_AnAddOnIsExpansionWhereTheLineWasOwned) {
  EXPECT_THAT(PartsOf(Take({Line(kAddOn, "core", 0, 500)}, Owning(10000), Green())),
              ElementsAre("net_new_expansion 500"));
  EXPECT_THAT(PartsOf(Take({Line(kAddOn, "api", 100, 500)}, Owning(10000), Green())),
              ElementsAre("net_new_expansion 400"));
}

TEST(Categorise, A1_AnAddOnIsCrossSellWhereNothingWasOwnedBeforeTheBooking) {
  EXPECT_THAT(PartsOf(Take({Line(kAddOn, "api", 0, 500), Line(kAddOn, "api", 0, 300)},
                           Owning(10000), Green())),
              ElementsAre("cross_sell 500", "cross_sell 300"));
}

TEST(Categorise, A1_CrossSellMayGoByProduct) {
  v1::Policy policy = Policy();
  policy.set_cross_sell_by(v1::CROSS_SELL_BY_PRODUCT);
  AccountBefore before = Owning(10000);
  before.products = {"core-lite"};
  const v1::Booking booking = BookingOf({Line(kAddOn, "core", 0, 500)});
  EXPECT_THAT(PartsOf(Categorise(booking, before, Green(), policy)), ElementsAre("cross_sell 500"));
  before.products.insert("core-pro");
  EXPECT_THAT(PartsOf(Categorise(booking, before, Green(), policy)),
              ElementsAre("net_new_expansion 500"));
}

TEST(Categorise, A1_LossesAreChurnOnceNothingIsLeft) {
  const std::vector<v1::BookingLine> lines = {Line(kRenewal, "core", 9999, 0),
                                              Line(kAddOn, "api", 1, 0)};
  EXPECT_THAT(PartsOf(Take(lines, Owning(10000), Green())), ElementsAre("churn -9999", "churn -1"));
  EXPECT_THAT(PartsOf(Take(lines, Owning(10001), Green())),
              ElementsAre("contraction -9999", "contraction -1"));
}

TEST(Categorise, A1_RefusesABookingThatLeavesLessThanNothing) {
  const auto result = Take({Line(kRenewal, "core", 10000, 0)}, Owning(9999), Green());
  EXPECT_THAT(result, StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr("99.99 USD"), HasSubstr("-0.01 USD"))));
  EXPECT_EQ(ReasonOf(result.status()), v1::ERROR_REASON_BOOKING_INCONSISTENT);
}

TEST(Categorise, X2_RefusesABookingInAnotherCurrencyThanTheAccountsArr) {
  AccountBefore before = Owning(10000);
  before.currency_code = "EUR";
  const auto result = Take({Line(kAddOn, "core", 0, 1)}, before, Green());
  EXPECT_EQ(ReasonOf(result.status()), v1::ERROR_REASON_BOOKING_INCONSISTENT);
  before.currency_code.clear();
  EXPECT_THAT(Take({Line(kAddOn, "core", 0, 1)}, before, Green()), IsOk());
}

TEST(Categorise, A1_RefusesSumsBeyond64Bits) {
  const auto result =
      Take({Line(kAddOn, "core", 0, 1)}, Owning(std::numeric_limits<int64_t>::max()), Green());
  EXPECT_EQ(ReasonOf(result.status()), v1::ERROR_REASON_BOOKING_INCONSISTENT);
}

TEST(Categorise, A2_TheWindowEndsWithTheOldContractWhereThatComesFirst) {
  v1::Booking booking = BookingOf({Line(kRenewal, "core", 100, 100)});
  *booking.mutable_renewal_time() = Stamp("2027-03-01T00:00:00Z");
  EXPECT_EQ(RiskWindowEnd(booking), At("2027-03-01T00:00:00Z"));
  *booking.mutable_renewal_time() = Stamp("2027-04-01T00:00:00Z");
  EXPECT_EQ(RiskWindowEnd(booking), At("2027-03-11T12:00:00Z"));
  booking.clear_renewal_time();
  EXPECT_EQ(RiskWindowEnd(booking), At("2027-03-11T12:00:00Z"));
}

TEST(Categorise, A2_RiskOnTheDayOfRenewalCounts) {
  v1::Booking booking = BookingOf({Line(kRenewal, "core", 100, 100)});
  *booking.mutable_renewal_time() = Stamp("2027-03-01T00:00:00Z");
  const auto at = [&booking](absl::Time time) {
    const Health health = {Observed(v1::HEALTH_TIER_GREEN, At("2026-01-01T00:00:00Z")),
                           Observed(v1::HEALTH_TIER_RED, time)};
    return Categorise(booking, Owning(100), health, Policy());
  };
  EXPECT_THAT(PartsOf(at(At("2027-03-01T00:00:00Z"))), ElementsAre("at_risk_save 100"));
  EXPECT_THAT(PartsOf(at(At("2027-03-01T00:00:00.000001Z"))), ElementsAre("clean_renewal 100"));
}

TEST(Categorise, A2_ARenewalWithoutHealthIsFlagged) {
  const auto result = Take({Line(kRenewal, "core", 100, 120)}, Owning(100), {});
  EXPECT_THAT(PartsOf(result),
              ElementsAre("clean_renewal 100 no_health_history", "net_new_expansion 20"));
  EXPECT_FALSE(result->at_risk);
}

TEST(Categorise, A3_ASaveNeedsThatNoLineShrank) {
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 100, 105, 500), Line(kUplift, "api", 50, 52)},
                           Owning(150), Red())),
              ElementsAre("at_risk_save 100", "renewal_uplift 5", "renewal_uplift 2"));
  EXPECT_THAT(PartsOf(Take({Line(kRenewal, "core", 100, 100), Line(kRenewal, "api", 50, 50),
                            Line(kAddOn, "seats", 10, 9)},
                           Owning(160), Red())),
              ElementsAre("clean_renewal 100 at_risk_downsold", "clean_renewal 50 at_risk_downsold",
                          "contraction -1"));
}

TEST(Categorise, A3_ExpansionIsFlaggedByTheLastTierUpToTheBooking) {
  const std::vector<v1::BookingLine> lines = {Line(kAddOn, "core", 0, 10),
                                              Line(kAddOn, "api", 0, 10)};
  Health health = Red();
  health.push_back(Observed(v1::HEALTH_TIER_GREEN, At("2027-03-11T12:00:00.000001Z")));
  EXPECT_THAT(PartsOf(Take(lines, Owning(100), health)),
              ElementsAre("net_new_expansion 10 account_at_risk", "cross_sell 10"));
  health.push_back(Observed(v1::HEALTH_TIER_GREEN, At("2027-03-11T12:00:00Z")));
  EXPECT_THAT(PartsOf(Take(lines, Owning(100), health)),
              ElementsAre("net_new_expansion 10", "cross_sell 10"));
}

TEST(Categorise, A4_RenewalWithExpansionIsTwoEvents) {
  const auto result = Take({Line(kRenewal, "core", 100, 150)}, Owning(100), Red());
  EXPECT_THAT(PartsOf(result),
              ElementsAre("at_risk_save 100", "net_new_expansion 50 account_at_risk"));
  EXPECT_EQ(result->parts[0].part(), 1);
  EXPECT_EQ(result->parts[1].part(), 2);
}

TEST(Categorise, A4_TheNetDirectionIsTheSignOfTheWholeChange) {
  const auto direction = [](int64_t added) {
    return Take({Line(kRenewal, "core", 100, 60), Line(kAddOn, "api", 0, added)}, Owning(100),
                Green())
        ->net_direction;
  };
  EXPECT_EQ(direction(39), "contraction");
  EXPECT_EQ(direction(40), "flat");
  EXPECT_EQ(direction(41), "expansion");
}

TEST(Categorise, X6_EveryPartSaysItsRulesWithTheArithmetic) {
  const auto result = Take({Line(kRenewal, "core", 2000000, 2400000, 500)}, Owning(2000000), Red());
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(StepsOf(result->parts[0].explanation(), "A-1"),
            "Line L1 (core-pro) goes from 20,000.00 USD to 24,000.00 USD: 20,000.00 USD is kept by "
            "the renewal.\n");
  EXPECT_EQ(StepsOf(result->parts[0].explanation(), "A-3"),
            "Kept ARR of an account at risk, and no line of the booking shrank: at-risk save.\n");
  EXPECT_EQ(StepsOf(result->parts[2].explanation(), "A-1"),
            "Line L1 (core-pro) goes from 20,000.00 USD to 24,000.00 USD: of the rise of 4,000.00 "
            "USD, 1,000.00 USD is contractual uplift and the rest, 3,000.00 USD, is expansion.\n");
  ASSERT_EQ(result->explanation.size(), 2u);
  EXPECT_EQ(result->explanation[0].text(),
            "The account was at risk: its health was red from 2020-01-01 00:00 UTC on, which "
            "reaches a time in the 90 days from 2026-12-11 12:00 UTC to 2027-03-11 12:00 UTC.");
  EXPECT_EQ(result->explanation[1].text(),
            "All lines together change the account's ARR by 4,000.00 USD: expansion.");
}

struct GeneratedBooking {
  std::vector<v1::BookingLine> lines;
  AccountBefore before;
};

GeneratedBooking Generate() {
  GeneratedBooking generated;
  int64_t prior_total = 0;
  const int count = *rc::gen::inRange(1, 8);
  for (int i = 0; i < count; ++i) {
    const auto kind = *rc::gen::element(kRenewal, kUplift, kAddOn);
    const std::string product_line = *rc::gen::element<std::string>("core", "api", "seats");
    const int64_t prior = *rc::gen::inRange<int64_t>(0, 5'000'000);
    generated.lines.push_back(Line(kind, product_line, prior,
                                   *rc::gen::inRange<int64_t>(0, 5'000'000),
                                   *rc::gen::element(0, 300, 437, 500, 9999)));
    prior_total += prior;
  }
  generated.before = Owning(prior_total + *rc::gen::inRange<int64_t>(0, 3));
  return generated;
}

Health GenerateHealth() {
  const absl::Time booked = At("2027-03-11T12:00:00Z");
  Health health;
  for (const int day : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-120, 10))) {
    health.push_back(Observed(
        *rc::gen::element(v1::HEALTH_TIER_GREEN, v1::HEALTH_TIER_YELLOW, v1::HEALTH_TIER_RED),
        booked + absl::Hours(24 * day)));
  }
  return health;
}

RC_GTEST_PROP(CategoriseProperty, A1_PartsAddUpToTheChangeAndWhatWasRetained, ()) {
  const GeneratedBooking generated = Generate();
  const Categorised result = Take(generated.lines, generated.before, GenerateHealth()).value();
  int64_t retained = 0;
  int64_t change = 0;
  for (const v1::BookingLine& line : generated.lines) {
    change += line.new_arr_minor() - line.prior_arr_minor();
    if (line.kind() == kRenewal) retained += std::min(line.prior_arr_minor(), line.new_arr_minor());
  }
  int64_t total = 0;
  for (const v1::AttributionPart& part : result.parts) {
    RC_ASSERT(part.amount_minor() != 0);
    RC_ASSERT(part.category() != v1::ATTRIBUTION_CATEGORY_UNSPECIFIED);
    total += part.amount_minor();
  }
  RC_ASSERT(total == change + retained);
  RC_ASSERT(result.change_minor == change);
}

RC_GTEST_PROP(CategoriseProperty, A2_TheOrderOfHealthOfOtherInstantsNeverMatters, ()) {
  const GeneratedBooking generated = Generate();
  Health health = GenerateHealth();
  // Of one instant the later recorded counts, so those alone must keep their order.
  const absl::StatusOr<Categorised> before = Take(generated.lines, generated.before, health);
  std::stable_sort(health.begin(), health.end(), [](const auto& a, const auto& b) {
    return ToMicros(a.observe_time()) > ToMicros(b.observe_time());
  });
  const absl::StatusOr<Categorised> after = Take(generated.lines, generated.before, health);
  RC_ASSERT(PartsOf(before) == PartsOf(after));
  RC_ASSERT(before->at_risk == after->at_risk);
}

RC_GTEST_PROP(CategoriseProperty, A3_TheOrderOfLinesNeverChangesWhatEachIs, ()) {
  GeneratedBooking generated = Generate();
  const Health health = GenerateHealth();
  std::vector<std::string> before = PartsOf(Take(generated.lines, generated.before, health));
  std::reverse(generated.lines.begin(), generated.lines.end());
  std::vector<std::string> after = PartsOf(Take(generated.lines, generated.before, health));
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  RC_ASSERT(before == after);
}

}  // namespace
}  // namespace baton::domain
