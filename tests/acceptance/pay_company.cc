#include "tests/acceptance/pay_company.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "tests/acceptance/request_id_source.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kDay = absl::Hours(24);
constexpr const char* kLines[] = {"core", "analytics", "freight"};

int FromEnvironment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  int value = 0;
  return text != nullptr && absl::SimpleAtoi(text, &value) ? value : otherwise;
}

void AddShare(v1::Role role, const std::string& person, int32_t share_bp,
              google::protobuf::RepeatedPtrField<v1::CreditShare>* shares) {
  v1::CreditShare& share = *shares->Add();
  share.set_role(role);
  share.set_person(absl::StrCat("tenants/main/people/", person));
  share.set_share_bp(share_bp);
}

// A category that somebody might rather see; none for what can't be argued about.
v1::AttributionCategory OtherCategory(v1::AttributionCategory category, bool may_be_saved) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL;
    case v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL:
      return may_be_saved ? v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE
                          : v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
    default:
      return v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  }
}

}  // namespace

absl::Time PayCompany::StartOf(int quarter) {
  return absl::FromCivil(absl::CivilMonth(2026, 1) + 3 * quarter, absl::UTCTimeZone());
}

void PayCompany::SetUp() {
  Reports::SetUp();
  seed_ = static_cast<unsigned>(FromEnvironment("BATON_PAY_SEED", 20260105));
  HirePeople();
  MakePlans();
  ApproveRates();
  const int accounts = FromEnvironment("BATON_PAY_ACCOUNTS", 40);
  for (int i = 0; i < accounts; ++i) {
    Found(i);
    if (i % 3 == 0) Extend(i);
  }
  PlantCases();
}

std::unique_ptr<server::IdSource> PayCompany::MakeIds() {
  return std::make_unique<RequestIdSource>();
}

const std::vector<std::string>& PayCompany::Payees() {
  static const auto& payees = *new std::vector<std::string>{
      "dana", "farah", "helen", "imogen", "kai", "mira", "noor", "rosa", "tobias", "vera"};
  return payees;
}

int PayCompany::Below(int limit) {
  const auto random = randoms_.try_emplace(about_, seed_ + static_cast<unsigned>(about_)).first;
  return static_cast<int>(random->second() % static_cast<unsigned>(limit));
}

std::string PayCompany::NextRequestId() {
  return absl::StrCat(1'000'000'000 + int64_t{about_ + 1} * 100'000 + ++calls_[about_]);
}

void PayCompany::HirePeople() {
  AddPerson("doris", v1::ROLE_DIRECTOR_REVOPS, "otto");
  AddPerson("noor", v1::ROLE_CSM, "farah");
  AddPerson("mira", v1::ROLE_AE, "priya");
  AddPerson("kai", v1::ROLE_AE, "priya");
  AddPerson("vera", v1::ROLE_CSM, "farah");
}

