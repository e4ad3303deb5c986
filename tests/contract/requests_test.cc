// Request ids, of the store's contract: R8.
#include <thread>

#include "baton/v1/error_reason.pb.h"
#include "domain/refusal.h"
#include "tests/contract/store_contract.h"

namespace baton::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Answers how often it ran, so that a second run would show.
WriteBody Count(int* runs) {
  return [runs](Transaction&) -> absl::StatusOr<std::string> { return std::to_string(++*runs); };
}

TEST_P(StoreContract, R8_TheSameRequestAgainGetsTheFirstAnswer) {
  int runs = 0;
  EXPECT_EQ(store().WriteAndWait(Request("r1", "f1"), Count(&runs)).value(), "1");
  EXPECT_EQ(store().WriteAndWait(Request("r1", "f1"), Count(&runs)).value(), "1");
  EXPECT_EQ(runs, 1);
}

TEST_P(StoreContract, R8_TheSameIdWithOtherContentIsRefused) {
  int runs = 0;
  ASSERT_TRUE(store().WriteAndWait(Request("r1", "f1"), Count(&runs)).ok());
  const auto answer = store().WriteAndWait(Request("r1", "f2"), Count(&runs));
  EXPECT_EQ(answer.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(domain::ReasonOf(answer.status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_EQ(runs, 1);
}

TEST_P(StoreContract, R8_FingerprintsAndAnswersAreAnyBytes) {
  const std::string bytes("\0\xFF\x80'\n", 5);
  const auto body = [&](Transaction&) -> absl::StatusOr<std::string> { return bytes; };
  EXPECT_EQ(store().WriteAndWait(Request("r1", bytes), body).value(), bytes);
  int runs = 0;
  EXPECT_EQ(store().WriteAndWait(Request("r1", bytes), Count(&runs)).value(), bytes);
  EXPECT_EQ(runs, 0);
}

TEST_P(StoreContract, R8_TheSameIdInAnotherTenantIsAnother) {
  EXPECT_TRUE(store().WriteAndWait(Request("r1", "f1", "acme"), Put("a")).ok());
  EXPECT_TRUE(store().WriteAndWait(Request("r1", "f2", "globex"), Put("b")).ok());
  EXPECT_THAT(Ids("acme"), ElementsAre("a"));
  EXPECT_THAT(Ids("globex"), ElementsAre("b"));
}

TEST_P(StoreContract, R8_TheFirstAnswerOutlivesARestart) {
  int runs = 0;
  EXPECT_EQ(store().WriteAndWait(Request("r1", "f1"), Count(&runs)).value(), "1");
  Reopen();
  EXPECT_EQ(store().WriteAndWait(Request("r1", "f1"), Count(&runs)).value(), "1");
  EXPECT_EQ(runs, 1);
}

TEST_P(StoreContract, R8_ARefusalIsNotRemembered) {
  EXPECT_FALSE(store().WriteAndWait(Request("r1", "f1"), PutAndFail("a")).ok());
  EXPECT_TRUE(store().WriteAndWait(Request("r1", "f2"), Put("b")).ok());
  EXPECT_THAT(Ids(), ElementsAre("b"));
}

TEST_P(StoreContract, R8_ACancelledRequestIsNotRemembered) {
  WriteOptions options = Request("r1", "f1");
  options.cancelled = [] { return true; };
  EXPECT_FALSE(store().WriteAndWait(options, Put("a")).ok());
  EXPECT_THAT(Ids(), IsEmpty());
  EXPECT_TRUE(store().WriteAndWait(Request("r1", "f1"), Put("a")).ok());
}

TEST_P(StoreContract, R8_OneIdTwiceInOneBatchIsOneAfterTheOther) {
  Answers answers(4);
  {
    Gate gate(&store());
    store().Write(Request("r1", "f1"), Put("a"), answers.Done(0));
    store().Write(Request("r1", "f1"), Put("b"), answers.Done(1));
    store().Write(Request("r1", "f2"), Put("c"), answers.Done(2));
    store().Write(Options(), PutAndFail("d"), answers.Done(3));
  }
  answers.Wait();
  EXPECT_EQ(answers[0].value(), "answer to a");
  EXPECT_EQ(answers[1].value(), "answer to a");
  EXPECT_EQ(domain::ReasonOf(answers[2].status()), v1::ERROR_REASON_REQUEST_ID_REUSED);
  EXPECT_THAT(Ids(), ElementsAre("a"));
}

TEST_P(StoreContract, R8_SixtyFourConcurrentCallsWithOneIdHaveOneEffect) {
  constexpr int kCalls = 64;
  Answers answers(kCalls);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCalls; ++i) {
    callers.emplace_back([this, &answers, i] {
      store().Write(Request("r1", "f1"), Put("d" + std::to_string(i)), answers.Done(i));
    });
  }
  for (std::thread& caller : callers) caller.join();
  answers.Wait();
  for (int i = 0; i < kCalls; ++i) {
    ASSERT_TRUE(answers[i].ok()) << answers[i].status();
    EXPECT_EQ(*answers[i], *answers[0]);
  }
  EXPECT_EQ(Ids().size(), 1U);
}

// Retention: what is older is forgotten in the end, what is younger never.
TEST_P(StoreContract, AnswersAreKeptForTheRetentionAtLeast) {
  const absl::Time filed = Options().now;
  ASSERT_TRUE(store().WriteAndWait(Request("old", "f"), Put("a")).ok());
  const auto write_many = [&](absl::Time now, const std::string& prefix) {
    constexpr int kWrites = 1100;
    Answers answers(kWrites);
    for (int i = 0; i < kWrites; ++i) {
      WriteOptions options = Request(prefix + std::to_string(i), "f");
      options.now = now;
      store().Write(
          options, [](Transaction&) -> absl::StatusOr<std::string> { return ""; }, answers.Done(i));
    }
    answers.Wait();
  };
  write_many(filed + kRequestIdRetention, "at-");
  EXPECT_EQ(store().WriteAndWait(Request("old", "f"), Put("b")).value(), "answer to a");
  write_many(filed + kRequestIdRetention + absl::Microseconds(1), "past-");
  EXPECT_EQ(store().WriteAndWait(Request("old", "f"), Put("b")).value(), "answer to b");
}

}  // namespace
}  // namespace baton::store
