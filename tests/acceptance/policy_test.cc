// Policy versions and business calendars over a real server: made by one, signed by others, in
// force from their start on; and clocks that count a calendar's working hours.
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using PolicyStub = v1::PolicyService::Stub;

constexpr absl::StatusCode kState = absl::StatusCode::kFailedPrecondition;
constexpr absl::Duration kTick = absl::Microseconds(1);

class Policies : public Company {
 protected:
  Client dora() { return As(v1::ROLE_DIRECTOR_REVOPS, "dora"); }

  // A version in which only that number of revisit days differs.
  static v1::CreatePolicyVersionRequest Revisit(int days, absl::Time start) {
    v1::CreatePolicyVersionRequest request;
    request.set_parent(Tenant());
    request.mutable_policy()->set_revisit_days(days);
    request.mutable_update_mask()->add_paths("revisit_days");
    *request.mutable_policy()->mutable_effective_time() = domain::ToTimestamp(start);
    return request;
  }

  static absl::StatusOr<v1::CreatePolicyVersionResponse> Create(
      const Client& who, const v1::CreatePolicyVersionRequest& request) {
    return who.Call(&PolicyStub::CreatePolicyVersion, request);
  }

  static absl::StatusOr<v1::SignPolicyVersionResponse> Sign(const Client& who, int version,
                                                            const std::string& request_id = "") {
    v1::SignPolicyVersionRequest request;
    request.set_name(Name("policies", absl::StrCat(version)));
    request.set_request_id(request_id);
    return who.Call(&PolicyStub::SignPolicyVersion, request);
  }

  // Made by remy and signed by dora: both must succeed. Answers the number.
  int Put(const v1::CreatePolicyVersionRequest& request) {
    const auto created = Create(remy(), request);
    EXPECT_THAT(created, IsOk());
    if (!created.ok()) return 0;
    EXPECT_THAT(Sign(dora(), created->policy().version()), IsOk());
    return created->policy().version();
  }

  v1::GetPolicyResponse Show(absl::Time at) {
    v1::GetPolicyRequest request;
    request.set_parent(Tenant());
    *request.mutable_time() = domain::ToTimestamp(at);
    const auto shown = rosa().Call(&PolicyStub::GetPolicy, request);
    EXPECT_THAT(shown, IsOk());
    return shown.ok() ? *shown : v1::GetPolicyResponse();
  }
  int VersionAt(absl::Time at) { return Show(at).policy().version(); }

  v1::PolicyVersionState StateOf(int version) {
    v1::ListPolicyVersionsRequest request;
    request.set_parent(Tenant());
    const auto listed = rosa().Call(&PolicyStub::ListPolicyVersions, request);
    EXPECT_THAT(listed, IsOk());
    for (const v1::PolicyVersion& one : listed->versions()) {
      if (one.policy().version() == version) return one.state();
    }
    return v1::POLICY_VERSION_STATE_UNSPECIFIED;
  }

  static void AddHours(v1::Weekday day, const std::string& start, const std::string& end,
                       v1::BusinessCalendar* calendar) {
    v1::WeekdayHours* hours = calendar->add_week();
    hours->set_weekday(day);
    v1::WorkingTime* time = hours->add_times();
    time->set_start(start);
    time->set_end(end);
  }

  // Monday to Friday, 09:00 to 18:00 in Berlin.
  static v1::CreateCalendarRequest Berlin() {
    v1::CreateCalendarRequest request;
    request.set_parent(Tenant());
    v1::BusinessCalendar& calendar = *request.mutable_calendar();
    calendar.set_name(Name("calendars", "berlin"));
    calendar.set_display_name("Berlin office");
    calendar.set_time_zone("Europe/Berlin");
    for (int day = v1::WEEKDAY_MONDAY; day <= v1::WEEKDAY_FRIDAY; ++day) {
      AddHours(static_cast<v1::Weekday>(day), "09:00", "18:00", &calendar);
    }
    return request;
  }

