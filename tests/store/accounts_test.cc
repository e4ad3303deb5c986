#include "store/accounts.h"

#include "store/account_ledger.h"
#include "store/account_team.h"
#include "store/health.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::Difference;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

class Accounts : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text) {
    return Write([&](Transaction& tx) { return InsertAccount(tx, Parse<v1::Account>(text)); });
  }
  v1::Account Get(std::string_view id) {
    const auto account = Read([&](Session& session) { return GetAccount(session, kTenant, id); });
    EXPECT_THAT(account, IsOk());
    return account.ok() ? *account : v1::Account();
  }
  v1::Account View(std::string_view id, absl::Time at) {
    const auto account =
        Read([&](Session& session) { return LoadAccountView(session, kTenant, id, at); });
    EXPECT_THAT(account, IsOk());
    return account.ok() ? *account : v1::Account();
  }
};

constexpr char kWhole[] = R"(
  name: "acme/accounts/a9" display_name: "Gamma" segment: SEGMENT_ENTERPRISE
  acv { amount_minor: 15000000 currency_code: "USD" } renewal_model: OWNERSHIP_MODEL_C
  external_ids { system: "gainsight" record_id: "1" }
  external_ids { system: "salesforce" record_id: "001" }
  opening_lines { product_line: "core" arr { amount_minor: 500 currency_code: "USD" } }
  opening_lines { product_line: "api" arr { amount_minor: 300 currency_code: "USD" } }
  opening_time: @10 renewal_time: @100 create_time: @1 update_time: @2 source_update_time: @3)";

TEST_F(Accounts, AreReadBackWhole) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  EXPECT_EQ(Difference(Parse<v1::Account>(kWhole), Get("a9")), "");
}

TEST_F(Accounts, X8_OpeningLinesCountFromTheOpeningTimeOn) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  const v1::Account early = View("a9", At(10) - absl::Microseconds(1));
  EXPECT_FALSE(early.has_arr());
  EXPECT_EQ(early.owned_lines_size(), 0);
  const v1::Account view = View("a9", At(10));
  EXPECT_EQ(Difference(Parse<v1::Money>(R"(amount_minor: 800 currency_code: "USD")"), view.arr()),
            "");
  ASSERT_EQ(view.owned_lines_size(), 2);
  EXPECT_EQ(view.owned_lines(0).product_line(), "api");
  EXPECT_EQ(view.owned_lines(1).product_line(), "core");
}

TEST_F(Accounts, X8_OpeningLinesWithoutTimeCountFromCreation) {
  ASSERT_THAT(Insert(R"(name: "acme/accounts/a9" create_time: @7 opening_lines {
                        product_line: "core" arr { amount_minor: 1 currency_code: "USD" } })"),
              IsOk());
  EXPECT_FALSE(View("a9", At(7) - absl::Microseconds(1)).has_arr());
  EXPECT_EQ(View("a9", At(7)).arr().amount_minor(), 1);
}

TEST_F(Accounts, X8_OpeningLinesAreSetOnce) {
  const v1::Account before = Get("a1");
  v1::Account after = before;
  *after.add_opening_lines() = Parse<v1::OwnedProductLine>(
      R"(product_line: "core" arr { amount_minor: 5 currency_code: "USD" })");
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdateAccount(tx, before, after); }), IsOk());
  EXPECT_EQ(View("a1", At(0)).arr().amount_minor(), 5);
  v1::Account other = after;
  other.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(6);
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateAccount(tx, after, other); }),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("set once")));
  other = after;
  other.set_display_name("Alpha Inc.");
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateAccount(tx, after, other); }), IsOk());
  EXPECT_EQ(View("a1", At(0)).arr().amount_minor(), 5);
}

TEST_F(Accounts, ViewHasTeamAndHealthOfItsInstant) {
  ASSERT_THAT(
      Write([](Transaction& tx) {
        absl::Status status = SetTeamMember(
            tx, "a1",
            Parse<v1::TeamMember>(R"(role: ROLE_CSM person: "acme/people/rosa" start_time: @10)"));
        if (!status.ok()) return status;
        return InsertHealth(
            tx, Parse<v1::HealthObservation>(
                    R"(name: "acme/accounts/a1/healthObservations/h1" tier: HEALTH_TIER_RED
                               observe_time: @20 record_time: @30)"));
      }),
      IsOk());
  const v1::Account early = View("a1", At(9));
  EXPECT_EQ(early.team_size(), 0);
  EXPECT_EQ(early.health_tier(), v1::HEALTH_TIER_UNSPECIFIED);
  const v1::Account view = View("a1", At(20));
  ASSERT_EQ(view.team_size(), 1);
  EXPECT_EQ(view.team(0).person(), "tenants/acme/people/rosa");
  EXPECT_EQ(view.health_tier(), v1::HEALTH_TIER_RED);
}

TEST_F(Accounts, X2_InTwoCurrenciesHaveNoSingleArr) {
  ASSERT_THAT(Insert(R"(name: "acme/accounts/a9" opening_time: @0
      opening_lines { product_line: "core" arr { amount_minor: 5 currency_code: "USD" } }
      opening_lines { product_line: "core" arr { amount_minor: 7 currency_code: "EUR" } })"),
              IsOk());
  const v1::Account view = View("a9", At(0));
  EXPECT_FALSE(view.has_arr());
  ASSERT_EQ(view.owned_lines_size(), 2);
  EXPECT_EQ(view.owned_lines(0).arr().currency_code(), "EUR");
  EXPECT_EQ(view.owned_lines(0).arr().amount_minor(), 7);
}

TEST_F(Accounts, AreFoundByExternalId) {
  const auto found = Read([](Session& session) {
    return FindAccountByExternalId(session, kTenant, "salesforce", "001A");
  });
  ASSERT_THAT(found, IsOk());
  ASSERT_TRUE(found->has_value());
  EXPECT_EQ((*found)->name(), "tenants/acme/accounts/a1");
  const auto foreign = Read([](Session& session) {
    return FindAccountByExternalId(session, "other", "salesforce", "001A");
  });
  EXPECT_FALSE(foreign->has_value());
}

TEST_F(Accounts, ShareNoExternalId) {
  EXPECT_THAT(Insert(R"(name: "acme/accounts/a9"
                        external_ids { system: "salesforce" record_id: "001A" })"),
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("belongs to a1")));
}

TEST_F(Accounts, AreInsertedOnce) {
  EXPECT_THAT(Insert(R"(name: "acme/accounts/a1")"), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(Accounts, AreListedByName) {
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::Account> page;
  EXPECT_THAT(Read([&](Session& session) { return ListAccounts(session, query, &page); }),
              testing::IsOkAndHolds(""));
  ASSERT_EQ(page.size(), 2);
  EXPECT_EQ(page[0].display_name(), "Alpha");
  EXPECT_EQ(page[0].external_ids_size(), 1);
  EXPECT_EQ(page[1].display_name(), "Beta");
}

}  // namespace
}  // namespace baton::store
