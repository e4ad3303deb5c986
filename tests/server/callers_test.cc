#include "server/callers.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "tests/status_matchers.h"

namespace baton::server {
namespace {

using testing::IsOk;
using testing::StatusIs;

const absl::Time kNow = absl::FromUnixSeconds(1'767'603'600);

store::StoredToken Stored(const std::string& secret, const std::string& id,
                          absl::Time expire_time = kNow + absl::Hours(1)) {
  store::StoredToken stored;
  stored.tenant = "acme";
  stored.secret_hash = HashSecret(secret);
  stored.token.set_name(absl::StrCat("tenants/acme/tokens/", id));
  stored.token.set_person("tenants/acme/people/rosa");
  stored.token.set_role(v1::ROLE_AE);
  *stored.token.mutable_expire_time() = domain::ToTimestamp(expire_time);
  return stored;
}

class CallersTest : public ::testing::Test {
 protected:
  void Know(const std::vector<store::StoredToken>& tokens) {
    callers_.Replace(callers_.BeginLoad(), tokens);
  }

  Callers callers_;
};

TEST_F(CallersTest, KnowsTheBearerOfASecret) {
  Know({Stored("btn_one", "1"), Stored("btn_two", "2")});
  const auto caller = callers_.Authenticate("Bearer btn_two", kNow);
  ASSERT_THAT(caller, IsOk());
  EXPECT_EQ((*caller)->tenant, "acme");
  EXPECT_EQ((*caller)->person, "tenants/acme/people/rosa");
  EXPECT_EQ((*caller)->role, v1::ROLE_AE);
  EXPECT_EQ((*caller)->token, "tenants/acme/tokens/2");
  EXPECT_EQ((*caller)->actor(), "tenants/acme/people/rosa");
}

TEST_F(CallersTest, TheSchemeIsReadInAnyCase) {
  Know({Stored("btn_one", "1")});
  EXPECT_THAT(callers_.Authenticate("bearer btn_one", kNow), IsOk());
  EXPECT_THAT(callers_.Authenticate("BEARER btn_one", kNow), IsOk());
}

TEST_F(CallersTest, AnythingElseIsRefusedInTheSameWords) {
  auto revoked = Stored("btn_revoked", "3");
  *revoked.token.mutable_revoke_time() = domain::ToTimestamp(kNow + absl::Hours(5));
  Know({Stored("btn_one", "1"), Stored("btn_expired", "2", kNow), revoked});
  std::set<std::string> words;
  for (const char* header :
       {"", "Bearer", "Bearer ", "btn_one", "Basic btn_one", "Bearer btn_on", "Bearer btn_one ",
        "Bearer  btn_one", "Bearer btn_onee", "Bearer btn_expired", "Bearer btn_revoked"}) {
    const auto caller = callers_.Authenticate(header, kNow);
    EXPECT_THAT(caller, StatusIs(absl::StatusCode::kUnauthenticated)) << header;
    EXPECT_EQ(domain::ReasonOf(caller.status()), v1::ERROR_REASON_TOKEN_INVALID) << header;
    words.insert(std::string(caller.status().message()));
  }
  EXPECT_EQ(words.size(), 1u);
}

TEST_F(CallersTest, ATokenWorksUntilItsExpiryAndNotAtIt) {
  Know({Stored("btn_one", "1", kNow)});
  EXPECT_THAT(callers_.Authenticate("Bearer btn_one", kNow - absl::Microseconds(1)), IsOk());
  EXPECT_THAT(callers_.Authenticate("Bearer btn_one", kNow),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST_F(CallersTest, StillKnownEndsWithRevocationAndExpiry) {
  Know({Stored("btn_one", "1")});
  const auto caller = callers_.Authenticate("Bearer btn_one", kNow);
  ASSERT_THAT(caller, IsOk());
  EXPECT_TRUE(callers_.StillKnown(**caller, kNow));
  EXPECT_FALSE(callers_.StillKnown(**caller, kNow + absl::Hours(1)));
  auto revoked = Stored("btn_one", "1");
  *revoked.token.mutable_revoke_time() = domain::ToTimestamp(kNow);
  Know({revoked});
  EXPECT_FALSE(callers_.StillKnown(**caller, kNow));
}

TEST_F(CallersTest, AnOvertakenLoadChangesNothing) {
  const uint64_t early = callers_.BeginLoad();
  auto revoked = Stored("btn_one", "1");
  *revoked.token.mutable_revoke_time() = domain::ToTimestamp(kNow);
  Know({revoked});
  callers_.Replace(early, {Stored("btn_one", "1")});
  EXPECT_THAT(callers_.Authenticate("Bearer btn_one", kNow),
              StatusIs(absl::StatusCode::kUnauthenticated));
}

TEST(Secrets, AreLongRandomAndUrlSafe) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const auto secret = NewSecret();
    ASSERT_THAT(secret, IsOk());
    EXPECT_EQ(secret->substr(0, 4), "btn_");
    EXPECT_EQ(secret->size(), 4u + 43u);
    EXPECT_EQ(secret->find_first_of("+/= "), std::string::npos);
    EXPECT_TRUE(seen.insert(*secret).second);
  }
}

TEST(Actor, OfAProgramIsItsToken) {
  Caller caller;
  caller.token = "tenants/acme/tokens/01J";
  EXPECT_EQ(caller.actor(), "tokens/01J");
}

}  // namespace
}  // namespace baton::server