  static absl::StatusOr<v1::BusinessCalendar> Make(const Client& who,
                                                   const v1::CreateCalendarRequest& request) {
    const auto created = who.Call(&PolicyStub::CreateCalendar, request);
    if (!created.ok()) return created.status();
    return created->calendar();
  }

  // Makes the calendar and puts a policy in force that binds it.
  void Bind(const v1::CreateCalendarRequest& calendar) {
    ASSERT_THAT(Make(remy(), calendar), IsOk());
    v1::CreatePolicyVersionRequest request;
    request.set_parent(Tenant());
    request.mutable_policy()->set_calendar(calendar.calendar().name());
    request.mutable_update_mask()->add_paths("calendar");
    *request.mutable_policy()->mutable_effective_time() = domain::ToTimestamp(Now());
    Put(request);
  }

  // A time of day in Berlin.
  static absl::Time InBerlin(const std::string& text) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Berlin", &zone));
    absl::Time time;
    std::string error;
    EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &time, &error)) << error;
    return time;
  }
};

TEST_F(Policies, X5_AVersionIsInForceFromItsStartOnAndDecisionsStoreIt) {
  const int first = Put(Revisit(40, Now()));
  EXPECT_EQ(first, 2);
  EXPECT_EQ(VersionAt(Now() - kTick), 1);
  EXPECT_EQ(VersionAt(Now()), 2);
  const absl::Time start = Now() + absl::Hours(24);
  EXPECT_EQ(Put(Revisit(50, start)), 3);
  EXPECT_EQ(StateOf(3), v1::POLICY_VERSION_STATE_SCHEDULED);
  EXPECT_EQ(FileFor("harborline").policy_version(), 2);
  AdvanceTo(start - kTick);
  EXPECT_EQ(StateOf(2), v1::POLICY_VERSION_STATE_IN_FORCE);
  AdvanceTo(start);
  EXPECT_EQ(StateOf(2), v1::POLICY_VERSION_STATE_PAST);
  EXPECT_EQ(StateOf(3), v1::POLICY_VERSION_STATE_IN_FORCE);
  AddAccount(NewAccount("ashgrove"));
  EXPECT_EQ(FileFor("ashgrove").policy_version(), 3);
  const v1::GetPolicyResponse shown = Show(Now());
  EXPECT_EQ(shown.policy().revisit_days(), 50);
  ASSERT_EQ(shown.changes_size(), 1);
  EXPECT_EQ(shown.changes(0).before(), "40");
}

TEST_F(Policies, X11_NobodySignsAloneWhatTheyMade) {
  ASSERT_THAT(Create(remy(), Revisit(40, Now())), IsOk());
  EXPECT_THAT(Sign(remy(), 2), Refuses(kState, "POLICY_SIGNER"));
  EXPECT_THAT(Sign(As(v1::ROLE_VP_REVOPS, "remy"), 2), Refuses(kState, "POLICY_SIGNER"));
  EXPECT_THAT(Sign(frank(), 2), Refuses(kState, "POLICY_SIGNER"));
  EXPECT_EQ(VersionAt(Now()), 1);
  EXPECT_EQ(FileFor("harborline").policy_version(), 1);
}

TEST_F(Policies, X11_WhatBearsOnPayNeedsTheThreeOfficers) {
  v1::CreatePolicyVersionRequest request = Revisit(40, Now());
  request.mutable_policy()->set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  request.mutable_update_mask()->add_paths("credit_scheme");
  const auto created = Create(otto(), request);
  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->policy().approval(), v1::POLICY_APPROVAL_OFFICERS);
  EXPECT_THAT(Sign(dora(), 2), Refuses(kState, "POLICY_SIGNER"));
  EXPECT_THAT(Sign(helen(), 2), IsOk());
  EXPECT_THAT(Sign(otto(), 2), IsOk());
  EXPECT_EQ(VersionAt(Now()), 1);
  const auto last = Sign(frank(), 2, "sign-1");
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(last->state(), v1::POLICY_VERSION_STATE_IN_FORCE);
  EXPECT_EQ(VersionAt(Now()), 2);
  const auto again = Sign(frank(), 2, "sign-1");
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(again->policy().signatures_size(), 3);
  EXPECT_THAT(Sign(frank(), 2), Refuses(kState, "POLICY_VERSION_STATE"));
}

