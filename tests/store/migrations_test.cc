// Numbered migrations: R21.
#include "store/migrations.h"

#include "store/sqlite/sqlite_session.h"
#include "tests/status_matchers.h"
#include "tests/temporary_folder.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::StatusIs;

class MigrationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    SqliteSession::Options options;
    options.path = folder_.File("baton.db");
    auto opened = SqliteSession::Open(options);
    ASSERT_THAT(opened, IsOk());
    session_ = *std::move(opened);
  }

  std::vector<std::string> Tables() {
    std::vector<std::string> names;
    session_->ClearFailure();
    const auto rows = session_->Query(
        {"SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", "t"}, {});
    while (rows->Next()) names.push_back(rows->Text(0));
    return names;
  }

  const testing::TemporaryFolder folder_;
  std::unique_ptr<SqliteSession> session_;
};

const Migration kFirst = {1, "0001_first", "CREATE TABLE a (x INTEGER);\n"};
const Migration kSecond = {2, "0002_second", "CREATE TABLE b (x INTEGER);\nDROP TABLE a;\n"};
const Migration kBroken = {2, "0002_broken", "CREATE TABLE c (x INTEGER);\nNONSENSE;\n"};

TEST_F(MigrationsTest, AreAppliedInOrderAndOnce) {
  ASSERT_THAT(Migrate(*session_, {kFirst}), IsOk());
  EXPECT_THAT(Tables(), ElementsAre("a", "schema_version"));
  ASSERT_THAT(Migrate(*session_, {kFirst, kSecond}), IsOk());
  ASSERT_THAT(Migrate(*session_, {kFirst, kSecond}), IsOk());
  EXPECT_THAT(Tables(), ElementsAre("b", "schema_version"));
}

TEST_F(MigrationsTest, ABrokenOneLeavesNothingOfItself) {
  EXPECT_THAT(Migrate(*session_, {kFirst, kBroken}),
              StatusIs(absl::StatusCode::kInternal, HasSubstr("0002_broken")));
  EXPECT_THAT(Tables(), ElementsAre("a", "schema_version"));
  ASSERT_THAT(Migrate(*session_, {kFirst, kSecond}), IsOk());
}

TEST_F(MigrationsTest, ANewerDatabaseIsRefused) {
  ASSERT_THAT(Migrate(*session_, {kFirst, kSecond}), IsOk());
  EXPECT_THAT(CheckSchema(*session_, {kFirst}),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("version 2")));
  EXPECT_THAT(Migrate(*session_, {kFirst}), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Tables(), ElementsAre("b", "schema_version"));
}

TEST_F(MigrationsTest, AnotherProgramsDatabaseIsRefused) {
  ASSERT_THAT(session_->Run({"CREATE TABLE theirs (x INTEGER)", ""}, {}), IsOk());
  EXPECT_THAT(Migrate(*session_, {kFirst}), StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Tables(), ElementsAre("theirs"));
}

TEST(BuiltInMigrations, AreNumberedFromOneWithoutGaps) {
  int64_t expected = 0;
  for (const Migration& migration : BuiltInMigrations()) {
    EXPECT_EQ(migration.version, ++expected) << migration.name;
    EXPECT_FALSE(SplitStatements(migration.text, Dialect::kSqlite).empty()) << migration.name;
  }
  EXPECT_GT(expected, 0);
}

TEST(SplitStatements, EndsAtSemicolonsAtTheEndOfALine) {
  EXPECT_THAT(SplitStatements("-- why;\n\nCREATE TABLE a (\n  -- one; two;\n  x TEXT DEFAULT ';'"
                              ", y TEXT\n);\n  DROP TABLE b;  \n-- end;\n",
                              Dialect::kSqlite),
              ElementsAre(HasSubstr("CREATE TABLE a"), HasSubstr("DROP TABLE b;")));
  EXPECT_THAT(SplitStatements("-- nothing\n", Dialect::kSqlite), IsEmpty());
}

TEST(SplitStatements, LeavesOutWhatAnotherEngineRuns) {
  constexpr char kText[] =
      "A;\n-- [sqlite]\nB;\n-- why\nC\n;\n-- [postgresql]\nD;\n-- [both]\nE;\n";
  EXPECT_THAT(SplitStatements(kText, Dialect::kSqlite), ElementsAre("A;", "B;", "C\n;", "E;"));
  EXPECT_THAT(SplitStatements(kText, Dialect::kPostgresql), ElementsAre("A;", "D;", "E;"));
}

}  // namespace
}  // namespace baton::store
