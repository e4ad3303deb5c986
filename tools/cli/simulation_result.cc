#include "tools/cli/simulation_result.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"

namespace baton::cli {
namespace {

std::string KindText(v1::StatementLineKind kind, v1::CompPool pool) {
  std::string text = kind == v1::STATEMENT_LINE_KIND_EARNING
                         ? "commission"
                         : absl::StrReplaceAll(EnumText(kind), {{"_", " "}});
  if (pool != v1::COMP_POOL_UNSPECIFIED) absl::StrAppend(&text, ", ", EnumText(pool));
  return text;
}

// "1234.56": exact, without separators.
std::string PlainAmount(int64_t amount_minor, const std::string& currency_code) {
  return absl::StrReplaceAll(FormatAmount(amount_minor, currency_code), {{",", ""}});
}

std::string CsvText(const std::string& text) {
  constexpr absl::string_view kFormula = "=+-@\t\r";
  const bool formula = !text.empty() && kFormula.find(text[0]) != absl::string_view::npos;
  const std::string safe = formula ? absl::StrCat("'", text) : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  return absl::StrCat("\"", absl::StrReplaceAll(safe, {{"\"", "\"\""}}), "\"");
}

std::string CsvRow(const v1::SimulatedStatement& one) {
  const auto amount = [&](int64_t minor) { return PlainAmount(minor, one.currency_code()); };
  const v1::StatementTotals& before = one.baseline().totals();
  const v1::StatementTotals& after = one.simulated().totals();
  const std::vector<std::string> cells = {
      CsvText(one.period()),
      CsvText(std::string(ShortName(one.payee()))),
      CsvText(one.payee_display_name()),
      CsvText(one.currency_code()),
      CsvText(one.baseline().plan()),
      CsvText(one.simulated().plan()),
      amount(one.baseline().pay_minor()),
      amount(one.simulated().pay_minor()),
      amount(one.pay_difference_minor()),
      amount(before.credited_minor()),
      amount(after.credited_minor()),
      amount(one.difference().credited_minor()),
      amount(before.earned_minor()),
      amount(after.earned_minor()),
      amount(one.difference().earned_minor()),
      amount(before.payable_minor()),
      amount(after.payable_minor()),
      amount(one.difference().payable_minor()),
      one.has_published_payable_minor() ? amount(one.published_payable_minor()) : ""};
  return absl::StrCat(absl::StrJoin(cells, ","), "\n");
}

}  // namespace

std::vector<PayChange> PayeeChanges(const SimulationResult& result,
                                    absl::string_view currency_code) {
  std::map<std::string, PayChange> by_payee;
  for (const v1::SimulatedStatement& one : result.statements) {
    if (one.currency_code() != currency_code) continue;
    PayChange& change = by_payee[one.payee()];
    change.name = one.payee_display_name();
    change.currency_code = one.currency_code();
    change.before_minor += one.baseline().pay_minor();
    change.after_minor += one.simulated().pay_minor();
    change.difference_minor += one.pay_difference_minor();
  }
  std::vector<PayChange> changes;
  for (auto& [payee, change] : by_payee) changes.push_back(std::move(change));
  std::sort(changes.begin(), changes.end(), [](const PayChange& a, const PayChange& b) {
    return std::tie(b.difference_minor, a.name) < std::tie(a.difference_minor, b.name);
  });
  return changes;
}

std::vector<PayChange> KindChanges(const SimulationResult& result,
                                   absl::string_view currency_code) {
  std::map<std::pair<v1::StatementLineKind, v1::CompPool>, PayChange> by_kind;
  for (const v1::SimulatedStatement& one : result.statements) {
    if (one.currency_code() != currency_code) continue;
    for (const v1::SimulatedKind& kind : one.kinds()) {
      if (kind.kind() == v1::STATEMENT_LINE_KIND_CARRIED_FORWARD) continue;
      PayChange& change = by_kind[{kind.kind(), kind.pool()}];
      change.name = KindText(kind.kind(), kind.pool());
      change.currency_code = one.currency_code();
      change.before_minor += kind.baseline_earning_minor();
      change.after_minor += kind.simulated_earning_minor();
      change.difference_minor += kind.simulated_earning_minor() - kind.baseline_earning_minor();
    }
  }
  std::vector<PayChange> changes;
  for (auto& [kind, change] : by_kind) {
    if (change.before_minor != 0 || change.after_minor != 0) changes.push_back(std::move(change));
  }
  return changes;
}

std::string PeriodsText(const SimulationResult& result) {
  std::set<std::string> periods;
  for (const v1::SimulatedStatement& one : result.statements) periods.insert(one.period());
  if (periods.empty()) return "";
  if (periods.size() == 1) return *periods.begin();
  return absl::StrCat(*periods.begin(), " to ", *periods.rbegin());
}

std::vector<std::string> PublishedPeriods(const SimulationResult& result) {
  std::set<std::string> periods;
  for (const v1::SimulatedStatement& one : result.statements) {
    if (one.published()) periods.insert(one.period());
  }
  return {periods.begin(), periods.end()};
}

std::string SignedAmount(int64_t amount_minor, absl::string_view currency_code) {
  return absl::StrCat(amount_minor > 0 ? "+" : "", FormatAmount(amount_minor, currency_code));
}

std::string ChangeText(const PayChange& change) {
  if (change.before_minor <= 0) return "";
  const double percent = 100.0 * static_cast<double>(change.difference_minor) /
                         static_cast<double>(change.before_minor);
  return change.difference_minor == 0 ? "0.0%" : absl::StrFormat("%+.1f%%", percent);
}

std::string CountsText(const v1::SimulationTotals& totals) {
  const auto verb = [](int32_t count, absl::string_view one, absl::string_view many) {
    return absl::StrCat(count, " ", count == 1 ? one : many);
  };
  return absl::StrCat(verb(totals.gain_count(), "gains", "gain"), ", ",
                      verb(totals.lose_count(), "loses", "lose"), ", ",
                      verb(totals.same_count(), "gets", "get"), " the same");
}

std::string SimulationCsv(const SimulationResult& result) {
  std::string csv =
      "period,payee,payee_display_name,currency,baseline_plan,simulated_plan,baseline_pay,"
      "simulated_pay,pay_difference,baseline_credited,simulated_credited,credited_difference,"
      "baseline_earned,simulated_earned,earned_difference,baseline_payable,simulated_payable,"
      "payable_difference,published_payable\n";
  for (const v1::SimulatedStatement& one : result.statements) csv += CsvRow(one);
  return csv;
}

}  // namespace baton::cli
