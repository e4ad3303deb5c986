#include "domain/credit_share.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/deal_desk.h"
#include "domain/money.h"
#include "domain/signature.h"
#include "tests/domain/revenue_builders.h"
#include "tests/domain/statement_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::ViolatedFields;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kTheo[] = "tenants/acme/people/theo";
constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;

void AddShare(v1::Role role, const std::string& person, int32_t share_bp, CreditShares* shares) {
  v1::CreditShare& share = *shares->Add();
  share.set_role(role);
  share.set_person(person);
  share.set_share_bp(share_bp);
}

CreditShares Shares(v1::Role role, const std::string& first, int32_t first_bp,
                    const std::string& second) {
  CreditShares shares;
  AddShare(role, first, first_bp, &shares);
  AddShare(role, second, static_cast<int32_t>(kOneBp) - first_bp, &shares);
  return shares;
}

std::vector<std::string> People(const std::vector<v1::CreditShare>& holders) {
  std::vector<std::string> people;
  for (const v1::CreditShare& holder : holders) {
    people.push_back(absl::StrCat(holder.person(), " ", holder.share_bp()));
  }
  return people;
}

TEST(CreditShare, W4_ARoleIsOnePersonsUnlessSeveralShareIt) {
  v1::Attribution attribution;
  EXPECT_THAT(HoldersOf(attribution, v1::ROLE_AE, kNetNew), IsEmpty());
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_AE, kNetNew)),
              ElementsAre(absl::StrCat(kAe, " 10000")));
  *attribution.mutable_credit_shares() = Shares(v1::ROLE_CSM, kCsm, 6'000, kTheo);
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_AE, kNetNew)),
              ElementsAre(absl::StrCat(kAe, " 10000")));
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_CSM, kSave)),
              ElementsAre(absl::StrCat(kCsm, " 6000"), absl::StrCat(kTheo, " 4000")));
  EXPECT_TRUE(IsCredited(attribution, kTheo));
  EXPECT_FALSE(IsCredited(attribution, kVpCs));
}

TEST(CreditShare, W3_ASaveOfAnotherTeamIsSharedAsThatTeamDoes) {
  v1::Attribution attribution;
  attribution.set_csm(kCsm);
  *attribution.mutable_credit_shares() = Shares(v1::ROLE_CSM, kCsm, 6'000, kTheo);
  attribution.set_save_csm(kVpCs);
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_CSM, kSave)),
              ElementsAre(absl::StrCat(kVpCs, " 10000")));
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_CSM, kNetNew)),
              ElementsAre(absl::StrCat(kCsm, " 6000"), absl::StrCat(kTheo, " 4000")));
  *attribution.mutable_save_shares() = Shares(v1::ROLE_CSM, kVpCs, 5'000, kAe);
  EXPECT_THAT(People(HoldersOf(attribution, v1::ROLE_CSM, kSave)),
              ElementsAre(absl::StrCat(kVpCs, " 5000"), absl::StrCat(kAe, " 5000")));
  EXPECT_TRUE(IsCredited(attribution, kAe));
}

