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
constexpr absl::Duration kWeek = absl::Hours(24 * 7);

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

// How the rows of a table are copied.
struct Copying {
  std::string table;
  std::string owner;                   // the column with the signal's id
  std::vector<std::string> ids;        // columns with the signal's id in them
  std::vector<std::string> keys = {};  // columns that must differ from row to row as well
  std::map<std::string, std::string> fixed = {};
};

// The id that each signal's copy gets. It begins with the copy's time, as the ids that the server
// gives out do: what was filed together lies together.
absl::Status NameCopies(store::Session& session, absl::Duration shift) {
  const std::string time = absl::StrCat("file_time_us + ", absl::ToInt64Microseconds(shift));
  const auto create = [](const std::string& hex) {
    return absl::StrCat("CREATE TEMP TABLE copies AS SELECT signal_id AS old_id, ", hex,
                        " || substr(signal_id, length(signal_id) - 11) AS new_id FROM signals");
  };
  BATON_RETURN_IF_ERROR(session.Run({"DROP TABLE IF EXISTS copies", ""}, {}).status());
  BATON_RETURN_IF_ERROR(session
                            .Run({create(absl::StrCat("printf('%016x', ", time, ")")), "",
                                  create(absl::StrCat("lpad(to_hex(", time, "), 16, '0')"))},
                                 {})
                            .status());
  return session.Run({"CREATE UNIQUE INDEX copies_by_old ON copies (old_id)", ""}, {}).status();
}

// Copies every row of a table that is a signal's, all its times `shift` later.
absl::Status Double(store::Session& session, const Copying& copying, absl::Duration shift) {
  std::map<std::string, std::string> values;
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> columns, Columns(session, copying.table));
  for (const std::string& column : columns) {
    values[column] = column;
    if (absl::EndsWith(column, "_us")) {
      values[column] = absl::StrCat(column, " + ", absl::ToInt64Microseconds(shift));
    }
  }
  for (const std::string& id : copying.ids) {
    values[id] = absl::StrCat("replace(", id, ", old_id, new_id)");
  }
  for (const std::string& key : copying.keys) values[key] = absl::StrCat(key, " || '-' || new_id");
  for (const auto& [column, value] : copying.fixed) values[column] = value;
  const auto name = [](std::string* out, const auto& pair) { out->append(pair.first); };
  const auto value = [](std::string* out, const auto& pair) { out->append(pair.second); };
  return session
      .Run({absl::StrCat("INSERT INTO ", copying.table, " (", absl::StrJoin(values, ", ", name),
                         ") SELECT ", absl::StrJoin(values, ", ", value), " FROM ", copying.table,
                         " JOIN copies ON ", copying.owner),
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
absl::StatusOr<std::string> Step(store::Transaction& tx, const std::vector<Copying>& tables,
                                 absl::Duration shift) {
  store::Session& session = tx.session();
  BATON_RETURN_IF_ERROR(NameCopies(session, shift));
  std::string names;
  for (const Copying& table : tables) {
    BATON_RETURN_IF_ERROR(Double(session, table, shift));
    absl::StrAppend(&names, names.empty() ? "" : ", ", table.table);
  }
  BATON_ASSIGN_OR_RETURN(const int64_t count, Count(session));
  // SQLite's planner goes by what a migration wrote down.
  BATON_RETURN_IF_ERROR(
      session.Run({"SELECT 1", "i", absl::StrCat("ANALYZE ", names)}, {}).status());
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

store::WriteOptions Growing() {
  store::WriteOptions options;
  options.tenant = "main";
  options.actor = "system/bench";
  options.method = "Grow";
  options.now = absl::Now();
  return options;
}

// Doubles until there are `count` signals: copies lie up to 2 x `shift` away, evenly.
void Grow(store::Store& store, const std::vector<Copying>& tables, absl::Duration shift,
          int64_t count) {
  const store::WriteOptions options = Growing();
  for (int64_t grown = 0; grown < count; shift /= 2) {
    const auto step = [&](store::Transaction& tx) { return Step(tx, tables, shift); };
    grown = std::atoll(Must(store.WriteAndWait(options, step)).c_str());
  }
  Must(store.WriteAndWait(options, Settle));
}

}  // namespace

void GrowSignals(store::Store& store, int64_t count) {
  const Copying signals = {"signals",
                           "signal_id = old_id",
                           {"signal_id"},
                           {"source_key", "source_record_id"},
                           {{"state", "'lost'"}}};
  const Copying deliveries = {
      "deliveries", "record = 'tenants/main/signals/' || old_id", {"delivery_id", "record"}};
  Grow(store, {signals, deliveries}, -kYears / 2, count);
}

void GrowClocks(store::Store& store, int64_t count) {
  const Copying signals = {
      "signals", "signal_id = old_id", {"signal_id"}, {"source_key", "source_record_id"}};
  const Copying deadlines = {
      "deadlines", "subject = 'tenants/main/signals/' || old_id", {"subject"}};
  Grow(store, {signals, deadlines}, kWeek / 2, count);
}

}  // namespace baton::bench
