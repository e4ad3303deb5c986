// What is SQLite's own about the store: files, full disks, error codes.
#include "store/sqlite/sqlite_store.h"

#include <filesystem>
#include <fstream>
#include <mutex>

#include "baton/v1/error_reason.pb.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "soci/sqlite3/soci-sqlite3.h"
#include "store/sqlite/sqlite_errors.h"
#include "tests/store/core_test_base.h"
#include "tests/temporary_folder.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::StatusIs;

class SqliteStoreTest : public ::testing::Test {
 protected:
  void SetUp() override { options_.path = folder_.File("the data.db"); }

  std::string Bytes() const {
    std::ifstream file(options_.path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  }

  const testing::TemporaryFolder folder_;
  SqliteOptions options_;
};

TEST_F(SqliteStoreTest, AFileThatIsNoDatabaseIsLeftUntouched) {
  const std::string content(10'000, 'x');
  std::ofstream(options_.path) << content;
  EXPECT_THAT(OpenSqliteStore(options_), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(Bytes(), content);
}

TEST_F(SqliteStoreTest, R21_ANewerFileIsLeftUntouchedByteForByte) {
  {
    auto session = SqliteSession::Open({options_.path, "", true, absl::Seconds(1), nullptr});
    ASSERT_THAT(session, IsOk());
    for (const char* sql :
         {"CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL)",
          "INSERT INTO schema_version VALUES (9999, 'later')"}) {
      ASSERT_THAT((*session)->Run({sql, ""}, {}), IsOk());
    }
  }
  const std::string before = Bytes();
  EXPECT_THAT(OpenSqliteStore(options_),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("9999")));
  EXPECT_EQ(Bytes(), before);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

TEST_F(SqliteStoreTest, AFolderThatIsMissingIsUnavailable) {
  options_.path = folder_.File("missing/baton.db");
  EXPECT_THAT(OpenSqliteStore(options_), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(SqliteStoreTest, APathWithAQuoteIsRefused) {
  options_.path = folder_.File("a\"b.db");
  EXPECT_THAT(OpenSqliteStore(options_), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(SqliteStoreTest, AClosedStoreLeavesOneFile) {
  {
    auto store = OpenSqliteStore(options_);
    ASSERT_THAT(store, IsOk());
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 1);
}

// Every page of the file is taken, as on a full disk.
TEST_F(SqliteStoreTest, R4_AFullDiskIsExhaustedReadsGoOnAndItRecovers) {
  std::vector<std::string> lines;
  std::mutex mutex;
  options_.log = [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines.emplace_back(line);
  };
  auto store = OpenSqliteStore(options_);
  ASSERT_THAT(store, IsOk());
  WriteOptions options;
  options.tenant = "acme";
  options.now = absl::FromUnixSeconds(1'800'000'000);
  const auto run = [&](const std::string& sql) {
    return (*store)
        ->WriteAndWait(options,
                       [&](Transaction& t) -> absl::StatusOr<std::string> {
                         BATON_RETURN_IF_ERROR(t.session().Run({sql, ""}, {}).status());
                         return "";
                       })
        .status();
  };
  const std::string fill =
      "INSERT INTO request_ids (tenant, request_id, fingerprint, answer, time_us) "
      "VALUES ('acme', 'secret', x'00', zeroblob(10000000), 0)";
  ASSERT_THAT(run("PRAGMA max_page_count = 1"), IsOk());
  const absl::Status full = run(fill);
  EXPECT_EQ(full.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(domain::ReasonOf(full), v1::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_EQ((*store)->Ping().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT((*store)->ReadAndWait([](Session& session) {
    const auto rows = session.Query({"SELECT count(*) FROM request_ids", "i"}, {});
    EXPECT_TRUE(rows->Next());
    EXPECT_EQ(rows->Int(0), 0);
    return rows->status();
  }),
              IsOk());
  ASSERT_THAT(run("PRAGMA max_page_count = 1000000"), IsOk());
  EXPECT_THAT(run(fill), IsOk());
  EXPECT_THAT((*store)->Ping(), IsOk());
  const std::lock_guard lock(mutex);
  EXPECT_THAT(lines, ElementsAre(HasSubstr("full")));
  EXPECT_THAT(lines, Not(::testing::Contains(HasSubstr("secret"))));
}

TEST_F(SqliteStoreTest, SettingsAreWhatDurabilityNeeds) {
  auto store = OpenSqliteStore(options_);
  ASSERT_THAT(store, IsOk());
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"PRAGMA journal_mode", "wal"}, {"PRAGMA synchronous", "2"}, {"PRAGMA foreign_keys", "1"}};
  for (const auto& [pragma, value] : expected) {
    const auto held =
        (*store)->WriteAndWait({}, [&](Transaction& t) -> absl::StatusOr<std::string> {
          const auto rows = t.session().Query({pragma, "t"}, {});
          return rows->Next() ? rows->Text(0) : "nothing";
        });
    EXPECT_EQ(held.value(), value) << pragma;
  }
}

TEST(SqliteErrors, AreClassifiedByTheirCode) {
  const auto code = [](int sqlite) { return ClassifySqliteError(sqlite).status.code(); };
  EXPECT_EQ(code(SQLITE_CONSTRAINT_UNIQUE), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(code(SQLITE_CONSTRAINT_PRIMARYKEY), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(code(SQLITE_CONSTRAINT_FOREIGNKEY), absl::StatusCode::kInternal);
  EXPECT_EQ(code(SQLITE_ERROR), absl::StatusCode::kInternal);
  EXPECT_EQ(code(SQLITE_FULL), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(code(SQLITE_IOERR_FSYNC), absl::StatusCode::kUnavailable);
  EXPECT_EQ(code(SQLITE_BUSY_SNAPSHOT), absl::StatusCode::kUnavailable);
  EXPECT_EQ(code(SQLITE_READONLY_DBMOVED), absl::StatusCode::kUnavailable);
  EXPECT_EQ(code(SQLITE_CORRUPT_INDEX), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(ClassifySqliteError(SQLITE_IOERR_WRITE).lost);
  EXPECT_FALSE(ClassifySqliteError(SQLITE_CONSTRAINT_UNIQUE).lost);
}

using PrivateStoreTest = CoreTest;

// Statements beyond the limit push out the longest unused, and all still work.
TEST_F(PrivateStoreTest, ManyStatementsAreBounded) {
  EXPECT_THAT(
      Read([](Session& session) {
        for (int round = 0; round < 2; ++round) {
          for (int i = 0; i < kMaxPreparedStatements + 50; ++i) {
            const auto rows = session.Query({"SELECT " + std::to_string(i) + " + :p1", "i"}, {i});
            EXPECT_TRUE(rows->Next());
            EXPECT_EQ(rows->Int(0), 2 * i);
          }
        }
        return absl::OkStatus();
      }),
      IsOk());
}

TEST_F(PrivateStoreTest, AParameterMayChangeItsType) {
  EXPECT_THAT(Read([](Session& session) {
                static const Sql& sql = *new Sql{"SELECT typeof(:p1), :p1", "tt"};
                const std::vector<std::pair<Value, std::string>> values = {
                    {Value(), "null"},     {Value(int64_t{7}), "integer"}, {Value(), "null"},
                    {Value("x"), "text"},  {Value(0.5), "real"},           {Value(""), "text"},
                    {Value(7), "integer"}, {Value(true), "integer"}};
                for (const auto& [value, type] : values) {
                  const auto rows = session.Query(sql, {value});
                  EXPECT_TRUE(rows->Next());
                  EXPECT_EQ(rows->Text(0), type);
                }
                return absl::OkStatus();
              }),
              IsOk());
}

}  // namespace
}  // namespace baton::store