TEST_F(Policies, X5_UnsignedAtItsStartAVersionIsNeverInForce) {
  Put(Revisit(40, Now()));
  const absl::Time start = Now() + absl::Hours(24);
  ASSERT_THAT(Create(remy(), Revisit(50, start)), IsOk());
  AdvanceTo(start + kTick);
  const auto late = Sign(dora(), 3);
  EXPECT_THAT(late, Refuses(kState, "POLICY_VERSION_STATE"));
  EXPECT_EQ(MetadataOn(late.status()).at("state"), "lapsed");
  EXPECT_EQ(VersionAt(Now()), 2);
  EXPECT_EQ(StateOf(3), v1::POLICY_VERSION_STATE_LAPSED);
}

TEST_F(Policies, X5_NoVersionStartsInThePastAndTheFirstNotBehindADecision) {
  FileFor("harborline");
  const auto refused = Create(remy(), Revisit(40, Now()));
  EXPECT_THAT(refused, Refuses(kState, "POLICY_START"));
  EXPECT_EQ(MetadataOn(refused.status()).at("earliest"), "2026-01-05T09:00:00.000001Z");
  const int first = Put(Revisit(40, Now() + kTick));
  EXPECT_EQ(first, 2);
  SetClock(Now() + absl::Hours(1));
  EXPECT_THAT(Create(remy(), Revisit(50, Now() - kTick)), Refuses(kState, "POLICY_START"));
  EXPECT_THAT(Create(remy(), Revisit(50, Now())), IsOk());
}

TEST_F(Policies, X5_OfTwoMadeAtOnceOneIsSigned) {
  std::vector<std::thread> callers;
  for (int days = 31; days <= 34; ++days) {
    callers.emplace_back([request = Revisit(days, Now()), client = remy()] {
      EXPECT_THAT(Create(client, request), IsOk());
    });
  }
  for (std::thread& caller : callers) caller.join();
  v1::ListPolicyVersionsRequest request;
  request.set_parent(Tenant());
  const auto listed = remy().Call(&PolicyStub::ListPolicyVersions, request);
  ASSERT_THAT(listed, IsOk());
  std::vector<int> numbers;
  for (const v1::PolicyVersion& one : listed->versions()) {
    numbers.push_back(one.policy().version());
    EXPECT_EQ(one.state(), v1::POLICY_VERSION_STATE_UNSIGNED);
  }
  EXPECT_THAT(numbers, ElementsAre(5, 4, 3, 2));
  EXPECT_THAT(Sign(dora(), 4), IsOk());
  EXPECT_THAT(Sign(dora(), 3), Refuses(kState, "POLICY_VERSION_STATE"));
  EXPECT_EQ(StateOf(2), v1::POLICY_VERSION_STATE_OVERTAKEN);
  EXPECT_EQ(StateOf(4), v1::POLICY_VERSION_STATE_IN_FORCE);
}

TEST_F(Policies, X5_ARequestIdMakesOneVersion) {
  v1::CreatePolicyVersionRequest request = Revisit(40, Now());
  request.set_request_id("spring");
  const int64_t before = AuditEvents();
  for (int i = 0; i < 2; ++i) {
    const auto created = Create(remy(), request);
    ASSERT_THAT(created, IsOk());
    EXPECT_EQ(created->policy().version(), 2);
  }
  EXPECT_EQ(AuditEvents(), before + 1);
  request.mutable_policy()->set_revisit_days(41);
  EXPECT_THAT(Create(remy(), request),
              Refuses(absl::StatusCode::kAlreadyExists, "REQUEST_ID_REUSED"));
}

