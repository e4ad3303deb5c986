#include "store/health.h"

#include "absl/strings/str_cat.h"
#include "store/accounts.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::Difference;
using ::testing::ElementsAre;
using testing::IsOk;
using testing::kTenant;
using testing::Parse;
using testing::StatusIs;

class Health : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text) {
    return Write(
        [&](Transaction& tx) { return InsertHealth(tx, Parse<v1::HealthObservation>(text)); });
  }
  // One observation of a1; `extra` may say more.
  absl::Status Observe(absl::string_view id, absl::string_view tier, int64_t at,
                       absl::string_view extra = "") {
    return Insert(absl::StrCat("name: \"acme/accounts/a1/healthObservations/", id,
                               "\" tier: HEALTH_TIER_", tier, " observe_time: @", at, " ", extra));
  }
  std::vector<v1::HealthTier> TiersUntil(absl::Time until) {
    std::vector<v1::HealthTier> tiers;
    const auto observations =
        Read([&](Session& session) { return ListHealth(session, kTenant, "a1", until); });
    EXPECT_THAT(observations, IsOk());
    for (const v1::HealthObservation& observation : *observations) {
      tiers.push_back(observation.tier());
    }
    return tiers;
  }
  v1::HealthTier TierAt(absl::Time at) {
    const auto account =
        Read([&](Session& session) { return LoadAccountState(session, kTenant, "a1", at); });
    EXPECT_THAT(account, IsOk());
    return account.ok() ? account->health_tier() : v1::HEALTH_TIER_UNSPECIFIED;
  }
};

constexpr char kWhole[] = R"(
  name: "acme/accounts/a1/healthObservations/h1" tier: HEALTH_TIER_YELLOW score: 61.5
  observe_time: @10 record_time: @12 source { system: "gainsight" record_id: "S1" } manual: true)";

TEST_F(Health, IsReadBackWhole) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  const auto read =
      Read([](Session& session) { return ListHealth(session, kTenant, "a1", At(10)); });
  ASSERT_THAT(read, IsOk());
  ASSERT_EQ(read->size(), 1u);
  EXPECT_EQ(Difference(Parse<v1::HealthObservation>(kWhole), read->front()), "");
}

TEST_F(Health, A2_OfOneInstantTheOneRecordedLaterIsLast) {
  ASSERT_THAT(Observe("zz", "RED", 10), IsOk());
  ASSERT_THAT(Observe("aa", "GREEN", 10), IsOk());
  ASSERT_THAT(Observe("mm", "YELLOW", 5), IsOk());
  EXPECT_THAT(TiersUntil(At(10)),
              ElementsAre(v1::HEALTH_TIER_YELLOW, v1::HEALTH_TIER_RED, v1::HEALTH_TIER_GREEN));
  EXPECT_EQ(TierAt(At(10)), v1::HEALTH_TIER_GREEN);
}

TEST_F(Health, A2_AnObservationExactlyAtTheEndIsIn) {
  ASSERT_THAT(Observe("h1", "RED", 10), IsOk());
  EXPECT_THAT(TiersUntil(At(10)), ElementsAre(v1::HEALTH_TIER_RED));
  EXPECT_THAT(TiersUntil(At(10) - absl::Microseconds(1)), ElementsAre());
  EXPECT_EQ(TierAt(At(9)), v1::HEALTH_TIER_UNSPECIFIED);
}

TEST_F(Health, IsFoundByItsSourceRecord) {
  ASSERT_THAT(Insert(kWhole), IsOk());
  const auto find = [&](std::string_view system, std::string_view id) {
    return *Read(
        [&](Session& session) { return FindHealthBySource(session, kTenant, system, id); });
  };
  ASSERT_TRUE(find("gainsight", "S1").has_value());
  EXPECT_EQ(find("gainsight", "S1")->name(), "tenants/acme/accounts/a1/healthObservations/h1");
  EXPECT_FALSE(find("vitally", "S1").has_value());
  EXPECT_FALSE(find("gainsight", "").has_value());
}

TEST_F(Health, OfOneSourceRecordIsKeptOnce) {
  constexpr char kSource[] = R"(source { system: "gainsight" record_id: "S1" })";
  ASSERT_THAT(Observe("h1", "RED", 1, kSource), IsOk());
  EXPECT_THAT(Observe("h2", "RED", 1, kSource), StatusIs(absl::StatusCode::kAlreadyExists));
  constexpr char kNoId[] = R"(source { system: "gainsight" })";
  EXPECT_THAT(Observe("h3", "RED", 1, kNoId), IsOk());
  EXPECT_THAT(Observe("h4", "RED", 1, kNoId), IsOk());
}

TEST_F(Health, IsListedNewestFirstInPages) {
  for (const int at : {3, 1, 2}) ASSERT_THAT(Observe(absl::StrCat("h", at), "RED", at), IsOk());
  ASSERT_THAT(Insert(R"(name: "acme/accounts/a2/healthObservations/h9" tier: HEALTH_TIER_RED
                        observe_time: @9)"),
              IsOk());
  ListQuery query;
  query.tenant = kTenant;
  query.page_size = 2;
  std::vector<std::string> names;
  do {
    google::protobuf::RepeatedPtrField<v1::HealthObservation> page;
    const auto next =
        Read([&](Session& session) { return ListHealthObservations(session, "a1", query, &page); });
    ASSERT_THAT(next, IsOk());
    for (const v1::HealthObservation& observation : page) names.push_back(observation.name());
    query.page_token = *next;
  } while (!query.page_token.empty());
  EXPECT_THAT(names, ElementsAre("tenants/acme/accounts/a1/healthObservations/h3",
                                 "tenants/acme/accounts/a1/healthObservations/h2",
                                 "tenants/acme/accounts/a1/healthObservations/h1"));
}

}  // namespace
}  // namespace baton::store
