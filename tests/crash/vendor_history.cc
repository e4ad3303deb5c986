#include "tests/crash/vendor_history.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/crash/vendor_payloads.h"

namespace baton::testing {
namespace {

using nlohmann::json;

constexpr int kEventsPerAccount = 100;
constexpr absl::Duration kSpan = absl::Hours(50 * 24);
constexpr int kMaxBookings = 8;  // of an account
constexpr int64_t kOpeningArr = 180'000;

// Without those whose meaning depends on the account's health when they arrive (H-9).
constexpr const char* kTriggers[] = {"Seat Utilization",
                                     "Feature Adoption Adjacent Tier",
                                     "API Volume Near Limit",
                                     "New Team Onboarded",
                                     "Feature Request Paid Tier",
                                     "Champion Budget",
                                     "New Division Onboarded",
                                     "Org Chart Change",
                                     "Asks Missing Feature",
                                     "ROI Referenced",
                                     "New Stakeholder"};
constexpr const char* kStages[] = {"Qualification", "Discovery", "Proposal", "Negotiation/Review"};
// Mostly green, so that one late observation decides whether a deal was at risk.
constexpr const char* kTiers[] = {"Green", "Green", "Green", "Green", "Green", "Green",
                                  "Green", "Green", "Green", "Green", "Green", "Red"};
constexpr const char* kTalks[] = {"Call", "Save Call", "Brokered Introduction"};

// How an account comes to be, and what may happen to it.
enum class Kind {
  kKnown,      // to both systems, with a team that stays
  kGainsight,  // comes with its first company record; has no AE
  kSalesforce  // comes with its CREATE event; its team changes, and it has no signals
};

struct Cta {
  json record;
  bool risk = false;
};

struct DealRecord {
  std::string id;
  std::string creation_source;
  bool closed = false;
};

// What the vendors send about one account, in order.
class AccountStory {
 public:
  AccountStory(unsigned seed, int number, Kind kind)
      : random_(seed),
        number_(number),
        kind_(kind),
        gainsight_id_(GainsightId("1P02", number)),
        salesforce_id_(SalesforceId("001", number)) {}

  std::vector<VendorEvent> Tell(int count, absl::Time end) {
    const absl::Duration step = kSpan / (count + 1);
    const absl::Time begin = end - kSpan;
    for (int i = 0; i < count; ++i) {
      now_ = begin + step * i + absl::Milliseconds(Number(0, absl::ToInt64Milliseconds(step) - 1));
      if (i == 0 && kind_ != Kind::kKnown) {
        Begin();
      } else {
        Happen();
      }
    }
    return std::move(events_);
  }

