// P13: no served path reads a tenant's table from end to end, on either engine. Every method is
// called over a real server while a watch collects the statements that its sessions prepare; then
// each is explained, on PostgreSQL over thousands of rows of every table.
//
// At first it failed, and found: lists of whoever sees by three columns (CSM, AE, holder) sorted
// all of a person's signals; no index led from a person to their accounts, nor from a record to
// what left for it; on PostgreSQL every list of a manager was refused; second pages of health
// observations and activities were refused on both. Planted and caught on both: no index
// signals_by_source.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "store/statement_watch.h"
#include "tests/acceptance/big_tenant.h"
#include "tests/acceptance/query_plan.h"
#include "tests/acceptance/whole_tour.h"

namespace baton::testing {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

// What reads or sorts much, and why it may: the statement's text holds each of the parts.
struct Exception {
  std::vector<std::string> parts;
  const char* reason;
};

const std::vector<Exception>& Exceptions() {
  static const auto& exceptions = *new std::vector<Exception>{
      {{"FROM tokens ORDER BY tenant"}, "all callers, at start and when a token changes"},
      {{"FROM person_aliases ORDER BY tenant"}, "as above: who was merged into whom"},
      {{"FROM audit_events WHERE tenant = :p1 ORDER BY seq"}, "VerifyAudit recomputes the chain"},
      {{"SELECT /* X-10 */"}, "a name may stand in any text of a tenant"},
      {{"SELECT DISTINCT payee_id FROM plan_assignments"}, "ComputeStatements is of every payee"},
      {{"FROM plan_assignments", "payee_id = "}, "one payee's plans are few"},
      {{"FROM policies"}, "a tenant's policy has few versions"},
      {{"FROM connections", "vendor = 'webhook'"}, "a tenant has few connections"},
      {{"FROM statements", "period = "}, "a quarter's statements: one a payee"},
      {{"WITH RECURSIVE below"}, "a manager's people: what they have is gathered and sorted"},
      {{"FROM signals", "acknowledge_due_time_us ASC"}, "sorted; an index would cost every filing"},
      {{"FROM signals", "(state IN ('incomplete'"}, "what stands open, as a watch begins"},
      {{"account_id IN (SELECT owners.account_id"}, "a person's accounts: gathered and sorted"},
      {{"attribution_id IN (SELECT owners.attribution_id"}, "what a person shares in: the same"},
      {{"SELECT account_id FROM accounts WHERE tenant = :p1"}, "the whole portfolio (H-14)"},
      {{"FROM accounts WHERE tenant = :p1", "renewal_time_us IS NULL"},
       "the same with segments and contracts (G-2, A-5)"},
      {{"effective_time_us, kind FROM account_arr_ledger"},
       "what all accounts were worth (G-2, G-6)"},
      {{"FROM account_team WHERE tenant = :p1 AND role = "}, "who held all accounts (G-2)"},
      {{"SELECT alias_id, ", "_aliases"}, "all merged accounts, or people; few"},
      {{"INSERT INTO ", "SELECT tenant"}, "what migrations copy, once"},
      {{"UPDATE deliveries SET next_attempt_us = created_us"}, "what a migration fills, once"},
      {{"FROM statements", "published' AND period <= "}, "what was published (C-20)"},
      {{"FROM statement_lines", "earning_minor <> 0"}, "as above, line by line"},
      {{"min(period)"}, "a tenant has few periods"},
      {{"comp_plans"}, "a plan has few versions, a payee few plans; migration 0017"},
  };
  return exceptions;
}

bool IsException(const std::string& text) {
  return std::any_of(Exceptions().begin(), Exceptions().end(), [&](const Exception& exception) {
    return std::all_of(exception.parts.begin(), exception.parts.end(),
                       [&](const std::string& part) { return absl::StrContains(text, part); });
  });
}

class QueryPlans : public WholeTour {
 protected:
  QueryPlans() {
    store::WatchStatements([this](const store::Sql& sql, int parameter_count) {
      statements_[sql.text] = {sql, parameter_count};
    });
  }
  ~QueryPlans() override { store::WatchStatements({}); }

  // What was prepared so far, apart from transactions, settings and the schema's making.
  std::map<std::string, std::pair<store::Sql, int>> Statements() {
    store::WatchStatements({});
    std::map<std::string, std::pair<store::Sql, int>> statements;
    for (const auto& [text, statement] : statements_) {
      const bool reads_rows = absl::StartsWith(text, "SELECT") || absl::StartsWith(text, "WITH") ||
                              absl::StartsWith(text, "UPDATE") ||
                              absl::StartsWith(text, "DELETE") || absl::StartsWith(text, "INSERT");
      const bool migrates = absl::StrContains(text, "sqlite_") ||
                            absl::StartsWith(text, "DELETE FROM deadlines AS later") ||
                            absl::StartsWith(text, "UPDATE attributions SET segment = ");
      if (reads_rows && !migrates) statements.emplace(text, statement);
    }
    return statements;
  }

 private:
  std::map<std::string, std::pair<store::Sql, int>> statements_;
};

// The check itself finds both faults.
TEST_F(QueryPlans, P13_ScansAndSortsAreFound) {
  FileFor("harborline");
  const auto session = OpenSession();
  for (const char* text :
       {"SELECT timeline FROM signals WHERE timeline = :p1",
        "SELECT timeline FROM signals WHERE tenant = :p1",
        "SELECT timeline FROM signals WHERE tenant = :p1 ORDER BY urgency LIMIT :p2"}) {
    const int parameters = absl::StrContains(text, ":p2") ? 2 : 1;
    EXPECT_THAT(PlanFaults(*session, {text, "t"}, parameters), Not(IsEmpty())) << text;
  }
}

TEST_F(QueryPlans, P13_NoStatementOfAnyMethodReadsAWholeTenant) {
  Tour();
  const auto statements = Statements();
  Stop();
  const auto session = OpenSession();
  if (session->dialect() == store::Dialect::kPostgresql) {
    GrowTenant(*session);
    for (const char* setting :
         {"SET plan_cache_mode = force_generic_plan", "SET enable_seqscan = off"}) {
      ASSERT_THAT(session->Run({setting, ""}, {}), IsOk());
    }
  }
  EXPECT_GT(statements.size(), 300u);
  for (const auto& [text, statement] : statements) {
    if (IsException(text)) continue;
    for (const std::string& fault : PlanFaults(*session, statement.first, statement.second)) {
      ADD_FAILURE() << fault << "\nin " << text;
    }
  }
}

}  // namespace
}  // namespace baton::testing
