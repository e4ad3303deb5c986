// Bookings that were wrong, come late, or end; what the CRM says of ARR; facts told too late.
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

class BookingVoids : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
  }

  Client doris() { return As(v1::ROLE_DIRECTOR_REVOPS, "doris"); }

  absl::StatusOr<v1::VoidBookingResponse> Void(const Client& who, const std::string& booking) {
    v1::VoidBookingRequest request;
    request.set_name(booking);
    request.set_reason("Booked with the wrong amount.");
    return who.Call(&AttributionStub::VoidBooking, request);
  }

  absl::StatusOr<v1::ApproveBookingVoidResponse> Approve(const Client& who,
                                                         const std::string& booking) {
    v1::ApproveBookingVoidRequest request;
    request.set_name(booking);
    return who.Call(&AttributionStub::ApproveBookingVoid, request);
  }

  int64_t Arr() {
    v1::GetAccountRequest request;
    request.set_name(Account("harborline"));
    const auto account = remy().Call(&AccountStub::GetAccount, request);
    EXPECT_THAT(account, IsOk());
    return account.ok() ? account->account().arr().amount_minor() : -1;
  }

  std::vector<v1::ReconciliationItem> Items() {
    v1::ListReconciliationItemsRequest request;
    request.set_parent(Tenant());
    const auto listed = remy().Call(&AccountStub::ListReconciliationItems, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->items().begin(), listed->items().end()};
  }

  void StateCrmArr(int64_t minor) {
    v1::UpsertAccountRequest request;
    request.mutable_account()->set_name(Account("harborline"));
    *request.mutable_account()->mutable_crm_arr() = Usd(minor);
    ASSERT_THAT(plugin().Call(&AccountStub::UpsertAccount, request), IsOk());
  }
};

