#include "tests/acceptance/whole_tour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "baton/v1/audit_service.grpc.pb.h"
#include "baton/v1/demo_service.grpc.pb.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/list_walk.h"
#include "tests/acceptance/payloads.h"
#include "tests/proto_services.h"

namespace baton::testing {
namespace {

using AuditStub = v1::AuditService::Stub;
using TokenStub = v1::TokenService::Stub;

}  // namespace

void WholeTour::TourHandoffs() {
  AddAccount(NewAccount("ashgrove"), "imogen", "");
  signal_ = FileFor("harborline").name();
  v1::FileSignalRequest again = Filing();
  again.mutable_signal()->set_context_note(
      "Lena called again about the 75 seats. She is in a hurry.");
  const std::string twin = File(again).name();
  v1::UnlinkDuplicateRequest unlink;
  unlink.set_name(twin);
  ASSERT_THAT(rosa().Call(&HandoffStub::UnlinkDuplicate, unlink), IsOk());
  v1::UpgradeModelRequest upgrade;
  upgrade.set_name(twin);
  upgrade.set_reason("Two divisions are involved");
  ASSERT_THAT(rosa().Call(&HandoffStub::UpgradeModel, upgrade), IsOk());
  v1::AssignSignalRequest assign;
  assign.set_name(FileFor("ashgrove").name());
  assign.set_ae(Person("dana"));
  ASSERT_THAT(remy().Call(&HandoffStub::AssignSignal, assign), IsOk());

  v1::FileSignalRequest watch = Filing();
  watch.mutable_signal()->clear_qualification();
  watch.set_watch_item(true);
  watch.set_request_id("watch-1");
  v1::RequalifySignalRequest requalify;
  requalify.set_name(File(watch).name());
  requalify.mutable_qualification()->mutable_budget_conversation()->set_yes(true);
  ASSERT_THAT(imogen().Call(&HandoffStub::RequalifySignal, requalify), IsOk());

  ASSERT_THAT(Acknowledge(rosa(), signal_, "ack-1"), IsOk());
  ASSERT_THAT(Contact(rosa(), signal_), IsOk());
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("No need");
  ASSERT_THAT(Report(rosa(), twin, lost), IsOk());

  int filed = 0;
  for (const Client& who : {rosa(), imogen(), priya(), remy()}) {
    for (const std::string& holder : {std::string(), Person("rosa")}) {
      v1::WatchSignalsRequest inbox;
      inbox.set_parent(Tenant());
      inbox.set_holder(holder);
      Reader<v1::WatchSignalsResponse> updates = who.Stream(&HandoffStub::WatchSignals, inbox);
      std::string token;
      while (const auto update = updates.Next()) {
        token = update->resume_token();
        if (update->caught_up()) break;
      }
      inbox.set_resume_token(token);
      Reader<v1::WatchSignalsResponse> more = who.Stream(&HandoffStub::WatchSignals, inbox);
      again.mutable_signal()->add_product_lines(absl::StrCat("line-", ++filed));
      again.mutable_signal()->mutable_source()->set_record_id(absl::StrCat("r-", filed));
      ASSERT_THAT(Contact(rosa(), File(again).name()), IsOk());
      EXPECT_TRUE(more.Next().has_value());
    }
  }
}

void WholeTour::TourAccounts() {
  Observe("harborline", v1::HEALTH_TIER_RED, Now());
  Observe("harborline", v1::HEALTH_TIER_GREEN, Now());
  v1::RecordActivityRequest activity;
  activity.set_parent(Account("harborline"));
  activity.mutable_activity()->set_activity_type("call");
  *activity.mutable_activity()->mutable_occur_time() = domain::ToTimestamp(Now());
  for (const char* id : {"c1", "c2"}) {
    activity.mutable_activity()->mutable_source()->set_system("gainsight");
    activity.mutable_activity()->mutable_source()->set_record_id(id);
    ASSERT_THAT(imogen().Call(&AccountStub::RecordActivity, activity), IsOk());
  }
  v1::UpsertPersonRequest person;
  person.mutable_person()->set_name(Person("imogen"));
  person.mutable_person()->set_email("imogen.castellanos@vendor.example");
  ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, person), IsOk());
  v1::GetPersonRequest who;
  who.set_name(Person("imogen"));
  v1::GetAccountRequest account;
  account.set_name(Account("harborline"));
  for (const Client& caller : {rosa(), priya(), remy()}) {
    EXPECT_THAT(caller.Call(&AccountStub::GetPerson, who), IsOk());
    EXPECT_THAT(caller.Call(&AccountStub::GetAccount, account), IsOk());
    EXPECT_THAT(Get(caller, signal_), IsOk());
  }
}

