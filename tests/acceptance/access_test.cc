// R11: every method × {no token, unknown, expired, revoked, another tenant's, each role} answers as
// the access table says, before anything else of the request is looked at.
#include "server/access.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/server_fixture.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

// No message of any type, and no text either: whoever looks at it refuses it.
constexpr char kGarbage[] = "\xff\xff\xff";

std::string PathOf(const google::protobuf::MethodDescriptor& method) {
  return absl::StrCat("/", method.service()->full_name(), "/", method.name());
}

class AccessWalk : public ServerFixture {
 protected:
  AccessWalk() { config().demo = true; }  // every service there is

  static void ExpectUnknown(const Client& client, const std::string& who) {
    for (const auto* method : AllMethods()) {
      EXPECT_THAT(client.CallBytes(PathOf(*method), kGarbage),
                  Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"))
          << method->full_name() << " as " << who;
    }
  }
};

TEST_F(AccessWalk, R11_NobodyGetsInWithoutAToken) {
  ExpectUnknown(Nobody(), "nobody");
  ExpectUnknown(With("btn_unknown"), "a stranger");
  ExpectUnknown(With(""), "an empty token");
}

TEST_F(AccessWalk, R11_NobodyGetsInWithARevokedOrExpiredToken) {
  v1::CreateTokenRequest create;
  create.set_parent(Tenant());
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto revoked = Admin().Call(&v1::TokenService::Stub::CreateToken, create);
  ASSERT_THAT(revoked, IsOk());
  v1::RevokeTokenRequest revoke;
  revoke.set_name(revoked->token().name());
  ASSERT_THAT(Admin().Call(&v1::TokenService::Stub::RevokeToken, revoke), IsOk());
  ExpectUnknown(With(revoked->secret()), "a revoked token");

  *create.mutable_token()->mutable_expire_time() = domain::ToTimestamp(Now() + absl::Seconds(1));
  const auto expired = Admin().Call(&v1::TokenService::Stub::CreateToken, create);
  ASSERT_THAT(expired, IsOk());
  SetClock(Now() + absl::Seconds(1));
  ExpectUnknown(With(expired->secret()), "an expired token");
}

TEST_F(AccessWalk, R11_EachRoleGetsWhatItsRowSays) {
  for (int role = v1::ROLE_UNSPECIFIED + 1; role < v1::Role_ARRAYSIZE; ++role) {
    const Client client = As(static_cast<v1::Role>(role));
    for (const auto* method : AllMethods()) {
      const server::AccessRow* row =
          server::FindAccess(absl::StrCat(method->service()->name(), ".", method->name()));
      ASSERT_NE(row, nullptr) << method->full_name();
      const auto status = client.CallBytes(PathOf(*method), kGarbage);
      const std::string cell =
          absl::StrCat(method->full_name(), " as ", server::RoleText(static_cast<v1::Role>(role)));
      if (row->For(static_cast<v1::Role>(role)) == server::Reach::kNone) {
        EXPECT_THAT(status, Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"))
            << cell;
      } else {
        EXPECT_THAT(status, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS")) << cell;
      }
    }
  }
}

TEST_F(AccessWalk, R12_AForeignTenantsParentAnswersNotFound) {
  const Client stranger = AdminOf("other");
  v1::ListTokensRequest request;
  request.set_parent(Tenant());
  const auto foreign = stranger.Call(&v1::TokenService::Stub::ListTokens, request);
  request.set_parent("tenants/nowhere");
  const auto missing = stranger.Call(&v1::TokenService::Stub::ListTokens, request);
  EXPECT_THAT(foreign, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(missing, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

}  // namespace
}  // namespace baton::testing
