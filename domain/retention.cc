#include "domain/retention.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "domain/benchmark.h"
#include "domain/money.h"
#include "domain/segment_order.h"
#include "domain/share.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Status AddTo(int64_t amount_minor, int64_t* sum) {
  BATON_ASSIGN_OR_RETURN(*sum, AddMinor(*sum, amount_minor));
  return absl::OkStatus();
}

absl::StatusOr<int64_t> GainOf(const AccountMovement& account) {
  int64_t gain = 0;
  for (const int64_t of_lead : account.gains_minor) {
    BATON_RETURN_IF_ERROR(AddTo(of_lead, &gain));
  }
  return gain;
}

// G-6. An account's loss is what it lost, net of what it gained; or what its lines lost.
absl::StatusOr<int64_t> LossOf(const AccountMovement& account, int64_t gain, v1::GrrLoss by) {
  BATON_ASSIGN_OR_RETURN(const int64_t lost,
                         AddMinor(account.contraction_minor, account.churn_minor));
  if (by == v1::GRR_LOSS_PER_LINE) return lost;
  BATON_ASSIGN_OR_RETURN(const int64_t net, SubtractMinor(lost, gain));
  return std::max<int64_t>(0, net);
}

// The sums that figures are made of.
struct Sums {
  AccountMovement all;
  int64_t loss = 0;
  int64_t gain = 0;
  int64_t accounts = 0;
};

absl::Status Add(const AccountMovement& account, v1::GrrLoss by, Sums* sums) {
  if (account.starting_minor <= 0) return absl::OkStatus();
  ++sums->accounts;
  BATON_ASSIGN_OR_RETURN(const int64_t gain, GainOf(account));
  BATON_ASSIGN_OR_RETURN(const int64_t loss, LossOf(account, gain, by));
  BATON_RETURN_IF_ERROR(AddTo(account.starting_minor, &sums->all.starting_minor));
  BATON_RETURN_IF_ERROR(AddTo(account.contraction_minor, &sums->all.contraction_minor));
  BATON_RETURN_IF_ERROR(AddTo(account.churn_minor, &sums->all.churn_minor));
  BATON_RETURN_IF_ERROR(AddTo(account.expansion_minor, &sums->all.expansion_minor));
  for (size_t lead = 0; lead < account.gains_minor.size(); ++lead) {
    BATON_RETURN_IF_ERROR(AddTo(account.gains_minor[lead], &sums->all.gains_minor[lead]));
  }
  BATON_RETURN_IF_ERROR(AddTo(loss, &sums->loss));
  return AddTo(gain, &sums->gain);
}

v1::RetentionFigures FiguresOf(const Sums& sums) {
  const AccountMovement& all = sums.all;
  v1::RetentionFigures figures;
  figures.set_account_count(sums.accounts);
  figures.set_starting_minor(all.starting_minor);
  figures.set_contraction_minor(all.contraction_minor);
  figures.set_churn_minor(all.churn_minor);
  figures.set_gain_minor(sums.gain);
  figures.set_loss_minor(sums.loss);
  const int64_t start = all.starting_minor;
  *figures.mutable_grr() = ShareOf(start - sums.loss, start);
  *figures.mutable_nrr() =
      ShareOf(start - all.contraction_minor - all.churn_minor + sums.gain, start);
  *figures.mutable_cs_led_gain() = ShareOf(all.gains_minor[v1::GROWTH_LEAD_CS], start);
  *figures.mutable_ae_led_gain() = ShareOf(all.gains_minor[v1::GROWTH_LEAD_AE], start);
  *figures.mutable_product_led_gain() = ShareOf(all.gains_minor[v1::GROWTH_LEAD_PRODUCT], start);
  *figures.mutable_other_gain() = ShareOf(all.gains_minor[v1::GROWTH_LEAD_OTHER], start);
  return figures;
}

absl::StatusOr<v1::CohortFigures> CohortOf(absl::Span<const AccountMovement> accounts,
                                           absl::Span<const SignalWay> ways, v1::GrrLoss by) {
  Sums sums;
  std::set<std::string> names;
  for (const AccountMovement& account : accounts) {
    BATON_RETURN_IF_ERROR(Add(account, by, &sums));
    if (account.starting_minor > 0) names.insert(account.account);
  }
  const v1::RetentionFigures retention = FiguresOf(sums);
  v1::CohortFigures figures;
  figures.set_account_count(retention.account_count());
  figures.set_starting_minor(retention.starting_minor());
  *figures.mutable_nrr() = retention.nrr();
  *figures.mutable_velocity() = ShareOf(sums.all.expansion_minor, retention.starting_minor());
  std::vector<absl::Duration> times;
  for (const SignalWay& way : ways) {
    if (names.count(way.account) > 0) times.push_back(way.took);
  }
  figures.set_signal_booking_count(static_cast<int64_t>(times.size()));
  if (!times.empty()) *figures.mutable_median_signal_to_booking() = MedianOf(std::move(times));
  return figures;
}

}  // namespace

