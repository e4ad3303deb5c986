// R4 on PostgreSQL: its disk is full or broken, or it takes no writes. Mutations are refused, and
// what is refused did not happen; reads go on; once the store is well the server goes on by itself.
// SQLite's half is in tests/store/sqlite_store_test.cc.
//
// Planted faults that these tests caught: writes of a failed batch that were answered all the same;
// a failed commit unheeded; a lost connection never made anew; a read-only database taken for a
// fault of ours.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/acceptance/health_watch.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;

using Stories = std::vector<std::vector<Story>>;

class Disk : public CrashCompany {
 protected:
  void SetUp() override { StartCompany(1, &cluster_); }

  // Lets all clients write until the store, once it has failed, refuses each of them.
  Stories WriteUntilRefused(const std::function<void()>& fail) {
    return WriteUntil(0, /*answers=*/300, fail);
  }

  static std::set<std::string> Answered(const Stories& stories) {
    std::set<std::string> names;
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) {
        if (story.filed != nullptr) names.insert(story.filed->signal().name());
      }
    }
    return names;
  }

  // Files until that is refused: what fits into a page that is there already may still be taken.
  // Adds what was answered to `names`.
  absl::Status FileUntilRefused(std::set<std::string>* names) {
    constexpr int kTries = 2'000;
    for (int i = 0; i < kTries; ++i) {
      const absl::Time begin = absl::Now();
      const auto filed =
          Plugin().Call(&HandoffStub::FileSignal, Filing(absl::StrCat("meanwhile-", i), 0));
      longest_ = std::max(longest_, absl::Now() - begin);
      if (!filed.ok()) return filed.status();
      names->insert(filed->signal().name());
    }
    return absl::OkStatus();
  }

  // Everything that was asked for is there once, what was answered as it was answered.
  void ExpectAllOnce(const Stories& stories, std::set<std::string> names) {
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) names.insert(Retry(story));
    }
    EXPECT_EQ(AllSignals(), names);
    EXPECT_EQ(HandedOver(), names);
    ExpectAuditIntact();
    std::printf("%zu signals, the longest answer while the store failed after %s\n", names.size(),
                absl::FormatDuration(longest_).c_str());
  }

  // Fails, is watched, is healed, and goes on.
  void FailAndHeal(absl::StatusCode refusal, const std::function<void()>& fail,
                   const std::function<void()>& heal) {
    const Stories stories = WriteUntilRefused(fail);
    std::set<std::string> names = Answered(stories);
    EXPECT_EQ(AllSignals(), names) << "what was refused was taken";
    EXPECT_THAT(FileUntilRefused(&names), Refuses(refusal, "STORE_UNAVAILABLE"));
    EXPECT_EQ(AllSignals(), names);
    if (HasFailure()) return;
    heal();
    ExpectAllOnce(stories, std::move(names));
  }

  DurableCluster cluster_{BATON_DISK_FAULT};
  absl::Duration longest_;
};

TEST_F(Disk, R4_AFullDiskIsExhaustedReadsGoOnAndItRecovers) {
  FailAndHeal(
      absl::StatusCode::kResourceExhausted, [&] { cluster_.BreakDisk("full-base"); },
      [&] { cluster_.HealDisk(); });
}

TEST_F(Disk, R4_ABrokenDiskIsUnavailableReadsGoOnAndItRecovers) {
  FailAndHeal(
      absl::StatusCode::kUnavailable, [&] { cluster_.BreakDisk("broken-base"); },
      [&] { cluster_.HealDisk(); });
}

TEST_F(Disk, R4_AReadOnlyDatabaseIsUnavailableReadsGoOnAndItRecovers) {
  const auto set = [&](const std::string& setting) {
    EXPECT_TRUE(cluster_.Run(absl::StrCat("ALTER SYSTEM ", setting)));
    EXPECT_TRUE(cluster_.Run("SELECT pg_reload_conf()"));
  };
  HealthWatch health(channel(0));
  FailAndHeal(
      absl::StatusCode::kUnavailable, [&] { set("SET default_transaction_read_only = on"); },
      [&] {
        health.Await(kNotServing);
        set("RESET default_transaction_read_only");
        health.Await(kServing);
      });
}

// PostgreSQL ends when it can't write ahead. Somebody makes room and starts it again; the server
// finds it by itself. What was refused meanwhile may have happened: asking again tells.
TEST_F(Disk, R4_AFullLogDiskEndsTheDatabaseAndTheServerFindsItAgain) {
  HealthWatch health(channel(0));
  const Stories stories = WriteUntilRefused([&] {
    cluster_.BreakDisk("full-pg_wal");
    (void)cluster_.Run("SELECT pg_switch_wal()");
  });
  std::set<std::string> names;
  EXPECT_THAT(FileUntilRefused(&names),
              Refuses(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  EXPECT_TRUE(names.empty());
  health.Await(kNotServing);
  cluster_.HealDisk();
  const absl::Time healed = absl::Now();
  const v1::FileSignalRequest again = Filing("again", 0);
  absl::StatusOr<v1::FileSignalResponse> filed = Plugin().Call(&HandoffStub::FileSignal, again);
  while (!filed.ok()) {
    ASSERT_LT(absl::Now() - healed, absl::Seconds(60)) << "the server did not come back";
    cluster_.Restart();
    filed = Plugin().Call(&HandoffStub::FileSignal, again);
  }
  health.Await(kServing);
  names.insert(filed->signal().name());
  // The refused one of FileUntilRefused() may be there: asked for again, it is.
  const auto meanwhile = Plugin().Call(&HandoffStub::FileSignal, Filing("meanwhile-0", 0));
  ASSERT_THAT(meanwhile, IsOk());
  names.insert(meanwhile->signal().name());
  ExpectAllOnce(stories, std::move(names));
}

}  // namespace
}  // namespace baton::testing
