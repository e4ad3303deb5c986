// The life of a token: made, used, listed, revoked, expired; and the first admin's.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "absl/strings/match.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Stub = v1::TokenService::Stub;

class TokenLife : public ServerFixture {
 protected:
  static v1::CreateTokenRequest Create(v1::Role role, const std::string& person = "") {
    v1::CreateTokenRequest request;
    request.set_parent(Tenant());
    request.mutable_token()->set_role(role);
    if (!person.empty()) request.mutable_token()->set_person(Person(person));
    return request;
  }

  static absl::StatusOr<v1::WhoAmIResponse> WhoAmI(const Client& client) {
    return client.Call(&Stub::WhoAmI, v1::WhoAmIRequest());
  }

  absl::StatusOr<v1::RevokeTokenResponse> Revoke(const std::string& name,
                                                 const std::string& request_id = "") {
    v1::RevokeTokenRequest request;
    request.set_name(name);
    request.set_request_id(request_id);
    return Admin().Call(&Stub::RevokeToken, request);
  }
};

TEST_F(TokenLife, TheFirstAdminIsInAFileOnlyItsOwnerReads) {
  const auto status = std::filesystem::status(data_folder() + "/admin.token");
  EXPECT_EQ(status.permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const auto me = WhoAmI(Admin());
  ASSERT_THAT(me, IsOk());
  EXPECT_EQ(me->tenant(), "tenants/main");
  EXPECT_EQ(me->role(), v1::ROLE_ADMIN);
  EXPECT_EQ(me->person(), "");
  EXPECT_EQ(domain::ToTime(me->server_time()), Now());
}

TEST_F(TokenLife, ARestartKeepsTheFirstAdmin) {
  const std::string before = Admin().secret();
  Restart();
  EXPECT_EQ(Admin().secret(), before);
  EXPECT_THAT(WhoAmI(Admin()), IsOk());
  EXPECT_FALSE(server().made_admin_token());
}

TEST_F(TokenLife, ARestartMakesAnotherAdminWhenNoneWorksAnyMore) {
  const std::string before = Admin().secret();
  SetClock(Now() + absl::Hours(24 * 365));
  Restart();
  EXPECT_TRUE(server().made_admin_token());
  EXPECT_NE(Admin().secret(), before);
  EXPECT_THAT(WhoAmI(Admin()), IsOk());
}

TEST_F(TokenLife, AMadeTokenWorksAtOnceAndCarriesPersonAndRole) {
  AddPerson("rosa", v1::ROLE_AE);
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_AE, "rosa"));
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(made->secret(), StartsWith("btn_"));
  EXPECT_EQ(domain::ToTime(made->token().expire_time()), Now() + absl::Hours(24 * 365));
  const auto me = WhoAmI(With(made->secret()));
  ASSERT_THAT(me, IsOk());
  EXPECT_EQ(me->person(), Person("rosa"));
  EXPECT_EQ(me->role(), v1::ROLE_AE);
}

