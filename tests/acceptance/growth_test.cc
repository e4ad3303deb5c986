// Exchange rates, team credit and the reports on growth over a real server (X-11, C-3, T, G, A-5,
//
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Growth : public Reports {
 protected:
  // A customer of imogen and rosa that owned 100,000.00 EUR of core two months ago.
  void AddEuroAccount(const std::string& id) {
    v1::Account account = NewAccount(id);
    account.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
    account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(10'000'000);
    AddAccount(account);
  }

  v1::RecordBookingResponse BookEuros(const std::string& account, int64_t minor) {
    v1::RecordBookingRequest request =
        Booking(account, v1::BOOKING_LINE_KIND_ADD_ON, 10'000'000, 10'000'000 + minor);
    request.mutable_booking()->set_currency_code("EUR");
    return Record(request);
  }

  void Act(const std::string& account, const std::string& type, v1::Role role,
           const std::string& person, absl::Time at, bool two_way = true) {
    v1::RecordActivityRequest request;
    request.set_parent(Account(account));
    v1::Activity& activity = *request.mutable_activity();
    activity.set_activity_type(type);
    activity.set_role(role);
    activity.set_person(Person(person));
    activity.set_two_way(two_way);
    *activity.mutable_occur_time() = domain::ToTimestamp(at);
    ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Ask(const Client& who,
                               grpc::Status (ReportStub::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                               const std::string& period = "2026-Q1") {
    Request request;
    request.set_parent(Tenant());
    request.set_period(period);
    return who.Call(method, request);
  }
};

TEST_F(Growth, X11_WhoPutsRatesDoesntApproveThem) {
  const auto put = camille().Call(&PolicyStub::PutExchangeRates, RateSheet("2026-01-05", 10'842));
  ASSERT_THAT(put, IsOk());
  EXPECT_EQ(put->sheet().creator(), Person("camille"));
  EXPECT_EQ(put->sheet().approver(), "");
  const std::string name = put->sheet().name();
  EXPECT_THAT(ApproveSheet(camille(), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "EXCHANGE_RATES_APPROVER"));
  EXPECT_THAT(ApproveSheet(rosa(), name),
              Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  const int64_t events = AuditEvents();
  const auto approved = ApproveSheet(remy(), name);
  ASSERT_THAT(approved, IsOk());
  EXPECT_EQ(approved->sheet().approver(), Person("remy"));
  EXPECT_EQ(AuditEvents(), events + 1);
  EXPECT_THAT(ApproveSheet(As(v1::ROLE_CFO, "cora"), name),
              Refuses(absl::StatusCode::kFailedPrecondition, "EXCHANGE_RATES_STATE"));
  EXPECT_THAT(ApproveSheet(remy(), Name("exchangeRateSheets", "none")),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  v1::ListExchangeRateSheetsRequest list;
  list.set_parent(Tenant());
  const auto listed = helen().Call(&PolicyStub::ListExchangeRateSheets, list);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->sheets(), SizeIs(1));
  EXPECT_EQ(listed->sheets(0).rates(0).rate(), 10'842);
}

TEST_F(Growth, C3_ASheetNamesEveryFault) {
  v1::PutExchangeRatesRequest request = RateSheet("2026-02-30", 0);
  request.mutable_sheet()->clear_origin();
  const auto put = camille().Call(&PolicyStub::PutExchangeRates, request);
  EXPECT_THAT(ViolatedFields(put.status()),
              ElementsAre("sheet.origin", "sheet.rates[0].date", "sheet.rates[0].rate"));
}

TEST_F(Growth, C3_TheBookingDaysRateIsReadAndAMissingOneSaid) {
  AddEuroAccount("ostsee");
  BookEuros("ostsee", 1'000'000);
  ApproveRate("2026-01-04", 20'000);  // another day's counts for nothing
  auto report = Ask(clara(), &ReportStub::ArrByCategory);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->quarters(7).total().part_count(), 0);
  ASSERT_THAT(report->frame().missing_rates(), SizeIs(1));
  EXPECT_EQ(report->frame().missing_rates(0).date(), "2026-01-05");
  EXPECT_EQ(report->frame().missing_rates(0).amount().amount_minor(), 1'000'000);
  EXPECT_EQ(report->frame().missing_rates(0).count(), 1);

  ApproveRate("2026-01-05", 10'842);
  report = Ask(clara(), &ReportStub::ArrByCategory);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->quarters(7).total().net_new_expansion_minor(), 1'084'200);
  EXPECT_THAT(report->frame().missing_rates(), IsEmpty());
  // Of two approved rates of one day the later one counts.
  SetClock(Now() + absl::Seconds(1));
  ApproveRate("2026-01-05", 11'000);
  EXPECT_EQ(Ask(clara(), &ReportStub::ArrByCategory)->quarters(7).total().growth_minor(),
            1'100'000);
}

TEST_F(Growth, T4_TeamCreditIsDecidedAtBookingAndKept) {
  const std::string signal = FileFor("harborline").name();
  SetClock(Start() + absl::Hours(24));
  const std::string opportunity = OpenOpportunity(signal);
  Act("harborline", "call", v1::ROLE_AE, "rosa", Start() + absl::Hours(48));
  Act("harborline", "ebr", v1::ROLE_CSM, "imogen", Start() + absl::Hours(72));
  SetClock(Start() + absl::Hours(24 * 10));
  v1::RecordBookingRequest booking =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  booking.mutable_booking()->set_opportunity(opportunity);
  const v1::Attribution attribution = Record(booking).attribution();
  ASSERT_THAT(attribution.team_shares(), SizeIs(4));
  EXPECT_EQ(attribution.team_shares(0).team(), v1::TEAM_CS);
  EXPECT_EQ(attribution.team_shares(0).amount_minor(), 1'920'000);  // 40% of 48,000.00
  EXPECT_EQ(attribution.team_shares(1).team(), v1::TEAM_SALES);
  EXPECT_EQ(attribution.team_shares(1).amount_minor(), 480'000);
  EXPECT_THAT(attribution.team_shares(1).touchpoint(),
              HasSubstr("tenants/main/accounts/harborline/activities/"));
  EXPECT_EQ(attribution.team_shares(2).team(), v1::TEAM_CS);
  EXPECT_EQ(attribution.team_shares(3).team(), v1::TEAM_SALES);  // rosa closed
  EXPECT_EQ(attribution.segment(), v1::SEGMENT_MID_MARKET);
  EXPECT_EQ(attribution.parts(0).cs_led_tag(), v1::CS_LED_TAG_MID_CYCLE_EXPANSION);
  EXPECT_EQ(attribution.parts(0).playbook(), "handoff_signal");
  v1::GetAttributionRequest get;
  get.set_name(attribution.name());
  const auto kept = helen().Call(&AttributionStub::GetAttribution, get);
  ASSERT_THAT(kept, IsOk());
  EXPECT_EQ(kept->attribution().team_shares_size(), 4);
  EXPECT_EQ(kept->attribution().team_shares(2).ShortDebugString(),
            attribution.team_shares(2).ShortDebugString());
  EXPECT_EQ(kept->attribution().model_shares_size(), attribution.model_shares_size());

  const auto teams = Ask(helen(), &ReportStub::TeamCredit);
  ASSERT_THAT(teams, IsOk());
  EXPECT_EQ(teams->expansion_minor(), 4'800'000);
  ASSERT_THAT(teams->teams(), SizeIs(2));
  EXPECT_EQ(teams->teams(0).source().share_bp(), 10'000);
  EXPECT_EQ(teams->teams(0).assist().share_bp(), 10'000);
  EXPECT_EQ(teams->teams(0).credited().numerator(), 1'920'000 + 480'000);
  EXPECT_EQ(teams->teams(1).close().numerator(), 4'800'000);
  // The last touch before the close was imogen's.
  EXPECT_EQ(teams->teams(0).models(v1::TOUCH_MODEL_LAST_TOUCH - 1).share().share_bp(), 10'000);
}

TEST_F(Growth, T4_ALateTouchIsFollowedWhileNobodyHasSigned) {
  SetClock(Start() + absl::Hours(24 * 10));
  v1::CreateOpportunityRequest create;
  create.set_parent(Tenant());
  create.mutable_opportunity()->set_account(Account("harborline"));
  create.mutable_opportunity()->set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  create.mutable_opportunity()->set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
  *create.mutable_opportunity()->mutable_create_time() =
      domain::ToTimestamp(Start() + absl::Hours(24));
  const auto opportunity = remy().Call(&AccountStub::CreateOpportunity, create);
  ASSERT_THAT(opportunity, IsOk());
  v1::RecordBookingRequest booking =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 18'100'000);
  booking.mutable_booking()->set_opportunity(opportunity->opportunity().name());
  const v1::Attribution before = Record(booking).attribution();
  EXPECT_THAT(before.team_shares(), SizeIs(2));
  Act("harborline", "meeting", v1::ROLE_CSM, "imogen", Start() + absl::Hours(24 * 9));
  v1::GetAttributionRequest get;
  get.set_name(before.name());
  EXPECT_THAT(helen().Call(&AttributionStub::GetAttribution, get)->attribution().team_shares(),
              SizeIs(3));
}

TEST_F(Growth, A10_TheSegmentIsThatOfTheBookingsDayHoweverLateItIsKnown) {
  const auto state = [&](v1::Segment segment, int day) {
    v1::UpsertAccountRequest request;
    request.mutable_account()->set_name(Account("harborline"));
    request.mutable_account()->set_segment(segment);
    *request.mutable_account()->mutable_source_update_time() =
        domain::ToTimestamp(Start() + absl::Hours(24 * day));
    ASSERT_THAT(remy().Call(&AccountStub::UpsertAccount, request), IsOk());
  };
  SetClock(Start() + absl::Hours(24 * 10));
  v1::GetAttributionRequest get;
  get.set_name(Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 18'100'000))
                   .attribution()
                   .name());
  const auto segment = [&] {
    const auto kept = helen().Call(&AttributionStub::GetAttribution, get);
    return kept.ok() ? kept->attribution().segment() : v1::SEGMENT_UNSPECIFIED;
  };
  EXPECT_EQ(segment(), v1::SEGMENT_MID_MARKET);
  state(v1::SEGMENT_ENTERPRISE, 11);
  EXPECT_EQ(segment(), v1::SEGMENT_MID_MARKET);
  state(v1::SEGMENT_SMB, 5);
  EXPECT_EQ(segment(), v1::SEGMENT_SMB);
  v1::GetAccountRequest account;
  account.set_name(Account("harborline"));
  EXPECT_EQ(remy().Call(&AccountStub::GetAccount, account)->account().segment(),
            v1::SEGMENT_ENTERPRISE);
}

TEST_F(Growth, T6_UnderModelATheCsmClosesUnlessTheBookingSaysWho) {
  v1::Account small = NewAccount("brook");
  small.set_segment(v1::SEGMENT_SMB);
  AddAccount(small);
  v1::FileSignalRequest filing = Filing("brook");
  *filing.mutable_signal()->mutable_estimated_expansion() = Usd(500'000);
  filing.mutable_signal()->clear_product_lines();
  const v1::Signal signal = File(filing);
  ASSERT_EQ(signal.model(), v1::OWNERSHIP_MODEL_A);
  const std::string opportunity = OpenOpportunity(signal.name());
  v1::RecordBookingRequest booking =
      Booking("brook", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 18'500'000);
  booking.mutable_booking()->set_opportunity(opportunity);
  const v1::RecordBookingResponse recorded = Record(booking);
  EXPECT_EQ(recorded.booking().closed_by(), Person("imogen"));
  EXPECT_EQ(recorded.attribution().team_shares(1).team(), v1::TEAM_CS);
}

TEST_F(Growth, G2_CsLedGrowthOverManagedArrWithTheBoardsSentence) {
  const std::string opportunity = OpenOpportunity(FileFor("harborline").name());
  v1::RecordBookingRequest booking =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  booking.mutable_booking()->set_opportunity(opportunity);
  Record(booking);
  const auto report = Ask(clara(), &ReportStub::CsLedGrowth);
  ASSERT_THAT(report, IsOk());
  const v1::CsLedQuarter& last = report->quarters(7);
  EXPECT_EQ(last.quarter().expansion_minor(), 4'800'000);
  EXPECT_EQ(Counts(last.quarter().ratio()), "4800000/18000000");
  EXPECT_EQ(last.quarter().ratio().share_bp(), 2'667);
  ASSERT_THAT(report->csms(), SizeIs(1));
  EXPECT_EQ(report->csms(0).csm(), Person("imogen"));
  EXPECT_THAT(report->board_sentence(),
              HasSubstr("contributed $0.0 M in net-new and retained ARR this quarter, representing "
                        "26.7% of CS-managed ARR"));
  const auto retention = Ask(clara(), &ReportStub::RetentionRates);
  ASSERT_THAT(retention, IsOk());
  EXPECT_EQ(retention->company().nrr().share_bp(), 12'667);
  EXPECT_EQ(retention->company().grr().share_bp(), 10'000);
  EXPECT_EQ(Counts(retention->company().cs_led_gain()), "4800000/18000000");
  ASSERT_THAT(retention->books(), SizeIs(1));
  EXPECT_THAT(retention->books(0).csm_display_name(), ::testing::Not(IsEmpty()));
}

TEST_F(Growth, X7_AMergedCsmHasOneRow) {
  AddPerson("imogene", v1::ROLE_CSM, "farah");
  AddAccount(NewAccount("ashgrove"), "imogene");
  v1::RecordBookingRequest booking =
      Booking("ashgrove", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  const auto filed = As(v1::ROLE_CSM, "imogene").Call(&HandoffStub::FileSignal, Filing("ashgrove"));
  ASSERT_THAT(filed, IsOk());
  booking.mutable_booking()->set_opportunity(OpenOpportunity(filed->signal().name()));
  Record(booking);
  v1::MergePeopleRequest merge;
  merge.set_survivor(Person("imogen"));
  merge.set_merged(Person("imogene"));
  ASSERT_THAT(remy().Call(&AccountStub::MergePeople, merge), IsOk());
  const auto report = Ask(clara(), &ReportStub::CsLedGrowth);
  ASSERT_THAT(report, IsOk());
  ASSERT_THAT(report->csms(), SizeIs(1));
  EXPECT_EQ(Counts(report->csms(0).quarter().ratio()), "4800000/36000000");
  const auto retention = Ask(clara(), &ReportStub::RetentionRates);
  ASSERT_THAT(retention, IsOk());
  ASSERT_THAT(retention->books(), SizeIs(1));
  EXPECT_EQ(retention->books(0).figures().account_count(), 2);
}

TEST_F(Growth, G4_CohortsByTwoWayActivities) {
  AddAccount(NewAccount("ashgrove"));
  for (int i = 0; i < 6; ++i) {
    Act("harborline", "call", v1::ROLE_CSM, "imogen", Start() - absl::Hours(i));
    Act("ashgrove", "email", v1::ROLE_CSM, "imogen", Start() - absl::Hours(i), i == 0);
  }
  const auto report = Ask(clara(), &ReportStub::EngagementCohorts);
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->high().account_count(), 1);
  EXPECT_EQ(report->low().account_count(), 1);
  EXPECT_EQ(report->nrr_difference_bp(), 0);
}

TEST_F(Growth, A5_TheForecastHasWhatIsBookedOpenAndUpForRenewal) {
  v1::Account renewing = NewAccount("ashgrove");
  *renewing.mutable_renewal_time() = domain::ToTimestamp(Start() + absl::Hours(24 * 20));
  AddAccount(renewing);
  renewing.set_name(Account("birch"));
  AddAccount(renewing);
  Observe("birch", v1::HEALTH_TIER_RED, Now());
  renewing.set_name(Account("cedar"));
  AddAccount(renewing);
  Record(Booking("cedar", v1::BOOKING_LINE_KIND_RENEWAL, 18'000'000, 18'000'000));
  v1::CreateOpportunityRequest create;
  create.set_parent(Tenant());
  v1::Opportunity& opportunity = *create.mutable_opportunity();
  opportunity.set_account(Account("harborline"));
  opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_UPSELL_CONVERSATION);
  ASSERT_THAT(remy().Call(&AccountStub::CreateOpportunity, create), IsOk());
  *opportunity.mutable_amount() = Usd(1'000'000);
  *opportunity.mutable_expected_close_time() = domain::ToTimestamp(QuarterStart(2));
  ASSERT_THAT(remy().Call(&AccountStub::CreateOpportunity, create), IsOk());
  *opportunity.mutable_expected_close_time() =
      domain::ToTimestamp(QuarterStart(2) - absl::Microseconds(1));
  ASSERT_THAT(remy().Call(&AccountStub::CreateOpportunity, create), IsOk());
  const auto report = Ask(clara(), &ReportStub::Forecast);
  ASSERT_THAT(report, IsOk());
  const auto line = [&report](v1::ForecastTreatment treatment) {
    return report->lines(treatment - 1);
  };
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_EXPANSION).open_minor(), 1'000'000);
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_EXPANSION).weighted_minor(), 500'000);
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_RENEWAL).booked_minor(), 18'000'000);
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_RENEWAL).open_minor(), 18'000'000);
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_RENEWAL_AT_RISK).open_minor(), 18'000'000);
  EXPECT_EQ(line(v1::FORECAST_TREATMENT_RENEWAL_AT_RISK).weighted_minor(), 12'600'000);
  EXPECT_EQ(report->unplanned_count(), 1);
}

TEST_F(Growth, R11_CompanyReportsAreForThoseWhoSeeTheCompany) {
  for (const Client& who : {rosa(), imogen(), priya(), plugin(), Admin()}) {
    EXPECT_THAT(Ask(who, &ReportStub::ArrByCategory),
                Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  }
  // Nor as a file, though others may be exported.
  v1::ExportReportRequest csv;
  csv.mutable_arr_by_category();
  EXPECT_THAT(Csv(rosa(), csv), Refuses(absl::StatusCode::kPermissionDenied, "ROLE_NOT_ALLOWED"));
  csv.mutable_open_loops();
  EXPECT_THAT(Csv(rosa(), csv), IsOk());
  csv.mutable_retention_rates()->set_quarter_count(5);
  EXPECT_THAT(ViolatedFields(Csv(clara(), csv).status()), ElementsAre("quarter_count"));
}

TEST_F(Growth, A10_TheFileHasTheFiguresOfTheCall) {
  Record(Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 18'100'050));
  v1::ExportReportRequest csv;
  csv.mutable_arr_by_category()->set_quarter_count(1);
  csv.mutable_arr_by_category()->set_period("2026-Q1");
  const auto file = Csv(clara(), csv);
  ASSERT_THAT(file, IsOk());
  EXPECT_THAT(
      absl::StrSplit(*file, '\n'),
      ElementsAre(HasSubstr("Period,Segment,Currency,Net-New Expansion"),
                  "2026-Q1,mid_market,USD,1000.50,0.00,0.00,0.00,0.00,0.00,0.00,1000.50,"
                  "0.00,1",
                  "2026-Q1,total,USD,1000.50,0.00,0.00,0.00,0.00,0.00,0.00,1000.50,0.00,1", ""));
}

}  // namespace
}  // namespace baton::testing
