#include "domain/manual_correction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/carry_forward.h"
#include "domain/instant.h"
#include "domain/manual_correction_lines.h"
#include "tests/domain/statement_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::Not;
using testing::ViolatedFields;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kChurn = v1::ATTRIBUTION_CATEGORY_CHURN;

const absl::Time kNow = At("2027-04-01T08:00:00Z");

const CorrectionPeople kPeople = {
    .caller = "tenants/acme/people/frank", .payee = kAe, .creator = "tenants/acme/people/camille"};

v1::Correction Entered(const std::string& id = "K1", int64_t minor = 25'000) {
  v1::Correction correction;
  correction.set_name(absl::StrCat("tenants/acme/corrections/", id));
  correction.set_payee(kAe);
  correction.set_amount_minor(minor);
  correction.set_currency_code("USD");
  correction.set_reason("The SPIFF of March was left out");
  correction.set_reference("COMP-311");
  correction.set_period("2027-Q1");
  correction.set_state(v1::CORRECTION_STATE_PENDING);
  correction.set_creator(kPeople.creator);
  *correction.mutable_create_time() = Stamp("2027-03-30T23:59:59Z");
  return correction;
}

ApprovedCorrection Approved(const std::string& id = "K1", int64_t minor = 25'000) {
  return {ApproveCorrection(Entered(id, minor), kPeople, "", kNow).value(), "Camille Roy",
          "Frank Moreau"};
}

std::vector<std::string> FaultsOf(const v1::Correction& correction) {
  Violations faults;
  CheckCorrection(correction, &faults);
  return ViolatedFields(faults.ToStatus());
}

TEST(ManualCorrection, C23_EveryFaultOfWhatIsEnteredIsNamedAtOnce) {
  EXPECT_THAT(FaultsOf(v1::Correction()),
              ElementsAre("correction.amount_minor", "correction.currency_code",
                          "correction.reason", "correction.reference"));
  EXPECT_THAT(FaultsOf(Entered()), IsEmpty());
}

