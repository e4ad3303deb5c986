#include "domain/instant.h"
#include "tests/acceptance/pay_company.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr int kFirstCase = 1'000;
constexpr int64_t kOpening = 1'000'000;

}  // namespace

PayCompany::Case PayCompany::FoundCase(const std::string& account, const std::string& csm,
                                       const std::string& ae) {
  v1::Account founded = NewAccount(account);
  founded.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(kOpening);
  AddAccount(founded, csm, ae);
  return {kFirstCase + cases_++, account};
}

void PayCompany::Grow(const Case& of, absl::Time at, int64_t from_minor, int64_t to_minor) {
  AtOf(of.about, at, [this, account = of.account, from_minor, to_minor] {
    BookCase(account, from_minor, to_minor);
  });
}

void PayCompany::Lose(const Case& of, absl::Time at, absl::Time voided) {
  AtOf(of.about, at, [this, account = of.account, voided] { LoseCase(account, voided); });
}

void PayCompany::BookCase(const std::string& account, int64_t from_minor, int64_t to_minor) {
  v1::RecordBookingRequest request =
      Booking(account, v1::BOOKING_LINE_KIND_ADD_ON, from_minor, to_minor);
  request.set_request_id(NextRequestId());
  SignBoth(Record(request).attribution().name());
}

void PayCompany::LoseCase(const std::string& account, absl::Time voided) {
  v1::RecordChurnRequest request;
  request.set_parent(Tenant());
  request.set_account(Account(account));
  request.set_request_id(NextRequestId());
  const auto churn = remy().Call(&AttributionStub::RecordChurn, request);
  ASSERT_THAT(churn, IsOk());
  if (voided == absl::InfiniteFuture()) return;
  At(voided, [this, booking = churn->booking().name()] { VoidBooking(booking); });
}

void PayCompany::VoidBooking(const std::string& booking) {
  v1::VoidBookingRequest ask;
  ask.set_name(booking);
  ask.set_reason("Booked with the wrong amount.");
  ASSERT_THAT(remy().Call(&AttributionStub::VoidBooking, ask), IsOk());
  v1::ApproveBookingVoidRequest approve;
  approve.set_name(booking);
  ASSERT_THAT(doris().Call(&AttributionStub::ApproveBookingVoid, approve), IsOk());
}

void PayCompany::Meet(const std::string& account, const std::string& type) {
  v1::RecordActivityRequest request;
  request.set_parent(Account(account));
  request.mutable_activity()->set_activity_type(type);
  request.mutable_activity()->set_role(v1::ROLE_CSM);
  request.mutable_activity()->set_two_way(true);
  request.set_request_id(NextRequestId());
  ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
}

// A book that loses nothing, with a review each quarter, and that grows by more than its target:
// the excess of its GRR comes with the fourth quarter, what is above the target counts faster.
void PayCompany::PlantAGoodYear() {
  const Case kept = FoundCase("kept", "vera", "rosa");
  AtOf(kept.about, StartOf(0) + 25 * kDay, [this] {
    v1::RecordBookingRequest renewal =
        Booking("kept", v1::BOOKING_LINE_KIND_RENEWAL, kOpening, kOpening);
    renewal.set_request_id(NextRequestId());
    SignBoth(Record(renewal).attribution().name());
  });
  for (int quarter = 0; quarter < 4; ++quarter) {
    AtOf(kept.about, StartOf(quarter) + 40 * kDay, [this] { Meet("kept", "ebr"); });
  }
  AtOf(kept.about, StartOf(1) + 20 * kDay, [this] { Meet("kept", "brokered_introduction"); });
  AtOf(kept.about, StartOf(1) + 30 * kDay, [this] {
    v1::CreateOpportunityRequest open;
    open.set_parent(Tenant());
    open.mutable_opportunity()->set_account(Account("kept"));
    open.mutable_opportunity()->set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
    open.mutable_opportunity()->set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
    *open.mutable_opportunity()->mutable_create_time() = domain::ToTimestamp(Now());
    open.set_request_id(NextRequestId());
    const auto opened = remy().Call(&AccountStub::CreateOpportunity, open);
    ASSERT_THAT(opened, IsOk());
    v1::RecordBookingRequest won =
        Booking("kept", v1::BOOKING_LINE_KIND_ADD_ON, kOpening, 1'900'007);
    won.mutable_booking()->set_opportunity(opened->opportunity().name());
    won.set_request_id(NextRequestId());
    SignBoth(Record(won).attribution().name());
  });
}

