#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

v1::Fact Cta(absl::string_view fields) {
  return OneFact("gainsight", absl::StrCat(R"({"result": true, "data": [{"Gsid": "1S01",
      "CompanyId": "1P02", "TypeId__gr.Name": "Expansion",
      "CreatedDate": "2025-11-03T15:42:10.118Z")",
                                           fields.empty() ? "" : ",", fields, "}]}"));
}

v1::Fact Timeline(absl::string_view fields) {
  return OneFact("gainsight", absl::StrCat(R"({"result": true, "data": {"records": [{
      "Gsid": "1I05", "GsCompanyId": "1P02", "TypeName": "Call", "ActivityDate": 1761744600000)",
                                           fields.empty() ? "" : ",", fields, "}]}}"));
}

TEST(Gainsight, H1_KeysMayBeInAnyCase) {
  const v1::Fact fact = OneFact("gainsight", R"({"RESULT": true, "Data": {"Records": [{
      "gsid": "1S01", "companyid": "1P02", "typeid__gr.name": "EXPANSION",
      "createddate": "2025-11-03T15:42:10Z", "expansion_trigger__gc": "Seat utilization",
      "COMPANYID__GR.ARR": "96,000", "companyid__gr.csm_gr.email": "ignored@x"}]}})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.trigger(), "seat_utilization");
  EXPECT_EQ(fact.arr_minor(), 9600000);
}

TEST(Gainsight, H9_ACtaOfTypeRiskIsARisk) {
  const v1::Fact fact = OneFact("gainsight", R"({"records": [{"Gsid": "1S01", "CompanyId": "1P02",
      "TypeId__gr.Name": "risk", "Expansion_Trigger__gc": "Competitor mentioned",
      "CompanyId__gr.CurrentScore": 31.5, "CompanyId__gr.CurrentScoreLabel__gc": "At Risk"}]})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.health().score(), 31.5);
}

TEST(Gainsight, ACtaOfAnotherTypeIsASignalOnlyWithHandoffFields) {
  constexpr char kLifecycle[] = R"({"records": [{"Gsid": "1S01", "CompanyId": "1P02",
      "TypeId__gr.Name": "Lifecycle", "Comments": "Kick-off"%s}]})";
  const std::string text(kLifecycle);
  const size_t at = text.find("%s");
  const auto with = [&](absl::string_view fields) {
    return OneFact("gainsight", absl::StrCat(text.substr(0, at), fields, text.substr(at + 2)));
  };
  EXPECT_EQ(with("").kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(with("").activity_type(), "lifecycle");
  EXPECT_EQ(with(R"(, "Handoff_Urgency__gc": "Hot")").kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(with(R"(, "Budget_Conversation__gc": false)").kind(), v1::FACT_KIND_ACTIVITY);
}

TEST(Gainsight, H1_WhatIsNotStatedIsLeftOut) {
  const v1::Fact fact = Cta(R"("Signal_Type__gc": "Behavioural", "Buyer_Name__gc": "N/A",
      "Buying_Timeline__gc": "", "Comments": null, "Handoff_Urgency__gc":
      "1I004ZTPXFE3862CWZB3BFAMJSR90YPM2PV8", "CompanyId__gr.Segment__gc": {},
      "Product_Fit_Confirmed__gc": "n/a")");
  EXPECT_EQ(fact.signal_type(), "behavioral");
  EXPECT_EQ(fact.buyer_name(), "");
  EXPECT_EQ(fact.timeline(), "");
  EXPECT_EQ(fact.urgency(), "");
  EXPECT_EQ(fact.segment(), "");
  EXPECT_FALSE(fact.has_qualification());
  EXPECT_FALSE(fact.has_arr_minor());
  EXPECT_FALSE(fact.has_health());
  EXPECT_FALSE(fact.automatic());
}

TEST(Gainsight, H1_NameAndTitleMayShareAField) {
  EXPECT_EQ(Cta(R"json("Buyer_Name__gc": "Dana Whitcombe (VP Operations)")json").buyer_title(),
            "VP Operations");
  const v1::Fact apart = Cta(R"("Buyer_Name__gc": "Martin King, Jr.", "Buyer_Title__gc": "COO")");
  EXPECT_EQ(apart.buyer_name(), "Martin King, Jr.");
  EXPECT_EQ(apart.buyer_title(), "COO");
}

TEST(Gainsight, H1_TheNoteIsTheHandoffsElseTheComments) {
  EXPECT_EQ(Cta(R"("Comments": "<p>a</p>b", "Handoff_Context__gc": " c&nbsp; d ")").context_note(),
            "c d");
  EXPECT_EQ(Cta(R"("Comments": "<p>a</p>b", "Handoff_Context__gc": null)").context_note(), "a b");
}

TEST(Gainsight, TheCsmIsTheAccountsElseTheOwner) {
  const v1::Fact csm = Cta(R"("CompanyId__gr.csm__gr.email": "csm@x", "OwnerId": "1P01",
      "OwnerId__gr.Email": "owner@x")");
  EXPECT_EQ(csm.csm_email(), "csm@x");
  EXPECT_EQ(csm.csm_external_id(), "");
  EXPECT_EQ(Cta(R"("OwnerId": "1P01")").csm_external_id(), "1P01");
}

TEST(Gainsight, ATimelineActivityIsASignalOnlyWithHandoffFields) {
  EXPECT_EQ(Timeline("").kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(Timeline(R"("Ant__Budget_Discussed__c": false)").kind(), v1::FACT_KIND_ACTIVITY);
  const v1::Fact signal = Timeline(R"("Ant__Buyer__c": "Hedda Lindqvist, COO",
      "Ant__Budget_Discussed__c": "Y")");
  EXPECT_EQ(signal.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(signal.activity_type(), "call");
  EXPECT_TRUE(signal.qualification().budget_conversation());
}

TEST(Gainsight, TimesInEveryForm) {
  EXPECT_EQ(TimeText(Timeline("").occur_time()), "2025-10-29T13:30:00Z");
  const auto record = [](absl::string_view date) {
    return OneFact("gainsight", absl::StrCat(R"({"records": [{"TypeName": "EBR", "ExternalId": "e",
        "GsCompanyId": "1P02", "ActivityDate": )",
                                             date, "}]}"));
  };
  EXPECT_EQ(TimeText(record(R"("2025-10-14T08:05:00.000-0700")").occur_time()),
            "2025-10-14T15:05:00Z");
  EXPECT_EQ(TimeText(record(R"("1761744600000")").occur_time()), "2025-10-29T13:30:00Z");
  EXPECT_EQ(TimeText(record(R"("2025-10-14")").occur_time()), "2025-10-14T00:00:00Z");
}

TEST(Gainsight, TheContextIsTheAccountOnlyWhenItIsACompany) {
  constexpr char kRecord[] = R"({"records": [{"TypeName": "Call", "Gsid": "1I05",
      "ContextId": "1P02", "contextname": ")";
  EXPECT_EQ(OneFact("gainsight", absl::StrCat(kRecord, "Company\"}]}")).account_external_id(),
            "1P02");
  EXPECT_EQ(OneFact("gainsight", absl::StrCat(kRecord, "CTA\"}]}")).account_external_id(), "");
}

TEST(Gainsight, A2_ATierComesFromAWordNeverFromANumber) {
  const auto push = [](absl::string_view fields) {
    return OneFact("gainsight", absl::StrCat(R"({"recordType": "scorecard",
        "company": {"Gsid": "1P02"}, "ModifiedDate": "2025-11-02T02:15:33.000Z")",
                                             fields, "}"));
  };
  EXPECT_EQ(push(R"(, "currentScore": "38", "currentLabel": "B+")").health().tier(),
            v1::HEALTH_TIER_UNSPECIFIED);
  EXPECT_EQ(push(R"(, "currentScore": "38", "currentLabel": "B+")").health().score(), 38);
  EXPECT_EQ(push(R"(, "currentLabel": "", "currentColor": "yellow")").health().tier(),
            v1::HEALTH_TIER_YELLOW);
  EXPECT_EQ(push(R"(, "currentLabel": "Good")").kind(), v1::FACT_KIND_HEALTH_SCORE);
}

TEST(Gainsight, T10_AUsageRuleWithoutAnAuthorIsAutomatic) {
  constexpr char kPush[] = R"({"company": {"Gsid": "1P02"}, "cta": {"Type": "Expansion"},
      "handoff": {"signal_type": "Product", "trigger": "Seat utilization"})";
  EXPECT_TRUE(OneFact("gainsight", absl::StrCat(kPush, "}")).automatic());
  EXPECT_FALSE(
      OneFact("gainsight", absl::StrCat(kPush, R"(, "owner": {"Email": "o@x"}})")).automatic());
}

