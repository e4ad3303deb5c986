#include "store/signals.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "store/opportunities.h"
#include "store/query.h"
#include "store/statement_watch.h"
#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using ::testing::AllOf;
using testing::At;
using testing::Difference;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::IsOk;
using testing::kTenant;
using ::testing::Not;
using testing::Parse;
using testing::StatusIs;

class Signals : public testing::RecordsTest {
 protected:
  absl::Status Insert(std::string_view text, std::string_view key = "") {
    return Write([&](Transaction& tx) { return InsertSignal(tx, Parse<v1::Signal>(text), key); });
  }
  // A signal s{number} on a1, filed at At(number), routed to ada.
  absl::Status File(int number, absl::string_view extra = "") {
    return Insert(absl::StrCat("name: \"acme/signals/s", number,
                               "\" account: \"acme/accounts/a1\" ",
                               "csm: \"acme/people/rosa\" ae: \"acme/people/ada\" holder: ",
                               "\"acme/people/ada\" trigger: TRIGGER_CHAMPION_BUDGET state: ",
                               "SIGNAL_STATE_ROUTED file_time: @", number, " ", extra));
  }
  v1::Signal Get(std::string_view id) {
    const auto signal = Read([&](Session& session) { return GetSignal(session, kTenant, id); });
    EXPECT_THAT(signal, IsOk());
    return signal.ok() ? *signal : v1::Signal();
  }
  std::vector<std::string> List(ListQuery query) {
    query.tenant = kTenant;
    google::protobuf::RepeatedPtrField<v1::Signal> page;
    EXPECT_THAT(
        Read([&](Session& session) { return ListRecords(session, SignalList(), query, &page); }),
        IsOk());
    std::vector<std::string> ids;
    for (const v1::Signal& signal : page) ids.push_back(signal.name().substr(21));
    return ids;
  }
  std::vector<std::string> ListWith(std::string filter, std::string order = "") {
    ListQuery query;
    query.filter = std::move(filter);
    query.order_by = std::move(order);
    return List(std::move(query));
  }
};

constexpr char kWhole[] = R"(
  name: "acme/signals/s9" account: "acme/accounts/a1" csm: "acme/people/rosa"
  kind: SIGNAL_KIND_EXPANSION category: SIGNAL_CATEGORY_PRODUCT trigger: TRIGGER_M_AND_A
  evidence: "Seat utilization at 89%" buyer { name: "Jo Li" title: "CFO" }
  timeline: "before the board meeting" timeline_date: "2027-03-01"
  context_note: "They said yes. They meant it." urgency: URGENCY_HOT
  source { system: "gainsight" record_id: "CTA-1" }
  estimated_expansion { amount_minor: 4000000 currency_code: "USD" }
  product_lines: "core" product_lines: "api" cross_sell: false
  qualification {
    budget_conversation { yes: true note: "in May" } timeline { yes: false }
    named_buyer { yes: true } product_fit { yes: true note: "\303\251" } }
  upgrade_to_c: true occurred_time: @1 state: SIGNAL_STATE_WON routable: true qualified: true
  model: OWNERSHIP_MODEL_C ae_support: true ae: "acme/people/ada" holder: "acme/people/ada"
  clock { leg: 2 start_time: @3 acknowledge_due_time: @4 contact_due_time: @5
          acknowledge_missed: true contact_missed: true }
  file_time: @2 route_time: @3 acknowledge_time: @6 contact_time: @7 close_time: @8
  revisit_time: @9
  outcome { kind: OUTCOME_KIND_WON reason: "signed" amount { amount_minor: 1 currency_code: "USD" }
            opportunity: "acme/opportunities/o1" competitor: "none" revisit_time: @10 }
  opportunity: "acme/opportunities/o1" missing_fields: "buyer" warnings: "a \"warning\""
  notes { time: @11 author: "acme/people/rosa" text: "later" } policy_version: 3 update_time: @12
  explanation { rule: "H-4" text: "two of three" } remind_time: @13 assign_due_time: @14
  assign_missed: true)";

