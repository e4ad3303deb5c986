#include "domain/clawback.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/carry_forward.h"
#include "domain/instant.h"
#include "tests/domain/statement_builders.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kContraction = v1::ATTRIBUTION_CATEGORY_CONTRACTION;
constexpr v1::AttributionCategory kChurn = v1::ATTRIBUTION_CATEGORY_CHURN;
constexpr char kBooked[] = "2027-03-11T12:00:00Z";
// Exactly 90 x 24 hours later.
constexpr char kLast[] = "2027-06-09T12:00:00Z";

v1::AttributionPart Freight(v1::AttributionCategory category, int64_t amount_minor) {
  v1::AttributionPart part = Part(category, amount_minor);
  part.set_product_line("freight");
  return part;
}

// Quarters of one payee on one account, each published before the next is computed.
class Pay {
 public:
  explicit Pay(StatementScene scene) : scene_(std::move(scene)) {}

  StatementScene& scene() { return scene_; }

  v1::Attribution& Book(const std::string& id, std::vector<v1::AttributionPart> parts,
                        absl::string_view booked = kBooked) {
    scene_.Add(id, std::move(parts), booked);
    scene_.history.push_back({scene_.bookings.back().attribution, v1::CLAWBACK_ROLES_BOTH});
    return scene_.history.back().attribution;
  }

  // As it was recorded, in whatever quarter.
  v1::CompStatement Publish(const std::string& period) {
    scene_.quarter = ParseQuarter(scene_.policy, period).value();
    v1::CompStatement statement = scene_.Compute().value();
    scene_.published.push_back(statement);
    return statement;
  }

  // C-15. What all published statements credit and pay.
  std::pair<int64_t, int64_t> Sum() const {
    std::pair<int64_t, int64_t> sum;
    for (const v1::CompStatement& statement : scene_.published) {
      sum.first += statement.totals().credited_minor();
      sum.second += statement.totals().payable_minor();
    }
    return sum;
  }

 private:
  StatementScene scene_;
};

TEST(Clawback, C11_ChurnAfterExactlyNinetyDaysTakesBackWhatWasPaid) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  const v1::CompStatement first = pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  const v1::CompStatement second = pay.Publish("2027-Q2");
  EXPECT_THAT(Shown(second),
              ElementsAre("1 clawback net_new_expansion -4800000 x 800 = -384000 payable",
                          "2 carried_forward unspecified 0 = 384000 payable"));
  const v1::StatementLine& line = second.lines(0);
  EXPECT_EQ(line.adjusts_line(), first.lines(0).name());
  EXPECT_EQ(line.reason_code(), "early_churn");
  EXPECT_EQ(line.name(),
            "tenants/acme/statements/2027-Q2-dana/lines/2027-Q2~dana~A1~1~earning_clawback");
  EXPECT_THAT(StepsOf(line.explanation(), "C-11"), HasSubstr("within 90 days"));
}

TEST(Clawback, C11_AMicrosecondLaterTakesNothingBack) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, "2027-06-09T12:00:00.000001Z");
  EXPECT_THAT(pay.Publish("2027-Q2").lines(), IsEmpty());
}

TEST(Clawback, C11_AShrinkTakesTheLatestBookingFirstAndALaterOneWhatIsLeft) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 3'000'000)});
  pay.Book("A2", {Freight(kNetNew, 1'000'000)}, "2027-03-20T00:00:00Z");
  pay.Publish("2027-Q1");
  pay.Book("A3", {Freight(kContraction, -1'500'000)}, "2027-05-01T00:00:00Z");
  pay.Book("A4", {Freight(kContraction, -9'000'000)}, "2027-06-01T00:00:00Z");
  std::vector<BookedAttribution> all = pay.scene().history;
  pay.scene().history.pop_back();
  EXPECT_THAT(Shown(pay.Publish("2027-Q2")),
              ElementsAre("1 clawback net_new_expansion -500000 x 800 = -40000 payable",
                          "2 clawback net_new_expansion -1000000 x 800 = -80000 payable",
                          "3 carried_forward unspecified 0 = 120000 payable"));
  pay.scene().history = all;
  EXPECT_THAT(Shown(pay.Publish("2027-Q3")),
              ElementsAre("1 clawback net_new_expansion -2500000 x 800 = -200000 payable",
                          "2 carried_forward unspecified 0 = -120000 payable",
                          "3 carried_forward unspecified 0 = 320000 payable"));
  EXPECT_EQ(pay.Sum(), std::make_pair(int64_t{0}, int64_t{320'000}));
}

TEST(Clawback, C11_AnotherProductLinesShrinkTakesNothing) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 3'000'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Part(kContraction, -100)}, "2027-05-01T00:00:00Z")
      .mutable_parts(0)
      ->set_product_line("customs");
  EXPECT_THAT(pay.Publish("2027-Q2").lines(), IsEmpty());
}

