#include "domain/simulation.h"

#include <tuple>

#include "absl/strings/str_cat.h"
#include "domain/comp_plan.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

using Sums = v1::StatementTotals;

// The figures of a statement's sums, each with how it is set.
struct Figure {
  int64_t (Sums::*get)() const;
  void (Sums::*set)(int64_t);
};
constexpr Figure kFigures[] = {
    {&Sums::credited_minor, &Sums::set_credited_minor},
    {&Sums::earned_minor, &Sums::set_earned_minor},
    {&Sums::held_minor, &Sums::set_held_minor},
    {&Sums::adjustments_minor, &Sums::set_adjustments_minor},
    {&Sums::payable_minor, &Sums::set_payable_minor},
};

absl::StatusOr<Sums> Less(const Sums& a, const Sums& b) {
  Sums less;
  for (const Figure& figure : kFigures) {
    BATON_ASSIGN_OR_RETURN(const int64_t value,
                           SubtractMinor((a.*figure.get)(), (b.*figure.get)()));
    (less.*figure.set)(value);
  }
  return less;
}

absl::Status AddTo(const Sums& more, Sums* sums) {
  for (const Figure& figure : kFigures) {
    BATON_ASSIGN_OR_RETURN(const int64_t value,
                           AddMinor((sums->*figure.get)(), (more.*figure.get)()));
    (sums->*figure.set)(value);
  }
  return absl::OkStatus();
}

absl::Status AddTo(const v1::SimulatedPay& more, v1::SimulatedPay* sums) {
  BATON_RETURN_IF_ERROR(AddTo(more.totals(), sums->mutable_totals()));
  BATON_ASSIGN_OR_RETURN(const int64_t pay, AddMinor(sums->pay_minor(), more.pay_minor()));
  sums->set_pay_minor(pay);
  return absl::OkStatus();
}

absl::StatusOr<v1::SimulatedPay> PayMessage(const v1::CompStatement* statement, bool with_lines) {
  v1::SimulatedPay pay;
  pay.mutable_totals();
  if (statement == nullptr) return pay;
  pay.set_plan(PlanText(statement->plan()));
  *pay.mutable_totals() = statement->totals();
  BATON_ASSIGN_OR_RETURN(const int64_t pay_minor, PayOf(*statement));
  pay.set_pay_minor(pay_minor);
  if (with_lines) *pay.mutable_lines() = statement->lines();
  return pay;
}

// The sums of lines by kind and pool.
struct KindSums {
  int64_t earning_minor = 0;
  int64_t credited_minor = 0;
};
using Kinds =
    std::map<std::pair<v1::StatementLineKind, v1::CompPool>, std::pair<KindSums, KindSums>>;

absl::Status AddKinds(const v1::CompStatement* statement,
                      KindSums std::pair<KindSums, KindSums>::*side, Kinds* kinds) {
  if (statement == nullptr) return absl::OkStatus();
  for (const v1::StatementLine& line : statement->lines()) {
    KindSums& sums = (*kinds)[{line.kind(), line.pool().pool()}].*side;
    BATON_ASSIGN_OR_RETURN(sums.earning_minor, AddMinor(sums.earning_minor, line.earning_minor()));
    // Amounts of two currencies are never added.
    if (!line.booked_currency_code().empty()) continue;
    BATON_ASSIGN_OR_RETURN(sums.credited_minor,
                           AddMinor(sums.credited_minor, line.credited_amount_minor()));
  }
  return absl::OkStatus();
}

absl::Status CheckComparable(const v1::CompStatement* a, const v1::CompStatement* b) {
  if (a == nullptr && b == nullptr)
    return absl::InvalidArgumentError("there is nothing to compare");
  if (a == nullptr || b == nullptr) return absl::OkStatus();
  const auto key = [](const v1::CompStatement& statement) {
    return std::tie(statement.payee(), statement.period(), statement.plan().currency_code());
  };
  if (key(*a) == key(*b)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(a->name(), " and ", b->name(), " are of two payees, periods or currencies"));
}

}  // namespace

