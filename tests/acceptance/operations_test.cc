// What operators rely on: health, reflection, metrics, the log, error details, a graceful stop.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/notification.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/health_watch.h"
#include "tests/acceptance/http_get.h"
#include "tests/acceptance/obstacle.h"
#include "tests/acceptance/server_fixture.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::TokenService::Stub;

class Operations : public ServerFixture {
 protected:
  Operations() { config().demo = true; }

  absl::StatusOr<std::string> Check(const std::string& service) {
    return Nobody().CallBytes("/grpc.health.v1.Health/Check", HealthRequest(service));
  }

  std::vector<nlohmann::json> LogLines() {
    std::vector<nlohmann::json> lines;
    for (const auto line : absl::StrSplit(LogText(), '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(line.begin(), line.end()));
    }
    return lines;
  }

  // Until that many writes wait in the store.
  void AwaitWaitingWrites(int count) {
    const std::string figure = absl::StrCat("baton_store_waiting_writes ", count, "\n");
    while (!absl::StrContains(MetricsPage(), figure)) {
    }
  }

  v1::RevokeTokenRequest Revoke(const std::string& id) {
    v1::RevokeTokenRequest request;
    request.set_name(Name("tokens", id));
    return request;
  }
};

TEST_F(Operations, HealthIsServedPerServiceAndNeedsNoToken) {
  EXPECT_THAT(Check(""), IsOkAndHolds(std::string(kServing)));
  for (const auto* service : AllServices()) {
    EXPECT_THAT(Check(service->full_name()), IsOkAndHolds(std::string(kServing)))
        << service->full_name();
  }
  EXPECT_THAT(Check("baton.v1.NoService"), StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Operations, ReflectionListsEveryService) {
  // The reflection service's own messages are linked in with it.
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(
      "grpc.reflection.v1alpha.ServerReflectionResponse");
  ASSERT_NE(type, nullptr);
  const std::string list_services("\x3a\x00", 2);  // ServerReflectionRequest{list_services: ""}
  const auto answer = Nobody().CallBytes(
      "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", list_services);
  ASSERT_THAT(answer, IsOk());
  std::unique_ptr<google::protobuf::Message> response(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
  ASSERT_TRUE(response->ParseFromString(*answer));
  const std::string listed = response->ShortDebugString();
  for (const auto* service : AllServices()) {
    EXPECT_THAT(listed, HasSubstr(absl::StrCat("\"", service->full_name(), "\"")));
  }
}

TEST_F(Operations, MetricsCountCallsByMethodAndCode) {
  ASSERT_THAT(Admin().Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
  ASSERT_THAT(Nobody().Call(&Stub::WhoAmI, v1::WhoAmIRequest()), Not(IsOk()));
  const std::string page = MetricsPage();
  for (const char* line :
       {"grpc_server_started_total{method=\"TokenService.WhoAmI\"} 2",
        "grpc_server_handled_total{code=\"OK\",method=\"TokenService.WhoAmI\"} 1",
        "grpc_server_handled_total{code=\"UNAUTHENTICATED\",method=\"TokenService.WhoAmI\"} 1",
        "grpc_server_call_duration_seconds_count{method=\"TokenService.WhoAmI\"} 2",
        "baton_store_waiting_writes 0", "baton_store_batch_size_count", "baton_calls_shed_total 0",
        "baton_overdue_deadlines_total 0", "baton_log_lines_dropped_total 0"}) {
    EXPECT_TRUE(absl::StrContains(page, line)) << line;
  }
}

class ServedMetrics : public ServerFixture {
 protected:
  ServedMetrics() { config().metrics = "127.0.0.1:0"; }
};

TEST_F(ServedMetrics, AreReadOverHttpOnAPortOfTheirOwn) {
  EXPECT_NE(server().metrics_address(), server().address());
  const std::string answer = HttpGet(server().metrics_address(), "/metrics");
  EXPECT_TRUE(absl::StartsWith(answer, "HTTP/1.1 200 OK"));
  EXPECT_TRUE(absl::StrContains(answer, "# TYPE baton_store_waiting_writes gauge"));
  EXPECT_TRUE(absl::StartsWith(HttpGet(server().metrics_address(), "/"), "HTTP/1.1 404"));
}

TEST_F(ServedMetrics, ShareTheirPortWithNoOtherServer) {
  server::Metrics other;
  EXPECT_THAT(other.Expose(server().metrics_address()),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr(server().metrics_address())));
}

TEST_F(ServedMetrics, EndWithTheServer) {
  const std::string address = server().metrics_address();
  server().Stop();
  EXPECT_EQ(HttpGet(address, "/metrics"), "");
}

TEST_F(Operations, EveryCallLeavesOneLineOfJson) {
  v1::RevokeTokenRequest request = Revoke("missing");
  request.set_request_id("r-1");
  ASSERT_THAT(As(v1::ROLE_AE).Call(&Stub::RevokeToken, request), Not(IsOk()));
  ASSERT_THAT(Admin().Call(&Stub::RevokeToken, request), Not(IsOk()));
  const std::vector<nlohmann::json> lines = LogLines();
  ASSERT_GE(lines.size(), 2u);
  const nlohmann::json& refused = lines[lines.size() - 2];
  EXPECT_EQ(refused["method"], "TokenService.RevokeToken");
  EXPECT_EQ(refused["actor"], Person("the-ae"));
  EXPECT_EQ(refused["code"], "PERMISSION_DENIED");
  EXPECT_EQ(refused["reason"], "ROLE_NOT_ALLOWED");
  const nlohmann::json& missing = lines.back();
  EXPECT_EQ(missing["tenant"], "main");
  EXPECT_THAT(missing["actor"].get<std::string>(), HasSubstr("tokens/"));
  EXPECT_EQ(missing["request_id"], "r-1");
  EXPECT_EQ(missing["code"], "NOT_FOUND");
  EXPECT_GE(missing["duration_us"].get<int64_t>(), 0);
  EXPECT_GT(missing["request_bytes"].get<int64_t>(), 0);
}

TEST_F(Operations, ARequestThatIsNoMessageIsRefusedWithDetails) {
  const auto refused = Admin().CallBytes("/baton.v1.TokenService/RevokeToken", "\xff\xff");
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_F(Operations, R14_ATextThatIsNoUtf8IsRefused) {
  // RevokeTokenRequest{name: "\xff"}
  const auto refused =
      Admin().CallBytes("/baton.v1.TokenService/RevokeToken", std::string("\x0a\x01\xff", 3));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_F(Operations, R16_AMessagePastTheLimitIsRefusedAndTheServerLives) {
  v1::RevokeTokenRequest request = Revoke(std::string((4 << 20) + 1, 'x'));
  EXPECT_THAT(Admin().Call(&Stub::RevokeToken, request),
              StatusIs(absl::StatusCode::kResourceExhausted));
  EXPECT_THAT(Admin().Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
}

TEST_F(Operations, R22_AStopShowsNotServingAndAnswersWhatIsInFlight) {
  const Client admin = Admin();
  const auto made = [&] {
    v1::CreateTokenRequest request;
    request.set_parent(Tenant());
    request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
    return admin.Call(&Stub::CreateToken, request);
  }();
  ASSERT_THAT(made, IsOk());
  auto obstacle = std::make_unique<Obstacle>(server().store());

  absl::StatusOr<v1::RevokeTokenResponse> revoked;
  std::thread caller([&] {
    v1::RevokeTokenRequest request;
    request.set_name(made->token().name());
    revoked = admin.Call(&Stub::RevokeToken, request);
  });
  AwaitWaitingWrites(2);
  auto watch = std::make_unique<HealthWatch>(admin.channel());
  watch->Await(kServing);
  std::thread stopper([&] { server().Stop(); });
  watch->Await(kNotServing);
  watch.reset();
  obstacle->Open();
  caller.join();
  EXPECT_THAT(revoked, IsOk());
  stopper.join();
  obstacle.reset();
  Restart();
  EXPECT_THAT(With(made->secret()).Call(&Stub::WhoAmI, v1::WhoAmIRequest()),
              Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

class SmallServer : public Operations {
 protected:
  SmallServer() { config().max_in_flight = 1; }
};

TEST_F(SmallServer, CallsBeyondTheLimitAreShedWithRetryInfo) {
  const Client admin = Admin();
  Obstacle obstacle(server().store());
  std::thread caller([&] {
    v1::RevokeTokenRequest request;
    request.set_name(Name("tokens", "x"));
    EXPECT_THAT(admin.Call(&Stub::RevokeToken, request),
                Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  });
  AwaitWaitingWrites(2);
  const auto shed = admin.Call(&Stub::WhoAmI, v1::WhoAmIRequest());
  EXPECT_THAT(shed, Refuses(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
  EXPECT_TRUE(shed.status().GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  obstacle.Open();
  caller.join();
  EXPECT_THAT(admin.Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
}

class TenPlaces : public Operations {
 protected:
  TenPlaces() { config().max_in_flight = 10; }
};

TEST_F(TenPlaces, R17_AFloodOfOneTenantLeavesPlacesForOthersAndHealth) {
  constexpr int kCallers = 30;
  constexpr int kPlaces = 8;  // four fifths
  const Client flood = Admin();
  const Client calm = AdminOf("other");
  std::vector<absl::Status> answers(kCallers);
  std::vector<std::thread> callers;
  {
    Obstacle obstacle(server().store());
    for (int i = 0; i < kCallers; ++i) {
      callers.emplace_back(
          [&, i] { answers[i] = flood.Call(&Stub::RevokeToken, Revoke("x")).status(); });
    }
    AwaitWaitingWrites(1 + kPlaces);
    const std::string shed = absl::StrCat("baton_calls_shed_total ", kCallers - kPlaces, "\n");
    while (!absl::StrContains(MetricsPage(), shed)) {
    }
    EXPECT_THAT(calm.Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
    EXPECT_EQ(Check("").value_or(""), kServing);
    obstacle.Open();
  }
  for (std::thread& caller : callers) caller.join();
  int served = 0;
  for (const absl::Status& answer : answers) {
    if (absl::IsNotFound(answer)) {
      ++served;
      continue;
    }
    EXPECT_THAT(answer, Refuses(absl::StatusCode::kResourceExhausted, "OVERLOADED"));
    EXPECT_TRUE(answer.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value());
  }
  EXPECT_EQ(served, kPlaces);
}

TEST_F(Operations, R17_ACallPastItsDeadlineIsNeverExecuted) {
  const Client admin = Admin();
  v1::CreateTokenRequest create;
  create.set_parent(Tenant());
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto made = admin.Call(&Stub::CreateToken, create);
  ASSERT_THAT(made, IsOk());
  v1::RevokeTokenRequest revoke;
  revoke.set_name(made->token().name());
  {
    Obstacle obstacle(server().store());
    const auto context = admin.Context();
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(300)));
    v1::RevokeTokenResponse response;
    EXPECT_EQ(Stub(admin.channel()).RevokeToken(context.get(), revoke, &response).error_code(),
              grpc::StatusCode::DEADLINE_EXCEEDED);
    obstacle.Open();
  }
  // Behind it in the same queue.
  EXPECT_THAT(admin.Call(&Stub::CreateToken, create), IsOk());
  EXPECT_THAT(With(made->secret()).Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
}

TEST_F(Operations, ACancelledMutationThatHasNotBegunNeverHappens) {
  const Client admin = Admin();
  v1::CreateTokenRequest create;
  create.set_parent(Tenant());
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto made = admin.Call(&Stub::CreateToken, create);
  ASSERT_THAT(made, IsOk());
  auto obstacle = std::make_unique<Obstacle>(server().store());
  const auto context = admin.Context();
  std::thread caller([&] {
    v1::RevokeTokenRequest request;
    request.set_name(made->token().name());
    v1::RevokeTokenResponse response;
    Stub(admin.channel()).RevokeToken(context.get(), request, &response);
  });
  AwaitWaitingWrites(2);
  context->TryCancel();
  caller.join();
  // The cancellation travels on the connection of these calls, ahead of them.
  for (int i = 0; i < 50; ++i) ASSERT_THAT(admin.Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
  obstacle->Open();
  obstacle.reset();
  EXPECT_THAT(With(made->secret()).Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
}

}  // namespace
}  // namespace baton::testing
