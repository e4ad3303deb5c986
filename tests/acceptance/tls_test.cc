// TLS by flag: with a certificate the server speaks nothing else.
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <filesystem>
#include <memory>

#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/data_folder.h"
#include "server/listener.h"
#include "server/tls.h"
#include "tests/acceptance/certificate.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using Stub = v1::TokenService::Stub;

// The version that a client ends up with who speaks none after `latest`; empty when they don't get
// together.
std::string Handshake(const std::string& address, int latest) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                  SSL_CTX_free);
  SSL_CTX_set_max_proto_version(context.get(), latest);
  SSL_CTX_set_security_level(context.get(), 0);
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_ssl_connect(context.get()),
                                                          BIO_free_all);
  BIO_set_conn_hostname(bio.get(), address.c_str());
  SSL* ssl = nullptr;
  BIO_get_ssl(bio.get(), &ssl);
  const unsigned char http2[] = "\x02h2";
  SSL_set_alpn_protos(ssl, http2, sizeof(http2) - 1);
  const bool done = BIO_do_connect(bio.get()) == 1 && BIO_do_handshake(bio.get()) == 1;
  ERR_clear_error();
  return done ? SSL_get_version(ssl) : "";
}

class Tls : public ServerFixture {
 protected:
  Tls() : certificate_(MakeCertificate()) {
    server::RequireTls13();
    config().listen = "localhost:0";
    config().tls_cert = data_folder() + "/cert.pem";
    config().tls_key = data_folder() + "/key.pem";
    EXPECT_THAT(server::WriteFileDurably(config().tls_cert, certificate_.cert), IsOk());
    EXPECT_THAT(server::WriteFileDurably(config().tls_key, certificate_.key), IsOk());
  }

  // What a client that trusts `roots` is told.
  absl::Status WhoAmI(const std::string& roots) {
    grpc::SslCredentialsOptions options;
    options.pem_root_certs = roots;
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // a connection of its own
    const Client client(
        grpc::CreateCustomChannel(server().address(), grpc::SslCredentials(options), arguments),
        Admin().secret());
    return client.Call(&Stub::WhoAmI, v1::WhoAmIRequest()).status();
  }

  const Certificate certificate_;
};

TEST_F(Tls, ServesWhoTrustsTheCertificate) { EXPECT_THAT(WhoAmI(certificate_.cert), IsOk()); }

TEST_F(Tls, AClientThatDoesNotTrustItStaysOut) {
  EXPECT_THAT(WhoAmI(MakeCertificate().cert), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(Tls, PlainTextIsNotServed) {
  EXPECT_THAT(Admin().Call(&Stub::WhoAmI, v1::WhoAmIRequest()),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(Tls, FilesThatHoldNoCertificateKeepTheServerFromStarting) {
  const auto start = [](const server::Config& config) {
    return server::StartListening(config, false, {}).status();
  };
  server::Config broken = config();
  broken.tls_cert = data_folder() + "/missing.pem";
  EXPECT_THAT(start(broken), StatusIs(absl::StatusCode::kInvalidArgument));
  broken.tls_cert = broken.tls_key;
  EXPECT_THAT(start(broken), StatusIs(absl::StatusCode::kInvalidArgument));
  broken.tls_cert = data_folder() + "/another.pem";
  EXPECT_THAT(server::WriteFileDurably(broken.tls_cert, MakeCertificate().cert), IsOk());
  EXPECT_THAT(start(broken), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(Tls, VersionsBefore13AreNotSpoken) {
  EXPECT_EQ(Handshake(server().address(), TLS1_3_VERSION), "TLSv1.3");
  EXPECT_EQ(Handshake(server().address(), TLS1_2_VERSION), "");
  EXPECT_EQ(Handshake(server().address(), TLS1_1_VERSION), "");
}

TEST_F(Tls, ARenewedCertificateServesWithoutARestart) {
  grpc::SslCredentialsOptions options;
  options.pem_root_certs = certificate_.cert;
  const Client connected(grpc::CreateChannel(server().address(), grpc::SslCredentials(options)),
                         Admin().secret());
  EXPECT_THAT(connected.Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());

  const Certificate renewed = MakeCertificate();
  EXPECT_THAT(WhoAmI(renewed.cert), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(server::WriteFileDurably(config().tls_key, renewed.key), IsOk());
  EXPECT_THAT(server::WriteFileDurably(config().tls_cert, renewed.cert), IsOk());
  for (int i = 0; i < 100 && !WhoAmI(renewed.cert).ok(); ++i) {
    absl::SleepFor(absl::Milliseconds(100));
  }
  EXPECT_THAT(WhoAmI(renewed.cert), IsOk());
  EXPECT_THAT(WhoAmI(certificate_.cert), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(connected.Call(&Stub::WhoAmI, v1::WhoAmIRequest()), IsOk());

  // Gone: the last one stays.
  std::filesystem::remove(config().tls_cert);
  absl::SleepFor(absl::Milliseconds(2'500));
  EXPECT_THAT(WhoAmI(renewed.cert), IsOk());
}

}  // namespace
}  // namespace baton::testing
