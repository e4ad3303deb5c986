#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

// A task of account "org_1".
v1::Fact Task(absl::string_view fields, absl::string_view account = "") {
  return OneFact("vitally", absl::StrCat(R"({"id": "T1", "createdAt": "2025-11-06T12:30:45.101Z",
      "dueDate": null, "account": {"id": "A1", "externalId": "org_1")",
                                         account.empty() ? "" : ",", account, "}",
                                         fields.empty() ? "" : ",", fields, "}"));
}

v1::Fact Push(absl::string_view fields) {
  return OneFact("vitally",
                 absl::StrCat(R"({"playbook": "P", "accountExternalId": "org_1",)", fields, "}"));
}

TEST(Vitally, H1_TraitsMayBeSpelledInAnyWay) {
  const v1::Fact fact = Task(R"json("traits": {"vitally.custom.signal_type": "Behavioural",
      "vitally.custom.SignalTrigger": "asks: missing FEATURE", "vitally.custom.Buyer Name":
      "Petra Vance (Lead)", "vitally.custom.buyingTimeline": "n/a", "vitally.custom.qualBudget": 0,
      "vitally.custom.qualTimeline": "maybe", "sfdc.Id": "001", "vitally.custom.mood": [1]})json");

  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.signal_type(), "behavioral");
  EXPECT_EQ(fact.trigger(), "asks_missing_feature");
  EXPECT_EQ(fact.buyer_name(), "Petra Vance");
  EXPECT_EQ(fact.buyer_title(), "Lead");
  EXPECT_EQ(fact.timeline(), "");
  EXPECT_FALSE(fact.qualification().budget_conversation());
  EXPECT_TRUE(fact.qualification().has_budget_conversation());
  EXPECT_FALSE(fact.qualification().has_timeline());
}

TEST(Vitally, ATaskWithoutAHandoffIsAnActivityOfItsCategory) {
  const v1::Fact fact = Task(R"("category": {"name": "Onboarding"}, "description": "<p>a</p>b")");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "onboarding");
  EXPECT_EQ(fact.context_note(), "a b");
}

TEST(Vitally, H9_ATaskInARiskCategoryIsARisk) {
  const v1::Fact fact =
      Task(R"("category": {"name": "Churn Risk"}, "name": "Sponsor left")",
           R"("healthScore": 3.5, "traits": {"vitally.custom.healthTier": "Poor"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.health().score(), 3.5);
  EXPECT_EQ(fact.evidence(), "Sponsor left");
}

TEST(Vitally, TheAccountsOwnIdGoesFirst) {
  EXPECT_EQ(Task("").account_external_id(), "org_1");
  const v1::Fact fact = OneFact("vitally", R"({"id": "N1", "note": "x", "accountId": "A1",
      "account": {"id": "A1", "externalId": null}})");
  EXPECT_EQ(fact.account_external_id(), "A1");
  EXPECT_EQ(Push(R"("accountId": "A1")").account_external_id(), "org_1");
  EXPECT_EQ(OneFact("vitally", R"({"accountId": "A1", "urgency": "hot"})").account_external_id(),
            "A1");
}

TEST(Vitally, TheCsmIsTheAccountsElseTheAssigneeOrAuthor) {
  constexpr char kRoles[] = R"("keyRoles": [
      {"vitallyUser": {"id": "U2", "email": "ae@x"}, "keyRole": {"label": "Account Executive"}},
      {"vitallyUser": {"id": "U1", "email": "csm@x"}, "keyRole": {"label": "csm"}}])";
  const v1::Fact both = Task(R"("assignedTo": {"id": "U9", "email": "nine@x"})",
                             absl::StrCat(R"("csmId": "U1",)", kRoles));
  EXPECT_EQ(both.csm_external_id(), "U1");
  EXPECT_EQ(both.csm_email(), "csm@x");
  const v1::Fact role = Task("", absl::StrCat(R"("csmId": null,)", kRoles));
  EXPECT_EQ(role.csm_external_id(), "U1");
  EXPECT_EQ(role.csm_email(), "csm@x");
  // Another's mail address is not the CSM's.
  const v1::Fact other = Task(R"("assignedToId": "U9", "assignedTo": {"email": "nine@x"})",
                              absl::StrCat(R"("csmId": "U7",)", kRoles));
  EXPECT_EQ(other.csm_external_id(), "U7");
  EXPECT_EQ(other.csm_email(), "");
  const v1::Fact assignee = Task(R"("assignedTo": {"id": "U9", "email": "nine@x"})");
  EXPECT_EQ(assignee.csm_external_id(), "U9");
  EXPECT_EQ(assignee.csm_email(), "nine@x");
  EXPECT_EQ(Task("", R"("csmId": "U2", "keyRoles": [{"vitallyUser": {"id": "U2", "email": "o@x"},
      "keyRole": {"label": "Onboarding"}}])")
                .csm_email(),
            "o@x");
}

