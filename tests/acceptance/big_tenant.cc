#include "tests/acceptance/big_tenant.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

constexpr int kRows = 3'000;    // of each table, about
constexpr int kPeople = 40;     // copies of each person who have records
constexpr int kAccounts = 400;  // copies of each account that have records

bool IsOneOf(const std::string& word, std::initializer_list<const char*> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

void Run(store::SociSession& session, const std::string& text) {
  ASSERT_THAT(session.Run({text, "", text}, {}), IsOk()) << text;
}

std::vector<std::pair<std::string, std::string>> Pairs(store::SociSession& session,
                                                       const std::string& text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const auto rows = session.Query({text, "tt", text}, {});
  while (rows->Next()) pairs.emplace_back(rows->Text(0), rows->Text(1));
  EXPECT_THAT(rows->status(), IsOk());
  return pairs;
}

// An id of the n-th copy; what was not given stays so.
std::string Renamed(const std::string& column, const std::string& number) {
  return absl::StrCat("CASE \"", column, "\" WHEN '' THEN '' ELSE \"", column, "\" || '-' || ",
                      number, " END");
}

// What the n-th copy of a row has in a column.
std::string Copied(const std::string& table, const std::string& column) {
  if (absl::EndsWith(column, "_us")) return absl::StrCat(column, " + n * 1000000");
  if (IsOneOf(column, {"seq", "export_seq", "change_seq"})) {
    return absl::StrCat("CASE ", column, " WHEN 0 THEN 0 ELSE ", column, " + n * 100000 END");
  }
  if (table == "comp_plans" && column == "plan_code") return Renamed(column, "n");
  if (table == "exchange_rates" && column == "date") return Renamed(column, "n");
  if (column == "period") return Renamed(column, table == "comp_periods" ? "n" : "n % 20");
  const bool of_people =
      IsOneOf(table, {"payouts", "people", "person_external_ids", "plan_assignments",
                      "reconciliation_items", "statement_changes", "statements", "tokens"});
  const bool of_accounts = IsOneOf(table, {"accounts", "account_external_ids", "account_segments",
                                           "account_team", "reconciliation_items"});
  if (!of_people && IsOneOf(column, {"person_id", "csm_id", "ae_id", "holder_id", "owner_id",
                                     "closed_by_id", "statement_id"})) {
    return Renamed(column, absl::StrCat("n % ", kPeople));
  }
  if (!of_accounts && column == "account_id") {
    return Renamed(column, absl::StrCat("n % ", kAccounts));
  }
  if (absl::EndsWith(column, "_id") ||
      IsOneOf(column, {"adjusts_line", "digest", "email", "quarter", "record", "secret_hash",
                       "source_key", "subject"})) {
    return Renamed(column, "n");
  }
  return absl::StrCat("\"", column, "\"");
}

bool IsEmpty(store::SociSession& session, const std::string& table) {
  const std::string text = absl::StrCat("SELECT 1 FROM ", table, " LIMIT 1");
  const auto rows = session.Query({text, "i", text}, {});
  const bool empty = !rows->Next();
  EXPECT_THAT(rows->status(), IsOk());
  return empty;
}

void Grow(store::SociSession& session, const std::string& table) {
  EXPECT_FALSE(IsEmpty(session, table)) << table << " has no row to copy";
  std::vector<std::string> columns;
  std::vector<std::string> values;
  for (const auto& [column, type] :
       Pairs(session, absl::StrCat("SELECT column_name, data_type FROM information_schema.columns "
                                   "WHERE table_schema = 'public' AND table_name = '",
                                   table, "' ORDER BY ordinal_position"))) {
    columns.push_back(absl::StrCat("\"", column, "\""));
    values.push_back(Copied(table, column));
  }
  Run(session,
      absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(columns, ", "), ") SELECT ",
                   absl::StrJoin(values, ", "), " FROM ", table, ", generate_series(1, (SELECT ",
                   kRows, " / greatest(count(*), 1) FROM ", table, ")) n"));
}

}  // namespace

void GrowTenant(store::SociSession& session) {
  // Without triggers, those of the foreign keys among them.
  Run(session, "SET session_replication_role = replica");
  for (const auto& [table, kind] :
       Pairs(session,
             "SELECT table_name, table_type FROM information_schema.tables "
             "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'")) {
    if (IsOneOf(table, {"counters", "policies", "schema_version", "tenants"})) continue;
    Grow(session, table);
  }
  Run(session, "SET session_replication_role = origin");
  Run(session, "ANALYZE");
}

}  // namespace baton::testing
