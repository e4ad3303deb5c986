#include "tests/acceptance/plan_tour.h"

#include <gtest/gtest.h>

#include <vector>

#include "baton/v1/report_service.grpc.pb.h"

namespace baton::testing {

void PlanTour::TourPlans() {
  for (const char* ae : {"rosa", "dana"}) AssignPlan(ae, v1::ROLE_AE);
  AssignPools("imogen", v1::ROLE_CSM, "CSM-POOLS");
  AssignPools("farah", v1::ROLE_MANAGER, "MANAGER-POOLS");
  AssignPools("helen", v1::ROLE_VP_CS, "VP-POOLS");
  v1::ValidatePlanRequest validate;
  validate.set_parent(Tenant());
  *validate.mutable_plan_version()->mutable_plan() = Plan(v1::ROLE_AE);
  validate.mutable_plan_version()->mutable_plan()->set_renewal_rate_bp(400);
  EXPECT_THAT(remy().Call(&StatementStub::ValidatePlan, validate), IsOk());
  v1::GetPlanRequest get;
  get.set_parent(Tenant());
  get.set_code("AE-2026");
  v1::ListPlanVersionsRequest list;
  list.set_parent(Tenant());
  list.set_filter("code = \"AE-2026\"");
  v1::ListPlanTemplatesRequest templates;
  templates.set_parent(Tenant());
  for (const Client& caller : {rosa(), priya(), remy()}) {
    EXPECT_THAT(caller.Call(&StatementStub::GetPlan, get), IsOk());
    EXPECT_THAT(caller.Call(&StatementStub::ListPlanVersions, list), IsOk());
    EXPECT_THAT(caller.Call(&StatementStub::ListPlanTemplates, templates), IsOk());
  }
}

void PlanTour::TourPeriod(const std::string& period, const std::string& ae) {
  v1::ClosePeriodRequest close;
  close.set_name(Name("periods", period));
  const auto closed = camille().Call(&StatementStub::ClosePeriod, close);
  ASSERT_THAT(closed, IsOk());
  ASSERT_EQ(closed->period().state(), v1::PERIOD_STATE_PUBLISHED);
  v1::GetPeriodRequest get;
  get.set_name(close.name());
  EXPECT_THAT(camille().Call(&StatementStub::GetPeriod, get), IsOk());
  for (const Client& caller : {rosa(), priya(), camille()}) {
    const auto statement = Statement(caller, period + "-" + ae);
    ASSERT_THAT(statement, IsOk());
    v1::ExplainLineRequest explain;
    explain.set_name(statement->lines(0).name());
    EXPECT_THAT(caller.Call(&StatementStub::ExplainLine, explain), IsOk());
    v1::VerifyStatementRequest verify;
    verify.set_parent(Tenant());
    *verify.mutable_statement() = *statement;
    EXPECT_THAT(caller.Call(&StatementStub::VerifyStatement, verify), IsOk());
  }
  v1::ConfirmPayoutRequest confirm;
  confirm.set_name(Name("statements", period + "-" + ae));
  *confirm.mutable_amount() = Usd(1);
  EXPECT_THAT(plugin().Call(&StatementStub::ConfirmPayout, confirm), IsOk());
  v1::CompAccrualRequest accrual;
  accrual.set_parent(Tenant());
  EXPECT_THAT(camille().Call(&v1::ReportService::Stub::CompAccrual, accrual), IsOk());
  v1::CompAmortisationRequest amortisation;
  amortisation.set_parent(Tenant());
  EXPECT_THAT(camille().Call(&v1::ReportService::Stub::CompAmortisation, amortisation), IsOk());
}

void PlanTour::TourCorrections(const std::string& period, const std::string& ae) {
  v1::EnterCorrectionRequest enter;
  enter.set_parent(Tenant());
  v1::Correction& correction = *enter.mutable_correction();
  correction.set_payee(Person(ae));
  correction.set_amount_minor(12'500);
  correction.set_currency_code("USD");
  correction.set_reason("The SPIFF of March was left out");
  correction.set_reference("COMP-311");
  correction.set_line(Statement(camille(), period + "-" + ae)->lines(0).name());
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    const auto entered = camille().Call(&StatementStub::EnterCorrection, enter);
    ASSERT_THAT(entered, IsOk());
    names.push_back(entered->correction().name());
  }
  v1::ApproveCorrectionRequest approve;
  approve.set_name(names[0]);
  EXPECT_THAT(frank().Call(&StatementStub::ApproveCorrection, approve), IsOk());
  v1::RejectCorrectionRequest reject;
  reject.set_name(names[1]);
  reject.set_note("Entered twice");
  EXPECT_THAT(camille().Call(&StatementStub::RejectCorrection, reject), IsOk());
  v1::GetCorrectionRequest get;
  get.set_name(names[0]);
  for (const Client& caller : {priya(), frank()}) {
    EXPECT_THAT(caller.Call(&StatementStub::GetCorrection, get), IsOk());
  }
}

void PlanTour::TourWhatIf(const std::string& from, const std::string& to) {
  v1::SimulateStatementsRequest request;
  request.set_parent(Tenant());
  request.set_from_period(from);
  request.set_to_period(to);
  request.mutable_policy()->set_credit_scheme(v1::CREDIT_SCHEME_SIGNAL_CREDIT);
  request.mutable_update_mask()->add_paths("credit_scheme");
  *request.add_plans() = Plan(v1::ROLE_AE);
  v1::PlanMove& move = *request.add_moves();
  move.set_payee(Person("dana"));
  move.set_code("AE-2026");
  for (const int32_t version : {0, 1}) {
    if (version != 0) {
      request.clear_policy();
      request.clear_update_mask();
      request.set_policy_version(version);
    }
    auto reader = camille().Stream(&StatementStub::SimulateStatements, request);
    int messages = 0;
    while (reader.Next()) ++messages;
    EXPECT_THAT(reader.Finish(), IsOk());
    EXPECT_GT(messages, 5);
  }
}

}  // namespace baton::testing
