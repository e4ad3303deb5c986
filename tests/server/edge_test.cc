// The edge alone: a service of the test's behind a real server, its handlers doing what handlers of
// services must not.
#include "server/edge.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "domain/instant.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/server_builder.h"
#include "server/courier.h"
#include "server/service.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/acceptance/client.h"

namespace baton::server {
namespace {

using testing::Client;
using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;
using testing::Refuses;
using testing::StatusIs;
using Stub = v1::SignalHandoffService::Stub;
using Watched = v1::WatchSignalsResponse;

const absl::Time kNow = absl::FromUnixSeconds(1'767'603'600);

class StillClock final : public Clock {
 public:
  absl::Time Now() const override { return kNow; }
};

// Two methods of a real service with handlers that the test brings.
class TestService final : public Service {
 public:
  using OnGet = std::function<void(const Call&, Reply<v1::GetSignalResponse>)>;
  using OnWatch = std::function<void(const Call&, Stream<Watched>)>;

  explicit TestService(const Parts& parts) : Service("baton.v1.SignalHandoffService", parts) {
    Unary("GetSignal", &TestService::GetSignal);
    ServerStream("WatchSignals", &TestService::WatchSignals);
  }

  OnGet on_get;
  OnWatch on_watch;

 private:
  void GetSignal(const Call& call, const v1::GetSignalRequest&,
                 Reply<v1::GetSignalResponse> reply) {
    on_get(call, std::move(reply));
  }
  void WatchSignals(const Call& call, const v1::WatchSignalsRequest&, Stream<Watched> stream) {
    on_watch(call, std::move(stream));
  }
};

class EdgeTest : public ::testing::Test {
 protected:
  EdgeTest()
      : store_(*store::OpenSqliteStore({})),
        edge_(clock_, callers_, log_, metrics_, {.in_flight = 10, .streams = 1}),
        service_({.edge = edge_,
                  .store = *store_,
                  .ids = ids_,
                  .callers = callers_,
                  .secrets = secrets_,
                  .courier = courier_}) {
    KnowTheToken(false);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    channel_ =
        grpc::CreateChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials());
  }
  ~EdgeTest() override {
    edge_.Drain(absl::ZeroDuration());
    server_->Shutdown();
    store_->Close();
  }

  void KnowTheToken(bool revoked) {
    store::StoredToken stored;
    stored.tenant = "acme";
    stored.secret_hash = HashSecret("btn_one");
    stored.token.set_name("tenants/acme/tokens/1");
    stored.token.set_role(v1::ROLE_REVOPS);
    *stored.token.mutable_expire_time() = domain::ToTimestamp(kNow + absl::Hours(1));
    if (revoked) *stored.token.mutable_revoke_time() = domain::ToTimestamp(kNow);
    callers_.Replace(callers_.BeginLoad(), {stored});
  }

  Client client() { return Client(channel_, "btn_one"); }
  absl::StatusOr<v1::GetSignalResponse> Get() {
    return client().Call(&Stub::GetSignal, v1::GetSignalRequest());
  }
  testing::Reader<Watched> Watch() {
    return client().Stream(&Stub::WatchSignals, v1::WatchSignalsRequest());
  }

  StillClock clock_;
  const SecretBox secrets_;
  Callers callers_;
  Log log_{2, LogLevel::kOff};
  Metrics metrics_;
  IdSource ids_;
  std::unique_ptr<store::Store> store_;
  Courier courier_{*store_, clock_, log_, metrics_, secrets_, {}};
  Edge edge_;
  TestService service_;
  std::unique_ptr<grpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
};

Watched Token(int number) {
  Watched message;
  message.set_resume_token(absl::StrCat(number));
  return message;
}

TEST_F(EdgeTest, TheHandlerKnowsWhoCallsWhatAndWhen) {
  service_.on_get = [](const Call& call, const Reply<v1::GetSignalResponse>& reply) {
    EXPECT_EQ(call.tenant(), "acme");
    EXPECT_EQ(call.caller().role, v1::ROLE_REVOPS);
    EXPECT_EQ(call.reach, Reach::kAll);
    EXPECT_EQ(call.method, "GetSignal");
    EXPECT_EQ(call.now, kNow);
    EXPECT_FALSE(call.cancelled());
    v1::GetSignalResponse response;
    response.mutable_signal()->set_name("s");
    reply(response);
  };
  const auto answer = Get();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->signal().name(), "s");
}

TEST_F(EdgeTest, ADroppedReplyAnswersInternal) {
  service_.on_get = [](const Call&, const Reply<v1::GetSignalResponse>&) {};
  EXPECT_THAT(Get(), Refuses(absl::StatusCode::kInternal, "INTERNAL"));
}

TEST_F(EdgeTest, OnlyTheFirstAnswerCounts) {
  service_.on_get = [](const Call& call, const Reply<v1::GetSignalResponse>& reply) {
    v1::GetSignalResponse response;
    response.mutable_signal()->set_name("first");
    reply(response);
    EXPECT_TRUE(call.cancelled());
    reply(absl::InternalError("second"));
  };
  const auto answer = Get();
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->signal().name(), "first");
}

TEST_F(EdgeTest, AFaultsWordsStayInside) {
  service_.on_get = [](const Call&, const Reply<v1::GetSignalResponse>& reply) {
    reply(absl::UnknownError("SQLITE_CORRUPT"));
  };
  const auto answer = Get();
  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kInternal, HasSubstr("internal error, request ")));
  EXPECT_THAT(std::string(answer.status().message()), Not(HasSubstr("SQLITE")));
}

