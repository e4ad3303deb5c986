#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

// A page of records of that entity.
std::string Page(absl::string_view entity, absl::string_view records) {
  return absl::StrCat(R"({"@odata.context": "https://t.churnzero.example/public/v1/$metadata#)",
                      entity, R"(", "value": [)", records, "]}");
}

v1::Fact Task(absl::string_view fields) {
  return OneFact("churnzero", Page("Task", absl::StrCat(R"({"Id": 5, "AccountExternalId": "CU-1",
      "ObjectCreatedDate": "2025-11-05T10:22:31Z",)",
                                                        fields, "}")));
}

v1::Fact Push(absl::string_view fields) {
  return OneFact("churnzero",
                 absl::StrCat(R"({"Play": "P", "AccountExternalId": "CU-1",)", fields, "}"));
}

TEST(ChurnZero, H1_CustomFieldsMayBeSpelledInAnyWay) {
  const v1::Fact fact = Task(R"json("Cf": {"signal_type": "Behavioural", "SIGNALTRIGGER": "M&A",
      "Buyer Name": "Noor Haddad (Manager)", "BuyingTimeline": "n/a", "QualBudget": "Y",
      "QualTimeline": 0, "QualProductFit": "maybe", "OfPageViewsLast30Days": [1]})json");

  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.external_id(), "5");
  EXPECT_EQ(fact.signal_type(), "behavioral");
  EXPECT_EQ(fact.trigger(), "m_and_a");
  EXPECT_EQ(fact.buyer_name(), "Noor Haddad");
  EXPECT_EQ(fact.buyer_title(), "Manager");
  EXPECT_EQ(fact.timeline(), "");
  EXPECT_TRUE(fact.qualification().budget_conversation());
  EXPECT_FALSE(fact.qualification().timeline());
  EXPECT_TRUE(fact.qualification().has_timeline());
  EXPECT_FALSE(fact.qualification().has_product_fit());
}

TEST(ChurnZero, ATaskWithoutAHandoffIsAnActivityOfItsType) {
  const v1::Fact fact = Task(R"("TypeName": "Onboarding", "Description": "<div>a</div>b&nbsp;c",
      "UserAccount": {"Id": 417, "Email": "e@x"}, "DueDate": "2025-11-12")");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(fact.activity_type(), "onboarding");
  EXPECT_EQ(fact.context_note(), "a b c");
  EXPECT_EQ(fact.csm_external_id(), "417");
  EXPECT_EQ(fact.csm_email(), "e@x");
}

TEST(ChurnZero, H9_ATaskOfTypeRiskIsARisk) {
  const v1::Fact fact = Task(R"("TypeName": "Risk", "Cf": {"Urgency": "Hot"},
      "Account": {"PrimaryChurnScoreValue": 90, "Cf": {"HealthColor": "Red"}})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.health().score(), 90);
  EXPECT_EQ(fact.activity_type(), "");
}

TEST(ChurnZero, A2_ATierComesFromAWordNeverFromANumber) {
  const auto score = [](absl::string_view fields) {
    return OneFact("churnzero",
                   Page("ChurnScoreCalculation(Account())", absl::StrCat(R"({"Id": 9,
        "CalculationDay": "2025-11-09", "Account": {"ExternalId": "CU-1"}, )",
                                                                         fields, "}")));
  };
  for (const char* number : {"3", "97"}) {
    const v1::Fact fact = score(absl::StrCat("\"Score\": ", number));
    EXPECT_EQ(fact.kind(), v1::FACT_KIND_HEALTH_SCORE);
    EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_UNSPECIFIED) << number;
    EXPECT_EQ(absl::StrCat(fact.health().score()), number);
  }
  EXPECT_EQ(TimeText(score(R"("Score": 1)").occur_time()), "2025-11-09T00:00:00Z");
  // High is bad for one tenant and good for another: the colour decides.
  EXPECT_EQ(Push(R"("ChurnScore": "86", "ChurnScoreColor": "Red")").health().tier(),
            v1::HEALTH_TIER_RED);
  EXPECT_EQ(Push(R"("ChurnScore": "86", "ChurnScoreColor": "GREEN")").health().tier(),
            v1::HEALTH_TIER_GREEN);
}

TEST(ChurnZero, A2_OnlyThePrimaryScoreIsTheAccountsHealth) {
  const auto facts = Facts("churnzero", Page("ChurnScoreCalculation", R"(
      {"Id": 1, "CalculationDay": "2025-11-09", "AccountExternalId": "a", "Score": 1,
       "IsPrimary": false},
      {"Id": 2, "CalculationDay": "2025-11-09", "AccountExternalId": "a", "Score": 2,
       "IsPrimary": true})"));
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].external_id(), "2");
}

