#include "tests/domain/pool_builders.h"

#include "absl/strings/str_cat.h"
#include "domain/policy.h"
#include "domain/pool_measure.h"

namespace baton::domain {

v1::CompPlan PoolPlan() {
  v1::CompPlan plan;
  plan.set_code("CSM-MM");
  plan.set_version(1);
  plan.set_role(v1::ROLE_CSM);
  plan.set_kind(v1::PLAN_KIND_POOLS);
  plan.set_currency_code("USD");
  plan.set_variable_minor(2'500'000);
  plan.set_grr_pool_bp(4'500);
  plan.set_expansion_pool_bp(3'500);
  plan.set_mbo_pool_bp(2'000);
  plan.set_grr_target_bp(9'500);
  plan.set_expansion_target_bp(1'000);
  return plan;
}

PlanYear YearTo(absl::string_view code) {
  const v1::Policy policy = DefaultPolicy("acme");
  return PlanYearTo(policy, ParseQuarter(policy, code).value()).value();
}

PoolRun RunTo(const PlanYear& year) {
  PoolRun run;
  run.periods = {{PoolPlan(), year.start, year.end}};
  return run;
}

BookWindow WindowTo(absl::string_view code) {
  const PlanYear year = YearTo(code);
  return WindowOf(year, RunTo(year));
}

BookAccount AccountOf(const std::string& id) {
  BookAccount account;
  account.account = absl::StrCat("tenants/acme/accounts/", id);
  account.held = {{}};
  account.entry_minor = 100'000'000;
  return account;
}

BookChange Renewal(absl::string_view at, int64_t renewed_minor, int64_t loss_minor) {
  BookChange change;
  change.booking = "tenants/acme/bookings/R1";
  change.at = At(at);
  change.renewed_minor = renewed_minor;
  change.loss_minor = loss_minor;
  return change;
}

}  // namespace baton::domain