// Everything that changes people and accounts over time, and what it moves.
void WholeTour::TourPeople() {
  v1::SetAbsenceRequest away;
  away.set_person(Person("dana"));
  *away.mutable_absence()->mutable_end_time() = domain::ToTimestamp(Now() + absl::Hours(24));
  away.mutable_absence()->set_deputy(Person("rosa"));
  ASSERT_THAT(priya().Call(&AccountStub::SetAbsence, away), IsOk());
  AddPerson("rosie", v1::ROLE_AE, "priya");
  AddAccount(NewAccount("birchwood"), "imogen", "rosie");
  AddAccount(NewAccount("birch-wood"), "imogen", "rosa");
  v1::RecordUsageRequest usage;
  usage.set_parent(Account("birch-wood"));
  usage.mutable_observation()->set_product("core");
  usage.mutable_observation()->set_metric("seats");
  usage.mutable_observation()->set_used(90);
  usage.mutable_observation()->set_limit(100);
  usage.mutable_observation()->mutable_source()->set_system("pendo");
  usage.mutable_observation()->mutable_source()->set_record_id("u-1");
  for (int64_t version = 0; version < 2; ++version) {
    *usage.mutable_observation()->mutable_source_update_time() =
        domain::ToTimestamp(Now() + absl::Seconds(version));
    ASSERT_THAT(plugin().Call(&AccountStub::RecordUsage, usage), IsOk());
  }
  const auto opened = plugin().Call(&AccountStub::RecordUsage, usage);
  ASSERT_THAT(opened, IsOk());
  v1::UpdateOpportunityRequest update;
  update.mutable_opportunity()->set_name(opened->observation().opportunity());
  update.mutable_opportunity()->set_stage("Negotiation");
  ASSERT_THAT(remy().Call(&AccountStub::UpdateOpportunity, update), IsOk());
  v1::BackfillOpportunitiesRequest history;
  history.set_parent(Tenant());
  history.add_opportunities()->set_account(Account("birchwood"));
  ASSERT_THAT(remy().Call(&AccountStub::BackfillOpportunities, history), IsOk());
  FileFor("birch-wood");
  AddPerson("gone", v1::ROLE_AE, "priya");
  AddAccount(NewAccount("cedarfall"), "imogen", "gone");
  FileFor("cedarfall");
  v1::EndPersonRequest end;
  end.set_name(Person("gone"));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, end), IsOk());
}

// Behind all lists: one that asks for a merged record's by name gathers what its names have, and
// sorts that.
void WholeTour::TourMerges() {
  v1::MergeAccountsRequest accounts;
  accounts.set_survivor(Account("birchwood"));
  accounts.set_merged(Account("birch-wood"));
  ASSERT_THAT(remy().Call(&AccountStub::MergeAccounts, accounts), IsOk());
  v1::MergePeopleRequest people;
  people.set_survivor(Person("rosa"));
  people.set_merged(Person("rosie"));
  ASSERT_THAT(remy().Call(&AccountStub::MergePeople, people), IsOk());
}