TEST_F(Signals, AreReadBackWhole) {
  ASSERT_THAT(Insert(kWhole, "CTA-1"), IsOk());
  EXPECT_EQ(Difference(Parse<v1::Signal>(kWhole), Get("s9")), "");
  EXPECT_EQ(Difference(Parse<v1::Signal>(kWhole), Get("tenants/acme/signals/s9")), "");
}

TEST_F(Signals, AreReadableAsRows) {
  ASSERT_THAT(Insert(kWhole, "CTA-1"), IsOk());
  EXPECT_THAT(Texts("SELECT urgency || ' ' || state || ' ' || model || ' ' || trigger || ' ' || "
                    "buyer_name || ' ' || product_lines FROM signals"),
              ElementsAre("hot won c m_and_a Jo Li [\"core\",\"api\"]"));
}

TEST_F(Signals, WithLittleStayAbsentWhereNothingWasSaid) {
  ASSERT_THAT(File(1), IsOk());
  const v1::Signal signal = Get("s1");
  EXPECT_FALSE(signal.has_buyer());
  EXPECT_FALSE(signal.has_clock());
  EXPECT_FALSE(signal.has_outcome());
  EXPECT_FALSE(signal.has_cross_sell());
  EXPECT_FALSE(signal.has_estimated_expansion());
  EXPECT_FALSE(signal.has_qualification());
}

TEST_F(Signals, ChangeWholeAndLeaveOneEvent) {
  ASSERT_THAT(File(1), IsOk());
  const v1::Signal before = Get("s1");
  v1::Signal after = Parse<v1::Signal>(kWhole);
  after.set_name(before.name());
  const int64_t events = Count("SELECT count(*) FROM audit_events");
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdateSignal(tx, before, after); }), IsOk());
  EXPECT_EQ(Difference(after, Get("s1")), "");
  EXPECT_EQ(Count("SELECT count(*) FROM audit_events"), events + 1);
}

