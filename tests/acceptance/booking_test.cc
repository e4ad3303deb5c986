// From the opportunity to the concurred attribution.
#include <gtest/gtest.h>

#include <string>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr auto kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr auto kAddOn = v1::BOOKING_LINE_KIND_ADD_ON;

class Bookings : public Revenue {
 protected:
  absl::StatusOr<v1::CreateOpportunityResponse> Create(const v1::Opportunity& opportunity) {
    v1::CreateOpportunityRequest request;
    request.set_parent(Tenant());
    *request.mutable_opportunity() = opportunity;
    return remy().Call(&AccountStub::CreateOpportunity, request);
  }

  // A renewal at the same ARR, due in ten days.
  v1::RecordBookingRequest Renewal() const {
    v1::RecordBookingRequest request = Booking("harborline", kRenewal, 18'000'000, 18'000'000);
    *request.mutable_booking()->mutable_renewal_time() =
        domain::ToTimestamp(Now() + absl::Hours(240));
    return request;
  }
};

TEST_F(Bookings, T1_AnOpportunityNeedsItsCreationSourceAndATriggerThatFits) {
  v1::Opportunity opportunity;
  opportunity.set_account(Account("harborline"));
  const auto bare = Create(opportunity);
  EXPECT_THAT(bare, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(bare.status()),
              ElementsAre("opportunity.creation_source", "opportunity.trigger_event"));
  opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  EXPECT_THAT(ViolatedFields(Create(opportunity).status()),
              ElementsAre("opportunity.trigger_event"));
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
  EXPECT_THAT(Create(opportunity), IsOk());
}

TEST_F(Bookings, T1_TheOriginOfAnOpportunityNeverChanges) {
  v1::Opportunity opportunity;
  opportunity.set_account(Account("harborline"));
  opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  opportunity.mutable_source()->set_system("salesforce");
  opportunity.mutable_source()->set_record_id("006LM");
  const auto first = Create(opportunity);
  ASSERT_THAT(first, IsOk());
  const auto again = Create(opportunity);
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->opportunity().name(), first->opportunity().name());
  opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
  EXPECT_THAT(Create(opportunity),
              Refuses(absl::StatusCode::kFailedPrecondition, "CREATION_SOURCE_IMMUTABLE"));
}

