// Connections, what opens them, and tenants' mappings.
#include "store/connections.h"

#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "store/connection_secrets.h"
#include "store/mappings.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::Difference;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;

class Connections : public testing::RecordsTest {
 protected:
  v1::Connection Insert(const std::string& id, const std::string& rest) {
    const v1::Connection connection = Parse<v1::Connection>(
        absl::StrCat("name: \"acme/connections/", id,
                     "\" display_name: \"EMEA\" create_time: @1 update_time: @1 ", rest));
    EXPECT_THAT(Write([&](Transaction& tx) { return InsertConnection(tx, connection); }), IsOk());
    return connection;
  }
  void Keep(SecretKind kind, const std::string& id, absl::Time keep_old_until) {
    EXPECT_THAT(Write([&](Transaction& tx) {
                  return ReplaceSecret(tx, "01JA", kind, {id, "sealed-" + id}, keep_old_until);
                }),
                IsOk());
  }
  // The ids of what works then.
  std::string Working(SecretKind kind, absl::Time at) {
    std::string ids;
    EXPECT_THAT(Read([&](Session& session) -> absl::Status {
                  BATON_ASSIGN_OR_RETURN(const auto secrets,
                                         ListSecrets(session, kTenant, "01JA", kind, at));
                  for (const StoredSecret& secret : secrets) {
                    EXPECT_EQ(secret.sealed, "sealed-" + secret.secret_id);
                    absl::StrAppend(&ids, secret.secret_id, " ");
                  }
                  return absl::OkStatus();
                }),
                IsOk());
    return ids;
  }
};

TEST_F(Connections, AreKeptWhole) {
  const v1::Connection connection = Insert(
      "01JA",
      "vendor: \"salesforce\" state: CONNECTION_STATE_ACTIVE base_url: \"https://a.example\" "
      "settings { name: \"api_version\" value: \"v67.0\" } settings { name: \"x\" } "
      "has_credentials: true old_secret_expire_time: @7 disable_reason: \"none\"");
  const auto read =
      Read([&](Session& session) { return GetConnection(session, kTenant, connection.name()); });
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(Difference(connection, *read), "");
  const auto found = Read([&](Session& session) { return FindConnection(session, "01JA"); });
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ(Difference(connection, **found), "");
  EXPECT_FALSE(
      Read([&](Session& session) { return FindConnection(session, "01JB"); })->has_value());
}

TEST_F(Connections, OnlyActiveOnesAreUsed) {
  Insert("01JA", "vendor: \"slack\" state: CONNECTION_STATE_ACTIVE");
  v1::Connection other = Insert("01JB", "vendor: \"smtp\" state: CONNECTION_STATE_ACTIVE");
  v1::Connection disabled = other;
  disabled.set_state(v1::CONNECTION_STATE_DISABLED);
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateConnection(tx, other, disabled); }),
              IsOk());
  const auto active = Read([&](Session& session) { return ActiveConnections(session); });
  ASSERT_THAT(active, IsOk());
  ASSERT_EQ(active->size(), 1u);
  EXPECT_EQ(active->front().name(), "tenants/acme/connections/01JA");
}

TEST_F(Connections, AnOldSecretWorksUntilItsTimeAndNoLonger) {
  Insert("01JA", "vendor: \"gainsight\" state: CONNECTION_STATE_ACTIVE");
  const absl::Time now = testing::At(0);
  const absl::Time until = now + absl::Hours(24);
  Keep(SecretKind::kWebhook, "s1", now);
  EXPECT_EQ(Working(SecretKind::kWebhook, now + absl::Hours(1000)), "s1 ");
  Keep(SecretKind::kWebhook, "s2", until);
  EXPECT_EQ(Working(SecretKind::kWebhook, until - absl::Microseconds(1)), "s2 s1 ");
  EXPECT_EQ(Working(SecretKind::kWebhook, until), "s2 ");
  // Another rotation never gives the oldest a longer life.
  Keep(SecretKind::kWebhook, "s3", until + absl::Hours(24));
  EXPECT_EQ(Working(SecretKind::kWebhook, until), "s3 s2 ");
}

TEST_F(Connections, ReplacedCredentialsAreGone) {
  Insert("01JA", "vendor: \"slack\" state: CONNECTION_STATE_ACTIVE");
  Keep(SecretKind::kWebhook, "w1", testing::At(0));
  Keep(SecretKind::kCredentials, "c1", testing::At(0));
  Keep(SecretKind::kCredentials, "c2", testing::At(0));
  EXPECT_EQ(Working(SecretKind::kCredentials, testing::At(0) - absl::Hours(1)), "c2 ");
  EXPECT_EQ(Working(SecretKind::kWebhook, testing::At(0)), "w1 ") << "another kind's";
}

TEST_F(Connections, AConnectionsMappingGoesBeforeItsVendors) {
  const auto set = [this](const std::string& id, const std::string& content) {
    v1::Mapping mapping = Parse<v1::Mapping>(
        absl::StrCat("name: \"acme/mappings/", id, "\" vendor: \"slack\" update_time: @1"));
    mapping.set_content(content);
    EXPECT_THAT(Write([&](Transaction& tx) { return SetMapping(tx, mapping); }), IsOk());
  };
  const auto content = [this](const std::string& connection) {
    const auto mapping =
        Read([&](Session& session) { return MappingFor(session, kTenant, "slack", connection); });
    EXPECT_THAT(mapping, IsOk());
    return mapping->has_value() ? (*mapping)->content() : "none";
  };
  const std::string name = "tenants/acme/connections/01JA";
  EXPECT_EQ(content(name), "none");
  set("slack", "the vendor's");
  EXPECT_EQ(content(name), "the vendor's");
  set("01JA", "its own");
  EXPECT_EQ(content(name), "its own");
  EXPECT_EQ(content(""), "the vendor's");
  set("01JA", "changed");
  EXPECT_EQ(content(name), "changed");
  set("01JA", "");
  EXPECT_EQ(content(name), "the vendor's");
}

}  // namespace
}  // namespace baton::store
