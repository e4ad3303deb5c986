// What becomes of an attribution: evidence, late facts, disputes, tickets, audits.
#include <gtest/gtest.h>

#include <string>

#include "baton/v1/report_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using ReportStub = v1::ReportService::Stub;

constexpr auto kRenewal = v1::BOOKING_LINE_KIND_RENEWAL;
constexpr auto kCs = v1::SIGNING_SIDE_CS;
constexpr auto kSales = v1::SIGNING_SIDE_SALES;

class AttributionLife : public Revenue {
 protected:
  void SetUp() override {
    Revenue::SetUp();
    AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
  }

  Client doris() { return As(v1::ROLE_DIRECTOR_REVOPS, "doris"); }

  v1::RecordBookingRequest Renewal() const {
    v1::RecordBookingRequest request = Booking("harborline", kRenewal, 18'000'000, 18'000'000);
    *request.mutable_booking()->mutable_renewal_time() =
        domain::ToTimestamp(Now() + absl::Hours(240));
    return request;
  }

  absl::StatusOr<v1::Attribution> SignPlainly(const Client& who, const std::string& name,
                                              v1::SigningSide side) {
    v1::SignAttributionRequest request;
    request.set_name(name);
    request.set_side(side);
    const auto signed_now = who.Call(&AttributionStub::SignAttribution, request);
    if (!signed_now.ok()) return signed_now.status();
    return signed_now->attribution();
  }

  void Meet(v1::Role role, bool two_way) {
    v1::RecordActivityRequest request;
    request.set_parent(Account("harborline"));
    v1::Activity& activity = *request.mutable_activity();
    activity.set_activity_type("meeting");
    activity.set_role(role);
    activity.set_two_way(two_way);
    *activity.mutable_occur_time() = domain::ToTimestamp(Now() - absl::Hours(1));
    ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
  }

  absl::StatusOr<v1::Dispute> Dispute(const Client& who, const std::string& attribution,
                                      v1::AttributionCategory category) {
    v1::OpenDisputeRequest request;
    request.set_attribution(attribution);
    request.set_reason("It was another case.");
    request.add_asked()->set_part(1);
    request.mutable_asked(0)->set_category(category);
    const auto opened = who.Call(&AttributionStub::OpenDispute, request);
    if (!opened.ok()) return opened.status();
    return opened->dispute();
  }

  absl::StatusOr<v1::ReviewDisputeResponse> Review(const Client& who, const std::string& dispute,
                                                   v1::SigningSide side, v1::DisputeRuling ruling) {
    v1::ReviewDisputeRequest request;
    request.set_name(dispute);
    request.set_side(side);
    request.set_ruling(ruling);
    request.set_reason("As the calls show.");
    return who.Call(&AttributionStub::ReviewDispute, request);
  }

