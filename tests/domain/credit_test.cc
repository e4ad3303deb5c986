#include "domain/credit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::Pair;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;
constexpr v1::AttributionCategory kCrossSell = v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
constexpr v1::AttributionCategory kClean = v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL;

v1::Policy PolicyOf(v1::CreditScheme scheme) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_credit_scheme(scheme);
  return policy;
}

CreditTerms Terms(bool brokered) {
  CreditTerms terms;
  terms.brokered = brokered;
  terms.currency_code = "USD";
  return terms;
}

// AE's and CSM's credit of each part.
using Credits = std::vector<std::pair<int64_t, int64_t>>;

Credits CreditsOf(std::vector<v1::AttributionPart> parts, CreditTerms terms,
                  const v1::Policy& policy) {
  terms.net_new_minor = NetNewExpansion(parts).value();
  Credits credits;
  parts = CreditParts(std::move(parts), terms, policy).value();
  for (const v1::AttributionPart& part : parts) {
    credits.emplace_back(part.ae_credit_minor(), part.csm_credit_minor());
  }
  return credits;
}

constexpr v1::CreditScheme kByCategory = v1::CREDIT_SCHEME_CATEGORY;
constexpr v1::CreditScheme kBanded = v1::CREDIT_SCHEME_BANDED;
constexpr v1::CreditScheme kSignalCredit = v1::CREDIT_SCHEME_SIGNAL_CREDIT;

TEST(Credit, C1_ByCategoryTheCsmSharesWhatTheyBrokered) {
  const v1::Policy policy = PolicyOf(kByCategory);
  EXPECT_THAT(CreditsOf({Part(kNetNew, 1800000)}, Terms(true), policy),
              ElementsAre(Pair(1800000, 540000)));
  EXPECT_THAT(CreditsOf({Part(kNetNew, 1800000)}, Terms(false), policy),
              ElementsAre(Pair(1800000, 0)));
}

TEST(Credit, C1_ByCategoryTheSharesLastCentRoundsHalfToEven) {
  const v1::Policy policy = PolicyOf(kByCategory);
  EXPECT_THAT(
      CreditsOf({Part(kNetNew, 5), Part(kNetNew, 15), Part(kNetNew, 1)}, Terms(true), policy),
      ElementsAre(Pair(5, 2), Pair(15, 4), Pair(1, 0)));
}

TEST(Credit, C1_ByCategoryTheCsmMayAlwaysShare) {
  v1::Policy policy = PolicyOf(kByCategory);
  policy.set_csm_share(v1::CSM_SHARE_ALWAYS);
  policy.set_csm_expansion_bp(4000);
  EXPECT_THAT(CreditsOf({Part(kNetNew, 1000), Part(kCrossSell, 1000)}, Terms(false), policy),
              ElementsAre(Pair(1000, 400), Pair(1000, 300)));
}

