#include "domain/pool_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/policy.h"
#include "domain/statement.h"
#include "tests/domain/pool_builders.h"
#include "tests/domain/statement_builders.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// A CSM's two quarters with one account worth 1,000,000.00. In Q1 contracts of 500,000.00 end and
// 20,000.00 are lost, 30,000.00 of expansion are credited and an EBR is held; in Q2 contracts of
// 300,000.00 end, 76,000.00 are lost, nothing is sold and no EBR is held.
struct Scene {
  v1::Policy policy = DefaultPolicy("acme");
  v1::CompPlan plan;
  BookAccount account;
  std::vector<BookAmount> credits;

  Scene() : plan(PoolPlan()), account(AccountOf("harrow")) {
    v1::MboTarget& ebrs = *plan.add_mbos();
    ebrs.set_kind(v1::MBO_KIND_EBR_COMPLETION);
    ebrs.set_target_bp(10'000);
    account.changes = {Renewal("2027-02-01T00:00:00Z", 50'000'000, 2'000'000),
                       Renewal("2027-05-01T00:00:00Z", 30'000'000, 7'600'000)};
    account.activities = {{At("2027-03-01T00:00:00Z"), "ebr", true, "003A"}};
    const absl::Time booked = At("2027-03-11T00:00:00Z");
    credits = {{"tenants/acme/bookings/B1", booked, booked, 3'000'000}};
  }

  std::vector<v1::StatementLine> Lines(const std::string& quarter, const PoolAmounts& paid = {},
                                       absl::Time end = absl::InfiniteFuture()) const {
    const PlanYear year = YearTo(quarter);
    PoolRun run;
    run.periods = {{plan, year.start, std::min(end, year.end)}};
    return LinesOfRun(quarter, run, paid);
  }

  std::vector<v1::StatementLine> LinesOfRun(const std::string& quarter, const PoolRun& run,
                                            const PoolAmounts& paid) const {
    const PlanYear year = YearTo(quarter);
    const std::vector<BookAccount> accounts = {account};
    const PoolMeasure measure = MeasureBook(year, policy, run, {accounts, credits, {}}).value();
    const LineOwner owner = {
        absl::StrCat("tenants/acme/statements/", quarter, "-ines"), quarter, kCsm, plan, {}};
    return PoolLines(owner, year, policy, measure, paid).value();
  }
};

// "pool-grr pool 9600 x 10000 = 281250 payable"
std::vector<std::string> Shown(const std::vector<v1::StatementLine>& lines) {
  std::vector<std::string> shown;
  for (const v1::StatementLine& line : lines) {
    const v1::PoolFigures& pool = line.pool();
    shown.push_back(
        absl::StrCat(line.name().substr(line.name().rfind('~') + 1), " ", LineKindName(line.kind()),
                     " ", pool.has_attainment_bp() ? absl::StrCat(pool.attainment_bp()) : "none",
                     " x ", pool.multiplier_bp(), " = ", line.earning_minor(),
                     line.status() == v1::LINE_STATUS_PAYABLE ? " payable" : " held"));
  }
  return shown;
}

std::string TextOf(const v1::StatementLine& line) {
  std::string text;
  for (const v1::ExplanationStep& step : line.explanation()) {
    absl::StrAppend(&text, step.rule(), " ", step.text(), "\n");
  }
  return text;
}

TEST(PoolLines, C10_TheFirstQuarterPaysThePoolsToDate) {
  // GRR 480 / 500 = 96%, above the target of 95%, but before Q4 at most 1: 2,812.50.
  // Expansion 30,000.00 of 25,000.00 = 120%; all EBRs held, so 1 + 1.5 x 20% = 1.3: 1.3 x 2,187.50.
  // MBO met: 1,250.00.
  const auto lines = Scene().Lines("2027-Q1");
  EXPECT_THAT(Shown(lines), ElementsAre("pool-grr pool 9600 x 10000 = 281250 payable",
                                        "pool-expansion pool 12000 x 13000 = 284375 payable",
                                        "pool-mbo pool 10000 x 10000 = 125000 payable"));
  EXPECT_EQ(lines[0].name(),
            "tenants/acme/statements/2027-Q1-ines/lines/2027-Q1~ines~pools~0~pool-grr");
  EXPECT_EQ(lines[0].pool().basis_minor(), 50'000'000);
  EXPECT_EQ(lines[0].pool().actual_minor(), 2'000'000);
  EXPECT_EQ(lines[1].pool().basis_minor(), 2'500'000);
  EXPECT_EQ(lines[1].pool().actual_minor(), 3'000'000);
  EXPECT_EQ(lines[1].pool().target_to_date_minor(), 218'750);
  EXPECT_EQ(lines[0].policy_version(), 1);
}

TEST(PoolLines, C10_ALaterQuarterPaysTheDifferenceAndANegativeOneIsATrueUp) {
  // GRR 704 / 800 = 88%: half of 5,625.00 is what Q1 paid already. Expansion 30 of 50 = 60% of
  // 4,375.00 = 2,625.00, less the 2,843.75 of Q1. MBO: an EBR in one of two quarters.
  const Scene scene;
  const auto paid = PaidBefore(scene.Lines("2027-Q1"), 1);
  const auto lines = scene.Lines("2027-Q2", paid.value());
  EXPECT_THAT(Shown(lines), ElementsAre("pool-grr pool 8800 x 5000 = 0 payable",
                                        "pool-expansion adjustment 6000 x 6000 = -21875 payable",
                                        "pool-mbo pool 5000 x 5000 = 0 payable"));
  EXPECT_EQ(lines[1].reason_code(), "true_up");
  EXPECT_EQ(lines[1].adjusts_line(), "");
  EXPECT_EQ(lines[1].pool().paid_before_minor(), 284'375);
}

TEST(PoolLines, C8_AnAttainmentBeyond32BitsIsShownAsTheLargestAndPaidWhole) {
  Scene scene;
  scene.account.entry_minor = 40;  // a target of 0.01 in Q1
  scene.credits[0].amount_minor = 100'000'000;
  scene.plan.set_variable_minor(8);
  const auto lines = scene.Lines("2027-Q1");
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[1].pool().attainment_bp(), std::numeric_limits<int32_t>::max());
  EXPECT_EQ(lines[1].pool().multiplier_bp(), std::numeric_limits<int32_t>::max());
  EXPECT_GT(lines[1].earning_minor(), 100'000'000);
}

TEST(PoolLines, C7_TheFourthQuarterPaysWhatLiesAboveOne) {
  // 96% between 95% and 98%: 1.1667 x 11,250.00 = 13,125.375, half to even 13,125.38; 8,437.50 were
  // paid.
  Scene scene;
  scene.account.changes.pop_back();
  PoolAmounts paid;
  paid.grr_minor = 843'750;
  const auto lines = scene.Lines("2027-Q4", paid);
  EXPECT_EQ(lines[0].pool().multiplier_bp(), 11'667);
  EXPECT_EQ(lines[0].earning_minor(), 1'312'538 - 843'750);
}

TEST(PoolLines, C10_WithoutABasisTheMultiplierIsOne) {
  Scene scene;
  scene.account.changes.clear();
  scene.account.entry_minor = 0;
  scene.credits.clear();
  const auto lines = scene.Lines("2027-Q1");
  EXPECT_THAT(Shown(lines), ElementsAre("pool-grr pool none x 10000 = 281250 payable",
                                        "pool-expansion pool none x 10000 = 218750 payable",
                                        "pool-mbo pool 10000 x 10000 = 125000 payable"));
  EXPECT_TRUE(lines[0].pool().no_basis());
  EXPECT_THAT(TextOf(lines[0]), HasSubstr("C-10 "));
  EXPECT_THAT(TextOf(lines[0]), HasSubstr("no_basis"));
  EXPECT_THAT(TextOf(lines[1]), HasSubstr("no_basis"));
}

TEST(PoolLines, X6_EachLineSaysHowItCameAbout) {
  const auto lines = Scene().Lines("2027-Q1");
  EXPECT_EQ(TextOf(lines[0]),
            "C-6 Q1, plan CSM-MM/1: the GRR pool's quarter, of 45% of 25,000.00 USD a year, is "
            "2,812.50 USD.\n"
            "C-7 2027-01-01 to 2027-03-31: contracts of 500,000.00 USD ended on your accounts; "
            "20,000.00 USD was lost: GRR 96%.\n"
            "C-7 At a target of 95% the multiplier is 100%; before Q4 it is at most 100%, and Q4 "
            "pays what is above.\n"
            "C-10 To date 100% of 2,812.50 USD, less 0.00 USD that earlier quarters paid, is "
            "2,812.50 USD for this quarter.\n");
  EXPECT_THAT(TextOf(lines[1]),
              HasSubstr("C-8 That is 120% of the target; 100% of the EBRs and QBRs were held, so "
                        "what is above 100% counts one and a half times: multiplier 130%.\n"));
  EXPECT_THAT(TextOf(lines[2]), HasSubstr("An EBR or QBR was held in 1 of 1 account-quarters"));
}

TEST(PoolLines, C8_BelowEightyPercentOfTheEbrsTheExcessCountsOnce) {
  Scene scene;
  scene.account.activities.clear();
  const auto lines = scene.Lines("2027-Q1");
  EXPECT_EQ(lines[1].pool().multiplier_bp(), 12'000);
  EXPECT_THAT(TextOf(lines[1]), HasSubstr("counts once"));
}

TEST(PoolLines, C6_ALeaversPoolsStandStillAndSayNothingWhereNothingIsLeft) {
  const Scene scene;
  const absl::Time left = At("2027-02-15T00:00:00Z");
  const auto lines = scene.Lines("2027-Q1", {}, left);
  // Half of Q1's 2,812.50; the book's renewal fell before they left.
  EXPECT_EQ(lines[0].earning_minor(), 140'625);
  EXPECT_THAT(TextOf(lines[0]), HasSubstr("; for 45 of 90 days 1,406.25 USD."));
  const PoolAmounts paid = PaidBefore(lines, 1).value();
  EXPECT_THAT(scene.Lines("2027-Q2", paid, left), IsEmpty());
  Scene corrected = scene;
  corrected.account.changes[0].loss_minor = 10'000'000;  // 80%: half
  EXPECT_THAT(Shown(corrected.Lines("2027-Q2", paid, left)),
              ElementsAre("pool-grr adjustment 8000 x 5000 = -70313 payable"));
}

TEST(PoolLines, C21_APoolWithoutARateIsHeldAndTheNextQuarterPaysIt) {
  Scene scene;
  scene.credits[0].no_rate = true;
  auto lines = scene.Lines("2027-Q1");
  EXPECT_EQ(lines[1].status(), v1::LINE_STATUS_HELD);
  EXPECT_EQ(lines[1].hold_reason(), "no_rate");
  EXPECT_THAT(TextOf(lines[1]), HasSubstr("tenants/acme/bookings/B1"));
  EXPECT_EQ(lines[0].status(), v1::LINE_STATUS_PAYABLE);
  scene.credits[0].no_rate = false;
  lines[1].set_earning_minor(1);
  EXPECT_EQ(PaidBefore(lines, 1)->expansion_minor, 0);
  EXPECT_EQ(PaidBefore(lines, 1)->grr_minor, 281'250);
}

TEST(PoolLines, C10_EachRunKnowsItsOwnLines) {
  Scene scene;
  const PlanYear year = YearTo("2027-Q1");
  PoolRun run;
  run.number = 2;
  run.periods = {{scene.plan, At("2027-02-15T00:00:00Z"), year.end}};
  const auto lines = scene.LinesOfRun("2027-Q1", run, {});
  EXPECT_THAT(lines[0].name(), HasSubstr("~pool-grr-2"));
  EXPECT_EQ(PaidBefore(lines, 2)->grr_minor, lines[0].earning_minor());
  EXPECT_EQ(PaidBefore(lines, 1)->grr_minor, 0);
  EXPECT_EQ(PaidBefore(scene.Lines("2027-Q1"), 2)->grr_minor, 0);
}

TEST(PoolLines, C13_ARenewalPlanHasOneLine) {
  Scene scene;
  scene.plan.set_kind(v1::PLAN_KIND_RENEWALS);
  EXPECT_THAT(Shown(scene.Lines("2027-Q1")),
              ElementsAre("pool-grr pool 9600 x 10000 = 625000 payable"));
}

TEST(PoolLines, C13_TheCompanysPoolsGoByItsGrrAndNrr) {
  // 40 of 1,000 thousand lost in 90 of 365 days: 162,222.22 a year, GRR 83.78%. Gains of 90 less
  // losses of 40 are 50 thousand beyond 100%: twice the 25 thousand aimed at by then.
  Scene scene;
  scene.plan.set_kind(v1::PLAN_KIND_COMPANY_POOLS);
  const PlanYear year = YearTo("2027-Q1");
  PoolRun run;
  run.periods = {{scene.plan, year.start, year.end}};
  CompanyInput company;
  company.retention.set_starting_minor(100'000'000);
  company.retention.set_loss_minor(4'000'000);
  company.retention.set_contraction_minor(4'000'000);
  company.retention.set_gain_minor(9'000'000);
  const PoolMeasure measure = MeasureCompany(year, scene.policy, run, company).value();
  const LineOwner owner = {
      "tenants/acme/statements/2027-Q1-vera", "2027-Q1", kVpCs, scene.plan, {}};
  const auto lines = PoolLines(owner, year, scene.policy, measure, {}).value();
  EXPECT_EQ(lines[0].pool().actual_minor(), 16'222'222);
  EXPECT_EQ(lines[0].pool().attainment_bp(), 8'378);
  EXPECT_EQ(lines[1].pool().actual_minor(), 5'000'000);
  EXPECT_EQ(lines[1].pool().attainment_bp(), 20'000);
  EXPECT_EQ(lines[1].pool().multiplier_bp(), 25'000);
  EXPECT_THAT(TextOf(lines[1]), HasSubstr("beyond 100% NRR"));
}

TEST(PoolLines, C10_AnotherCurrencysRunEndsWithIt) {
  const Scene scene;
  const PlanYear year = YearTo("2027-Q1");
  const PoolMeasure measure = MeasureBook(year, scene.policy, RunTo(year), {{}, {}, {}}).value();
  v1::CompPlan euros = scene.plan;
  euros.set_currency_code("EUR");
  const LineOwner owner = {"tenants/acme/statements/2027-Q1-ines", "2027-Q1", kCsm, euros, {}};
  EXPECT_THAT(PoolLines(owner, year, scene.policy, measure, {}).value(), IsEmpty());
}

TEST(PoolLines, C15_PoolsAreEarnedAndTrueUpsAdjust) {
  const Scene pools;
  StatementScene scene(CsmScene());
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  scene.pools = pools.Lines("2027-Q2", PaidBefore(pools.Lines("2027-Q1"), 1).value());
  const v1::CompStatement statement = scene.Compute().value();
  // Below zero, so the next statement opens with it (C-22).
  ASSERT_THAT(statement.lines(), SizeIs(4));
  EXPECT_EQ(statement.lines(2).line_no(), 3);
  EXPECT_EQ(statement.lines(3).kind(), v1::STATEMENT_LINE_KIND_CARRIED_FORWARD);
  EXPECT_EQ(statement.lines(3).earning_minor(), 21'875);
  EXPECT_EQ(statement.totals().earned_minor(), 0);
  EXPECT_EQ(statement.totals().payable_minor(), 0);
  scene.pools = pools.Lines("2027-Q1");
  EXPECT_EQ(scene.Compute()->totals().earned_minor(), 690'625);
  EXPECT_EQ(scene.Compute()->totals().payable_minor(), 690'625);
}

TEST(PoolLines, C13_ARenewalPlanTakesNoExpansionCredit) {
  StatementScene scene(CsmScene());
  scene.plan.set_kind(v1::PLAN_KIND_RENEWALS);
  scene.Add("A1", {Part(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, 4'800'000),
                   Part(v1::ATTRIBUTION_CATEGORY_CROSS_SELL, 100),
                   Part(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 700)});
  const v1::CompStatement statement = scene.Compute().value();
  ASSERT_THAT(statement.lines(), SizeIs(1));
  EXPECT_EQ(statement.lines(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
}

}  // namespace
}  // namespace baton::domain