// Every payload of the vendors' folders, and twice; what can't be applied becomes a dead letter.
void WholeTour::TourPayloads() {
  std::set<std::string> known;
  for (int round = 0; round < 2; ++round) {
    for (const char* vendor :
         {"captivateiq", "catalyst", "churnzero", "gainsight", "salesforce", "vitally"}) {
      for (const auto& file :
           std::filesystem::directory_iterator(std::filesystem::path(BATON_PAYLOADS) / vendor)) {
        const std::string path = file.path().string();
        if (!file.is_regular_file() || absl::StrContains(path, ".expected.")) continue;
        const auto expected = std::filesystem::path(path).replace_extension(".expected.json");
        const auto facts = nlohmann::json::parse(ReadPayload(expected));
        const std::string id = facts.is_object() ? facts.value("account_external_id", "") : "";
        if (!id.empty() && known.insert(id).second) {
          AddAccount(
              KnownAs(NewAccount(absl::StrCat(vendor, file.path().stem().string())), vendor, id));
        }
        v1::IngestPayloadRequest request;
        request.set_parent(Tenant());
        request.set_vendor(vendor);
        request.set_payload(ReadPayload(path));
        plugin().Call(&v1::IntegrationService::Stub::IngestPayload, request).IgnoreError();
      }
    }
  }
}

void WholeTour::TourPay() {
  TourPlans();
  const std::string opportunity = OpenOpportunity(signal_);
  v1::GetOpportunityRequest get;
  get.set_name(opportunity);
  for (const Client& caller : {rosa(), priya(), remy()}) {
    EXPECT_THAT(caller.Call(&AccountStub::GetOpportunity, get), IsOk());
  }
  SetClock(Day(2, 10));
  v1::RecordBookingRequest won =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  won.mutable_booking()->set_opportunity(opportunity);
  won.mutable_booking()->mutable_source()->set_system("salesforce");
  won.mutable_booking()->mutable_source()->set_record_id("b1");
  const v1::RecordBookingResponse recorded = Record(won);
  SignBoth(recorded.attribution().name());
  SetClock(Day(3, 15));
  const v1::RecordBookingResponse held =
      Record(Booking("harborline", v1::BOOKING_LINE_KIND_RENEWAL, 22'800'000, 22'900'000));
  v1::GetBookingRequest booking;
  booking.set_name(recorded.booking().name());
  v1::GetAttributionRequest attribution;
  attribution.set_name(recorded.attribution().name());
  for (const Client& caller : {rosa(), priya(), remy()}) {
    EXPECT_THAT(caller.Call(&AttributionStub::GetBooking, booking), IsOk());
    EXPECT_THAT(caller.Call(&AttributionStub::GetAttribution, attribution), IsOk());
  }
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  TourPeriod("2026-Q1", "rosa");
  TourCorrections("2026-Q1", "rosa");
  int rows = 0;
  EXPECT_NE(Export("2026-Q1", v1::EXPORT_FORMAT_CAPTIVATEIQ, &rows), "");
  // What was held is released, and what came late is found, a quarter later.
  SignBoth(held.attribution().name());
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  TourWhatIf("2026-Q2", "2026-Q3");
}

void WholeTour::TourReports() {
  EXPECT_THAT(Compliance(remy(), "2026-Q1", "rosa", "priya"), IsOk());
  for (const Client& who : {rosa(), priya(), remy()}) {
    EXPECT_THAT(Compliance(who), IsOk());
    EXPECT_THAT(Quality(who), IsOk());
    EXPECT_THAT(Impact(who), IsOk());
    const auto loops = Loops(who);
    ASSERT_THAT(loops, IsOk());
    ASSERT_GT(loops->loops_size(), 1);
    v1::OpenLoopsRequest page;
    page.set_parent(Tenant());
    page.set_page_size(1);
    for (const std::string& filter :
         {std::string(), absl::StrCat("account = \"", Account("harborline"), "\""),
          absl::StrCat("holder = \"", Person("rosa"), "\""),
          absl::StrCat("csm = \"", Person("imogen"), "\""),
          absl::StrCat("ae = \"", Person("rosa"), "\""), std::string("state = contacted"),
          std::string("urgency = hot"), std::string("trigger = seat_utilization"),
          std::string("file_time >= \"2026-01-01T00:00:00Z\"")}) {
      page.set_filter(filter);
      page.clear_page_token();
      const auto first = who.Call(&ReportStub::OpenLoops, page);
      ASSERT_THAT(first, IsOk()) << filter;
      page.set_page_token(first->next_page_token());
      EXPECT_THAT(who.Call(&ReportStub::OpenLoops, page), IsOk()) << filter;
    }
  }
  EXPECT_THAT(Quality(remy(), "2026-Q1", "imogen"), IsOk());
  EXPECT_THAT(Loops(remy(), "", "priya"), IsOk());
  v1::ExportReportRequest csv;
  csv.mutable_open_loops();
  EXPECT_THAT(Csv(remy(), csv), IsOk());
  TourRevenueReports();  // of a booking in a currency that needs a rate
}

