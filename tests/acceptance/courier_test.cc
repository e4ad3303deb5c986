// R18, deliveries out: what a receiver may do, case by case, on a clock of the test's own, over
// real HTTP to a receiver that does it.
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/webhook_event.h"
#include "domain/instant.h"
#include "server/backoff.h"
#include "tests/acceptance/courier_company.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Courier : public CourierCompany {
 protected:
  void SetUp() override {
    CourierCompany::SetUp();
    const auto created = Connect("webhook", receiver_.url() + "/hook?x=1");
    webhook_ = created.connection();
    secret_ = created.webhook_secret();
  }

  // As the receiver would check it.
  void ExpectSigned(const Asked& asked) {
    int64_t seconds = 0;
    ASSERT_TRUE(absl::SimpleAtoi(asked.Header("webhook-timestamp"), &seconds));
    const auto expected = adapters::WebhookSignature({secret_}, asked.Header("webhook-id"),
                                                     absl::FromUnixSeconds(seconds), asked.body);
    ASSERT_TRUE(expected.ok());
    EXPECT_EQ(asked.Header("webhook-signature"), *expected);
  }

  // One try against what the receiver does now; answers the delivery after it.
  v1::Delivery Try(const std::string& id) {
    const std::string name = AddEvent(webhook_, id, id);
    EXPECT_EQ(Drain(), 1);
    return DeliveryOf(name);
  }

  FakeVendor receiver_;
  v1::Connection webhook_;
  std::string secret_;
};

TEST_F(Courier, R18_WhatIsTakenIsDeliveredOnceAndSigned) {
  const std::string name = AddEvent(webhook_, "e1");
  EXPECT_EQ(Drain(), 1);
  const v1::Delivery delivery = DeliveryOf(name);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED);
  EXPECT_EQ(delivery.attempt_count(), 1);
  EXPECT_EQ(delivery.last_answer(), "200 OK");
  EXPECT_EQ(delivery.connection(), webhook_.name());
  EXPECT_EQ(domain::ToTime(delivery.deliver_time()), Now());
  ASSERT_THAT(receiver_.asked(), SizeIs(1));
  const Asked asked = receiver_.asked()[0];
  EXPECT_EQ(asked.path, "/hook?x=1");
  EXPECT_EQ(asked.Header("webhook-id"), name);
  EXPECT_THAT(asked.Header("content-type"), HasSubstr("application/cloudevents+json"));
  EXPECT_THAT(asked.body, HasSubstr("\"specversion\":\"1.0\""));
  ExpectSigned(asked);
  SetClock(Now() + absl::Hours(100));
  EXPECT_EQ(Drain(), 0);
  EXPECT_THAT(receiver_.asked(), SizeIs(1));
}

TEST_F(Courier, R18_TheScheduleIsKeptWithTheSameIdAndFreshSignaturesUntilItEnds) {
  receiver_.AnswerWith(500, "");
  const std::string name = AddEvent(webhook_, "e1");
  const absl::Time begin = Now();
  EXPECT_EQ(Drain(), 1);
  for (int attempts = 1; attempts < server::kMaxAttempts; ++attempts) {
    const v1::Delivery delivery = DeliveryOf(name);
    ASSERT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING) << attempts;
    EXPECT_EQ(delivery.attempt_count(), attempts);
    EXPECT_EQ(delivery.last_answer(), "500 Internal Server Error");
    SetClock(domain::ToTime(delivery.next_attempt_time()) - absl::Microseconds(1));
    EXPECT_EQ(Drain(), 0) << "not before its time";
    EXPECT_EQ(DrainAtNextTry(name), 1);
  }
  const v1::Delivery failed = DeliveryOf(name);
  EXPECT_EQ(failed.state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(failed.attempt_count(), server::kMaxAttempts);
  EXPECT_FALSE(failed.has_next_attempt_time());
  EXPECT_GT(Now() - begin, absl::Hours(68));
  EXPECT_LT(Now() - begin, absl::Hours(83));
  const std::vector<Asked> asked = receiver_.asked();
  ASSERT_THAT(asked, SizeIs(server::kMaxAttempts));
  std::set<std::string> signatures;
  for (const Asked& each : asked) {
    EXPECT_EQ(each.Header("webhook-id"), name);
    EXPECT_EQ(each.body, asked[0].body);
    ExpectSigned(each);
    signatures.insert(each.Header("webhook-signature"));
  }
  EXPECT_THAT(signatures, SizeIs(server::kMaxAttempts));
}