TEST_F(BookingVoids, A12_TwoPeopleReverseABookingExactly) {
  const v1::RecordBookingResponse wrong =
      Record(Booking("harborline", kAddOn, 18'000'000, 22'800'000));
  EXPECT_EQ(Arr(), 22'800'000);
  const std::string& name = wrong.booking().name();
  EXPECT_THAT(Approve(doris(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "BOOKING_STATE"));
  ASSERT_THAT(Void(remy(), name), IsOk());
  EXPECT_EQ(Arr(), 22'800'000);
  EXPECT_THAT(Approve(remy(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "SECOND_PERSON"));
  const auto voided = Approve(doris(), name);
  ASSERT_THAT(voided, IsOk());
  EXPECT_EQ(voided->booking().voiding().approver(), Person("doris"));
  EXPECT_EQ(voided->reversal().reverses(), name);
  EXPECT_EQ(Arr(), 18'000'000);
  EXPECT_EQ(LookAttribution(wrong.attribution().name()).state(), v1::ATTRIBUTION_STATE_VOIDED);
  const v1::Attribution back = LookAttribution(voided->reversal().attribution());
  EXPECT_EQ(back.reverses(), wrong.attribution().name());
  EXPECT_EQ(back.parts(0).amount_minor(), -4'800'000);
  EXPECT_EQ(back.parts(0).ae_credit_minor(), -wrong.attribution().parts(0).ae_credit_minor());
  EXPECT_THAT(Sign(helen(), wrong.attribution().name(), v1::SIGNING_SIDE_CS),
              Refuses(absl::StatusCode::kFailedPrecondition, "ATTRIBUTION_STATE"));
}

TEST_F(BookingVoids, A12_TheRightBookingIsLinkedAndMayHaveTheSameSource) {
  v1::RecordBookingRequest request = Booking("harborline", kAddOn, 18'000'000, 22'800'000);
  request.mutable_booking()->mutable_source()->set_system("salesforce");
  request.mutable_booking()->mutable_source()->set_record_id("006LM");
  const std::string wrong = Record(request).booking().name();
  request.mutable_booking()->set_corrects(wrong);
  ASSERT_THAT(Void(remy(), wrong), IsOk());
  ASSERT_THAT(Approve(doris(), wrong), IsOk());
  // The old payload again is no new booking.
  request.mutable_booking()->clear_corrects();
  EXPECT_TRUE(Record(request).already_recorded());
  request.mutable_booking()->set_corrects(wrong);
  request.mutable_booking()->mutable_lines(0)->set_new_arr_minor(20'000'000);
  const v1::RecordBookingResponse right = Record(request);
  EXPECT_FALSE(right.already_recorded());
  EXPECT_EQ(right.booking().corrects(), wrong);
  EXPECT_EQ(Arr(), 20'000'000);
  v1::GetBookingRequest get;
  get.set_name(wrong);
  EXPECT_EQ(remy().Call(&AttributionStub::GetBooking, get)->booking().corrected_by(),
            right.booking().name());
  EXPECT_EQ(Record(request).booking().name(), right.booking().name());
}

TEST_F(BookingVoids, A12_OnlyAVoidedBookingOfTheAccountIsPutRight) {
  v1::RecordBookingRequest request = Booking("harborline", kAddOn, 18'000'000, 18'100'000);
  const std::string standing = Record(request).booking().name();
  request.mutable_booking()->set_corrects(standing);
  EXPECT_THAT(ViolatedFields(remy().Call(&AttributionStub::RecordBooking, request).status()),
              ElementsAre("booking.corrects"));
}

TEST_F(BookingVoids, X8_WhatIsBuiltUponIsVoidedLast) {
  const std::string first =
      Record(Booking("harborline", kAddOn, 18'000'000, 22'800'000)).booking().name();
  Record(Booking("harborline", kAddOn, 22'800'000, 1'000'000));
  ASSERT_THAT(Void(remy(), first), IsOk());
  EXPECT_THAT(Approve(doris(), first),
              Refuses(absl::StatusCode::kFailedPrecondition, "BOOKING_STATE"));
  EXPECT_EQ(Arr(), 1'000'000);
}

TEST_F(BookingVoids, A12_ADisputeOfAVoidedBookingIsMoot) {
  const v1::RecordBookingResponse wrong =
      Record(Booking("harborline", kRenewal, 18'000'000, 18'000'000));
  v1::OpenDisputeRequest open;
  open.set_attribution(wrong.attribution().name());
  open.set_reason("It was a save.");
  open.add_asked()->set_part(1);
  open.mutable_asked(0)->set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  const auto dispute = imogen().Call(&AttributionStub::OpenDispute, open);
  ASSERT_THAT(dispute, IsOk());
  ASSERT_THAT(Void(remy(), wrong.booking().name()), IsOk());
  ASSERT_THAT(Approve(doris(), wrong.booking().name()), IsOk());
  v1::GetDisputeRequest get;
  get.set_name(dispute->dispute().name());
  EXPECT_EQ(remy().Call(&AttributionStub::GetDispute, get)->dispute().state(),
            v1::DISPUTE_STATE_MOOT);
}

TEST_F(BookingVoids, A1_ChurnTakesEveryLineToNothing) {
  v1::RecordChurnRequest request;
  request.set_parent(Tenant());
  request.set_account(Account("harborline"));
  request.mutable_source()->set_system("salesforce");
  request.mutable_source()->set_record_id("C1");
  const auto churn = remy().Call(&AttributionStub::RecordChurn, request);
  ASSERT_THAT(churn, IsOk());
  EXPECT_EQ(churn->booking().kind(), v1::BOOKING_KIND_CHURN);
  ASSERT_THAT(churn->attribution().parts(), SizeIs(1));
  EXPECT_EQ(churn->attribution().parts(0).category(), v1::ATTRIBUTION_CATEGORY_CHURN);
  EXPECT_EQ(churn->attribution().parts(0).amount_minor(), -18'000'000);
  SetClock(Now() + absl::Seconds(1));
  EXPECT_EQ(Arr(), 0);
  EXPECT_TRUE(remy().Call(&AttributionStub::RecordChurn, request)->already_recorded());
  request.mutable_source()->set_record_id("C2");
  EXPECT_THAT(remy().Call(&AttributionStub::RecordChurn, request),
              Refuses(absl::StatusCode::kInvalidArgument, "BOOKING_INCONSISTENT"));
}

TEST_F(BookingVoids, A12_ARenewalNinetyDaysLateIsAWinBackOfWhatWasLost) {
  v1::RecordBookingRequest request = Booking("harborline", kRenewal, 18'000'000, 19'000'000);
  SetClock(Now() + absl::Hours(24 * 91));
  *request.mutable_booking()->mutable_renewal_time() = request.booking().booked_time();
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Now());
  const v1::RecordBookingResponse back = Record(request);
  EXPECT_THAT(back.attribution().flags(), Contains("win_back"));
  EXPECT_THAT(back.booking().warnings(), SizeIs(1));
  ASSERT_THAT(back.attribution().parts(), SizeIs(1));
  EXPECT_EQ(back.attribution().parts(0).category(), v1::ATTRIBUTION_CATEGORY_CROSS_SELL);
  EXPECT_EQ(back.attribution().parts(0).amount_minor(), 19'000'000);
  v1::ListBookingsRequest list;
  list.set_parent(Tenant());
  const auto bookings = remy().Call(&AttributionStub::ListBookings, list);
  ASSERT_THAT(bookings, IsOk());
  ASSERT_THAT(bookings->bookings(), SizeIs(2));
  const v1::Booking& churn = bookings->bookings(1);
  EXPECT_EQ(churn.kind(), v1::BOOKING_KIND_CHURN);
  EXPECT_EQ(churn.churned_for(), back.booking().name());
  EXPECT_EQ(LookAttribution(churn.attribution()).parts(0).category(),
            v1::ATTRIBUTION_CATEGORY_CHURN);
  SetClock(Now() + absl::Seconds(1));
  EXPECT_EQ(Arr(), 19'000'000);
}

TEST_F(BookingVoids, A12_ARenewalThirtyOneDaysLateIsFlagged) {
  v1::RecordBookingRequest request = Booking("harborline", kRenewal, 18'000'000, 18'000'000);
  SetClock(Now() + absl::Hours(24 * 31));
  *request.mutable_booking()->mutable_renewal_time() = request.booking().booked_time();
  *request.mutable_booking()->mutable_booked_time() = domain::ToTimestamp(Now());
  EXPECT_THAT(Record(request).attribution().flags(), ElementsAre("late_renewal"));
}

TEST_F(BookingVoids, X8_ACrmFigureThatDiffersIsAnItemUntilItAgrees) {
  StateCrmArr(18'000'000);
  EXPECT_THAT(Items(), IsEmpty());
  StateCrmArr(17'000'000);
  StateCrmArr(17'000'000);
  ASSERT_THAT(Items(), SizeIs(1));
  EXPECT_EQ(Items()[0].difference().amount_minor(), -1'000'000);
  EXPECT_EQ(Arr(), 18'000'000);
  StateCrmArr(18'000'000);
  ASSERT_THAT(Items(), SizeIs(1));
  EXPECT_TRUE(Items()[0].has_resolve_time());
}

TEST_F(BookingVoids, A13_WhatIsToldMoreThanSevenDaysLaterIsRefused) {
  SetClock(Now() + absl::Hours(24 * 30));
  v1::RecordHealthRequest request;
  request.set_parent(Account("harborline"));
  request.mutable_observation()->set_tier(v1::HEALTH_TIER_RED);
  *request.mutable_observation()->mutable_observe_time() =
      domain::ToTimestamp(Now() - absl::Hours(24 * 7) - absl::Microseconds(1));
  EXPECT_THAT(ViolatedFields(remy().Call(&AccountStub::RecordHealth, request).status()),
              ElementsAre("observation.observe_time"));
  *request.mutable_observation()->mutable_observe_time() =
      domain::ToTimestamp(Now() - absl::Hours(24 * 7));
  EXPECT_THAT(remy().Call(&AccountStub::RecordHealth, request), IsOk());
}

TEST_F(BookingVoids, A13_ATierSetLateByHandByTheCsmMakesNoSave) {
  v1::RecordHealthRequest request;
  request.set_parent(Account("harborline"));
  request.mutable_observation()->set_tier(v1::HEALTH_TIER_RED);
  request.mutable_observation()->set_manual(true);
  const auto observed = imogen().Call(&AccountStub::RecordHealth, request);
  ASSERT_THAT(observed, IsOk());
  EXPECT_EQ(observed->observation().person(), Person("imogen"));
  SetClock(Now() + absl::Hours(1));
  const v1::Attribution clean =
      Record(Booking("harborline", kRenewal, 18'000'000, 18'000'000)).attribution();
  EXPECT_EQ(clean.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(clean.flags(), ElementsAre("joint_review", "late_manual_tier"));
}

}  // namespace
}  // namespace baton::testing
