// Pools on statements, from bookings and activities of a company to lines (C-6 to C-10, C-13).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/report_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// imogen's book: harborline, worth 180,000.00 USD, and copperhill, worth 96,000.00. Her plan pays
// 25,000.00 a year in pools of 45%, 35% and 20%, at 95% GRR, 10% expansion and an EBR on each
// account. farah is paid on her people's books, helen on the company.
class Pools : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    v1::Account copperhill = NewAccount("copperhill");
    copperhill.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(9'600'000);
    AddAccount(copperhill);
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("tobias", v1::ROLE_CSM);
    AssignPools("imogen", v1::ROLE_CSM, "CSM-POOLS");
    AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
    AssignPools("helen", v1::ROLE_VP_CS, "VP-POOLS");
    const std::string signal = FileFor("harborline").name();
    WinExpansion(OpenOpportunity(signal), Day(2, 10));
    HoldEbr("harborline");
    HoldEbr("copperhill");
    SetClock(Day(3, 15));
    Record(Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 9'600'000, 9'000'000));
    SetClock(Day(4, 2));
  }

  void HoldEbr(const std::string& account) {
    v1::RecordActivityRequest request;
    request.set_parent(Account(account));
    request.mutable_activity()->set_activity_type("ebr");
    request.mutable_activity()->set_role(v1::ROLE_CSM);
    request.mutable_activity()->set_person(Person("imogen"));
    request.mutable_activity()->set_two_way(true);
    ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
  }

  void PublishQuarter(const std::string& period) {
    ASSERT_THAT(Compute(period).status, IsOk());
    ASSERT_THAT(Publish(period), IsOk());
  }

  std::vector<v1::StatementLine> PoolsOn(const std::string& statement) {
    const auto got = Statement(camille(), statement);
    EXPECT_THAT(got, IsOk());
    std::vector<v1::StatementLine> pools;
    if (!got.ok()) return pools;
    for (const v1::StatementLine& line : got->lines()) {
      if (line.has_pool()) pools.push_back(line);
    }
    return pools;
  }

  // "9375 x 8750 = 246094"
  std::vector<std::string> Shown(const std::string& statement) {
    std::vector<std::string> shown;
    for (const v1::StatementLine& line : PoolsOn(statement)) {
      EXPECT_EQ(line.status(), v1::LINE_STATUS_PAYABLE) << line.ShortDebugString();
      shown.push_back(absl::StrCat(line.pool().attainment_bp(), " x ", line.pool().multiplier_bp(),
                                   " = ", line.earning_minor()));
    }
    return shown;
  }
};

