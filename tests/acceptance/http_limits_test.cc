// What clients of the HTTP edge can't do to each other: bursts, slow and idle ones, heads and
// bodies without end, renewal under TLS. R16, R22.
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "server/data_folder.h"
#include "server/http_connection.h"
#include "server/http_server.h"
#include "tests/acceptance/certificate.h"
#include "tests/acceptance/http_get.h"
#include "tests/acceptance/obstacle.h"
#include "tests/acceptance/raw_socket.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using Stub = v1::TokenService::Stub;

constexpr char kHealth[] = "GET /healthz HTTP/1.1\r\nHost: baton\r\n\r\n";
constexpr char kWell[] = "HTTP/1.1 200";

class HttpLimits : public ServerFixture {
 protected:
  HttpLimits() { config().http = "127.0.0.1:0"; }

  RawSocket Connect() { return RawSocket(server().http_address()); }

  std::vector<RawSocket> Connect(int count) {
    std::vector<RawSocket> sockets;
    for (int i = 0; i < count; ++i) sockets.push_back(Connect());
    return sockets;
  }

  std::string Health() { return HttpGet(server().http_address(), "/healthz"); }

  // A call up to where its body begins.
  std::string Post(const std::string& method, const std::string& headers) {
    return absl::StrCat("POST /baton.v1.TokenService/", method,
                        " HTTP/1.1\r\nHost: baton\r\nContent-Type: application/json\r\n",
                        "Authorization: Bearer ", Admin().secret(), "\r\n", headers, "\r\n");
  }

  v1::CreateTokenResponse MakeToken() {
    v1::CreateTokenRequest request;
    request.set_parent(Tenant());
    request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
    const auto made = Admin().Call(&Stub::CreateToken, request);
    EXPECT_THAT(made, IsOk());
    return *made;
  }
};

TEST_F(HttpLimits, R16_ABurstOfConnectionsIsTakenWithoutASecondTry) {
  std::vector<RawSocket> burst = Connect(500);
  int again = 0;
  for (RawSocket& socket : burst) {
    ASSERT_TRUE(socket.connected());
    ASSERT_TRUE(socket.Send(kHealth));
    again += socket.Retransmissions();
  }
  for (RawSocket& socket : burst)
    EXPECT_THAT(socket.ReadSome(absl::Seconds(30)), StartsWith(kWell));
  EXPECT_EQ(again, 0);
}

TEST_F(HttpLimits, R16_SlowClientsOnEveryThreadDoNotHoldUpHealth) {
  std::vector<RawSocket> slow = Connect(3 * server::kHttpThreads);
  for (size_t i = 0; i < slow.size(); ++i) {
    // In the first line, in a header, in the body.
    const std::string begun = i % 3 == 0 ? "GET /heal"
                              : i % 3 == 1
                                  ? "POST /baton.v1.TokenService/WhoAmI HTTP/1.1\r\nX-Slow: "
                                  : Post("WhoAmI", "Content-Length: 100\r\n") + "{";
    ASSERT_TRUE(slow[i].Send(begun));
  }
  EXPECT_THAT(Health(), StartsWith(kWell));
  // Who was served in their place was not served by chance.
  int ended = 0;
  for (RawSocket& socket : slow) ended += socket.AwaitEnd(absl::ZeroDuration()) ? 1 : 0;
  EXPECT_GE(ended, static_cast<int>(slow.size() - server::kHttpThreads));
}

TEST_F(HttpLimits, R16_ARequestThatTricklesInEndsAfterItsTime) {
  RawSocket head = Connect();
  RawSocket body = Connect();
  ASSERT_TRUE(head.Send("GET /healthz HTTP/1.1\r\nX-Slow: "));
  ASSERT_TRUE(body.Send(Post("WhoAmI", "Content-Length: 100000\r\n")));
  const absl::Time begin = absl::Now();
  const absl::Duration limit = absl::FromChrono(server::kRequestTime);
  bool head_ended = false;
  bool body_ended = false;
  // Never silent for as long as one read may take.
  while (!(head_ended && body_ended) && absl::Now() < begin + 3 * limit) {
    head_ended = head_ended || !head.Send("x");
    body_ended = body_ended || !body.Send(" ");
    absl::SleepFor(absl::Milliseconds(200));
  }
  EXPECT_TRUE(head_ended);
  EXPECT_TRUE(body_ended);
  EXPECT_GE(absl::Now() - begin, limit - absl::Seconds(1));
}