TEST_F(Policies, X5_EveryFaultOfAVersionIsNamedAtOnce) {
  v1::CreatePolicyVersionRequest request = Revisit(29, Now());
  request.mutable_policy()->clear_effective_time();
  request.mutable_policy()->set_watch_review_days(8);
  request.mutable_update_mask()->add_paths("watch_review_days");
  request.mutable_update_mask()->add_paths("creator");
  const auto refused = Create(remy(), request);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              UnorderedElementsAre("policy.revisit_days", "policy.watch_review_days",
                                   "policy.effective_time", "update_mask"));
  request = Revisit(40, Now());
  request.mutable_policy()->set_calendar(Name("calendars", "nowhere"));
  request.mutable_update_mask()->add_paths("calendar");
  EXPECT_THAT(ViolatedFields(Create(remy(), request).status()), ElementsAre("policy.calendar"));
  request.mutable_policy()->set_calendar("tenants/other/calendars/berlin");
  EXPECT_THAT(Create(remy(), request), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Policies, X5_ValidationWarnsByNameAndStoresNothing) {
  v1::ValidatePolicyRequest request;
  request.set_parent(Tenant());
  request.mutable_policy()->set_intervention_plan_days(14);
  request.mutable_update_mask()->add_paths("intervention_plan_days");
  const auto validated = rosa().Call(&PolicyStub::ValidatePolicy, request);
  ASSERT_THAT(validated, IsOk());
  std::vector<std::string> risks;
  for (const v1::PolicyWarning& warning : validated->warnings()) {
    risks.push_back(v1::PolicyRisk_Name(warning.risk()));
  }
  EXPECT_THAT(risks, ElementsAre("POLICY_RISK_NO_BANDS", "POLICY_RISK_INTERVENTION_SLA_OFF",
                                 "POLICY_RISK_SLA_WITHOUT_CALENDAR"));
  EXPECT_EQ(validated->policy().approval(), v1::POLICY_APPROVAL_SECOND_PERSON);
  ASSERT_EQ(validated->changes_size(), 1);
  EXPECT_EQ(validated->changes(0).field(), "intervention_plan_days");
  EXPECT_EQ(StateOf(2), v1::POLICY_VERSION_STATE_UNSPECIFIED);
  // What is there can be asked about, too.
  request.mutable_update_mask()->clear_paths();
  request.mutable_update_mask()->add_paths("change_note");
  const auto same = rosa().Call(&PolicyStub::ValidatePolicy, request);
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(same->changes_size(), 0);
  EXPECT_EQ(same->warnings_size(), 2);
}

