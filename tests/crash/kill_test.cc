// The real program, and the real database under it, killed with SIGKILL while clients write: what
// was answered is there, nothing is there twice, and the history is whole.
//
// Planted faults that these tests caught, each with all three victims: answers given as soon as the
// body was done, before the commit; request ids not remembered.
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

enum class Victim { kServerOnSqlite, kServerOnPostgresql, kDatabase };

class Kill : public CrashCompany, public ::testing::WithParamInterface<Victim> {
 protected:
  void SetUp() override {
    if (GetParam() != Victim::kServerOnSqlite) cluster_ = std::make_unique<DurableCluster>();
    StartCompany(1, cluster_.get());
  }

  void KillVictim() { GetParam() == Victim::kDatabase ? cluster_->Kill() : process().Kill(); }

  // A server whose database was killed goes on by itself.
  void Revive() { GetParam() == Victim::kDatabase ? cluster_->Restart() : Start(); }

 private:
  std::unique_ptr<DurableCluster> cluster_;
};

INSTANTIATE_TEST_SUITE_P(Victims, Kill,
                         ::testing::Values(Victim::kServerOnSqlite, Victim::kServerOnPostgresql,
                                           Victim::kDatabase),
                         [](const auto& instance) {
                           switch (instance.param) {
                             case Victim::kServerOnSqlite:
                               return "ServerOnSqlite";
                             case Victim::kServerOnPostgresql:
                               return "ServerOnPostgresql";
                             default:
                               return "Database";
                           }
                         });

TEST_P(Kill, R1_LosesNothingThatWasAnsweredAndDoublesNothing) {
  const unsigned seed = CrashSeed();
  const int points = CrashPoints(/*short_form=*/17);  // 51 over the three victims
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> answers(1, 150);
  std::uniform_int_distribution<int> micros(0, 3'000);
  std::set<std::string> expected;
  int answered = 0;
  for (int round = 0; round < points; ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", point ", round));
    const std::chrono::microseconds pause(micros(random));
    const auto stories = WriteUntil(round, answers(random), [&] {
      std::this_thread::sleep_for(pause);
      KillVictim();
    });
    Revive();
    if (HasFatalFailure()) return;
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) {
        answered += (story.filed != nullptr) + (story.acknowledged != nullptr);
        EXPECT_TRUE(expected.insert(Retry(story)).second) << story.file.request_id();
      }
    }
    ExpectAuditIntact();
    if (HasFailure()) return;
  }
  EXPECT_EQ(AllSignals(), expected);
  EXPECT_EQ(HandedOver(), expected);
  EXPECT_GT(answered, points);
  std::printf("seed %u: %d kills, %d answers checked, nothing lost, nothing doubled\n", seed,
              points, answered);
}

TEST_P(Kill, R22_ATerminatedServerStopsCleanlyAndFindsItsData) {
  const auto filed = Plugin().Call(&v1::SignalHandoffService::Stub::FileSignal, Filing("one", 0));
  ASSERT_THAT(filed, IsOk());
  EXPECT_EQ(process().Stop(), 0);
  Start();
  EXPECT_EQ(AllSignals(), std::set<std::string>{filed->signal().name()});
}

TEST_P(Kill, ASecondServerOnTheSameFolderIsRefused) {
  ServerProcess second(BATON_SERVER_PROGRAM, data());
  EXPECT_THAT(second.Start(), StatusIs(absl::StatusCode::kUnavailable));
  ExpectAuditIntact();
}

}  // namespace
}  // namespace baton::testing
