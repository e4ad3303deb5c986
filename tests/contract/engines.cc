// The engines that the contract is checked on.
#include <filesystem>

#include "store/sqlite/sqlite_store.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

// A file of its own in the folder for temporary files.
class SqliteFactory : public StoreFactory {
 public:
  SqliteFactory() {
    std::string pattern =
        (std::filesystem::path(::testing::TempDir()) / "contract-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~SqliteFactory() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

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
  std::string path() const { return (folder_ / "baton.db").string(); }

  std::filesystem::path folder_;
};

const Engine kSqlite = {"Sqlite", [] { return std::make_unique<SqliteFactory>(); }};

INSTANTIATE_TEST_SUITE_P(Engines, StoreContract, ::testing::Values(kSqlite),
                         [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace baton::store
