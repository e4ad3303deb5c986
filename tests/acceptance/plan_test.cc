// Plans: versions that three officers sign, and whom they pay (X-5, X-11, C-13).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr absl::StatusCode kState = absl::StatusCode::kFailedPrecondition;

class Plans : public Revenue {
 protected:
  Client farah() { return As(v1::ROLE_MANAGER, "farah"); }

  static v1::GetPlanRequest PlanAt(const std::string& code, absl::Time at) {
    v1::GetPlanRequest request;
    request.set_parent(Tenant());
    request.set_code(code);
    *request.mutable_time() = domain::ToTimestamp(at);
    return request;
  }

  std::vector<std::string> Listed(const Client& who) {
    v1::ListPlanVersionsRequest request;
    request.set_parent(Tenant());
    const auto listed = who.Call(&StatementStub::ListPlanVersions, request);
    EXPECT_THAT(listed, IsOk());
    std::vector<std::string> plans;
    if (!listed.ok()) return plans;
    for (const v1::PlanVersion& version : listed->plan_versions()) {
      plans.push_back(version.plan().code() + "/" + std::to_string(version.plan().version()));
    }
    return plans;
  }

  void SendAway(const std::string& person, const std::string& deputy) {
    v1::SetAbsenceRequest away;
    away.set_person(Person(person));
    *away.mutable_absence()->mutable_end_time() = domain::ToTimestamp(Now() + absl::Hours(24));
    away.mutable_absence()->set_deputy(Person(deputy));
    ASSERT_THAT(remy().Call(&AccountStub::SetAbsence, away), IsOk());
  }
};

TEST_F(Plans, X11_PayNobodyUntilThreeOfficersHaveSigned) {
  const auto made = MakePlan(Plan(v1::ROLE_AE), Day(1, 1));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->state(), v1::POLICY_VERSION_STATE_UNSIGNED);
  EXPECT_EQ(made->plan().version(), 1);
  EXPECT_EQ(made->creator(), Person("camille"));
  EXPECT_THAT(SignPlan(helen(), made->name()), IsOk());
  EXPECT_THAT(SignPlan(helen(), made->name()), Refuses(kState, "PLAN_SIGNER"));
  EXPECT_THAT(SignPlan(remy(), made->name()), Refuses(kState, "PLAN_SIGNER"));
  EXPECT_THAT(SignPlan(otto(), made->name()), IsOk());
  SetClock(Day(1, 20));
  EXPECT_THAT(Assign(camille(), "rosa", "AE-2026", Day(1, 10)),
              Refuses(kState, "PLAN_NOT_IN_FORCE"));
  const auto complete = SignPlan(frank(), made->name());
  ASSERT_THAT(complete, IsOk());
  EXPECT_EQ(complete->state(), v1::POLICY_VERSION_STATE_IN_FORCE);
  EXPECT_THAT(SignPlan(frank(), made->name()), Refuses(kState, "PLAN_VERSION_STATE"));
  EXPECT_THAT(Assign(camille(), "rosa", "AE-2026", Day(1, 10)), IsOk());
  EXPECT_THAT(Assign(camille(), "rosa", "AE-2026", Day(1, 1) - absl::Microseconds(1)),
              Refuses(kState, "PLAN_NOT_IN_FORCE"));
}

