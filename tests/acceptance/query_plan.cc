#include "tests/acceptance/query_plan.h"

#include <algorithm>
#include <iterator>
#include <regex>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "store/postgres/postgres_dialect.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using nlohmann::json;
using Faults = std::vector<std::string>;

// Read whole without a second look; those of the catalogue at start alone.
constexpr const char* kSmall[] = {"counters", "policies", "schema_version",
                                  "tenants",  "pg_class", "pg_namespace"};

bool IsSmall(const std::string& table) {
  return std::find(std::begin(kSmall), std::end(kSmall), table) != std::end(kSmall);
}

// "SEARCH s USING INDEX by_x (tenant=? AND x>?)" is narrowed by more than the tenant, "(tenant=?)"
// is not; nor is PostgreSQL's "(tenant = $1)".
bool NarrowsTenant(absl::string_view conditions) {
  return absl::StrContains(conditions, " AND ") ||
         (!conditions.empty() && !absl::StrContains(conditions, "tenant"));
}

// What one record has is few, and may be sorted: an account's signals, a signal's opportunities.
bool NarrowsToOne(const std::string& conditions) {
  static const std::regex& one = *new std::regex(
      R"(\b(account|signal|booking|opportunity|attribution|statement)_id ?=|\brecord ?=)");
  return std::regex_search(conditions, one);
}

// A page of what one record has: walking through all others' would fill it late or never.
bool AsksForOne(const std::string& text) {
  static const std::regex& one = *new std::regex(
      R"(\b((account|signal|booking|opportunity|attribution|statement)_id|record) = :p)");
  return std::regex_search(text, one);
}

// What SQLite's recursions read is their own result, what begins them a row of values, and parts
// are pages already.
bool IsOwnResult(const std::string& table) {
  return table == "b" || table == "below" || table == "CONSTANT" || absl::StartsWith(table, "part");
}

constexpr char kSqliteSort[] = "USE TEMP B-TREE FOR ORDER BY";

// One line of EXPLAIN QUERY PLAN. Steps of one SELECT have the same parent; those of an OR stand
// below it.
struct Step {
  int64_t id;
  int64_t parent;
  std::string text;
};

std::vector<Step> SqlitePlan(store::SociSession& session, const store::Sql& sql,
                             int parameter_count) {
  std::vector<Step> steps;
  const auto rows = session.Query({absl::StrCat("EXPLAIN QUERY PLAN ", sql.text), "iiit"},
                                  std::vector<store::Value>(static_cast<size_t>(parameter_count)));
  while (rows->Next()) steps.push_back({rows->Int(0), rows->Int(1), rows->Text(3)});
  EXPECT_THAT(rows->status(), IsOk()) << sql.text;
  return steps;
}

bool ReadsWhole(const Step& step) {
  const std::vector<std::string> words = absl::StrSplit(step.text, ' ');
  if (words.size() < 2 || IsSmall(words[1]) || IsOwnResult(words[1])) return false;
  const size_t conditions = step.text.find('(');
  return words[0] == "SCAN" || (words[0] == "SEARCH" && conditions != std::string::npos &&
                                !NarrowsTenant(absl::string_view(step.text).substr(conditions)));
}

Faults SqliteFaults(store::SociSession& session, const store::Sql& sql, int parameter_count) {
  const std::vector<Step> steps = SqlitePlan(session, sql, parameter_count);
  const bool limited = absl::StrContains(sql.text, " LIMIT ");
  const auto beside = [&steps](const Step& step, const auto& is) {
    return std::any_of(steps.begin(), steps.end(),
                       [&](const Step& other) { return other.parent == step.parent && is(other); });
  };
  const auto sorts = [](const Step& step) { return step.text == kSqliteSort; };
  const auto finds_one = [](const Step& step) {
    return absl::StartsWith(step.text, "SEARCH ") && NarrowsToOne(step.text);
  };
  Faults faults;
  for (const Step& step : steps) {
    const bool page = limited && absl::StrContains(step.text, " USING ") && !beside(step, sorts);
    if (ReadsWhole(step) && !page) faults.push_back(absl::StrCat("reads all: ", step.text));
    if (limited && sorts(step) && !beside(step, finds_one)) {
      faults.push_back("sorts all for a page");
    }
  }
  return faults;
}

