#include "domain/signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

constexpr v1::SigningSide kCs = v1::SIGNING_SIDE_CS;
constexpr v1::SigningSide kSales = v1::SIGNING_SIDE_SALES;
constexpr char kCro[] = "tenants/acme/people/cora";

v1::Attribution Proposed() {
  v1::Attribution attribution;
  attribution.set_name("tenants/acme/attributions/A1");
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  *attribution.add_parts() = Part(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, 1000);
  attribution.mutable_parts(0)->set_ae_credit_minor(1000);
  attribution.mutable_parts(0)->set_csm_credit_minor(300);
  return attribution;
}

Signer VpCs() { return {kVpCs, v1::ROLE_VP_CS}; }
Signer VpSales() { return {kVpSales, v1::ROLE_VP_SALES}; }
Signer Cro(bool seat_open) { return {kCro, v1::ROLE_CRO, seat_open}; }

absl::StatusOr<v1::Attribution> Sign(const v1::Attribution& attribution, v1::SigningSide side,
                                     const Signer& signer) {
  return SignAttribution(attribution, side, signer, At("2027-03-15T10:00:00Z"));
}

v1::ErrorReason Refusal(const v1::Attribution& attribution, v1::SigningSide side,
                        const Signer& signer) {
  return ReasonOf(Sign(attribution, side, signer).status());
}

TEST(Signature, A6_OneSideAloneDoesNotConcur) {
  const auto signed_once = Sign(Proposed(), kCs, VpCs());
  ASSERT_THAT(signed_once, IsOk());
  EXPECT_EQ(signed_once->state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_FALSE(signed_once->has_concur_time());
  ASSERT_EQ(signed_once->signatures_size(), 1);
  EXPECT_EQ(signed_once->signatures(0).side(), kCs);
  EXPECT_EQ(signed_once->signatures(0).person(), kVpCs);
}

TEST(Signature, A6_BothSidesConcurInEitherOrder) {
  const auto cs_first = Sign(Sign(Proposed(), kCs, VpCs()).value(), kSales, VpSales());
  const auto sales_first = Sign(Sign(Proposed(), kSales, VpSales()).value(), kCs, VpCs());
  for (const auto& concurred : {cs_first, sales_first}) {
    ASSERT_THAT(concurred, IsOk());
    EXPECT_EQ(concurred->state(), v1::ATTRIBUTION_STATE_CONCURRED);
    EXPECT_EQ(ToTime(concurred->concur_time()), At("2027-03-15T10:00:00Z"));
    EXPECT_THAT(StepsOf(concurred->explanation(), "A-6"),
                HasSubstr("Both sides have signed: concurred at 2027-03-15 10:00 UTC"));
  }
}

TEST(Signature, A6_TheSideMustBeStated) {
  EXPECT_EQ(Refusal(Proposed(), v1::SIGNING_SIDE_UNSPECIFIED, VpCs()),
            v1::ERROR_REASON_INVALID_FIELDS);
}

TEST(Signature, A6_EachVpSignsForTheirOwnSide) {
  EXPECT_THAT(Sign(Proposed(), kSales, VpCs()), StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_EQ(Refusal(Proposed(), kSales, VpCs()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  EXPECT_EQ(Refusal(Proposed(), kCs, VpSales()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
  EXPECT_EQ(Refusal(Proposed(), kCs, {kAe, v1::ROLE_AE}), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

TEST(Signature, A6_ASideSignsOnce) {
  const v1::Attribution once = Sign(Proposed(), kCs, VpCs()).value();
  EXPECT_EQ(Refusal(once, kCs, VpCs()), v1::ERROR_REASON_ATTRIBUTION_STATE);
  const v1::Attribution both = Sign(once, kSales, VpSales()).value();
  EXPECT_EQ(Refusal(both, kSales, VpSales()), v1::ERROR_REASON_ATTRIBUTION_STATE);
}

TEST(Signature, A6_OnePersonCantSignForBothSides) {
  const v1::Attribution once = Sign(Proposed(), kCs, VpCs()).value();
  const Signer same = {kVpCs, v1::ROLE_VP_SALES};
  EXPECT_TRUE(IsConflicted(once, kSales, kVpCs));
  EXPECT_EQ(Refusal(once, kSales, same), v1::ERROR_REASON_SIGNER_CONFLICT);
}

TEST(Signature, A6_NobodySignsWhereACreditLineNamesThem) {
  EXPECT_EQ(Refusal(Proposed(), kSales, {kAe, v1::ROLE_VP_SALES}),
            v1::ERROR_REASON_SIGNER_CONFLICT);
  EXPECT_EQ(Refusal(Proposed(), kCs, {kCsm, v1::ROLE_VP_CS}), v1::ERROR_REASON_SIGNER_CONFLICT);
}

TEST(Signature, A6_WithoutCreditTheHolderOfARoleMaySign) {
  v1::Attribution attribution = Proposed();
  attribution.mutable_parts(0)->set_ae_credit_minor(0);
  attribution.mutable_parts(0)->set_csm_credit_minor(0);
  EXPECT_FALSE(IsNamedByCredit(attribution, kAe));
  EXPECT_THAT(Sign(attribution, kSales, {kAe, v1::ROLE_VP_SALES}), IsOk());
  EXPECT_THAT(Sign(attribution, kCs, {kCsm, v1::ROLE_VP_CS}), IsOk());
}

TEST(Signature, A6_ASaveBonusNamesTheCsm) {
  v1::Attribution attribution = Proposed();
  attribution.mutable_parts(0)->set_csm_credit_minor(0);
  attribution.mutable_save_bonus()->set_amount_minor(50'000);
  EXPECT_TRUE(IsNamedByCredit(attribution, kCsm));
}

TEST(Signature, A6_NobodyIsNamedWhereNobodyHeldTheRole) {
  v1::Attribution attribution = Proposed();
  attribution.clear_ae();
  EXPECT_FALSE(IsNamedByCredit(attribution, ""));
}

TEST(Signature, A6_TheCroSignsOnlyWhereTheSeatIsOpen) {
  EXPECT_EQ(Refusal(Proposed(), kCs, Cro(false)), v1::ERROR_REASON_SIGNER_CONFLICT);
  const auto by_cro = Sign(Proposed(), kCs, Cro(true));
  ASSERT_THAT(by_cro, IsOk());
  EXPECT_EQ(StepsOf(by_cro->explanation(), "A-6"),
            "cora, CRO in the VP's place, signed for CS at 2027-03-15 10:00 UTC.\n");
  EXPECT_EQ(Refusal(*by_cro, kSales, Cro(true)), v1::ERROR_REASON_SIGNER_CONFLICT);
}

TEST(Signature, A6_TheStateIsLookedAtBeforeTheSigner) {
  v1::Attribution attribution = Proposed();
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_EQ(Refusal(attribution, kSales, {kAe, v1::ROLE_VP_SALES}),
            v1::ERROR_REASON_ATTRIBUTION_STATE);
  EXPECT_EQ(Refusal(attribution, kSales, VpCs()), v1::ERROR_REASON_ROLE_NOT_ALLOWED);
}

}  // namespace
}  // namespace baton::domain
