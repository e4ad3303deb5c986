// Readings, reversals, late tiers, tickets and audits: what becomes of attributions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/attribution_audit.h"
#include "domain/attribution_reading.h"
#include "domain/booking_reversal.h"
#include "domain/deal_desk.h"
#include "domain/documentation.h"
#include "domain/instant.h"
#include "domain/manual_tier.h"
#include "domain/policy.h"
#include "domain/recommendation.h"
#include "domain/refusal.h"
#include "tests/domain/revenue_builders.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::ViolatedFields;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr v1::BookingLineKind kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr absl::Duration kTick = absl::Microseconds(1);

v1::Policy Default() { return DefaultPolicy("acme"); }

v1::Attribution Proposed(
    v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL) {
  v1::Attribution attribution;
  attribution.set_name("tenants/acme/attributions/A1");
  attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
  attribution.set_currency_code("USD");
  attribution.set_ae(kAe);
  attribution.set_csm(kCsm);
  attribution.set_reading(1);
  *attribution.mutable_create_time() = Stamp("2027-03-12T09:00:00Z");
  *attribution.add_parts() = Part(category, 1000);
  return attribution;
}

TEST(AttributionReading, A8_FollowsUntilSignedOrSeventyTwoHoursOld) {
  v1::Attribution attribution = Proposed();
  const absl::Time late = At("2027-06-01T00:00:00Z");
  EXPECT_TRUE(FollowsFacts(attribution, Default(), late));
  attribution.add_signatures();
  EXPECT_TRUE(FollowsFacts(attribution, Default(), At("2027-03-15T09:00:00Z")));
  EXPECT_FALSE(FollowsFacts(attribution, Default(), At("2027-03-15T09:00:00Z") + kTick));
  attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_FALSE(FollowsFacts(attribution, Default(), At("2027-03-12T09:00:01Z")));
}