TEST(ChurnZero, AnAccountStatesNoArrButArr) {
  const v1::Fact fact = OneFact("churnzero", R"({"@odata.context":
      "https://t.churnzero.example/public/v1/$metadata#Account/$entity", "Id": 771400,
      "ExternalId": 60218, "Name": "Gilded Fern", "TotalContractAmount": 318000,
      "PrimaryChurnScoreValue": 18, "ObjectModifiedDate": "2025-11-11T03:00:00.1234567Z",
      "NextRenewalDate": "2026-09-30", "OwnerUserAccountId": 417, "Cf": {}})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(fact.account_external_id(), "60218");
  EXPECT_EQ(fact.display_name(), "Gilded Fern");
  EXPECT_EQ(fact.renewal_date(), "2026-09-30");
  EXPECT_FALSE(fact.has_arr_minor());
  EXPECT_EQ(fact.health().score(), 18);
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_UNSPECIFIED);
  EXPECT_EQ(fact.csm_external_id(), "417");
  EXPECT_EQ(TimeText(fact.occur_time()), "2025-11-11T03:00:00.123456Z");
}

TEST(ChurnZero, T1_AnEventOfUsageIsUsageAndAnyOtherAnActivity) {
  const auto event = [](absl::string_view fields) {
    return OneFact("churnzero", Page("Event", absl::StrCat(R"({"Id": 7700119245,
        "AccountExternalId": "CU-1", "EventDate": "2025-10-09T16:00:00Z", "Description": "d", )",
                                                           fields, "}")));
  };
  const v1::Fact usage = event(R"("EventTypeName": "API volume near limit")");
  EXPECT_EQ(usage.kind(), v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(usage.trigger(), "api_volume_near_limit");
  EXPECT_EQ(usage.context_note(), "");
  EXPECT_EQ(usage.evidence(), "d");
  EXPECT_TRUE(usage.automatic());
  const v1::Fact ebr = event(R"("EventTypeName": "EBR")");
  EXPECT_EQ(ebr.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(ebr.activity_type(), "ebr");
  EXPECT_EQ(ebr.trigger(), "");
  EXPECT_EQ(ebr.external_id(), "7700119245");
  EXPECT_EQ(event(R"("EventTypeName": "Seat Utilization", "Cf": {"BuyerName": "Dana"})").kind(),
            v1::FACT_KIND_EXPANSION_SIGNAL);
}

TEST(ChurnZero, T1_AnEventOfTheHttpApi) {
  const auto event = [](absl::string_view name) {
    return OneFact("churnzero", absl::StrCat(R"({"appKey": "REDACTED", "action": "trackEvent",
        "AccountExternalId": "CU-1", "eventDate": "2025-11-08", "description": "d",
        "eventName": ")",
                                             name, "\"}"));
  };
  EXPECT_EQ(event("Seat utilization").kind(), v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(event("Seat utilization").trigger(), "seat_utilization");
  EXPECT_EQ(event("API call").kind(), v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(event("Quarterly Business Review").kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(event("Escalation").activity_type(), "escalation");
  EXPECT_EQ(event("Escalation").context_note(), "d");
}

TEST(ChurnZero, APushSaysByItsFieldsWhatHappened) {
  EXPECT_EQ(Push(R"("ChurnScore": "40")").kind(), v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ(Push(R"("MetricValue": "40", "SignalTrigger": "Seat utilization")").kind(),
            v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(Push(R"("SegmentName": "Churn risk")").kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(Push(R"("EventName": "Log-in", "Urgency": "WARM")").urgency(), "warm");
  const v1::Fact activity = Push(R"("ActivityType": "EBR", "ContextNote": "met", "SentAt":
      "2025-11-07T14:05:09+01:00")");
  EXPECT_EQ(activity.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(activity.activity_type(), "ebr");
  EXPECT_EQ(TimeText(activity.occur_time()), "2025-11-07T13:05:09Z");
  EXPECT_EQ(Push(R"("cf_SignalType": "Product", "cf_Arr": "1,200.5")").arr_minor(), 120050);
}

TEST(ChurnZero, T10_AProductSignalWithoutAPersonIsAutomatic) {
  EXPECT_TRUE(Push(R"("SignalType": "Product", "AccountOwnerEmail": "")").automatic());
  EXPECT_FALSE(Push(R"("SignalType": "Product", "AccountOwnerEmail": "n@x")").automatic());
}

TEST(ChurnZero, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("churnzero", Page("Task", R"({"Id": 1, "ObjectCreatedDate":
      "2025-11-03T15:42:10", "Cf": {"Urgency": ["Hot"]}}, 7)")),
            "value[0].ObjectCreatedDate has no time zone: \"2025-11-03T15:42:10\"; "
            "value[0].Cf.Urgency holds a list, not a text; "
            "value[1] is no record that the mapping knows, but one of \"Task\"");
  EXPECT_EQ(FaultsOf("churnzero", Page("Contact", R"({"Id": 1})")),
            "value[0] is no record that the mapping knows, but one of \"Contact\"");
  EXPECT_EQ(FaultsOf("churnzero", R"({"Play": "P", "ContextNote": "he said "no""})"),
            "payload no valid JSON at byte 41");
  EXPECT_EQ(FaultsOf("churnzero", R"({"Play": "P"})"),
            "payload states neither an account nor a record that the mapping knows");
  EXPECT_EQ(FaultsOf("churnzero", "\"text\""), "payload is neither a JSON object nor a list");
  EXPECT_TRUE(Facts("churnzero", Page("Task", "")).empty());
}

}  // namespace
}  // namespace baton::adapters