  v1::Dispute LookDispute(const std::string& name) {
    v1::GetDisputeRequest request;
    request.set_name(name);
    const auto response = remy().Call(&AttributionStub::GetDispute, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->dispute() : v1::Dispute();
  }

  // A clean renewal of harborline, signed by both.
  // As a CS platform's copilot, for the first part.
  absl::StatusOr<v1::RecommendAttributionResponse> RecommendASave(const std::string& name) {
    v1::RecommendAttributionRequest request;
    request.set_name(name);
    request.mutable_outside()->set_recommender("copilot");
    v1::PartRecommendation& part = *request.mutable_outside()->add_parts();
    part.set_part(1);
    part.set_category(v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
    return plugin().Call(&AttributionStub::RecommendAttribution, request);
  }

  std::string Concurred() {
    const std::string name = Record(Renewal()).attribution().name();
    SignBoth(name);
    return name;
  }
};

TEST_F(AttributionLife, A7_ARenewalWithoutHealthIsSignedOnlyWithBothWaivers) {
  const std::string name = Record(Renewal()).attribution().name();
  Document(name);
  EXPECT_THAT(SignPlainly(helen(), name, kCs),
              Refuses(absl::StatusCode::kFailedPrecondition, "DOCUMENTATION_MISSING"));
  ASSERT_THAT(Sign(helen(), name, kCs), IsOk());
  EXPECT_THAT(SignPlainly(victor(), name, kSales),
              Refuses(absl::StatusCode::kFailedPrecondition, "DOCUMENTATION_MISSING"));
  ASSERT_THAT(Sign(victor(), name, kSales), IsOk());
  const v1::Attribution signed_by_both = LookAttribution(name);
  ASSERT_THAT(signed_by_both.documentation(), SizeIs(2));
  EXPECT_EQ(signed_by_both.documentation(0).result(), v1::DOCUMENTATION_RESULT_WAIVED);
  EXPECT_EQ(signed_by_both.documentation(1).result(), v1::DOCUMENTATION_RESULT_ATTACHED);
  EXPECT_EQ(signed_by_both.parts(0).csm_credit_minor(), 18'000'000);
}

TEST_F(AttributionLife, A7_WhatLacksTakesTheCreditWhenTheSecondSideSigns) {
  Observe("harborline", v1::HEALTH_TIER_GREEN, Start() - absl::Hours(48));
  const std::string name = Record(Renewal()).attribution().name();
  EXPECT_EQ(LookAttribution(name).documentation(1).consequence(), "both credits are 0");
  ASSERT_THAT(SignPlainly(helen(), name, kCs), IsOk());
  EXPECT_EQ(LookAttribution(name).parts(0).csm_credit_minor(), 18'000'000);
  ASSERT_THAT(SignPlainly(victor(), name, kSales), IsOk());
  const v1::Attribution undocumented = LookAttribution(name);
  EXPECT_EQ(undocumented.parts(0).csm_credit_minor(), 0);
  EXPECT_THAT(undocumented.parts(0).flags(), ElementsAre("undocumented"));
}

TEST_F(AttributionLife, A7_ASaveThatNoCsmWorkedForIsACleanRenewal) {
  Observe("harborline", v1::HEALTH_TIER_RED, Start() - absl::Hours(48));
  Meet(v1::ROLE_AE, true);
  const std::string name = Record(Renewal()).attribution().name();
  EXPECT_EQ(LookAttribution(name).parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  ASSERT_THAT(SignPlainly(helen(), name, kCs), IsOk());
  ASSERT_THAT(SignPlainly(victor(), name, kSales), IsOk());
  const v1::Attribution clean = LookAttribution(name);
  EXPECT_EQ(clean.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(clean.parts(0).flags(), ElementsAre("at_risk_no_intervention"));
  EXPECT_FALSE(clean.has_save_bonus());
}

TEST_F(AttributionLife, A7_EvidenceIsAttachedWhileItIsProposedAndWithinTheWindow) {
  const std::string name = Record(Renewal()).attribution().name();
  const auto kind = v1::DOCUMENTATION_KIND_CUSTOMER_CONVERSATION;
  EXPECT_THAT(Attach(imogen(), name, kind, Now() - absl::Hours(91 * 24)),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  const auto attached = Attach(imogen(), name, kind, Now() - absl::Hours(2));
  ASSERT_THAT(attached, IsOk());
  EXPECT_EQ(attached->evidence(0).attacher(), Person("imogen"));
  EXPECT_THAT(Attach(dana(), name, kind, Now()), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  SignBoth(name);
  EXPECT_THAT(Attach(imogen(), name, kind, Now()),
              Refuses(absl::StatusCode::kFailedPrecondition, "ATTRIBUTION_STATE"));
}

TEST_F(AttributionLife, A8_EveryReadingIsKept) {
  const std::string name = Record(Renewal()).attribution().name();
  Observe("harborline", v1::HEALTH_TIER_RED, Start() - absl::Hours(48));
  v1::GetAttributionRequest request;
  request.set_name(name);
  const auto now = remy().Call(&AttributionStub::GetAttribution, request);
  ASSERT_THAT(now, IsOk());
  EXPECT_EQ(now->attribution().reading(), 2);
  ASSERT_THAT(now->earlier_readings(), SizeIs(1));
  EXPECT_EQ(now->earlier_readings(0).attribution().parts(0).category(),
            v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
}

TEST_F(AttributionLife, A8_WithinSeventyTwoHoursASignedOneFollowsAndIsSignedAnew) {
  const std::string name = Record(Renewal()).attribution().name();
  const absl::Time start = Now();
  Document(name);
  ASSERT_THAT(Sign(helen(), name, kCs), IsOk());
  SetClock(start + absl::Hours(72));
  Observe("harborline", v1::HEALTH_TIER_RED, start - absl::Hours(48));
  const v1::Attribution save = LookAttribution(name);
  EXPECT_EQ(save.parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_THAT(save.signatures(), IsEmpty());
}

TEST_F(AttributionLife, A8_LaterAFactIsShownWithBothReadings) {
  const std::string name = Record(Renewal()).attribution().name();
  const absl::Time start = Now();
  ASSERT_THAT(Sign(helen(), name, kCs), IsOk());
  SetClock(start + absl::Hours(72) + absl::Microseconds(1));
  Observe("harborline", v1::HEALTH_TIER_RED, start - absl::Hours(48));
  const v1::Attribution held = LookAttribution(name);
  EXPECT_EQ(held.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_THAT(held.flags(), Contains("late_fact"));
  ASSERT_THAT(held.late_facts(), SizeIs(1));
  EXPECT_EQ(held.late_facts(0).parts_with_fact(0).category(),
            v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
}

TEST_F(AttributionLife, A8_BothSidesRecategoriseAndTheNewOneSupersedes) {
  Observe("harborline", v1::HEALTH_TIER_RED, Start() - absl::Hours(48));
  const std::string name = Concurred();
  const auto dispute = Dispute(rosa(), name, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  ASSERT_THAT(dispute, IsOk());
  EXPECT_EQ(LookAttribution(name).open_dispute(), dispute->name());
  EXPECT_THAT(Deliveries(dispute->name()),
              Contains(DeliveryTo(Person("helen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "A-8")));
  EXPECT_THAT(Dispute(imogen(), name, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL),
              Refuses(absl::StatusCode::kFailedPrecondition, "DISPUTE_NOT_POSSIBLE"));
  const auto ruling = v1::DISPUTE_RULING_RECATEGORISE;
  ASSERT_THAT(Review(helen(), dispute->name(), kCs, ruling), IsOk());
  EXPECT_THAT(Review(helen(), dispute->name(), kSales, ruling),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const auto closed = Review(victor(), dispute->name(), kSales, ruling);
  ASSERT_THAT(closed, IsOk());
  EXPECT_EQ(closed->dispute().state(), v1::DISPUTE_STATE_RECATEGORISED);
  const v1::Attribution old = LookAttribution(name);
  const v1::Attribution anew = LookAttribution(closed->dispute().result());
  EXPECT_EQ(old.state(), v1::ATTRIBUTION_STATE_SUPERSEDED);
  EXPECT_EQ(old.superseded_by(), anew.name());
  EXPECT_EQ(anew.supersedes(), name);
  EXPECT_EQ(anew.state(), v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_EQ(anew.parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
  EXPECT_FALSE(anew.has_save_bonus());
  // One appeal, about what counts now.
  const auto appeal = Dispute(imogen(), anew.name(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  ASSERT_THAT(appeal, IsOk());
  EXPECT_EQ(appeal->appeal_of(), dispute->name());
}

TEST_F(AttributionLife, A8_WithoutAgreementTheCroRulesAndWithoutThemItStays) {
  const std::string name = Concurred();
  const std::string dispute =
      Dispute(imogen(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE)->name();
  const absl::Time due = domain::ToTime(LookDispute(dispute).due_time());
  SetClock(due);
  EXPECT_EQ(LookDispute(dispute).state(), v1::DISPUTE_STATE_JOINT_REVIEW);
  SetClock(due + absl::Microseconds(1));
  EXPECT_EQ(LookDispute(dispute).state(), v1::DISPUTE_STATE_CRO_REVIEW);
  EXPECT_THAT(Review(helen(), dispute, kCs, v1::DISPUTE_RULING_UPHOLD),
              Refuses(absl::StatusCode::kFailedPrecondition, "DISPUTE_STATE"));
  SetClock(domain::ToTime(LookDispute(dispute).due_time()) + absl::Microseconds(1));
  EXPECT_EQ(LookDispute(dispute).state(), v1::DISPUTE_STATE_UPHELD);
}

TEST_F(AttributionLife, A8_TheSweeperClosesWhatNobodyRuledOn) {
  const std::string name = Concurred();
  const std::string dispute =
      Dispute(imogen(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE)->name();
  AdvanceTo(domain::ToTime(LookDispute(dispute).due_time()) + absl::Seconds(1));
  AdvanceTo(domain::ToTime(LookDispute(dispute).due_time()) + absl::Seconds(1));
  EXPECT_THAT(LookAttribution(name).open_dispute(), IsEmpty());
  EXPECT_EQ(LookAttribution(name).state(), v1::ATTRIBUTION_STATE_CONCURRED);
  EXPECT_THAT(Deliveries(dispute),
              Contains(DeliveryTo(Person("clara"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "A-8")));
}

TEST_F(AttributionLife, A8_OnlyPartiesDispute) {
  const std::string name = Concurred();
  EXPECT_THAT(Dispute(dana(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Dispute(helen(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  EXPECT_THAT(Dispute(remy(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE), IsOk());
}

TEST_F(AttributionLife, C12_OnlyTheDirectorRulesAndTheSourceIsCorrectedBesideTheOriginal) {
  const std::string signal = FileFor("harborline").name();
  const std::string opportunity = OpenOpportunity(signal);
  WinExpansion(opportunity, Now());
  v1::ListAttributionsRequest list;
  list.set_parent(Tenant());
  const auto all = remy().Call(&AttributionStub::ListAttributions, list);
  ASSERT_THAT(all, IsOk());
  v1::OpenDealDeskTicketRequest open;
  open.set_attribution(all->attributions(0).name());
  open.set_reason("The customer asked for it.");
  const auto ticket = imogen().Call(&AttributionStub::OpenDealDeskTicket, open);
  ASSERT_THAT(ticket, IsOk());
  EXPECT_THAT(imogen().Call(&AttributionStub::OpenDealDeskTicket, open),
              Refuses(absl::StatusCode::kFailedPrecondition, "TICKET_STATE"));
  v1::RuleDealDeskTicketRequest rule;
  rule.set_name(ticket->ticket().name());
  rule.set_reason("The mail of May shows it.");
  rule.set_corrected_source(v1::CREATION_SOURCE_CUSTOMER_INBOUND);
  for (const Client& leader : {helen(), victor(), clara(), remy()}) {
    EXPECT_THAT(leader.Call(&AttributionStub::RuleDealDeskTicket, rule),
                Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  }
  ASSERT_THAT(doris().Call(&AttributionStub::RuleDealDeskTicket, rule), IsOk());
  v1::GetOpportunityRequest get;
  get.set_name(opportunity);
  const auto corrected = remy().Call(&AccountStub::GetOpportunity, get);
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->opportunity().creation_source(), v1::CREATION_SOURCE_CSM_INITIATED);
  EXPECT_EQ(corrected->opportunity().corrected_source(), v1::CREATION_SOURCE_CUSTOMER_INBOUND);
}

TEST_F(AttributionLife, S8_AnOverdueTicketIsToldToRevops) {
  const std::string name = Concurred();
  v1::OpenDealDeskTicketRequest open;
  open.set_attribution(name);
  open.set_reason("Tom ran the workshop.");
  const auto ticket = imogen().Call(&AttributionStub::OpenDealDeskTicket, open);
  ASSERT_THAT(ticket, IsOk());
  AdvanceTo(Now() + absl::Hours(48) + absl::Seconds(1));
  EXPECT_THAT(Deliveries(ticket->ticket().name()), SizeIs(2));
}

TEST_F(AttributionLife, A6_ABatchIsSignedEachForItself) {
  const std::string name = Record(Renewal()).attribution().name();
  v1::BatchSignAttributionsRequest request;
  request.set_parent(Tenant());
  request.add_names(name);
  request.add_names(Name("attributions", "unknown"));
  request.set_side(kCs);
  request.set_health_waiver("None is kept.");
  const auto batch = helen().Call(&AttributionStub::BatchSignAttributions, request);
  ASSERT_THAT(batch, IsOk());
  ASSERT_THAT(batch->results(), SizeIs(2));
  EXPECT_THAT(batch->results(0).attribution().signatures(), SizeIs(1));
  EXPECT_EQ(batch->results(1).error().code(), 5);  // NOT_FOUND
  request.add_names(name);
  EXPECT_THAT(helen().Call(&AttributionStub::BatchSignAttributions, request),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

TEST_F(AttributionLife, A9_WhatIsRecommendedOutsideStandsBesideOurs) {
  const std::string name = Record(Renewal()).attribution().name();
  const auto recommended = RecommendASave(name);
  ASSERT_THAT(recommended, IsOk());
  EXPECT_TRUE(recommended->recommendation().agrees());
  EXPECT_THAT(recommended->recommendation().parts(0).missing_evidence(), SizeIs(2));
  ASSERT_THAT(recommended->outside(), SizeIs(1));
  EXPECT_FALSE(recommended->outside(0).agrees());
  EXPECT_EQ(LookAttribution(name).parts(0).category(), v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL);
}

TEST_F(AttributionLife, A9_TheReportSaysHowOftenEachAgreedWithWhatWasDecided) {
  v1::RecommendationAgreementRequest report;
  report.set_parent(Tenant());
  report.set_period("2026-Q1");
  const std::string name = Record(Renewal()).attribution().name();
  ASSERT_THAT(RecommendASave(name), IsOk());
  EXPECT_EQ(
      helen().Call(&ReportStub::RecommendationAgreement, report)->with_outside().booking_count(),
      0);
  SetClock(Now() + absl::Hours(24));
  SignBoth(name);
  const auto found = helen().Call(&ReportStub::RecommendationAgreement, report);
  ASSERT_THAT(found, IsOk());
  ASSERT_THAT(found->recommenders(), SizeIs(2));
  EXPECT_EQ(found->recommenders(0).agreed().share_bp(), 10'000);
  EXPECT_EQ(found->recommenders(1).recommender(), "copilot");
  EXPECT_EQ(found->recommenders(1).agreed().share_bp(), 0);
  EXPECT_EQ(found->with_outside().median().seconds(), 86'400);
  EXPECT_THAT(rosa().Call(&ReportStub::RecommendationAgreement, report),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
}

TEST_F(AttributionLife, A11_AQuarterThatEndedIsDrawnOnceAndFindingsStay) {
  const std::string name = Concurred();
  v1::AuditQuarterRequest request;
  request.set_parent(Tenant());
  request.set_quarter("2026-Q1");
  request.set_seed(7);
  EXPECT_THAT(remy().Call(&AttributionStub::AuditQuarter, request),
              Refuses(absl::StatusCode::kFailedPrecondition, "QUARTER_OPEN"));
  SetClock(Now() + absl::Hours(24 * 100));
  const auto audit = remy().Call(&AttributionStub::AuditQuarter, request);
  ASSERT_THAT(audit, IsOk());
  EXPECT_EQ(audit->audit().population(), 1);
  EXPECT_EQ(audit->audit().sampled(), 1);
  request.set_seed(8);
  EXPECT_EQ(remy().Call(&AttributionStub::AuditQuarter, request)->audit().seed(), 7);
  v1::ListAuditItemsRequest list;
  list.set_parent(audit->audit().name());
  const auto items = remy().Call(&AttributionStub::ListAuditItems, list);
  ASSERT_THAT(items, IsOk());
  ASSERT_THAT(items->items(), SizeIs(1));
  EXPECT_EQ(items->items(0).attribution().name(), name);
  EXPECT_THAT(items->items(0).attribution().evidence(), SizeIs(3));
  EXPECT_THAT(
      items->items(0).causes(),
      ElementsAre(v1::AUDIT_CAUSE_SAMPLED, v1::AUDIT_CAUSE_FLAGGED, v1::AUDIT_CAUSE_WAIVED));
  v1::RecordAuditFindingRequest finding;
  finding.set_name(items->items(0).name());
  finding.set_finding(v1::AUDIT_FINDING_IN_ORDER);
  finding.set_comment("Calls and mails bear it out.");
  const auto found = remy().Call(&AttributionStub::RecordAuditFinding, finding);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->item().reviewer(), Person("remy"));
  EXPECT_THAT(remy().Call(&AttributionStub::RecordAuditFinding, finding),
              Refuses(absl::StatusCode::kFailedPrecondition, "AUDIT_ITEM_REVIEWED"));
  EXPECT_EQ(remy().Call(&AttributionStub::AuditQuarter, request)->audit().reviewed(), 1);
}

TEST_F(AttributionLife, W3_ASaveThatADisputeMakesIsWhoseTheAccountWasAtItsWindowsEnd) {
  v1::SetAccountTeamRequest team;
  team.set_account(Account("harborline"));
  team.mutable_member()->set_role(v1::ROLE_CSM);
  team.mutable_member()->set_person(Person("tobias"));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(Now() - absl::Hours(24));
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
  v1::RecordBookingRequest renewal = Renewal();
  *renewal.mutable_booking()->mutable_renewal_time() = domain::ToTimestamp(Now() - absl::Hours(48));
  const std::string name = Record(renewal).attribution().name();
  SignBoth(name);
  EXPECT_EQ(LookAttribution(name).csm(), Person("tobias"));
  EXPECT_EQ(LookAttribution(name).save_csm(), "");
  const auto dispute = Dispute(remy(), name, v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  ASSERT_THAT(dispute, IsOk());
  const auto recategorise = v1::DISPUTE_RULING_RECATEGORISE;
  ASSERT_THAT(Review(helen(), dispute->name(), kCs, recategorise), IsOk());
  const auto ruled = Review(victor(), dispute->name(), kSales, recategorise);
  ASSERT_THAT(ruled, IsOk());
  EXPECT_EQ(ruled->attribution().parts(0).category(), v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE);
  EXPECT_EQ(ruled->attribution().save_csm(), Person("imogen"));
  EXPECT_EQ(ruled->attribution().csm(), Person("tobias"));
}

}  // namespace
}  // namespace baton::testing
