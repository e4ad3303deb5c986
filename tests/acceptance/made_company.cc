#include "tests/acceptance/made_company.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/instant.h"
#include "tests/acceptance/oracle_sql.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr const char* kCsms[] = {"imogen", "tobias", "tobi"};  // the last two are one
constexpr const char* kCurrencies[] = {"USD", "USD", "USD", "EUR", "JPY"};
constexpr int64_t kDayUs = 86'400'000'000;

// Quarters that no booking falls into, but that figures over a year look at; and those to come.
constexpr int kQuartersBefore = 12;
constexpr int kQuartersAfter = 3;
// The second policy is in force from here on.
constexpr int kSecondPolicy = 6;

// What the reports read of a policy. The second differs in all of it.
constexpr MadeCompany::Terms kFirst = {
    2, 41'234'567, v1::CS_LED_BASE_ALL, v1::GRR_LOSS_PER_ACCOUNT, 5'000, 7'000, 9'500, 3'000};
constexpr MadeCompany::Terms kSecond = {
    3,     57'000'001, v1::CS_LED_BASE_ENTERPRISE_STRATEGIC, v1::GRR_LOSS_PER_LINE, 4'375, 6'125,
    9'025, 2'505};

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

int64_t DayOf(absl::Time time) { return absl::ToUnixMicros(time) / kDayUs; }

}  // namespace

std::unique_ptr<MadeCompany> RevenueOracle::company_;

void RevenueOracle::SetUpTestSuite() {
  company_ = std::make_unique<MadeCompany>();
  company_->Make();
}

void MadeCompany::Make() {
  SetUp();
  session_ = OpenSession();
  random_.seed(static_cast<unsigned>(FromEnvironment("BATON_REVENUE_SEED", 20270331)));
  AddPerson("tobi", v1::ROLE_CSM, "farah");
  AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
  // Tokens of now: those of another year would have expired.
  doris();
  plugin();
  PutPolicies();
  MakeQuarters();
  PutRates();
  const int accounts = FromEnvironment("BATON_REVENUE_ACCOUNTS", 40);
  for (int i = 0; i < accounts; ++i) LiveThrough(absl::StrCat("made-", i));
  MergeAll(accounts);
  for (const std::string& text : FactTables()) Run(text);
}

absl::Time MadeCompany::StartOf(int quarter) {
  return absl::FromCivil(absl::CivilMonth(2024, 1) + 3 * quarter, absl::UTCTimeZone());
}

std::string MadeCompany::Period(int quarter) {
  const absl::CivilMonth first = absl::CivilMonth(2024, 1) + 3 * quarter;
  return absl::StrCat(first.year(), "-Q", (first.month() + 2) / 3);
}

void MadeCompany::Run(const std::string& text, const std::vector<store::Value>& values) {
  ASSERT_THAT(session_->Run({text, ""}, values), IsOk()) << text;
}