TEST_F(Plans, X11_NobodySignsWhatTheyMadeTheirManagerDoes) {
  v1::CreatePlanVersionRequest request;
  request.set_parent(Tenant());
  *request.mutable_plan_version()->mutable_plan() = Plan(v1::ROLE_AE);
  *request.mutable_plan_version()->mutable_effective_time() = domain::ToTimestamp(Day(1, 1));
  EXPECT_THAT(rosa().Call(&StatementStub::CreatePlanVersion, request),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto made = otto().Call(&StatementStub::CreatePlanVersion, request);
  ASSERT_THAT(made, IsOk());
  const std::string& name = made->plan_version().name();
  EXPECT_THAT(SignPlan(otto(), name), Refuses(kState, "PLAN_SIGNER"));
  EXPECT_THAT(SignPlan(victor(), name), Refuses(kState, "PLAN_SIGNER"));
  EXPECT_THAT(SignPlan(helen(), name), IsOk());
  EXPECT_THAT(SignPlan(frank(), name), IsOk());
  const auto complete = SignPlan(clara(), name);
  ASSERT_THAT(complete, IsOk());
  EXPECT_EQ(complete->signatures(2).role(), v1::ROLE_VP_REVOPS);
  EXPECT_EQ(complete->signatures(2).signer(), Person("clara"));
  EXPECT_TRUE(complete->has_approve_time());
}

// frank, the CFO, signs for his own seat alone.
TEST_F(Plans, X11_WhereTheManagerIsAnOfficerTheNextOneUpSigns) {
  AddPerson("frank", v1::ROLE_CFO, "clara");
  v1::UpsertPersonRequest below;
  below.mutable_person()->set_name(Person("otto"));
  below.mutable_person()->set_manager(Person("frank"));
  ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, below), IsOk());
  v1::CreatePlanVersionRequest request;
  request.set_parent(Tenant());
  *request.mutable_plan_version()->mutable_plan() = Plan(v1::ROLE_AE);
  *request.mutable_plan_version()->mutable_effective_time() = domain::ToTimestamp(Day(1, 1));
  const auto made = otto().Call(&StatementStub::CreatePlanVersion, request);
  ASSERT_THAT(made, IsOk());
  const std::string& name = made->plan_version().name();
  EXPECT_THAT(SignPlan(otto(), name), Refuses(kState, "PLAN_SIGNER"));
  EXPECT_THAT(SignPlan(helen(), name), IsOk());
  EXPECT_THAT(SignPlan(frank(), name), IsOk());
  const auto complete = SignPlan(clara(), name);
  ASSERT_THAT(complete, IsOk());
  EXPECT_TRUE(complete->has_approve_time());
}

// farah signs version 2 for helen, who is away, and is assigned the code before it starts.
TEST_F(Plans, X11_NobodyIsAssignedACodeOfWhichTheySignedALaterVersion) {
  v1::CompPlan plan = Plan(v1::ROLE_MANAGER);
  plan.set_code("MANAGER-2026");
  SignedPlan(plan, Day(1, 1));
  SendAway("helen", "farah");
  plan.set_base_minor(16'500'000);
  const auto later = MakePlan(plan, Day(7, 1));
  ASSERT_THAT(later, IsOk());
  for (const Client& signer : {farah(), otto(), frank()}) {
    ASSERT_THAT(SignPlan(signer, later->name()), IsOk());
  }
  SetClock(Day(5, 1));
  EXPECT_THAT(Assign(camille(), "farah", "MANAGER-2026", Day(5, 1)),
              Refuses(kState, "PLAN_SIGNER"));
}

TEST_F(Plans, X11_AVpsOwnPlanIsSignedByTheirManager) {
  v1::CompPlan plan = Plan(v1::ROLE_CSM);
  plan.set_code("VP-2026");
  plan.set_role(v1::ROLE_VP_CS);
  const auto made = MakePlan(plan, Day(1, 1));
  ASSERT_THAT(made, IsOk());
  EXPECT_EQ(made->plan().kind(), v1::PLAN_KIND_COMPANY_POOLS);
  EXPECT_THAT(SignPlan(helen(), made->name()), Refuses(kState, "PLAN_SIGNER"));
  for (const Client& signer : {clara(), otto(), frank()}) {
    EXPECT_THAT(SignPlan(signer, made->name()), IsOk());
  }
  SetClock(Day(1, 20));
  EXPECT_THAT(Assign(camille(), "helen", "VP-2026", Day(1, 2)), IsOk());
}

TEST_F(Plans, W1_ADeputySignsForWhoIsAway) {
  const auto made = MakePlan(Plan(v1::ROLE_AE), Day(1, 1));
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(SignPlan(farah(), made->name()), Refuses(kState, "PLAN_SIGNER"));
  SendAway("helen", "farah");
  const auto once = SignPlan(farah(), made->name());
  ASSERT_THAT(once, IsOk());
  EXPECT_EQ(once->signatures(0).role(), v1::ROLE_VP_CS);
  EXPECT_EQ(once->signatures(0).signer(), Person("farah"));
}

TEST_F(Plans, X5_AnAssignmentNamesTheCodeAlone) {
  AssignPlan("rosa", v1::ROLE_AE);
  v1::AssignPlanRequest request;
  request.set_parent(Tenant());
  request.mutable_assignment()->set_payee(Person("rosa"));
  *request.mutable_assignment()->mutable_plan() = Plan(v1::ROLE_AE);
  EXPECT_THAT(ViolatedFields(camille().Call(&StatementStub::AssignPlan, request).status()),
              UnorderedElementsAre("assignment.plan.role", "assignment.plan.currency_code",
                                   "assignment.plan.expansion_rate_bp",
                                   "assignment.plan.new_business_rate_bp",
                                   "assignment.plan.renewal_rate_bp"));
  EXPECT_THAT(ViolatedFields(Assign(camille(), "imogen", "AE-2026").status()),
              ElementsAre("assignment.plan.code"));
  EXPECT_THAT(Assign(camille(), "rosa", "NONE"), Refuses(kState, "PLAN_NOT_IN_FORCE"));
}

