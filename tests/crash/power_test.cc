// R2 and R3 on SQLite: the server ends where its disk fails. The real program runs on a layer of
// files that forgets what was not synced (fragile_disk.h), under load and while the write-ahead log
// is moved into the database, which happens several times a second here.
//
// Planted faults that R2 caught: synchronous = NORMAL, and OFF, instead of FULL; answers given
// before the commit; a disk that does not sync the database's own file, as if checkpoints forgot
// to; a disk that loses nothing. That R3 caught: a journal in memory instead of the log.
#include <filesystem>
#include <random>

#include "absl/strings/str_cat.h"
#include "store/sqlite/sqlite_session.h"
#include "tests/crash/crash_company.h"
#include "tests/crash/fragile_disk.h"
#include "tools/admin/verify.h"

namespace baton::testing {
namespace {

namespace fs = std::filesystem;
using Stories = std::vector<std::vector<Story>>;

constexpr int kEndless = 1'000'000'000;
// Of those that change the database's own file.
constexpr int kCallsOfTwoCheckpoints = 500;

class Power : public CrashCompany {
 protected:
  void SetUp() override {
    StartCompanyOn(1, "", BATON_FRAGILE_SERVER_PROGRAM);
    process().Kill();
    MoveLog();
    fs::copy(data(), fresh(), fs::copy_options::recursive);
  }

  std::string fresh() const { return data() + ".fresh"; }
  std::string database() const { return data() + "/baton.db"; }

  // As the company was in the beginning: what was written since is forgotten.
  void StartAfresh() {
    process().Kill();
    fs::remove_all(data());
    fs::copy(fresh(), data(), fs::copy_options::recursive);
    expected_.clear();
  }

  // Lets the clients write until the disk fails.
  Stories WriteUntilItFails(const DiskFault& fault, DiskReport* report) {
    fs::remove(FragileDisk::ReportOf(database()));
    process().SetEnvironment(absl::StrCat("BATON_DISK=", fault.Text()));
    Stories stories;
    if (TryStart().ok()) {
      stories = WriteUntil(round_++, kEndless, [] {});
    }
    EXPECT_EQ(process().Stop(), -1);
    EXPECT_TRUE(FragileDisk::ReadReport(database(), report)) << "it ended otherwise";
    process().SetEnvironment("");
    return stories;
  }

  // Nothing answered is lost, nothing is half done, and asking again doubles nothing. Leaves the
  // server running on the ordinary disk.
  void ExpectAllThere(const Stories& stories) {
    Start();
    if (HasFatalFailure()) return;
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) {
        answered_ += (story.filed != nullptr) + (story.acknowledged != nullptr);
        EXPECT_TRUE(expected_.insert(Retry(story)).second) << story.file.request_id();
      }
    }
    ExpectAuditIntact();
    EXPECT_EQ(AllSignals(), expected_);
    EXPECT_EQ(HandedOver(), expected_);
    ExpectSound();
  }

  // Every page, every chain, every signal's clocks, and each signal's event.
  void ExpectSound() {
    const auto session = OpenFile();
    ASSERT_NE(session, nullptr);
    const auto checks = admin::VerifyStore(*session);
    ASSERT_THAT(checks, IsOk());
    for (const admin::Check& check : *checks) {
      EXPECT_THAT(check.faults, ::testing::IsEmpty()) << check.what;
    }
    EXPECT_EQ(Count(*session,
                    "SELECT count(*) FROM signals WHERE NOT EXISTS (SELECT 1 FROM audit_events e "
                    "WHERE e.record = 'tenants/main/signals/' || signal_id)"),
              0);
  }

  std::unique_ptr<store::SociSession> OpenFile() const {
    store::SqliteSession::Options options;
    options.path = database();
    options.busy_timeout = absl::Seconds(5);
    auto session = store::SqliteSession::Open(options);
    return session.ok() ? *std::move(session) : nullptr;
  }