TEST_F(Signals, AChangeWritesTheColumnsThatDifferAndNoIndexOfOthers) {
  ASSERT_THAT(File(1), IsOk());
  const v1::Signal before = Get("s1");
  v1::Signal after = before;
  after.set_state(v1::SIGNAL_STATE_WON);
  after.set_evidence("They asked for seats.");
  std::vector<std::string> updates;
  WatchStatements([&updates](const Sql& sql, int) {
    if (absl::StartsWith(sql.text, "UPDATE signals")) updates.push_back(sql.text);
  });
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateSignal(tx, before, after); }), IsOk());
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateSignal(tx, after, after); }), IsOk());
  WatchStatements({});
  EXPECT_EQ(Difference(after, Get("s1")), "");
  EXPECT_THAT(updates, ElementsAre(AllOf(HasSubstr("state = "), Not(HasSubstr("holder_id = ")))));
  v1::Signal nobody = after;
  nobody.set_name("tenants/acme/signals/nobody");
  EXPECT_THAT(Write([&](Transaction& tx) { return UpdateSignal(tx, before, nobody); }),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(Signals, H12_OneSignalASourceKey) {
  constexpr char kSource[] = R"(source { system: "gainsight" record_id: "CTA-1" })";
  const std::string signal = absl::StrCat(
      "account: \"acme/accounts/a1\" state: SIGNAL_STATE_WATCHING file_time: @1 ", kSource);
  ASSERT_THAT(Insert(signal + R"(name: "acme/signals/s1")", "CTA-1"), IsOk());
  EXPECT_THAT(Insert(signal + R"(name: "acme/signals/s2")", "CTA-1"),
              StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(Insert(R"(name: "acme/signals/s3" account: "acme/accounts/a1" file_time: @1
                        state: SIGNAL_STATE_WATCHING source { system: "vitally" })",
                     "CTA-1"),
              IsOk());
  const auto find = [&](std::string_view system, std::string_view key) {
    return *Read(
        [&](Session& session) { return FindSignalBySource(session, kTenant, system, key); });
  };
  EXPECT_EQ(find("gainsight", "CTA-1")->name(), "tenants/acme/signals/s1");
  EXPECT_EQ(find("vitally", "CTA-1")->name(), "tenants/acme/signals/s3");
  EXPECT_FALSE(find("gainsight", "CTA-2").has_value());
}

TEST_F(Signals, H12_WithoutKeyNothingIsARedelivery) {
  EXPECT_THAT(File(1), IsOk());
  EXPECT_THAT(File(2), IsOk());
}

TEST_F(Signals, H12_RecentSignalsBeginExactlyAtTheInstant) {
  for (const int number : {9, 10, 11}) ASSERT_THAT(File(number), IsOk());
  ASSERT_THAT(Insert(R"(name: "acme/signals/x1" account: "acme/accounts/a1" file_time: @12
                        trigger: TRIGGER_OTHER state: SIGNAL_STATE_ROUTED)"),
              IsOk());
  ASSERT_THAT(Insert(R"(name: "acme/signals/x2" account: "acme/accounts/a2" file_time: @12
                        trigger: TRIGGER_CHAMPION_BUDGET state: SIGNAL_STATE_ROUTED)"),
              IsOk());
  std::vector<std::string> seen;
  const auto none = Read([&](Session& session) {
    return FindRecentSignal(session, kTenant, "tenants/acme/accounts/a1",
                            v1::TRIGGER_CHAMPION_BUDGET, At(10), [&](const v1::Signal& signal) {
                              seen.push_back(signal.name());
                              return false;
                            });
  });
  ASSERT_THAT(none, IsOk());
  EXPECT_FALSE(none->has_value());
  EXPECT_THAT(seen, ElementsAre("tenants/acme/signals/s10", "tenants/acme/signals/s11"));
}

TEST_F(Signals, H12_TheFirstRecentSignalThatMatchesEndsTheSearch) {
  for (const int number : {9, 10, 11, 12}) ASSERT_THAT(File(number), IsOk());
  int seen = 0;
  const auto find = [&](std::string_view wanted) {
    seen = 0;
    return *Read([&](Session& session) {
      return FindRecentSignal(session, kTenant, "a1", v1::TRIGGER_CHAMPION_BUDGET, At(10),
                              [&](const v1::Signal& signal) {
                                ++seen;
                                return signal.name() == wanted;
                              });
    });
  };
  ASSERT_TRUE(find("tenants/acme/signals/s11").has_value());
  EXPECT_EQ(seen, 2);
  EXPECT_FALSE(find("tenants/acme/signals/s9").has_value());
  EXPECT_EQ(seen, 3);
}

TEST_F(Signals, AreListedNewestFirst) {
  for (const int number : {1, 3, 2}) ASSERT_THAT(File(number), IsOk());
  EXPECT_THAT(ListWith(""), ElementsAre("s3", "s2", "s1"));
  EXPECT_THAT(ListWith("", "file_time"), ElementsAre("s1", "s2", "s3"));
}

TEST_F(Signals, AreFilteredByEveryServedField) {
  ASSERT_THAT(File(1,
                   "urgency: URGENCY_HOT kind: SIGNAL_KIND_EXPANSION model: OWNERSHIP_MODEL_B "
                   "clock { leg: 1 acknowledge_due_time: @50 } next_due_time: @50"),
              IsOk());
  ASSERT_THAT(Insert(R"(name: "acme/signals/s2" account: "acme/accounts/a2" file_time: @2
                        state: SIGNAL_STATE_WATCHING csm: "acme/people/mona"
                        holder: "acme/people/mona")"),
              IsOk());
  for (const char* filter : {
           R"(account = "tenants/acme/accounts/a1")",
           R"(csm = "tenants/acme/people/rosa")",
           R"(ae = "tenants/acme/people/ada")",
           R"(holder = "tenants/acme/people/ada" AND state = routed)",
           "urgency = hot",
           "kind = expansion",
           "trigger = champion_budget",
           "model = b",
           R"(file_time < "2027-01-15T08:00:02Z")",
           R"(acknowledge_due_time <= "2027-01-15T08:00:50Z")",
           R"(next_due_time <= "2027-01-15T08:00:50Z")",
       }) {
    EXPECT_THAT(ListWith(filter), ElementsAre("s1")) << filter;
  }
  EXPECT_THAT(ListWith("state = watching"), ElementsAre("s2"));
}

TEST_F(Signals, OpenOnesAreThoseWithoutAnEnd) {
  ASSERT_THAT(File(1), IsOk());
  ASSERT_THAT(Insert(kWhole), IsOk());
  ListQuery query;
  query.scope = OpenSignals();
  EXPECT_THAT(List(query), ElementsAre("s1"));
}

TEST_F(Signals, LeastTimeLeftFirstLeavesOutWhatNobodyHasToActOn) {
  ASSERT_THAT(File(1, "next_due_time: @90"), IsOk());
  ASSERT_THAT(File(2), IsOk());
  ASSERT_THAT(File(3, "next_due_time: @60"), IsOk());
  ASSERT_THAT(File(4, "next_due_time: @90"), IsOk());
  ListQuery query;
  query.tenant = kTenant;
  query.order_by = "next_due_time";
  query.page_size = 1;
  std::vector<std::string> ids;
  do {
    google::protobuf::RepeatedPtrField<v1::Signal> page;
    const auto next =
        Read([&](Session& session) { return ListRecords(session, SignalList(), query, &page); });
    ASSERT_THAT(next, IsOk());
    for (const v1::Signal& signal : page) ids.push_back(signal.name().substr(21));
    query.page_token = *next;
  } while (!query.page_token.empty());
  EXPECT_THAT(ids, ElementsAre("s3", "s1", "s4"));
}

TEST_F(Signals, T10_LeadToAnOpportunity) {
  ASSERT_THAT(File(1), IsOk());
  const v1::Opportunity opportunity = Parse<v1::Opportunity>(R"(
      name: "acme/opportunities/o1" account: "acme/accounts/a1"
      creation_source: CREATION_SOURCE_CSM_INITIATED trigger_event: TRIGGER_EVENT_OTHER
      trigger_text: "champion_budget" signal: "acme/signals/s1" owner: "acme/people/ada"
      amount { amount_minor: 7 currency_code: "EUR" } self_serve: true
      source { system: "salesforce" record_id: "006" } state: OPPORTUNITY_STATE_OPEN
      stage: "Discovery" create_time: @1 close_time: @2 update_time: @3)");
  ASSERT_THAT(Write([&](Transaction& tx) { return InsertOpportunity(tx, opportunity); }), IsOk());
  const auto by_signal =
      Read([](Session& session) { return FindOpportunityBySignal(session, kTenant, "s1"); });
  ASSERT_TRUE(by_signal.ok() && by_signal->has_value());
  EXPECT_EQ(Difference(opportunity, **by_signal), "");
  const auto by_source = Read([](Session& session) {
    return FindOpportunityBySource(session, kTenant, "salesforce", "006");
  });
  ASSERT_TRUE(by_source.ok() && by_source->has_value());
  v1::Opportunity won = opportunity;
  won.set_state(v1::OPPORTUNITY_STATE_WON);
  ASSERT_THAT(Write([&](Transaction& tx) { return UpdateOpportunity(tx, opportunity, won); }),
              IsOk());
  EXPECT_EQ(Read([](Session& session) { return GetOpportunity(session, kTenant, "o1"); })->state(),
            v1::OPPORTUNITY_STATE_WON);
}

}  // namespace
}  // namespace baton::store