TEST(Vitally, AnAccountStatesNoArrButArr) {
  const v1::Fact fact = OneFact("vitally", R"({"results": [{"id": "A1", "externalId": null,
      "name": "Fennimore", "mrr": 100, "healthScore": null, "nextRenewalDate": "2026-03-31T00:00:00Z",
      "updatedAt": "2025-11-10T04:00:01.007Z", "keyRoles": [], "traits": {}}], "next": "abc"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(fact.account_external_id(), "A1");
  EXPECT_EQ(fact.display_name(), "Fennimore");
  EXPECT_EQ(fact.renewal_date(), "2026-03-31");
  EXPECT_FALSE(fact.has_arr_minor());
  EXPECT_FALSE(fact.has_health());
  EXPECT_EQ(TimeText(fact.occur_time()), "2025-11-10T04:00:01.007000Z");
}

TEST(Vitally, APageHoldsRecordsOfSeveralKindsInTheirOrder) {
  const auto facts = Facts("vitally", R"({"results": [
      {"id": "T1", "dueDate": null, "accountId": "A1"},
      {"id": "N1", "noteDate": "2025-11-04", "accountId": "A1", "category": {"name": "Call"}},
      {"id": "A1", "healthScore": 4},
      {"id": "U1", "externalId": "u", "email": "user@x", "traits": {}}]})");
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(facts[1].activity_type(), "call");
  EXPECT_EQ(TimeText(facts[1].occur_time()), "2025-11-04T00:00:00Z");
  EXPECT_EQ(facts[2].kind(), v1::FACT_KIND_ACCOUNT);
}

TEST(Vitally, SeveralPushesInOneList) {
  const auto facts = Facts("vitally", R"([
      {"accountExternalId": "o1", "indicatorType": "Risk", "contextNote": "a"},
      {"accountExternalId": "o2", "urgency": "WARM"}])");
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(facts[1].kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(facts[1].urgency(), "warm");
}

TEST(Vitally, APushSaysByItsKeysWhatHappened) {
  EXPECT_EQ(Push(R"("healthScore": "5.6", "usersCount": 4)").kind(), v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ(
      Push(R"("metric": "seats", "signalTrigger": "Seat utilization", "healthScore": 5)").kind(),
      v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(Push(R"("signalTrigger": "Seat utilization")").kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  const v1::Fact activity =
      Push(R"("activityType": "EBR", "contextNote": "met", "healthScore": 5)");
  EXPECT_EQ(activity.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(activity.activity_type(), "ebr");
  EXPECT_FALSE(activity.has_health());
  EXPECT_EQ(Push(R"("playbook name": "x")").kind(), v1::FACT_KIND_ACTIVITY);
}

TEST(Vitally, T10_AProductSignalWithoutAPersonIsAutomatic) {
  EXPECT_TRUE(Push(R"("signalType": "Product", "signalTrigger": "Seat utilization")").automatic());
  EXPECT_FALSE(Push(R"("signalType": "Product", "csmEmail": "c@x")").automatic());
  EXPECT_FALSE(Push(R"("signalType": "Relationship")").automatic());
}

TEST(Vitally, A2_ATierComesFromAWordNeverFromANumber) {
  const v1::Fact fact = Push(R"("healthScore": "9.5", "healthTier": "A+")");
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_UNSPECIFIED);
  EXPECT_EQ(fact.health().score(), 9.5);
  EXPECT_EQ(fact.health().label(), "A+");
}

TEST(Vitally, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("vitally", R"({"results": [{"id": "T1", "dueDate": null, "createdAt":
      "2025-11-03T15:42:10", "traits": {"vitally.custom.urgency": ["Hot"]}, "account":
      {"traits": {"vitally.custom.arr": "lots"}}}, {"colour": "blue"}, 7]})"),
            "results[0].createdAt has no time zone: \"2025-11-03T15:42:10\"; "
            "results[0].traits.vitally.custom.urgency holds a list, not a text; "
            "results[0].account.traits.vitally.custom.arr is no amount of at most 2 decimals that "
            "fits into 64 bits: \"lots\"; "
            "results[1] is no record that the mapping knows: none of its known_by paths is there; "
            "results[2] is no record that the mapping knows: none of its known_by paths is there");
  EXPECT_EQ(FaultsOf("vitally", R"({"error": "Unauthorized"})"),
            "payload states neither an account nor a record that the mapping knows");
  EXPECT_EQ(FaultsOf("vitally", R"({"results": {}})"), "results is no list of records");
  EXPECT_EQ(FaultsOf("vitally", "\"text\""), "payload is neither a JSON object nor a list");
  EXPECT_EQ(FaultsOf("vitally", "[7]"),
            "[0] states neither an account nor a record that the mapping knows");
  EXPECT_TRUE(Facts("vitally", R"({"results": [], "next": null})").empty());
}

}  // namespace
}  // namespace baton::adapters
