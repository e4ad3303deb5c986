// A year of a made-up company, closed quarter by quarter, and every published statement computed a
// second time by tests/independent/statements.py, which reads from what the server keeps only what
// people and systems said.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/acceptance/pay_company.h"

namespace baton::testing {
namespace {

constexpr const char* kTables[] = {"account_arr_ledger",  "account_team",  "accounts",
                                   "activities",          "attributions",  "attribution_signatures",
                                   "booking_lines",       "bookings",      "comp_plans",
                                   "deal_desk_tickets",   "disputes",      "exchange_rates",
                                   "health_observations", "opportunities", "people",
                                   "plan_assignments",    "policies",      "signals",
                                   "statement_lines",     "statements"};

class PayYear : public PayCompany {
 protected:
  // Every row of the tables as JSON, a file a table.
  void WriteRecords(const std::string& folder) {
    const std::unique_ptr<store::SociSession> session = OpenSession();
    for (const char* table : kTables) {
      std::ofstream file(absl::StrCat(folder, "/", table, ".jsonl"));
      for (const std::string& row : Select(session.get(), RowsAsJson(session.get(), table))) {
        file << row << "\n";
      }
    }
  }

 private:
  static std::vector<std::string> Select(store::SociSession* session, const std::string& text) {
    std::vector<std::string> values;
    const auto rows = session->Query({text, "t"}, {});
    while (rows->Next()) values.push_back(rows->Text(0));
    EXPECT_THAT(rows->status(), IsOk()) << text;
    return values;
  }

  static std::string RowsAsJson(store::SociSession* session, const std::string& table) {
    if (session->dialect() == store::Dialect::kPostgresql) {
      return absl::StrCat("SELECT format('%s', row_to_json(t)) FROM ", table, " t");
    }
    std::vector<std::string> pairs;
    for (const std::string& column :
         Select(session, absl::StrCat("SELECT name FROM pragma_table_info('", table, "')"))) {
      pairs.push_back(absl::StrCat("'\"", column, "\":' || json_quote(", column, ")"));
    }
    return absl::StrCat("SELECT '{' || ", absl::StrJoin(pairs, " || ',' || "), " || '}' FROM ",
                        table);
  }
};

TEST_F(PayYear, C14_EveryStatementOfAYearEqualsASecondCalculation) {
  ASSERT_NO_FATAL_FAILURE(LiveTheYear());
  const char* kept = std::getenv("BATON_PAY_RECORDS");
  const std::string folder = kept != nullptr ? kept : data_folder();
  WriteRecords(folder);
  Stop();
  const std::string command =
      absl::StrCat("/usr/bin/python3 ", BATON_INDEPENDENT_DIR, "/statements.py ", folder,
                   std::getenv("BATON_PAY_SEED") == nullptr ? " --all" : "");
  EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace baton::testing
