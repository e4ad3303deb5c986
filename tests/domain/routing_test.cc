#include "domain/routing.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/domain/handoff_fixture.h"

namespace baton::domain {
namespace {

using ::testing::HasSubstr;

constexpr auto kA = v1::OWNERSHIP_MODEL_A;
constexpr auto kB = v1::OWNERSHIP_MODEL_B;
constexpr auto kC = v1::OWNERSHIP_MODEL_C;

v1::Account Smb() {
  v1::Account account = Northwind();
  account.set_segment(v1::SEGMENT_SMB);
  return account;
}

v1::Signal Estimate(int64_t minor, const std::string& currency = "USD") {
  v1::Signal signal;
  signal.mutable_estimated_expansion()->set_amount_minor(minor);
  signal.mutable_estimated_expansion()->set_currency_code(currency);
  return signal;
}

v1::Policy Banded() {
  v1::Policy policy = Defaults();
  policy.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  return policy;
}

TEST(Routing, H6_ModelAUpToTenThousandInclusive) {
  EXPECT_EQ(DecideModel(Estimate(1'000'000), Smb(), Defaults(), {}).model, kA);
  EXPECT_EQ(DecideModel(Estimate(1'000'001), Smb(), Defaults(), {}).model, kB);
}

TEST(Routing, H6_ModelAUpToThePolicysThreshold) {
  v1::Policy policy = Defaults();
  policy.set_model_a_threshold_minor(500'000);
  EXPECT_EQ(DecideModel(Estimate(500'000), Smb(), policy, {}).model, kA);
  EXPECT_EQ(DecideModel(Estimate(500'001), Smb(), policy, {}).model, kB);
}

TEST(Routing, H6_ModelANeedsSmbAnEstimateAndNoCrossSell) {
  EXPECT_EQ(DecideModel(v1::Signal(), Smb(), Defaults(), {}).model, kB);
  EXPECT_EQ(DecideModel(Estimate(1), Northwind(), Defaults(), {}).model, kB);
  v1::Signal cross_sell = Estimate(1);
  cross_sell.set_cross_sell(true);
  EXPECT_EQ(DecideModel(cross_sell, Smb(), Defaults(), {}).model, kB);
}

TEST(Routing, H6_ModelCFromAnAcvOfHundredFiftyThousand) {
  v1::Account account = Smb();
  account.mutable_acv()->set_amount_minor(14'999'999);
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), {}).model, kA);
  account.mutable_acv()->set_amount_minor(15'000'000);
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), {}).model, kC);
}

TEST(Routing, H6_AMissingAcvIsZero) {
  v1::Account account = Smb();
  account.clear_acv();
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), {}).model, kA);
}

TEST(Routing, H6_ModelCForEnterpriseAndStrategic) {
  for (const v1::Segment segment : {v1::SEGMENT_ENTERPRISE, v1::SEGMENT_STRATEGIC}) {
    v1::Account account = Northwind();
    account.set_segment(segment);
    EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), {}).model, kC);
  }
}

TEST(Routing, H6_ModelCForTwoDistinctProductLines) {
  v1::Signal signal = Estimate(1);
  signal.add_product_lines("core");
  signal.add_product_lines("core");
  EXPECT_EQ(DecideModel(signal, Smb(), Defaults(), {}).model, kA);
  signal.add_product_lines("api");
  EXPECT_EQ(DecideModel(signal, Smb(), Defaults(), {}).model, kC);
}

TEST(Routing, H6_TheRenewalsModelComesBeforeAcvAndSize) {
  v1::Account account = Northwind();
  account.set_segment(v1::SEGMENT_STRATEGIC);
  account.set_renewal_model(kA);
  EXPECT_EQ(DecideModel(Estimate(99'000'000), account, Defaults(), {}).model, kA);
}

TEST(Routing, H6_ARequestedUpgradeComesFirst) {
  v1::Account account = Smb();
  account.set_renewal_model(kA);
  v1::Signal signal = Estimate(1);
  signal.set_upgrade_to_c(true);
  EXPECT_EQ(DecideModel(signal, account, Banded(), {}).model, kC);
}

TEST(Routing, H6_BandsStandBeforeTheRenewalsModel) {
  v1::Account account = Northwind();
  account.set_renewal_model(kC);
  const ModelDecision low = DecideModel(Estimate(2'499'999), account, Banded(), {});
  EXPECT_EQ(low.model, kA);
  EXPECT_FALSE(low.ae_support);
  for (const int64_t middle : {2'500'000, 10'000'000}) {
    const ModelDecision decision = DecideModel(Estimate(middle), account, Banded(), {});
    EXPECT_EQ(decision.model, kA) << middle;
    EXPECT_TRUE(decision.ae_support) << middle;
  }
  EXPECT_EQ(DecideModel(Estimate(10'000'001), account, Banded(), {}).model, kC);
  EXPECT_EQ(DecideModel(v1::Signal(), account, Banded(), {}).model, kC);
}