TEST_F(Policies, X5_AVersionCanBeReadBeforeItIsSigned) {
  ASSERT_THAT(Create(remy(), Revisit(40, Now())), IsOk());
  v1::GetPolicyRequest request;
  request.set_parent(Tenant());
  request.set_version(2);
  const auto shown = helen().Call(&PolicyStub::GetPolicy, request);
  ASSERT_THAT(shown, IsOk());
  EXPECT_EQ(shown->state(), v1::POLICY_VERSION_STATE_UNSIGNED);
  EXPECT_EQ(shown->policy().creator(), Person("remy"));
  EXPECT_EQ(shown->changes_size(), 1);
  request.set_version(3);
  EXPECT_THAT(helen().Call(&PolicyStub::GetPolicy, request),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  EXPECT_THAT(Sign(dora(), 3), Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Policies, S3_ACalendarNeverChanges) {
  const auto made = Make(remy(), Berlin());
  ASSERT_THAT(made, IsOk());
  SetClock(Now() + absl::Hours(1));
  const auto again = Make(dora(), Berlin());
  ASSERT_THAT(again, IsOk());
  EXPECT_EQ(domain::ToTime(again->create_time()), Start());
  v1::CreateCalendarRequest other = Berlin();
  other.mutable_calendar()->mutable_week(0)->mutable_times(0)->set_end("18:01");
  EXPECT_THAT(Make(remy(), other), Refuses(absl::StatusCode::kAlreadyExists, "ALREADY_EXISTS"));
}

TEST_F(Policies, S3_AFeedGivesItsHolidays) {
  v1::CreateCalendarRequest request = Berlin();
  v1::Holiday* bridge = request.mutable_calendar()->add_holidays();
  bridge->set_date("2026-05-15");
  bridge->set_display_name("Bridge day");
  request.mutable_holiday_feed()->set_icalendar(
      "BEGIN:VCALENDAR\nPRODID:-//Berlin//Holidays\nBEGIN:VEVENT\nUID:1\n"
      "SUMMARY:Weihnachten\nDTSTART;VALUE=DATE:20001225\nDTEND;VALUE=DATE:20001227\n"
      "RRULE:FREQ=YEARLY\nEND:VEVENT\nEND:VCALENDAR\n");
  request.mutable_holiday_feed()->set_first_year(2026);
  request.mutable_holiday_feed()->set_last_year(2027);
  const auto made = Make(remy(), request);
  ASSERT_THAT(made, IsOk());
  std::vector<std::string> days;
  for (const v1::Holiday& holiday : made->holidays()) {
    days.push_back(absl::StrCat(holiday.date(), " ", holiday.display_name()));
  }
  EXPECT_THAT(
      days, ElementsAre("2026-05-15 Bridge day", "2026-12-25 Weihnachten", "2026-12-26 Weihnachten",
                        "2027-12-25 Weihnachten", "2027-12-26 Weihnachten"));
  EXPECT_EQ(made->holiday_import().product(), "-//Berlin//Holidays");
  EXPECT_EQ(made->holiday_import().holiday_count(), 4);
  v1::GetCalendarRequest get;
  get.set_name(made->name());
  const auto read = rosa().Call(&PolicyStub::GetCalendar, get);
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->calendar().SerializeAsString(), made->SerializeAsString());
}

TEST_F(Policies, S3_EveryFaultOfACalendarIsNamedAtOnce) {
  v1::CreateCalendarRequest request = Berlin();
  request.mutable_calendar()->set_name("berlin");
  request.mutable_calendar()->set_time_zone("Berlin");
  request.mutable_calendar()->mutable_week(1)->mutable_times(0)->set_start("18:00");
  request.mutable_holiday_feed()->set_icalendar("hello");
  request.mutable_holiday_feed()->set_first_year(2026);
  request.mutable_holiday_feed()->set_last_year(2027);
  const auto refused = Make(remy(), request);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              UnorderedElementsAre("calendar.name", "calendar.time_zone",
                                   "calendar.week[1].times[0].end", "holiday_feed.icalendar"));
}

TEST_F(Policies, S3_ACalendarThatGrantsTooLittleCannotBeBound) {
  v1::CreateCalendarRequest request = Berlin();
  request.mutable_calendar()->clear_week();
  AddHours(v1::WEEKDAY_MONDAY, "09:00", "09:30", request.mutable_calendar());
  ASSERT_THAT(Make(remy(), request), IsOk());
  v1::CreatePolicyVersionRequest version = Revisit(40, Now());
  version.mutable_policy()->set_calendar(Name("calendars", "berlin"));
  version.mutable_update_mask()->add_paths("calendar");
  EXPECT_THAT(ViolatedFields(Create(remy(), version).status()), ElementsAre("policy.calendar"));
}

