#include "tests/store/core_test_base.h"

#include <utility>

#include "domain/status_macros.h"
#include "store/sqlite/sqlite_store.h"

namespace baton::store {

void CoreTest::SetUp() {
  absl::StatusOr<std::unique_ptr<Store>> opened = OpenSqliteStore({});
  ASSERT_TRUE(opened.ok()) << opened.status();
  store_ = *std::move(opened);
}

absl::Time CoreTest::At(int64_t seconds) { return absl::FromUnixSeconds(1'800'000'000 + seconds); }

WriteOptions CoreTest::Options(const std::string& tenant) {
  WriteOptions options;
  options.tenant = tenant;
  options.actor = "system/test";
  options.method = "Test";
  options.now = At(0);
  return options;
}

absl::Status CoreTest::Write(const std::function<absl::Status(Transaction&)>& body,
                             const std::string& tenant) {
  return store_
      ->WriteAndWait(Options(tenant),
                     [&](Transaction& transaction) -> absl::StatusOr<std::string> {
                       BATON_RETURN_IF_ERROR(body(transaction));
                       return "";
                     })
      .status();
}

absl::Status CoreTest::Read(const std::function<absl::Status(Session&)>& body) {
  return store_->ReadAndWait(body);
}

void CoreTest::RunSql(const std::string& text) {
  const absl::Status status = Write([&](Transaction& t) {
    return t.session().Run({text, ""}, {}).status();
  });
  ASSERT_TRUE(status.ok()) << text << ": " << status;
}

std::vector<std::string> CoreTest::Texts(const std::string& sql) {
  std::vector<std::string> texts;
  const absl::Status status = Read([&](Session& session) {
    const auto rows = session.Query({sql, "t"}, {});
    while (rows->Next()) texts.push_back(rows->IsNull(0) ? "null" : rows->Text(0));
    return rows->status();
  });
  EXPECT_TRUE(status.ok()) << sql << ": " << status;
  return texts;
}

}  // namespace baton::store
