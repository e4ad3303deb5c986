#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

// A record of Catalyst's with these attributes, of account 001A.
std::string Record(absl::string_view attributes, absl::string_view keys = "") {
  return absl::StrCat(R"({"data": [{"id": 71, "account_id": "83c7", "account_external_id": "001A",
      "created_at": "2025-10-28T14:00:00.000Z",)",
                      keys, R"("attributes": [)", attributes, "]}]}");
}

v1::Fact Catalyst(absl::string_view attributes, absl::string_view keys = "") {
  return OneFact("catalyst", Record(attributes, keys));
}

// An event of Totango's timeline.
std::string Event(absl::string_view fields) {
  return absl::StrCat(R"([{"id": "evt-1", "timestamp": "1762173900000",
      "account": {"id": 3120, "display_name": "Nordbanken", "contract_value": 90000},)",
                      fields, "}]");
}

v1::Fact Totango(absl::string_view fields) { return OneFact("totango", Event(fields)); }

v1::Fact Play(absl::string_view fields) {
  return OneFact("totango", absl::StrCat(R"({"successplay": "P", "account_id": "qf-18",
      "trigger": "account_entered_segment",)",
                                         fields, "}"));
}

TEST(Catalyst, H1_LabelsMayBeSpelledInAnyWay) {
  const v1::Fact fact = Catalyst(R"json({"label": "task name", "value": "Handoff"},
      {"label": "signal_type", "value": "Behavioural"}, {"label": "SIGNAL TRIGGER", "value": "M&A"},
      {"label": "NamedBuyer", "value": "Adaeze Nwosu (VP)"}, {"label": "Urgency", "value": null},
      {"label": "Buying-Timeline", "value": "N/A"}, {"label": "Product Fit", "value": "no"},
      {"label": "Budget Conversation", "value": "unknown"}, {"label": "Mood", "value": [1]})json");

  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.external_id(), "71");
  EXPECT_EQ(fact.signal_type(), "behavioral");
  EXPECT_EQ(fact.trigger(), "m_and_a");
  EXPECT_EQ(fact.buyer_name(), "Adaeze Nwosu");
  EXPECT_EQ(fact.buyer_title(), "VP");
  EXPECT_EQ(fact.timeline(), "");
  EXPECT_EQ(fact.urgency(), "");
  EXPECT_FALSE(fact.qualification().product_fit());
  EXPECT_TRUE(fact.qualification().has_product_fit());
  EXPECT_FALSE(fact.qualification().has_budget_conversation());
}

TEST(Catalyst, ATaskWithoutAHandoffIsAnActivityOfItsType) {
  const v1::Fact fact = Catalyst(R"({"label": "Task Name", "value": "Kick-off"},
      {"label": "Type", "value": "Onboarding"}, {"label": "Description", "value": "<p>a</p>b"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "onboarding");
  EXPECT_EQ(fact.context_note(), "a b");
  EXPECT_EQ(TimeText(fact.occur_time()), "2025-10-28T14:00:00Z");
}

TEST(Catalyst, H9_ATaskOfTypeRiskIsARisk) {
  const v1::Fact fact = Catalyst(R"({"label": "Task Name", "value": "Sponsor left"},
      {"label": "Type", "value": "Risk"}, {"label": "Urgency", "value": "Hot"},
      {"label": "Health", "value": "At-Risk"}, {"label": "Numerical Health Score", "value": "2.1"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.health().score(), 2.1);
  EXPECT_EQ(fact.activity_type(), "");
}

TEST(Catalyst, ANoteIsAsOldAsItsDate) {
  const v1::Fact fact = Catalyst(R"({"label": "Title", "value": "Review"},
      {"label": "Date", "value": "2025-10-02"}, {"label": "Type", "value": "QBR"},
      {"label": "Body", "value": "Two &amp; three<br>sites"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "qbr");
  EXPECT_EQ(fact.context_note(), "Two & three sites");
  EXPECT_EQ(fact.evidence(), "Review");
  EXPECT_EQ(TimeText(fact.occur_time()), "2025-10-02T00:00:00Z");
  EXPECT_EQ(TimeText(Catalyst(R"({"label": "Content", "value": "x"})").occur_time()),
            "2025-10-28T14:00:00Z");
}

TEST(Catalyst, TheCsmIsTheAccountsElseTheAssignee) {
  constexpr char kAssignee[] = R"({"label": "Task Name", "value": "T"},
      {"label": "Assignee", "value": {"id": 9, "email": "nine@x"}})";
  EXPECT_EQ(Catalyst(kAssignee).csm_external_id(), "9");
  EXPECT_EQ(Catalyst(kAssignee).csm_email(), "nine@x");
  const v1::Fact csm = Catalyst(
      absl::StrCat(kAssignee, R"(, {"label": "CSM", "value": {"id": "U1", "email": "csm@x"}})"));
  EXPECT_EQ(csm.csm_external_id(), "U1");
  EXPECT_EQ(csm.csm_email(), "csm@x");
  const v1::Fact mail = Catalyst(absl::StrCat(kAssignee, R"(, {"label": "CSM", "value": "c@x"})"));
  EXPECT_EQ(mail.csm_external_id(), "9");
  EXPECT_EQ(Catalyst(R"({"label": "Task Name", "value": "T"}, {"label": "Assignee",
      "value": "Ciaran Doyle"})")
                .csm_email(),
            "");
}

TEST(Catalyst, A2_ATierComesFromAWordNeverFromANumber) {
  const v1::Fact low = Catalyst(R"({"label": "Numerical Health Score", "value": 1.5},
      {"label": "Health", "value": null})",
                                R"("score_updated_at": "2025-11-07T05:30:00Z",)");
  EXPECT_EQ(low.kind(), v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ(low.health().tier(), v1::HEALTH_TIER_UNSPECIFIED);
  EXPECT_EQ(low.health().score(), 1.5);
  EXPECT_EQ(TimeText(low.occur_time()), "2025-11-07T05:30:00Z");
  EXPECT_EQ(Catalyst(R"({"label": "Health", "value": "Thriving"})").health().tier(),
            v1::HEALTH_TIER_UNSPECIFIED);
}

TEST(Catalyst, AnAccountIsKnownBySalesforcesIdElseByItsOwn) {
  constexpr char kAccount[] = R"({"data": [{"id": "8d5a", "external_id": %s,
      "updated_at": "2025-11-10T11:20:00Z", "attributes": [
      {"label": "Account Name", "value": "Juniper"}, {"label": "Health", "value": "healthy"},
      {"label": "Contract Value", "value": 5}, {"label": "CSM", "value": null}]}]})";
  const std::string text(kAccount);
  const size_t at = text.find("%s");
  const auto with = [&](absl::string_view id) {
    return OneFact("catalyst", absl::StrCat(text.substr(0, at), id, text.substr(at + 2)));
  };
  EXPECT_EQ(with("\"001CT\"").account_external_id(), "001CT");
  const v1::Fact fact = with("null");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(fact.account_external_id(), "8d5a");
  EXPECT_EQ(fact.display_name(), "Juniper");
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_GREEN);
  EXPECT_FALSE(fact.has_arr_minor());
}

