// What a pool's line says of how it came about, for the CSM who reads it.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/common.pb.h"
#include "domain/plan_year.h"
#include "domain/pool_measure.h"
#include "domain/pools.h"

namespace baton::domain {

// Shows results; computes nothing but dates. Keeps what it is given, which must outlive it.
class PoolText {
 public:
  PoolText(const PlanYear& year, const v1::Policy& policy, const PoolMeasure& measure)
      : year_(year), policy_(policy), measure_(measure) {}

  // What the pool is worth to date, what it is measured on and what that multiplies it by.
  std::vector<v1::ExplanationStep> Grr(const PoolResult& result) const;
  std::vector<v1::ExplanationStep> Expansion(const PoolResult& result) const;
  std::vector<v1::ExplanationStep> Mbo(const PoolResult& result) const;

  // C-10. The last step.
  v1::ExplanationStep Payout(const PoolResult& result, int64_t paid_before_minor) const;

 private:
  using Steps = std::vector<v1::ExplanationStep>;

  std::string Amount(int64_t amount_minor) const;
  // "2027-01-01 to 2027-03-31"
  std::string Days() const;
  // C-6. One step for each share of the pool whose amounts the member names.
  void AddShares(const char* pool, int32_t (v1::CompPlan::*weight)() const,
                 int64_t PoolAmounts::*amount, Steps* steps) const;
  std::string GrrMeasure() const;
  std::string Losses() const;

  const PlanYear& year_;
  const v1::Policy& policy_;
  const PoolMeasure& measure_;
};

}  // namespace baton::domain
