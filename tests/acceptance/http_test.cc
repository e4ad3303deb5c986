// The HTTP edge over a real socket: the API in JSON and binary, webhooks, health (R19).
#include <gtest/gtest.h>
#include <httplib.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/standard_webhook.h"
#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"
#include "server/access.h"
#include "tests/acceptance/company.h"
#include "tests/acceptance/payloads.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::IntegrationService::Stub;

constexpr char kWhoAmI[] = "/baton.v1.TokenService/WhoAmI";
constexpr char kJson[] = "application/json";
constexpr char kProto[] = "application/proto";

class Http : public Company {
 protected:
  Http() { config().http = "127.0.0.1:0"; }

  // A client of the edge; one for each call.
  httplib::Client Browser() {
    httplib::Client client("http://" + server().http_address());
    client.set_read_timeout(30);
    return client;
  }

  static httplib::Headers With(const Client& caller) {
    return {{"Authorization", "Bearer " + caller.secret()}};
  }

  json Answer(const httplib::Result& result, int status) {
    EXPECT_TRUE(result) << httplib::to_string(result.error());
    if (!result) return {};
    EXPECT_EQ(result->status, status) << result->body;
    return json::parse(result->body, nullptr, /*allow_exceptions=*/false);
  }

  // A connection whose secret is known.
  struct Connected {
    std::string id;
    std::string secret;
  };
  Connected Connect(const std::string& vendor) {
    AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
    v1::CreateConnectionRequest request;
    request.set_parent(Tenant());
    request.mutable_connection()->set_vendor(vendor);
    request.mutable_connection()->set_display_name(vendor);
    const auto created = Admin().Call(&Stub::CreateConnection, request);
    EXPECT_THAT(created, IsOk());
    if (!created.ok()) return {};
    const std::string& name = created->connection().name();
    return {name.substr(name.rfind('/') + 1), created->webhook_secret()};
  }

  httplib::Headers Signed(const Connected& connected, const std::string& id,
                          const std::string& body, absl::Time time) {
    return {{"webhook-id", id},
            {"webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(time))},
            {"webhook-signature", adapters::SignStandardWebhook(id, time, body, connected.secret)}};
  }

  httplib::Result Post(const Connected& connected, const httplib::Headers& headers,
                       const std::string& body) {
    return Browser().Post("/v1/connections/" + connected.id + "/payloads", headers, body, kJson);
  }

  int CountSignals() {
    v1::ListSignalsRequest request;
    request.set_parent(Tenant());
    const auto page = remy().Call(&HandoffStub::ListSignals, request);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? page->signals_size() : -1;
  }
};

TEST_F(Http, ServesTheApiInJsonAndBinary) {
  const json who = Answer(Browser().Post(kWhoAmI, With(rosa()), "{}", kJson), 200);
  EXPECT_EQ(who["person"], Person("rosa"));
  EXPECT_EQ(who["role"], "ROLE_AE");
  const auto binary = Browser().Post(kWhoAmI, With(rosa()), "", kProto);
  ASSERT_TRUE(binary);
  ASSERT_EQ(binary->status, 200) << binary->body;
  EXPECT_EQ(binary->get_header_value("Content-Type"), kProto);
  v1::WhoAmIResponse response;
  ASSERT_TRUE(response.ParseFromString(binary->body));
  EXPECT_EQ(response.person(), Person("rosa"));
}

TEST_F(Http, ADurableAnswerIsRememberedUnderItsRequestIdAsOverGrpc) {
  AddPerson("nina", v1::ROLE_CSM);
  const std::string body =
      absl::StrCat(R"({"parent": ")", Tenant(),
                   R"(", "token": {"role": "ROLE_INTEGRATION", "note": "from http"}})");
  const json made =
      Answer(Browser().Post("/baton.v1.TokenService/CreateToken", With(Admin()), body, kJson), 200);
  EXPECT_EQ(made["token"]["note"], "from http");
  const std::string revoke = absl::StrCat(R"({"name": ")", made["token"]["name"].get<std::string>(),
                                          R"(", "requestId": "once"})");
  const auto first =
      Browser().Post("/baton.v1.TokenService/RevokeToken", With(Admin()), revoke, kJson);
  const auto again =
      Browser().Post("/baton.v1.TokenService/RevokeToken", With(Admin()), revoke, kJson);
  EXPECT_EQ(Answer(first, 200), Answer(again, 200));
  const std::string other = absl::StrReplaceAll(revoke, {{"tokens/", "tokens/0"}});
  const json reused = Answer(
      Browser().Post("/baton.v1.TokenService/RevokeToken", With(Admin()), other, kJson), 409);
  EXPECT_EQ(reused["code"], "already_exists");
}