TEST(Credit, C1_TheBandsEdgesAre25000And100000) {
  const v1::Policy policy = PolicyOf(kBanded);
  const auto credits = [&policy](int64_t amount_minor) {
    return CreditsOf({Part(kNetNew, amount_minor)}, Terms(false), policy);
  };
  EXPECT_THAT(credits(2'499'999), ElementsAre(Pair(0, 2'499'999)));
  EXPECT_THAT(credits(2'500'000), ElementsAre(Pair(750'000, 1'750'000)));
  EXPECT_THAT(credits(10'000'000), ElementsAre(Pair(3'000'000, 7'000'000)));
  // 30% of 100,000.01 to the CSM: the cent left over goes to the larger fraction, the AE's 0.7.
  EXPECT_THAT(credits(10'000'001), ElementsAre(Pair(7'000'001, 3'000'000)));
}

TEST(Credit, C1_TheBandIsThatOfTheWholeBooking) {
  EXPECT_THAT(
      CreditsOf({Part(kNetNew, 1'500'000), Part(kSave, 9'000'000), Part(kNetNew, 1'000'000)},
                Terms(false), PolicyOf(kBanded)),
      ElementsAre(Pair(450'000, 1'050'000), Pair(2'700'000, 9'000'000), Pair(300'000, 700'000)));
}

TEST(Credit, C1_UnderSignalCreditTheAeHasAll) {
  EXPECT_THAT(CreditsOf({Part(kNetNew, 1000)}, Terms(true), PolicyOf(kSignalCredit)),
              ElementsAre(Pair(1000, 0)));
}

TEST(Credit, C1_SelfServePaysNobodyButUnderBanded) {
  CreditTerms terms = Terms(true);
  terms.self_serve = true;
  const std::vector<v1::AttributionPart> parts = {Part(kNetNew, 2'500'000), Part(kCrossSell, 1000)};
  EXPECT_THAT(CreditsOf(parts, terms, PolicyOf(kByCategory)), ElementsAre(Pair(0, 0), Pair(0, 0)));
  EXPECT_THAT(CreditsOf(parts, terms, PolicyOf(kSignalCredit)),
              ElementsAre(Pair(0, 0), Pair(0, 0)));
  EXPECT_THAT(CreditsOf(parts, terms, PolicyOf(kBanded)),
              ElementsAre(Pair(750'000, 1'750'000), Pair(0, 0)));
}

TEST(Credit, C1_ModelAIsTheCsmsUnderEveryScheme) {
  CreditTerms terms = Terms(true);
  terms.model = v1::OWNERSHIP_MODEL_A;
  for (const v1::CreditScheme scheme : {kByCategory, kBanded, kSignalCredit}) {
    EXPECT_THAT(CreditsOf({Part(kNetNew, 20'000'000)}, terms, PolicyOf(scheme)),
                ElementsAre(Pair(0, 20'000'000)));
  }
}

TEST(Credit, C2_HoldsUnderEveryScheme) {
  const std::vector<v1::AttributionPart> parts = {Part(kSave, 9000),
                                                  Part(kUplift, 500),
                                                  Part(kCrossSell, 1000),
                                                  Part(kClean, 700),
                                                  Part(v1::ATTRIBUTION_CATEGORY_CONTRACTION, -50),
                                                  Part(v1::ATTRIBUTION_CATEGORY_CHURN, -60)};
  for (const v1::CreditScheme scheme : {kByCategory, kBanded, kSignalCredit}) {
    EXPECT_THAT(CreditsOf(parts, Terms(true), PolicyOf(scheme)),
                ElementsAre(Pair(2700, 9000), Pair(0, 500), Pair(1000, 300), Pair(0, 700),
                            Pair(0, 0), Pair(0, 0)));
    EXPECT_THAT(CreditsOf({Part(kCrossSell, 1000)}, Terms(false), PolicyOf(scheme)),
                ElementsAre(Pair(1000, 0)));
  }
}

TEST(Credit, C2_TheAeMayShareAnUplift) {
  v1::Policy policy = PolicyOf(kByCategory);
  policy.set_ae_uplift_bp(1000);
  EXPECT_THAT(CreditsOf({Part(kUplift, 500)}, Terms(false), policy), ElementsAre(Pair(50, 500)));
}

std::optional<SaveBonus> Bonus(std::vector<v1::AttributionPart> parts, const v1::Policy& policy,
                               const std::string& currency = "USD") {
  return DecideSaveBonus(parts, currency, policy).value();
}

TEST(Credit, C5_TheSaveBonusLiesWithinItsBounds) {
  const v1::Policy policy = DefaultPolicy("acme");
  const auto bonus = [&policy](int64_t saved_minor) {
    return Bonus({Part(kSave, saved_minor)}, policy)->amount_minor;
  };
  EXPECT_EQ(bonus(1), 50'000);
  EXPECT_EQ(bonus(1'000'000), 50'000);
  EXPECT_EQ(bonus(1'000'020), 50'001);
  EXPECT_EQ(bonus(4'999'990), 250'000);
  EXPECT_EQ(bonus(4'999'980), 249'999);
  EXPECT_EQ(bonus(900'000'000), 250'000);
}

TEST(Credit, C5_TheSaveBonusComesOncePerBooking) {
  const auto bonus = Bonus({Part(kSave, 1'000'000), Part(kClean, 7), Part(kSave, 1'000'000)},
                           DefaultPolicy("acme"));
  ASSERT_TRUE(bonus.has_value());
  EXPECT_EQ(bonus->amount_minor, 100'000);
  EXPECT_EQ(bonus->saved_minor, 2'000'000);
  EXPECT_EQ(bonus->rate_bp, 500);
  EXPECT_EQ(bonus->step.text(), "Save bonus: 5% of 20,000.00 USD = 1,000.00 USD.");
}

TEST(Credit, C5_NoSaveNoBonus) {
  EXPECT_FALSE(Bonus({Part(kClean, 1000)}, DefaultPolicy("acme")).has_value());
}

TEST(Credit, X6_ABoundedBonusSaysSo) {
  const auto low = Bonus({Part(kSave, 200'000)}, DefaultPolicy("acme"));
  EXPECT_EQ(
      low->step.text(),
      "Save bonus: 5% of 2,000.00 USD = 100.00 USD, raised to the least bonus of 500.00 USD.");
  EXPECT_FALSE(low->rate_bp.has_value());
  const auto high = Bonus({Part(kSave, 9'000'000)}, DefaultPolicy("acme"));
  EXPECT_EQ(high->step.text(),
            "Save bonus: 5% of 90,000.00 USD = 4,500.00 USD, cut to the largest bonus of 2,500.00 "
            "USD.");
}

TEST(Credit, C5_BoundsOfZeroAreNone) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_save_bonus_min_minor(0);
  policy.set_save_bonus_max_minor(0);
  EXPECT_EQ(Bonus({Part(kSave, 9'000'000)}, policy)->amount_minor, 450'000);
}

TEST(Credit, C3_ABandInAnotherCurrencyWaitsForARate) {
  CreditTerms terms = Terms(true);
  terms.currency_code = "EUR";
  terms.net_new_minor = 1000;
  const auto parts = CreditParts({Part(kNetNew, 1000), Part(kSave, 100)}, terms, PolicyOf(kBanded));
  ASSERT_TRUE(parts.ok());
  EXPECT_THAT(parts->at(0).flags(), ElementsAre("no_rate"));
  EXPECT_EQ(parts->at(0).ae_credit_minor(), 0);
  EXPECT_EQ(parts->at(0).csm_credit_minor(), 0);
  EXPECT_TRUE(parts->at(1).flags().empty());
  EXPECT_EQ(parts->at(1).csm_credit_minor(), 100);
}

TEST(Credit, C3_OtherSchemesNeedNoRate) {
  CreditTerms terms = Terms(true);
  terms.currency_code = "EUR";
  EXPECT_THAT(CreditsOf({Part(kNetNew, 1000)}, terms, PolicyOf(kByCategory)),
              ElementsAre(Pair(1000, 300)));
}

TEST(Credit, C3_ABonusWithBoundsInAnotherCurrencyWaitsForARate) {
  const auto bonus = Bonus({Part(kSave, 1000)}, DefaultPolicy("acme"), "EUR");
  ASSERT_TRUE(bonus.has_value());
  EXPECT_TRUE(bonus->no_rate);
  EXPECT_EQ(bonus->amount_minor, 0);
}

TEST(Credit, C1_SignalCreditIsAShareOfTheSumOfWholeCommissions) {
  v1::Policy policy = PolicyOf(kSignalCredit);
  std::vector<v1::AttributionPart> parts = {Part(kNetNew, 55), Part(kNetNew, 55), Part(kSave, 900)};
  for (v1::AttributionPart& part : parts) part.set_ae_credit_minor(part.amount_minor());
  // 10% of 55 is 5.5, to 6 each; 25% of 12 is 3. Of the unrounded 11 it would be 2.75.
  EXPECT_THAT(SignalCredit(parts, 1000, policy), IsOkAndHolds(3));
}

TEST(Credit, X6_CreditStepsSayWhoseTheyAreWithTheArithmetic) {
  const auto parts = CreditParts({Part(kNetNew, 1'800'000)}, Terms(true), PolicyOf(kByCategory));
  EXPECT_EQ(StepsOf(parts->at(0).explanation(), "C-1"),
            "AE: 100% of 18,000.00 USD = 18,000.00 USD is credited: net-new expansion closed by "
            "the AE.\n"
            "CSM: 30% of 18,000.00 USD = 5,400.00 USD is credited: net-new expansion, brokered by "
            "a CSM (G-1).\n");
}

TEST(Credit, X6_ALossSaysThatItCarriesNone) {
  const auto parts =
      CreditParts({Part(v1::ATTRIBUTION_CATEGORY_CHURN, -5)}, Terms(true), PolicyOf(kByCategory));
  EXPECT_EQ(StepsOf(parts->at(0).explanation(), "C-2"),
            "A churn carries no credit; it counts in gross retention.\n");
}

RC_GTEST_PROP(CreditProperty, C15_UnderBandedTheCreditsAddUpToTheExpansion, ()) {
  std::vector<v1::AttributionPart> parts;
  for (const int64_t amount :
       *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 6'000'000))) {
    parts.push_back(Part(kNetNew, amount));
  }
  const Credits credits = CreditsOf(parts, Terms(*rc::gen::arbitrary<bool>()), PolicyOf(kBanded));
  for (size_t i = 0; i < parts.size(); ++i) {
    RC_ASSERT(credits[i].first + credits[i].second == parts[i].amount_minor());
    RC_ASSERT(credits[i].first >= 0 && credits[i].second >= 0);
  }
}

}  // namespace
}  // namespace baton::domain