std::vector<std::string> MadeCompany::Select(const std::string& text) {
  std::vector<std::string> lines;
  const auto rows = session_->Query({text, "t"}, {});
  while (rows->Next()) lines.push_back(rows->Text(0));
  EXPECT_THAT(rows->status(), IsOk()) << text;
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string MadeCompany::DrawCsm() { return kCsms[Below(3)]; }

void MadeCompany::PutPolicy(const Terms& terms, absl::Time from) {
  v1::CreatePolicyVersionRequest request;
  request.set_parent(Tenant());
  for (const char* field : {"engaged_activities", "cs_team_cost_minor", "cs_led_base", "grr_loss",
                            "expansion_probability_bp", "save_probability_bp",
                            "renewal_probability_bp", "cross_sell_probability_bp"}) {
    request.mutable_update_mask()->add_paths(field);
  }
  v1::Policy& policy = *request.mutable_policy();
  policy.set_engaged_activities(terms.engaged_activities);
  policy.set_cs_team_cost_minor(terms.cs_team_cost_minor);
  policy.set_cs_led_base(terms.base);
  policy.set_grr_loss(terms.grr_loss);
  policy.set_expansion_probability_bp(terms.expansion_bp);
  policy.set_save_probability_bp(terms.save_bp);
  policy.set_renewal_probability_bp(terms.renewal_bp);
  policy.set_cross_sell_probability_bp(terms.cross_sell_bp);
  *policy.mutable_effective_time() = domain::ToTimestamp(from);
  const auto created = remy().Call(&PolicyStub::CreatePolicyVersion, request);
  ASSERT_THAT(created, IsOk());
  v1::SignPolicyVersionRequest sign;
  sign.set_name(Name("policies", absl::StrCat(created->policy().version())));
  ASSERT_THAT(doris().Call(&PolicyStub::SignPolicyVersion, sign), IsOk());
}

// From the middle of a quarter: the policy at a quarter's end is the one that counts.
void MadeCompany::PutPolicies() {
  SetClock(StartOf(0) - 30 * kDay);
  PutPolicy(kFirst, StartOf(0));
  PutPolicy(kSecond, StartOf(kSecondPolicy) + 40 * kDay);
  SetClock(Start());
}

// What the maker knows of each quarter: its bounds, and its policy as it was put.
void MadeCompany::MakeQuarters() {
  Run(kQuarterTable);
  for (int i = -kQuartersBefore; i < kQuarters + kQuartersAfter; ++i) {
    const Terms& terms = i < kSecondPolicy ? kFirst : kSecond;
    const std::vector<int64_t> values = {absl::ToUnixMicros(StartOf(i)),
                                         absl::ToUnixMicros(StartOf(i + 1)),
                                         terms.engaged_activities,
                                         i < 0 ? 0 : terms.cs_team_cost_minor,
                                         terms.grr_loss == v1::GRR_LOSS_PER_LINE,
                                         terms.base == v1::CS_LED_BASE_ENTERPRISE_STRATEGIC,
                                         terms.expansion_bp,
                                         terms.save_bp,
                                         terms.renewal_bp,
                                         terms.cross_sell_bp};
    Run(absl::StrCat("INSERT INTO oracle_quarters VALUES (", i, ", '", Period(i), "', ",
                     absl::StrJoin(values, ", "), ")"));
  }
}

// Every day's rates but some, approved; a dollar is a dollar on all of them.
void MadeCompany::PutRates() {
  v1::PutExchangeRatesRequest sheets[2];
  Run(kRateTable);
  Run("CREATE INDEX oracle_rates_by_day ON oracle_rates (currency, day)");
  Run("BEGIN IMMEDIATE");
  for (int64_t day = DayOf(StartOf(0)); day <= DayOf(AsOf()); ++day) {
    const bool today = day == DayOf(AsOf());
    KeepRate("USD", day, 1, 1);
    if (today || !OneIn(12)) AddRate("EUR", day, 10'000 + Below(2'000), 4, 10'000, &sheets[0]);
    if (today || !OneIn(12)) AddRate("JPY", day, 6'000 + Below(2'000), 6, 10'000, &sheets[1]);
  }
  Run("COMMIT");
  for (v1::PutExchangeRatesRequest& sheet : sheets) {
    sheet.set_parent(Tenant());
    sheet.mutable_sheet()->set_origin("made up");
    const auto put = camille().Call(&PolicyStub::PutExchangeRates, sheet);
    ASSERT_THAT(put, IsOk());
    ASSERT_THAT(ApproveSheet(remy(), put->sheet().name()), IsOk());
  }
}

void MadeCompany::KeepRate(const std::string& currency, int64_t day, int64_t rate,
                           int64_t divisor) {
  Run("INSERT INTO oracle_rates VALUES (:p1, :p2, :p3, :p4)", {currency, day, rate, divisor});
}

void MadeCompany::AddRate(const std::string& currency, int64_t day, int64_t rate, int scale,
                          int64_t divisor, v1::PutExchangeRatesRequest* sheet) {
  v1::ExchangeRate& of_day = *sheet->mutable_sheet()->add_rates();
  of_day.set_from_currency(currency);
  of_day.set_to_currency("USD");
  of_day.set_date(absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day));
  of_day.set_rate(rate);
  of_day.set_scale(scale);
  // What a minor unit is worth in cents: the yen has none of its own.
  KeepRate(currency, day, rate, divisor);
}