absl::StatusOr<int64_t> PayOf(const v1::CompStatement& statement) {
  int64_t pay = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    if (line.kind() == v1::STATEMENT_LINE_KIND_CARRIED_FORWARD) continue;
    BATON_ASSIGN_OR_RETURN(pay, AddMinor(pay, line.earning_minor()));
  }
  return pay;
}

absl::StatusOr<v1::SimulatedStatement> CompareStatements(const v1::CompStatement* baseline,
                                                         const v1::CompStatement* simulated,
                                                         bool with_lines) {
  BATON_RETURN_IF_ERROR(CheckComparable(baseline, simulated));
  const v1::CompStatement& either = simulated != nullptr ? *simulated : *baseline;
  v1::SimulatedStatement compared;
  compared.set_payee(either.payee());
  compared.set_payee_display_name(either.payee_display_name());
  compared.set_period(either.period());
  compared.set_currency_code(either.plan().currency_code());
  BATON_ASSIGN_OR_RETURN(*compared.mutable_baseline(), PayMessage(baseline, with_lines));
  BATON_ASSIGN_OR_RETURN(*compared.mutable_simulated(), PayMessage(simulated, with_lines));
  BATON_ASSIGN_OR_RETURN(*compared.mutable_difference(),
                         Less(compared.simulated().totals(), compared.baseline().totals()));
  BATON_ASSIGN_OR_RETURN(const int64_t pay, SubtractMinor(compared.simulated().pay_minor(),
                                                          compared.baseline().pay_minor()));
  compared.set_pay_difference_minor(pay);
  Kinds kinds;
  BATON_RETURN_IF_ERROR(AddKinds(baseline, &Kinds::mapped_type::first, &kinds));
  BATON_RETURN_IF_ERROR(AddKinds(simulated, &Kinds::mapped_type::second, &kinds));
  for (const auto& [key, sums] : kinds) {
    v1::SimulatedKind& kind = *compared.add_kinds();
    kind.set_kind(key.first);
    kind.set_pool(key.second);
    kind.set_baseline_earning_minor(sums.first.earning_minor);
    kind.set_simulated_earning_minor(sums.second.earning_minor);
    kind.set_baseline_credited_minor(sums.first.credited_minor);
    kind.set_simulated_credited_minor(sums.second.credited_minor);
  }
  return compared;
}

absl::Status SimulationTally::Add(const v1::SimulatedStatement& statement) {
  v1::SimulationTotals& totals = totals_[statement.currency_code()];
  totals.set_currency_code(statement.currency_code());
  BATON_RETURN_IF_ERROR(AddTo(statement.baseline(), totals.mutable_baseline()));
  BATON_RETURN_IF_ERROR(AddTo(statement.simulated(), totals.mutable_simulated()));
  BATON_RETURN_IF_ERROR(AddTo(statement.difference(), totals.mutable_difference()));
  const int64_t difference = statement.pay_difference_minor();
  BATON_ASSIGN_OR_RETURN(const int64_t sum, AddMinor(totals.pay_difference_minor(), difference));
  totals.set_pay_difference_minor(sum);
  int64_t& theirs = pay_difference_[{statement.currency_code(), statement.payee()}];
  BATON_ASSIGN_OR_RETURN(theirs, AddMinor(theirs, difference));
  return absl::OkStatus();
}

std::vector<v1::SimulationTotals> SimulationTally::Totals() const {
  std::map<std::string, v1::SimulationTotals> all = totals_;
  for (const auto& [key, difference] : pay_difference_) {
    v1::SimulationTotals& totals = all[key.first];
    if (difference > 0) {
      totals.set_gain_count(totals.gain_count() + 1);
    } else if (difference < 0) {
      totals.set_lose_count(totals.lose_count() + 1);
    } else {
      totals.set_same_count(totals.same_count() + 1);
    }
  }
  std::vector<v1::SimulationTotals> totals;
  for (auto& [currency, one] : all) totals.push_back(std::move(one));
  return totals;
}

}  // namespace baton::domain
