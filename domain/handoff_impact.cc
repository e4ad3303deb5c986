#include "domain/handoff_impact.h"

#include <algorithm>

#include "domain/money.h"
#include "domain/share.h"
#include "domain/signal_leg.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr int64_t kDifferenceBp = kWithProtocol.expansion_bp - kWithoutProtocol.expansion_bp;
constexpr int64_t kQuartersPerYear = 4;

v1::Money MakeMoney(int64_t amount_minor, const std::string& currency_code) {
  v1::Money money;
  money.set_amount_minor(amount_minor);
  money.set_currency_code(currency_code);
  return money;
}

v1::ImpactFunnel FunnelOf(int64_t signals, int64_t reached, int64_t won, int64_t accounts) {
  v1::ImpactFunnel funnel;
  *funnel.mutable_signals() = ShareOf(signals, accounts);
  *funnel.mutable_reached_in_time() = ShareOf(reached, accounts);
  *funnel.mutable_won() = ShareOf(won, accounts);
  return funnel;
}

v1::ImpactFunnel FunnelOf(const ImpactBenchmark& benchmark) {
  v1::ImpactFunnel funnel =
      FunnelOf(benchmark.signals, benchmark.reached_in_time, benchmark.won, kBenchmarkAccounts);
  funnel.set_expansion_bp(benchmark.expansion_bp);
  return funnel;
}

// Whoever closes it heard of it in time: the AE who acknowledges, under model A the CSM who
// contacts. What was missed once was not in time, even if a later leg was.
bool IsReachedInTime(const v1::Signal& signal, absl::Time now) {
  bool reached = false;
  for (const SignalLeg& leg : LegsOf(signal, now)) {
    const std::optional<LegMilestone>& milestone = leg.by_csm ? leg.contact : leg.acknowledge;
    if (!milestone.has_value()) continue;
    if (milestone->verdict == Verdict::kMissed) return false;
    reached = reached || milestone->verdict == Verdict::kInTime;
  }
  return reached;
}

absl::StatusOr<v1::ImpactAmounts> AmountsOf(const std::string& currency, int64_t portfolio_minor,
                                            int64_t won_minor) {
  v1::ImpactAmounts amounts;
  BATON_ASSIGN_OR_RETURN(const int64_t quarter_minor, ApplyRate(kDifferenceBp, portfolio_minor));
  BATON_ASSIGN_OR_RETURN(const int64_t year_minor,
                         ApplyRate(kDifferenceBp * kQuartersPerYear, portfolio_minor));
  BATON_ASSIGN_OR_RETURN(const int64_t without_minor,
                         ApplyRate(kWithoutProtocol.expansion_bp, portfolio_minor));
  BATON_ASSIGN_OR_RETURN(const int64_t above_minor, SubtractMinor(won_minor, without_minor));
  *amounts.mutable_portfolio_arr() = MakeMoney(portfolio_minor, currency);
  *amounts.mutable_won_arr() = MakeMoney(won_minor, currency);
  *amounts.mutable_expansion() = ShareOf(won_minor, portfolio_minor);
  *amounts.mutable_difference_quarter() = MakeMoney(quarter_minor, currency);
  *amounts.mutable_difference_year() = MakeMoney(year_minor, currency);
  *amounts.mutable_above_without() = MakeMoney(above_minor, currency);
  return amounts;
}

}  // namespace

absl::Status HandoffImpact::AddAccount(const std::vector<v1::Money>& arr) {
  const auto owns = [](const v1::Money& amount) { return amount.amount_minor() > 0; };
  if (std::any_of(arr.begin(), arr.end(), owns)) ++accounts_;
  for (const v1::Money& amount : arr) {
    int64_t& sum = amounts_[amount.currency_code()].portfolio_minor;
    BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, amount.amount_minor()));
  }
  return absl::OkStatus();
}

bool HandoffImpact::Counts(const v1::Signal& signal) {
  return signal.kind() == v1::SIGNAL_KIND_EXPANSION && !IsTakenBack(signal.state()) &&
         signal.continues().empty() && IsOnItsOwn(signal);
}

void HandoffImpact::AddSignal(const v1::Signal& signal, v1::SignalState outcome) {
  ++signals_;
  if (IsReachedInTime(signal, now_)) ++reached_;
  if (outcome == v1::SIGNAL_STATE_WON) ++won_;
}

absl::Status HandoffImpact::AddWonArr(const v1::Money& arr) {
  int64_t& sum = amounts_[arr.currency_code()].won_minor;
  BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, arr.amount_minor()));
  return absl::OkStatus();
}

absl::StatusOr<v1::HandoffImpactResponse> HandoffImpact::Finish() const {
  v1::HandoffImpactResponse response;
  response.set_account_count(accounts_);
  *response.mutable_own() = FunnelOf(signals_, reached_, won_, accounts_);
  *response.mutable_without_protocol() = FunnelOf(kWithoutProtocol);
  *response.mutable_with_protocol() = FunnelOf(kWithProtocol);
  for (const auto& [currency, amounts] : amounts_) {
    if (amounts.portfolio_minor == 0 && amounts.won_minor == 0) continue;
    BATON_ASSIGN_OR_RETURN(*response.add_amounts(),
                           AmountsOf(currency, amounts.portfolio_minor, amounts.won_minor));
  }
  return response;
}

}  // namespace baton::domain