TEST(AttributionReading, A8_ANextReadingDropsSignaturesAndKeepsEvidence) {
  v1::Attribution held = Proposed();
  held.add_signatures()->set_person(kVpCs);
  held.add_evidence()->set_link("https://mail.example/1");
  const v1::Attribution anew = Proposed(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_FALSE(ReadsTheSame(held, anew));
  const v1::Attribution next = NextReading(held, anew, "a call");
  EXPECT_EQ(next.reading(), 2);
  EXPECT_THAT(next.signatures(), IsEmpty());
  EXPECT_THAT(next.evidence(), SizeIs(1));
  EXPECT_TRUE(ReadsTheSame(next, anew));
}

TEST(AttributionReading, A8_ALateFactIsShownOnceWithBothReadings) {
  const v1::Attribution held = Proposed();
  const v1::Attribution anew = Proposed(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  const absl::Time occur = At("2027-03-01T00:00:00Z");
  const absl::Time now = At("2027-04-01T00:00:00Z");
  const v1::Attribution late = WithLateFact(held, anew, "F1", occur, now);
  ASSERT_THAT(late.late_facts(), SizeIs(1));
  EXPECT_THAT(late.flags(), ElementsAre(kLateFact));
  EXPECT_EQ(late.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_EQ(late.late_facts(0).standing_parts(0).category(),
            v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_EQ(late.late_facts(0).parts_with_fact(0).category(),
            v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_THAT(WithLateFact(late, anew, "F1", occur, now).late_facts(), SizeIs(1));
  EXPECT_THAT(WithLateFact(held, held, "F1", occur, now).late_facts(), IsEmpty());
}

TEST(AttributionReading, W3_AnotherHolderOfTheSaveIsALateFact) {
  const v1::Attribution held = Proposed(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  v1::Attribution anew = held;
  anew.set_save_csm("tenants/acme/people/before");
  const absl::Time occur = At("2027-03-01T00:00:00Z");
  const absl::Time now = At("2027-04-01T00:00:00Z");
  EXPECT_THAT(WithLateFact(held, anew, "F1", occur, now).late_facts(), SizeIs(1));
}

TEST(AttributionReading, A8_WhatDocumentationTookIsNoOtherReading) {
  v1::Attribution held = Proposed();
  held.mutable_parts(0)->add_flags(std::string(kAtRiskNoIntervention));
  const v1::Attribution anew = Proposed(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_THAT(WithLateFact(held, anew, "F1", At("2027-03-01T00:00:00Z"), At("2027-04-01T00:00:00Z"))
                  .late_facts(),
              IsEmpty());
}

v1::Booking Renewed(absl::Duration late) {
  v1::Booking booking = BookingOf({Line(kRenewal, "core", 1'000'000, 1'200'000)});
  booking.set_kind(v1::BOOKING_KIND_DEAL);
  *booking.mutable_renewal_time() = ToTimestamp(ToTime(booking.booked_time()) - late);
  return booking;
}

TEST(BookingReversal, A12_LateIsMoreThanThirtyDaysAndLostMoreThanNinety) {
  for (const auto& [late, flags] :
       std::vector<std::pair<absl::Duration, size_t>>{{kLateRenewal, 0},
                                                      {kLateRenewal + kTick, 1},
                                                      {kLostRenewal, 1},
                                                      {kLostRenewal + kTick, 2}}) {
    v1::Attribution attribution;
    FlagLateRenewal(Renewed(late), Default(), &attribution);
    EXPECT_THAT(attribution.flags(), SizeIs(flags)) << late;
  }
  v1::Policy lenient = Default();
  lenient.set_late_renewal(v1::LATE_RENEWAL_RENEWED);
  EXPECT_FALSE(IsWinBack(Renewed(kLostRenewal + kTick), lenient));
}

TEST(BookingReversal, A12_AWinBackWasChurnedAtTheContractsEnd) {
  const v1::Booking booking = Renewed(kLostRenewal + kTick);
  const v1::Booking churn = ChurnBefore(booking);
  ASSERT_THAT(churn.lines(), SizeIs(1));
  EXPECT_EQ(churn.lines(0).prior_arr_minor(), 1'000'000);
  EXPECT_EQ(churn.lines(0).new_arr_minor(), 0);
  EXPECT_EQ(ToMicros(churn.booked_time()), ToMicros(booking.renewal_time()));
  const v1::Booking kept = AsWinBack(booking);
  EXPECT_EQ(kept.lines(0).kind(), v1::BOOKING_LINE_KIND_ADD_ON);
  EXPECT_EQ(kept.lines(0).prior_arr_minor(), 0);
  EXPECT_EQ(kept.lines(0).new_arr_minor(), 1'200'000);
  EXPECT_THAT(kept.warnings(), SizeIs(1));
}

TEST(BookingReversal, X11_WhoAskedOrIsCreditedCantApprove) {
  const absl::Time now = At("2027-03-12T09:00:00Z");
  const v1::Attribution attribution = Proposed();
  const auto asked = AskToVoid(Renewed(absl::ZeroDuration()), "Booked twice", kVpCs, now);
  ASSERT_THAT(asked, IsOk());
  EXPECT_EQ(ReasonOf(AskToVoid(*asked, "Again", kVpSales, now).status()),
            v1::ERROR_REASON_BOOKING_STATE);
  for (const char* who : {kVpCs, kAe}) {
    EXPECT_EQ(ReasonOf(ApproveVoid(*asked, attribution, who, "R", now).status()),
              v1::ERROR_REASON_SECOND_PERSON);
  }
  const auto voided = ApproveVoid(*asked, attribution, kVpSales, "R", now);
  ASSERT_THAT(voided, IsOk());
  EXPECT_TRUE(IsVoided(*voided));
  EXPECT_EQ(ReasonOf(ApproveVoid(*voided, attribution, kVpSales, "R", now).status()),
            v1::ERROR_REASON_BOOKING_STATE);
}

TEST(BookingReversal, C19_AmountsAreNegatedAsTheyStand) {
  v1::Attribution voided = Proposed();
  voided.mutable_parts(0)->set_ae_credit_minor(333);
  voided.mutable_parts(0)->set_csm_credit_minor(-1);
  voided.mutable_save_bonus()->set_amount_minor(50'000);
  const v1::Attribution back = ReversalOf(voided, At("2027-03-12T09:00:00Z"));
  EXPECT_EQ(back.parts(0).amount_minor(), -1000);
  EXPECT_EQ(back.parts(0).ae_credit_minor(), -333);
  EXPECT_EQ(back.parts(0).csm_credit_minor(), 1);
  EXPECT_EQ(back.save_bonus().amount_minor(), -50'000);
  EXPECT_FALSE(Counts(back));
}

v1::HealthObservation ByHand(v1::HealthTier tier, absl::Time at, const std::string& person) {
  v1::HealthObservation observation = Observed(tier, at);
  observation.set_manual(true);
  observation.set_person(person);
  return observation;
}

TEST(ManualTier, A13_CountsExactlyFourteenDaysOldOrConfirmed) {
  const v1::Booking booking = BookingOf({});
  const absl::Time old_enough = ToTime(booking.booked_time()) - kManualTierAge;
  const auto counted = [&](std::vector<v1::HealthObservation> health) {
    return CountedHealth(health, booking, kAe, kCsm).size();
  };
  EXPECT_EQ(counted({ByHand(v1::HEALTH_TIER_RED, old_enough, kCsm)}), 1);
  EXPECT_EQ(counted({ByHand(v1::HEALTH_TIER_RED, old_enough + kTick, kCsm)}), 0);
  EXPECT_EQ(counted({ByHand(v1::HEALTH_TIER_RED, old_enough + kTick, kVpCs)}), 1);
  EXPECT_EQ(counted({ByHand(v1::HEALTH_TIER_RED, old_enough + kTick, kAe),
                     Observed(v1::HEALTH_TIER_RED, old_enough + kTick)}),
            2);
  EXPECT_EQ(counted({ByHand(v1::HEALTH_TIER_RED, old_enough + kTick, kAe),
                     ByHand(v1::HEALTH_TIER_RED, old_enough + kTick, kCsm)}),
            0);
}

TEST(ManualTier, A13_AFactMayBeToldSevenDaysLater) {
  const absl::Time created = At("2027-01-01T00:00:00Z");
  const absl::Time now = At("2027-03-12T00:00:00Z");
  const absl::Duration week = absl::Hours(7 * 24);
  EXPECT_FALSE(IsToldTooLate(now - week, now, created, Default()));
  EXPECT_TRUE(IsToldTooLate(now - week - kTick, now, created, Default()));
  // History of before the account was known comes with it.
  EXPECT_FALSE(IsToldTooLate(created - 10 * week, created + week, created, Default()));
  EXPECT_TRUE(IsToldTooLate(created - 10 * week, created + week + kTick, created, Default()));
}

v1::DealDeskTicket Asked() {
  v1::DealDeskTicket ticket;
  ticket.set_name("tenants/acme/tickets/T1");
  ticket.set_opener(kCsm);
  ticket.set_reason("Tom ran the workshop.");
  for (const auto& [person, bp] :
       std::vector<std::pair<std::string, int>>{{kCsm, 7'000}, {kVpCs, 3'000}}) {
    v1::CreditShare& share = *ticket.add_asked_shares();
    share.set_role(v1::ROLE_CSM);
    share.set_person(person);
    share.set_share_bp(bp);
  }
  return ticket;
}

TEST(DealDesk, C12_AsksInSharesOfAWholeAndIsDueInFortyEightHours) {
  const absl::Time now = At("2027-03-12T09:00:00Z");
  const auto ticket = OpenTicket(Asked(), Proposed(), now);
  ASSERT_THAT(ticket, IsOk());
  EXPECT_EQ(ToTime(ticket->due_time()), now + absl::Hours(48));
  v1::DealDeskTicket short_of = Asked();
  short_of.mutable_asked_shares(1)->set_share_bp(2'999);
  EXPECT_THAT(ViolatedFields(OpenTicket(short_of, Proposed(), now).status()),
              ElementsAre("asked_shares"));
}

TEST(DealDesk, C12_APartyNeverRulesAndARulingStands) {
  const absl::Time now = At("2027-03-12T09:00:00Z");
  const v1::DealDeskTicket ticket = OpenTicket(Asked(), Proposed(), now).value();
  v1::DealDeskTicket ruling;
  ruling.set_ruler(kAe);
  ruling.set_ruling_reason("As the calls show.");
  EXPECT_EQ(ReasonOf(RuleTicket(ticket, ruling, Proposed(), now).status()),
            v1::ERROR_REASON_DISPUTE_PARTY);
  ruling.set_ruler("tenants/acme/people/dora");
  const auto ruled = RuleTicket(ticket, ruling, Proposed(), now + absl::Hours(100));
  ASSERT_THAT(ruled, IsOk());
  EXPECT_EQ(ReasonOf(RuleTicket(*ruled, ruling, Proposed(), now).status()),
            v1::ERROR_REASON_TICKET_STATE);
}

std::vector<std::string> Names(int count) {
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) names.push_back(absl::StrCat("tenants/acme/attributions/", i));
  return names;
}

TEST(AttributionAudit, A11_DrawsATenthRoundedUpAndAtLeastTwentyFive) {
  EXPECT_EQ(SampleSize(0, Default()), 0);
  EXPECT_EQ(SampleSize(24, Default()), 24);
  EXPECT_EQ(SampleSize(26, Default()), 25);
  EXPECT_EQ(SampleSize(250, Default()), 25);
  EXPECT_EQ(SampleSize(251, Default()), 26);
}

TEST(AttributionAudit, A11_TheSeedAloneDecidesWhateverTheOrder) {
  std::vector<std::string> names = Names(300);
  const std::vector<std::string> drawn = DrawSample(names, 42, Default());
  std::reverse(names.begin(), names.end());
  EXPECT_EQ(DrawSample(names, 42, Default()), drawn);
  EXPECT_THAT(drawn, SizeIs(30));
  EXPECT_NE(DrawSample(names, 43, Default()), drawn);
}

TEST(AttributionAudit, A11_EveryoneHasTheSameChance) {
  std::vector<int> times(100);
  const std::vector<std::string> names = Names(100);
  for (uint64_t seed = 0; seed < 2'000; ++seed) {
    for (const std::string& name : DrawSample(names, seed, Default())) {
      ++times[std::stoi(name.substr(name.rfind('/') + 1))];
    }
  }
  // 500 expected each, with a deviation below 20.
  EXPECT_GT(*std::min_element(times.begin(), times.end()), 400);
  EXPECT_LT(*std::max_element(times.begin(), times.end()), 600);
}

TEST(AttributionAudit, A11_WhatIsSupersededDisputedFlaggedOrWaivedIsLookedAt) {
  v1::Attribution attribution = Proposed();
  EXPECT_THAT(CausesOf(attribution, false), IsEmpty());
  attribution.set_superseded_by("tenants/acme/attributions/A2");
  attribution.mutable_parts(0)->add_flags("no_health_history");
  attribution.add_documentation()->set_result(v1::DOCUMENTATION_RESULT_WAIVED);
  EXPECT_THAT(CausesOf(attribution, true),
              ElementsAre(v1::AUDIT_CAUSE_SUPERSEDED, v1::AUDIT_CAUSE_DISPUTED,
                          v1::AUDIT_CAUSE_FLAGGED, v1::AUDIT_CAUSE_WAIVED));
}

TEST(Recommendation, A9_AgreesOnlyWithEveryCategory) {
  v1::Attribution attribution = Proposed();
  attribution.mutable_parts(0)->set_part(1);
  v1::Recommendation own = RecommendationFrom(attribution, {});
  EXPECT_TRUE(Agrees(own, attribution));
  attribution.mutable_parts(0)->set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_FALSE(Agrees(own, attribution));
  EXPECT_FALSE(Agrees(v1::Recommendation(), attribution));
}

TEST(Recommendation, A9_OutsideOnesNameTheirSourceAndTheParts) {
  v1::Recommendation outside;
  outside.set_recommender(kBaton);
  outside.add_parts()->set_part(2);
  EXPECT_THAT(
      ViolatedFields(CheckOutside(outside, Proposed())),
      ElementsAre("outside.recommender", "outside.parts[0].part", "outside.parts[0].category"));
}

}  // namespace
}  // namespace baton::domain