void WholeTour::TourRevenueReports() {
  ApproveRate("2026-01-05", 11'000);
  v1::Account ostsee = NewAccount("ostsee");
  ostsee.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
  *ostsee.mutable_renewal_time() = domain::ToTimestamp(Now());
  AddAccount(ostsee);
  auto booking = Booking("ostsee", v1::BOOKING_LINE_KIND_ADD_ON, 0, 100);
  booking.mutable_booking()->set_currency_code("EUR");
  for (const char* ae : {"rosa", "dana"}) {
    v1::CreditShare& split = *booking.mutable_booking()->add_splits();
    split.set_role(v1::ROLE_AE);
    split.set_person(Person(ae));
    split.set_share_bp(5'000);
  }
  Record(booking);
  const std::vector<absl::Status> asked = {Ask(remy(), &ReportStub::ArrByCategory),
                                           Ask(remy(), &ReportStub::TeamCredit),
                                           Ask(remy(), &ReportStub::CsLedGrowth),
                                           Ask(remy(), &ReportStub::EngagementCohorts),
                                           Ask(remy(), &ReportStub::RetentionRates),
                                           Ask(remy(), &ReportStub::Forecast),
                                           Ask(remy(), &ReportStub::RecommendationAgreement)};
  EXPECT_THAT(asked, ::testing::Each(IsOk()));
  const auto* reports = v1::ExportReportRequest::descriptor()->FindOneofByName("report");
  for (int i = 0; i < reports->field_count(); ++i) {
    v1::ExportReportRequest report;
    report.GetReflection()->MutableMessage(&report, reports->field(i));
    const bool of_pay = absl::StartsWith(reports->field(i)->name(), "comp_");
    EXPECT_THAT(Csv(of_pay ? frank() : clara(), report), IsOk());
  }
}

// What may happen to a signal beside its way to an outcome; a withdrawn one frees what was linked.
void WholeTour::TourMoves() {
  v1::BatchFileSignalsRequest batch;
  batch.set_parent(Tenant());
  for (const char* line : {"moves-1", "moves-2", "moves-3"}) {
    v1::FileSignalRequest* item = batch.add_requests();
    *item = Filing();
    item->mutable_signal()->clear_product_lines();
    item->mutable_signal()->add_product_lines(line);
    item->mutable_signal()->mutable_source()->set_record_id(line);
  }
  *batch.add_requests() = batch.requests(2);
  batch.mutable_requests(3)->mutable_signal()->mutable_source()->set_record_id("moves-3-again");
  const auto filed = imogen().Call(&HandoffStub::BatchFileSignals, batch);
  ASSERT_THAT(filed, IsOk());
  for (const v1::FileResult& result : filed->results()) ASSERT_TRUE(result.has_signal());
  ASSERT_NE(filed->results(3).signal().possible_duplicate_of(), "");
  HandoffStub stub(imogen().channel());
  const auto context = imogen().Context();
  v1::StreamSignalsResponse streamed;
  const auto writer = stub.StreamSignals(context.get(), &streamed);
  v1::StreamSignalsRequest message;
  *message.mutable_request() = batch.requests(0);
  ASSERT_TRUE(writer->Write(message));
  writer->WritesDone();
  ASSERT_TRUE(writer->Finish().ok());
  dana();
  const std::string first = filed->results(0).signal().name();
  const std::string second = filed->results(1).signal().name();
  const auto step = [](const Client& who, auto method, auto request, const std::string& name) {
    request.set_name(name);
    EXPECT_THAT(who.Call(method, request), IsOk()) << request.GetTypeName();
  };
  const auto because = [](auto request) {
    request.set_reason("a tour");
    return request;
  };
  auto reassign = because(v1::ReassignSignalRequest());
  reassign.set_ae(Person("dana"));
  step(priya(), &HandoffStub::ReassignSignal, reassign, first);
  auto urgency = because(v1::ChangeUrgencyRequest());
  urgency.set_urgency(v1::URGENCY_WARM);
  step(imogen(), &HandoffStub::ChangeUrgency, urgency, first);
  step(remy(), &HandoffStub::RestartClock, because(v1::RestartClockRequest()), first);
  v1::AddNoteRequest note;
  note.set_text("a tour");
  step(dana(), &HandoffStub::AddNote, note, first);
  v1::SignalOutcome lost;
  lost.set_kind(v1::OUTCOME_KIND_LOST);
  lost.set_reason("a tour");
  ASSERT_THAT(Report(dana(), first, lost), IsOk());
  step(remy(), &HandoffStub::ReopenSignal, because(v1::ReopenSignalRequest()), first);
  step(dana(), &HandoffStub::ExplainSignal, v1::ExplainSignalRequest(), first);
  auto risk = because(v1::ReclassifySignalRequest());
  risk.set_kind(v1::SIGNAL_KIND_RISK);
  step(imogen(), &HandoffStub::ReclassifySignal, risk, second);
  v1::LogInterventionPlanRequest plan;
  plan.set_text("a tour");
  step(imogen(), &HandoffStub::LogInterventionPlan, plan, second);
  step(imogen(), &HandoffStub::ResolveIntervention, because(v1::ResolveInterventionRequest()),
       second);
  auto withdraw = because(v1::WithdrawSignalRequest());
  withdraw.set_kind(v1::WITHDRAWAL_KIND_FILED_IN_ERROR);
  step(imogen(), &HandoffStub::WithdrawSignal, withdraw, filed->results(2).signal().name());
}

// Versions, of which one is signed and binds a calendar.
void WholeTour::TourPolicies() {
  for (const char* id : {"berlin", "boston"}) {
    v1::CreateCalendarRequest create;
    create.set_parent(Tenant());
    create.mutable_calendar()->set_name(Name("calendars", id));
    create.mutable_calendar()->set_display_name(id);
    create.mutable_calendar()->set_time_zone("Europe/Berlin");
    v1::WeekdayHours* hours = create.mutable_calendar()->add_week();
    hours->set_weekday(v1::WEEKDAY_MONDAY);
    hours->add_times()->set_start("09:00");
    hours->mutable_times(0)->set_end("17:00");
    ASSERT_THAT(remy().Call(&PolicyStub::CreateCalendar, create), IsOk());
  }
  v1::GetCalendarRequest calendar;
  calendar.set_name(Name("calendars", "berlin"));
  ASSERT_THAT(rosa().Call(&PolicyStub::GetCalendar, calendar), IsOk());
  v1::CreatePolicyVersionRequest create;
  create.set_parent(Tenant());
  create.mutable_policy()->set_calendar(calendar.name());
  create.mutable_update_mask()->add_paths("calendar");
  for (int version = 2; version <= 3; ++version) {
    *create.mutable_policy()->mutable_effective_time() =
        domain::ToTimestamp(Now() + absl::Hours(version));
    ASSERT_THAT(remy().Call(&PolicyStub::CreatePolicyVersion, create), IsOk());
  }
  v1::ValidatePolicyRequest validate;
  validate.set_parent(Tenant());
  *validate.mutable_policy() = create.policy();
  *validate.mutable_update_mask() = create.update_mask();
  ASSERT_THAT(rosa().Call(&PolicyStub::ValidatePolicy, validate), IsOk());
  v1::SignPolicyVersionRequest sign;
  sign.set_name(Name("policies", "2"));
  ASSERT_THAT(As(v1::ROLE_VP_REVOPS, "otto").Call(&PolicyStub::SignPolicyVersion, sign), IsOk());
  v1::GetPolicyRequest policy;
  policy.set_parent(Tenant());
  *policy.mutable_time() = domain::ToTimestamp(Now() + absl::Hours(2));
  const auto shown = rosa().Call(&PolicyStub::GetPolicy, policy);
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->policy().business_calendar().display_name(), "berlin");
}

// Of a person who is nobody else's, so that the tour's own go on under their names.
void WholeTour::TourPersonalData() {
  AddPerson("passer-by", v1::ROLE_CSM);
  v1::PersonalDataSubject subject;
  subject.set_person(Person("passer-by"));
  subject.set_email("passer-by@customer.example");
  for (const Client& who : {Admin(), camille()}) {
    v1::ExportPersonalDataRequest request;
    request.set_parent(Tenant());
    *request.mutable_subject() = subject;
    auto stream =
        who.Stream<AuditStub, v1::ExportPersonalDataRequest, v1::ExportPersonalDataResponse>(
            &AuditStub::ExportPersonalData, request);
    EXPECT_TRUE(stream.Next().has_value());
    while (stream.Next().has_value()) {
    }
    EXPECT_THAT(stream.Finish(), IsOk());
  }
  v1::ErasePersonalDataRequest erase;
  erase.set_parent(Tenant());
  *erase.mutable_subject() = subject;
  EXPECT_THAT(Admin().Call(&AuditStub::ErasePersonalData, erase), IsOk());
}

void WholeTour::TourTheRest() {
  v1::CreateTokenRequest create;
  create.set_parent(Tenant());
  create.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto created = Admin().Call(&TokenStub::CreateToken, create);
  ASSERT_THAT(created, IsOk());
  EXPECT_THAT(With(created->secret()).Call(&TokenStub::WhoAmI, v1::WhoAmIRequest()), IsOk());
  v1::RevokeTokenRequest revoke;
  revoke.set_name(created->token().name());
  EXPECT_THAT(Admin().Call(&TokenStub::RevokeToken, revoke), IsOk());
  TourPolicies();
  EXPECT_GT(AuditEvents(), 0);
  TourPersonalData();
  v1::AdvanceClockRequest advance;
  *advance.mutable_time() = domain::ToTimestamp(Now() + absl::Hours(24 * 40));
  EXPECT_THAT(Admin().Call(&v1::DemoService::Stub::AdvanceClock, advance), IsOk());
  WalkLists({{v1::ROLE_AE, rosa()},
             {v1::ROLE_MANAGER, priya()},
             {v1::ROLE_REVOPS, remy()},
             {v1::ROLE_COMP_ADMIN, camille()},
             {v1::ROLE_AUDITOR, As(v1::ROLE_AUDITOR)},
             {v1::ROLE_ADMIN, Admin()}},
            {{"ListAuditItems", Name("attributionAudits", "2026-Q1")},
             {"ListHealthObservations", Account("harborline")},
             {"ListActivities", Account("harborline")},
             {"ListUsage", Account("birch-wood")},
             {"ListSignalHistory", signal_}});
}

void WholeTour::Tour() {
  TourHandoffs();
  TourAccounts();
  TourPeople();
  TourPayloads();
  TourConnections();
  TourPay();
  TourDisputes();
  TourVoids();
  TourAudit();
  TourReports();
  TourMoves();
  TourTheRest();
  TourMerges();
  const std::string page = MetricsPage();
  for (const auto* method : AllMethods()) {
    const char* code = "OK";
    // A watch ends when its caller goes; no system is there to be called.
    if (method->name() == "WatchSignals") code = "CANCELLED";
    if (method->name() == "TestConnection") code = "FAILED_PRECONDITION";
    const std::string name = absl::StrCat(method->service()->name(), ".", method->name());
    EXPECT_TRUE(absl::StrContains(
        page, absl::StrCat("grpc_server_handled_total{code=\"", code, "\",method=\"", name, "\"}")))
        << name << " was not called";
  }
}

}  // namespace baton::testing