TEST(Clawback, C11_WhatIsNotPublishedYetStandsBesideItsReversal) {
  Pay pay(CsmScene());
  pay.Book("A1", {Freight(kNetNew, 1'000), Freight(kSave, 2'000'000)});
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, "2027-03-30T00:00:00Z");
  EXPECT_THAT(Shown(pay.Publish("2027-Q1")),
              ElementsAre("1 credit net_new_expansion 300 = 0 payable",
                          "2 credit at_risk_save 2000000 = 0 payable",
                          "3 bonus at_risk_save 0 x 500 = 100000 payable",
                          "4 clawback at_risk_save 0 x 500 = -100000 payable",
                          "5 clawback net_new_expansion -300 = 0 payable"));
  Clawback clawback(pay.scene().history);
  ASSERT_TRUE(clawback.Lay().ok());
  const std::vector<CreditTakenBack> credits = clawback.CreditOf({kCsm}).value();
  ASSERT_EQ(credits.size(), 1u);
  EXPECT_EQ(credits[0].credit_minor, 300);
  EXPECT_EQ(credits[0].to_date_minor, 300);
  EXPECT_EQ(credits[0].sold->name(), pay.scene().history[0].attribution.name());
  EXPECT_EQ(credits[0].time, At("2027-03-30T00:00:00Z"));
}

TEST(Clawback, C11_ThePolicySaysWhoseEarningsAreTakenBack) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  pay.scene().history[0].clawback_roles = v1::CLAWBACK_ROLES_CSM;
  EXPECT_THAT(Shown(pay.Publish("2027-Q2")),
              ElementsAre("1 clawback net_new_expansion -4800000 x 800 = 0 payable"));
}

TEST(Clawback, C19_AHalfEvenRoundedEarningIsNegatedAsStored) {
  Pay pay(AeScene());
  pay.scene().plan.set_expansion_rate_bp(500);
  pay.Book("A1", {Freight(kNetNew, 110), Freight(kNetNew, 130)});
  pay.Publish("2027-Q1");
  pay.scene().plan.set_expansion_rate_bp(9'999);
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  EXPECT_THAT(Shown(pay.Publish("2027-Q2")),
              ElementsAre("1 clawback net_new_expansion -110 x 500 = -6 payable",
                          "2 clawback net_new_expansion -130 x 500 = -6 payable",
                          "3 carried_forward unspecified 0 = 12 payable"));
}

TEST(Clawback, C11_AVoidedLossGivesBackWhatItTook) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  pay.Publish("2027-Q2");
  pay.scene().history[1].attribution.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  const v1::CompStatement third = pay.Publish("2027-Q3");
  EXPECT_EQ(third.lines(0).reason_code(), "loss_voided");
  EXPECT_EQ(pay.Sum(), std::make_pair(int64_t{4'800'000}, int64_t{384'000}));
}

TEST(Clawback, C11_AHeldLineThatIsTakenBackIsNeverReleased) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.scene().bookings[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement first = pay.Publish("2027-Q1");
  pay.scene().held = {{first.lines(0), pay.scene().plan, pay.scene().bookings[0]}};
  pay.scene().held[0].booking.attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  EXPECT_THAT(pay.Publish("2027-Q2").lines(), IsEmpty());
}

TEST(Clawback, C11_ABonusHeldForARateIsPaidWhereThePolicyTakesOnlyTheAesEarnings) {
  Pay pay(CsmScene());
  pay.scene().currency = "EUR";
  pay.Book("A1", {Freight(kSave, 2'000'000)});
  const v1::CompStatement first = pay.Publish("2027-Q1");
  ASSERT_EQ(first.lines(1).hold_reason(), "no_rate");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  pay.scene().history[0].clawback_roles = v1::CLAWBACK_ROLES_AE;
  pay.scene().held = {{first.lines(1), pay.scene().plan, pay.scene().bookings[0]}};
  pay.scene().held[0].booking.rates = {RateOf("EUR", "USD", 10'000)};
  EXPECT_THAT(Shown(pay.Publish("2027-Q2")),
              ElementsAre("1 adjustment at_risk_save 0 x 500 = 100000 payable"));
}

TEST(CorrectionLines, A8_WhatWasPaidAndIsSignedAnewIsTakenBackAndGivenAsItIs) {
  Pay pay(CsmScene());
  pay.Book("A1", {Freight(kSave, 2'000'000)});
  pay.Publish("2027-Q1");
  // While it is reviewed again, what was paid stays.
  v1::Attribution& attribution = pay.scene().history[0].attribution;
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  attribution.mutable_parts(0)->set_category(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  attribution.clear_save_bonus();
  pay.scene().late = {pay.scene().bookings[0]};
  pay.scene().late[0].attribution = attribution;
  EXPECT_THAT(pay.Publish("2027-Q2").lines(), IsEmpty());

  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  pay.scene().late[0].attribution = attribution;
  const v1::CompStatement third = pay.Publish("2027-Q3");
  EXPECT_THAT(Shown(third), ElementsAre("1 credit clean_renewal 2000000 = 0 payable",
                                        "2 adjustment at_risk_save 0 x 500 = -100000 payable",
                                        "3 adjustment at_risk_save -2000000 = 0 payable",
                                        "4 carried_forward unspecified 0 = 100000 payable"));
  EXPECT_EQ(third.lines(1).reason_code(), "signed_anew");
  EXPECT_EQ(pay.Sum(), std::make_pair(int64_t{2'000'000}, int64_t{100'000}));
  // Once: the new line stands, the old ones are gone.
  EXPECT_THAT(Shown(pay.Publish("2027-Q4")),
              ElementsAre("1 carried_forward unspecified 0 = -100000 payable",
                          "2 carried_forward unspecified 0 = 100000 payable"));
}

TEST(CorrectionLines, A8_WhatIsSignedAnewWithTheSameCreditStaysPaid) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.scene().late = {pay.scene().bookings[0]};
  pay.scene().plan.set_expansion_rate_bp(9'999);
  EXPECT_THAT(pay.Publish("2027-Q2").lines(), IsEmpty());
}

TEST(CorrectionLines, C11_OfWhatIsSignedAnewALossTakesWhatItGivesNow) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kContraction, -1'200'000)}, "2027-04-20T00:00:00Z");
  pay.Publish("2027-Q2");
  // Signed anew with half of the AE's credit.
  v1::Attribution& attribution = pay.scene().history[0].attribution;
  attribution.mutable_parts(0)->set_ae_credit_minor(2'400'000);
  pay.scene().late = {pay.scene().bookings[0]};
  pay.scene().late[0].attribution = attribution;
  const v1::CompStatement third = pay.Publish("2027-Q3");
  EXPECT_THAT(Shown(third),
              ElementsAre("1 earning net_new_expansion 2400000 x 800 = 192000 payable",
                          "2 clawback net_new_expansion -600000 x 800 = -48000 payable",
                          "3 adjustment net_new_expansion -3600000 x 800 = -288000 payable",
                          "4 carried_forward unspecified 0 = -96000 payable",
                          "5 carried_forward unspecified 0 = 240000 payable"));
  EXPECT_EQ(pay.Publish("2027-Q4").lines_size(), 2);  // what is carried, twice
  // 1,800,000 at 8% are 144,000: of what was paid 240,000 are owed.
  EXPECT_EQ(pay.Sum(), std::make_pair(int64_t{1'800'000}, int64_t{384'000}));
}

TEST(CorrectionLines, C12_WhoHasCreditByNowGetsALineThoughOthersHadThem) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  v1::Attribution& attribution = pay.scene().history[0].attribution;
  attribution.set_ae(kVpSales);
  pay.scene().bookings.clear();
  pay.Publish("2027-Q1");
  attribution.set_ae(kAe);
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  StatementScene booked = AeScene();
  booked.Add("A1", {Freight(kNetNew, 4'800'000)});
  pay.scene().late = {booked.bookings[0]};
  pay.scene().late[0].attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  const v1::CompStatement second = pay.Publish("2027-Q2");
  EXPECT_THAT(Shown(second), ElementsAre("1 earning net_new_expansion 4800000 x 800 = 384000 held "
                                         "not_concurred"));
  // Then it is held there, and released once.
  pay.scene().late[0].attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  pay.scene().held = {{second.lines(0), pay.scene().plan, pay.scene().late[0]}};
  EXPECT_THAT(Shown(pay.Publish("2027-Q3")),
              ElementsAre("1 adjustment net_new_expansion 4800000 x 800 = 384000 payable"));
  pay.scene().held.clear();
  EXPECT_THAT(pay.Publish("2027-Q4").lines(), IsEmpty());
}

TEST(CorrectionLines, A12_AVoidedBookingsPublishedLinesAreNegated) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.scene().history[0].attribution.set_state(v1::ATTRIBUTION_STATE_VOIDED);
  const v1::CompStatement second = pay.Publish("2027-Q2");
  EXPECT_THAT(Shown(second),
              ElementsAre("1 adjustment net_new_expansion -4800000 x 800 = -384000 payable",
                          "2 carried_forward unspecified 0 = 384000 payable"));
  EXPECT_EQ(second.lines(0).reason_code(), "voided");
  EXPECT_EQ(pay.Publish("2027-Q3").totals().adjustments_minor(), 0);
}

TEST(CorrectionLines, A8_ARecategorisedPartIsPaidAsTheDifference) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kSave, 3'000'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kNetNew, 3'000'000)});
  v1::Attribution& old = pay.scene().history[0].attribution;
  old.set_state(v1::ATTRIBUTION_STATE_SUPERSEDED);
  old.set_superseded_by(pay.scene().history[1].attribution.name());
  pay.scene().late = {pay.scene().bookings[1]};
  const v1::CompStatement second = pay.Publish("2027-Q2");
  EXPECT_THAT(Shown(second),
              ElementsAre("1 earning net_new_expansion 3000000 x 800 = 240000 payable",
                          "2 adjustment at_risk_save -900000 x 250 = -22500 payable"));
  EXPECT_EQ(second.lines(1).reason_code(), "recategorised");
  EXPECT_EQ(pay.Sum(), std::make_pair(int64_t{3'000'000}, int64_t{240'000}));
}

TEST(CarryForward, C22_WhatIsBelowZeroIsCarriedOverTwoQuartersAndCountedOnce) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  EXPECT_EQ(pay.Publish("2027-Q2").totals().payable_minor(), 0);
  const v1::CompStatement third = pay.Publish("2027-Q3");
  EXPECT_THAT(Shown(third), ElementsAre("1 carried_forward unspecified 0 = -384000 payable",
                                        "2 carried_forward unspecified 0 = 384000 payable"));
  pay.Book("A3", {Freight(kNetNew, 10'000'000)}, "2027-11-01T00:00:00Z");
  EXPECT_EQ(pay.Publish("2027-Q4").totals().payable_minor(), 800'000 - 384'000);
  EXPECT_EQ(pay.Sum().second, 800'000);
}

TEST(CarryForward, C22_ALeaversDebtStaysOnTheFinalStatement) {
  Pay pay(AeScene());
  pay.Book("A1", {Freight(kNetNew, 4'800'000)});
  pay.Publish("2027-Q1");
  *pay.scene().payee.mutable_end_time() = Stamp("2027-03-31T00:00:00Z");
  pay.Book("A2", {Freight(kChurn, -9'000'000)}, kLast);
  const v1::CompStatement final_one = pay.Publish("2027-Q2");
  EXPECT_EQ(final_one.totals().payable_minor(), -384'000);
  EXPECT_TRUE(IsOwed(final_one));
  EXPECT_FALSE(IsOwed(pay.scene().published[0]));
}

}  // namespace
}  // namespace baton::domain