absl::Status Move(const RevenuePart& part, AccountMovement* movement) {
  switch (part.category) {
    case v1::ATTRIBUTION_CATEGORY_CONTRACTION:
      return AddTo(-part.amount_minor, &movement->contraction_minor);
    case v1::ATTRIBUTION_CATEGORY_CHURN:
      return AddTo(-part.amount_minor, &movement->churn_minor);
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return AddTo(part.amount_minor, &movement->gains_minor[v1::GROWTH_LEAD_OTHER]);
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL: {
      BATON_RETURN_IF_ERROR(AddTo(part.amount_minor, &movement->expansion_minor));
      const bool led = part.lead != v1::GROWTH_LEAD_UNSPECIFIED;
      return AddTo(part.amount_minor,
                   &movement->gains_minor[led ? part.lead : v1::GROWTH_LEAD_OTHER]);
    }
    default:
      return absl::OkStatus();
  }
}

absl::StatusOr<v1::RetentionFigures> RetentionOf(absl::Span<const AccountMovement> accounts,
                                                 v1::GrrLoss grr_loss) {
  Sums sums;
  for (const AccountMovement& account : accounts) {
    BATON_RETURN_IF_ERROR(Add(account, grr_loss, &sums));
  }
  return FiguresOf(sums);
}

absl::StatusOr<v1::RetentionRatesResponse> RetentionReport(
    absl::Span<const AccountMovement> accounts, v1::GrrLoss grr_loss) {
  Sums company;
  std::map<v1::Segment, Sums, SegmentOrder> segments;
  std::map<std::string, Sums> books;
  for (const AccountMovement& account : accounts) {
    if (account.starting_minor <= 0) continue;
    BATON_RETURN_IF_ERROR(Add(account, grr_loss, &company));
    BATON_RETURN_IF_ERROR(Add(account, grr_loss, &segments[account.segment]));
    BATON_RETURN_IF_ERROR(Add(account, grr_loss, &books[account.csm]));
  }
  v1::RetentionRatesResponse response;
  *response.mutable_company() = FiguresOf(company);
  for (const auto& [segment, sums] : segments) {
    v1::SegmentRetention& row = *response.add_segments();
    row.set_segment(segment);
    *row.mutable_figures() = FiguresOf(sums);
  }
  for (const auto& [csm, sums] : books) {
    v1::BookRetention& row = *response.add_books();
    row.set_csm(csm);
    *row.mutable_figures() = FiguresOf(sums);
  }
  const std::vector<v1::Benchmark> benchmarks = RetentionBenchmarks();
  response.mutable_benchmarks()->Assign(benchmarks.begin(), benchmarks.end());
  return response;
}

absl::StatusOr<v1::EngagementCohortsResponse> CohortReport(
    absl::Span<const AccountMovement> accounts, absl::Span<const SignalWay> ways,
    int32_t high_count, v1::GrrLoss grr_loss) {
  std::vector<AccountMovement> high;
  std::vector<AccountMovement> low;
  for (const AccountMovement& account : accounts) {
    (account.two_way_count >= high_count ? high : low).push_back(account);
  }
  v1::EngagementCohortsResponse response;
  response.set_high_activity_count(high_count);
  BATON_ASSIGN_OR_RETURN(*response.mutable_high(), CohortOf(high, ways, grr_loss));
  BATON_ASSIGN_OR_RETURN(*response.mutable_low(), CohortOf(low, ways, grr_loss));
  if (response.high().nrr().has_share_bp() && response.low().nrr().has_share_bp()) {
    response.set_nrr_difference_bp(response.high().nrr().share_bp() -
                                   response.low().nrr().share_bp());
  }
  const std::vector<v1::Benchmark> benchmarks = EngagementBenchmarks();
  response.mutable_benchmarks()->Assign(benchmarks.begin(), benchmarks.end());
  return response;
}

}  // namespace baton::domain
