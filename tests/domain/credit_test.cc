#include "domain/credit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "domain/credit_wording.h"
#include "domain/policy.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOkAndHolds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
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

TEST(Credit, C1_SelfServeMayPayNobodyUnderBandedToo) {
  CreditTerms terms = Terms(true);
  terms.self_serve = true;
  v1::Policy policy = PolicyOf(kBanded);
  policy.set_self_serve_credit(v1::SELF_SERVE_CREDIT_NOBODY);
  EXPECT_THAT(CreditsOf({Part(kNetNew, 2'500'000)}, terms, policy), ElementsAre(Pair(0, 0)));
  EXPECT_THAT(CreditsOf({Part(kNetNew, 2'500'000)}, Terms(true), policy),
              ElementsAre(Pair(750'000, 1'750'000)));
}

v1::Policy Marginal() {
  v1::Policy policy = PolicyOf(kBanded);
  policy.set_band_reading(v1::BAND_READING_MARGINAL);
  return policy;
}

TEST(Credit, C1_ReadAsMarginalEachBandSharesWhatLiesInIt) {
  const auto credits = [](int64_t amount_minor) {
    return CreditsOf({Part(kNetNew, amount_minor)}, Terms(false), Marginal());
  };
  EXPECT_THAT(credits(2'499'999), ElementsAre(Pair(0, 2'499'999)));
  EXPECT_THAT(credits(2'500'000), ElementsAre(Pair(0, 2'500'000)));
  // 70% of the 75,000.00 within.
  EXPECT_THAT(credits(10'000'000), ElementsAre(Pair(2'250'000, 7'750'000)));
  // The cent above: 0.3 to 0.7.
  EXPECT_THAT(credits(10'000'001), ElementsAre(Pair(2'250'001, 7'750'000)));
  EXPECT_THAT(credits(20'000'000), ElementsAre(Pair(9'250'000, 10'750'000)));
}

TEST(Credit, C1_ReadAsMarginalThePartsLieInTheBandsOneAfterTheOther) {
  EXPECT_THAT(
      CreditsOf({Part(kNetNew, 2'000'000), Part(kSave, 9'000'000), Part(kNetNew, 1'000'000),
                 Part(kNetNew, 8'000'000)},
                Terms(false), Marginal()),
      // 20,000.00 below; 5,000.00 below and 5,000.00 within; 70,000.00 within and 10,000.00 above.
      ElementsAre(Pair(0, 2'000'000), Pair(2'700'000, 9'000'000), Pair(150'000, 850'000),
                  Pair(2'800'000, 5'200'000)));
}

TEST(Credit, X6_AMarginalStepNamesEachSlice) {
  CreditTerms terms = Terms(false);
  terms.net_new_minor = 11'000'000;
  const auto parts = CreditParts({Part(kNetNew, 11'000'000)}, terms, Marginal());
  EXPECT_EQ(StepsOf(parts->at(0).explanation(), "C-1"),
            "AE: 29,500.00 USD of 110,000.00 USD is credited: 0% of the 25,000.00 USD that lie "
            "below, 30% of the 75,000.00 USD that lie within, 70% of the 10,000.00 USD that lie "
            "above the band of 25,000.00 USD to 100,000.00 USD.\n"
            "CSM: 80,500.00 USD of 110,000.00 USD is credited: 100% of the 25,000.00 USD that lie "
            "below, 70% of the 75,000.00 USD that lie within, 30% of the 10,000.00 USD that lie "
            "above the band of 25,000.00 USD to 100,000.00 USD.\n");
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
  CreditTerms terms;
  terms.currency_code = currency;
  return DecideSaveBonus(parts, terms, policy).value();
}

std::string BonusText(const SaveBonus& bonus) {
  return SaveBonusStep(bonus, Terms(true), DefaultPolicy("acme")).text();
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
  EXPECT_EQ(BonusText(*bonus), "Save bonus: 5% of 20,000.00 USD = 1,000.00 USD.");
}

TEST(Credit, C5_NoSaveNoBonus) {
  EXPECT_FALSE(Bonus({Part(kClean, 1000)}, DefaultPolicy("acme")).has_value());
}

TEST(Credit, X6_ABoundedBonusSaysSo) {
  const auto low = Bonus({Part(kSave, 200'000)}, DefaultPolicy("acme"));
  EXPECT_EQ(
      BonusText(*low),
      "Save bonus: 5% of 2,000.00 USD = 100.00 USD, raised to the least bonus of 500.00 USD.");
  EXPECT_FALSE(low->rate_bp.has_value());
  const auto high = Bonus({Part(kSave, 9'000'000)}, DefaultPolicy("acme"));
  EXPECT_EQ(BonusText(*high),
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

CreditTerms InEuros(int64_t ten_thousandths) {
  CreditTerms terms = Terms(false);
  terms.currency_code = "EUR";
  terms.rate = RateOf("EUR", "USD", ten_thousandths);
  return terms;
}

TEST(Credit, C3_ABandIsReadInThePolicysCurrencyAtTheDaysRate) {
  const v1::Policy policy = PolicyOf(kBanded);
  const auto credits = [&policy](int64_t amount_minor) {
    return CreditsOf({Part(kNetNew, amount_minor)}, InEuros(10'842), policy);
  };
  // 24,999.99 USD and 25,000.00 USD.
  EXPECT_THAT(credits(2'305'847), ElementsAre(Pair(0, 2'305'847)));
  EXPECT_THAT(credits(2'305'848), ElementsAre(Pair(691'754, 1'614'094)));
  // 99,999.99 USD and 100,000.01 USD.
  EXPECT_THAT(credits(9'223'390), ElementsAre(Pair(2'767'017, 6'456'373)));
  EXPECT_THAT(credits(9'223'391), ElementsAre(Pair(6'456'374, 2'767'017)));
}

TEST(Credit, C3_MarginalBandsAreReadInTheBookingsCurrency) {
  // At 1.25 the band is 20,000.00 EUR to 80,000.00 EUR.
  EXPECT_THAT(CreditsOf({Part(kNetNew, 9'000'000)}, InEuros(12'500), Marginal()),
              ElementsAre(Pair(2'500'000, 6'500'000)));
}

TEST(Credit, X6_ABandReadAtARateNamesIt) {
  CreditTerms terms = InEuros(10'842);
  terms.net_new_minor = 2'305'848;
  const auto parts = CreditParts({Part(kNetNew, 2'305'848)}, terms, PolicyOf(kBanded));
  EXPECT_THAT(
      StepsOf(parts->at(0).explanation(), "C-1"),
      HasSubstr("AE: 30% of 23,058.48 EUR = 6,917.54 EUR is credited: the booking's net-new "
                "expansion, 23,058.48 EUR = 25,000.00 USD at 1.0842 USD for 1 EUR, the "
                "rate of 2027-03-11 (ECB), lies within the band of 25,000.00 USD to "
                "100,000.00 USD.\n"));
}

TEST(Credit, C3_ATotalThatDoesNotFitLiesAboveTheBands) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  const Credits credits = CreditsOf({Part(kNetNew, kMost)}, InEuros(20'000), PolicyOf(kBanded));
  EXPECT_GT(credits[0].first, credits[0].second);
}

TEST(Credit, C3_TheBonusesBoundsAreConvertedIntoTheBookingsCurrency) {
  const v1::Policy policy = DefaultPolicy("acme");
  const auto bonus = [&policy](int64_t saved_minor) {
    return *DecideSaveBonus({Part(kSave, saved_minor)}, InEuros(10'842), policy).value();
  };
  EXPECT_EQ(bonus(100'000).amount_minor, 46'117);  // 500.00 USD
  EXPECT_EQ(bonus(2'000'000).amount_minor, 100'000);
  EXPECT_EQ(bonus(9'000'000).amount_minor, 230'585);  // 2,500.00 USD
  EXPECT_EQ(SaveBonusStep(bonus(100'000), InEuros(10'842), policy).text(),
            "Save bonus: 5% of 1,000.00 EUR = 50.00 EUR, raised to the least bonus of 461.17 EUR "
            "(500.00 USD at 1.0842 USD for 1 EUR, the rate of 2027-03-11 (ECB)).");
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

// One more cent never moves more than that cent, as it does where the bands are read as a whole.
RC_GTEST_PROP(CreditProperty, C1_ReadAsMarginalNoEdgeIsACliff, ()) {
  const int64_t edge = *rc::gen::element<int64_t>(2'499'999, 2'500'000, 10'000'000, 10'000'001);
  const int64_t amount = edge + *rc::gen::inRange<int64_t>(-3, 4);
  const auto csm = [](int64_t minor, const v1::Policy& policy) {
    return CreditsOf({Part(kNetNew, minor)}, Terms(false), policy)[0].second;
  };
  const int64_t step = csm(amount + 1, Marginal()) - csm(amount, Marginal());
  RC_ASSERT(step >= 0 && step <= 1);
  const v1::Policy whole = PolicyOf(kBanded);
  RC_ASSERT(step <= std::abs(csm(amount + 1, whole) - csm(amount, whole)) + 1);
}

RC_GTEST_PROP(CreditProperty, C15_ReadAsMarginalTheCreditsAddUpWhateverTheCurrency, ()) {
  std::vector<v1::AttributionPart> parts;
  for (const int64_t amount :
       *rc::gen::container<std::vector<int64_t>>(rc::gen::inRange<int64_t>(1, 6'000'000))) {
    parts.push_back(Part(kNetNew, amount));
  }
  const CreditTerms terms =
      *rc::gen::arbitrary<bool>() ? Terms(false) : InEuros(*rc::gen::inRange<int64_t>(1, 100'000));
  const Credits credits = CreditsOf(parts, terms, Marginal());
  for (size_t i = 0; i < parts.size(); ++i) {
    RC_ASSERT(credits[i].first + credits[i].second == parts[i].amount_minor());
    RC_ASSERT(credits[i].first >= 0 && credits[i].second >= 0);
  }
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