TEST_F(HttpLimits, R16_HeadsAndChunkedBodiesWithoutEndAreCutOff) {
  RawSocket head = Connect();
  std::string headers = "GET /healthz HTTP/1.1\r\n";
  while (headers.size() <= server::kMaxHead) absl::StrAppend(&headers, "X: y\r\n");
  head.Send(headers);
  EXPECT_THAT(head.ReadAll(absl::Seconds(30)), Not(HasSubstr(kWell)));

  const std::string chunk = absl::StrCat("10000\r\n", std::string(0x10000, ' '), "\r\n");
  RawSocket body = Connect();
  ASSERT_TRUE(body.Send(Post("WhoAmI", "Transfer-Encoding: chunked\r\n")));
  const int64_t enough = 3 * config().max_message_bytes;
  int64_t sent = 0;
  while (sent < enough && body.Send(chunk)) sent += static_cast<int64_t>(chunk.size());
  EXPECT_LT(sent, enough);
  // One that ends, but holds more than a message may.
  RawSocket over = Connect();
  ASSERT_TRUE(over.Send(Post("WhoAmI", "Transfer-Encoding: chunked\r\n")));
  for (int64_t done = 0; done <= config().max_message_bytes; done += 0x10000) over.Send(chunk);
  ASSERT_TRUE(over.Send("0\r\n\r\n"));
  EXPECT_THAT(over.ReadSome(absl::Seconds(30)), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Health(), StartsWith(kWell));
}

