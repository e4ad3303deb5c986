// OAuth 2.0: what is asked for, and what is made of the answer.
#include "server/access_tokens.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/match.h"

namespace baton::server {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'767'603'600);

v1::ConnectionCredentials Credentials(const std::string& refresh_token) {
  v1::ConnectionCredentials credentials;
  credentials.set_token_url("https://login.example/token");
  credentials.set_client_id("a&b");
  credentials.set_client_secret("s3cret");
  credentials.set_refresh_token(refresh_token);
  return credentials;
}

Answered Answer(int status, const std::string& body) {
  Answered answered;
  answered.status = status;
  answered.body = body;
  return answered;
}

TEST(AccessTokens, R18_WithoutARefreshTokenTheClientsOwnCredentialsAreUsed) {
  v1::ConnectionCredentials credentials = Credentials("");
  credentials.set_scope("crm read");
  const Outgoing asked = TokenRequest(credentials, {});
  EXPECT_EQ(asked.url, "https://login.example/token");
  EXPECT_EQ(asked.body,
            "grant_type=client_credentials&client_id=a%26b&client_secret=s3cret&scope=crm%20read");
}

TEST(AccessTokens, R18_ANewRefreshTokenTakesThePlaceOfTheOneItCameFrom) {
  const v1::ConnectionCredentials credentials = Credentials("r1");
  const auto token =
      ReadToken(credentials,
                Answer(200, R"({"access_token":"a","refresh_token":"r2","expires_in":60})"), kNow);
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->expire_time, kNow + absl::Seconds(60));
  EXPECT_TRUE(absl::StrContains(TokenRequest(credentials, {}).body, "refresh_token=r1"));
  EXPECT_TRUE(absl::StrContains(TokenRequest(credentials, *token).body, "refresh_token=r2"));
  // Credentials that were replaced meanwhile win.
  EXPECT_TRUE(absl::StrContains(TokenRequest(Credentials("r9"), *token).body, "refresh_token=r9"));
}

TEST(AccessTokens, R18_AnAnswerWithoutAProperTokenIsNone) {
  for (const Answered& answered :
       {Answer(400, R"({"error":"invalid_grant"})"), Answer(200, "<html>"), Answer(200, "{}"),
        Answer(200, R"({"access_token":""})"), Answer(200, R"({"access_token":7})"),
        Answer(500, R"({"access_token":"a"})"),
        Answer(200, R"({"access_token":"a\r\nX-Evil: 1"})")}) {
    const auto token = ReadToken(Credentials(""), answered, kNow);
    EXPECT_FALSE(token.ok()) << answered.body;
    EXPECT_FALSE(absl::StrContains(token.status().message(), "s3cret"));
  }
  Answered none;
  none.failure = "timed out";
  EXPECT_EQ(ReadToken(Credentials(""), none, kNow).status().message(),
            "no access token: timed out");
}

TEST(AccessTokens, R18_ATokenWithoutAStatedLifeIsUsedForHalfAnHour) {
  const auto token = ReadToken(Credentials(""), Answer(200, R"({"access_token":"a"})"), kNow);
  ASSERT_TRUE(token.ok());
  EXPECT_EQ(token->expire_time, kNow + kUsualTokenLife);
}

}  // namespace
}  // namespace baton::server
