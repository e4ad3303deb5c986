// "Reads" of the store's contract.
#include "absl/synchronization/barrier.h"
#include "baton/v1/error_reason.pb.h"
#include "domain/refusal.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_P(StoreContract, AReadSeesOneSnapshot) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  std::vector<std::string> first;
  std::vector<std::string> second;
  const absl::Status status = store().ReadAndWait([&](Session& session) {
    first = ReadIds(session, "acme");
    EXPECT_TRUE(store().WriteAndWait(Options(), Put("b")).ok());
    second = ReadIds(session, "acme");
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(first, ElementsAre("a"));
  EXPECT_THAT(second, ElementsAre("a"));
  EXPECT_THAT(Ids(), ElementsAre("a", "b"));
}

TEST_P(StoreContract, AWriteThatWasAnsweredIsSeenByEveryLaterRead) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_TRUE(store().WriteAndWait(Options(), Put("d" + std::to_string(i))).ok());
    ASSERT_EQ(Ids().size(), static_cast<size_t>(i + 1));
  }
}

TEST_P(StoreContract, AReadDoesNotWaitForAWriterNorSeeItsHalf) {
  absl::Notification written;
  absl::Notification go_on;
  Answers answers(1);
  const auto body = [&](Transaction& t) -> absl::StatusOr<std::string> {
    const auto answer = Put("a")(t);
    written.Notify();
    go_on.WaitForNotification();
    return answer;
  };
  store().Write(Options(), body, answers.Done(0));
  written.WaitForNotification();
  EXPECT_THAT(Ids(), IsEmpty());
  go_on.Notify();
  answers.Wait();
  EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(StoreContract, ASnapshotEndsWithItsRead) {
  const absl::Status status = store().ReadAndWait([](Session& session) {
    // Dropped before its end: a row stays unread.
    const auto rows = session.Query({"SELECT 1 UNION ALL SELECT 2", "i"}, {});
    EXPECT_TRUE(rows->Next());
    return absl::OkStatus();
  });
  ASSERT_TRUE(status.ok()) << status;
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  for (int i = 0; i < 8; ++i) EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(StoreContract, AFailedReadLeavesTheNextOnesAlone) {
  const absl::Status status = store().ReadAndWait([](Session& session) {
    const auto rows = session.Query({"SELECT nonsense FROM deliveries", "t"}, {});
    EXPECT_FALSE(rows->Next());
    return rows->status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  for (int i = 0; i < 8; ++i) EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(StoreContract, AStatementInUseCannotBeUsedInside) {
  const absl::Status status = store().ReadAndWait([](Session& session) {
    static const Sql& sql = *new Sql{"SELECT 1 UNION ALL SELECT 2", "i"};
    const auto outer = session.Query(sql, {});
    EXPECT_TRUE(outer->Next());
    return session.Query(sql, {})->status();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
}

// As many reads as there can be threads are held until the queue behind them is full.
TEST_P(StoreContract, MoreReadsThanTheLimitAreRefusedAtOnce) {
  absl::Notification open;
  std::atomic<int> served = 0;
  std::atomic<int> refused = 0;
  absl::Status refusal;
  absl::Mutex mutex;
  const auto body = [&](const absl::Status& status, Session* session) {
    if (session == nullptr) {
      absl::MutexLock lock(&mutex);
      refusal = status;
      ++refused;
      return;
    }
    open.WaitForNotification();
    ++served;
  };
  int asked = 0;
  while (refused == 0 && asked < 2 * kMaxQueuedReads) {
    store().Read(body);
    ++asked;
  }
  open.Notify();
  store().Close();
  EXPECT_EQ(refused, 1);
  EXPECT_EQ(served + refused, asked);
  EXPECT_GE(served, kMaxQueuedReads);
  EXPECT_EQ(domain::ReasonOf(refusal), v1::ERROR_REASON_OVERLOADED);
}

}  // namespace
}  // namespace baton::store
