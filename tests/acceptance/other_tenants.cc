#include "tests/acceptance/other_tenants.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

void Run(store::SociSession& session, const std::string& text) {
  ASSERT_THAT(session.Run({text, "", text}, {}), IsOk()) << text;
}

std::vector<std::string> Texts(store::SociSession& session, const std::string& text) {
  std::vector<std::string> texts;
  const auto rows = session.Query({text, "t", text}, {});
  while (rows->Next()) texts.emplace_back(rows->Text(0));
  EXPECT_THAT(rows->status(), IsOk()) << text;
  return texts;
}

bool IsSqlite(const store::SociSession& session) {
  return session.dialect() == store::Dialect::kSqlite;
}

std::vector<std::string> Tables(store::SociSession& session) {
  return Texts(session, IsSqlite(session)
                            ? "SELECT name FROM sqlite_master WHERE type = 'table'"
                            : "SELECT table_name FROM information_schema.tables WHERE table_schema "
                              "= 'public' AND table_type = 'BASE TABLE'");
}

std::vector<std::string> Columns(store::SociSession& session, const std::string& table) {
  return Texts(session,
               IsSqlite(session)
                   ? absl::StrCat("SELECT name FROM pragma_table_info('", table, "') ORDER BY cid")
                   : absl::StrCat("SELECT column_name FROM information_schema.columns WHERE "
                                  "table_schema = 'public' AND table_name = '",
                                  table, "' ORDER BY ordinal_position"));
}

// What a column of the copy holds, in SQL; `place` counts the columns behind the tenant from 0.
using Copied = std::function<std::string(const std::string& column, size_t place)>;

void Copy(store::SociSession& session, const std::string& from, const std::string& to,
          const Copied& copied, const std::string& tail) {
  // Tables refer to each other in any order.
  Run(session,
      IsSqlite(session) ? "PRAGMA foreign_keys = OFF" : "SET session_replication_role = replica");
  if (IsSqlite(session)) {  // published statements are guarded by some
    for (const std::string& trigger :
         Texts(session, "SELECT name FROM sqlite_master WHERE type = 'trigger'")) {
      Run(session, absl::StrCat("DROP TRIGGER ", trigger));
    }
  }
  for (const std::string& table : Tables(session)) {
    const std::vector<std::string> columns = Columns(session, table);
    if (columns.empty() || columns[0] != "tenant") continue;
    std::vector<std::string> names;
    std::vector<std::string> values;
    for (size_t i = 1; i < columns.size(); ++i) {
      names.push_back(absl::StrCat(", \"", columns[i], "\""));
      // Secrets are found whosever they are.
      const bool secret = columns[i] == "secret_hash";
      values.push_back(absl::StrCat(", ", copied(columns[i], i - 1),
                                    secret ? absl::StrCat(" || '-", to, "'") : ""));
    }
    Run(session, absl::StrCat("INSERT INTO ", table, " (tenant", absl::StrJoin(names, ""),
                              ") SELECT '", to, "'", absl::StrJoin(values, ""), " FROM ", table,
                              " WHERE tenant = '", from, "'", tail));
  }
  Run(session,
      IsSqlite(session) ? "PRAGMA foreign_keys = ON" : "SET session_replication_role = origin");
}

std::string Quoted(const std::string& column) { return absl::StrCat("\"", column, "\""); }

}  // namespace

void MirrorTenant(store::SociSession& session, const std::string& from, const std::string& to) {
  Copy(
      session, from, to, [](const std::string& column, size_t) { return Quoted(column); }, "");
}

void AddLoneRecords(store::SociSession& session, const std::string& from, const std::string& to,
                    const std::string& id, const std::string& quarter) {
  Copy(
      session, from, to,
      [&](const std::string& column, size_t place) {
        if (place < 2 && absl::EndsWith(column, "_id")) return absl::StrCat("'", id, "'");
        const bool is_quarter = column == "period" || column == "quarter";
        return place == 0 && is_quarter ? absl::StrCat("'", quarter, "'") : Quoted(column);
      },
      " LIMIT 1");
}

}  // namespace baton::testing
