// The forecast against plain SQL over the same tables.
//
// It was shown to catch: a yellow account's renewal at the standard probability.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/acceptance/made_company.h"
#include "tests/acceptance/oracle_sql.h"
#include "tests/acceptance/report_lines.h"

namespace baton::testing {
namespace {

// What is booked, by treatment.
constexpr char kBooked[] =
    "SELECT CASE p.category WHEN 'net_new_expansion' THEN 'expansion' "
    "WHEN 'at_risk_save' THEN 'renewal_at_risk' WHEN 'clean_renewal' THEN 'renewal' "
    "WHEN 'renewal_uplift' THEN 'renewal_uplift' WHEN 'cross_sell' THEN 'cross_sell' "
    "ELSE 'loss' END AS treatment, p.cents AS booked, 0 AS open, 0 AS counted "
    "FROM oracle_parts p JOIN q ON q.n = p.n WHERE p.cents IS NOT NULL";

// What is to be sold, at the rates of the day on which it is asked.
std::string OpenOpportunities() {
  return absl::StrCat(
      "SELECT CASE WHEN coalesce(s.cross_sell, 0) = 1 THEN 'cross_sell' ELSE 'expansion' END, 0, ",
      Cents("o.amount_minor"),
      ", 1 FROM opportunities o JOIN q ON o.expected_close_time_us >= q.start_us "
      "AND o.expected_close_time_us < q.end_us JOIN today ON 1 = 1 "
      "JOIN oracle_rates r ON r.currency = o.amount_currency AND r.day = today.day "
      "LEFT JOIN signals s ON s.tenant = o.tenant AND s.signal_id = o.signal_id "
      "WHERE o.tenant = 'main' AND o.state = 'open'");
}

// The ARR of now of accounts whose contract ends in the quarter, unless a booking has retained some
// since 90 days before that end; by their last tier, of two at one instant the one recorded later.
std::string OpenRenewals() {
  const std::string alias =
      " LEFT JOIN account_aliases m ON m.tenant = x.tenant AND m.alias_id = x.account_id ";
  const std::string balances = absl::StrCat(
      "SELECT coalesce(m.account_id, x.account_id) AS account_id, x.currency_code AS currency, "
      "CAST(sum(x.delta_minor) AS INTEGER) AS minor FROM account_arr_ledger x JOIN today ON 1 = 1",
      alias,
      "WHERE x.tenant = 'main' AND x.effective_time_us <= today.now_us "
      "GROUP BY coalesce(m.account_id, x.account_id), x.currency_code");
  const std::string tier = absl::StrCat(
      "(SELECT x.tier FROM health_observations x JOIN today ON 1 = 1", alias,
      "WHERE x.tenant = 'main' AND coalesce(m.account_id, x.account_id) = c.account_id "
      "AND x.observe_time_us <= today.now_us "
      "ORDER BY x.observe_time_us DESC, x.record_no DESC LIMIT 1)");
  return absl::StrCat(
      "SELECT CASE WHEN ", tier,
      " IN ('yellow', 'red') THEN 'renewal_at_risk' ELSE 'renewal' END, 0, w.cents, 1 "
      "FROM accounts c JOIN q ON c.renewal_time_us >= q.start_us AND c.renewal_time_us < q.end_us "
      "JOIN (SELECT b.account_id, ",
      Sum(Cents("b.minor")), " AS cents FROM (", balances,
      ") b JOIN today ON 1 = 1 JOIN oracle_rates r ON r.currency = b.currency "
      "AND r.day = today.day GROUP BY b.account_id) w ON w.account_id = c.account_id "
      "WHERE c.tenant = 'main' AND w.cents > 0 AND NOT EXISTS (SELECT 1 FROM oracle_parts p "
      "WHERE p.account_id = c.account_id AND p.category IN ('at_risk_save', 'clean_renewal') "
      "AND p.at_us >= c.renewal_time_us - 90 * 86400000000)");
}

std::string ForecastSql(const std::string& period, int64_t now_us) {
  const std::string weighted = HalfEven("(f.open * f.probability)", "10000");
  return absl::StrCat(
      "WITH q AS (SELECT * FROM oracle_quarters WHERE period = '", period, "'), today AS (SELECT ",
      now_us, " AS now_us, ", now_us / 86'400'000'000, " AS day), facts AS (", kBooked,
      " UNION ALL ", OpenOpportunities(), " UNION ALL ", OpenRenewals(),
      "), f AS (SELECT facts.treatment, ", Sum("facts.booked"), " AS booked, ", Sum("facts.open"),
      " AS open, ", Sum("facts.counted"),
      " AS counted, CASE facts.treatment WHEN 'expansion' THEN q.expansion_bp "
      "WHEN 'renewal_at_risk' THEN q.save_bp WHEN 'renewal' THEN q.renewal_bp "
      "WHEN 'cross_sell' THEN q.cross_sell_bp ELSE 10000 END AS probability FROM facts "
      "JOIN q ON 1 = 1 GROUP BY facts.treatment, q.expansion_bp, q.save_bp, q.renewal_bp, "
      "q.cross_sell_bp) SELECT ",
      Line({"f.treatment", "f.booked", "f.open", "f.counted", "f.probability", weighted,
            absl::StrCat("(f.booked + ", weighted, ")")}),
      " FROM f UNION ALL SELECT ",
      Line({"'total'", Sum("f.booked"), Sum("f.open"), Sum("f.counted"), "0", Sum(weighted),
            Sum(absl::StrCat("(f.booked + ", weighted, ")"))}),
      " FROM f");
}

std::string LineOf(const std::string& name, const v1::ForecastLine& line) {
  return absl::StrJoin({name, absl::StrCat(line.booked_minor()), absl::StrCat(line.open_minor()),
                        absl::StrCat(line.open_count()), absl::StrCat(line.probability_bp()),
                        absl::StrCat(line.weighted_minor()), absl::StrCat(line.expected_minor())},
                       " ");
}

// A treatment of which there is nothing has no line in SQL.
std::vector<std::string> LinesOf(const v1::ForecastResponse& report) {
  std::vector<std::string> lines = {LineOf("total", report.total())};
  for (const v1::ForecastLine& line : report.lines()) {
    if (line.booked_minor() == 0 && line.open_count() == 0) continue;
    lines.push_back(LineOf(
        LowerName(v1::ForecastTreatment_Name(line.treatment()), "FORECAST_TREATMENT_"), line));
  }
  return lines;
}

// The quarter that is over, the one that runs, and the next.
TEST_F(RevenueOracle, A5_TheForecastIsWhatSqlSays) {
  const std::vector<std::string> unplanned = company().Select(
      absl::StrCat("SELECT ", Line({"count(*)"}),
                   " FROM opportunities WHERE tenant = 'main' AND state = 'open' "
                   "AND (amount_minor IS NULL OR expected_close_time_us IS NULL)"));
  for (const std::string period : {"2025-Q4", "2026-Q1", "2026-Q2"}) {
    v1::ForecastRequest request;
    request.set_period(period);
    const v1::ForecastResponse report = company().Report(&ReportStub::Forecast, request);
    const std::vector<std::string> by_sql =
        company().Select(ForecastSql(period, absl::ToUnixMicros(company().AsOf())));
    EXPECT_GT(by_sql.size(), 2u) << period;
    EXPECT_EQ(Sorted(LinesOf(report)), absl::StrJoin(by_sql, "\n")) << period;
    EXPECT_EQ(unplanned, std::vector<std::string>{absl::StrCat(report.unplanned_count())});
    EXPECT_GT(report.unplanned_count(), 0);
  }
}

}  // namespace
}  // namespace baton::testing
