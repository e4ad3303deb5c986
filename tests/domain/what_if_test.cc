#include "domain/what_if.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/credit.h"
#include "domain/flag.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
constexpr v1::AttributionCategory kShrunk = v1::ATTRIBUTION_CATEGORY_CONTRACTION;

v1::Policy PolicyOf(v1::CreditScheme scheme, int32_t version) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_credit_scheme(scheme);
  policy.set_version(version);
  return policy;
}

// A brokered attribution as the policy credits it.
v1::Attribution Credited(std::vector<v1::AttributionPart> parts, const v1::Policy& policy,
                         const std::string& currency = "USD",
                         const std::optional<ApprovedRate>& rate = std::nullopt) {
  v1::Attribution attribution;
  attribution.set_name("tenants/acme/attributions/1");
  attribution.set_currency_code(currency);
  attribution.set_brokered(true);
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  attribution.set_policy_version(policy.version());
  for (size_t i = 0; i < parts.size(); ++i) {
    parts[i].set_part(static_cast<int32_t>(i) + 1);
    v1::ExplanationStep& step = *parts[i].add_explanation();
    step.set_rule("A-3");
    step.set_text("as it was read");
  }
  CreditTerms terms = TermsOf(attribution);
  terms.net_new_minor = NetNewExpansion(parts).value();
  terms.rate = rate;
  parts = CreditParts(std::move(parts), terms, policy).value();
  for (v1::AttributionPart& part : parts) {
    v1::ExplanationStep& step = *part.add_explanation();
    step.set_rule("G-1");
    step.set_text("tagged later");
    *attribution.add_parts() = part;
  }
  EXPECT_THAT(SetSaveBonus(terms, policy, &attribution), baton::testing::IsOk());
  v1::ExplanationStep& step = *attribution.add_explanation();
  step.set_rule("A-6");
  step.set_text("signed");
  return attribution;
}

// "3000/7000", the AE's and the CSM's, of each part.
std::vector<std::string> Credits(const v1::Attribution& attribution) {
  std::vector<std::string> credits;
  for (const v1::AttributionPart& part : attribution.parts()) {
    credits.push_back(absl::StrCat(part.ae_credit_minor(), "/", part.csm_credit_minor()));
  }
  return credits;
}

const v1::Policy& ByCategory() {
  static const v1::Policy& policy = *new v1::Policy(PolicyOf(v1::CREDIT_SCHEME_CATEGORY, 1));
  return policy;
}

const v1::Policy& Banded() {
  static const v1::Policy& policy = *new v1::Policy(PolicyOf(v1::CREDIT_SCHEME_BANDED, 2));
  return policy;
}

TEST(WhatIf, C16_CreditIsDecidedAnewAndCategoriesStand) {
  const v1::Attribution was =
      Credited({Part(kNetNew, 4'800'000), Part(kSave, 1'000'000), Part(kShrunk, -5)}, ByCategory());
  EXPECT_THAT(Credits(was), ElementsAre("4800000/1440000", "300000/1000000", "0/0"));
  const v1::Attribution anew = CreditAnew(was, Banded(), std::nullopt).value();
  EXPECT_THAT(Credits(anew), ElementsAre("1440000/3360000", "300000/1000000", "0/0"));
  EXPECT_EQ(anew.policy_version(), 2);
  EXPECT_EQ(anew.state(), was.state());
  for (int i = 0; i < 3; ++i) EXPECT_EQ(anew.parts(i).category(), was.parts(i).category());
  EXPECT_EQ(StepsOf(anew.parts(0).explanation(), "A-3"), "as it was read\n");
  EXPECT_THAT(StepsOf(anew.parts(0).explanation(), "C-1"), ::testing::HasSubstr("30%"));
  EXPECT_THAT(StepsOf(anew.parts(0).explanation(), "C-1"), Not(::testing::HasSubstr("100%")));
  EXPECT_EQ(anew.parts(2).SerializeAsString(), was.parts(2).SerializeAsString());
}

