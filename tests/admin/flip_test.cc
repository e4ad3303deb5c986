// R20: one flipped bit in any column of an audit event, a published statement or one of its lines
// is found by verify, which names the record.
//
// Planted faults that this test caught: an event's hash without its actor; published statements not
// compared with the audit log. Real ones that it found: faults that did not name the event; a
// statement's state, times and lines' numbers, which its digest leaves out; an integer's upper
// half.
#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/stubs/logging.h"
#include "tests/admin/quarter.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using store::Value;

// A row: its key's columns behind the tenant.
using Key = std::map<std::string, Value>;

struct Column {
  std::string name;
  char type;  // as in store::Sql
};

struct Table {
  std::string name;
  std::vector<Column> columns;
  std::vector<Key> rows;
};

class Flip : public Quarter {
 protected:
  void SetUp() override {
    Quarter::SetUp();
    // It would complain of each text that is no UTF-8 any more.
    google::protobuf::SetLogHandler(nullptr);
    SwitchTriggersOff();
    AddTable("audit_events", {{"seq", 'i'}});
    AddTable("statements", {{"statement_id", 't'}});
    AddTable("statement_lines", {{"statement_id", 't'}, {"line_id", 't'}});
  }

  // With all columns that the schema has.
  void AddTable(const std::string& name, const std::vector<Column>& key) {
    Table& table = tables_.emplace_back();
    table.name = name;
    const auto columns =
        session().Query({"SELECT name, type FROM pragma_table_info(:p1)", "tt",
                         "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) "
                         "FROM information_schema.columns WHERE table_name = :p1"},
                        {name});
    static const auto& types =
        *new std::map<std::string, char>{{"TEXT", 't'},   {"text", 't'}, {"INTEGER", 'i'},
                                         {"bigint", 'i'}, {"BLOB", 'b'}, {"bytea", 'b'}};
    while (columns->Next()) {
      table.columns.push_back({columns->Text(0), types.at(columns->Text(1))});
    }
    std::string names;
    std::string letters;
    for (const Column& column : key) {
      absl::StrAppend(&names, names.empty() ? "" : ", ", column.name);
      letters.push_back(column.type);
    }
    const auto rows = session().Query(
        {absl::StrCat("SELECT ", names, " FROM ", name, " ORDER BY ", names), letters}, {});
    while (rows->Next()) {
      Key& row = table.rows.emplace_back(Key{{"tenant", "main"}});
      for (size_t i = 0; i < key.size(); ++i) row[key[i].name] = ValueIn(*rows, i, key[i].type);
    }
    ASSERT_GE(table.columns.size(), 10u) << name;
    ASSERT_GE(table.rows.size(), 2u) << name;
  }

  static Value ValueIn(const store::Rows& rows, size_t column, char type) {
    const int at = static_cast<int>(column);
    if (rows.IsNull(at)) return {};
    return type == 'i' ? Value(rows.Int(at)) : Value(rows.Text(at));
  }

  Value Read(const Table& table, const Key& row, const Column& column) {
    std::vector<Value> values;
    const auto rows = session().Query(
        {absl::StrCat("SELECT ", column.name, " FROM ", table.name, Where(row, &values)),
         std::string(1, column.type)},
        values);
    EXPECT_TRUE(rows->Next()) << table.name;
    const Value value = ValueIn(*rows, 0, column.type);
    EXPECT_FALSE(rows->Next());
    return value;
  }

  // False when the database refuses the value: the key is taken, the text is not UTF-8.
  bool Write(const Table& table, const Key& row, const Column& column, const Value& value) {
    std::vector<Value> values = {value};
    const std::string parameter = column.type == 'b' ? "CAST(:p1 AS BLOB)" : ":p1";
    const auto touched = session().Run({absl::StrCat("UPDATE ", table.name, " SET ", column.name,
                                                     " = ", parameter, Where(row, &values)),
                                        ""},
                                       values);
    session().ClearFailure();
    EXPECT_EQ(touched.value_or(1), 1);
    return touched.ok();
  }

  // The row's condition; adds its parameters behind those there are.
  static std::string Where(const Key& row, std::vector<Value>* values) {
    std::string condition;
    for (const auto& [name, value] : row) {
      values->push_back(value);
      absl::StrAppend(&condition, condition.empty() ? " WHERE " : " AND ", name, " = :p",
                      values->size());
    }
    return condition;
  }

  std::vector<Table> tables_;
};

template <class List>
const auto& AnyOf(const List& list, std::mt19937* random) {
  return list[std::uniform_int_distribution<size_t>(0, list.size() - 1)(*random)];
}

// False when there is no bit.
bool FlipOneBit(Value* value, std::mt19937* random) {
  if (value->kind == Value::Kind::kInt) {
    value->integer ^= static_cast<int64_t>(uint64_t{1} << (*random)() % 64);
    return true;
  }
  if (value->text.empty()) return false;
  value->text[(*random)() % value->text.size()] ^= static_cast<char>(1 << (*random)() % 8);
  return true;
}

// What a fault must say of the row. An event that got another number may be named by that.
std::vector<std::string> NamesOf(const Table& table, const Key& before, const Key& after) {
  if (table.name != "audit_events") {
    return {absl::StrCat("tenants/main/statements/", before.at("statement_id").text)};
  }
  return {absl::StrCat("tenants/main/auditEvents/", before.at("seq").integer, ": "),
          absl::StrCat("event ", after.at("seq").integer, " stands in its place")};
}

bool AnyFaultNames(const std::vector<admin::Check>& checks, const std::vector<std::string>& names) {
  for (const admin::Check& check : checks) {
    for (const std::string& fault : check.faults) {
      for (const std::string& name : names) {
        if (absl::StrContains(fault, name)) return true;
      }
    }
  }
  return false;
}

bool AllSound(const std::vector<admin::Check>& checks) {
  return std::all_of(checks.begin(), checks.end(),
                     [](const admin::Check& check) { return check.faults.empty(); });
}

TEST_F(Flip, R20_OneFlippedBitInAnyColumnIsFoundAndItsRecordNamed) {
  const unsigned seed = CrashSeed();
  const int flips = CrashPoints(/*short_form=*/200);
  std::mt19937 random(seed);
  std::map<std::string, int> flipped;
  ASSERT_TRUE(AllSound(Checks()));
  for (int done = 0; done < flips;) {
    const Table& table = AnyOf(tables_, &random);
    const Column& column = AnyOf(table.columns, &random);
    const Key& row = AnyOf(table.rows, &random);
    const Value before = Read(table, row, column);
    Value after = before;
    if (!FlipOneBit(&after, &random) || !Write(table, row, column, after)) continue;
    ++done;
    ++flipped[table.name];
    Key now = row;
    if (now.count(column.name) > 0) now[column.name] = after;
    EXPECT_TRUE(AnyFaultNames(Checks(), NamesOf(table, row, now)))
        << "seed " << seed << ", flip " << done << ": " << table.name << "." << column.name << " "
        << before.integer << before.text << " is now " << after.integer << after.text;
    ASSERT_TRUE(Write(table, now, column, before));
  }
  EXPECT_TRUE(AllSound(Checks())) << "not everything was put back";
  std::printf("seed %u: %d bits flipped, each found and its record named:", seed, flips);
  for (const auto& [table, count] : flipped) std::printf(" %s %d", table.c_str(), count);
  std::printf("\n");
}

}  // namespace
}  // namespace baton::testing
