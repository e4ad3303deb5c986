#include "domain/plan_version.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusOf;
using ::testing::UnorderedElementsAre;

constexpr char kCamille[] = "tenants/acme/people/camille";
constexpr char kClara[] = "tenants/acme/people/clara";
constexpr char kHelen[] = "tenants/acme/people/helen";
constexpr char kOtto[] = "tenants/acme/people/otto";
constexpr char kFrank[] = "tenants/acme/people/frank";
constexpr char kRosa[] = "tenants/acme/people/rosa";

MATCHER_P(RefusedFor, reason, "is refused for that reason") {
  *result_listener << StatusOf(arg);
  return ReasonOf(StatusOf(arg)) == reason;
}

absl::Time Day(int days) { return absl::FromUnixSeconds(1'800'000'000) + absl::Hours(24 * days); }

v1::PlanVersion Asked(int rate_bp, int day) {
  v1::PlanVersion asked;
  v1::CompPlan& plan = *asked.mutable_plan();
  plan.set_code("AE");
  plan.set_role(v1::ROLE_AE);
  plan.set_currency_code("USD");
  plan.set_expansion_rate_bp(rate_bp);
  *asked.mutable_effective_time() = ToTimestamp(Day(day));
  return asked;
}

absl::StatusOr<v1::PlanVersion> Make(const std::vector<v1::PlanVersion>& versions,
                                     const v1::PlanVersion& asked) {
  return DecidePlanVersion(HistoryOfCode(versions), asked, "tenants/acme/compPlans/x", kCamille,
                           Day(0));
}

PlanSigner Officer(const char* person, v1::Role seat) { return {.person = person, .seat = seat}; }

// The version as all three have signed it.
v1::PlanVersion Signed(const std::vector<v1::PlanVersion>& versions, v1::PlanVersion version) {
  for (const PlanSigner& officer :
       {Officer(kHelen, v1::ROLE_VP_CS), Officer(kOtto, v1::ROLE_VP_REVOPS),
        Officer(kFrank, v1::ROLE_CFO)}) {
    EXPECT_FALSE(version.has_approve_time());
    auto after = DecidePlanSignature(HistoryOfCode(versions), version, officer, Day(0));
    EXPECT_THAT(after, IsOk());
    if (after.ok()) version = *after;
  }
  EXPECT_TRUE(version.has_approve_time());
  return version;
}

// Version 1 of the code, from ten days ago, signed.
v1::PlanVersion First() { return Signed({}, *Make({}, Asked(800, -10))); }

TEST(PlanVersion, X5_TheFirstOfACodeMayStartAtAnyTime) {
  const auto first = Make({}, Asked(800, -400));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->plan().version(), 1);
  EXPECT_EQ(first->plan().kind(), v1::PLAN_KIND_COMMISSION);
  EXPECT_EQ(first->base_version(), 0);
  EXPECT_EQ(StateOfPlanVersion(*first, {*first}, Day(0)), v1::POLICY_VERSION_STATE_UNSIGNED);
  EXPECT_EQ(StateOfPlanVersion(First(), {First()}, Day(0)), v1::POLICY_VERSION_STATE_IN_FORCE);
}

TEST(PlanVersion, X5_ALaterOneStartsFromNowOn) {
  const std::vector<v1::PlanVersion> versions = {First()};
  EXPECT_THAT(Make(versions, Asked(900, -1)), RefusedFor(v1::ERROR_REASON_PLAN_START));
  const auto second = Make(versions, Asked(900, 0));
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(second->plan().version(), 2);
  EXPECT_EQ(second->base_version(), 1);
  const v1::PlanVersion later = Signed(versions, *Make(versions, Asked(900, 30)));
  EXPECT_THAT(Make({First(), later}, Asked(950, 30)), RefusedFor(v1::ERROR_REASON_PLAN_START));
}

TEST(PlanVersion, X5_OneThatNobodySignedInTimeLapses) {
  const std::vector<v1::PlanVersion> versions = {First()};
  const auto second = Make(versions, Asked(900, 5));
  ASSERT_THAT(second, IsOk());
  const PlanSigner helen = Officer(kHelen, v1::ROLE_VP_CS);
  EXPECT_THAT(DecidePlanSignature(HistoryOfCode(versions), *second, helen, Day(5)), IsOk());
  EXPECT_THAT(
      DecidePlanSignature(HistoryOfCode(versions), *second, helen, Day(5) + absl::Microseconds(1)),
      RefusedFor(v1::ERROR_REASON_PLAN_VERSION_STATE));
}

TEST(PlanVersion, X5_OfTwoMadeSideBySideOneIsSigned) {
  std::vector<v1::PlanVersion> versions = {First()};
  const auto one = Make(versions, Asked(900, 5));
  versions.push_back(*one);
  const auto other = Make(versions, Asked(950, 6));
  EXPECT_EQ(other->plan().version(), 3);
  versions.back() = Signed(versions, *one);
  EXPECT_EQ(StateOfPlanVersion(*other, versions, Day(0)), v1::POLICY_VERSION_STATE_OVERTAKEN);
  EXPECT_THAT(
      DecidePlanSignature(HistoryOfCode(versions), *other, Officer(kHelen, v1::ROLE_VP_CS), Day(0)),
      RefusedFor(v1::ERROR_REASON_PLAN_VERSION_STATE));
}

TEST(PlanVersion, X5_ASignedOneNeverChanges) {
  EXPECT_THAT(
      DecidePlanSignature(HistoryOfCode({}), First(), Officer(kClara, v1::ROLE_CFO), Day(0)),
      RefusedFor(v1::ERROR_REASON_PLAN_VERSION_STATE));
}

TEST(PlanVersion, X5_NamesEveryFaultAtOnce) {
  v1::PlanVersion asked = Asked(20'000, 1);
  asked.clear_effective_time();
  asked.mutable_plan()->set_role(v1::ROLE_CSM);
  asked.mutable_plan()->set_currency_code("EUR");
  EXPECT_THAT(
      testing::ViolatedFields(Make({First()}, asked).status()),
      UnorderedElementsAre("plan_version.plan.expansion_rate_bp", "plan_version.effective_time",
                           "plan_version.plan.role", "plan_version.plan.currency_code"));
  EXPECT_THAT(testing::ViolatedFields(Make({First()}, Asked(800, 1)).status()),
              UnorderedElementsAre("plan_version.plan"));
}

TEST(PlanVersion, X11_ThreePeopleSign) {
  const v1::PlanVersion version = *Make({}, Asked(800, -10));
  const auto sign = [&](const v1::PlanVersion& before, const PlanSigner& signer) {
    return DecidePlanSignature({}, before, signer, Day(0));
  };
  const auto once = sign(version, Officer(kHelen, v1::ROLE_VP_CS));
  ASSERT_THAT(once, IsOk());
  EXPECT_THAT(sign(*once, Officer(kClara, v1::ROLE_VP_CS)),
              RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
  EXPECT_THAT(sign(*once, Officer(kHelen, v1::ROLE_CFO)), RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
  EXPECT_THAT(sign(*once, Officer(kClara, v1::ROLE_CRO)), RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
}

TEST(PlanVersion, X11_NobodyDecidesForThemself) {
  v1::PlanVersion version = *Make({}, Asked(800, -10));
  EXPECT_THAT(DecidePlanSignature({}, version, Officer(kCamille, v1::ROLE_CFO), Day(0)),
              RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
  PlanSigner helen = Officer(kHelen, v1::ROLE_VP_CS);
  helen.paid_by_it = true;
  EXPECT_THAT(DecidePlanSignature({}, version, helen, Day(0)),
              RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
  version.mutable_plan()->set_role(v1::ROLE_VP_CS);
  EXPECT_THAT(DecidePlanSignature({}, version, Officer(kHelen, v1::ROLE_VP_CS), Day(0)),
              RefusedFor(v1::ERROR_REASON_PLAN_SIGNER));
  PlanSigner clara = Officer(kClara, v1::ROLE_VP_CS);
  clara.as_manager = true;
  EXPECT_THAT(DecidePlanSignature({}, version, clara, Day(0)), IsOk());
}

TEST(PlanVersion, X11_NobodyIsPaidByWhatTheyMadeOrSigned) {
  const auto refused = RefusedFor(v1::ERROR_REASON_PLAN_SIGNER);
  EXPECT_THAT(CheckAssignee({First()}, {kRosa, kCamille, Day(0)}, Day(0)), IsOk());
  for (const char* payee : {kCamille, kHelen, kFrank}) {
    EXPECT_THAT(CheckAssignee({First()}, {payee, kClara, Day(0)}, Day(0)), refused);
  }
  EXPECT_THAT(CheckAssignee({First()}, {kRosa, kRosa, Day(0)}, Day(0)), refused);
}

TEST(PlanVersion, X11_NobodyIsPaidByALaterVersionThatTheyMadeOrSigned) {
  const auto refused = RefusedFor(v1::ERROR_REASON_PLAN_SIGNER);
  const PlanAssignee rosa = {kRosa, kCamille, Day(0)};
  v1::PlanVersion later = *Make({First()}, Asked(900, 10));
  EXPECT_THAT(CheckAssignee({First(), later}, rosa, Day(0)), IsOk());
  // It can still be signed, and would pay from day 10 on.
  later.set_creator(kRosa);
  EXPECT_THAT(CheckAssignee({First(), later}, rosa, Day(0)), refused);
  later = Signed({First()}, later);
  EXPECT_THAT(CheckAssignee({First(), later}, rosa, Day(0)), refused);
  later.set_creator(kCamille);
  EXPECT_THAT(CheckAssignee({First(), later}, rosa, Day(0)), IsOk());
  later.mutable_signatures(0)->set_signer(kRosa);
  EXPECT_THAT(CheckAssignee({First(), later}, rosa, Day(0)), refused);
  // What was in force before the start pays nothing.
  v1::PlanVersion first = First();
  first.set_creator(kRosa);
  later.mutable_signatures(0)->set_signer(kHelen);
  EXPECT_THAT(CheckAssignee({first, later}, {kRosa, kCamille, Day(10)}, Day(11)), IsOk());
}

}  // namespace
}  // namespace baton::domain