v1::CompPlan PayCompany::PoolPlan(v1::Role role, const std::string& code,
                                  const std::string& currency) {
  v1::CompPlan plan = Plan(role);
  plan.set_code(code);
  plan.set_currency_code(currency);
  plan.set_variable_minor(3'000'001);
  plan.set_grr_pool_bp(4'500);
  plan.set_expansion_pool_bp(3'500);
  plan.set_mbo_pool_bp(2'000);
  plan.set_grr_target_bp(9'500);
  plan.set_expansion_target_bp(1'750);
  for (const auto& [kind, target_bp] :
       {std::pair(v1::MBO_KIND_HEALTH_ADHERENCE, 1'500),
        std::pair(v1::MBO_KIND_EBR_COMPLETION, 5'000), std::pair(v1::MBO_KIND_MULTI_THREAD, 9'000),
        std::pair(v1::MBO_KIND_RISK_PLAYBOOK, 7'000)}) {
    v1::MboTarget& objective = *plan.add_mbos();
    objective.set_kind(kind);
    objective.set_target_bp(target_bp);
  }
  return plan;
}

void PayCompany::MakePlans() {
  const absl::Time start = StartOf(0);
  SignedPlan(PoolPlan(v1::ROLE_CSM, "CSM-POOLS", "USD"), start);
  SignedPlan(PoolPlan(v1::ROLE_MANAGER, "MANAGER-POOLS", "USD"), start);
  SignedPlan(PoolPlan(v1::ROLE_VP_CS, "VP-POOLS", "USD"), start);
  v1::CompPlan euros = PoolPlan(v1::ROLE_CSM, "CSM-EUR", "EUR");
  euros.set_grr_pool_bp(2'500);
  euros.set_expansion_pool_bp(5'000);
  euros.set_mbo_pool_bp(2'500);
  SignedPlan(euros, start);
  v1::CompPlan ae = Plan(v1::ROLE_AE);
  ae.set_code("AE-EUR");
  ae.set_currency_code("EUR");
  SignedPlan(ae, start);
  for (const char* person : {"rosa", "mira", "kai"}) AssignPlan(person, v1::ROLE_AE);
  for (const auto& [person, code] :
       {std::pair("dana", "AE-EUR"), std::pair("imogen", "CSM-POOLS"),
        std::pair("tobias", "CSM-POOLS"), std::pair("vera", "CSM-POOLS"),
        std::pair("farah", "MANAGER-POOLS"), std::pair("helen", "VP-POOLS")}) {
    ASSERT_THAT(Assign(camille(), person, code), IsOk());
  }
  At(StartOf(1) + 30 * kDay, [this] {
    ChangePlans();
    ChangePolicy();
  });
}

// From the middle of the third quarter on others pay by other terms; noor by renewals alone from
// the middle of the fourth.
void PayCompany::ChangePlans() {
  v1::CompPlan ae = Plan(v1::ROLE_AE);
  ae.set_expansion_rate_bp(875);
  ae.set_renewal_rate_bp(333);
  SignedPlan(ae, StartOf(2) + 45 * kDay);
  v1::CompPlan csm = PoolPlan(v1::ROLE_CSM, "CSM-POOLS", "USD");
  csm.set_variable_minor(4'100'000);
  csm.set_grr_pool_bp(4'000);
  csm.set_expansion_pool_bp(4'000);
  csm.set_grr_target_bp(9'600);
  csm.set_expansion_target_bp(2'000);
  csm.mutable_mbos(1)->set_target_bp(8'000);
  SignedPlan(csm, StartOf(2) + 45 * kDay + absl::Hours(7));
  v1::CompPlan renewals = Plan(v1::ROLE_CSM);
  renewals.set_code("CSM-RENEWALS");
  renewals.set_kind(v1::PLAN_KIND_RENEWALS);
  renewals.set_currency_code("EUR");
  renewals.set_variable_minor(1'999'999);
  renewals.set_grr_pool_bp(10'000);
  renewals.set_grr_target_bp(9'300);
  SignedPlan(renewals, StartOf(3));
  ASSERT_THAT(Assign(camille(), "noor", "CSM-RENEWALS", StartOf(3) + 40 * kDay), IsOk());
}

// From July on expansion is shared by bands.
void PayCompany::ChangePolicy() {
  v1::CreatePolicyVersionRequest request;
  request.set_parent(Tenant());
  request.mutable_update_mask()->add_paths("credit_scheme");
  request.mutable_policy()->set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  *request.mutable_policy()->mutable_effective_time() = domain::ToTimestamp(StartOf(2));
  const auto created = remy().Call(&PolicyStub::CreatePolicyVersion, request);
  ASSERT_THAT(created, IsOk());
  v1::SignPolicyVersionRequest sign;
  sign.set_name(Name("policies", absl::StrCat(created->policy().version())));
  for (const Client& officer : {helen(), otto(), frank()}) {
    ASSERT_THAT(officer.Call(&PolicyStub::SignPolicyVersion, sign), IsOk());
  }
}

void PayCompany::PutRates(const v1::PutExchangeRatesRequest& sheet) {
  const auto put = camille().Call(&PolicyStub::PutExchangeRates, sheet);
  ASSERT_THAT(put, IsOk());
  ASSERT_THAT(ApproveSheet(remy(), put->sheet().name()), IsOk());
}

// Every day's rates but some, which are approved a quarter late or never.
void PayCompany::ApproveRates() {
  struct Pair {
    const char* from;
    const char* to;
    int least;
    int scale;
  };
  constexpr Pair kPairs[] = {{"EUR", "USD", 10'000, 4},
                             {"USD", "EUR", 8'000, 4},
                             {"JPY", "USD", 6'000, 6},
                             {"JPY", "EUR", 5'000, 6}};
  const absl::CivilDay first(2025, 12, 1);
  const absl::CivilDay july(2026, 7, 1);
  for (const Pair& pair : kPairs) {
    v1::PutExchangeRatesRequest sheet;
    v1::PutExchangeRatesRequest late;
    for (v1::PutExchangeRatesRequest* some : {&sheet, &late}) {
      some->set_parent(Tenant());
      some->mutable_sheet()->set_origin("made up");
    }
    for (absl::CivilDay day = first; day < absl::CivilDay(2027, 1, 8); ++day) {
      v1::ExchangeRate of_day;
      of_day.set_from_currency(pair.from);
      of_day.set_to_currency(pair.to);
      of_day.set_date(absl::FormatCivilTime(day));
      of_day.set_rate(pair.least + Below(pair.least / 5));
      of_day.set_scale(pair.scale);
      // Bands are read from July on, at rates into the policy's currency.
      const bool lacks = day > absl::CivilDay(2026, 1, 1) && OneIn(8) &&
                         (day < july || of_day.to_currency() == "EUR");
      if (lacks) {
        if (!OneIn(3) && day < july) *late.mutable_sheet()->add_rates() = of_day;
      } else {
        *sheet.mutable_sheet()->add_rates() = of_day;
      }
    }
    PutRates(sheet);
    At(StartOf(2) + 20 * kDay, [this, late] { PutRates(late); });
  }
}

void PayCompany::Found(int number) {
  Customer customer;
  customer.id = absl::StrCat("made-", number);
  customer.currency = number % 6 == 2 ? "EUR" : number % 12 == 5 ? "JPY" : "USD";
  customer.shrinks = number % 5 < 2;
  customer.owned["core"] = 1'000'001 + Below(90'000'000);
  customer.csms = {Csm()};
  customer.aes = {Ae()};
  v1::Account account = NewAccount(customer.id);
  account.mutable_opening_lines(0)->mutable_arr()->set_currency_code(customer.currency);
  account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(customer.owned["core"]);
  AddAccount(account, customer.csms[0], customer.aes[0]);
  customers_.push_back(std::move(customer));
}

// A price that was agreed upon before the year and rises by its end (C-8).
void PayCompany::Extend(size_t number) {
  const Customer& customer = customers_[number];
  v1::RecordBookingRequest request;
  request.set_parent(Tenant());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(Account(customer.id));
  booking.set_currency_code(customer.currency);
  const absl::Time booked = StartOf(0) - (5 + Below(20)) * kDay;
  *booking.mutable_booked_time() = domain::ToTimestamp(booked);
  const int64_t owned = customer.owned.at("core");
  AddLine(v1::BOOKING_LINE_KIND_PRICE_UPLIFT, "core", owned, owned + 1'000'000, &booking);
  *booking.mutable_lines(0)->mutable_effective_time() =
      domain::ToTimestamp(booked + (364 + Below(4)) * kDay);
  request.set_request_id(NextRequestId());
  const std::string attribution = Record(request).attribution().name();
  AtOf(static_cast<int>(number), StartOf(0) + 20 * kDay,
       [this, attribution] { SignBoth(attribution); });
}

std::string PayCompany::Csm() { return csms_[Below(static_cast<int>(csms_.size()))]; }
std::string PayCompany::Ae() { return aes_[Below(static_cast<int>(aes_.size()))]; }

// The person alone, or with somebody else.
void PayCompany::Seat(Customer* customer, v1::Role role, const std::string& person) {
  const std::string other = role == v1::ROLE_CSM ? Csm() : Ae();
  std::vector<std::string>& seated = role == v1::ROLE_CSM ? customer->csms : customer->aes;
  seated = {person};
  v1::SetAccountTeamRequest team;
  team.set_account(Account(customer->id));
  v1::TeamMember& member = *team.mutable_member();
  member.set_role(role);
  member.set_person(Person(person));
  *member.mutable_start_time() = domain::ToTimestamp(Now());
  if (other != person && OneIn(2)) {
    const int first_bp = 1 + Below(9'999);
    AddShare(role, person, first_bp, member.mutable_shares());
    AddShare(role, other, 10'000 - first_bp, member.mutable_shares());
    seated.push_back(other);
  }
  ASSERT_THAT(remy().Call(&AccountStub::SetAccountTeam, team), IsOk());
}

void PayCompany::Join(const std::string& person) {
  ASSERT_THAT(Assign(camille(), person, "CSM-EUR", Now()), IsOk());
  csms_.push_back(person);
  for (Customer& customer : customers_) {
    if (OneIn(3)) Seat(&customer, v1::ROLE_CSM, person);
  }
}

// Others take over at that very instant.
void PayCompany::Leave(const std::string& person, v1::Role role) {
  std::vector<std::string>& staff = role == v1::ROLE_CSM ? csms_ : aes_;
  staff.erase(std::find(staff.begin(), staff.end(), person));
  for (Customer& customer : customers_) {
    const auto& seated = role == v1::ROLE_CSM ? customer.csms : customer.aes;
    if (std::find(seated.begin(), seated.end(), person) == seated.end()) continue;
    Seat(&customer, role, role == v1::ROLE_CSM ? Csm() : Ae());
  }
  v1::EndPersonRequest end;
  end.set_name(Person(person));
  ASSERT_THAT(remy().Call(&AccountStub::EndPerson, end), IsOk());
}

void PayCompany::Act(const std::string& account) {
  constexpr const char* kTypes[] = {"call",  "save_call",         "brokered_introduction",
                                    "ebr",   "executive_sponsor", "qbr",
                                    "email", "save_plan"};
  v1::RecordActivityRequest request;
  request.set_parent(Account(account));
  v1::Activity& activity = *request.mutable_activity();
  activity.set_activity_type(kTypes[Below(8)]);
  activity.set_role(OneIn(3) ? v1::ROLE_AE : v1::ROLE_CSM);
  activity.set_two_way(!OneIn(4));
  if (!OneIn(3)) activity.set_contact(absl::StrCat("contact-", Below(4)));
  request.set_request_id(NextRequestId());
  ASSERT_THAT(remy().Call(&AccountStub::RecordActivity, request), IsOk());
}

// A tier, a touch, or another holder.
void PayCompany::Live(size_t number) {
  constexpr v1::HealthTier kTiers[] = {v1::HEALTH_TIER_GREEN, v1::HEALTH_TIER_YELLOW,
                                       v1::HEALTH_TIER_RED};
  Customer& customer = customers_[number];
  switch (Below(5)) {
    case 0:
    case 1:
      return Act(customer.id);
    case 2:
      if (OneIn(3)) Seat(&customer, v1::ROLE_CSM, Csm());
      if (OneIn(3)) Seat(&customer, v1::ROLE_AE, Ae());
      return;
    default:
      return Observe(customer.id, kTiers[Below(3)], Now());
  }
}

std::string PayCompany::Begin(const std::string& account) {
  constexpr std::pair<v1::CreationSource, v1::TriggerEvent> kOrigins[] = {
      {v1::CREATION_SOURCE_CSM_INITIATED, v1::TRIGGER_EVENT_QBR_UPSELL},
      {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED},
      {v1::CREATION_SOURCE_PLG_TRIGGER, v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE},
      {v1::CREATION_SOURCE_SALES_INITIATED, v1::TRIGGER_EVENT_UPSELL_CONVERSATION},
      {v1::CREATION_SOURCE_CUSTOMER_INBOUND, v1::TRIGGER_EVENT_CUSTOMER_EMAIL}};
  const auto& [source, trigger] = kOrigins[Below(5)];
  v1::CreateOpportunityRequest request;
  request.set_parent(Tenant());
  v1::Opportunity& opportunity = *request.mutable_opportunity();
  opportunity.set_account(Account(account));
  opportunity.set_creation_source(source);
  opportunity.set_trigger_event(trigger);
  *opportunity.mutable_create_time() = domain::ToTimestamp(Now() - Below(20) * kDay);
  request.set_request_id(NextRequestId());
  const auto created = remy().Call(&AccountStub::CreateOpportunity, request);
  EXPECT_THAT(created, IsOk());
  return created.ok() ? created->opportunity().name() : "";
}

void PayCompany::AddChange(const std::string& line, v1::BookingLineKind kind, int64_t now_minor,
                           Customer* customer, v1::Booking* booking) {
  AddLine(kind, line, customer->owned[line], now_minor, booking);
  if (kind == v1::BOOKING_LINE_KIND_RENEWAL) {
    booking->mutable_lines(booking->lines_size() - 1)->set_uplift_bp(OneIn(2) ? 400 : 0);
  }
  customer->owned[line] = now_minor;
}

// Core is renewed, grows, or shrinks by half or to nothing; another product line may come or go.
void PayCompany::AddLines(Customer* customer, v1::Booking* booking) {
  const int64_t owned = customer->owned["core"];
  const bool shrinks = customer->shrinks && OneIn(3);
  const int64_t grown = OneIn(4) ? owned : owned + Below(12'000'000);
  const int64_t lost = OneIn(6) ? owned : owned / 2 + Below(1'000);
  // A renewal of who shrinks does, or it might be a save.
  const bool renews = customer->shrinks ? shrinks && OneIn(2) : OneIn(2);
  AddChange("core", renews ? v1::BOOKING_LINE_KIND_RENEWAL : v1::BOOKING_LINE_KIND_ADD_ON,
            shrinks ? std::max<int64_t>(owned - lost, 0) : grown, customer, booking);
  for (const char* line : {kLines[1], kLines[2]}) {
    if (!OneIn(3)) continue;
    const int64_t before = customer->owned[line];
    const bool less = customer->shrinks && before > 0 && OneIn(2);
    AddChange(line, v1::BOOKING_LINE_KIND_ADD_ON,
              less ? before / (1 + Below(3)) / 2 : before + 1 + Below(9'000'000), customer,
              booking);
  }
  if (renews && OneIn(2)) {
    *booking->mutable_renewal_time() = domain::ToTimestamp(Now() + (Below(41) - 20) * kDay);
  }
}

void PayCompany::AddSplits(v1::Booking* booking) {
  for (const v1::Role role : {v1::ROLE_AE, v1::ROLE_CSM}) {
    if (!OneIn(5)) continue;
    const std::string first = role == v1::ROLE_CSM ? Csm() : Ae();
    const std::string second = role == v1::ROLE_CSM ? Csm() : Ae();
    const int first_bp = first == second ? 10'000 : 3'333;
    AddShare(role, first, first_bp, booking->mutable_splits());
    if (first != second) AddShare(role, second, 10'000 - first_bp, booking->mutable_splits());
  }
}

void PayCompany::Book(size_t number) {
  Customer& customer = customers_[number];
  if (customer.churned) return;
  if (customer.shrinks && OneIn(8)) return Churn(number);
  Deal deal;
  deal.customer = number;
  deal.owned_before = customer.owned;
  v1::RecordBookingRequest request;
  request.set_parent(Tenant());
  v1::Booking& booking = *request.mutable_booking();
  booking.set_account(Account(customer.id));
  booking.set_currency_code(customer.currency);
  *booking.mutable_booked_time() = domain::ToTimestamp(Now());
  AddLines(&customer, &booking);
  AddSplits(&booking);
  booking.set_opportunity(Begin(customer.id));
  customer.churned = std::all_of(customer.owned.begin(), customer.owned.end(),
                                 [](const auto& line) { return line.second == 0; });
  request.set_request_id(NextRequestId());
  const v1::RecordBookingResponse recorded = Record(request);
  Follow(recorded.booking(), std::move(deal));
  SignLater(deals_.size() - 1);
}

void PayCompany::Churn(size_t number) {
  Customer& customer = customers_[number];
  Deal deal;
  deal.customer = number;
  deal.owned_before = customer.owned;
  v1::RecordChurnRequest request;
  request.set_parent(Tenant());
  request.set_account(Account(customer.id));
  request.set_request_id(NextRequestId());
  const auto churn = remy().Call(&AttributionStub::RecordChurn, request);
  ASSERT_THAT(churn, IsOk());
  for (auto& [line, minor] : customer.owned) minor = 0;
  customer.churned = true;
  Follow(churn->booking(), std::move(deal));
}

// Some are voided, while nothing was built upon them.
void PayCompany::Follow(const v1::Booking& booking, Deal deal) {
  deal.booking = booking.name();
  deal.attribution = booking.attribution();
  customers_[deal.customer].last_booking = deal.booking;
  deals_.push_back(std::move(deal));
  const size_t number = deals_.size() - 1;
  if (OneIn(9)) At(Now() + (10 + Below(100)) * kDay, [this, number] { Void(number); });
}

// Most are signed before their quarter closes, some after it, some never. Some are argued about.
void PayCompany::SignLater(size_t deal) {
  if (OneIn(8)) return;
  if (OneIn(12)) At(Now() + kDay, [this, deal] { RuleOnSplit(deal); });
  At(Now() + (2 + Below(40)) * kDay, [this, deal] {
    if (deals_[deal].voided) return;
    SignBoth(deals_[deal].attribution);
    if (OneIn(4)) At(Now() + (1 + Below(30)) * kDay, [this, deal] { Dispute(deal); });
    if (OneIn(8)) At(Now() + (1 + Below(60)) * kDay, [this, deal] { RuleOnSplit(deal); });
  });
}

void PayCompany::Dispute(size_t deal) {
  if (deals_[deal].voided) return;
  const v1::Attribution attribution = LookAttribution(deals_[deal].attribution);
  if (attribution.state() != v1::ATTRIBUTION_STATE_CONCURRED) return;
  v1::OpenDisputeRequest request;
  request.set_attribution(attribution.name());
  request.set_reason("It was another case.");
  for (int i = 0; i < attribution.parts_size(); ++i) {
    const v1::AttributionCategory other =
        OtherCategory(attribution.parts(i).category(), !customers_[deals_[deal].customer].shrinks);
    if (other == v1::ATTRIBUTION_CATEGORY_UNSPECIFIED || OneIn(3)) continue;
    v1::PartCategory& asked = *request.add_asked();
    asked.set_part(i + 1);
    asked.set_category(other);
  }
  if (request.asked().empty()) return;
  request.set_request_id(NextRequestId());
  const auto opened = remy().Call(&AttributionStub::OpenDispute, request);
  ASSERT_THAT(opened, IsOk());
  const auto ruling = OneIn(3) ? v1::DISPUTE_RULING_UPHOLD : v1::DISPUTE_RULING_RECATEGORISE;
  At(Now() + (1 + Below(5)) * kDay,
     [this, name = opened->dispute().name(), ruling] { Rule(name, ruling); });
}

// Not while a dispute is open.
void PayCompany::RuleOnSplit(size_t deal) {
  if (deals_[deal].voided) return;
  const v1::Attribution attribution = LookAttribution(deals_[deal].attribution);
  if (attribution.state() == v1::ATTRIBUTION_STATE_SUPERSEDED) return;
  if (!attribution.open_dispute().empty()) return;
  v1::OpenDealDeskTicketRequest open;
  open.set_attribution(attribution.name());
  open.set_reason("Somebody else wrote the offer.");
  open.set_request_id(NextRequestId());
  const auto ticket = remy().Call(&AttributionStub::OpenDealDeskTicket, open);
  ASSERT_THAT(ticket, IsOk());
  v1::RuleDealDeskTicketRequest rule;
  rule.set_name(ticket->ticket().name());
  rule.set_reason("The offer bears her name.");
  if (!OneIn(3)) {
    AddShare(v1::ROLE_AE, "rosa", 2'501, rule.mutable_shares());
    AddShare(v1::ROLE_AE, "dana", 7'499, rule.mutable_shares());
  }
  if (rule.shares().empty() || OneIn(2)) {
    AddShare(v1::ROLE_CSM, "imogen", 9'999, rule.mutable_shares());
    AddShare(v1::ROLE_CSM, "tobias", 1, rule.mutable_shares());
  }
  rule.set_request_id(NextRequestId());
  ASSERT_THAT(doris().Call(&AttributionStub::RuleDealDeskTicket, rule), IsOk());
}

void PayCompany::LiveQuarter(int quarter) {
  for (size_t i = 0; i < customers_.size(); ++i) {
    for (int n = 1 + Below(5); n >= 0; --n) {
      const absl::Time at = StartOf(quarter) + Below(90) * kDay + absl::Minutes(Below(1'440)) +
                            absl::Microseconds(static_cast<int64_t>(i));
      if (at < Now()) continue;
      const bool books = n < 2 && !OneIn(3);
      AtOf(static_cast<int>(i), at, [this, i, books] { books ? Book(i) : Live(i); });
    }
  }
}

void PayCompany::Close(int quarter) {
  const std::string period = absl::StrCat("2026-Q", quarter + 1);
  ASSERT_THAT(Compute(period).status, IsOk());
  ASSERT_NO_FATAL_FAILURE(LookAtDrafts(period));
  ASSERT_THAT(Publish(period), IsOk());
  closed_ = quarter + 1;
}

void PayCompany::TellNext(int about) {
  const auto event = events_[about].extract(events_[about].begin());
  about_ = about;
  SetClock(event.key());
  event.mapped()();
  about_ = kCompany;
  if (telling_.drafts_every > 0 && ++told_ % telling_.drafts_every == 0 && closed_ < 4) {
    ASSERT_THAT(Compute(absl::StrCat("2026-Q", closed_ + 1)).status, IsOk());
  }
}

// Everything about customers that is to happen before `end`, and what follows from it.
void PayCompany::TellUntil(absl::Time end) {
  const auto waits = [end](const Events& events) {
    return !events.empty() && events.begin()->first < end;
  };
  while (!HasFatalFailure()) {
    int next = kCompany;
    for (const auto& [about, events] : events_) {
      if (about == kCompany || !waits(events)) continue;
      const bool first = next == kCompany || telling_.order == Telling::Order::kByCustomerBackwards;
      const bool earlier = telling_.order == Telling::Order::kByTime && next != kCompany &&
                           events.begin()->first < events_[next].begin()->first;
      if (first || earlier) next = about;
    }
    if (next == kCompany) return;
    TellNext(next);
  }
}

void PayCompany::LiveTheYear() {
  for (int quarter = 0; quarter < 4; ++quarter) {
    LiveQuarter(quarter);
    At(StartOf(quarter + 1) + 3 * kDay, [this, quarter] { Close(quarter); });
  }
  At(StartOf(1) + 40 * kDay + absl::Hours(9), [this] { Join("noor"); });
  At(StartOf(1) + 80 * kDay + absl::Hours(15), [this] { Leave("tobias", v1::ROLE_CSM); });
  At(StartOf(2) + 50 * kDay, [this] { Leave("mira", v1::ROLE_AE); });
  while (closed_ < 4 && !HasFatalFailure()) {
    TellUntil(events_[kCompany].begin()->first);
    TellNext(kCompany);
  }
}

}  // namespace baton::testing
