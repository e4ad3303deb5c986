// "Writes" of the store's contract, but for request ids.
//
// Caught when planted: batches of half the limit; on PostgreSQL no lock on the bodies' keys, so
// that two servers ran one key's bodies at once; a batch that commits what it then begins again; a
// caller asked twice whether it is gone; listeners told before the commit.
#include <atomic>
#include <stdexcept>
#include <thread>

#include "absl/synchronization/notification.h"
#include "baton/v1/error_reason.pb.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "store/outbox.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

TEST_P(StoreContract, WhatABodyDidIsKeptTogether) {
  const auto answer =
      store().WriteAndWait(Options(), [](Transaction& t) -> absl::StatusOr<std::string> {
        EXPECT_TRUE(Put("a")(t).ok());
        EXPECT_TRUE(Put("b")(t).ok());
        return "both";
      });
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(*answer, "both");
  Reopen();
  EXPECT_THAT(Ids(), ElementsAre("a", "b"));
}

TEST_P(StoreContract, NothingOfARefusedBodyIsKept) {
  const auto answer = store().WriteAndWait(Options(), PutAndFail("a"));
  EXPECT_EQ(answer.status(), absl::FailedPreconditionError("refused by the rule"));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(StoreContract, NothingOfABodyThatThrowsIsKept) {
  const auto answer =
      store().WriteAndWait(Options(), [](Transaction& t) -> absl::StatusOr<std::string> {
        EXPECT_TRUE(Put("a")(t).ok());
        throw std::runtime_error("a secret of the program");
      });
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(domain::ReasonOf(answer.status()), v1::ERROR_REASON_INTERNAL);
  EXPECT_THAT(answer.status().ToString(), Not(HasSubstr("secret")));
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(StoreContract, TheAnswerComesAfterTheCommit) {
  const auto beside = factory().OpenSession();
  ASSERT_TRUE(beside.ok()) << beside.status();
  std::vector<std::string> seen;
  absl::Notification done;
  store().Write(Options(), Put("a"), [&](const absl::StatusOr<std::string>&) {
    seen = ReadIds(**beside, "acme");
    done.Notify();
  });
  done.WaitForNotification();
  EXPECT_THAT(seen, ElementsAre("a"));
}

TEST_P(StoreContract, ARefusedBodyDisturbsNoNeighbour) {
  Answers answers(6);
  {
    Gate gate(&store());
    store().Write(Options(), Put("a"), answers.Done(0));
    store().Write(Options(), PutAndFail("b"), answers.Done(1));
    store().Write(Options(), Put("c"), answers.Done(2));
    const auto throws = [](Transaction& t) -> absl::StatusOr<std::string> {
      EXPECT_TRUE(Put("d")(t).ok());
      throw 42;
    };
    store().Write(Options(), throws, answers.Done(3));
    const auto refuses = [](Transaction&) -> absl::StatusOr<std::string> {
      return absl::NotFoundError("nothing written");
    };
    store().Write(Options(), refuses, answers.Done(4));
    store().Write(Options(), Put("a"), answers.Done(5));
  }
  answers.Wait();
  EXPECT_TRUE(answers[0].ok()) << answers[0].status();
  EXPECT_EQ(answers[1].status(), absl::FailedPreconditionError("refused by the rule"));
  EXPECT_TRUE(answers[2].ok()) << answers[2].status();
  EXPECT_EQ(answers[3].status().code(), absl::StatusCode::kInternal);
  EXPECT_EQ(answers[4].status(), absl::NotFoundError("nothing written"));
  EXPECT_EQ(answers[5].status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(Ids(), ElementsAre("a", "c"));
}

// Every commit is told of once, so commits can be counted.
TEST_P(StoreContract, WhatWaitsCommitsTogetherUpToTheLimit) {
  std::atomic<int> commits = 0;
  store().OnCommit(
      [&](const Commit& commit) { commits += commit.elsewhere || commit.unknown ? 0 : 1; });
  constexpr int kBatches = 3;
  Answers answers(kBatches * kMaxBatchedWrites);
  {
    Gate gate(&store());
    for (int i = 0; i < kBatches * kMaxBatchedWrites; ++i) {
      store().Write(Options(), Put("d" + std::to_string(i)), answers.Done(i));
    }
  }
  answers.Wait();
  store().Close();
  for (int i = 0; i < kBatches * kMaxBatchedWrites; ++i) ASSERT_TRUE(answers[i].ok());
  EXPECT_EQ(commits, kBatches);
}

TEST_P(StoreContract, ABodyMayRunMoreThanOnceAndHasOneEffect) {
  Answers answers(2);
  int runs = 0;
  {
    Gate gate(&store());
    const auto counts = [&runs](Transaction& t) -> absl::StatusOr<std::string> {
      ++runs;
      return Put("a")(t);
    };
    store().Write(Options(), counts, answers.Done(0));
    // Fails after it wrote, so what stands before it is begun again.
    store().Write(Options(), PutAndFail("b"), answers.Done(1));
  }
  answers.Wait();
  EXPECT_EQ(runs, 2);
  EXPECT_EQ(answers[0].value(), "answer to a");
  EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(StoreContract, ABodyThatIgnoresAFailedStatementIsRefusedWithIt) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  const auto answer =
      store().WriteAndWait(Options(), [](Transaction& t) -> absl::StatusOr<std::string> {
        EXPECT_TRUE(Put("b")(t).ok());
        Put("a")(t).IgnoreError();
        // The insert may have been kept back; what names its table shows the failure.
        const Sql count = {"SELECT count(*) FROM deliveries", "i"};
        EXPECT_FALSE(t.session().Query(count, {})->status().ok());
        EXPECT_FALSE(Put("c")(t).ok());
        return "all is well";
      });
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ReasonOf(answer.status()), v1::ERROR_REASON_ALREADY_EXISTS);
  EXPECT_THAT(Ids(), ElementsAre("a"));
  EXPECT_TRUE(store().WriteAndWait(Options(), Put("c")).ok());
}

TEST_P(StoreContract, AWrongStatementFailsAloneAndWithoutTheDriversWords) {
  const auto answer =
      store().WriteAndWait(Options(), [](Transaction& t) -> absl::StatusOr<std::string> {
        const auto rows = t.session().Query({"SELECT nonsense FROM deliveries", "t"}, {});
        EXPECT_FALSE(rows->Next());
        return rows->status();
      });
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(answer.status().ToString(), Not(HasSubstr("nonsense")));
  EXPECT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  EXPECT_TRUE(store().Ping().ok());
}

TEST_P(StoreContract, ABodySeesWhatItAddedAndWhatItsNeighboursDid) {
  Answers answers(2);
  std::vector<std::string> seen;
  {
    Gate gate(&store());
    store().Write(Options(), Put("a"), answers.Done(0));
    store().Write(
        Options(),
        [&](Transaction& t) -> absl::StatusOr<std::string> {
          BATON_RETURN_IF_ERROR(Put("b")(t).status());
          seen = ReadIds(t.session(), t.tenant());
          return Put("c")(t);
        },
        answers.Done(1));
  }
  answers.Wait();
  EXPECT_THAT(seen, ElementsAre("a", "b"));
  EXPECT_THAT(Ids(), ElementsAre("a", "b", "c"));
}

// A lost update would leave fewer records than writes: every body looks before it puts.
TEST_P(StoreContract, BodiesOfOneKeyRunOneAfterTheOtherInTheirOrder) {
  constexpr int kWrites = 500;
  Answers answers(kWrites);
  for (int i = 0; i < kWrites; ++i) {
    const auto body = [i](Transaction& t) -> absl::StatusOr<std::string> {
      EXPECT_EQ(ReadIds(t.session(), "acme").size(), static_cast<size_t>(i));
      return Put("d" + std::to_string(10'000 + i))(t);
    };
    WriteOptions options = Options();
    options.key = "tenants/acme/signals/s1";
    store().Write(options, body, answers.Done(i));
  }
  answers.Wait();
  EXPECT_EQ(Ids().size(), static_cast<size_t>(kWrites));
}

// A body that touches several records holds each of their keys: it never runs beside one of theirs.
TEST_P(StoreContract, ABodyOfSeveralKeysNeverRunsBesideOneOfThem) {
  constexpr int kWrites = 40;  // of each
  std::atomic<int> inside = 0;
  const auto body = [&inside](Transaction& t) -> absl::StatusOr<std::string> {
    EXPECT_EQ(++inside, 1);
    std::this_thread::yield();
    const auto answer = Put("d" + std::to_string(ReadIds(t.session(), "acme").size()))(t);
    --inside;
    return answer;
  };
  Answers answers(2 * kWrites);
  for (int i = 0; i < kWrites; ++i) {
    WriteOptions one = Options();
    one.key = "tenants/acme/signals/s1";
    store().Write(one, body, answers.Done(2 * i));
    WriteOptions several = Options();
    several.key = "tenants/acme/signals/other" + std::to_string(i);  // another writer's, often
    several.keys = {"tenants/acme/signals/s0", "tenants/acme/signals/s1"};
    store().Write(several, body, answers.Done(2 * i + 1));
  }
  answers.Wait();
  for (int i = 0; i < 2 * kWrites; ++i)
    EXPECT_TRUE(answers[i].ok()) << i << ": " << answers[i].status();
  EXPECT_EQ(Ids().size(), static_cast<size_t>(2 * kWrites));
}

// Two stores on one database, as two servers would open it. A body that ran beside another of its
// key would find it inside, or count the same records and take its id.
TEST_P(StoreContract, BodiesOfOneKeyNeverRunAtOnceOnTwoServers) {
  constexpr int kWrites = 40;  // of each
  const auto second = factory().Open();
  ASSERT_TRUE(second.ok()) << second.status();
  std::atomic<int> inside = 0;
  const auto body = [&inside](Transaction& t) -> absl::StatusOr<std::string> {
    EXPECT_EQ(++inside, 1);
    std::this_thread::yield();
    const auto answer = Put("d" + std::to_string(ReadIds(t.session(), "acme").size()))(t);
    --inside;
    return answer;
  };
  const auto write = [&](Store* server) {
    WriteOptions options = Options();
    options.key = "tenants/acme/signals/s1";
    for (int i = 0; i < kWrites; ++i) {
      absl::StatusOr<std::string> answer = server->WriteAndWait(options, body);
      // The other one held the lock for longer than this store's patience.
      while (absl::IsUnavailable(answer.status())) answer = server->WriteAndWait(options, body);
      ASSERT_TRUE(answer.ok()) << answer.status();
    }
  };
  std::thread beside([&] { write(second->get()); });
  write(&store());
  beside.join();
  EXPECT_EQ(Ids().size(), static_cast<size_t>(2 * kWrites));
}

TEST_P(StoreContract, ACancelledWriteIsAskedOnceAndDoesNothing) {
  Answers answers(3);
  int asked = 0;
  {
    Gate gate(&store());
    WriteOptions options = Options();
    options.cancelled = [&asked] { return ++asked == 1; };
    store().Write(options, Put("a"), answers.Done(0));
    // Makes the batch begin again.
    store().Write(Options(), PutAndFail("b"), answers.Done(1));
    store().Write(Options(), Put("c"), answers.Done(2));
    EXPECT_EQ(asked, 0);  // not before it is its turn
  }
  answers.Wait();
  EXPECT_EQ(answers[0].status().code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(domain::ReasonOf(answers[0].status()), v1::ERROR_REASON_CALLER_GONE);
  EXPECT_EQ(asked, 1);
  EXPECT_THAT(Ids(), ElementsAre("c"));
}

TEST_P(StoreContract, MoreThanTheLimitWaitingIsRefusedAtOnce) {
  Answers answers(kMaxQueuedWrites);
  absl::StatusOr<std::string> refused;
  {
    Gate gate(&store());
    const auto nothing = [](Transaction&) -> absl::StatusOr<std::string> { return ""; };
    for (int i = 0; i < kMaxQueuedWrites; ++i) {
      store().Write(Options(), nothing, answers.Done(i));
    }
    refused = store().WriteAndWait(Options(), Put("a"));
  }
  answers.Wait();
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(domain::ReasonOf(refused.status()), v1::ERROR_REASON_OVERLOADED);
  EXPECT_TRUE(refused.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  for (int i = 0; i < kMaxQueuedWrites; ++i) ASSERT_TRUE(answers[i].ok()) << answers[i].status();
  EXPECT_THAT(Ids(), IsEmpty());
}

TEST_P(StoreContract, R4_AnObstructedStoreIsUnavailableReadsGoOnAndItRecovers) {
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  const std::function<void()> release = factory().Obstruct();
  const auto answer = store().WriteAndWait(Options(), Put("b"));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(domain::ReasonOf(answer.status()), v1::ERROR_REASON_STORE_UNAVAILABLE);
  EXPECT_THAT(Ids(), ElementsAre("a"));
  EXPECT_EQ(store().Ping().code(), absl::StatusCode::kUnavailable);
  release();
  EXPECT_TRUE(store().WriteAndWait(Options(), Put("c")).ok());
  EXPECT_TRUE(store().Ping().ok());
  EXPECT_THAT(Ids(), ElementsAre("a", "c"));
}

// Nobody writes: the pings alone must find the store well again.
TEST_P(StoreContract, R4_PingAloneFindsARecoveredStoreWell) {
  const std::function<void()> release = factory().Obstruct();
  ASSERT_FALSE(store().WriteAndWait(Options(), Put("a")).ok());
  release();
  bool well = false;
  for (int i = 0; i < 10'000'000 && !well; ++i) well = store().Ping().ok();
  EXPECT_TRUE(well);
}

TEST_P(StoreContract, ListenersAreToldBehindTheCommit) {
  const auto beside = factory().OpenSession();
  ASSERT_TRUE(beside.ok()) << beside.status();
  std::vector<std::vector<std::string>> seen;
  store().OnCommit([&](const Commit& commit) {
    if (!commit.elsewhere && !commit.unknown) seen.push_back(ReadIds(**beside, "acme"));
  });
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("a")).ok());
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("b")).ok());
  store().Close();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_THAT(seen[0], ::testing::Contains("a"));
  EXPECT_THAT(seen[1], ElementsAre("a", "b"));
}

// Servers write while they start, before all who listen have come.
TEST_P(StoreContract, ListenersMayBeAddedWhileOthersAreTold) {
  constexpr int kLater = 100;
  absl::Notification telling;
  absl::Notification added;
  std::atomic<bool> first{true};
  store().OnCommit([&](const Commit&) {
    if (!first.exchange(false)) return;
    telling.Notify();
    added.WaitForNotification();
  });
  std::atomic<int> second = 0;
  store().OnCommit([&](const Commit&) { ++second; });
  Answers answers(1);
  store().Write(Options(), Put("a"), answers.Done(0));
  telling.WaitForNotification();
  std::vector<std::atomic<int>> heard(kLater);
  for (std::atomic<int>& count : heard) store().OnCommit([&](const Commit&) { ++count; });
  // Takes the place of a list of two that was freed too early, and writes over it.
  const std::vector<std::vector<char>> over(100, std::vector<char>(2 * sizeof(CommitListener)));
  added.Notify();
  answers.Wait();
  ASSERT_TRUE(store().WriteAndWait(Options(), Put("b")).ok());
  store().Close();
  EXPECT_GE(second, 2);
  for (const std::atomic<int>& count : heard) EXPECT_GT(count, 0);
}

TEST_P(StoreContract, ListenersHearOfTenantsWithNewEventsAlone) {
  std::vector<std::string> heard;
  absl::Mutex mutex;
  store().OnCommit([&](const Commit& commit) {
    absl::MutexLock lock(&mutex);
    heard.insert(heard.end(), commit.tenants.begin(), commit.tenants.end());
    EXPECT_THAT(commit.record_types, ElementsAre("baton.v1.Delivery"));
  });
  Answers answers(4);
  {
    Gate gate(&store());
    store().Write(Options("acme"), Put("a"), answers.Done(0));
    store().Write(Options("globex"), PutAndFail("b"), answers.Done(1));
    store().Write(Options("initech"), Put("c"), answers.Done(2));
    store().Write(Options("acme"), Put("d"), answers.Done(3));
  }
  answers.Wait();
  store().Close();
  EXPECT_THAT(heard, UnorderedElementsAre("acme", "initech"));
}

}  // namespace
}  // namespace baton::store
