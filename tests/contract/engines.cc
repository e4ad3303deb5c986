// The engines that the contract is checked on.
#include "store/postgres/postgres_session.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/contract/store_contract.h"
#include "tests/postgres/test_database.h"
#include "tests/temporary_folder.h"

namespace baton::store {
namespace {

// A file of its own in the folder for temporary files.
class SqliteFactory : public StoreFactory {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override {
    SqliteOptions options;
    options.path = path();
    options.busy_timeout = absl::Milliseconds(20);
    return OpenSqliteStore(options);
  }

  absl::StatusOr<std::unique_ptr<SociSession>> OpenSession() override {
    SqliteSession::Options options;
    options.path = path();
    options.busy_timeout = absl::Seconds(5);
    return SqliteSession::Open(options);
  }

  std::function<void()> Obstruct() override {
    std::shared_ptr<SociSession> session = OpenSession().value();
    EXPECT_TRUE(session->Run({"BEGIN IMMEDIATE", ""}, {}).ok());
    return [session] { EXPECT_TRUE(session->Run({"ROLLBACK", ""}, {}).ok()); };
  }

 private:
  std::string path() const { return folder_.File("baton.db"); }

  testing::TemporaryFolder folder_;
};

// A database of its own in the tests' cluster.
class PostgresFactory : public StoreFactory {
 public:
  absl::StatusOr<std::unique_ptr<Store>> Open() override {
    PostgresOptions options;
    options.url = database_.url();
    // Longer than writers of one key wait for each other on a busy machine.
    options.lock_timeout = absl::Seconds(2);
    return OpenPostgresStore(options);
  }

  absl::StatusOr<std::unique_ptr<SociSession>> OpenSession() override {
    PostgresSession::Options options;
    options.url = database_.url();
    return PostgresSession::Open(options);
  }

  // Reading goes on beside this lock.
  std::function<void()> Obstruct() override {
    std::shared_ptr<SociSession> session = OpenSession().value();
    EXPECT_TRUE(session->Run({"BEGIN", ""}, {}).ok());
    EXPECT_TRUE(session
                    ->Run({"LOCK TABLE audit_events, deliveries, request_ids, schema_version "
                           "IN EXCLUSIVE MODE",
                           ""},
                          {})
                    .ok());
    return [session] { EXPECT_TRUE(session->Run({"ROLLBACK", ""}, {}).ok()); };
  }

 private:
  tests::TestDatabase database_;
};

const Engine kPostgresql = {"Postgresql", [] { return std::make_unique<PostgresFactory>(); }};

const Engine kSqlite = {"Sqlite", [] { return std::make_unique<SqliteFactory>(); }};

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, ::testing::Values(kSqlite, kPostgresql),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace baton::store
