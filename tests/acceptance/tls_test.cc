// TLS by flag: with a certificate the server speaks nothing else.
#include <gtest/gtest.h>

#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "server/data_folder.h"
#include "server/listener.h"
#include "tests/acceptance/certificate.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using Stub = v1::TokenService::Stub;

class Tls : public ServerFixture {
 protected:
  Tls() : certificate_(MakeCertificate()) {
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
    const Client client(grpc::CreateChannel(server().address(), grpc::SslCredentials(options)),
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
  server::Config broken = config();
  broken.tls_cert = data_folder() + "/missing.pem";
  EXPECT_THAT(server::StartListening(broken, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  broken.tls_cert = broken.tls_key;
  EXPECT_THAT(server::StartListening(broken, {}), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace baton::testing
