// R21: copies taken while clients write. What was answered before the copy began is in it, and the
// copy is sound.
//
// Planted fault that this test caught: the file copied without its write-ahead log.
#include <filesystem>
#include <thread>

#include "absl/strings/str_cat.h"
#include "store/sqlite/sqlite_session.h"
#include "tests/crash/crash_company.h"
#include "tools/admin/backup.h"
#include "tools/admin/verify.h"

namespace baton::testing {
namespace {

class Backup : public CrashCompany {
 protected:
  void SetUp() override { StartCompany(1, nullptr); }

  static std::unique_ptr<store::SociSession> OpenFile(const std::string& file) {
    store::SqliteSession::Options options;
    options.path = file;
    options.busy_timeout = absl::Seconds(5);
    auto session = store::SqliteSession::Open(options);
    EXPECT_THAT(session, IsOk());
    return session.ok() ? *std::move(session) : nullptr;
  }

  static void ExpectSound(const std::string& file) {
    const auto session = OpenFile(file);
    const auto checks = admin::VerifyStore(*session);
    ASSERT_THAT(checks, IsOk());
    for (const admin::Check& check : *checks) {
      EXPECT_THAT(check.faults, ::testing::IsEmpty()) << check.what;
    }
  }

  static std::set<std::string> SignalsIn(const std::string& file) {
    const auto session = OpenFile(file);
    std::set<std::string> names;
    const auto rows = session->Query({"SELECT signal_id FROM signals", "t"}, {});
    while (rows->Next()) names.insert(absl::StrCat(kTenant, "/signals/", rows->Text(0)));
    EXPECT_THAT(rows->status(), IsOk());
    return names;
  }
};

TEST_F(Backup, R21_NothingAnsweredBeforeItIsMissing) {
  constexpr int kCopies = 8;
  absl::Mutex mutex;
  std::set<std::string> answered;
  std::atomic<bool> over{false};
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      for (int n = 0; !over; ++n) {
        const auto filed = Plugin().Call(&v1::SignalHandoffService::Stub::FileSignal,
                                         Filing(absl::StrCat("b-", i, "-", n), i));
        ASSERT_THAT(filed, IsOk());
        absl::MutexLock lock(&mutex);
        answered.insert(filed->signal().name());
      }
    });
  }
  for (int copy = 0; copy < kCopies; ++copy) {
    const std::string file = absl::StrCat(data(), "/copy-", copy, ".db");
    std::set<std::string> before;
    {
      const auto enough = [&] { return answered.size() > static_cast<size_t>(40 * copy); };
      absl::MutexLock lock(&mutex, absl::Condition(&enough));
      before = answered;
    }
    ASSERT_THAT(admin::BackUp(data() + "/baton.db", file, [](int64_t, int64_t) {}), IsOk());
    ExpectSound(file);
    const std::set<std::string> kept = SignalsIn(file);
    for (const std::string& name : before) EXPECT_EQ(kept.count(name), 1u) << name;
  }
  over = true;
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(AllSignals(), answered);
}

TEST_F(Backup, R21_ARestoredCopyServesWhatItHeld) {
  const auto file_one = [&](const std::string& id) {
    const auto filed = Plugin().Call(&v1::SignalHandoffService::Stub::FileSignal, Filing(id, 0));
    EXPECT_THAT(filed, IsOk());
    return filed.ok() ? filed->signal().name() : "";
  };
  const std::string copy = data() + ".copy";
  const std::string first = file_one("first");
  ASSERT_THAT(admin::BackUp(data() + "/baton.db", copy, [](int64_t, int64_t) {}), IsOk());
  const std::string second = file_one("second");
  EXPECT_THAT(admin::Restore(copy, data()), StatusIs(absl::StatusCode::kFailedPrecondition));
  process().Kill();
  ASSERT_THAT(admin::Restore(copy, data()), IsOk());
  Start();
  EXPECT_EQ(AllSignals(), std::set<std::string>{first});
  ExpectAuditIntact();
  EXPECT_EQ(SignalsIn(data() + "/baton.db.before-restore"), (std::set<std::string>{first, second}));
  EXPECT_THAT(admin::BackUp(data() + "/baton.db", copy, [](int64_t, int64_t) {}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace baton::testing