TEST(CreditShare, W4_TheCrmsSplitsComeBeforeTheTeams) {
  v1::TeamMember member;
  member.set_role(v1::ROLE_AE);
  *member.mutable_shares() = Shares(v1::ROLE_AE, kAe, 5'000, kTheo);
  EXPECT_EQ(RoleShares({}, member).size(), 2);
  const CreditShares splits = Shares(v1::ROLE_AE, kVpSales, 10'000, kTheo);
  EXPECT_EQ(RoleShares(splits, member)[0].person(), kVpSales);
  EXPECT_EQ(RoleShares(Shares(v1::ROLE_CSM, kCsm, 1, kTheo), member)[0].person(), kAe);
}

TEST(CreditShare, W4_EveryFaultOfASplitIsNamed) {
  CreditShares shares = Shares(v1::ROLE_CSM, kCsm, 6'000, "");
  AddShare(v1::ROLE_MANAGER, kTheo, 10'001, &shares);
  AddShare(v1::ROLE_CSM, kCsm, 1, &shares);
  Violations violations;
  CheckShares("shares", shares, &violations);
  EXPECT_THAT(ViolatedFields(violations.ToStatus()),
              ElementsAre("shares[1].person", "shares[2].role", "shares[2].share_bp",
                          "shares[3].person", "shares", "shares"));
}

RC_GTEST_PROP(CreditShareProperty, X1_WhatTheHoldersHaveAddsUp, (int64_t amount)) {
  const int count = *rc::gen::inRange(1, 6);
  std::vector<v1::CreditShare> holders;
  int64_t left = kOneBp;
  for (int i = 0; i < count; ++i) {
    v1::CreditShare& holder = holders.emplace_back();
    holder.set_person(absl::StrCat("p", i));
    const int64_t bp = i + 1 == count ? left : *rc::gen::inRange<int64_t>(0, left + 1);
    holder.set_share_bp(static_cast<int32_t>(bp));
    left -= bp;
  }
  int64_t sum = 0;
  for (const v1::CreditShare& holder : holders) {
    sum += PartOf(amount / 2, holders, holder.person()).value();
  }
  RC_ASSERT(sum == amount / 2);
}

TEST(Statement, W4_SeveralCsmsShareCreditAndBonusToTheLastCent) {
  int64_t credited = 0;
  int64_t bonus = 0;
  for (const char* payee : {kCsm, kTheo}) {
    StatementScene scene(CsmScene());
    scene.payee.set_name(payee);
    scene.Add("A1", {Part(kSave, 2'000'001)});
    *scene.bookings[0].attribution.mutable_credit_shares() =
        Shares(v1::ROLE_CSM, kCsm, 3'333, kTheo);
    const v1::CompStatement statement = scene.Compute().value();
    ASSERT_EQ(statement.lines_size(), 2);
    EXPECT_EQ(statement.lines(0).role_weight_bp(), payee == kCsm ? 3'333 : 6'667);
    EXPECT_EQ(statement.lines(0).part_amount_minor(), 2'000'001);
    credited += statement.lines(0).credited_amount_minor();
    bonus += statement.lines(1).earning_minor();
    EXPECT_THAT(StepsOf(statement.lines(0).explanation(), "W-4"), HasSubstr("Shared by 2 people"));
  }
  EXPECT_EQ(credited, 2'000'001);
  // Read before sharing: 5% of the whole save, not of each one's part (C-5).
  EXPECT_EQ(bonus, 100'000);
}

TEST(Statement, W4_SeveralAesEarnOnTheirSharesOfOneCredit) {
  StatementScene scene(AeScene());
  scene.Add("A1", {Part(kNetNew, 4'800'001)});
  *scene.bookings[0].attribution.mutable_credit_shares() = Shares(v1::ROLE_AE, kAe, 2'500, kTheo);
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 1200000 x 800 = 96000 payable"));
  scene.payee.set_name(kTheo);
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 earning net_new_expansion 3600001 x 800 = 288000 payable"));
}

TEST(DealDesk, C12_ARulingReplacesOneRolesSplitAndKeepsTheOthers) {
  v1::Attribution old;
  old.set_name("tenants/acme/attributions/A1");
  old.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  old.set_csm(kCsm);
  old.set_save_csm(kVpCs);
  *old.mutable_credit_shares() = Shares(v1::ROLE_AE, kAe, 5'000, kTheo);
  v1::DealDeskTicket ticket;
  ticket.set_name("tenants/acme/tickets/T1");
  ticket.set_ruler("tenants/acme/people/dora");
  ticket.set_ruling_reason("Tom ran the workshop.");
  *ticket.mutable_ruled_shares() = Shares(v1::ROLE_CSM, kCsm, 7'000, kTheo);
  const v1::Attribution anew =
      SupersedeByRuling(old, "tenants/acme/attributions/A2", ticket, At("2027-04-02T00:00:00Z"));
  EXPECT_EQ(anew.supersedes(), old.name());
  EXPECT_EQ(anew.ruled_by(), ticket.name());
  EXPECT_EQ(anew.state(), v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_THAT(People(HoldersOf(anew, v1::ROLE_CSM, kSave)),
              ElementsAre(absl::StrCat(kCsm, " 7000"), absl::StrCat(kTheo, " 3000")));
  EXPECT_THAT(People(HoldersOf(anew, v1::ROLE_AE, kNetNew)),
              ElementsAre(absl::StrCat(kAe, " 5000"), absl::StrCat(kTheo, " 5000")));
  EXPECT_THAT(StepsOf(anew.explanation(), "C-12"), HasSubstr("by dora: Tom ran the workshop."));
}

TEST(Signature, A6_NobodySignsWhereTheyShareCredit) {
  v1::Attribution attribution;
  attribution.set_csm(kCsm);
  v1::AttributionPart& part = *attribution.add_parts();
  part.set_category(kNetNew);
  part.set_csm_credit_minor(100);
  EXPECT_FALSE(IsNamedByCredit(attribution, kVpCs));
  *attribution.mutable_credit_shares() = Shares(v1::ROLE_CSM, kCsm, 9'999, kVpCs);
  EXPECT_TRUE(IsNamedByCredit(attribution, kVpCs));
}

}  // namespace
}  // namespace baton::domain