TEST_F(HttpLimits, R16_JsonNestedWithoutEndIsRefused) {
  for (const std::string& opening : {std::string("["), std::string(R"({"name":)")}) {
    std::string body;
    for (int i = 0; i < 400'000; ++i) absl::StrAppend(&body, opening);
    RawSocket socket = Connect();
    ASSERT_TRUE(socket.Send(
        Post("RevokeToken", absl::StrCat("Content-Length: ", body.size(), "\r\n")) + body));
    EXPECT_THAT(socket.ReadSome(absl::Seconds(30)), StartsWith("HTTP/1.1 400"));
  }
  EXPECT_THAT(Health(), StartsWith(kWell));
}

TEST_F(HttpLimits, R16_TheBodyOfARefusedRequestIsNoRequest) {
  RawSocket socket = Connect();
  ASSERT_TRUE(socket.Send(Post("WhoAmI", absl::StrCat("Content-Encoding: gzip\r\nContent-Length: ",
                                                      std::string(kHealth).size(), "\r\n"))));
  ASSERT_TRUE(socket.Send(kHealth));
  const std::string answers = socket.ReadAll(absl::Seconds(30));
  EXPECT_THAT(answers, StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(answers, Not(HasSubstr(kWell)));
}

TEST_F(HttpLimits, R16_DescriptorsBeyondAThousandAreServed) {
  std::vector<RawSocket> idle;
  for (int i = 0; i < 600; ++i) idle.emplace_back(server().address());  // two descriptors each
  ASSERT_TRUE(idle.back().connected());
  EXPECT_THAT(Health(), StartsWith(kWell));
}

TEST_F(HttpLimits, R17_ACallWhoseClientHungUpIsNotExecuted) {
  const v1::CreateTokenResponse made = MakeToken();
  {
    Obstacle obstacle(server().store());
    RawSocket socket = Connect();
    const std::string body = absl::StrCat(R"({"name": ")", made.token().name(), R"("})");
    ASSERT_TRUE(socket.Send(
        Post("RevokeToken", absl::StrCat("Content-Length: ", body.size(), "\r\n")) + body));
    while (!absl::StrContains(MetricsPage(), "baton_store_waiting_writes 2\n")) {
      absl::SleepFor(absl::Milliseconds(2));
    }
    socket.Close();
    obstacle.Open();
  }
  // Behind it in the same queue.
  MakeToken();
  EXPECT_THAT(With(made.secret()).Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());
}

TEST_F(HttpLimits, R22_IdleAndHalfSentRequestsDoNotHoldUpAStop) {
  std::vector<RawSocket> idle = Connect(20);
  std::vector<RawSocket> half = Connect(20);
  for (RawSocket& socket : idle) {
    ASSERT_TRUE(socket.Send(kHealth));
    ASSERT_THAT(socket.ReadSome(absl::Seconds(30)), StartsWith(kWell));
  }
  for (RawSocket& socket : half) ASSERT_TRUE(socket.Send("GET /heal"));
  const absl::Time begin = absl::Now();
  Stop();
  EXPECT_LT(absl::Now() - begin, config().drain_timeout);
  for (RawSocket& socket : half) EXPECT_TRUE(socket.AwaitEnd(absl::Seconds(1)));
}

class HttpTlsLimits : public HttpLimits {
 protected:
  HttpTlsLimits() {
    config().tls_cert = data_folder() + "/cert.pem";
    config().tls_key = data_folder() + "/key.pem";
    Put(MakeCertificate());
  }

  void Put(const Certificate& certificate) {
    certificate_ = certificate;
    EXPECT_THAT(server::WriteFileDurably(config().tls_key, certificate.key), IsOk());
    EXPECT_THAT(server::WriteFileDurably(config().tls_cert, certificate.cert), IsOk());
  }

  // What a new connection is shown, as PEM; empty when there is no handshake. `latest` is the
  // newest version that the client speaks.
  std::string Shown(int latest = TLS1_3_VERSION) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), latest);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_ssl_connect(context.get()),
                                                            BIO_free_all);
    BIO_set_conn_hostname(bio.get(), server().http_address().c_str());
    SSL* ssl = nullptr;
    BIO_get_ssl(bio.get(), &ssl);
    std::string pem;
    if (BIO_do_connect(bio.get()) == 1 && BIO_do_handshake(bio.get()) == 1) {
      const std::unique_ptr<BIO, decltype(&BIO_free)> text(BIO_new(BIO_s_mem()), BIO_free);
      PEM_write_bio_X509(text.get(), SSL_get0_peer_certificate(ssl));
      char* data = nullptr;
      const long size = BIO_get_mem_data(text.get(), &data);
      pem.assign(data, static_cast<size_t>(size));
      BIO_write(bio.get(), kHealth, sizeof(kHealth) - 1);
      char answer[256] = {};
      BIO_read(bio.get(), answer, sizeof(answer) - 1);
      EXPECT_THAT(answer, StartsWith(kWell));
    }
    ERR_clear_error();
    return pem;
  }

  Certificate certificate_;
};

TEST_F(HttpTlsLimits, ARenewedCertificateServesWithoutARestart) {
  EXPECT_EQ(Shown(), certificate_.cert);
  EXPECT_THAT(Shown(TLS1_2_VERSION), IsEmpty());
  // A key without its certificate: the last pair stays.
  const std::string before = certificate_.cert;
  EXPECT_THAT(server::WriteFileDurably(config().tls_key, MakeCertificate().key), IsOk());
  absl::SleepFor(absl::Milliseconds(1'100));
  EXPECT_EQ(Shown(), before);
  Put(MakeCertificate());
  absl::SleepFor(absl::Milliseconds(1'100));
  EXPECT_EQ(Shown(), certificate_.cert);
}

TEST_F(HttpTlsLimits, R16_HandshakesThatNeverEndDoNotHoldUpOthers) {
  std::vector<RawSocket> silent = Connect(2 * server::kHttpThreads);
  EXPECT_EQ(Shown(), certificate_.cert);
}

}  // namespace
}  // namespace baton::testing
