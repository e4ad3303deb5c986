#include "tests/acceptance/plan_tour.h"

#include <gtest/gtest.h>

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

}  // namespace baton::testing
