#include "store/plan_versions.h"

#include "store/plans.h"
#include "store/query.h"
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

constexpr char kWhole[] = R"(
  name: "acme/compPlans/v1" effective_time: @10 creator: "acme/people/ada" create_time: @5
  change_note: "Spring" base_version: 3 approve_time: @9
  signatures { signer: "acme/people/rosa" role: ROLE_CFO sign_time: @9 }
  plan { code: "AE-1" version: 4 role: ROLE_AE currency_code: "EUR" expansion_rate_bp: 800
         new_business_rate_bp: 1000 renewal_rate_bp: 200 kind: PLAN_KIND_TEAM_POOLS
         display_name: "An AE" template: "ae" base_minor: 1 variable_minor: 2 grr_pool_bp: 3
         expansion_pool_bp: 4 mbo_pool_bp: 5 grr_target_bp: 6 expansion_target_bp: 7
         mbos { kind: MBO_KIND_MULTI_THREAD target_bp: 30000 } draw_minor: 8 draw_recoverable: true
         guarantee_minor: 9 cap_minor: 10
         spiffs { code: "Q1" start_time: @10 end_time: @20 rate_bp: 100 min_credited_minor: 5
                  category: ATTRIBUTION_CATEGORY_CROSS_SELL } })";

std::string Version(const std::string& id, const std::string& code, int number, int start) {
  return absl::StrCat(R"(name: "acme/compPlans/)", id, R"(" effective_time: @)", start,
                      R"( approve_time: @1 plan { role: ROLE_AE code: ")", code, R"(" version: )",
                      number, "}");
}

class PlanVersions : public testing::RecordsTest {
 protected:
  absl::Status Keep(std::string_view text) {
    return Write(
        [&](Transaction& tx) { return InsertPlanVersion(tx, Parse<v1::PlanVersion>(text)); });
  }
  absl::Status Assign(std::string_view text) {
    return Write(
        [&](Transaction& tx) { return SetPlan(tx, Parse<v1::PlanAssignment>(text)).status(); });
  }
};

TEST_F(PlanVersions, AreReadBackWhole) {
  ASSERT_THAT(Keep(kWhole), IsOk());
  const auto version =
      Read([](Session& session) { return GetPlanVersion(session, kTenant, "v1"); });
  ASSERT_THAT(version, IsOk());
  EXPECT_EQ(Difference(Parse<v1::PlanVersion>(kWhole), *version), "");
}

TEST_F(PlanVersions, AreListedByCode) {
  ASSERT_THAT(Keep(Version("v1", "B", 1, 10)), IsOk());
  ASSERT_THAT(Keep(Version("v2", "A", 1, 10)), IsOk());
  ASSERT_THAT(Keep(Version("v3", "B", 2, 20)), IsOk());
  ListQuery query;
  query.tenant = kTenant;
  google::protobuf::RepeatedPtrField<v1::PlanVersion> page;
  ASSERT_THAT(
      Read([&](Session& session) { return ListRecords(session, PlanVersionList(), query, &page); }),
      IsOk());
  std::vector<std::string> ids;
  for (const v1::PlanVersion& version : page) ids.push_back(version.name().substr(23));
  EXPECT_THAT(ids, ElementsAre("v2", "v1", "v3"));
  EXPECT_THAT(Keep(Version("v4", "B", 2, 30)), StatusIs(absl::StatusCode::kAlreadyExists));
}

TEST_F(PlanVersions, X5_NeverChangeOnceSigned) {
  ASSERT_THAT(Keep(Version("v1", "A", 1, 10)), IsOk());
  const v1::PlanVersion before = Parse<v1::PlanVersion>(Version("v1", "A", 1, 10));
  v1::PlanVersion after = before;
  after.mutable_plan()->set_cap_minor(1);
  EXPECT_FALSE(Write([&](Transaction& tx) { return UpdatePlanVersion(tx, before, after); }).ok());
}

TEST_F(PlanVersions, X5_PayThePayeesOfTheirCode) {
  ASSERT_THAT(Keep(Version("v1", "A", 1, 10)), IsOk());
  ASSERT_THAT(Keep(Version("v2", "A", 2, 30)), IsOk());
  ASSERT_THAT(Keep(Version("v3", "B", 1, 10)), IsOk());
  ASSERT_THAT(Assign(R"(name: "acme/planAssignments/g1" payee: "acme/people/ada" start_time: @20
                        plan { code: "A" })"),
              IsOk());
  const auto periods =
      Read([](Session& session) { return PlanPeriodsOf(session, kTenant, "ada", At(0), At(40)); });
  ASSERT_THAT(periods, IsOk());
  ASSERT_EQ(periods->size(), 2u);
  EXPECT_EQ((*periods)[0].plan.version(), 1);
  EXPECT_EQ((*periods)[0].start, At(20));
  EXPECT_EQ((*periods)[1].plan.version(), 2);
  EXPECT_EQ((*periods)[1].start, At(30));
  EXPECT_EQ((*periods)[1].end, At(40));
  const auto payees = Read([](Session& session) { return PayeesOfPlan(session, kTenant, "A"); });
  ASSERT_THAT(payees, IsOk());
  EXPECT_THAT(*payees, ElementsAre("tenants/acme/people/ada"));
}

}  // namespace
}  // namespace baton::store