MadeCompany::Customer MadeCompany::Found(const std::string& id, absl::Time* opened) {
  Customer customer{id, kCurrencies[Below(5)], {}, "", absl::InfinitePast()};
  v1::UpsertAccountRequest upsert;
  v1::Account& account = *upsert.mutable_account();
  account = NewAccount(id);
  account.set_segment(static_cast<v1::Segment>(Below(v1::Segment_ARRAYSIZE)));
  *opened = OneIn(4) ? StartOf(Below(kQuarters)) : StartOf(0) - 60 * kDay;
  *account.mutable_opening_time() = domain::ToTimestamp(*opened);
  if (!OneIn(4)) *account.mutable_renewal_time() = domain::ToTimestamp(DrawPlanned());
  v1::Money& arr = *account.mutable_opening_lines(0)->mutable_arr();
  arr.set_currency_code(customer.currency);
  arr.set_amount_minor(DrawAmount());
  customer.owned["core"] = arr.amount_minor();
  EXPECT_THAT(remy().Call(&AccountStub::UpsertAccount, upsert), IsOk());
  return customer;
}

// Who merges into another has no CSM: which of two would be theirs is no matter of reports.
void MadeCompany::LiveThrough(const std::string& id) {
  absl::Time opened;
  Customer customer = Found(id, &opened);
  // Before the first signal.
  const absl::Time before = StartOf(0) - 200 * kDay;
  const bool merges = id.back() == '9';
  Seat(id, v1::ROLE_AE, "rosa", before);
  if (!merges && !OneIn(5)) Seat(id, v1::ROLE_CSM, DrawCsm(), before);
  // Another CSM, or nobody, exactly as a quarter begins or within it.
  if (!merges && OneIn(2)) {
    Seat(id, v1::ROLE_CSM, OneIn(3) ? "" : DrawCsm(),
         StartOf(Below(kQuarters)) + (OneIn(2) ? 0 : Below(80)) * kDay);
  }
  for (int quarter = 0; quarter < kQuarters; ++quarter) {
    if (StartOf(quarter) >= opened) LiveQuarter(quarter, &customer);
  }
  // The quarter that runs has begun only just.
  if (OneIn(3)) Book(StartOf(kQuarters) + Below(60) * absl::Hours(1), &customer);
  if (OneIn(8)) Void(customer.last_booking);
  Plan(customer);
  EndContract(customer);
}

void MadeCompany::LiveQuarter(int quarter, Customer* customer) {
  const absl::Time at = StartOf(quarter) + Below(88) * kDay + Below(3) * kTick;
  Touch(customer->id, at);
  if (OneIn(6)) Act(customer->id, "call", v1::ROLE_CSM, true, StartOf(quarter));
  if (OneIn(6)) Act(customer->id, "call", v1::ROLE_CSM, true, StartOf(quarter + 1) - kTick);
  Book(at + absl::Hours(Below(40)), customer);
}

void MadeCompany::Seat(const std::string& account, v1::Role role, const std::string& person,
                       absl::Time from) {
  v1::SetAccountTeamRequest team;
  team.set_account(Account(account));
  team.mutable_member()->set_role(role);
  if (!person.empty()) team.mutable_member()->set_person(Person(person));
  *team.mutable_member()->mutable_start_time() = domain::ToTimestamp(from);
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
}

void MadeCompany::Act(const std::string& account, const std::string& type, v1::Role role,
                      bool two_way, absl::Time at) {
  v1::RecordActivityRequest request;
  request.set_parent(Account(account));
  v1::Activity& activity = *request.mutable_activity();
  activity.set_activity_type(type);
  activity.set_role(role);
  activity.set_two_way(two_way);
  *activity.mutable_occur_time() = domain::ToTimestamp(at);
  ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
}

