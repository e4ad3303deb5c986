// Client certificates: whom a company's own authority vouches for, over a real TLS connection.
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/client_ca.h"
#include "server/data_folder.h"
#include "server/tls.h"
#include "tests/acceptance/certificate.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

class ClientCertificate : public ServerFixture {
 protected:
  ClientCertificate()
      : from_(Start() - absl::Hours(24)),
        to_(Start() + absl::Hours(24 * 30)),
        main_(MakeAuthority("main", from_, to_)),
        below_(MakeAuthority("main issues", from_, to_, &main_)),
        services_(MakeAuthority("services", from_, to_)),
        other_(MakeAuthority("other", from_, to_)) {
    server::RequireTls13();
    config().listen = "localhost:0";
    config().tls_cert = Write("cert.pem", server_.cert);
    config().tls_key = Write("key.pem", server_.key);
    Write("main.pem", main_.cert);
    Write("services.pem", services_.cert);
    Write("other.pem", other_.cert);
    config().identity = Write("identity.json", R"({"client_cas": [
      {"tenant": "main", "file": "main.pem", "san": "email"},
      {"tenant": "main", "file": "services.pem", "san": "uri",
       "prefix": "spiffe://main.example/people/"},
      {"tenant": "other", "file": "other.pem", "san": "email"}]})");
  }

  void SetUp() override {
    ServerFixture::SetUp();
    Know("rosa", v1::ROLE_AE, "rosa@main.example");
  }

  std::string Write(const std::string& name, const std::string& content) {
    const std::string path = absl::StrCat(data_folder(), "/", name);
    EXPECT_THAT(server::WriteFileDurably(path, content), IsOk());
    return path;
  }

  void Know(const std::string& id, v1::Role role, const std::string& email) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(id));
    request.mutable_person()->set_display_name(id);
    request.mutable_person()->set_email(email);
    request.mutable_person()->set_role(role);
    ASSERT_THAT(
        Showing({}, Admin().secret()).Call(&v1::AccountService::Stub::UpsertPerson, request),
        IsOk());
  }

  // A client that shows this certificate, or none, and sends this token, or none.
  Client Showing(const Certificate& shown, const std::string& secret = "") {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = server_.cert;
    options.pem_cert_chain = shown.cert;
    options.pem_private_key = shown.key;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return Client(
        grpc::CreateCustomChannel(server().address(), grpc::SslCredentials(options), arguments),
        secret);
  }

  Certificate Leaf(const Certificate& authority, const std::string& names) const {
    return MakeLeaf(authority, {.names = names, .from = from_, .to = to_});
  }

  static absl::StatusOr<v1::WhoAmIResponse> WhoAmI(const Client& client) {
    return client.Call(&v1::TokenService::Stub::WhoAmI, v1::WhoAmIRequest());
  }
  static void ExpectRosa(const Client& client) {
    const auto me = WhoAmI(client);
    ASSERT_THAT(me, IsOk());
    EXPECT_EQ(me->person(), Person("rosa"));
    EXPECT_EQ(me->role(), v1::ROLE_AE);
  }
  void ExpectOut(const Certificate& shown, const std::string& what) {
    EXPECT_THAT(WhoAmI(Showing(shown)),
                Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
        << what;
  }

  const absl::Time from_;
  const absl::Time to_;
  const Certificate server_ = MakeCertificate();
  const Certificate main_;
  const Certificate below_;
  const Certificate services_;
  const Certificate other_;
};

TEST_F(ClientCertificate, R11_NamesThePersonByMailOrUri) {
  ExpectRosa(Showing(Leaf(main_, "email:Rosa@main.example")));
  ExpectRosa(Showing(Leaf(services_, "URI:spiffe://main.example/people/rosa")));
  ExpectRosa(
      Showing(Leaf(services_, "URI:https://x.example,URI:spiffe://main.example/people/rosa")));
  Certificate chained = Leaf(below_, "email:rosa@main.example");
  ExpectOut(chained, "without what leads to the authority");
  chained.cert += below_.cert;
  ExpectRosa(Showing(chained));
}

