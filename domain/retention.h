// Gross and net revenue retention, and what engagement does for it (G-6, G-4).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/growth_report.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/revenue_part.h"

namespace baton::domain {

// What became of one account's ARR in a period. All amounts in one currency, at one day's rates.
struct AccountMovement {
  std::string account;
  // Who held it as the period began; empty: nobody.
  std::string csm;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  int64_t starting_minor = 0;
  // Losses as positive amounts.
  int64_t contraction_minor = 0;
  int64_t churn_minor = 0;
  // Gains by v1::GrowthLead; uplift, which nobody leads, stands with OTHER.
  std::array<int64_t, v1::GrowthLead_ARRAYSIZE> gains_minor = {};
  // Of the gains, expansion and cross-sell.
  int64_t expansion_minor = 0;
  // Activities of a CSM in the period in which the customer took part.
  int64_t two_way_count = 0;
};

// Takes one part into its account's movement; what was retained moves nothing.
absl::Status Move(const RevenuePart& part, AccountMovement* movement);

// G-6 of the accounts that had ARR at the start; the others are no part of it.
absl::StatusOr<v1::RetentionFigures> RetentionOf(absl::Span<const AccountMovement> accounts,
                                                 v1::GrrLoss grr_loss);

// The company, its segments and its books; `books` are in the order of their people's names, which
// the caller adds.
absl::StatusOr<v1::RetentionRatesResponse> RetentionReport(
    absl::Span<const AccountMovement> accounts, v1::GrrLoss grr_loss);

// From filing a signal to the booking that came of it.
struct SignalWay {
  std::string account;
  absl::Duration took;
};

// G-4. The accounts with `high_count` two-way activities and more beside the others.
absl::StatusOr<v1::EngagementCohortsResponse> CohortReport(
    absl::Span<const AccountMovement> accounts, absl::Span<const SignalWay> ways,
    int32_t high_count, v1::GrrLoss grr_loss);

}  // namespace baton::domain
