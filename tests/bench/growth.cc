#include "tests/bench/growth.h"

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "domain/status_macros.h"

namespace baton::bench {
namespace {

constexpr absl::Duration kYears = absl::Hours(24 * 730);

absl::StatusOr<std::vector<std::string>> Columns(store::Session& session,
                                                 const std::string& table) {
  const store::Sql sql = {
      absl::StrCat("SELECT name FROM pragma_table_info('", table, "')"), "t",
      absl::StrCat("SELECT column_name FROM information_schema.columns WHERE table_name = '", table,
                   "'")};
  std::vector<std::string> columns;
  const auto rows = session.Query(sql, {});
  while (rows->Next()) columns.push_back(rows->Text(0));
  BATON_RETURN_IF_ERROR(rows->status());
  return columns;
}

// Copies every row of a table: ids of their own, `back` earlier, and closed.
absl::Status Double(store::Session& session, const std::string& table, absl::Duration back,
                    const std::vector<std::string>& ids) {
  std::map<std::string, std::string> values;
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> columns, Columns(session, table));
  for (const std::string& column : columns) {
    values[column] = column;
    if (absl::EndsWith(column, "_us")) {
      values[column] = absl::StrCat(column, " - ", absl::ToInt64Microseconds(back));
    }
  }
  const std::string suffix = absl::StrCat("-", absl::ToInt64Seconds(back));
  for (const std::string& id : ids) values[id] = absl::StrCat(id, " || '", suffix, "'");
  if (table == "signals") values["state"] = "'lost'";
  const auto name = [](std::string* out, const auto& pair) { out->append(pair.first); };
  const auto value = [](std::string* out, const auto& pair) { out->append(pair.second); };
  return session
      .Run({absl::StrCat("INSERT INTO ", table, " (", absl::StrJoin(values, ", ", name),
                         ") SELECT ", absl::StrJoin(values, ", ", value), " FROM ", table),
            ""},
           {})
      .status();
}

absl::StatusOr<int64_t> Count(store::Session& session) {
  const auto rows = session.Query({"SELECT count(*) FROM signals", "i"}, {});
  const int64_t count = rows->Next() ? rows->Int(0) : 0;
  BATON_RETURN_IF_ERROR(rows->status());
  return count;
}

// One doubling; answers how many signals there are then.
absl::StatusOr<std::string> Step(store::Transaction& tx, absl::Duration back) {
  store::Session& session = tx.session();
  BATON_RETURN_IF_ERROR(
      Double(session, "signals", back, {"signal_id", "source_key", "source_record_id"}));
  BATON_RETURN_IF_ERROR(Double(session, "deliveries", back, {"delivery_id", "record"}));
  BATON_ASSIGN_OR_RETURN(const int64_t count, Count(session));
  // SQLite's planner goes by what a migration wrote down.
  BATON_RETURN_IF_ERROR(session.Run({"SELECT 1", "i", "ANALYZE signals, deliveries"}, {}).status());
  return absl::StrCat(count);
}

// Lets the database write out what grew, so that the calls that follow don't wait for it.
absl::StatusOr<std::string> Settle(store::Transaction& tx) {
  BATON_RETURN_IF_ERROR(tx.session().Run({"SELECT 1", "i", "CHECKPOINT"}, {}).status());
  return std::string();
}

std::string Must(const absl::StatusOr<std::string>& answer) {
  if (answer.ok()) return *answer;
  std::fprintf(stderr, "%s\n", answer.status().ToString().c_str());
  std::exit(1);
}

}  // namespace

void GrowSignals(store::Store& store, int64_t count) {
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/bench";
  options.method = "Grow";
  options.now = absl::Now();
  absl::Duration back = kYears / 2;
  for (int64_t grown = 0; grown < count; back /= 2) {
    const auto step = [&](store::Transaction& tx) { return Step(tx, back); };
    grown = std::atoll(Must(store.WriteAndWait(options, step)).c_str());
  }
  Must(store.WriteAndWait(options, Settle));
}

}  // namespace baton::bench
