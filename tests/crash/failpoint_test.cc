// R3: the server ends at a named point, each of them several times: what was answered is there,
// nothing is half done, and a retry changes nothing more.
//
// Planted faults that these tests caught: answers given before the commit; migrations without a
// transaction.
#include "absl/strings/str_cat.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

// On both engines.
class FailPoints : public CrashCompany, public ::testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    if (GetParam()) cluster_ = std::make_unique<DurableCluster>();
    StartCompany(1, cluster_.get());
  }

 private:
  std::unique_ptr<DurableCluster> cluster_;
};

INSTANTIATE_TEST_SUITE_P(Engines, FailPoints, ::testing::Bool(), [](const auto& instance) {
  return instance.param ? "Postgresql" : "Sqlite";
});

TEST_P(FailPoints, R3_EndingAroundACommitLosesAndDoublesNothing) {
  const int times = CrashPoints(/*short_form=*/3);
  std::set<std::string> expected;
  int round = 0;
  for (const char* point : {"outbox.before", "request.before", "commit.before", "commit.after"}) {
    for (int time = 0; time < times; ++time) {
      SCOPED_TRACE(absl::StrCat(point, ", time ", time));
      EXPECT_EQ(process().Stop(), 0);
      process().SetEnvironment(absl::StrCat("BATON_FAILPOINT=", point, ":", 2 + 7 * time));
      Start();
      const auto stories = WriteUntil(round++, 1'000'000, [] {});
      EXPECT_EQ(process().Stop(), -1) << "the point was not reached";
      process().SetEnvironment("");
      Start();
      if (HasFatalFailure()) return;
      for (const std::vector<Story>& of_client : stories) {
        for (const Story& story : of_client) expected.insert(Retry(story));
      }
      ExpectAuditIntact();
      EXPECT_EQ(AllSignals(), expected);
      EXPECT_EQ(HandedOver(), expected);
    }
  }
}

TEST_P(FailPoints, R3_AMigrationThatWasCutOffIsDoneAgain) {
  std::unique_ptr<DurableCluster> fresh;
  std::vector<std::string> store;
  if (GetParam()) {
    fresh = std::make_unique<DurableCluster>();
    store = {"--store", fresh->url()};
  }
  ServerProcess server(BATON_SERVER_PROGRAM, data() + "-fresh", store);
  for (const int statement : {1, 5, 40}) {
    server.SetEnvironment(absl::StrCat("BATON_FAILPOINT=migration.statement:", statement));
    EXPECT_THAT(server.Start(), StatusIs(absl::StatusCode::kUnavailable)) << statement;
  }
  server.SetEnvironment("");
  EXPECT_THAT(server.Start(), IsOk());
}

}  // namespace
}  // namespace baton::testing
