#include "tests/acceptance/attribution_tour.h"

#include <gtest/gtest.h>

#include <string>

namespace baton::testing {

void AttributionTour::TourDisputes() {
  for (const bool agree : {false, true}) {
    const std::string name =
        Record(Booking("harborline", v1::BOOKING_LINE_KIND_RENEWAL, 22'900'000, 22'900'000))
            .attribution()
            .name();
    v1::RecommendAttributionRequest recommend;
    recommend.set_name(name);
    recommend.mutable_outside()->set_recommender("copilot");
    recommend.mutable_outside()->add_parts()->set_part(1);
    recommend.mutable_outside()->mutable_parts(0)->set_category(
        v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
    EXPECT_THAT(imogen().Call(&AttributionStub::RecommendAttribution, recommend), IsOk());
    v1::BatchSignAttributionsRequest batch;
    batch.set_parent(Tenant());
    batch.add_names(name);
    batch.set_side(v1::SIGNING_SIDE_CS);
    batch.set_health_waiver("None is kept.");
    EXPECT_THAT(helen().Call(&AttributionStub::BatchSignAttributions, batch), IsOk());
    v1::OpenDisputeRequest open;
    open.set_attribution(name);
    open.set_reason("a tour");
    open.add_asked()->set_part(1);
    open.mutable_asked(0)->set_category(v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT);
    const auto opened = imogen().Call(&AttributionStub::OpenDispute, open);
    ASSERT_THAT(opened, IsOk());
    v1::GetDisputeRequest get;
    get.set_name(opened->dispute().name());
    EXPECT_THAT(priya().Call(&AttributionStub::GetDispute, get), IsOk());
    if (!agree) {
      AdvanceTo(Now() + absl::Hours(24 * 9));
      continue;
    }
    v1::ReviewDisputeRequest review;
    review.set_name(get.name());
    review.set_ruling(v1::DISPUTE_RULING_RECATEGORISE);
    review.set_reason("a tour");
    review.set_side(v1::SIGNING_SIDE_CS);
    EXPECT_THAT(helen().Call(&AttributionStub::ReviewDispute, review), IsOk());
    review.set_side(v1::SIGNING_SIDE_SALES);
    EXPECT_THAT(victor().Call(&AttributionStub::ReviewDispute, review), IsOk());
    v1::OpenDealDeskTicketRequest ticket;
    ticket.set_attribution(name);
    ticket.set_reason("a tour");
    EXPECT_THAT(imogen().Call(&AttributionStub::OpenDealDeskTicket, ticket),
                Refuses(absl::StatusCode::kFailedPrecondition, "TICKET_STATE"));
  }
}

void AttributionTour::TourVoids() {
  v1::UpsertAccountRequest figure;
  figure.mutable_account()->set_name(Account("harborline"));
  for (const int64_t minor : {1, 2}) {
    *figure.mutable_account()->mutable_crm_arr() = Usd(minor);
    EXPECT_THAT(remy().Call(&AccountStub::UpsertAccount, figure), IsOk());
  }
  const v1::RecordBookingResponse wrong =
      Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 22'900'000, 23'000'000));
  v1::OpenDealDeskTicketRequest open;
  open.set_attribution(wrong.attribution().name());
  open.set_reason("a tour");
  const auto ticket = imogen().Call(&AttributionStub::OpenDealDeskTicket, open);
  ASSERT_THAT(ticket, IsOk());
  const Client doris = As(v1::ROLE_DIRECTOR_REVOPS, "doris");
  v1::RuleDealDeskTicketRequest rule;
  rule.set_name(ticket->ticket().name());
  rule.set_reason("a tour");
  EXPECT_THAT(doris.Call(&AttributionStub::RuleDealDeskTicket, rule), IsOk());
  v1::VoidBookingRequest ask;
  ask.set_name(wrong.booking().name());
  ask.set_reason("a tour");
  EXPECT_THAT(remy().Call(&AttributionStub::VoidBooking, ask), IsOk());
  v1::ApproveBookingVoidRequest approve;
  approve.set_name(wrong.booking().name());
  EXPECT_THAT(doris.Call(&AttributionStub::ApproveBookingVoid, approve), IsOk());
  AddAccount(NewAccount("elm-street"));
  v1::RecordChurnRequest churn;
  churn.set_parent(Tenant());
  churn.set_account(Account("elm-street"));
  EXPECT_THAT(remy().Call(&AttributionStub::RecordChurn, churn), IsOk());
}

void AttributionTour::TourAudit() {
  v1::AuditQuarterRequest request;
  request.set_parent(Tenant());
  request.set_quarter("2026-Q1");
  const auto audit = remy().Call(&AttributionStub::AuditQuarter, request);
  ASSERT_THAT(audit, IsOk());
  v1::ListAuditItemsRequest list;
  list.set_parent(audit->audit().name());
  const auto items = remy().Call(&AttributionStub::ListAuditItems, list);
  ASSERT_THAT(items, IsOk());
  ASSERT_GT(items->items_size(), 0);
  v1::RecordAuditFindingRequest finding;
  finding.set_name(items->items(0).name());
  finding.set_finding(v1::AUDIT_FINDING_IN_ORDER);
  finding.set_comment("a tour");
  EXPECT_THAT(remy().Call(&AttributionStub::RecordAuditFinding, finding), IsOk());
}

}  // namespace baton::testing