TEST_F(Courier, R18_WhatWasGivenUpIsRevived) {
  receiver_.AnswerWith(500, "");
  const std::string name = AddEvent(webhook_, "e1");
  EXPECT_EQ(Drain(), 1);
  for (int i = 1; i < server::kMaxAttempts; ++i) EXPECT_EQ(DrainAtNextTry(name), 1);
  ASSERT_EQ(DeliveryOf(name).state(), v1::DELIVERY_STATE_FAILED);
  receiver_.AnswerWith(200, "");
  SetClock(Now() + absl::Hours(1));
  EXPECT_EQ(Drain(), 0);
  EXPECT_EQ(Retry(name).state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(Drain(), 1);
  EXPECT_EQ(DeliveryOf(name).state(), v1::DELIVERY_STATE_DELIVERED);
  EXPECT_EQ(receiver_.asked().back().Header("webhook-id"), name);
}

TEST_F(Courier, R18_RetryAfterIsKept) {
  receiver_.Answer([](const Asked&, httplib::Response& response) {
    response.status = 429;
    response.set_header("Retry-After", "7200");
  });
  const v1::Delivery delivery = Try("e1");
  EXPECT_EQ(delivery.last_answer(), "429 Too Many Requests");
  EXPECT_EQ(domain::ToTime(delivery.next_attempt_time()), Now() + absl::Hours(2));
  // Nothing else goes there before, either.
  const std::string other = AddEvent(webhook_, "e2", "r2");
  EXPECT_EQ(Drain(), 0);
  SetClock(Now() + absl::Hours(2));
  receiver_.AnswerWith(200, "");
  EXPECT_EQ(Drain(), 2);
  EXPECT_EQ(DeliveryOf(other).state(), v1::DELIVERY_STATE_DELIVERED);
}

TEST_F(Courier, R18_410DisablesTheConnectionAndWhatWaitsGoesOnceItIsEnabled) {
  receiver_.AnswerWith(410, "");
  const v1::Delivery delivery = Try("e1");
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  const v1::Connection disabled = CourierCompany::Look(webhook_);
  EXPECT_EQ(disabled.state(), v1::CONNECTION_STATE_DISABLED);
  EXPECT_THAT(disabled.disable_reason(), HasSubstr("410 Gone"));
  SetClock(Now() + absl::Hours(1));
  EXPECT_EQ(Drain(), 0);
  EXPECT_THAT(receiver_.asked(), SizeIs(1));
  EXPECT_EQ(DeliveryOf(delivery.name()).attempt_count(), 1);
  receiver_.AnswerWith(200, "");
  v1::EnableConnectionRequest request;
  request.set_name(webhook_.name());
  ASSERT_THAT(Admin().Call(&v1::IntegrationService::Stub::EnableConnection, request), IsOk());
  EXPECT_EQ(Drain(), 1);
  EXPECT_EQ(DeliveryOf(delivery.name()).state(), v1::DELIVERY_STATE_DELIVERED);
}

TEST_F(Courier, R18_ARedirectIsNotFollowed) {
  FakeVendor elsewhere;
  receiver_.Answer([&](const Asked&, httplib::Response& response) {
    response.set_redirect(elsewhere.url() + "/stolen", 307);
  });
  const v1::Delivery delivery = Try("e1");
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(delivery.last_answer(), "307 Temporary Redirect");
  EXPECT_THAT(elsewhere.asked(), IsEmpty());
}

TEST_F(Courier, R18_AnEndlessBodyIsCut) {
  receiver_.Answer([](const Asked&, httplib::Response& response) {
    response.set_chunked_content_provider("text/plain", [](size_t, httplib::DataSink& sink) {
      const std::string piece(64 << 10, 'x');
      return sink.write(piece.data(), piece.size());
    });
  });
  const v1::Delivery delivery = Try("e1");
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(delivery.last_answer(), "the answer is too long");
}

TEST_F(Courier, R18_NothingIsSentUntilAConnectionIsThere) {
  AddEvent(webhook_, "mine", "r1");
  v1::Connection other = webhook_;
  other.set_name(Name("connections", "none"));
  const std::string waiting = AddEvent(other, "waits", "r2");
  EXPECT_EQ(Drain(), 1);
  const v1::Delivery delivery = DeliveryOf(waiting);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(delivery.attempt_count(), 0);
  EXPECT_EQ(domain::ToTime(delivery.next_attempt_time()), Now());
}

TEST_F(Courier, R18_OrderIsKeptForEachRecord) {
  receiver_.Answer([](const Asked& asked, httplib::Response& response) {
    response.status = asked.Header("webhook-id").find("/a1") != std::string::npos ? 500 : 200;
  });
  const std::string first = AddEvent(webhook_, "a1", "a");
  SetClock(Now() + absl::Microseconds(1));
  const std::string second = AddEvent(webhook_, "a0", "a");
  const std::string other = AddEvent(webhook_, "b1", "b");
  EXPECT_EQ(Drain(), 2);
  EXPECT_EQ(DeliveryOf(first).attempt_count(), 1);
  EXPECT_EQ(DeliveryOf(second).attempt_count(), 0) << "it waits for what came before it";
  EXPECT_EQ(DeliveryOf(other).state(), v1::DELIVERY_STATE_DELIVERED);
  receiver_.AnswerWith(200, "");
  receiver_.Forget();
  EXPECT_EQ(DrainAtNextTry(first), 2);
  ASSERT_THAT(receiver_.asked(), SizeIs(2));
  EXPECT_EQ(receiver_.asked()[0].Header("webhook-id"), first);
  EXPECT_EQ(receiver_.asked()[1].Header("webhook-id"), second);
}

TEST_F(Courier, R18_ADeadReceiverIsLeftAloneWhileOthersAreServed) {
  FakeVendor dead;
  dead.AnswerWith(503, "");
  const v1::Connection bad =
      Connect("webhook", dead.url() + "/", {{"max_concurrent", "1"}}).connection();
  for (int i = 0; i < 20; ++i) AddEvent(bad, absl::StrCat("bad", i), absl::StrCat("b", i));
  for (int i = 0; i < 20; ++i) AddEvent(webhook_, absl::StrCat("good", i), absl::StrCat("g", i));
  Drain();
  EXPECT_THAT(receiver_.asked(), SizeIs(20));
  EXPECT_THAT(dead.asked(), SizeIs(5)) << "the breaker opens after five failures";
  int untouched = 0;
  for (int i = 0; i < 20; ++i) {
    untouched += DeliveryOf(Name("deliveries", absl::StrCat("bad", i))).attempt_count() == 0;
  }
  EXPECT_EQ(untouched, 15);
}

TEST_F(Courier, R18_SentButNotNotedIsSentAgainUnderTheSameKey) {
  const std::string name = AddEvent(webhook_, "e1");
  EXPECT_EQ(Drain(), 1);
  // As after a kill between the sending and the writing down: only the claim was kept.
  const auto session = OpenSession();
  ASSERT_NE(session, nullptr);
  static const store::Sql& sql = *new store::Sql{
      "UPDATE deliveries SET state = 'pending', attempt_count = 0, next_attempt_us = :p1", ""};
  ASSERT_TRUE(session->Run(sql, {absl::ToUnixMicros(Now() + absl::Seconds(8))}).ok());
  Restart();
  EXPECT_EQ(Drain(), 0) << "it is still somebody's";
  SetClock(Now() + absl::Seconds(8));
  EXPECT_EQ(Drain(), 1);
  ASSERT_THAT(receiver_.asked(), SizeIs(2));
  EXPECT_EQ(receiver_.asked()[0].Header("webhook-id"), receiver_.asked()[1].Header("webhook-id"));
}

class GuardedCourier : public Courier {
 protected:
  GuardedCourier() { config().courier_allow_private = false; }
};

TEST_F(GuardedCourier, R18_LoopbackIsRefusedAtConnectTimeUnlessAllowed) {
  for (const std::string& host :
       {std::string("127.0.0.1"), std::string("localhost"), std::string("[::ffff:127.0.0.1]"),
        std::string("2130706433"), std::string("0x7f.1")}) {
    const v1::Connection inside =
        Connect("webhook", absl::StrCat("http://", host, ":", receiver_.port(), "/")).connection();
    const std::string id =
        absl::StrCat("e-", absl::StrReplaceAll(host, {{"[", ""}, {"]", ""}, {":", "_"}}));
    const std::string name = AddEvent(inside, id, id);
    EXPECT_EQ(Drain(), 1);
    EXPECT_THAT(DeliveryOf(name).last_answer(), HasSubstr("the address is not public")) << host;
  }
  EXPECT_THAT(receiver_.asked(), IsEmpty());
}

}  // namespace
}  // namespace baton::testing