TEST_F(Pools, C10_TwoQuartersOfABookComeOutAsByHand) {
  // Q1. GRR: copperhill's 96,000.00 came up, 6,000.00 were lost: 93.75%, which is 0.5 + 0.5 x 375 /
  // 500 = 0.875 of 2,812.50.
  // Expansion: 30% of 48,000.00 is 14,400.00; 10% of the book's 276,000.00 is 27,600.00, in Q1
  // 6,900.00: 208.70%. Both EBRs were held: 1 + 1.5 x 1.087 = 2.6305 of 2,187.50.
  // MBO: both EBRs: 1,250.00.
  PublishQuarter("2026-Q1");
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("9375 x 8750 = 246094", "20870 x 26305 = 575422",
                                                   "10000 x 10000 = 125000"));
  const auto first = Statement(camille(), "2026-Q1-imogen");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->totals().earned_minor(), 946'516);
  EXPECT_EQ(first->totals().payable_minor(), 946'516);

  // Q2. harborline's 228,000.00 came up and stayed; copperhill lost 20,000.00 more: 298,000.00 of
  // 324,000.00 is 91.98%, 0.5 + 0.5 x 198 / 500 = 0.698 of 5,625.00, less 2,460.94.
  // Expansion: 14,400.00 of 13,800.00 is 104.35%; two of four EBRs, so 1.0435 of 4,375.00 is
  // 4,565.31, less 5,754.22: 1,188.91 goes back.
  // MBO: half of 2,500.00, which Q1 paid.
  SetClock(Day(5, 10));
  Record(Booking("harborline", v1::BOOKING_LINE_KIND_RENEWAL, 22'800'000, 22'800'000));
  SetClock(Day(6, 1));
  Record(Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 9'000'000, 7'000'000));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_THAT(Shown("2026-Q2-imogen"),
              ElementsAre("9198 x 6980 = 146531", "10435 x 10435 = -118891", "5000 x 5000 = 0"));
  const std::vector<v1::StatementLine> pools = PoolsOn("2026-Q2-imogen");
  ASSERT_THAT(pools, SizeIs(3));
  EXPECT_EQ(pools[0].pool().basis_minor(), 32'400'000);
  EXPECT_EQ(pools[0].pool().actual_minor(), 2'600'000);
  EXPECT_EQ(pools[1].kind(), v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  EXPECT_EQ(pools[1].reason_code(), "true_up");
  EXPECT_EQ(pools[1].pool().paid_before_minor(), 575'422);
  EXPECT_EQ(Statement(camille(), "2026-Q2-imogen")->totals().payable_minor(), 27'640);
}

TEST_F(Pools, C11_WhatAnEarlyShrinkTakesBackLeavesThePoolsOfTheCsmAndTheirManager) {
  // 20,000.00 of the 48,000.00 that were won on 10 February go again within 90 days, and with them
  // 6,000.00 of imogen's credit of 14,400.00: 8,400.00 of 13,800.00 is 60.87% of 4,375.00, that is
  // 2,663.06, less the 5,754.22 that Q1 paid.
  PublishQuarter("2026-Q1");
  SetClock(Day(5, 10));
  Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000, 20'800'000));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  for (const char* statement : {"2026-Q2-imogen", "2026-Q2-farah"}) {
    const std::vector<v1::StatementLine> pools = PoolsOn(statement);
    ASSERT_THAT(pools, SizeIs(3));
    EXPECT_EQ(pools[1].pool().actual_minor(), 840'000) << statement;
    EXPECT_EQ(pools[1].earning_minor(), -309'116) << statement;
  }
}

TEST_F(Pools, C11_CreditThatNobodySignedWasNotCountedAndIsNotTakenBack) {
  SetClock(Day(3, 20));
  Record(Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 9'000'000, 11'000'000));
  SetClock(Day(4, 2));
  PublishQuarter("2026-Q1");
  SetClock(Day(5, 10));
  Record(Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 11'000'000, 9'000'000));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_EQ(PoolsOn("2026-Q2-imogen")[1].pool().actual_minor(), 1'440'000);
}

TEST_F(Pools, C10_ADraftReadsWhatTheDraftBeforeItPays) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_EQ(PoolsOn("2026-Q2-imogen")[0].pool().paid_before_minor(), 246'094);
}

TEST_F(Pools, C13_AManagerIsPaidOnTheirPeoplesBooksAndAVpOnTheCompany) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_EQ(Shown("2026-Q1-farah"), Shown("2026-Q1-imogen"));
  // 6,000.00 of 276,000.00 lost in 90 of 365 days; 48,000.00 gained.
  const std::vector<v1::StatementLine> company = PoolsOn("2026-Q1-helen");
  ASSERT_THAT(company, SizeIs(3));
  EXPECT_EQ(company[0].pool().basis_minor(), 27'600'000);
  EXPECT_EQ(company[0].pool().actual_minor(), 2'433'333);
  EXPECT_EQ(company[1].pool().actual_minor(), 4'200'000);
}