TEST(Totango, H1_ANoteWithHandoffFieldsIsASignal) {
  const v1::Fact fact = Totango(R"("type": "note", "task_content": null, "note_content":
      {"note_id": 5, "text": "Asked <b>twice</b>", "totango_user": {"user_name": "h@x"}},
      "properties": {"signal_trigger": "Asks: missing feature", "meeting_type": "Call"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.account_external_id(), "3120");
  EXPECT_EQ(fact.trigger(), "asks_missing_feature");
  EXPECT_EQ(fact.context_note(), "Asked twice");
  EXPECT_EQ(fact.activity_type(), "call");
  EXPECT_EQ(fact.csm_email(), "h@x");
  EXPECT_EQ(TimeText(fact.occur_time()), "2025-11-03T12:45:00Z");
  EXPECT_FALSE(fact.has_arr_minor());
}

TEST(Totango, H9_ATaskInTheRiskFlowIsARisk) {
  constexpr char kTask[] = R"("type": "task", "note_content": null, "task_content":
      {"assignee": {"current": "h@x"}, "description": {"current": "silent"}}, "properties": )";
  EXPECT_EQ(Totango(absl::StrCat(kTask, R"({"activity_type_id": "Churn Risk"})")).kind(),
            v1::FACT_KIND_RISK_SIGNAL);
  const v1::Fact task = Totango(absl::StrCat(kTask, R"({"activity_type_id": "onboarding"})"));
  EXPECT_EQ(task.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(task.activity_type(), "onboarding");
  EXPECT_EQ(task.context_note(), "silent");
  EXPECT_EQ(Totango(absl::StrCat(kTask, R"({"signal_type": "Product"})")).kind(),
            v1::FACT_KIND_EXPANSION_SIGNAL);
}

TEST(Totango, A2_AnAlertOfHealthIsAScore) {
  const v1::Fact health = Totango(R"("type": "alert", "alert_content": {"alert_type": "health",
      "description": "Health moved up", "properties": {"health": "Good", "health_prev": "Poor"}})");
  EXPECT_EQ(health.kind(), v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ(health.health().tier(), v1::HEALTH_TIER_GREEN);
  EXPECT_EQ(health.context_note(), "");
  const v1::Fact other = Totango(R"("type": "alert", "alert_content": {"alert_type": "contract",
      "description": "Renewal in 30 days", "properties": {}})");
  EXPECT_EQ(other.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(other.context_note(), "Renewal in 30 days");
}

TEST(Totango, OtherEventsAreActivitiesOfTheirType) {
  const v1::Fact fact = Totango(R"("type": "campaign_touch", "properties": {"assets": []})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "campaign_touch");
}

TEST(Totango, ATouchpointsTypeIsNoGuid) {
  const v1::Fact fact = OneFact("totango", R"({"note": {"id": 55}, "account_id": "qf-18",
      "content": "x", "activity_type_id": "1eee853b-046d-4497-9f73-d3d2133def5e",
      "touchpointType": "1eee853b-046d-4497-9f73-d3d2133def5e", "create_date": 1760949000000,
      "created_by": "Yuki Tanabe"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "");
  EXPECT_EQ(fact.external_id(), "55");
  EXPECT_EQ(fact.csm_email(), "");
}

TEST(Totango, AccountsOfASearch) {
  const auto facts = Facts("totango", R"({"response": {"accounts": {"total_hits": 2, "hits": [
      {"name": "gx-77", "display_name": "Graxton", "health": {"curr": "Average"},
       "attributes": {"ARR": {"val": "12000.50"}, "Contract Value": {"val": "9"}}},
      {"name": "qf-18", "display_name": "Quartz", "status_group": "paying"}]}}})");
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(facts[0].account_external_id(), "gx-77");
  EXPECT_EQ(facts[0].health().tier(), v1::HEALTH_TIER_YELLOW);
  EXPECT_EQ(facts[0].arr_minor(), 1200050);
  EXPECT_EQ(facts[1].display_name(), "Quartz");
  EXPECT_FALSE(facts[1].has_arr_minor());
  EXPECT_TRUE(Facts("totango", R"({"response": {"accounts": {"hits": []}}})").empty());
}