// What the days before a booking may hold.
void MadeCompany::Touch(const std::string& account, absl::Time before) {
  constexpr const char* kTypes[] = {"call", "save_call", "roi_brief", "brokered_introduction",
                                    "executive_sponsor"};
  constexpr v1::HealthTier kTiers[] = {v1::HEALTH_TIER_GREEN, v1::HEALTH_TIER_YELLOW,
                                       v1::HEALTH_TIER_RED};
  if (OneIn(3)) Observe(account, v1::HEALTH_TIER_YELLOW, before - 20 * kDay);
  if (OneIn(3)) Observe(account, kTiers[Below(3)], before - 10 * kDay);
  // Of two at one instant the one recorded later counts.
  if (OneIn(3)) Observe(account, kTiers[Below(3)], before - 10 * kDay);
  for (int i = Below(4); i > 0; --i) {
    Act(account, kTypes[Below(5)], OneIn(3) ? v1::ROLE_AE : v1::ROLE_CSM, !OneIn(3),
        before - Below(60) * kDay);
  }
}

// Files a signal as of then, and begins the opportunity that comes of it.
std::string MadeCompany::FileAt(const std::string& account, absl::Time at) {
  v1::FileSignalRequest filing = Filing(account);
  filing.mutable_signal()->set_csm(Person(DrawCsm()));
  filing.mutable_signal()->set_cross_sell(OneIn(2));
  SetClock(at);
  const auto filed = plugin().Call(&HandoffStub::FileSignal, filing);
  SetClock(Start());
  EXPECT_THAT(filed, IsOk());
  return filed.ok() ? filed->signal().name() : "";
}

v1::Opportunity MadeCompany::Origin(const std::string& account, absl::Time at) {
  constexpr std::pair<v1::CreationSource, v1::TriggerEvent> kOrigins[] = {
      {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_QBR_UPSELL},
      {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL},
      {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED},
      {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE},
      {v1::CREATION_SOURCE_SALES_INITIATED, v1::TRIGGER_EVENT_UPSELL_CONVERSATION},
      {v1::CREATION_SOURCE_CUSTOMER_INBOUND, v1::TRIGGER_EVENT_CUSTOMER_EMAIL}};
  const auto& [source, trigger] = kOrigins[Below(6)];
  v1::Opportunity opportunity;
  opportunity.set_account(Account(account));
  opportunity.set_creation_source(source);
  opportunity.set_trigger_event(trigger);
  *opportunity.mutable_create_time() = domain::ToTimestamp(at);
  if (!OneIn(4)) return opportunity;
  opportunity.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_PROACTIVE_PROPOSAL);
  opportunity.set_signal(FileAt(account, at - Below(3) * kDay - Below(1'000'000) * kTick));
  return opportunity;
}

std::string MadeCompany::Begin(v1::Opportunity opportunity) {
  v1::CreateOpportunityRequest request;
  request.set_parent(Tenant());
  *request.mutable_opportunity() = std::move(opportunity);
  const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
  EXPECT_THAT(created, IsOk());
  return created.ok() ? created->opportunity().name() : "";
}

void MadeCompany::AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                            Customer* customer, v1::Booking* booking) {
  int64_t& owned = customer->owned[line];
  AddLine(kind, line, owned, now_minor, booking);
  if (kind == v1::BOOKING_LINE_KIND_RENEWAL && OneIn(2)) {
    booking->mutable_lines(booking->lines_size() - 1)->set_uplift_bp(400);
  }
  owned = now_minor;
}

// Half of it, all of it, a little more, or nothing at all.
int64_t MadeCompany::Changed(int64_t owned) {
  switch (Below(6)) {
    case 0:
      return owned / 2;
    case 1:
      return owned;
    case 2:
      return OneIn(2) ? 0 : owned;
    default:
      return owned + Below(5'000'000);
  }
}

void MadeCompany::AddLines(Customer* customer, v1::Booking* booking) {
  const int64_t core = customer->owned["core"];
  const bool renews = core > 0 && OneIn(2);
  AddChange("core", renews ? v1::BOOKING_LINE_KIND_RENEWAL : v1::BOOKING_LINE_KIND_ADD_ON,
            core > 0 ? Changed(core) : DrawAmount(), customer, booking);
  if (OneIn(3)) {
    AddChange("analytics", v1::BOOKING_LINE_KIND_ADD_ON,
              customer->owned["analytics"] + Below(9'000'000), customer, booking);
  }
  if (!renews) return;
  const absl::Time booked = domain::ToTime(booking->booked_time());
  customer->last_renewal = booked;
  // The old contract's end, early or late.
  if (OneIn(2)) {
    *booking->mutable_renewal_time() = domain::ToTimestamp(booked + (Below(51) - 25) * kDay);
  }
}

