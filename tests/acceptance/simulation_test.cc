// What-if: quarters under another policy, other plans, other assignments (C-16).
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/what_if.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr auto kBanded = v1::CREDIT_SCHEME_BANDED;
constexpr auto kSignalCredit = v1::CREDIT_SCHEME_SIGNAL_CREDIT;

// As in pool_test: imogen's book is harborline, worth 180,000.00 USD, and copperhill, worth
// 96,000.00. She won an expansion of 48,000.00 of harborline with rosa; copperhill was renewed for
// 90,000.00, which nobody has signed. Q2: both renewed again, copperhill shrinks. Nothing was
// computed, let alone published.
class Simulations : public WhatIf {
 protected:
  void SetUp() override {
    WhatIf::SetUp();
    v1::Account copperhill = NewAccount("copperhill");
    copperhill.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(9'600'000);
    AddAccount(copperhill);
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("tobias", v1::ROLE_CSM);
    AssignPools("imogen", v1::ROLE_CSM, "CSM-POOLS");
    AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
    AssignPools("helen", v1::ROLE_VP_CS, "VP-POOLS");
    signal_ = FileFor("harborline").name();
    WinExpansion(OpenOpportunity(signal_), Day(2, 10));
    HoldEbr("harborline");
    HoldEbr("copperhill");
    SetClock(Day(3, 15));
    renewal_ = Record(Booking("copperhill", v1::BOOKING_LINE_KIND_RENEWAL, 9'600'000, 9'000'000))
                   .attribution()
                   .name();
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

  // The second quarter of pool_test.
  void LiveSecondQuarter() {
    SetClock(Day(5, 10));
    Record(Booking("harborline", v1::BOOKING_LINE_KIND_RENEWAL, 22'800'000, 22'800'000));
    SetClock(Day(6, 1));
    Record(Booking("copperhill", v1::BOOKING_LINE_KIND_ADD_ON, 9'000'000, 7'000'000));
    SetClock(Day(7, 2));
  }

  void PublishQuarter(const std::string& period) {
    ASSERT_THAT(Compute(period).status, IsOk());
    ASSERT_THAT(Publish(period), IsOk());
  }

  // rosa's plan with other rates, under its own code.
  static v1::CompPlan AePlan(int32_t expansion_rate_bp) {
    v1::CompPlan plan = Plan(v1::ROLE_AE);
    plan.set_expansion_rate_bp(expansion_rate_bp);
    return plan;
  }

  // How many rows each table has, the audit log among them.
  std::map<std::string, int64_t> Rows() {
    const auto session = OpenSession();
    const bool sqlite = session->dialect() == store::Dialect::kSqlite;
    const std::string catalog =
        sqlite ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
               : "SELECT table_name::text FROM information_schema.tables WHERE table_schema = "
                 "'public' AND table_type = 'BASE TABLE'";
    std::vector<std::string> tables;
    const auto names = session->Query({catalog, "t", catalog}, {});
    while (names->Next()) tables.push_back(names->Text(0));
    std::map<std::string, int64_t> rows;
    for (const std::string& table : tables) {
      const std::string count = absl::StrCat("SELECT count(*) FROM ", table);
      const auto counted = session->Query({count, "i", count}, {});
      EXPECT_TRUE(counted->Next()) << table;
      rows[table] = counted->Int(0);
    }
    return rows;
  }

  std::string signal_;
  std::string renewal_;
};

TEST_F(Simulations, C16_NothingChangedIsExactlyTheBaselineWhichIsTheDraft) {
  LiveSecondQuarter();
  const Simulated simulated = Simulate(AskNothing("2026-Q1", "2026-Q2"));
  ASSERT_THAT(simulated.messages, SizeIs(11));  // of 5 payees 2 quarters each, and the totals
  for (size_t i = 0; i + 1 < simulated.messages.size(); ++i) {
    const v1::SimulatedStatement& one = simulated.messages[i].statement();
    EXPECT_EQ(simulated.messages[i].done_count(), static_cast<int>(i) / 2 + 1);
    EXPECT_EQ(simulated.messages[i].total_count(), 5);
    EXPECT_EQ(one.difference().ByteSizeLong(), 0) << one.ShortDebugString();
    EXPECT_EQ(one.pay_difference_minor(), 0);
    EXPECT_EQ(LinesBut(one.baseline().lines()), LinesBut(one.simulated().lines()));
    EXPECT_FALSE(one.published());
  }
  EXPECT_EQ(simulated.Totals().same_count(), 5);
  EXPECT_EQ(simulated.Totals().difference().ByteSizeLong(), 0);

  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  for (const char* period : {"2026-Q1", "2026-Q2"}) {
    for (const char* payee : {"rosa", "tobias", "imogen", "farah", "helen"}) {
      const auto draft = Statement(camille(), absl::StrCat(period, "-", payee));
      ASSERT_THAT(draft, IsOk());
      const v1::SimulatedStatement one = simulated.Of(payee, period);
      EXPECT_EQ(one.baseline().totals().ShortDebugString(), draft->totals().ShortDebugString());
      EXPECT_EQ(LinesBut(one.baseline().lines()), LinesBut(draft->lines())) << payee << period;
    }
  }
}

TEST_F(Simulations, C16_StoresNothing) {
  LiveSecondQuarter();
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto draft = Statement(camille(), "2026-Q1-imogen");
  ASSERT_THAT(draft, IsOk());
  const std::map<std::string, int64_t> before = Rows();
  v1::SimulateStatementsRequest request = AskScheme(kBanded, "2026-Q1", "2026-Q2");
  *request.add_plans() = AePlan(2'000);
  Simulate(request);
  EXPECT_EQ(Rows(), before);
  EXPECT_EQ(Statement(camille(), "2026-Q1-imogen")->SerializeAsString(),
            draft->SerializeAsString());
  EXPECT_THAT(Statement(camille(), "2026-Q2-imogen"),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Simulations, C16_UnderBandsTheCreditIsSharedByTheSizeOfTheBooking) {
  const Simulated simulated = Simulate(AskScheme(kBanded, "2026-Q1"));
  // 48,000.00 lies between 25,000.00 and 100,000.00: 70% is the CSM's, 30% the AE's.
  const v1::SimulatedStatement rosa = simulated.Of("rosa", "2026-Q1");
  EXPECT_EQ(rosa.baseline().totals().credited_minor(), 4'800'000);
  EXPECT_EQ(rosa.simulated().totals().credited_minor(), 1'440'000);
  EXPECT_EQ(rosa.baseline().pay_minor(), 480'000);
  EXPECT_EQ(rosa.simulated().pay_minor(), 144'000);
  EXPECT_EQ(rosa.difference().payable_minor(), -336'000);
  ASSERT_THAT(rosa.kinds(), SizeIs(1));
  EXPECT_EQ(rosa.kinds(0).kind(), v1::STATEMENT_LINE_KIND_EARNING);
  EXPECT_EQ(rosa.kinds(0).simulated_earning_minor(), 144'000);
  ASSERT_THAT(rosa.simulated().lines(), SizeIs(1));
  EXPECT_EQ(rosa.simulated().lines(0).credit_share_bp(), 3'000);
  EXPECT_EQ(rosa.simulated().lines(0).policy_version(), 2);
  EXPECT_EQ(rosa.baseline().lines(0).policy_version(), 1);

  // 33,600.00 of a target of 6,900.00 is 486.96%, which pays 1 + 1.5 x 3.8696 = 6.8044 times
  // 2,187.50; as it is 14,400.00 pay 5,754.22.
  const v1::SimulatedStatement imogen = simulated.Of("imogen", "2026-Q1");
  EXPECT_EQ(imogen.baseline().pay_minor(), 946'516);
  EXPECT_EQ(imogen.pay_difference_minor(), 1'488'462 - 575'422);
  // Her manager is paid on the same book, the VP CS on the company's, tobias on nothing.
  EXPECT_EQ(simulated.Of("farah", "2026-Q1").pay_difference_minor(), 1'488'462 - 575'422);
  EXPECT_EQ(simulated.Of("helen", "2026-Q1").pay_difference_minor(), 0);
  EXPECT_EQ(simulated.Of("tobias", "2026-Q1").pay_difference_minor(), 0);
  const v1::SimulationTotals totals = simulated.Totals();
  EXPECT_EQ(totals.currency_code(), "USD");
  EXPECT_EQ(totals.gain_count(), 2);
  EXPECT_EQ(totals.lose_count(), 1);
  EXPECT_EQ(totals.same_count(), 2);
  EXPECT_EQ(totals.pay_difference_minor(), 2 * (1'488'462 - 575'422) - 336'000);
}

TEST_F(Simulations, C16_APlanTakesThePlaceOfItsCodesVersions) {
  v1::SimulateStatementsRequest request = Ask("2026-Q1");
  *request.add_plans() = AePlan(2'000);
  const Simulated simulated = Simulate(request);
  const v1::SimulatedStatement rosa = simulated.Of("rosa", "2026-Q1");
  EXPECT_EQ(rosa.baseline().plan(), "AE-2026/1");
  EXPECT_EQ(rosa.simulated().plan(), "AE-2026/2");
  EXPECT_EQ(rosa.baseline().totals().earned_minor(), 480'000);
  EXPECT_EQ(rosa.simulated().totals().earned_minor(), 960'000);
  EXPECT_EQ(rosa.difference().credited_minor(), 0);
  EXPECT_EQ(simulated.Totals().gain_count(), 1);
  EXPECT_EQ(simulated.Totals().same_count(), 4);
}

TEST_F(Simulations, C16_ASignalsCreditIsAShareOfWhatTheScenariosPlanPays) {
  // The AE has it all: 10% of 48,000.00, or 20%; the CSM a quarter of that and no expansion credit.
  const v1::SimulatedStatement as_is =
      Simulate(AskScheme(kSignalCredit, "2026-Q1")).Of("imogen", "2026-Q1");
  EXPECT_EQ(as_is.pay_difference_minor(), 120'000 - 575'422);
  v1::SimulateStatementsRequest request = AskScheme(kSignalCredit, "2026-Q1");
  *request.add_plans() = AePlan(2'000);
  const Simulated doubled = Simulate(request);
  EXPECT_EQ(doubled.Of("imogen", "2026-Q1").pay_difference_minor(), 240'000 - 575'422);
  EXPECT_EQ(doubled.Of("rosa", "2026-Q1").pay_difference_minor(), 480'000);
}

TEST_F(Simulations, C16_AQuarterIsTruedUpAgainstTheSimulatedOneBeforeIt) {
  LiveSecondQuarter();
  const Simulated simulated = Simulate(AskScheme(kBanded, "2026-Q1", "2026-Q2"));
  const v1::SimulatedStatement imogen = simulated.Of("imogen", "2026-Q2");
  // As pool_test has it by hand: 1,465.31 and -1,188.91.
  EXPECT_EQ(imogen.baseline().pay_minor(), 27'640);
  // 33,600.00 of 13,800.00 is 243.48% of 4,375.00, which is 10,652.25, less 14,884.62.
  EXPECT_EQ(imogen.simulated().pay_minor(), 146'531 + 1'065'225 - 1'488'462);
  // Below zero, so nothing is paid and it is carried on.
  EXPECT_EQ(imogen.simulated().totals().payable_minor(), 0);
  EXPECT_EQ(imogen.pay_difference_minor(), -304'346);
  // The same Q2 alone trues up against what Q1 was published with.
  PublishQuarter("2026-Q1");
  const v1::SimulatedStatement alone =
      Simulate(AskScheme(kBanded, "2026-Q2")).Of("imogen", "2026-Q2");
  EXPECT_EQ(alone.baseline().pay_minor(), 27'640);
  EXPECT_EQ(alone.simulated().pay_minor(), 27'640);
}

TEST_F(Simulations, C16_APublishedQuarterStandsBesideWhatItComesOutAsNow) {
  const std::string late = Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000,
                                          24'800'000))
                               .attribution()
                               .name();  // of Q2
  SetClock(Day(7, 2));
  PublishQuarter("2026-Q1");
  PublishQuarter("2026-Q2");
  const int64_t published = Statement(camille(), "2026-Q2-rosa")->totals().payable_minor();
  EXPECT_EQ(published, 0);
  SignBoth(late);
  const Simulated simulated = Simulate(AskScheme(kBanded, "2026-Q2"));
  const v1::SimulatedStatement rosa = simulated.Of("rosa", "2026-Q2");
  EXPECT_TRUE(rosa.published());
  EXPECT_EQ(rosa.published_payable_minor(), 0);
  EXPECT_EQ(rosa.baseline().totals().payable_minor(), 200'000);
  // Below 25,000.00 all of it is the CSM's.
  EXPECT_EQ(rosa.simulated().totals().payable_minor(), 0);
}

TEST_F(Simulations, C16_APublishedQuartersReleasesAndLateBookingsAreComputedAgain) {
  const std::string held = Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'800'000,
                                          24'800'000))
                               .attribution()
                               .name();  // of Q2
  SetClock(Day(7, 2));
  PublishQuarter("2026-Q1");
  PublishQuarter("2026-Q2");
  SignBoth(held);
  // Booked in Q2, recorded after it was published.
  v1::RecordBookingRequest request =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 24'800'000, 25'800'000);
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(6, 28));
  SignBoth(Record(request).attribution().name());
  SetClock(Day(10, 2));
  PublishQuarter("2026-Q3");
  const auto published = Statement(camille(), "2026-Q3-rosa");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->totals().payable_minor(), 300'000);
  const v1::SimulatedStatement third = Simulate(AskNothing("2026-Q3")).Of("rosa", "2026-Q3");
  EXPECT_EQ(third.published_payable_minor(), 300'000);
  EXPECT_EQ(third.baseline().totals().payable_minor(), 300'000);
  EXPECT_EQ(third.difference().ByteSizeLong(), 0);
  // With Q2 it is all Q2's.
  const Simulated both = Simulate(AskNothing("2026-Q2", "2026-Q3"));
  EXPECT_EQ(both.Of("rosa", "2026-Q2").baseline().totals().payable_minor(), 300'000);
  EXPECT_EQ(both.Of("rosa", "2026-Q3").baseline().totals().payable_minor(), 0);
}

TEST_F(Simulations, C16_APayeeMovesToAnotherPlanOrGetsTheirFirst) {
  v1::SimulateStatementsRequest request = Ask("2026-Q1");
  v1::CompPlan plan = AePlan(1'500);
  plan.set_code("AE-HUNTER");
  *request.add_plans() = plan;
  for (const char* ae : {"rosa", "dana"}) {
    As(v1::ROLE_AE, ae);
    v1::PlanMove& move = *request.add_moves();
    move.set_payee(Person(ae));
    move.set_code("AE-HUNTER");
  }
  const Simulated simulated = Simulate(request);
  EXPECT_EQ(simulated.Of("rosa", "2026-Q1").simulated().plan(), "AE-HUNTER/1");
  EXPECT_EQ(simulated.Of("rosa", "2026-Q1").pay_difference_minor(), 240'000);
  EXPECT_EQ(simulated.Of("dana", "2026-Q1").baseline().plan(), "");
  EXPECT_EQ(simulated.Of("dana", "2026-Q1").simulated().plan(), "AE-HUNTER/1");
  EXPECT_EQ(simulated.Of("dana", "2026-Q1").pay_difference_minor(), 0);

  // The code of a signed version will do, too.
  v1::SimulateStatementsRequest second = Ask("2026-Q1");
  second.add_payees(Person("tobias"));
  v1::PlanMove& move = *second.add_moves();
  move.set_payee(Person("tobias"));
  move.set_code("CSM-POOLS");
  const Simulated tobias = Simulate(second);
  ASSERT_THAT(tobias.messages, SizeIs(2));
  EXPECT_EQ(tobias.Of("tobias", "2026-Q1").baseline().pay_minor(), 0);
  // No book: GRR and expansion pay in full, and so do the objectives that nothing measures.
  EXPECT_GT(tobias.Of("tobias", "2026-Q1").simulated().pay_minor(), 0);
}

TEST_F(Simulations, C16_APolicyVersionMayBeTriedBeforeItIsSigned) {
  v1::CreatePolicyVersionRequest create;
  create.set_parent(Tenant());
  create.mutable_policy()->set_credit_scheme(kBanded);
  *create.mutable_policy()->mutable_effective_time() = domain::ToTimestamp(Day(6, 1));
  create.mutable_update_mask()->add_paths("credit_scheme");
  ASSERT_THAT(otto().Call(&v1::PolicyService::Stub::CreatePolicyVersion, create), IsOk());
  v1::SimulateStatementsRequest request = Ask("2026-Q1");
  request.set_policy_version(2);
  EXPECT_EQ(Simulate(request).Of("rosa", "2026-Q1").pay_difference_minor(), -336'000);
  request.set_policy_version(1);  // the defaults, by which it was decided
  EXPECT_EQ(Simulate(request).Of("rosa", "2026-Q1").difference().ByteSizeLong(), 0);
}

TEST_F(Simulations, C17_WhoeverReadsAllPayMayTry) {
  const v1::SimulateStatementsRequest request = AskNothing("2026-Q1");
  for (const Client& who : {camille(), frank(), As(v1::ROLE_AUDITOR, "audrey")}) {
    EXPECT_THAT(Simulate(who, request).status, IsOk());
  }
  for (const Client& who :
       {rosa(), imogen(), priya(), helen(), victor(), otto(), remy(), clara(), plugin(), Admin()}) {
    const Simulated refused = Simulate(who, request);
    EXPECT_THAT(refused.status, Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
    EXPECT_THAT(refused.messages, IsEmpty());
  }
}

TEST_F(Simulations, C16_EveryFaultIsNamed) {
  v1::SimulateStatementsRequest request = Ask("2026", "2028-Q9");
  request.mutable_policy()->set_signal_credit_bp(10'001);
  request.mutable_policy()->set_calendar(Name("calendars", "nowhere"));
  request.mutable_update_mask()->add_paths("signal_credit_bp");
  request.mutable_update_mask()->add_paths("calendar");
  request.mutable_update_mask()->add_paths("colour");
  *request.add_plans() = AePlan(10'001);
  v1::CompPlan second = AePlan(500);
  second.set_currency_code("EUR");
  *request.add_plans() = second;
  EXPECT_THAT(ViolatedFields(Simulate(camille(), request).status),
              UnorderedElementsAre("from_period", "to_period", "policy.signal_credit_bp",
                                   "policy.calendar", "update_mask", "plans[0].expansion_rate_bp",
                                   "plans[1].code", "plans[1].currency_code"));

  request = Ask("2026-Q1", "2028-Q1");
  request.set_policy_version(7);
  request.add_payees(Person("nobody"));
  request.add_payees(Person("remy"));
  v1::CompPlan loose = AePlan(500);
  loose.set_code("AE-NEW");
  *request.add_plans() = loose;
  for (const auto& [payee, code] : std::vector<std::pair<std::string, std::string>>{
           {"rosa", "CSM-2026"}, {"rosa", "AE-2026"}, {"stranger", "AE-2026"}, {"dana", "XX"}}) {
    if (payee == "dana") As(v1::ROLE_AE, "dana");
    v1::PlanMove& move = *request.add_moves();
    move.set_payee(Person(payee));
    move.set_code(code);
  }
  EXPECT_THAT(ViolatedFields(Simulate(camille(), request).status),
              UnorderedElementsAre("to_period", "policy_version", "plans[0].code"));
  request.set_to_period("2026-Q2");
  remy();
  EXPECT_THAT(
      ViolatedFields(Simulate(camille(), request).status),
      UnorderedElementsAre("policy_version", "plans[0].code", "payees[0]", "payees[1]",
                           "moves[0].code", "moves[1].payee", "moves[2].payee", "moves[3].code"));
}

TEST_F(Simulations, C16_WhatCantBeSimulatedIsRefused) {
  const auto faults = [&](const v1::SimulateStatementsRequest& request) {
    return ViolatedFields(Simulate(camille(), request).status);
  };
  EXPECT_THAT(faults(Ask("2026-Q1")), ElementsAre("policy"));
  EXPECT_THAT(faults(AskNothing("2026-Q2", "2026-Q1")), ElementsAre("to_period"));
  EXPECT_THAT(faults(AskNothing("2026-Q1", "2028-Q1")), ElementsAre("to_period"));
  EXPECT_THAT(Simulate(camille(), AskNothing("2026-Q1", "2027-Q4")).status, IsOk());
  v1::SimulateStatementsRequest both = AskNothing("2026-Q1");
  both.set_policy_version(1);
  EXPECT_THAT(faults(both), ElementsAre("policy_version"));
  v1::SimulateStatementsRequest fiscal = Ask("2026-Q1");
  fiscal.mutable_policy()->set_fiscal_first_month(2);
  fiscal.mutable_policy()->set_time_zone("Europe/Berlin");
  fiscal.mutable_update_mask()->add_paths("fiscal_first_month");
  fiscal.mutable_update_mask()->add_paths("time_zone");
  EXPECT_THAT(faults(fiscal), ElementsAre("policy.time_zone", "policy.fiscal_first_month"));
  v1::SimulateStatementsRequest foreign = AskNothing("2026-Q1");
  foreign.set_parent("tenants/other");
  EXPECT_THAT(Simulate(camille(), foreign).status,
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace baton::testing