TEST(WhatIf, C16_TheSaveBonusIsDecidedAnew) {
  v1::Policy generous = ByCategory();
  generous.set_version(3);
  generous.set_save_bonus_bp(1'000);
  const v1::Attribution was = Credited({Part(kSave, 2'000'000)}, ByCategory());
  EXPECT_EQ(was.save_bonus().amount_minor(), 100'000);
  const v1::Attribution anew = CreditAnew(was, generous, std::nullopt).value();
  EXPECT_EQ(anew.save_bonus().amount_minor(), 200'000);
  EXPECT_EQ(anew.explanation_size(), 2);
  EXPECT_THAT(StepsOf(anew.explanation(), "C-5"), ::testing::HasSubstr("10%"));
  EXPECT_EQ(StepsOf(anew.explanation(), "A-6"), "signed\n");
}

TEST(WhatIf, A7_CreditTakenForWantOfDocumentationStaysTaken) {
  v1::Attribution was = Credited({Part(kNetNew, 4'800'000), Part(kNetNew, 100)}, ByCategory());
  was.mutable_parts(0)->set_csm_credit_minor(0);
  AddFlag("undocumented", was.mutable_parts(0)->mutable_flags());
  v1::DocumentationCheck& check = *was.add_documentation();
  check.set_part(1);
  check.set_kind(v1::DOCUMENTATION_KIND_CSM_ACTIVITY);
  check.set_result(v1::DOCUMENTATION_RESULT_LACKING);
  EXPECT_THAT(Credits(CreditAnew(was, Banded(), std::nullopt).value()),
              ElementsAre("1440000/0", "30/70"));
}

TEST(WhatIf, A7_ASaveWithoutCreditHasNoBonus) {
  v1::Attribution was = Credited({Part(kSave, 2'000'000)}, ByCategory());
  was.mutable_parts(0)->set_csm_credit_minor(0);
  was.clear_save_bonus();
  v1::DocumentationCheck& check = *was.add_documentation();
  check.set_part(1);
  check.set_kind(v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION);
  check.set_result(v1::DOCUMENTATION_RESULT_LACKING);
  const v1::Attribution anew = CreditAnew(was, Banded(), std::nullopt).value();
  EXPECT_THAT(Credits(anew), ElementsAre("0/0"));
  EXPECT_FALSE(anew.has_save_bonus());
}

TEST(WhatIf, C3_TheBandIsReadAtTheDaysRateOrWaitsForOne) {
  const v1::Attribution was = Credited({Part(kNetNew, 2'400'000)}, ByCategory(), "EUR");
  EXPECT_THAT(Credits(was), ElementsAre("2400000/720000"));
  // 24,000.00 EUR are 26,020.80 USD.
  EXPECT_THAT(Credits(CreditAnew(was, Banded(), RateOf("EUR", "USD", 10'842)).value()),
              ElementsAre("720000/1680000"));
  const v1::Attribution waits = CreditAnew(was, Banded(), std::nullopt).value();
  EXPECT_THAT(Credits(waits), ElementsAre("0/0"));
  EXPECT_THAT(waits.parts(0).flags(), Contains("no_rate"));
  // And back again: what waited under bands waits for nothing by category.
  const v1::Attribution back = CreditAnew(waits, ByCategory(), std::nullopt).value();
  EXPECT_EQ(back.SerializeAsString(), was.SerializeAsString());
}

v1::Policy AnyPolicy(int32_t version) {
  v1::Policy policy = PolicyOf(static_cast<v1::CreditScheme>(*rc::gen::inRange(1, 4)), version);
  policy.set_csm_share(*rc::gen::element(v1::CSM_SHARE_ALWAYS, v1::CSM_SHARE_BROKERED));
  policy.set_band_reading(*rc::gen::element(v1::BAND_READING_WHOLE, v1::BAND_READING_MARGINAL));
  policy.set_ae_uplift_bp(*rc::gen::inRange(0, 1'001));
  policy.set_csm_expansion_bp(*rc::gen::inRange(2'000, 4'001));
  policy.set_save_bonus_bp(*rc::gen::inRange(500, 1'001));
  return policy;
}

RC_GTEST_PROP(WhatIfProperty, C16_AnewIsAsIfThePolicyHadDecided, ()) {
  const v1::Policy then = AnyPolicy(1);
  const v1::Policy now = AnyPolicy(2);
  std::vector<v1::AttributionPart> parts;
  const int count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) {
    const auto category =
        *rc::gen::element(kNetNew, kSave, kUplift, kShrunk, v1::ATTRIBUTION_CATEGORY_CROSS_SELL,
                          v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
    const int64_t amount = *rc::gen::inRange<int64_t>(1, 15'000'000);
    parts.push_back(Part(category, category == kShrunk ? -amount : amount));
  }
  const v1::Attribution was = Credited(parts, then);
  const v1::Attribution is = Credited(parts, now);
  RC_ASSERT(CreditAnew(was, now, std::nullopt).value().SerializeAsString() ==
            is.SerializeAsString());
  RC_ASSERT(CreditAnew(was, then, std::nullopt).value().SerializeAsString() ==
            was.SerializeAsString());
}

absl::Time Day(int days) { return absl::FromUnixSeconds(1'800'000'000) + absl::Hours(24 * days); }

v1::PlanAssignment Assigned(const std::string& code, int day) {
  v1::PlanAssignment assignment;
  assignment.mutable_plan()->set_code(code);
  *assignment.mutable_start_time() = ToTimestamp(Day(day));
  return assignment;
}

v1::PlanVersion Signed(const std::string& code, int number, int day) {
  v1::PlanVersion version;
  version.mutable_plan()->set_code(code);
  version.mutable_plan()->set_version(number);
  *version.mutable_effective_time() = ToTimestamp(Day(day));
  *version.mutable_approve_time() = ToTimestamp(Day(-30));
  return version;
}

v1::CompPlan Tried(const std::string& code, int number) {
  v1::CompPlan plan;
  plan.set_code(code);
  plan.set_version(number);
  return plan;
}

// "A/1 0-10" for each.
std::vector<std::string> Told(const PlanHistory& history) {
  std::vector<std::string> told;
  for (const PlanPeriod& period : PlanPeriods(history, Day(0), Day(90))) {
    told.push_back(absl::StrCat(period.plan.code(), "/", period.plan.version(), " ",
                                (period.start - Day(0)) / absl::Hours(24), "-",
                                (period.end - Day(0)) / absl::Hours(24)));
  }
  return told;
}

TEST(WhatIf, C16_APlanTakesThePlaceOfAllVersionsFromThenOn) {
  const PlanHistory history = {
      {Assigned("A", -5)},
      {Signed("A", 1, -9), Signed("A", 2, 10), Signed("A", 3, 30), Signed("A", 4, 60)}};
  EXPECT_THAT(Told(WithPlans(history, {Tried("A", 5)}, Day(30))),
              ElementsAre("A/1 0-10", "A/2 10-30", "A/5 30-90"));
  EXPECT_THAT(Told(WithPlans(history, {Tried("B", 1)}, Day(30))), Told(history));
}

TEST(WhatIf, C16_APlanMayBeTheFirstOfItsCode) {
  const PlanHistory history = {{Assigned("A", -5)}, {}};
  EXPECT_THAT(Told(WithPlans(history, {Tried("A", 1)}, Day(30))), ElementsAre("A/1 30-90"));
}

TEST(WhatIf, C16_AMoveIsForGood) {
  const PlanHistory history = {{Assigned("A", -5), Assigned("C", 40), Assigned("B", 30)},
                               {Signed("A", 1, -9), Signed("B", 1, -9), Signed("C", 1, -9)}};
  EXPECT_THAT(Told(MovedTo(history, "B", Day(30))), ElementsAre("A/1 0-30", "B/1 30-90"));
  EXPECT_THAT(Told(WithPlans(MovedTo(history, "B", Day(30)), {Tried("B", 2)}, Day(30))),
              ElementsAre("A/1 0-30", "B/2 30-90"));
}

TEST(WhatIf, C16_WhoHadNoPlanMayMoveToOne) {
  PlanHistory history = {{}, {Signed("B", 1, -9)}};
  history.left = Day(70);
  EXPECT_THAT(Told(MovedTo(history, "B", Day(30))), ElementsAre("B/1 30-70"));
}

}  // namespace
}  // namespace baton::domain