 private:
  int64_t Number(int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random_);
  }
  bool Chance(int percent) { return Number(1, 100) <= percent; }
  template <typename T, size_t n>
  const T& Pick(const T (&choices)[n]) {
    return choices[Number(0, n - 1)];
  }
  // A number that no other account's record of the kind has.
  int NextNumber() { return number_ * 1'000 + ++records_; }

  const KnownPerson& Csm() const { return KnownPeople()[csm_]; }
  const KnownPerson& Ae() const { return KnownPeople()[ae_]; }
  std::string Words(const char* what) { return absl::StrCat(what, " ", Number(1, 1'000'000)); }

  void Send(const std::string& vendor, std::string payload) {
    events_.push_back({vendor, std::move(payload), number_, now_});
  }
  void SendEvent(const char* entity, const std::string& id, const char* type, const json& fields) {
    Send("salesforce", SalesforceEvent(entity, id, type, now_, NextNumber(), fields));
  }

  void Begin() {
    if (kind_ == Kind::kGainsight) return SendCompany();
    SendEvent("Account", salesforce_id_, "CREATE",
              {{"Name", Words("Account")},
               {"Segment__c", "Mid-Market"},
               {"OwnerId", Ae().salesforce_id},
               {"CSM__c", Csm().salesforce_id},
               {"Renewal_Date__c", IsoDate(now_ + absl::Hours(24 * 200))}});
  }

  void Happen() {
    const int64_t dice = Number(1, 1000);
    if (dice <= 3) return Send("gainsight", absl::StrCat("{\"cut\": \"", NextNumber()));
    if (dice <= 6) return SendForNobody();
    const bool in_gainsight = kind_ != Kind::kSalesforce;
    const bool in_salesforce = kind_ != Kind::kGainsight;
    if (dice <= 350 && in_gainsight) return HandOver();
    if (dice <= 450 && in_gainsight) return SendScore();
    if (dice <= 600) return in_gainsight ? SendTimeline() : SendTask();
    if (dice <= 620 && kind_ == Kind::kKnown) return SendUsage();
    if (dice <= 750 || !in_salesforce) return in_gainsight ? SendCompany() : ChangeAccount();
    if (dice <= 800 && in_salesforce) return ChangeAccount();
    if (dice <= 870) return Book();
    ChangeDeal();
  }

  // About an account, an opportunity that no payload ever creates.
  void SendForNobody() {
    if (Chance(50)) {
      SendEvent("Opportunity", SalesforceId("006", 900'000'000 + NextNumber() % 1'000'000),
                "UPDATE", {{"StageName", Pick(kStages)}});
    } else {
      Send("gainsight", GainsightAnswer(Activity("Call", GainsightId("1P09", NextNumber()))));
    }
  }

  void HandOver() {
    const size_t most = std::size(kTriggers) + 1;  // and a risk
    if (ctas_.size() < most && (ctas_.empty() || Chance(30))) return SendNewCta();
    Cta& cta = ctas_[Number(0, ctas_.size() - 1)];
    ChangeCta(&cta);
    Send("gainsight", GainsightAnswer(cta.record));
  }

  void SendNewCta() {
    Cta& cta = ctas_.emplace_back();
    cta.risk = ctas_.size() == std::size(kTriggers) + 1;
    json& record = cta.record;
    record = {{"Gsid", GainsightId("1S01", NextNumber())},
              {"Name", Words("CTA")},
              {"EntityType", "COMPANY"},
              {"CompanyId", gainsight_id_},
              {"OwnerId", Csm().gainsight_id},
              {"TypeId", "1I00XFLRE9BMJ2XUF9C30GHL06466RLDEHAA"},
              {"TypeId__gr.Name", cta.risk ? "Risk" : "Expansion"},
              {"StatusId__gr.Name", "New"},
              {"CreatedDate", Iso(now_)},
              {"ModifiedDate", Iso(now_)},
              {"Comments", "<p>Raised by a rule.</p>"}};
    if (cta.risk) {
      record["CompanyId__gr.CurrentScoreLabel__gc"] = Pick(kTiers);
    } else {
      AddHandoff(kTriggers[ctas_.size() - 1], &record);
    }
    Send("gainsight", GainsightAnswer(record));
  }

  // The five fields. One in ten lacks one at first, one in ten is no more than a watch item.
  void AddHandoff(const char* trigger, json* record) {
    (*record)["Signal_Type__gc"] = "Product";
    (*record)["Expansion_Trigger__gc"] = trigger;
    (*record)["Buyer_Name__gc"] = Words("Buyer");
    (*record)["Buyer_Title__gc"] = Chance(10) ? json() : json("VP Operations");
    (*record)["Buying_Timeline__gc"] = Words("Before board meeting");
    (*record)["Handoff_Context__gc"] = Words("They asked what more would cost. Note");
    (*record)["Handoff_Urgency__gc"] = Chance(50) ? "Hot" : "Warm";
    const bool routable = Chance(90);
    (*record)["Budget_Conversation__gc"] = routable;
    (*record)["Named_Buyer_Confirmed__gc"] = true;
    (*record)["Timeline_Confirmed__gc"] = false;
    (*record)["Product_Fit_Confirmed__gc"] = false;
  }

  void ChangeCta(Cta* cta) {
    json& record = cta->record;
    record["ModifiedDate"] = Iso(now_);
    record["Name"] = Words("CTA");
    if (cta->risk) {
      record["CompanyId__gr.CurrentScoreLabel__gc"] = Pick(kTiers);
      record["Comments"] = Words("<p>Tickets stay open.</p>");
      return;
    }
    if (Chance(50)) record["Handoff_Context__gc"] = Words("They asked again. Note");
    if (Chance(30)) record["Buying_Timeline__gc"] = Words("By quarter's end");
    if (Chance(30)) record["Buyer_Title__gc"] = Words("Director");
    if (Chance(20)) record["Handoff_Urgency__gc"] = Chance(50) ? "Hot" : "Warm";
    if (Chance(30)) record["Budget_Conversation__gc"] = true;
    if (Chance(20)) record["Product_Fit_Confirmed__gc"] = true;
  }

  void SendScore() {
    Send("gainsight", json{{"source", "gainsight-rules-engine"},
                           {"ruleName", "Overall score moved"},
                           {"recordType", "scorecard"},
                           {"company", {{"Gsid", gainsight_id_}}},
                           {"scorecardFact", {{"Gsid", GainsightId("1H01", number_)}}},
                           {"currentScore", Number(0, 100)},
                           {"currentLabel", Pick(kTiers)},
                           {"ModifiedDate", Iso(now_)}}
                          .dump());
  }

  json Activity(const std::string& type, const std::string& company) {
    return {{"Gsid", GainsightId("1I05", NextNumber())},
            {"ContextName", "Company"},
            {"ContextId", company},
            {"GsCompanyId", company},
            {"Subject", Words("Talk")},
            {"TypeName", type},
            {"ActivityDate", EpochMs(now_ - absl::Hours(2))},
            {"CreatedDate", EpochMs(now_)},
            {"ModifiedDate", EpochMs(now_)},
            {"AuthorId", Csm().gainsight_id},
            {"Notes", Words("<div>We talked.</div>")}};
  }

  void SendTimeline() {
    if (talks_.empty() || Chance(60)) {
      talks_.push_back(Activity(Pick(kTalks), gainsight_id_));
      return Send("gainsight", GainsightAnswer(talks_.back()));
    }
    json& talk = talks_[Number(0, talks_.size() - 1)];
    talk["ModifiedDate"] = EpochMs(now_);
    talk["Notes"] = Words("<div>We talked, more exactly.</div>");
    if (Chance(30)) talk["TypeName"] = "EBR";
    Send("gainsight", GainsightAnswer(talk));
  }

  void SendTask() {
    const std::string id = SalesforceId("00T", NextNumber());
    SendEvent("Task", id, "CREATE",
              {{"WhatId", deals_.empty() ? salesforce_id_ : deals_.back().id},
               {"AccountId", deals_.empty() || Chance(50) ? json(salesforce_id_) : json()},
               {"Subject", "Call"},
               {"Status", "Completed"},
               {"OwnerId", Ae().salesforce_id},
               {"Description", Words("Confirmed seats")},
               {"Type", "Call"},
               {"CompletedDateTime", EpochMs(now_)},
               {"Actor_Role__c", "AE"}});
  }

  void SendUsage() {
    Send("gainsight", GainsightAnswer({{"Gsid", GainsightId("1Z0A", NextNumber())},
                                       {"Company_ID", gainsight_id_},
                                       {"Usage_Date__gc", EpochMs(now_)},
                                       {"Metric_Name__gc", Words("API calls")},
                                       {"Metric_Value__gc", 4'712'000},
                                       {"Threshold__gc", "API Volume Near Limit"},
                                       {"ModifiedDate", EpochMs(now_)}}));
  }

  // The whole record, as a query answers it. H-6 asks for no other segment of a signal's account.
  void SendCompany() {
    Send("gainsight",
         GainsightAnswer({{"Gsid", gainsight_id_},
                          {"Name", Words("Company")},
                          {"Csm", Csm().gainsight_id},
                          {"Segment__gc", Chance(50) ? "SMB" : "Mid-Market"},
                          {"CurrentScore", Number(0, 100)},
                          {"CurrentScoreLabel__gc", Pick(kTiers)},
                          {"Renewal_Date", EpochMs(now_ + absl::Hours(24 * Number(100, 300)))},
                          {"CreatedDate", EpochMs(now_ - kSpan)},
                          {"ModifiedDate", EpochMs(now_)}}));
  }

  // Only what changed.
  void ChangeAccount() {
    json fields = json::object();
    if (Chance(40)) fields["Name"] = Words("Account");
    if (Chance(40)) fields["Segment__c"] = Chance(50) ? "SMB" : "Mid-Market";
    if (Chance(30)) fields["Health__c"] = Pick(kTiers);
    if (Chance(30)) fields["Renewal_Date__c"] = IsoDate(now_ + absl::Hours(24 * 150));
    if (kind_ == Kind::kSalesforce && Chance(50)) {
      ae_ = 5 - ae_;
      fields["OwnerId"] = Ae().salesforce_id;
    }
    if (kind_ == Kind::kSalesforce && Chance(30)) {
      csm_ = 1 - csm_;
      fields["CSM__c"] = Csm().salesforce_id;
    }
    SendEvent("Account", salesforce_id_, "UPDATE", fields);
  }

  void ChangeDeal() {
    if (deals_.empty() || Chance(20)) return OpenDeal();
    DealRecord& deal = deals_[Number(0, deals_.size() - 1)];
    json fields = json::object();
    if (Chance(60)) fields["StageName"] = Pick(kStages);
    if (Chance(40)) fields["Amount"] = Number(1'000, 90'000);
    if (Chance(30)) fields["OwnerId"] = KnownPeople()[Number(2, 3)].salesforce_id;
    if (Chance(10) && !deal.closed) {
      fields["StageName"] = "Closed Lost";
      fields["IsClosed"] = true;
      fields["Signal_Outcome__c"] = Chance(50) ? "Lost" : "Deferred";
    }
    SendEvent("Opportunity", deal.id, "UPDATE", fields);
  }

  void OpenDeal() {
    DealRecord& deal = deals_.emplace_back();
    deal.id = SalesforceId("006", NextNumber());
    deal.creation_source = Chance(50) ? "CSM Initiated" : "Sales Initiated";
    SendEvent("Opportunity", deal.id, "CREATE",
              {{"AccountId", salesforce_id_},
               {"Name", Words("Seats")},
               {"StageName", "Qualification"},
               {"Amount", Number(1'000, 90'000)},
               {"CurrencyIsoCode", "USD"},
               {"IsClosed", false},
               {"IsWon", false},
               {"OwnerId", Ae().salesforce_id},
               {"CreatedDate", EpochMs(now_)},
               {"Creation_Source__c", deal.creation_source},
               {"Trigger_Event__c", "Asked for more on a call"}});
  }

  // A deal is won once, and no two of an account are booked at one instant.
  void Book() {
    const auto open = std::find_if(deals_.begin(), deals_.end(),
                                   [](const DealRecord& deal) { return !deal.closed; });
    const std::string day = IsoDate(now_);
    if (open == deals_.end() || bookings_ == kMaxBookings || day == booked_day_)
      return ChangeDeal();
    open->closed = true;
    booked_day_ = day;
    ++bookings_;
    Send("salesforce", SalesforceOpportunity(open->id,
                                             {{"AccountId", salesforce_id_},
                                              {"StageName", "Closed Won"},
                                              {"IsClosed", true},
                                              {"IsWon", true},
                                              {"Amount", Number(1'000, 90'000)},
                                              {"CurrencyIsoCode", "USD"},
                                              {"CloseDate", day},
                                              {"OwnerId", Ae().salesforce_id},
                                              {"Creation_Source__c", open->creation_source},
                                              {"Trigger_Event__c", "Asked for more on a call"},
                                              {"Renewal_Date__c", day},
                                              {"LastStageChangeDate", Iso(now_ - absl::Minutes(5))},
                                              {"LastModifiedDate", Iso(now_)}},
                                             Lines()));
  }

  // What is renewed may shrink; a new product line may come, once each.
  json Lines() {
    json lines = json::array();
    if (kind_ == Kind::kKnown) {
      const int64_t after = core_arr_ + Number(-20, 40) * 1'000;
      lines.push_back({{"ProductCode", "core"},
                       {"Line_Kind__c", "Renewal"},
                       {"Prior_ARR__c", core_arr_},
                       {"New_ARR__c", after}});
      core_arr_ = after;
    }
    lines.push_back({{"ProductCode", Chance(50) ? "analytics" : "audit"},
                     {"Line_Kind__c", "New Product"},
                     {"Prior_ARR__c", 0},
                     {"New_ARR__c", Number(1, 30) * 1'000}});
    return lines;
  }

  std::mt19937 random_;
  const int number_;
  const Kind kind_;
  const std::string gainsight_id_;
  const std::string salesforce_id_;
  size_t csm_ = 0;
  size_t ae_ = 2;
  int records_ = 0;
  int bookings_ = 0;
  int64_t core_arr_ = kOpeningArr;
  std::string booked_day_;
  absl::Time now_;
  std::vector<Cta> ctas_;
  std::vector<json> talks_;
  std::vector<DealRecord> deals_;
  std::vector<VendorEvent> events_;
};

// A person's record changes from time to time, as a whole.
void TellOfPeople(unsigned seed, int count, absl::Time end, std::vector<VendorEvent>* events) {
  std::mt19937 random(seed);
  for (int i = 0; i < count; ++i) {
    const size_t number = std::uniform_int_distribution<size_t>(0, 3)(random);
    const KnownPerson& person = KnownPeople()[number];
    const absl::Time now = end - kSpan + kSpan / (count + 1) * i;
    events->push_back(
        {"salesforce",
         SalesforceUser(person.salesforce_id,
                        {{"Name", absl::StrCat(person.id, " ", random() % 1'000)},
                         {"Email", absl::StrCat(person.id, random() % 1'000, "@vendor.example")},
                         {"Title", number < 2 ? "Customer Success Manager" : "Account Executive"},
                         {"IsActive", true},
                         {"ManagerId", KnownPeople()[4 + random() % 2].salesforce_id},
                         {"SystemModstamp", Iso(now)}}),
         -1, now});
  }
}

}  // namespace

const std::vector<KnownPerson>& KnownPeople() {
  static const auto& people = *[] {
    auto* all = new std::vector<KnownPerson>;
    int number = 0;
    for (const char* id : {"imogen", "tobias", "rosa", "dana", "priya", "victor"}) {
      ++number;
      all->push_back({id, GainsightId("1P01", number), SalesforceId("005", number)});
    }
    return all;
  }();
  return people;
}

VendorHistory MakeVendorHistory(unsigned seed, int count, absl::Time end) {
  VendorHistory history;
  const int accounts = std::max(4, count / kEventsPerAccount);
  constexpr Kind kKinds[] = {Kind::kKnown, Kind::kGainsight, Kind::kKnown, Kind::kSalesforce};
  for (int i = 1; i <= accounts; ++i) {
    const Kind kind = kKinds[i % std::size(kKinds)];
    if (kind == Kind::kKnown) {
      history.accounts.push_back(
          {absl::StrCat("customer-", i), GainsightId("1P02", i), SalesforceId("001", i)});
    }
    for (VendorEvent& event : AccountStory(seed + i, i, kind).Tell(count / accounts, end)) {
      history.events.push_back(std::move(event));
    }
  }
  TellOfPeople(seed, count / kEventsPerAccount, end, &history.events);
  std::stable_sort(history.events.begin(), history.events.end(),
                   [](const VendorEvent& a, const VendorEvent& b) { return a.time < b.time; });
  return history;
}

}  // namespace baton::testing