TEST_F(Http, RefusesInTheWordsOfGrpcWithItsDetails) {
  const json nobody = Answer(Browser().Post(kWhoAmI, "{}", kJson), 401);
  EXPECT_EQ(nobody["code"], "unauthenticated");
  const json missing =
      Answer(Browser().Post("/baton.v1.SignalHandoffService/GetSignal", With(rosa()),
                            absl::StrCat(R"({"name": ")", Tenant(), R"(/signals/none"})"), kJson),
             404);
  EXPECT_EQ(missing["code"], "not_found");
  bool reason = false;
  for (const json& detail : missing["details"]) {
    if (detail["type"] != "google.rpc.ErrorInfo") continue;
    std::string bytes;
    ASSERT_TRUE(absl::Base64Unescape(detail["value"].get<std::string>(), &bytes));
    google::rpc::ErrorInfo info;
    ASSERT_TRUE(info.ParseFromString(bytes));
    EXPECT_EQ(info.reason(), "NOT_FOUND");
    EXPECT_EQ(info.domain(), "baton");
    reason = true;
  }
  EXPECT_TRUE(reason);
  const json role =
      Answer(Browser().Post("/baton.v1.TokenService/ListTokens", With(rosa()), "{}", kJson), 403);
  EXPECT_EQ(role["code"], "permission_denied");
}

// The body is no message of any type: whoever looked at it would say so. Planted and
// caught: an edge that reads the request before it asks for the role's grant.
TEST_F(Http, R11_TheSameGatesStandBeforeEveryMethodAsOverGrpc) {
  const std::string garbage = "\xff\xff\xff";
  for (const auto* method : AllMethods()) {
    if (method->client_streaming() || method->server_streaming()) continue;
    if (method->service()->name() == "DemoService") continue;  // not served here
    const std::string name = absl::StrCat(method->service()->name(), ".", method->name());
    SCOPED_TRACE(name);
    const std::string path = absl::StrCat("/baton.v1.", absl::StrReplaceAll(name, {{".", "/"}}));
    Answer(Browser().Post(path, garbage, kProto), 401);
    Answer(Browser().Post(path, {{"Authorization", "Bearer btn_unknown"}}, garbage, kProto), 401);
    for (const v1::Role role : {v1::ROLE_CSM, v1::ROLE_INTEGRATION, v1::ROLE_ADMIN}) {
      const bool granted = server::FindAccess(name)->For(role) != server::Reach::kNone;
      Answer(Browser().Post(path, With(As(role)), garbage, kProto), granted ? 400 : 403);
    }
  }
}

TEST_F(Http, NamesWhatIsWrongWithTheCallItself) {
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, With(rosa()), "{", kJson), 400)["code"],
            "invalid_argument");
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, With(rosa()), R"({"nam": 1})", kJson), 400)["code"],
            "invalid_argument");
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, With(rosa()), "\xFF\xFF", kProto), 400)["code"],
            "invalid_argument");
  EXPECT_EQ(Answer(Browser().Post("/baton.v1.TokenService/Nothing", With(rosa()), "{}", kJson),
                   404)["code"],
            "unimplemented");
  EXPECT_EQ(Answer(Browser().Post("/baton.v1.SignalHandoffService/WatchSignals", With(rosa()), "{}",
                                  kJson),
                   404)["code"],
            "unimplemented");
  const auto media = Browser().Post(kWhoAmI, With(rosa()), "{}", "text/plain");
  ASSERT_TRUE(media);
  EXPECT_EQ(media->status, 415);
  EXPECT_THAT(media->get_header_value("Accept-Post"), HasSubstr(kProto));
  httplib::Headers headers = With(rosa());
  headers.emplace("Connect-Protocol-Version", "2");
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, headers, "{}", kJson), 400)["code"], "invalid_argument");
  headers = With(rosa());
  headers.emplace("Connect-Timeout-Ms", "soon");
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, headers, "{}", kJson), 400)["code"], "invalid_argument");
}

TEST_F(Http, ACallPastItsDeadlineIsNotExecuted) {
  const auto events = AuditEvents();
  httplib::Headers headers = With(Admin());
  headers.emplace("Connect-Timeout-Ms", "0");
  const std::string body =
      absl::StrCat(R"({"parent": ")", Tenant(), R"(", "token": {"role": "ROLE_INTEGRATION"}})");
  const json late =
      Answer(Browser().Post("/baton.v1.TokenService/CreateToken", headers, body, kJson), 504);
  EXPECT_EQ(late["code"], "deadline_exceeded");
  EXPECT_EQ(AuditEvents(), events);
}

TEST_F(Http, BodiesBeyondTheLimitAreNotRead) {
  const std::string body(static_cast<size_t>(config().max_message_bytes) + 1, ' ');
  const auto result = Browser().Post(kWhoAmI, With(rosa()), body, kJson);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 413);
}

