// What a CSM earns of the AE's commission under the scheme signal_credit, and whom it holds up when
// the AE has no plan (C-1, C-17, C-24).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Property;

// The scheme is in force, and shows the AE's rate. imogen filed the signal of which harborline's
// expansion came.
class SignalCredit : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    v1::Policy policy;
    policy.set_credit_scheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT);
    policy.set_show_ae_rate(true);
    *policy.mutable_effective_time() = domain::ToTimestamp(Now() + absl::Hours(1));
    PutPolicyVersion(policy, {"credit_scheme", "show_ae_rate"});
    SetClock(Now() + absl::Hours(2));
    signal_ = FileFor("harborline").name();
    opportunity_ = OpenOpportunity(signal_);
    AssignPlan("imogen", v1::ROLE_CSM);
    AssignPlan("dana", v1::ROLE_AE);
  }

  // The signal is won with an expansion of 48,000.00.
  void Win(absl::Time at) { WinExpansion(opportunity_, at); }

  std::vector<std::string> Unready(const std::string& period, v1::CloseCheckKind kind) {
    v1::GetPeriodRequest request;
    request.set_name(Name("periods", period));
    const auto response = camille().Call(&StatementStub::GetPeriod, request);
    EXPECT_THAT(response, IsOk());
    if (!response.ok()) return {};
    for (const v1::CloseCheck& check : response->period().checklist()) {
      if (check.kind() == kind) return {check.subjects().begin(), check.subjects().end()};
    }
    return {};
  }

  std::string signal_;
  std::string opportunity_;
};

TEST_F(SignalCredit, X6_TheAesRateStandsWhereThePolicyShowsIt) {
  AssignPlan("rosa", v1::ROLE_AE);
  Win(Day(2, 10));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto statement = Statement(imogen(), "2026-Q1-imogen");
  ASSERT_THAT(statement, IsOk());
  const auto line =
      std::find_if(statement->lines().begin(), statement->lines().end(),
                   [](const v1::StatementLine& one) { return one.earning_minor() > 0; });
  ASSERT_NE(line, statement->lines().end());
  EXPECT_EQ(line->earning_minor(), 120'000);  // 25% of 4,800.00
  v1::ExplainLineRequest request;
  request.set_name(line->name());
  const auto explained = imogen().Call(&StatementStub::ExplainLine, request);
  ASSERT_THAT(explained, IsOk());
  EXPECT_THAT(explained->explanation().steps(),
              Contains(Property(&v1::ExplanationStep::text,
                                HasSubstr("4,800.00 USD at their expansion rate of 10%"))));
  for (const v1::ExplainedInput& input : explained->explanation().inputs()) {
    EXPECT_NE(input.value(), "0%") << input.label();
  }
}

// Nothing of the booking names imogen but the signal.
TEST_F(SignalCredit, C1_WhoFiledTheSignalIsPaidThoughTheAccountIsAnothersNow) {
  AssignPlan("rosa", v1::ROLE_AE);
  AssignPlan("tobias", v1::ROLE_CSM);
  v1::SetAccountTeamRequest team;
  team.set_account(Account("harborline"));
  team.mutable_member()->set_role(v1::ROLE_CSM);
  team.mutable_member()->set_person(Person("tobias"));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Day(2, 1));
  SetClock(Day(2, 1));
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  Win(Day(2, 10));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q1-imogen")->totals().payable_minor(), 120'000);
  EXPECT_EQ(Statement(camille(), "2026-Q1-tobias")->totals().payable_minor(), 0);
  const std::string whole = Statement(camille(), "2026-Q1-imogen")->SerializeAsString();
  ASSERT_THAT(Compute("2026-Q1", {"imogen"}).status, IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q1-imogen")->SerializeAsString(), whole);
}

// C-14. As above, and recorded after its quarter was published.
TEST_F(SignalCredit, C14_WhatIsWonLateIsPaidToWhoFiledTheSignal) {
  AssignPlan("rosa", v1::ROLE_AE);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  SetClock(Day(4, 3));
  v1::RecordBookingRequest won =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  won.mutable_booking()->set_opportunity(opportunity_);
  *won.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Day(3, 10));
  SignBoth(Record(won).attribution().name());
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q2-imogen")->totals().payable_minor(), 120'000);
}

TEST_F(SignalCredit, C24_ALeaverWhoCantBeComputedStopsNobodyElseAndIsNamed) {
  v1::EndPersonRequest end;
  end.set_name(Person("imogen"));
  *end.mutable_end_time() = domain::ToTimestamp(Day(3, 20));
  SetClock(Day(3, 20));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, end), IsOk());
  Win(Day(5, 10));  // rosa has no plan
  SetClock(Day(7, 2));
  const Computed computed = Compute("2026-Q2");
  EXPECT_THAT(computed.status,
              Refuses(absl::StatusCode::kFailedPrecondition, "COMP_INPUT_MISSING"));
  EXPECT_THAT(Statement(camille(), "2026-Q2-dana"), IsOk());
  EXPECT_THAT(Unready("2026-Q2", v1::CLOSE_CHECK_KIND_NOT_COMPUTED), ElementsAre(Person("imogen")));
  EXPECT_THAT(Unready("2026-Q2", v1::CLOSE_CHECK_KIND_NO_PLAN), ElementsAre(Person("rosa")));
  EXPECT_THAT(Publish("2026-Q2"), StatusIs(absl::StatusCode::kFailedPrecondition));

  AssignPlan("rosa", v1::ROLE_AE);
  SetClock(Now() + absl::Seconds(1));
  ASSERT_THAT(Assign(camille(), "rosa", "AE-2026", Day(5, 1)), IsOk());
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_EQ(Statement(camille(), "2026-Q2-imogen")->totals().payable_minor(), 120'000);
}

}  // namespace
}  // namespace baton::testing
