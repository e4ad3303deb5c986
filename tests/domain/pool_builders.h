// What the tests of pools build their inputs from.
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "domain/book.h"
#include "domain/plan_year.h"
#include "tests/domain/revenue_builders.h"

namespace baton::domain {

// A CSM's plan: 25,000.00 USD a year in pools of 45%, 35% and 20%; targets of 95% GRR and 10% of
// the book.
v1::CompPlan PoolPlan();

// The fiscal year of that quarter by the default policy.
PlanYear YearTo(absl::string_view code);

// PoolPlan() from the quarter's year's start to the quarter's end.
PoolRun RunTo(const PlanYear& year);

// The whole run's window.
BookWindow WindowTo(absl::string_view code);

// tenants/acme/accounts/{id}, held at all times, worth 1,000,000.00.
BookAccount AccountOf(const std::string& id);

// A renewal of that ARR, of which some is lost.
BookChange Renewal(absl::string_view at, int64_t renewed_minor, int64_t loss_minor = 0);

}  // namespace baton::domain
