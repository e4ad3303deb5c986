// ARR by category and team credit against plain SQL over the same tables (A-10, T-8, T-9, C-3).
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/acceptance/made_company.h"
#include "tests/acceptance/oracle_sql.h"
#include "tests/acceptance/report_lines.h"

namespace baton::testing {
namespace {

void AddCategories(const std::string& period, const v1::SegmentCategories& segment,
                   std::vector<std::string>* lines) {
  const v1::CategoryAmounts& of = segment.amounts();
  for (const auto& [category, minor] :
       {std::pair("net_new_expansion", of.net_new_expansion_minor()),
        std::pair("cross_sell", of.cross_sell_minor()),
        std::pair("at_risk_save", of.at_risk_save_minor()),
        std::pair("renewal_uplift", of.renewal_uplift_minor()),
        std::pair("clean_renewal", of.clean_renewal_minor()),
        std::pair("contraction", of.contraction_minor()), std::pair("churn", of.churn_minor())}) {
    if (minor == 0) continue;
    lines->push_back(absl::StrJoin(
        {period, SegmentText(segment.segment()), std::string(category), absl::StrCat(minor)}, " "));
  }
}

TEST_F(RevenueOracle, A10_ArrByCategoryIsWhatSqlSays) {
  v1::ArrByCategoryRequest request;
  request.set_period("2025-Q4");
  const v1::ArrByCategoryResponse report = company().Report(&ReportStub::ArrByCategory, request);
  std::vector<std::string> lines;
  int64_t total_parts = 0;
  for (const v1::CategoryQuarter& quarter : report.quarters()) {
    total_parts += quarter.total().part_count();
    for (const v1::SegmentCategories& segment : quarter.segments()) {
      AddCategories(quarter.period(), segment, &lines);
    }
  }
  const std::string parts =
      " FROM oracle_parts p JOIN oracle_quarters q ON q.n = p.n "
      "WHERE p.n BETWEEN 0 AND 7 AND p.cents IS NOT NULL ";
  const std::vector<std::string> by_sql = company().Select(
      absl::StrCat("SELECT ", Line({"q.period", "p.segment", "p.category", Sum("p.cents")}), parts,
                   "GROUP BY q.period, p.segment, p.category HAVING sum(p.cents) <> 0"));
  EXPECT_GT(by_sql.size(), 60u);
  EXPECT_EQ(Sorted(lines), absl::StrJoin(by_sql, "\n"));
  EXPECT_EQ(company().Select(absl::StrCat("SELECT ", Line({"count(*)"}), parts)),
            std::vector<std::string>{absl::StrCat(total_parts)});
  EXPECT_GT(report.frame().missing_rates_size(), 0);
}

// T-8 by X-1: floors, then a cent each to the largest remainders, ties to the earlier share.
std::string TeamCreditSql() {
  const std::string expansions =
      absl::StrCat("e AS (SELECT p.attribution_id, q.period, ", Sum("p.cents"),
                   " AS cents FROM oracle_parts p JOIN oracle_quarters q ON q.n = p.n "
                   "WHERE p.n BETWEEN 0 AND 7 AND p.cents IS NOT NULL AND ",
                   kExpansions, " GROUP BY p.attribution_id, q.period)");
  const std::string splits =
      ", s AS (SELECT attribution_id, share_no, role, team, amount_minor AS weight "
      "FROM attribution_team_shares WHERE tenant = 'main'), "
      "w AS (SELECT attribution_id, CAST(sum(weight) AS INTEGER) AS whole FROM s "
      "GROUP BY attribution_id), f AS (SELECT e.period, s.attribution_id, s.share_no, s.team, "
      "e.cents, e.cents * s.weight / w.whole AS low, e.cents * s.weight % w.whole AS remainder "
      "FROM e JOIN s ON s.attribution_id = e.attribution_id "
      "JOIN w ON w.attribution_id = e.attribution_id), o AS (SELECT period, team, low, cents - "
      "CAST(sum(low) OVER (PARTITION BY attribution_id) AS INTEGER) AS left_over, row_number() "
      "OVER (PARTITION BY attribution_id ORDER BY remainder DESC, share_no) AS place FROM f) ";
  const auto in_full = [](const std::string& role) {
    return absl::StrCat(
        "SELECT ", Line({"e.period", absl::StrCat("'", role, "'"), "t.team", Sum("e.cents")}),
        " FROM e JOIN (SELECT DISTINCT attribution_id, team FROM s WHERE role = '", role,
        "') t ON t.attribution_id = e.attribution_id GROUP BY e.period, t.team");
  };
  return absl::StrCat("WITH ", expansions, splits, in_full("source"), " UNION ALL ",
                      in_full("close"), " UNION ALL ", in_full("assist"), " UNION ALL SELECT ",
                      Line({"period", "'credited'", "team",
                            Sum("low + CASE WHEN place <= left_over THEN 1 ELSE 0 END")}),
                      " FROM o GROUP BY period, team");
}

TEST_F(RevenueOracle, T8_TeamCreditIsWhatSqlSays) {
  std::vector<std::string> lines;
  for (int quarter = 0; quarter < MadeCompany::kQuarters; ++quarter) {
    v1::TeamCreditRequest request;
    request.set_period(MadeCompany::Period(quarter));
    const v1::TeamCreditResponse report = company().Report(&ReportStub::TeamCredit, request);
    int64_t credited = 0;
    for (const v1::TeamFigures& team : report.teams()) {
      credited += team.credited().numerator();
      for (const auto& [role, share] :
           {std::pair("source", &team.source()), std::pair("close", &team.close()),
            std::pair("assist", &team.assist()), std::pair("credited", &team.credited())}) {
        if (share->numerator() == 0) continue;
        lines.push_back(absl::StrCat(request.period(), " ", role, " ",
                                     LowerName(v1::Team_Name(team.team()), "TEAM_"), " ",
                                     share->numerator()));
      }
    }
    EXPECT_EQ(credited, report.expansion_minor());
  }
  const std::vector<std::string> by_sql = company().Select(TeamCreditSql());
  EXPECT_GT(by_sql.size(), 80u);
  EXPECT_EQ(Sorted(lines), absl::StrJoin(by_sql, "\n"));
}

}  // namespace
}  // namespace baton::testing