TEST(Routing, H6_BandsCountOnlyUnderTheirScheme) {
  EXPECT_EQ(DecideModel(Estimate(2'499'999), Northwind(), Defaults(), {}).model, kB);
}

// 1.25 USD for a euro, 0.0067 USD for a yen.
std::vector<ApprovedRate> Rates() {
  std::vector<ApprovedRate> rates(2);
  rates[0].rate.set_from_currency("EUR");
  rates[0].rate.set_rate(125);
  rates[0].rate.set_scale(2);
  rates[1].rate.set_from_currency("JPY");
  rates[1].rate.set_rate(67);
  rates[1].rate.set_scale(4);
  for (ApprovedRate& rate : rates) {
    rate.rate.set_to_currency("USD");
    rate.rate.set_date("2027-03-31");
    rate.origin = "treasury";
  }
  return rates;
}

TEST(Routing, C3_AnEstimateIsComparedAtTheDaysRate) {
  EXPECT_EQ(DecideModel(Estimate(800'000, "EUR"), Smb(), Defaults(), Rates()).model, kA);
  EXPECT_EQ(DecideModel(Estimate(800'001, "EUR"), Smb(), Defaults(), Rates()).model, kB);
  EXPECT_EQ(DecideModel(Estimate(1, "GBP"), Smb(), Defaults(), Rates()).model, kB);
  EXPECT_EQ(DecideModel(Estimate(8'000'000, "EUR"), Northwind(), Banded(), Rates()).model, kA);
  EXPECT_EQ(DecideModel(Estimate(8'000'001, "EUR"), Northwind(), Banded(), Rates()).model, kB);
  EXPECT_THAT(DecideModel(Estimate(800'000, "EUR"), Smb(), Defaults(), Rates()).why,
              HasSubstr("estimate 10,000.00 USD (8,000.00 EUR at 1.25 USD for 1 EUR, the rate of "
                        "2027-03-31 (treasury)), threshold 10,000.00 USD: model A"));
  EXPECT_THAT(DecideModel(Estimate(800'000, "GBP"), Smb(), Defaults(), Rates()).why,
              HasSubstr("estimate 8,000.00 GBP without a rate to USD"));
}

TEST(Routing, C3_AnAcvIsComparedAtTheDaysRate) {
  v1::Account account = Smb();
  account.mutable_acv()->set_currency_code("JPY");
  account.mutable_acv()->set_amount_minor(22'388'060);  // 150,000.002 USD
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), Rates()).model, kC);
  account.mutable_acv()->set_amount_minor(22'388'058);  // 149,999.9886 USD
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), Rates()).model, kA);
}

TEST(Routing, C3_WithoutARateOtherCurrenciesReachNoThreshold) {
  EXPECT_EQ(DecideModel(Estimate(1, "EUR"), Smb(), Defaults(), {}).model, kB);
  EXPECT_EQ(DecideModel(Estimate(1, "EUR"), Northwind(), Banded(), {}).model, kB);
  v1::Account account = Smb();
  account.mutable_acv()->set_amount_minor(99'000'000);
  account.mutable_acv()->set_currency_code("JPY");
  EXPECT_EQ(DecideModel(Estimate(1), account, Defaults(), {}).model, kA);
}

TEST(Routing, X6_NamesTheRuleAndItsInputs) {
  EXPECT_EQ(DecideModel(Estimate(900'000), Smb(), Defaults(), {}).why,
            "(4) segment SMB, no cross-sell, estimate 9,000.00 USD, threshold 10,000.00 USD: "
            "model A");
  EXPECT_THAT(DecideModel(Estimate(1'000'001), Smb(), Defaults(), {}).why,
              HasSubstr("(5) not (4): segment SMB, no cross-sell, estimate 10,000.01 USD"));
  EXPECT_THAT(DecideModel(Estimate(2'500'000), Smb(), Banded(), {}).why,
              HasSubstr("estimate 25,000.00 USD <= 100,000.00 USD: model A with AE support"));
}

TEST(Routing, H8_ModelsOnlyEverGrow) {
  EXPECT_TRUE(IsUpgrade(kA, kB));
  EXPECT_TRUE(IsUpgrade(kB, kC));
  EXPECT_FALSE(IsUpgrade(kB, kB));
  EXPECT_FALSE(IsUpgrade(kC, kB));
}

TEST(Routing, H1_CrossSellIsALineThatTheAccountDoesNotOwn) {
  v1::Signal signal;
  EXPECT_FALSE(IsCrossSell(signal, Northwind()));
  signal.add_product_lines("core");
  EXPECT_FALSE(IsCrossSell(signal, Northwind()));
  signal.add_product_lines("analytics");
  EXPECT_TRUE(IsCrossSell(signal, Northwind()));
}

}  // namespace
}  // namespace baton::domain