TEST(Totango, ASuccessPlaySaysByItsAttributesWhatHappened) {
  EXPECT_EQ(Play(R"("attributes": {"Health": "Poor", "Health Score": "31"})").kind(),
            v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ(Play(R"("attributes": {"Metric": "API", "Signal Trigger": "Seat utilization"})").kind(),
            v1::FACT_KIND_USAGE_EVENT);
  const v1::Fact flat =
      Play(R"("Named Buyer": "Kenji, Lead", "timestamp": "2025-11-05T04:10:00+0100",
      "success_manager": "Yuki Tanabe")");
  EXPECT_EQ(flat.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(flat.buyer_title(), "Lead");
  EXPECT_EQ(flat.trigger(), "");
  EXPECT_EQ(flat.csm_email(), "");
  EXPECT_EQ(TimeText(flat.occur_time()), "2025-11-05T03:10:00Z");
  const v1::Fact risk = OneFact("totango", R"({"successplay": "At-risk: no log-in",
      "account_id": 18, "attributes": {"Context Note": "silent", "Health": "red"}})");
  EXPECT_EQ(risk.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(risk.account_external_id(), "18");
  EXPECT_EQ(risk.health().tier(), v1::HEALTH_TIER_RED);
}

TEST(Totango, T10_AProductSignalWithoutAPersonIsAutomatic) {
  EXPECT_TRUE(Play(R"("attributes": {"Signal Type": "Product"})").automatic());
  EXPECT_FALSE(Play(R"("success_manager_email": "y@x", "attributes": {"Signal Type": "Product"})")
                   .automatic());
}

TEST(Catalyst, BothNamesReadBothProducts) {
  EXPECT_EQ(OneFact("totango", Record(R"({"label": "Content", "value": "x"})")).context_note(),
            "x");
  EXPECT_EQ(OneFact("catalyst", Event(R"("type": "campaign_touch")")).activity_type(),
            "campaign_touch");
}

TEST(Catalyst, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("catalyst", Record(R"({"label": "Task Name", "value": "T"},
      {"label": "Signal Type", "value": {"a": 1}}, {"label": "ARR", "value": "lots"})",
                                        R"("updated_at": "2025-11-03T15:42:10",)")),
            "data[0].updated_at has no time zone: \"2025-11-03T15:42:10\"; "
            "data[0].attributes[label=Signal Type].value holds an object, not a text; "
            "data[0].attributes[label=ARR].value is no amount of at most 2 decimals that fits into "
            "64 bits: \"lots\"");
  EXPECT_EQ(FaultsOf("catalyst", R"({"data": 5})"),
            "data is neither a record nor a list of records");
  EXPECT_EQ(FaultsOf("totango", R"({"response": {"status": "error"}})"),
            "response holds no accounts.hits");
  EXPECT_EQ(FaultsOf("totango", "Internal error"), "payload no valid JSON at byte 1");
  EXPECT_EQ(FaultsOf("totango", "7"), "payload is neither a JSON object nor a list");
  EXPECT_TRUE(Facts("catalyst", R"({"data": [], "limit": 25, "offset": 100})").empty());
  EXPECT_TRUE(Facts("catalyst", R"({"data": null})").empty());
  EXPECT_TRUE(Facts("totango", "[]").empty());
}

}  // namespace
}  // namespace baton::adapters