// imo is another record of imogen, below another manager.
TEST_F(Pools, X7_AMergedReportCountsOnceAndForTheSurvivorsManager) {
  AddPerson("mona", v1::ROLE_MANAGER, "helen");
  AddPerson("imo", v1::ROLE_CSM, "mona");
  AddPerson("imke", v1::ROLE_CSM, "farah");
  AssignPools("mona", v1::ROLE_MANAGER, "OTHER-POOLS");
  for (const char* merged : {"imo", "imke"}) {
    v1::MergePeopleRequest merge;
    merge.set_survivor(Person("imogen"));
    merge.set_merged(Person(merged));
    ASSERT_THAT(remy().Call(&AccountStub::MergePeople, merge), IsOk());
  }
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_EQ(Shown("2026-Q1-farah"), Shown("2026-Q1-imogen"));
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_EQ(Shown("2026-Q2-farah"), Shown("2026-Q2-imogen"));
  for (const v1::StatementLine& line : PoolsOn("2026-Q2-mona")) {
    EXPECT_EQ(line.pool().actual_minor(), 0) << line.ShortDebugString();
  }
}

TEST_F(Pools, X7_TheHistoryOfAMergedAccountCountsForTheCompany) {
  AddAccount(NewAccount("copper-hill"));
  v1::MergeAccountsRequest merge;
  merge.set_survivor(Account("copper-hill"));
  merge.set_merged(Account("copperhill"));
  ASSERT_THAT(remy().Call(&AccountStub::MergeAccounts, merge), IsOk());
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const std::vector<v1::StatementLine> company = PoolsOn("2026-Q1-helen");
  ASSERT_THAT(company, SizeIs(3));
  EXPECT_EQ(company[2].pool().attainment_bp(), 10'000);  // copperhill's EBR is copper-hill's
}

// lyon was red when imogen took it over; what it lost in euros, without a rate, is not hers.
TEST_F(Pools, W3_AnInheritedLossWithoutARateHoldsNothing) {
  v1::Account lyon = NewAccount("lyon");
  lyon.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
  AddAccount(lyon, "tobias");
  Observe("lyon", v1::HEALTH_TIER_RED, Day(2, 1));
  v1::SetAccountTeamRequest team;
  team.set_account(Account("lyon"));
  team.mutable_member()->set_role(v1::ROLE_CSM);
  team.mutable_member()->set_person(Person("imogen"));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Day(2, 5));
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  v1::RecordBookingRequest request =
      Booking("lyon", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 9'000'000);
  request.mutable_booking()->set_currency_code("EUR");
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 20));
  Record(request);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const std::vector<std::string> shown = Shown("2026-Q1-imogen");
  ASSERT_THAT(shown, SizeIs(3));
  EXPECT_EQ(shown[0], "9375 x 8750 = 246094");
}

// lyon's renewal in euros has no rate: imogen's GRR is held, and the next quarter pays it.
TEST_F(Pools, C20_AHeldPoolIsNotOpen) {
  v1::Account lyon = NewAccount("lyon");
  lyon.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
  AddAccount(lyon);
  SetClock(Day(4, 3));
  v1::RecordBookingRequest request =
      Booking("lyon", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 18'000'000);
  request.mutable_booking()->set_currency_code("EUR");
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 20));
  Record(request);
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const std::vector<v1::StatementLine> pools = PoolsOn("2026-Q1-imogen");
  ASSERT_THAT(pools, SizeIs(3));
  EXPECT_EQ(pools[0].hold_reason(), "no_rate");
  EXPECT_EQ(pools[0].earning_minor(), 246'094);
  v1::CompAccrualRequest accrual;
  accrual.set_parent(Tenant());
  const auto report = camille().Call(&v1::ReportService::Stub::CompAccrual, accrual);
  ASSERT_THAT(report, IsOk());
  EXPECT_GE(report->totals(0).totals().held_minor(), 246'094);
  EXPECT_EQ(report->totals(0).held_open_minor(), 0);
}

TEST_F(Pools, C14_WhoHasNoPoolsHasNoPoolLines) {
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(PoolsOn("2026-Q1-rosa"), IsEmpty());
  EXPECT_THAT(PoolsOn("2026-Q1-tobias"), IsEmpty());
}

}  // namespace
}  // namespace baton::testing