TEST_F(Http, CompressedBodiesAreRefusedUnread) {
  httplib::Headers headers = With(rosa());
  headers.emplace("Content-Encoding", "gzip");
  EXPECT_EQ(Answer(Browser().Post(kWhoAmI, headers, "\x1f\x8b", kJson), 415)["code"],
            "unimplemented");
}

TEST_F(Http, SaysWhetherTheServerIsWell) {
  const auto well = Browser().Get("/healthz");
  ASSERT_TRUE(well);
  EXPECT_EQ(well->status, 200);
  EXPECT_EQ(well->body, "ok\n");
  const auto metrics = Browser().Get("/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_THAT(metrics->body, HasSubstr("baton_"));
  const auto nothing = Browser().Get("/");
  ASSERT_TRUE(nothing);
  EXPECT_EQ(nothing->status, 404);
}

TEST_F(Http, R19_ASignedWebhookIsAppliedOnceHoweverOftenItComes) {
  const Connected gainsight = Connect("gainsight");
  const std::string body = ReadPayload(kSeats);
  Answer(Post(gainsight, Signed(gainsight, "msg_1", body, Now()), body), 200);
  EXPECT_EQ(CountSignals(), 1);
  Answer(Post(gainsight, Signed(gainsight, "msg_1", body, Now()), body), 200);
  EXPECT_EQ(CountSignals(), 1);
  // The same id with another body is no redelivery.
  const std::string other = absl::StrReplaceAll(body, {{"Dana", "Donna"}});
  EXPECT_EQ(Answer(Post(gainsight, Signed(gainsight, "msg_1", other, Now()), other), 409)["code"],
            "already_exists");
}

TEST_F(Http, R19_AnUnsignedWebhookIsRefusedAndKeepsNothing) {
  const Connected gainsight = Connect("gainsight");
  const std::string body = ReadPayload(kSeats);
  Answer(Post(gainsight, {}, body), 401);
  Answer(Post(gainsight, {{"X-Baton-Secret", "guessed"}}, body), 401);
  Answer(Post(gainsight, Signed({gainsight.id, "whsec_AAAA"}, "m", body, Now()), body), 401);
  Answer(Post(gainsight, Signed(gainsight, "m", body + " ", Now()), body), 401);
  Answer(Post(gainsight, Signed(gainsight, "m", body, Now() - absl::Minutes(6)), body), 401);
  EXPECT_EQ(CountSignals(), 0);
  Answer(Post(gainsight, {{"X-Baton-Secret", gainsight.secret}}, body), 200);
  EXPECT_EQ(CountSignals(), 1);
}

TEST_F(Http, R19_BothSecretsWorkWhileOneIsRotated) {
  const Connected old = Connect("gainsight");
  v1::RotateConnectionSecretRequest rotate;
  rotate.set_name(Name("connections", old.id));
  const auto rotated = Admin().Call(&Stub::RotateConnectionSecret, rotate);
  ASSERT_THAT(rotated, IsOk());
  const Connected fresh = {old.id, rotated->webhook_secret()};
  const std::string body = ReadPayload(kSeats);
  Answer(Post(old, Signed(old, "m1", body, Now()), body), 200);
  Answer(Post(fresh, Signed(fresh, "m2", body, Now()), body), 200);
  SetClock(Now() + absl::Hours(24));
  Answer(Post(old, Signed(old, "m3", body, Now()), body), 401);
  Answer(Post(fresh, Signed(fresh, "m4", body, Now()), body), 200);
}

TEST_F(Http, AWebhookThatCantBeReadIsKeptAndAccepted) {
  const Connected gainsight = Connect("gainsight");
  const json kept = Answer(Post(gainsight, Signed(gainsight, "m1", "{", Now()), "{"), 202);
  EXPECT_EQ(kept["code"], "invalid_argument");
  v1::ListDeadLettersRequest letters;
  letters.set_parent(Tenant());
  const auto listed = remy().Call(&Stub::ListDeadLetters, letters);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->dead_letters(), SizeIs(1));
  EXPECT_EQ(listed->dead_letters(0).connection(), Name("connections", gainsight.id));
}

TEST_F(Http, UnknownAndDisabledConnectionsAreTheSame) {
  const Connected gainsight = Connect("gainsight");
  v1::DisableConnectionRequest disable;
  disable.set_name(Name("connections", gainsight.id));
  ASSERT_THAT(Admin().Call(&Stub::DisableConnection, disable), IsOk());
  const std::string body = ReadPayload(kSeats);
  const json disabled = Answer(Post(gainsight, Signed(gainsight, "m", body, Now()), body), 404);
  const json unknown = Answer(Post({"01JZZZ", "x"}, {}, body), 404);
  EXPECT_EQ(absl::StrReplaceAll(disabled["message"].get<std::string>(), {{gainsight.id, "01JZZZ"}}),
            unknown["message"]);
}

}  // namespace
}  // namespace baton::testing
