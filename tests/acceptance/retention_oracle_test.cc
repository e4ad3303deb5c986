// Retention and engagement cohorts against plain SQL over the same tables (G-6, G-4).
//
// It was shown to catch: churn left out, together with an AE's two-way activity taken for a CSM's;
// by itself, the upper of the middle two as the median. It found a merged CSM's book in two rows
//
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/resource_name.h"
#include "tests/acceptance/made_company.h"
#include "tests/acceptance/oracle_sql.h"
#include "tests/acceptance/report_lines.h"

namespace baton::testing {
namespace {

// Every account `a` that had ARR as a period `w` began, and what became of it by the period's end,
// all at the rates of the period's first day.
std::string Movements(int quarters) {
  const std::string cents = Cents("p.minor");
  const auto gained = [&cents](const std::string& lead) {
    return absl::StrCat(
        SumWhere(cents, absl::StrCat("p.", kExpansions, " AND p.lead = '", lead, "'")), " AS ",
        lead);
  };
  return absl::StrCat(
      "w AS (SELECT q.n, q.period, q.per_line, q.engaged, q.start_us, q.end_us, f.n AS first_n, "
      "f.start_us / 86400000000 AS day FROM oracle_quarters q JOIN oracle_quarters f "
      "ON f.n = q.n - ",
      quarters - 1, " WHERE f.n >= 0 AND q.n <= 7), moved AS (SELECT w.n, p.account_id, ",
      SumWhere(absl::StrCat("-", cents), "p.category = 'contraction'"), " AS contraction, ",
      SumWhere(absl::StrCat("-", cents), "p.category = 'churn'"), " AS churn, ",
      SumWhere(cents, absl::StrCat("p.", kExpansions)), " AS expansion, ",
      SumWhere(cents, "p.category = 'renewal_uplift'"), " AS uplift, ", gained("cs"), ", ",
      gained("ae"), ", ", gained("product"), ", ", gained("other"),
      " FROM w JOIN oracle_parts p ON p.n BETWEEN w.first_n AND w.n JOIN oracle_rates r "
      "ON r.currency = p.currency AND r.day = w.day GROUP BY w.n, p.account_id), "
      "a AS (SELECT w.n, w.period, s.account_id, s.whole, s.segment, s.csm, s.cents AS starting, "
      "coalesce(v.contraction, 0) AS contraction, coalesce(v.churn, 0) AS churn, "
      "coalesce(v.expansion, 0) AS expansion, "
      "coalesce(v.expansion, 0) + coalesce(v.uplift, 0) AS gain, coalesce(v.cs, 0) AS cs, "
      "coalesce(v.ae, 0) AS ae, coalesce(v.product, 0) AS product, "
      "coalesce(v.other, 0) + coalesce(v.uplift, 0) AS other, w.per_line, w.engaged "
      "FROM w JOIN oracle_starts s ON s.n = w.first_n "
      "LEFT JOIN moved v ON v.n = w.n AND v.account_id = s.account_id)");
}

// By company, segment and book.
std::string RetentionSql(int quarters) {
  const std::string starting = Sum("starting");
  const std::string loss =
      Sum("CASE WHEN per_line = 1 THEN contraction + churn "
          "WHEN contraction + churn > gain THEN contraction + churn - gain ELSE 0 END");
  const std::string nrr =
      absl::StrCat("(", starting, " - ", Sum("contraction + churn"), " + ", Sum("gain"), ")");
  const auto by = [&](const std::string& slice) {
    return absl::StrCat(
        "SELECT ",
        Line({"period", slice, "count(*)", starting, Sum("contraction"), Sum("churn"), Sum("gain"),
              loss, Bp(absl::StrCat("(", starting, " - ", loss, ")"), starting), Bp(nrr, starting),
              Sum("cs"), Sum("ae"), Sum("product"), Sum("other"), Bp(Sum("cs"), starting)}),
        " FROM a GROUP BY period, ", slice);
  };
  return absl::StrCat("WITH ", Movements(quarters), " ", by("whole"), " UNION ALL ",
                      by("('segment ' || segment)"), " UNION ALL ", by("('book ' || csm)"));
}

std::string LineOf(const std::string& period, const std::string& slice,
                   const v1::RetentionFigures& of) {
  return absl::StrJoin(
      {period, slice, absl::StrCat(of.account_count()), absl::StrCat(of.starting_minor()),
       absl::StrCat(of.contraction_minor()), absl::StrCat(of.churn_minor()),
       absl::StrCat(of.gain_minor()), absl::StrCat(of.loss_minor()), BpText(of.grr()),
       BpText(of.nrr()), absl::StrCat(of.cs_led_gain().numerator()),
       absl::StrCat(of.ae_led_gain().numerator()), absl::StrCat(of.product_led_gain().numerator()),
       absl::StrCat(of.other_gain().numerator()), BpText(of.cs_led_gain())},
      " ");
}

void AddLines(const v1::RetentionRatesResponse& report, std::vector<std::string>* lines) {
  const std::string& period = report.frame().period();
  if (report.company().account_count() == 0) return;
  lines->push_back(LineOf(period, "company", report.company()));
  for (const v1::SegmentRetention& segment : report.segments()) {
    lines->push_back(LineOf(period, absl::StrCat("segment ", SegmentText(segment.segment())),
                            segment.figures()));
  }
  for (const v1::BookRetention& book : report.books()) {
    lines->push_back(LineOf(
        period, absl::StrCat("book ", std::string(domain::ShortName(book.csm()))), book.figures()));
  }
}

class RetentionOracle : public RevenueOracle {
 protected:
  static void CompareRates(int quarters) {
    std::vector<std::string> lines;
    for (int quarter = quarters - 1; quarter < MadeCompany::kQuarters; ++quarter) {
      v1::RetentionRatesRequest request;
      request.set_period(MadeCompany::Period(quarter));
      request.set_quarter_count(quarters);
      AddLines(company().Report(&ReportStub::RetentionRates, request), &lines);
    }
    const std::vector<std::string> by_sql = company().Select(RetentionSql(quarters));
    EXPECT_GT(by_sql.size(), 35u);
    EXPECT_EQ(Sorted(lines), absl::StrJoin(by_sql, "\n"));
  }
};

TEST_F(RetentionOracle, G6_RetentionOfAQuarterIsWhatSqlSays) { CompareRates(1); }

TEST_F(RetentionOracle, G6_RetentionOfAYearIsWhatSqlSays) { CompareRates(4); }

// Accounts by their CSMs' two-way activities in the quarter, and the middle of the times from
// filing a signal to the booking that came of it.
std::string CohortSql() {
  const std::string engaged =
      ", two_way AS (SELECT q.n, coalesce(m.account_id, t.account_id) AS account_id, "
      "count(*) AS times FROM activities t JOIN oracle_quarters q "
      "ON t.occur_time_us >= q.start_us AND t.occur_time_us < q.end_us "
      "LEFT JOIN account_aliases m ON m.tenant = t.tenant AND m.alias_id = t.account_id "
      "WHERE t.tenant = 'main' AND t.role = 'csm' AND t.two_way = 1 "
      "GROUP BY q.n, coalesce(m.account_id, t.account_id)), "
      "c AS (SELECT a.*, CASE WHEN coalesce(t.times, 0) >= a.engaged THEN 'high' ELSE 'low' END "
      "AS cohort FROM a LEFT JOIN two_way t ON t.n = a.n AND t.account_id = a.account_id)";
  const std::string ways =
      ", ways AS (SELECT c.n, c.cohort, k.at_us - s.file_time_us AS took, row_number() OVER "
      "(PARTITION BY c.n, c.cohort ORDER BY k.at_us - s.file_time_us) AS place, "
      "count(*) OVER (PARTITION BY c.n, c.cohort) AS ways FROM c JOIN oracle_bookings k "
      "ON k.n = c.n AND k.account_id = c.account_id JOIN opportunities o ON o.tenant = 'main' "
      "AND o.opportunity_id = k.opportunity_id JOIN signals s ON s.tenant = 'main' "
      "AND s.signal_id = o.signal_id), middle AS (SELECT n, cohort, ways, "
      "(min(took) + max(took)) / 2 AS took FROM ways WHERE place IN ((ways + 1) / 2, "
      "(ways + 2) / 2) GROUP BY n, cohort, ways)";
  const std::string starting = Sum("c.starting");
  return absl::StrCat(
      "WITH ", Movements(1), engaged, ways, " SELECT ",
      Line({"c.period", "c.cohort", "c.engaged", "count(*)", starting,
            Bp(absl::StrCat(Sum("c.starting - c.contraction - c.churn + c.gain")), starting),
            Sum("c.expansion"), Bp(Sum("c.expansion"), starting), "coalesce(m.ways, 0)", "m.took"}),
      " FROM c LEFT JOIN middle m ON m.n = c.n AND m.cohort = c.cohort "
      "GROUP BY c.period, c.cohort, c.engaged, m.ways, m.took");
}

std::string LineOf(const v1::EngagementCohortsResponse& report, const std::string& cohort,
                   const v1::CohortFigures& of) {
  const std::string took = of.has_median_signal_to_booking()
                               ? absl::StrCat(of.median_signal_to_booking().seconds() * 1'000'000 +
                                              of.median_signal_to_booking().nanos() / 1'000)
                               : "-";
  return absl::StrJoin({report.frame().period(), cohort, absl::StrCat(report.high_activity_count()),
                        absl::StrCat(of.account_count()), absl::StrCat(of.starting_minor()),
                        BpText(of.nrr()), absl::StrCat(of.velocity().numerator()),
                        BpText(of.velocity()), absl::StrCat(of.signal_booking_count()), took},
                       " ");
}

TEST_F(RetentionOracle, G4_EngagementCohortsAreWhatSqlSays) {
  std::vector<std::string> lines;
  int64_t from_signals = 0;
  for (int quarter = 0; quarter < MadeCompany::kQuarters; ++quarter) {
    v1::EngagementCohortsRequest request;
    request.set_period(MadeCompany::Period(quarter));
    const v1::EngagementCohortsResponse report =
        company().Report(&ReportStub::EngagementCohorts, request);
    for (const auto& [cohort, of] :
         {std::pair("high", &report.high()), std::pair("low", &report.low())}) {
      if (of->account_count() > 0) lines.push_back(LineOf(report, cohort, *of));
      from_signals += of->signal_booking_count();
    }
    if (report.has_nrr_difference_bp()) {
      EXPECT_EQ(report.nrr_difference_bp(),
                report.high().nrr().share_bp() - report.low().nrr().share_bp());
    }
  }
  const std::vector<std::string> by_sql = company().Select(CohortSql());
  EXPECT_GT(by_sql.size(), 12u);
  EXPECT_GT(from_signals, 20);
  EXPECT_EQ(Sorted(lines), absl::StrJoin(by_sql, "\n"));
}

}  // namespace
}  // namespace baton::testing