void MadeCompany::Book(absl::Time at, Customer* customer) {
  v1::RecordBookingRequest request;
  request.set_parent(Tenant());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(Account(customer->id));
  booking.set_currency_code(customer->currency);
  *booking.mutable_booked_time() = domain::ToTimestamp(at);
  AddLines(customer, &booking);
  if (!OneIn(4)) booking.set_opportunity(Begin(Origin(customer->id, at - Below(150) * kDay)));
  if (OneIn(3)) booking.set_closed_by(Person("imogen"));
  customer->last_booking = Record(request).booking().name();
}

void MadeCompany::Void(const std::string& booking) {
  v1::VoidBookingRequest request;
  request.set_name(booking);
  request.set_reason("Booked with the wrong amount.");
  ASSERT_THAT(remy().Call(&AttributionStub::VoidBooking, request), IsOk());
  v1::ApproveBookingVoidRequest approve;
  approve.set_name(booking);
  ASSERT_THAT(doris().Call(&AttributionStub::ApproveBookingVoid, approve), IsOk());
}

// A day of the last quarter or of the next two, often exactly where one ends.
absl::Time MadeCompany::DrawPlanned() {
  switch (Below(5)) {
    case 0:
      return StartOf(kQuarters + 1) - Below(2) * kTick;
    case 1:
      return StartOf(kQuarters) - Below(2) * kTick;
    default:
      return StartOf(kQuarters - 1) + Below(270) * kDay;
  }
}

// Opportunities that are open, or were, some of them without what a forecast needs.
void MadeCompany::Plan(const Customer& customer) {
  for (int i = Below(3); i > 0; --i) {
    v1::Opportunity planned = Origin(customer.id, Start() - Below(20) * kDay);
    // For pounds there is no rate.
    planned.mutable_amount()->set_currency_code(OneIn(8) ? "GBP" : customer.currency);
    planned.mutable_amount()->set_amount_minor(DrawAmount());
    if (OneIn(6)) planned.clear_amount();
    if (!OneIn(6)) *planned.mutable_expected_close_time() = domain::ToTimestamp(DrawPlanned());
    v1::UpdateOpportunityRequest lost;
    lost.mutable_opportunity()->set_name(Begin(planned));
    if (!OneIn(6)) continue;
    lost.mutable_opportunity()->set_state(v1::OPPORTUNITY_STATE_LOST);
    ASSERT_THAT(remy().Call(&AccountStub::UpdateOpportunity, lost), IsOk());
  }
}

// The segment of now is not always that of the bookings; a renewal may lie 90 days before the end
// to the microsecond.
void MadeCompany::EndContract(const Customer& customer) {
  v1::UpsertAccountRequest upsert;
  upsert.mutable_account()->set_name(Account(customer.id));
  if (OneIn(6)) {
    upsert.mutable_account()->set_segment(
        static_cast<v1::Segment>(1 + Below(v1::Segment_ARRAYSIZE - 1)));
  }
  if (customer.last_renewal >= StartOf(kQuarters - 1) && OneIn(2)) {
    *upsert.mutable_account()->mutable_renewal_time() =
        domain::ToTimestamp(customer.last_renewal + 90 * kDay + Below(2) * kTick);
  }
  ASSERT_THAT(remy().Call(&AccountStub::UpsertAccount, upsert), IsOk());
}

void MadeCompany::MergeAll(int accounts) {
  for (int i = 9; i < accounts; i += 10) {
    v1::MergeAccountsRequest request;
    request.set_survivor(Account(absl::StrCat("made-", i - 1)));
    request.set_merged(Account(absl::StrCat("made-", i)));
    ASSERT_THAT(remy().Call(&AccountStub::MergeAccounts, request), IsOk());
  }
  v1::MergePeopleRequest request;
  request.set_survivor(Person("tobias"));
  request.set_merged(Person("tobi"));
  ASSERT_THAT(remy().Call(&AccountStub::MergePeople, request), IsOk());
}

}  // namespace baton::testing