TEST_F(EdgeTest, AStreamKeepsItsOrderAtTheClientsPace) {
  constexpr int kCount = 2'000;
  // 32 KiB each: a client that doesn't read holds the stream up long before the end.
  const std::string ballast(32 << 10, 'x');
  struct Pump : std::enable_shared_from_this<Pump> {
    explicit Pump(Stream<Watched> s) : stream(std::move(s)) {}
    void Run(const std::string& text) {
      for (; next < kCount; ++next) {
        Watched message = Token(next);
        message.mutable_signal()->set_context_note(text);
        if (!stream.Write(message)) {
          ++waits;
          stream.WhenReady([self = shared_from_this(), &text] { self->Run(text); });
          return;
        }
      }
      stream.Finish(absl::OkStatus());
    }
    Stream<Watched> stream;
    int next = 0;
    int waits = 0;
  };
  std::shared_ptr<Pump> pump;
  absl::Notification held_up;
  service_.on_watch = [&](const Call&, Stream<Watched> stream) {
    pump = std::make_shared<Pump>(std::move(stream));
    pump->Run(ballast);
    EXPECT_LT(pump->next, kCount);
    held_up.Notify();
  };
  auto reader = Watch();
  held_up.WaitForNotification();
  for (int i = 0; i < kCount; ++i) {
    const auto message = reader.Next();
    ASSERT_TRUE(message.has_value()) << i;
    ASSERT_EQ(message->resume_token(), absl::StrCat(i));
  }
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(), IsOk());
  EXPECT_GT(pump->waits, 0);
}

TEST_F(EdgeTest, WhatWasWrittenBeforeARefusalArrives) {
  service_.on_watch = [](const Call&, const Stream<Watched>& stream) {
    EXPECT_TRUE(stream.Write(Token(1)));
    EXPECT_TRUE(stream.Write(Token(2)));
    stream.Finish(domain::NotFound("signal", "x"));
    EXPECT_FALSE(stream.Write(Token(3)));
    EXPECT_TRUE(stream.over());
  };
  auto reader = Watch();
  EXPECT_EQ(reader.Next()->resume_token(), "1");
  EXPECT_EQ(reader.Next()->resume_token(), "2");
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(EdgeTest, ADroppedStreamEndsAsInternal) {
  service_.on_watch = [](const Call&, const Stream<Watched>&) {};
  auto reader = Watch();
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(), Refuses(absl::StatusCode::kInternal, "INTERNAL"));
}

TEST_F(EdgeTest, AStreamEndsWithItsToken) {
  absl::Notification begun;
  std::unique_ptr<Stream<Watched>> kept;
  service_.on_watch = [&](const Call&, const Stream<Watched>& stream) {
    kept = std::make_unique<Stream<Watched>>(stream);
    begun.Notify();
  };
  auto reader = Watch();
  begun.WaitForNotification();
  edge_.EndStaleStreams();
  EXPECT_FALSE(kept->over());
  KnowTheToken(true);
  edge_.EndStaleStreams();
  EXPECT_TRUE(kept->over());
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

TEST_F(EdgeTest, R22_AStoppingServerEndsStreamsAndTakesNoNewOnes) {
  absl::Notification begun;
  std::unique_ptr<Stream<Watched>> kept;
  service_.on_watch = [&](const Call&, const Stream<Watched>& stream) {
    kept = std::make_unique<Stream<Watched>>(stream);
    begun.Notify();
  };
  auto reader = Watch();
  begun.WaitForNotification();
  edge_.Drain(absl::ZeroDuration());
  EXPECT_FALSE(reader.Next().has_value());
  EXPECT_THAT(reader.Finish(), Refuses(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
  kept.reset();
  auto late = Watch();
  EXPECT_FALSE(late.Next().has_value());
  EXPECT_THAT(late.Finish(), Refuses(absl::StatusCode::kUnavailable, "STORE_UNAVAILABLE"));
}

TEST_F(EdgeTest, StreamsBeyondTheLimitAreShed) {
  absl::Notification begun;
  std::unique_ptr<Stream<Watched>> kept;
  service_.on_watch = [&](const Call&, const Stream<Watched>& stream) {
    kept = std::make_unique<Stream<Watched>>(stream);
    begun.Notify();
  };
  auto reader = Watch();
  begun.WaitForNotification();
  auto second = Watch();
  EXPECT_FALSE(second.Next().has_value());
  EXPECT_THAT(second.Finish(), Refuses(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
}

// Writes for ever, at the client's pace; gone when nobody waits for it any more.
class Filler : public std::enable_shared_from_this<Filler> {
 public:
  Filler(Stream<Watched> stream, absl::Notification* gone)
      : stream_(std::move(stream)), gone_(gone) {
    message_.mutable_signal()->set_context_note(std::string(64 << 10, 'x'));
  }
  ~Filler() { gone_->Notify(); }

  void Run() {
    while (stream_.Write(message_)) {
    }
    stream_.WhenReady([self = shared_from_this()] { self->Run(); });
  }

 private:
  Stream<Watched> stream_;
  absl::Notification* const gone_;
  Watched message_;
};

TEST_F(EdgeTest, AStreamWhoseClientLeftIsOverAndItsWaiterIsDropped) {
  absl::Notification begun;
  absl::Notification gone;
  std::unique_ptr<Stream<Watched>> kept;
  service_.on_watch = [&](const Call&, const Stream<Watched>& stream) {
    kept = std::make_unique<Stream<Watched>>(stream);
    std::make_shared<Filler>(stream, &gone)->Run();
    begun.Notify();
  };
  auto reader = Watch();
  begun.WaitForNotification();
  EXPECT_FALSE(gone.HasBeenNotified());
  reader.Cancel();
  gone.WaitForNotification();
  EXPECT_TRUE(kept->over());
  EXPECT_FALSE(kept->Write(Token(2)));
}

}  // namespace
}  // namespace baton::server