TEST(Gainsight, AFailedAnswerIsNamedByItsCodeAlone) {
  EXPECT_EQ(FaultsOf("gainsight", R"({"result": false, "errorCode": "GSOBJ_1005",
      "errorDesc": "bad value Dana Whitcombe", "data": null})"),
            "result is not true: the answer failed with code \"GSOBJ_1005\"");
  EXPECT_TRUE(Facts("gainsight", R"({"result": false, "errorCode": "GSOBJ_1011"})").empty());
  EXPECT_TRUE(Facts("gainsight", R"({"result": true, "data": []})").empty());
  EXPECT_TRUE(Facts("gainsight", R"({"result": true, "data": null})").empty());
}

TEST(Gainsight, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("gainsight", R"({"result": true, "data": [{"TypeId": "1I00",
      "CreatedDate": "2025-11-03T15:42:10", "CompanyId__gr.ARR": "much",
      "Handoff_Context__gc": ["a"]}, {"Colour": "blue"}, 7]})"),
            "data[0].CreatedDate has no time zone: \"2025-11-03T15:42:10\"; "
            "data[0].Handoff_Context__gc holds a list, not a text; "
            "data[0].CompanyId__gr.ARR is no amount of at most 2 decimals that fits into 64 bits: "
            "\"much\"; "
            "data[1] is no record that the mapping knows: none of its known_by paths is there; "
            "data[2] is no record that the mapping knows: none of its known_by paths is there");
  EXPECT_EQ(FaultsOf("gainsight", "{"), "payload no valid JSON at byte 2");
  EXPECT_EQ(FaultsOf("gainsight", "[]"), "payload is no JSON object");
  EXPECT_EQ(FaultsOf("gainsight", R"({"result": true, "data": 5})"),
            "data is neither a list of records nor holds one");
  EXPECT_EQ(FaultsOf("gainsight", R"({"hello": "world"})"),
            "payload states neither an account nor a record that the mapping knows");
}

TEST(Gainsight, AnAnswerHasALimit) {
  std::string records;
  for (size_t i = 0; i <= kMaxFacts; ++i) absl::StrAppend(&records, i == 0 ? "" : ",", "{}");
  EXPECT_EQ(FaultsOf("gainsight", absl::StrCat("{\"records\":[", records, "]}")),
            absl::StrCat("records has more than ", kMaxFacts, " records"));
}

}  // namespace
}  // namespace baton::adapters