// A renewal that was due while imogen had the account, booked under tobias, and a save only by a
// dispute's ruling: hers (W-3).
void PayCompany::PlantADisputedSave() {
  const Case argued = FoundCase("argued", "imogen", "rosa");
  AtOf(argued.about, StartOf(0) + 10 * kDay, [this] {
    v1::SetAccountTeamRequest team;
    team.set_account(Account("argued"));
    team.mutable_member()->set_role(v1::ROLE_CSM);
    team.mutable_member()->set_person(Person("tobias"));
    *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Now());
    ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  });
  AtOf(argued.about, StartOf(0) + 15 * kDay, [this] {
    v1::RecordBookingRequest renewal =
        Booking("argued", v1::BOOKING_LINE_KIND_RENEWAL, kOpening, kOpening);
    *renewal.mutable_booking()->mutable_renewal_time() = domain::ToTimestamp(Now() - 7 * kDay);
    renewal.set_request_id(NextRequestId());
    v1::OpenDisputeRequest open;
    open.set_attribution(Record(renewal).attribution().name());
    SignBoth(open.attribution());
    open.set_reason("She saved it.");
    open.add_asked()->set_part(1);
    open.mutable_asked(0)->set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    open.set_request_id(NextRequestId());
    const auto opened = remy().Call(&AttributionStub::OpenDispute, open);
    ASSERT_THAT(opened, IsOk());
    Rule(opened->dispute().name(), v1::DISPUTE_RULING_RECATEGORISE);
  });
}

void PayCompany::PlantCases() {
  PlantAGoodYear();
  PlantADisputedSave();
  // Sold in the first quarter, lost in the second, and lost by mistake: voided in the fourth.
  const Case owing = FoundCase("owing", "imogen", "kai");
  Grow(owing, StartOf(0) + 50 * kDay, kOpening, 31'000'001);
  Lose(owing, StartOf(1) + 29 * kDay, StartOf(3) + 20 * kDay);
  // Lost on the last instant of the 90 days, and just after it.
  for (const absl::Duration late : {absl::ZeroDuration(), absl::Microseconds(1)}) {
    const Case edge =
        FoundCase(late == absl::ZeroDuration() ? "at-90" : "past-90", "imogen", "rosa");
    const absl::Time sold = StartOf(0) + 20 * kDay + absl::Hours(12);
    Grow(edge, sold, kOpening, 6'000'003);
    Lose(edge, sold + 90 * kDay + late);
  }
  // Two sales of one product line, of which a shrink takes the later one and some of the first.
  const Case shrunk = FoundCase("shrunk", "imogen", "rosa");
  Grow(shrunk, StartOf(0) + 30 * kDay, kOpening, 6'000'001);
  Grow(shrunk, StartOf(0) + 59 * kDay, 6'000'001, 13'000'004);
  Grow(shrunk, StartOf(0) + 109 * kDay, 13'000'004, 5'000'001);
}

void PayCompany::Rule(const std::string& dispute, v1::DisputeRuling ruling) {
  v1::ReviewDisputeRequest request;
  request.set_name(dispute);
  request.set_ruling(ruling);
  request.set_reason("As the calls show.");
  request.set_side(v1::SIGNING_SIDE_CS);
  request.set_request_id(NextRequestId());
  ASSERT_THAT(helen().Call(&AttributionStub::ReviewDispute, request), IsOk());
  request.set_side(v1::SIGNING_SIDE_SALES);
  request.set_request_id(NextRequestId());
  ASSERT_THAT(victor().Call(&AttributionStub::ReviewDispute, request), IsOk());
}

void PayCompany::Void(size_t number) {
  Deal& deal = deals_[number];
  Customer& customer = customers_[deal.customer];
  const v1::Attribution attribution = LookAttribution(deal.attribution);
  const bool argued = attribution.state() == v1::ATTRIBUTION_STATE_SUPERSEDED ||
                      !attribution.open_dispute().empty();
  if (argued || customer.last_booking != deal.booking) return;
  VoidBooking(deal.booking);
  deal.voided = true;
  customer.owned = deal.owned_before;
  customer.churned = deal.was_churned;
  customer.last_booking.clear();
}

}  // namespace baton::testing
