#include "domain/policy.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>

#include "domain/policy_change.h"
#include "tests/domain/handoff_fixture.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

std::vector<std::string> FaultsAfter(const std::function<void(v1::Policy*)>& change) {
  v1::Policy policy = Defaults();
  change(&policy);
  return ViolationsOf(CheckPolicy(policy));
}

TEST(Policy, X5_DefaultsAreVersionOneSinceTheEpochAndAreValid) {
  const v1::Policy policy = DefaultPolicy("acme");
  EXPECT_EQ(policy.name(), "tenants/acme/policies/1");
  EXPECT_EQ(policy.version(), 1);
  EXPECT_EQ(policy.effective_time().seconds(), 0);
  EXPECT_THAT(CheckPolicy(policy), IsOk());
}

TEST(Policy, X5_EveryChoiceOfTheDefaultsIsStatedButThoseThatAreNone) {
  const v1::Policy policy = DefaultPolicy("acme");
  std::vector<const google::protobuf::FieldDescriptor*> set;
  policy.GetReflection()->ListFields(policy, &set);
  std::vector<std::string> unset;
  for (int i = 0; i < policy.GetDescriptor()->field_count(); ++i) {
    const auto* field = policy.GetDescriptor()->field(i);
    const bool stated = std::find(set.begin(), set.end(), field) != set.end();
    if (IsPolicyChoice(*field) && !stated) unset.push_back(field->name());
  }
  EXPECT_THAT(unset, ElementsAre("ae_uplift_bp", "calendar", "escalation_steps",
                                 "cs_team_cost_minor", "signal_spiff_minor", "show_ae_rate"));
}

TEST(Policy, H5_RevisitDaysAreThirtyToSixty) {
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_revisit_days(30); }), ElementsAre());
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_revisit_days(60); }), ElementsAre());
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_revisit_days(29); }),
              ElementsAre("policy.revisit_days"));
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_revisit_days(61); }),
              ElementsAre("policy.revisit_days"));
}

TEST(Policy, H6_ModelAThresholdIsFiveToTenThousand) {
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_model_a_threshold_minor(500'000); }),
              ElementsAre());
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_model_a_threshold_minor(499'999); }),
              ElementsAre("policy.model_a_threshold_minor"));
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_model_a_threshold_minor(1'000'001); }),
              ElementsAre("policy.model_a_threshold_minor"));
}

TEST(Policy, S1_WatchReviewIsSevenOrFourteenDays) {
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_watch_review_days(14); }), ElementsAre());
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_watch_review_days(8); }),
              ElementsAre("policy.watch_review_days"));
}

TEST(Policy, S1_ContactIsNotDueBeforeTheAcknowledgement) {
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_hot_acknowledge_hours(24); }), ElementsAre());
  EXPECT_THAT(FaultsAfter([](v1::Policy* p) { p->set_hot_acknowledge_hours(25); }),
              ElementsAre("policy.hot_contact_hours"));
}

TEST(Policy, C1_EveryFaultIsNamedAtOnce) {
  const auto faults = FaultsAfter([](v1::Policy* p) {
    p->set_time_zone("Atlantis/Capital");
    p->set_currency_code("usd");
    p->set_fiscal_first_month(13);
    p->set_csm_expansion_bp(1999);
    p->set_signal_credit_bp(3001);
    p->set_ae_uplift_bp(1001);
    p->set_save_bonus_bp(499);
    p->set_save_bonus_max_minor(49'999);
    p->set_band_high_minor(2'500'000);
    p->set_credit_scheme(static_cast<v1::CreditScheme>(9));
  });
  EXPECT_THAT(faults, UnorderedElementsAre("policy.time_zone", "policy.currency_code",
                                           "policy.fiscal_first_month", "policy.csm_expansion_bp",
                                           "policy.signal_credit_bp", "policy.ae_uplift_bp",
                                           "policy.save_bonus_bp", "policy.save_bonus_max_minor",
                                           "policy.band_high_minor", "policy.credit_scheme"));
}

TEST(Policy, S1_BudgetsAreThePolicys) {
  v1::Policy policy = Defaults();
  policy.set_hot_acknowledge_hours(2);
  policy.set_watch_review_days(14);
  const SlaPolicy sla = SlaPolicyOf(policy);
  EXPECT_EQ(sla.hot.acknowledge, absl::Hours(2));
  EXPECT_EQ(sla.hot.contact, absl::Hours(24));
  EXPECT_EQ(sla.warm.acknowledge, absl::Hours(24));
  EXPECT_EQ(sla.warm.contact, absl::Hours(72));
  EXPECT_EQ(sla.watch_review_days, 14);
}

}  // namespace
}  // namespace baton::domain
