// What is booked and what is to be expected, as each category is treated.
#pragma once

#include <array>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution_report.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/revenue_part.h"

namespace baton::domain {

// UNSPECIFIED for no category.
v1::ForecastTreatment TreatmentOf(v1::AttributionCategory category);

// Takes what a quarter has, one by one and in any order, and answers the lines. Amounts are in the
// policy's currency. OUT_OF_RANGE where a sum does not fit into 64 bits.
class Forecast {
 public:
  explicit Forecast(const v1::Policy& policy) : policy_(policy) {}

  absl::Status AddBooked(const RevenuePart& part);
  // An open opportunity that is expected to close in the quarter: cross-sell, else expansion.
  absl::Status AddOpportunity(bool cross_sell, int64_t amount_minor);
  // The ARR of an account whose contract ends in the quarter and that is not renewed yet.
  absl::Status AddRenewal(bool at_risk, int64_t arr_minor);

  // Lines and total.
  absl::StatusOr<v1::ForecastResponse> Finish() const;

 private:
  struct Sums {
    int64_t booked = 0;
    int64_t open = 0;
    int64_t count = 0;
  };

  absl::Status AddOpen(v1::ForecastTreatment treatment, int64_t amount_minor);
  int32_t ProbabilityOf(v1::ForecastTreatment treatment) const;

  const v1::Policy& policy_;
  std::array<Sums, v1::ForecastTreatment_ARRAYSIZE> sums_ = {};
};

}  // namespace baton::domain