TEST_F(Policies, S3_ASignalOfFridayEveningFallsDueOnMonday) {
  v1::CreateCalendarRequest calendar = Berlin();
  calendar.mutable_calendar()->add_holidays()->set_date("2026-01-13");
  Bind(calendar);
  SetClock(InBerlin("2026-01-09 17:30"));
  const v1::Signal filed = FileFor("harborline");
  // Half an hour on Friday, three and a half on Monday; Tuesday is a holiday: 9 h each on Monday,
  // Wednesday and the rest of the 24 on Thursday.
  EXPECT_EQ(domain::ToTime(filed.clock().acknowledge_due_time()), InBerlin("2026-01-12 12:30"));
  EXPECT_EQ(domain::ToTime(filed.clock().contact_due_time()), InBerlin("2026-01-15 14:30"));
  EXPECT_EQ(filed.clock().policy_version(), 2);
  AdvanceTo(InBerlin("2026-01-12 12:30"));
  EXPECT_FALSE(Look(filed.name()).clock().acknowledge_missed());
  ASSERT_THAT(Acknowledge(rosa(), filed.name()), IsOk());
  EXPECT_FALSE(Look(filed.name()).clock().acknowledge_missed());
  AdvanceTo(InBerlin("2026-01-15 14:30") + kTick);
  EXPECT_TRUE(Look(filed.name()).clock().contact_missed());
}

TEST_F(Policies, S3_OneInstantAfterItsWorkingHoursASignalIsMissed) {
  Bind(Berlin());
  SetClock(InBerlin("2026-01-09 14:00"));
  const v1::Signal filed = FileFor("harborline");
  // Used up exactly at the window's end.
  EXPECT_EQ(domain::ToTime(filed.clock().acknowledge_due_time()), InBerlin("2026-01-09 18:00"));
  AdvanceTo(InBerlin("2026-01-09 18:00"));
  EXPECT_FALSE(Look(filed.name()).clock().acknowledge_missed());
  AdvanceTo(InBerlin("2026-01-09 18:00") + kTick);
  EXPECT_TRUE(Look(filed.name()).clock().acknowledge_missed());
}

TEST_F(Policies, S3_AnHourThatIsSkippedIsNotWorkedAndOneThatRepeatsIsWorkedTwice) {
  v1::CreateCalendarRequest calendar = Berlin();
  calendar.mutable_calendar()->clear_week();
  AddHours(v1::WEEKDAY_MONDAY, "09:00", "17:00", calendar.mutable_calendar());
  AddHours(v1::WEEKDAY_SUNDAY, "01:00", "05:00", calendar.mutable_calendar());
  Bind(calendar);
  SetClock(InBerlin("2026-03-28 12:00"));
  const v1::Signal spring = FileFor("harborline");
  EXPECT_EQ(domain::ToTime(spring.clock().acknowledge_due_time()), InBerlin("2026-03-30 10:00"));
  SetClock(InBerlin("2026-10-24 12:00"));
  AddAccount(NewAccount("ashgrove"));
  const v1::Signal autumn = FileFor("ashgrove");
  EXPECT_EQ(domain::ToTime(autumn.clock().acknowledge_due_time()), InBerlin("2026-10-25 04:00"));
}

TEST_F(Policies, S3_APlainDayStaysADayUnderACalendar) {
  Bind(Berlin());
  SetClock(InBerlin("2026-01-09 17:30"));
  v1::FileSignalRequest request = Filing();
  request.mutable_signal()->set_urgency(v1::URGENCY_WATCH);
  const v1::Signal filed = File(request);
  EXPECT_EQ(domain::ToTime(filed.clock().acknowledge_due_time()), Now() + absl::Hours(7 * 24));
}

TEST_F(Policies, S3_WithoutACalendarHoursAreElapsed) {
  SetClock(InBerlin("2026-01-09 17:30"));
  const v1::Signal filed = FileFor("harborline");
  EXPECT_EQ(domain::ToTime(filed.clock().acknowledge_due_time()), Now() + absl::Hours(4));
}

}  // namespace
}  // namespace baton::testing
