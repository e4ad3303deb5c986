// "Life" of the store's contract.
#include "baton/v1/error_reason.pb.h"
#include "domain/refusal.h"
#include "store/migrations.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<int64_t> AppliedVersions(Session& session) {
  std::vector<int64_t> versions;
  const auto rows = session.Query({"SELECT version FROM schema_version ORDER BY version", "i"}, {});
  while (rows->Next()) versions.push_back(rows->Int(0));
  EXPECT_TRUE(rows->status().ok()) << rows->status();
  return versions;
}

TEST_P(StoreContract, OpeningAppliesEveryMigrationOnce) {
  std::vector<int64_t> expected;
  for (const Migration& migration : BuiltInMigrations()) expected.push_back(migration.version);
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  EXPECT_EQ(AppliedVersions(**session), expected);
  Reopen();
  EXPECT_EQ(AppliedVersions(**session), expected);
}

TEST_P(StoreContract, ANewerDatabaseIsRefusedAndLeftUntouched) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  store().Close();
  const auto session = factory().OpenSession();
  ASSERT_TRUE(session.ok());
  ASSERT_TRUE(
      (*session)
          ->Run({"INSERT INTO schema_version (version, name) VALUES (9999, 'later')", ""}, {})
          .ok());
  const std::vector<int64_t> versions = AppliedVersions(**session);
  const auto opened = factory().Open();
  EXPECT_EQ(opened.status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(AppliedVersions(**session), versions);
  EXPECT_THAT(ReadIds(**session, "acme"), ElementsAre("a"));
}

TEST_P(StoreContract, CloseAnswersWhatWasAcceptedAndRefusesTheRest) {
  constexpr int kWrites = 600;
  Answers answers(kWrites);
  for (int i = 0; i < kWrites; ++i) {
    store().Write(Options(), Put("d" + std::to_string(i)), answers.Done(i));
  }
  store().Close();
  for (int i = 0; i < kWrites; ++i) ASSERT_TRUE(answers[i].ok()) << answers[i].status();
  const auto write = store().WriteAndWait(Options(), Put("late"));
  EXPECT_EQ(write.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(domain::ReasonOf(write.status()), v1::ERROR_REASON_STORE_UNAVAILABLE);
  const absl::Status read = store().ReadAndWait([](Session&) { return absl::OkStatus(); });
  EXPECT_EQ(read.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(store().Ping().code(), absl::StatusCode::kUnavailable);
  store().Close();
  Reopen();
  EXPECT_EQ(Ids().size(), static_cast<size_t>(kWrites));
}

TEST_P(StoreContract, TenantsAreApart) {
  ASSERT_TRUE(store().WriteAndWait(Options("acme"), Put("a")).ok());
  EXPECT_THAT(Ids("globex"), IsEmpty());
}

// Where there are several, PostgresStoreTest.R26_OneServerLeadsAndAnotherTakesOver.
TEST_P(StoreContract, AServerAloneLeadsEveryDutyAndGoesOnLeading) {
  for (const char* duty : {"sweeper", "courier", "sweeper"}) {
    const absl::StatusOr<bool> leads = store().Leads(duty);
    ASSERT_TRUE(leads.ok()) << leads.status();
    EXPECT_TRUE(*leads) << duty;
  }
  Reopen();
  EXPECT_TRUE(store().Leads("sweeper").value_or(false));
}

}  // namespace
}  // namespace baton::store