TEST_F(Bookings, H11_ABookingClosesTheLoopAndTheCsmGetsACopy) {
  const std::string signal = FileFor("harborline").name();
  ASSERT_THAT(Contact(rosa(), signal), IsOk());
  v1::RecordBookingRequest request = Booking("harborline", kAddOn, 18'000'000, 22'800'000);
  request.mutable_booking()->set_opportunity(OpenOpportunity(signal));
  const v1::RecordBookingResponse recorded = Record(request);
  const v1::Signal won = Look(signal);
  EXPECT_EQ(won.state(), v1::SIGNAL_STATE_WON);
  EXPECT_EQ(won.outcome().amount().amount_minor(), 4'800'000);
  EXPECT_EQ(won.outcome().opportunity(), request.booking().opportunity());
  EXPECT_THAT(Deliveries(signal),
              Contains(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-11")));
  ASSERT_THAT(recorded.attribution().parts(), SizeIs(1));
  const v1::AttributionPart& part = recorded.attribution().parts(0);
  EXPECT_EQ(part.category(), v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  EXPECT_EQ(part.ae_credit_minor(), 4'800'000);
  EXPECT_EQ(part.csm_credit_minor(), 1'440'000);  // C-1: 30% of what the CSM brokered
  EXPECT_TRUE(recorded.attribution().brokered());
  EXPECT_EQ(recorded.booking().closed_by(), Person("rosa"));
}

TEST_F(Bookings, H10_ABookingIsTakenThoughNobodyHoldsItsSignalYet) {
  AddAccount(NewAccount("ashgrove"), "imogen", "");
  const std::string signal = FileFor("ashgrove").name();
  ASSERT_EQ(Look(signal).state(), v1::SIGNAL_STATE_UNASSIGNED);
  v1::RecordBookingRequest request = Booking("ashgrove", kAddOn, 0, 4'800'000);
  request.mutable_booking()->set_opportunity(OpenOpportunity(signal));
  request.mutable_booking()->set_closed_by(Person("dana"));
  const v1::RecordBookingResponse recorded = Record(request);
  EXPECT_TRUE(recorded.attribution().brokered());
  EXPECT_EQ(Look(signal).state(), v1::SIGNAL_STATE_UNASSIGNED);
  EXPECT_EQ(Look(signal).booking(), recorded.booking().name());

  v1::AssignSignalRequest assign;
  assign.set_name(signal);
  assign.set_ae(Person("dana"));
  EXPECT_THAT(remy().Call(&HandoffStub::AssignSignal, assign), IsOk());
}

TEST_F(Bookings, A3_ARenewalAfterYellowIsASaveWithItsBonus) {
  Observe("harborline", v1::HEALTH_TIER_YELLOW, Start() - absl::Hours(48));
  Observe("harborline", v1::HEALTH_TIER_GREEN, Start() - absl::Hours(24));
  const v1::Attribution save = Record(Renewal()).attribution();
  EXPECT_TRUE(save.at_risk());
  EXPECT_EQ(save.net_direction(), "flat");
  ASSERT_THAT(save.parts(), SizeIs(1));
  EXPECT_EQ(save.parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_EQ(save.parts(0).ae_credit_minor(), 5'400'000);
  EXPECT_EQ(save.parts(0).csm_credit_minor(), 18'000'000);
  EXPECT_EQ(save.save_bonus().amount_minor(), 250'000);  // C-5: 5% is beyond the cap
}

TEST_F(Bookings, A3_ASaveIsHeldForJointReviewWhereTheAccountShrankBefore) {
  Observe("harborline", v1::HEALTH_TIER_YELLOW, Start() - absl::Hours(48));
  Record(Booking("harborline", kAddOn, 18'000'000, 15'000'000));
  SetClock(Now() + absl::Hours(24));
  v1::RecordBookingRequest renewal = Booking("harborline", kRenewal, 15'000'000, 15'000'000);
  const v1::Attribution save = Record(renewal).attribution();
  EXPECT_EQ(save.parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_THAT(save.flags(), Contains("joint_review"));
  EXPECT_THAT(save.parts(0).flags(), ElementsAre("joint_review"));
  SignBoth(save.name());
}

TEST_F(Bookings, A3_ASignedSaveIsHeldAnewWhenTheAccountShrinksAfterwards) {
  Observe("harborline", v1::HEALTH_TIER_YELLOW, Start() - absl::Hours(48));
  const std::string name = Record(Renewal()).attribution().name();
  SignBoth(name);
  SetClock(Now() + absl::Hours(30 * 24));
  Record(Booking("harborline", kAddOn, 18'000'000, 15'000'000));
  const v1::Attribution held = LookAttribution(name);
  EXPECT_EQ(held.state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_THAT(held.signatures(), IsEmpty());
  EXPECT_THAT(held.flags(), Contains("joint_review"));
  SignBoth(name);
  EXPECT_EQ(LookAttribution(name).state(), v1::ATTRIBUTION_STATE_CONCURRED);
  SetClock(Now() + absl::Microseconds(1));
  Record(Booking("harborline", kAddOn, 15'000'000, 14'000'000));
  EXPECT_EQ(LookAttribution(name).state(), v1::ATTRIBUTION_STATE_CONCURRED);  // past the 30 days
}

TEST_F(Bookings, A2_OfAYellowThatEndedNinetyDaysBeforeTheWindowNothingIsLeft) {
  Observe("harborline", v1::HEALTH_TIER_YELLOW, Start() - absl::Hours(120 * 24));
  Observe("harborline", v1::HEALTH_TIER_GREEN, Start() - absl::Hours(90 * 24));
  const v1::Attribution clean = Record(Renewal()).attribution();
  EXPECT_FALSE(clean.at_risk());
  EXPECT_EQ(clean.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(clean.parts(0).flags(), IsEmpty());
  EXPECT_FALSE(clean.has_save_bonus());
}

TEST_F(Bookings, A2_WithoutAnyHealthARenewalIsCleanAndFlagged) {
  const v1::Attribution clean = Record(Renewal()).attribution();
  EXPECT_EQ(clean.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(clean.parts(0).flags(), ElementsAre("no_health_history"));
}

TEST_F(Bookings, A8_AProposalFollowsWhatWasObservedBeforeTheBookingUntilSomebodySigns) {
  const v1::Attribution clean = Record(Renewal()).attribution();
  Observe("harborline", v1::HEALTH_TIER_RED, Start() - absl::Hours(48));
  const v1::Attribution save = LookAttribution(clean.name());
  EXPECT_TRUE(save.at_risk());
  EXPECT_EQ(save.parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_THAT(save.parts(0).flags(), IsEmpty());
  EXPECT_EQ(save.save_bonus().amount_minor(), 250'000);
  EXPECT_EQ(domain::ToMicros(save.sign_due_time()), domain::ToMicros(clean.sign_due_time()));
}

TEST_F(Bookings, A8_OnceSignedNoLateFactChangesItAfterSeventyTwoHours) {
  const v1::Attribution clean = Record(Renewal()).attribution();
  ASSERT_THAT(Sign(helen(), clean.name(), v1::SIGNING_SIDE_CS), IsOk());
  SetClock(Now() + absl::Hours(73));
  Observe("harborline", v1::HEALTH_TIER_RED, Start() - absl::Hours(48));
  EXPECT_EQ(LookAttribution(clean.name()).parts(0).category(),
            v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
}

TEST_F(Bookings, A4_ARenewalWithExpansionIsTakenApart) {
  Observe("harborline", v1::HEALTH_TIER_GREEN, Start() - absl::Hours(48));
  v1::RecordBookingRequest request = Booking("harborline", kRenewal, 18'000'000, 20'000'000);
  request.mutable_booking()->mutable_lines(0)->set_uplift_bp(400);
  AddLine(kAddOn, "analytics", 0, 1'000'000, request.mutable_booking());
  const v1::Attribution attribution = Record(request).attribution();
  std::vector<std::pair<v1::AttributionCategory, int64_t>> parts;
  for (const v1::AttributionPart& part : attribution.parts()) {
    parts.emplace_back(part.category(), part.amount_minor());
  }
  EXPECT_THAT(parts, ElementsAre(std::pair(v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 18'000'000),
                                 std::pair(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, 720'000),
                                 std::pair(v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION, 1'280'000),
                                 std::pair(v1::ATTRIBUTION_CATEGORY_CROSS_SELL, 1'000'000)));
  EXPECT_THAT(attribution.flags(), ElementsAre("unlogged_expansion"));
  EXPECT_EQ(attribution.net_direction(), "expansion");
}

TEST_F(Bookings, A1_MoreThanTheAccountHasCantBeLost) {
  const auto refused =
      remy().Call(&AttributionStub::RecordBooking, Booking("harborline", kRenewal, 18'000'001, 0));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "BOOKING_INCONSISTENT"));
  EXPECT_EQ(MetadataOn(refused.status())["account"], Account("harborline"));
  const v1::Attribution churn =
      Record(Booking("harborline", kRenewal, 18'000'000, 0)).attribution();
  EXPECT_EQ(churn.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CHURN);
}

TEST_F(Bookings, X9_TheSameSourceRecordIsBookedOnce) {
  v1::RecordBookingRequest request = Renewal();
  request.mutable_booking()->mutable_source()->set_system("salesforce");
  request.mutable_booking()->mutable_source()->set_record_id("006LM");
  const v1::RecordBookingResponse first = Record(request);
  const int64_t events = AuditEvents();
  const v1::RecordBookingResponse again = Record(request);
  EXPECT_TRUE(again.already_recorded());
  EXPECT_EQ(again.booking().name(), first.booking().name());
  EXPECT_EQ(again.attribution().name(), first.attribution().name());
  EXPECT_EQ(AuditEvents(), events);
}

TEST_F(Bookings, A6_BothSidesMakeItConcurred) {
  const std::string name = Record(Renewal()).attribution().name();
  const auto half = Sign(helen(), name, v1::SIGNING_SIDE_CS);
  ASSERT_THAT(half, IsOk());
  EXPECT_EQ(half->state(), v1::ATTRIBUTION_STATE_PROPOSED);
  EXPECT_THAT(Sign(helen(), name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kFailedPrecondition, "ATTRIBUTION_STATE"));
  const auto whole = Sign(victor(), name, v1::SIGNING_SIDE_SALES);
  ASSERT_THAT(whole, IsOk());
  EXPECT_EQ(whole->state(), v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_EQ(domain::ToTime(whole->concur_time()), Now());
  EXPECT_THAT(Sign(victor(), name, v1::SIGNING_SIDE_SALES),
              Refuses(absl::StatusCode::kFailedPrecondition, "ATTRIBUTION_STATE"));
}

TEST_F(Bookings, A6_OnlyTheRightPersonSignsForASide) {
  const std::string name = Record(Renewal()).attribution().name();
  EXPECT_THAT(ViolatedFields(Sign(helen(), name, v1::SIGNING_SIDE_UNSPECIFIED).status()),
              ElementsAre("side"));
  EXPECT_THAT(Sign(helen(), name, v1::SIGNING_SIDE_SALES),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Sign(remy(), name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Sign(clara(), name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNER_CONFLICT"));
  ASSERT_THAT(Sign(helen(), name, v1::SIGNING_SIDE_CS), IsOk());
  EXPECT_THAT(Sign(As(v1::ROLE_VP_SALES, "helen"), name, v1::SIGNING_SIDE_SALES),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNER_CONFLICT"));
}

TEST_F(Bookings, A6_WhoIsCreditedDoesNotSignAndTheCroStepsIn) {
  AddAccount(NewAccount("quillan"), "helen");
  const std::string name =
      Record(Booking("quillan", kRenewal, 18'000'000, 18'000'000)).attribution().name();
  EXPECT_THAT(Sign(helen(), name, v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kFailedPrecondition, "SIGNER_CONFLICT"));
  EXPECT_THAT(Sign(clara(), name, v1::SIGNING_SIDE_CS), IsOk());
}

TEST_F(Bookings, A6_WhoHasNotSignedIsRemindedDailyAfterFiveBusinessDays) {
  const v1::Attribution attribution = Record(Renewal()).attribution();
  const absl::Time due = domain::ToTime(attribution.sign_due_time());
  EXPECT_EQ(due, Start() + absl::Hours(7 * 24));  // Monday to Monday
  ASSERT_THAT(Sign(helen(), attribution.name(), v1::SIGNING_SIDE_CS), IsOk());
  EXPECT_EQ(AdvanceTo(due), 0);
  AdvanceTo(due + absl::Microseconds(1));
  EXPECT_THAT(Deliveries(attribution.name()),
              ElementsAre(DeliveryTo(Person("victor"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "A-6")));
  AdvanceTo(due + absl::Hours(24) + absl::Microseconds(1));
  EXPECT_THAT(Deliveries(attribution.name()), SizeIs(2));
  ASSERT_THAT(Sign(victor(), attribution.name(), v1::SIGNING_SIDE_SALES), IsOk());
  AdvanceTo(due + absl::Hours(96));
  EXPECT_THAT(Deliveries(attribution.name()), SizeIs(2));
}

}  // namespace
}  // namespace baton::testing