TEST_F(Plans, X5_TheVersionInForceIsShown) {
  AssignPlan("rosa", v1::ROLE_AE);
  v1::CompPlan raised = Plan(v1::ROLE_AE);
  raised.set_expansion_rate_bp(2'000);
  EXPECT_THAT(MakePlan(raised, Now() - absl::Microseconds(1)), Refuses(kState, "PLAN_START"));
  SignedPlan(raised, Day(3, 1));
  const auto before =
      rosa().Call(&StatementStub::GetPlan, PlanAt("AE-2026", Day(3, 1) - absl::Microseconds(1)));
  ASSERT_THAT(before, IsOk());
  EXPECT_EQ(before->plan_version().plan().version(), 1);
  EXPECT_EQ(before->plan_version().state(), v1::POLICY_VERSION_STATE_IN_FORCE);
  const auto after = rosa().Call(&StatementStub::GetPlan, PlanAt("AE-2026", Day(3, 1)));
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(after->plan_version().plan().expansion_rate_bp(), 2'000);
  EXPECT_EQ(after->plan_version().state(), v1::POLICY_VERSION_STATE_SCHEDULED);
  EXPECT_THAT(Listed(rosa()), ElementsAre("AE-2026/1", "AE-2026/2"));
}

TEST_F(Plans, X5_ACommissionGoesByThePlanInForceAtTheBooking) {
  const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
  AssignPlan("rosa", v1::ROLE_AE);
  AssignPlan("imogen", v1::ROLE_CSM);
  v1::CompPlan raised = Plan(v1::ROLE_AE);
  raised.set_expansion_rate_bp(2'000);
  SignedPlan(raised, Day(3, 1));
  WinExpansion(opportunity, Day(2, 10));
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  const auto statement = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->plan().version(), 2);
  ASSERT_THAT(statement->lines(), SizeIs(1));
  EXPECT_EQ(statement->lines(0).rate_bp(), 1'000);
  EXPECT_EQ(statement->lines(0).other_plan(), "AE-2026/1");
  EXPECT_EQ(statement->lines(0).earning_minor(), 480'000);
  EXPECT_THAT(Publish("2026-Q1"), IsOk());
}

TEST_F(Plans, C13_ValidateSaysOfWhatToBewareAndStoresNothing) {
  v1::ValidatePlanRequest request;
  request.set_parent(Tenant());
  *request.mutable_plan_version()->mutable_plan() = Plan(v1::ROLE_AE);
  request.mutable_plan_version()->mutable_plan()->set_renewal_rate_bp(0);
  const auto valid = remy().Call(&StatementStub::ValidatePlan, request);
  ASSERT_THAT(valid, IsOk());
  EXPECT_EQ(valid->plan_version().plan().version(), 1);
  EXPECT_THAT(valid->plan_version().warnings(),
              ElementsAre(Property(&v1::PlanWarning::field, "renewal_rate_bp")));
  EXPECT_THAT(valid->signing_roles(),
              ElementsAre(v1::ROLE_VP_CS, v1::ROLE_VP_REVOPS, v1::ROLE_CFO));
  EXPECT_THAT(Listed(remy()), IsEmpty());
  v1::ListPlanTemplatesRequest templates;
  templates.set_parent(Tenant());
  const auto listed = rosa().Call(&StatementStub::ListPlanTemplates, templates);
  ASSERT_THAT(listed, IsOk());
  EXPECT_THAT(listed->templates(), Contains(Property(&v1::PlanTemplate::code, "csm_mid_market")));
}

TEST_F(Plans, C17_APayeeReadsTheirOwnPlanAndTheAdminNone) {
  AssignPlan("rosa", v1::ROLE_AE);
  const v1::GetPlanRequest get = PlanAt("AE-2026", Now());
  EXPECT_THAT(priya().Call(&StatementStub::GetPlan, get), IsOk());
  EXPECT_THAT(imogen().Call(&StatementStub::GetPlan, get),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Listed(imogen()), IsEmpty());
  EXPECT_THAT(Admin().Call(&StatementStub::GetPlan, get),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

}  // namespace
}  // namespace baton::testing