// The same statement with PostgreSQL's own names of parameters.
std::string Numbered(const std::string& text) {
  std::string numbered;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, ":p") != 0 || i + 2 == text.size() ||
        !absl::ascii_isdigit(text[i + 2])) {
      numbered.push_back(text[i]);
      continue;
    }
    numbered.push_back('$');
    for (i += 1; i + 1 < text.size() && absl::ascii_isdigit(text[i + 1]);) {
      numbered.push_back(text[++i]);
    }
  }
  return numbered;
}

void Run(store::SociSession& session, const std::string& text) {
  EXPECT_THAT(session.Run({text, "", text}, {}), IsOk()) << text;
}

json PostgresPlan(store::SociSession& session, const store::Sql& sql, int parameter_count) {
  const std::string text =
      sql.postgresql.empty() ? store::ToPostgresDialect(sql.text) : sql.postgresql;
  std::string values;
  for (int i = 0; i < parameter_count; ++i) absl::StrAppend(&values, i == 0 ? "(" : ", ", "NULL");
  if (!values.empty()) values += ")";
  Run(session, absl::StrCat("PREPARE explained AS ", Numbered(text)));
  std::string plan;
  const store::Sql explain = {"", "t",
                              absl::StrCat("EXPLAIN (FORMAT JSON) EXECUTE explained", values)};
  {
    const auto rows = session.Query({explain.postgresql, "t", explain.postgresql}, {});
    while (rows->Next()) plan += rows->Text(0);
    EXPECT_THAT(rows->status(), IsOk()) << text;
  }
  Run(session, "DEALLOCATE explained");
  const json parsed = json::parse(plan, nullptr, /*allow_exceptions=*/false);
  EXPECT_TRUE(parsed.is_array()) << plan;
  return parsed.is_array() ? parsed[0]["Plan"] : json::object();
}

// Nodes that pass rows on in their order, as they come.
bool Streams(const std::string& node) {
  constexpr const char* kStreaming[] = {"Incremental Sort", "Limit",         "LockRows",
                                        "Merge Append",     "Merge Join",    "Nested Loop",
                                        "Result",           "Subquery Scan", "Unique"};
  return std::find(std::begin(kStreaming), std::end(kStreaming), node) != std::end(kStreaming);
}

// True when what the node answers is a page already, or what one record has.
bool IsFew(const json& node) {
  const std::string type = node.value("Node Type", "");
  if (type == "Limit" || NarrowsToOne(node.value("Index Cond", ""))) return true;
  const json children = node.value("Plans", json::array());
  if (type == "Append") return std::all_of(children.begin(), children.end(), IsFew);
  return !children.empty() && IsFew(children[0]);
}

// PostgreSQL sorts what it expects to be no more than this, as it should: less than a page.
constexpr int kFewRows = 50;

// `page`: a LIMIT above stops the node early. `one`: of what one record has.
void FindPostgresFaults(const json& node, bool page, bool one, Faults* faults) {
  const std::string type = node.value("Node Type", "");
  const std::string table = node.value("Relation Name", "");
  const std::string index = node.value("Index Name", "");
  const std::string step = absl::StrCat(type, " ", table, " ", index);
  const bool walks = type == "Seq Scan" || !index.empty();
  const bool small = std::any_of(std::begin(kSmall), std::end(kSmall), [&](const char* name) {
    return absl::StartsWith(table.empty() ? index : table, name);
  });
  const bool narrowed = NarrowsTenant(node.value("Index Cond", ""));
  if (walks && !small && !narrowed && (type == "Seq Scan" || one || !page)) {
    faults->push_back(absl::StrCat("reads all: ", step, " ", node.value("Index Cond", "")));
  }
  const bool few = IsFew(node) || node.value("Plan Rows", 0) <= kFewRows;
  if (type == "Sort" && page && !few) faults->push_back("sorts all for a page");
  const bool below = type == "Limit" || (page && Streams(type));
  for (const json& child : node.value("Plans", json::array())) {
    FindPostgresFaults(child, below, one, faults);
  }
}

}  // namespace

std::vector<std::string> PlanFaults(store::SociSession& session, const store::Sql& sql,
                                    int parameter_count) {
  if (session.dialect() == store::Dialect::kSqlite) {
    return SqliteFaults(session, sql, parameter_count);
  }
  Faults faults;
  const json plan = PostgresPlan(session, sql, parameter_count);
  FindPostgresFaults(plan, false, AsksForOne(sql.text), &faults);
  for (std::string& fault : faults) absl::StrAppend(&fault, "\n", plan.dump(1));
  return faults;
}

}  // namespace baton::testing