  // As the last of a database's users does when it goes: the log is moved and removed.
  void MoveLog() const {
    const auto session = OpenFile();
    ASSERT_NE(session, nullptr);
    EXPECT_GT(Count(*session, "SELECT count(*) FROM tenants"), 0);
  }

  // -1 when it can't be read.
  static int64_t Count(store::SociSession& session, const std::string& sql) {
    const auto rows = session.Query({sql, "i"}, {});
    return rows->Next() ? rows->Int(0) : -1;
  }

  int round_ = 0;
  int answered_ = 0;
  std::set<std::string> expected_;  // signals that must be there
};

TEST_F(Power, R2_LosesNothingThatWasAnsweredAndDoublesNothing) {
  constexpr int kPointsOfACompany = 10;
  const unsigned seed = CrashSeed();
  const int points = CrashPoints(/*short_form=*/20);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> any_call(1, 4'000);
  std::uniform_int_distribution<int> call_in_database(1, kCallsOfTwoCheckpoints);
  Losses losses;
  int in_checkpoints = 0;
  int at_syncs = 0;
  for (int point = 0; point < points; ++point) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", point ", point));
    if (point % kPointsOfACompany == 0) StartAfresh();
    DiskFault fault;
    fault.in_database = point % 2 == 1;
    fault.call = fault.in_database ? call_in_database(random) : any_call(random);
    fault.seed = static_cast<unsigned>(random());
    DiskReport report;
    const Stories stories = WriteUntilItFails(fault, &report);
    in_checkpoints += report.in_database;
    at_syncs += report.in_sync;
    losses.kept += report.losses.kept;
    losses.dropped += report.losses.dropped;
    losses.torn += report.losses.torn;
    ExpectAllThere(stories);
    if (HasFailure()) return;
    // The next server finds a log to recover from, or none.
    process().Kill();
    if (random() % 2 == 0) MoveLog();
  }
  EXPECT_GT(answered_, points);
  EXPECT_GT(in_checkpoints, points / 3);
  EXPECT_GT(losses.dropped, points);
  EXPECT_GT(losses.torn, points);
  std::printf(
      "seed %u: %d power losses, %d in checkpoints, %d at a sync; unsynced writes: %d kept, "
      "%d dropped, %d torn; %d answers checked, nothing lost, nothing doubled\n",
      seed, points, in_checkpoints, at_syncs, losses.kept, losses.dropped, losses.torn, answered_);
}

// Without this, a disk that loses nothing would pass the test above.
TEST_F(Power, R2_ADiskThatLiesAboutItsSyncsLosesAnswers) {
  int lost = 0;
  for (unsigned seed = 1; seed <= 3; ++seed) {
    StartAfresh();
    DiskReport report;
    const Stories stories =
        WriteUntilItFails({DiskFault::Kind::kLiar, /*in_database=*/false, 1'000, seed}, &report);
    int64_t filed = 0;
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) filed += story.filed != nullptr;
    }
    ASSERT_GT(filed, 0);
    const auto session = OpenFile();
    const int64_t kept = session == nullptr ? -1 : Count(*session, "SELECT count(*) FROM signals");
    lost += kept < filed;
  }
  EXPECT_GT(lost, 0);
}

TEST_F(Power, R3_EndingInACheckpointLosesAndDoublesNothing) {
  const int times = CrashPoints(/*short_form=*/3);
  std::mt19937 random(CrashSeed());
  std::uniform_int_distribution<int> call(1, kCallsOfTwoCheckpoints);
  for (int time = 0; time < times; ++time) {
    DiskFault fault = {DiskFault::Kind::kKill, /*in_database=*/true, /*call=*/1};
    if (time > 0) fault.call = call(random);
    SCOPED_TRACE(absl::StrCat("time ", time, ", ", fault.Text()));
    DiskReport report;
    const Stories stories = WriteUntilItFails(fault, &report);
    EXPECT_TRUE(report.in_database);
    ExpectAllThere(stories);
    process().Kill();
    MoveLog();
    if (HasFailure()) return;
  }
  EXPECT_GT(answered_, times);
}

}  // namespace
}  // namespace baton::testing