TEST_F(TokenLife, ARevokedTokenFailsFromTheNextCallOn) {
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  ASSERT_THAT(made, IsOk());
  const Client program = With(made->secret());
  ASSERT_THAT(WhoAmI(program), IsOk());
  const auto revoked = Revoke(made->token().name());
  ASSERT_THAT(revoked, IsOk());
  EXPECT_EQ(domain::ToTime(revoked->token().revoke_time()), Now());
  EXPECT_THAT(WhoAmI(program), Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
  Restart();
  EXPECT_THAT(WhoAmI(With(made->secret())),
              Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

TEST_F(TokenLife, RevokingAgainChangesNothing) {
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  ASSERT_THAT(made, IsOk());
  const auto first = Revoke(made->token().name());
  ASSERT_THAT(first, IsOk());
  SetClock(Now() + absl::Hours(1));
  const auto second = Revoke(made->token().name());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(domain::ToTime(second->token().revoke_time()),
            domain::ToTime(first->token().revoke_time()));
}

TEST_F(TokenLife, AnExpiredTokenFailsExactlyAtItsEnd) {
  auto request = Create(v1::ROLE_INTEGRATION);
  *request.mutable_token()->mutable_expire_time() = domain::ToTimestamp(Now() + absl::Hours(1));
  const auto made = Admin().Call(&Stub::CreateToken, request);
  ASSERT_THAT(made, IsOk());
  SetClock(Start() + absl::Hours(1) - absl::Microseconds(1));
  EXPECT_THAT(WhoAmI(With(made->secret())), IsOk());
  SetClock(Start() + absl::Hours(1));
  EXPECT_THAT(WhoAmI(With(made->secret())),
              Refuses(absl::StatusCode::kUnauthenticated, "TOKEN_INVALID"));
}

TEST_F(TokenLife, EveryBadFieldIsNamedAtOnce) {
  v1::CreateTokenRequest request;
  request.mutable_token()->set_person("rosa");
  request.mutable_token()->set_note(std::string(201, 'n'));
  *request.mutable_token()->mutable_expire_time() = domain::ToTimestamp(Now());
  const auto made = Admin().Call(&Stub::CreateToken, request);
  EXPECT_THAT(made, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(made.status()), ElementsAre("parent", "token.person", "token.role",
                                                         "token.note", "token.expire_time"));
}

TEST_F(TokenLife, ATokenOfAnUnknownPersonIsNotMade) {
  EXPECT_THAT(Admin().Call(&Stub::CreateToken, Create(v1::ROLE_AE, "nobody")),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(TokenLife, ListsNewestFirstByPagesWithoutSecrets) {
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    SetClock(Start() + absl::Hours(i + 1));
    const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
    ASSERT_THAT(made, IsOk());
    names.push_back(made->token().name());
  }
  v1::ListTokensRequest request;
  request.set_parent(Tenant());
  request.set_page_size(2);
  const auto first = Admin().Call(&Stub::ListTokens, request);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(first->tokens(), SizeIs(2));
  EXPECT_EQ(first->tokens(0).name(), names[2]);
  EXPECT_EQ(first->tokens(1).name(), names[1]);
  request.set_page_token(first->next_page_token());
  const auto second = Admin().Call(&Stub::ListTokens, request);
  ASSERT_THAT(second, IsOk());
  ASSERT_THAT(second->tokens(), SizeIs(2));  // the last one and the first admin's
  EXPECT_EQ(second->tokens(0).name(), names[0]);
  EXPECT_THAT(second->next_page_token(), IsEmpty());
}

TEST_F(TokenLife, ABrokenPageTokenAndANegativeSizeAreRefused) {
  v1::ListTokensRequest request;
  request.set_parent(Tenant());
  request.set_page_size(-1);
  EXPECT_THAT(Admin().Call(&Stub::ListTokens, request),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  request.set_page_size(0);
  request.set_page_token("not a token");
  EXPECT_THAT(Admin().Call(&Stub::ListTokens, request),
              Refuses(absl::StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID"));
}

TEST_F(TokenLife, R8_TheSameRequestIdGetsTheFirstAnswerAlsoAfterARestart) {
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  const auto other = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(other, IsOk());
  const auto first = Revoke(made->token().name(), "revoke-1");
  ASSERT_THAT(first, IsOk());
  SetClock(Now() + absl::Hours(1));
  Restart();
  const auto again = Revoke(made->token().name(), "revoke-1");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->SerializeAsString(), first->SerializeAsString());
  EXPECT_THAT(Revoke(other->token().name(), "revoke-1"),
              Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
  EXPECT_THAT(WhoAmI(With(other->secret())), IsOk());
}

TEST_F(TokenLife, ARequestIdOfMoreThan100CharactersIsRefused) {
  EXPECT_THAT(Revoke(Name("tokens", "x"), std::string(100, 'r')),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  const auto revoked = Revoke(Name("tokens", "x"), std::string(101, 'r'));
  EXPECT_THAT(revoked, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(revoked.status()), ElementsAre("request_id"));
}

TEST_F(TokenLife, R12_AnotherTenantsTokenAnswersLikeAMissingOne) {
  const Client stranger = AdminOf("other");
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  ASSERT_THAT(made, IsOk());
  v1::RevokeTokenRequest request;
  request.set_name(made->token().name());
  const auto foreign = stranger.Call(&Stub::RevokeToken, request);
  request.set_name("tenants/other/tokens/" + made->token().name().substr(20));
  const auto missing = stranger.Call(&Stub::RevokeToken, request);
  EXPECT_THAT(foreign, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(missing, Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(WhoAmI(With(made->secret())), IsOk());

  v1::ListTokensRequest list;
  list.set_parent(Tenant());
  EXPECT_THAT(stranger.Call(&Stub::ListTokens, list),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(TokenLife, R24_NoSecretStandsInTheLog) {
  const auto made = Admin().Call(&Stub::CreateToken, Create(v1::ROLE_INTEGRATION));
  ASSERT_THAT(made, IsOk());
  ASSERT_THAT(WhoAmI(With(made->secret())), IsOk());
  const std::string log = LogText();
  EXPECT_TRUE(absl::StrContains(log, "TokenService.CreateToken"));
  EXPECT_FALSE(absl::StrContains(log, made->secret()));
  EXPECT_FALSE(absl::StrContains(log, Admin().secret()));
  EXPECT_FALSE(absl::StrContains(log, "btn_"));
}

}  // namespace
}  // namespace baton::testing