TEST_F(ClientCertificate, R11_ATokenDecidesWhereOneIsSent) {
  const Certificate rosa = Leaf(main_, "email:rosa@main.example");
  const auto me = WhoAmI(Showing(rosa, Admin().secret()));
  ASSERT_THAT(me, IsOk());
  EXPECT_EQ(me->role(), v1::ROLE_ADMIN);
  EXPECT_THAT(WhoAmI(Showing(rosa, "btn_unknown")),
              Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  EXPECT_THAT(WhoAmI(Showing({})), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

TEST_F(ClientCertificate, R12_AnAuthoritySpeaksForItsOwnTenantAlone) {
  ExpectOut(Leaf(other_, "email:rosa@main.example"), "another tenant's authority");
  ExpectOut(Leaf(services_, "email:rosa@main.example"), "a name that authority doesn't use");
  ExpectOut(Leaf(main_, "URI:spiffe://main.example/people/rosa"), "a URI where mail counts");
  ExpectOut(Leaf(services_, "URI:spiffe://evil.example/people/rosa"), "another prefix");
  // Signed for by the authorities of two tenants, it speaks for neither.
  const Certificate shared = MakeAuthority("shared", from_, to_, &main_);
  Write("other.pem", shared.cert);
  Certificate leaf = Leaf(shared, "email:rosa@main.example");
  leaf.cert += shared.cert;
  for (int i = 0; i < 100 && WhoAmI(Showing(leaf)).ok(); ++i)
    absl::SleepFor(absl::Milliseconds(100));
  ExpectOut(leaf, "two tenants' authorities");
}

TEST_F(ClientCertificate, R11_WhatNoAuthorityStandsForIsRefused) {
  const std::string rosa = "email:rosa@main.example";
  ExpectOut(MakeCertificate(), "self-signed");
  ExpectOut(Leaf(MakeAuthority("main", from_, to_), rosa), "an authority of the same name");
  ExpectOut(Leaf(Leaf(main_, rosa), rosa), "signed by a person");
  ExpectOut(MakeLeaf(main_, {.names = rosa, .from = from_, .to = to_, .usage = "serverAuth"}),
            "a server's");
  // gRPC's own client wouldn't even show it.
  const Certificate weak =
      MakeLeaf(main_, {.names = rosa, .from = from_, .to = to_, .rsa_bits = 1024});
  EXPECT_FALSE(server::ClientCa::Parse(main_.cert)
                   ->Verify({.leaf = weak.cert, .chain = {}}, Now())
                   .has_value());
  ExpectOut(Leaf(main_, ""), "nobody's");
  ExpectOut(Leaf(main_, "email:nobody@main.example"), "an unknown person's");
  ExpectOut(Leaf(main_, "email:rosa@main.example,email:mona@main.example"), "two people's");
  ExpectOut(Leaf(main_, "DNS:rosa"), "a machine's");
}

TEST_F(ClientCertificate, R11_TimesAreTheServersClocks) {
  const absl::Time from = Start() + absl::Seconds(10);
  const Certificate leaf = MakeLeaf(
      main_, {.names = "email:rosa@main.example", .from = from, .to = from + absl::Seconds(10)});
  const Client rosa = Showing(leaf);
  SetClock(from - absl::Microseconds(1));
  EXPECT_THAT(WhoAmI(rosa), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  SetClock(from);
  ExpectRosa(rosa);
  SetClock(from + absl::Seconds(10) - absl::Microseconds(1));
  ExpectRosa(rosa);
  SetClock(from + absl::Seconds(10));
  EXPECT_THAT(WhoAmI(rosa), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

TEST_F(ClientCertificate, R11_AWithdrawnAuthorityAndALeaverAreOutOnOpenConnections) {
  const Client by_mail = Showing(Leaf(main_, "email:rosa@main.example"));
  const Client by_uri = Showing(Leaf(services_, "URI:spiffe://main.example/people/rosa"));
  ExpectRosa(by_mail);
  ExpectRosa(by_uri);
  Write("main.pem", MakeAuthority("next", from_, to_).cert);
  for (int i = 0; i < 100 && WhoAmI(by_mail).ok(); ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_THAT(WhoAmI(by_mail), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  ExpectRosa(by_uri);
  v1::EndPersonRequest request;
  request.set_name(Person("rosa"));
  ASSERT_THAT(Showing({}, Admin().secret()).Call(&v1::AccountService::Stub::EndPerson, request),
              IsOk());
  EXPECT_THAT(WhoAmI(by_uri), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

}  // namespace
}  // namespace baton::testing