TEST(ManualCorrection, C23_TheBoundsAreWithin) {
  v1::Correction correction = Entered();
  correction.set_reason(std::string(1'000, 'r'));
  correction.set_reference(std::string(200, 'f'));
  for (const int64_t minor : {int64_t{1}, int64_t{-1}, kMaxCorrectionMinor, -kMaxCorrectionMinor}) {
    correction.set_amount_minor(minor);
    EXPECT_THAT(FaultsOf(correction), IsEmpty()) << minor;
  }
  for (const int64_t minor :
       {kMaxCorrectionMinor + 1, -kMaxCorrectionMinor - 1, std::numeric_limits<int64_t>::min()}) {
    correction.set_amount_minor(minor);
    EXPECT_THAT(FaultsOf(correction), ElementsAre("correction.amount_minor")) << minor;
  }
  correction = Entered();
  correction.set_reason(std::string(1'001, 'r'));
  correction.set_reference(std::string(201, 'f'));
  correction.set_currency_code("usd");
  EXPECT_THAT(FaultsOf(correction),
              ElementsAre("correction.currency_code", "correction.reason", "correction.reference"));
}

TEST(ManualCorrection, X11_NobodyEntersACorrectionOfTheirOwnPay) {
  EXPECT_THAT(CheckEnters(kPeople), IsOk());
  CorrectionPeople own = kPeople;
  own.caller = kAe;
  EXPECT_EQ(ReasonOf(CheckEnters(own)), v1::ERROR_REASON_CORRECTION_APPROVER);
}

TEST(ManualCorrection, C23_ASecondPersonApprovesAndIsKept) {
  const auto approved = ApproveCorrection(Entered(), kPeople, "Seen the ticket", kNow);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->state(), v1::CORRECTION_STATE_APPROVED);
  EXPECT_EQ(approved->decider(), kPeople.caller);
  EXPECT_EQ(ToTime(approved->decide_time()), kNow);
  EXPECT_EQ(approved->decide_note(), "Seen the ticket");
  EXPECT_EQ(approved->amount_minor(), 25'000);
}

TEST(ManualCorrection, X11_NobodyApprovesWhatTheyEnteredOrWhatPaysThem) {
  CorrectionPeople people = kPeople;
  people.caller = people.creator;
  const auto by_creator = ApproveCorrection(Entered(), people, "", kNow);
  EXPECT_EQ(ReasonOf(by_creator.status()), v1::ERROR_REASON_CORRECTION_APPROVER);
  people.caller = people.payee;
  const auto by_payee = ApproveCorrection(Entered(), people, "", kNow);
  EXPECT_EQ(ReasonOf(by_payee.status()), v1::ERROR_REASON_CORRECTION_APPROVER);
  EXPECT_THAT(std::string(by_payee.status().message()), HasSubstr("their own pay"));
}

TEST(ManualCorrection, C23_WhoEnteredItMayWithdrawItAndThePayeeMayNotRejectIt) {
  CorrectionPeople people = kPeople;
  people.caller = people.creator;
  const auto withdrawn = RejectCorrection(Entered(), people, "Entered twice", kNow);
  ASSERT_THAT(withdrawn, IsOk());
  EXPECT_EQ(withdrawn->state(), v1::CORRECTION_STATE_REJECTED);
  EXPECT_EQ(withdrawn->decide_note(), "Entered twice");
  people.caller = people.payee;
  // As for one that takes money back from them.
  const auto own = RejectCorrection(Entered("K1", -25'000), people, "No", kNow);
  EXPECT_EQ(ReasonOf(own.status()), v1::ERROR_REASON_CORRECTION_APPROVER);
}

TEST(ManualCorrection, C23_ARejectionSaysWhyAndAnApprovalMay) {
  EXPECT_THAT(ViolatedFields(RejectCorrection(Entered(), kPeople, "", kNow).status()),
              ElementsAre("note"));
  const std::string longest(1'000, 'n');
  EXPECT_THAT(RejectCorrection(Entered(), kPeople, longest, kNow), IsOk());
  EXPECT_THAT(ApproveCorrection(Entered(), kPeople, longest, kNow), IsOk());
  EXPECT_THAT(ViolatedFields(ApproveCorrection(Entered(), kPeople, longest + "n", kNow).status()),
              ElementsAre("note"));
}

TEST(ManualCorrection, C23_WhatIsDecidedStaysDecided) {
  for (const v1::CorrectionState state :
       {v1::CORRECTION_STATE_APPROVED, v1::CORRECTION_STATE_REJECTED}) {
    v1::Correction decided = Entered();
    decided.set_state(state);
    EXPECT_EQ(ReasonOf(ApproveCorrection(decided, kPeople, "", kNow).status()),
              v1::ERROR_REASON_CORRECTION_STATE);
    EXPECT_EQ(ReasonOf(RejectCorrection(decided, kPeople, "No", kNow).status()),
              v1::ERROR_REASON_CORRECTION_STATE);
  }
}

TEST(ManualCorrection, C23_StandsOnItsPeriodOrBehindAPublishedOne) {
  v1::Correction correction = Approved().correction;
  EXPECT_TRUE(StandsOn(correction, "2027-Q1", false));
  EXPECT_FALSE(StandsOn(correction, "2026-Q4", true));
  EXPECT_FALSE(StandsOn(correction, "2027-Q2", false));
  EXPECT_TRUE(StandsOn(correction, "2027-Q2", true));
  EXPECT_TRUE(StandsOn(correction, "2028-Q1", true));
  EXPECT_FALSE(StandsOn(Entered(), "2027-Q1", false));
  correction.set_state(v1::CORRECTION_STATE_REJECTED);
  EXPECT_FALSE(StandsOn(correction, "2027-Q1", true));
}

// A statement with an expansion of 48,000.00, which earns 3,840.00, and the corrections.
StatementScene SceneWith(std::vector<ApprovedCorrection> manual) {
  StatementScene scene = AeScene();
  scene.Add("A1", {Part(kNetNew, 4'800'000)});
  scene.history.push_back({scene.bookings.back().attribution, v1::CLAWBACK_ROLES_BOTH});
  scene.manual = std::move(manual);
  return scene;
}

TEST(ManualCorrectionLines, C23_TheLineSaysWhoWhyAndWhere) {
  ApprovedCorrection approved = Approved();
  approved.correction.set_line(
      "tenants/acme/statements/2026-Q4-dana/lines/2026-Q4~dana~A0~1~earning");
  const auto statement = SceneWith({approved}).Compute();
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(Shown(*statement),
              ElementsAre("1 earning net_new_expansion 4800000 x 800 = 384000 payable",
                          "2 adjustment unspecified 0 = 25000 payable"));
  const v1::StatementLine& line = statement->lines(1);
  EXPECT_EQ(line.name(), "tenants/acme/statements/2027-Q1-dana/lines/2027-Q1~dana~K1~0~correction");
  EXPECT_EQ(line.reason_code(), "manual_correction");
  EXPECT_EQ(line.correction(), "tenants/acme/corrections/K1");
  EXPECT_EQ(line.adjusts_line(), "");
  const std::string text = StepsOf(line.explanation(), "C-23");
  for (const char* part :
       {"Manual correction K1: entered by Camille Roy on 2027-03-30, approved by Frank Moreau on "
        "2027-04-01.",
        "Reason: The SPIFF of March was left out", "Documented in: COMP-311",
        "It is about line 2026-Q4~dana~A0~1~earning of statement 2026-Q4-dana."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(StepsOf(line.explanation(), "C-14"), IsEmpty());
}

TEST(ManualCorrectionLines, C15_ItIsAnAdjustmentAndTheSumsAddUp) {
  const auto statement = SceneWith({Approved("K1", 25'000), Approved("K2", -5'001)}).Compute();
  ASSERT_THAT(statement, IsOk());
  EXPECT_EQ(statement->totals().earned_minor(), 384'000);
  EXPECT_EQ(statement->totals().held_minor(), 0);
  EXPECT_EQ(statement->totals().adjustments_minor(), 19'999);
  EXPECT_EQ(statement->totals().payable_minor(), 403'999);
  EXPECT_EQ(statement->totals().credited_minor(), 4'800'000);
}

TEST(ManualCorrectionLines, C14_TheOrderOfTheInputChangesNothing) {
  std::vector<ApprovedCorrection> manual = {Approved("K1", 1), Approved("K2", 2),
                                            Approved("K3", 3)};
  const std::string form = CanonicalForm(SceneWith(manual).Compute().value());
  std::reverse(manual.begin(), manual.end());
  EXPECT_EQ(CanonicalForm(SceneWith(manual).Compute().value()), form);
  EXPECT_THAT(form, HasSubstr("correction: tenants/acme/corrections/K3\n"));
}

TEST(ManualCorrectionLines, C23_OneOfAnEarlierPeriodSaysThatItComesLate) {
  ApprovedCorrection approved = Approved();
  approved.correction.set_period("2026-Q4");
  const auto statement = SceneWith({approved}).Compute();
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(StepsOf(statement->lines(1).explanation(), "C-14"),
              HasSubstr("Entered for 2026-Q4, which was published without it"));
}

TEST(ManualCorrectionLines, C23_OneInAnotherCurrencyThanTheStatementsWaits) {
  ApprovedCorrection euros = Approved();
  euros.correction.set_currency_code("EUR");
  const auto statement = SceneWith({euros}).Compute();
  ASSERT_THAT(statement, IsOk());
  EXPECT_THAT(statement->lines(), ::testing::SizeIs(1));
}

TEST(ManualCorrectionLines, C22_BelowZeroItIsCarriedIntoTheNextStatement) {
  StatementScene scene = SceneWith({Approved("K1", -384'001)});
  const v1::CompStatement first = scene.Compute().value();
  EXPECT_THAT(Shown(first),
              ElementsAre("1 earning net_new_expansion 4800000 x 800 = 384000 payable",
                          "2 adjustment unspecified 0 = -384001 payable",
                          "3 carried_forward unspecified 0 = 1 payable"));
  EXPECT_EQ(first.totals().payable_minor(), 0);
  scene.published = {first};
  scene.manual.clear();
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  EXPECT_THAT(Shown(scene.Compute().value()),
              ElementsAre("1 carried_forward unspecified 0 = -1 payable",
                          "2 carried_forward unspecified 0 = 1 payable"));
}

TEST(ManualCorrectionLines, C23_OneThatAPublishedStatementCarriesComesNoMore) {
  StatementScene scene = SceneWith({Approved("K1", 700)});
  scene.published = {scene.Compute().value()};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  EXPECT_THAT(Shown(scene.Compute().value()), IsEmpty());
}

TEST(ManualCorrectionLines, W2_ALeaversFinalStatementMayHaveNothingElse) {
  StatementScene scene = AeScene();
  *scene.payee.mutable_end_time() = Stamp("2026-12-31T00:00:00Z");
  scene.manual = {Approved("K1", -700)};
  const v1::CompStatement final_one = scene.Compute().value();
  EXPECT_TRUE(final_one.final_statement());
  EXPECT_THAT(Shown(final_one), ElementsAre("1 adjustment unspecified 0 = -700 payable"));
  EXPECT_TRUE(IsOwed(final_one));
}

// What it is about is taken back in full, as if nobody had corrected it by hand.
TEST(ManualCorrectionLines, C11_AClawbackNeverCountsItAsTakenBackBefore) {
  StatementScene scene = SceneWith({});
  scene.published = {scene.Compute().value()};
  ApprovedCorrection about = Approved("K1", -100'000);
  about.correction.set_line(scene.published[0].lines(0).name());
  scene.manual = {about};
  scene.quarter = ParseQuarter(scene.policy, "2027-Q2").value();
  scene.published.push_back(scene.Compute().value());
  scene.manual.clear();
  scene.Add("A2", {Part(kChurn, -9'000'000)}, "2027-06-01T00:00:00Z");
  scene.history.push_back({scene.bookings.back().attribution, v1::CLAWBACK_ROLES_BOTH});
  scene.quarter = ParseQuarter(scene.policy, "2027-Q3").value();
  const v1::CompStatement third = scene.Compute().value();
  EXPECT_THAT(Shown(third),
              ElementsAre("1 clawback net_new_expansion -4800000 x 800 = -384000 payable",
                          "2 carried_forward unspecified 0 = -100000 payable",
                          "3 carried_forward unspecified 0 = 484000 payable"));
}

}  // namespace
}  // namespace baton::domain
