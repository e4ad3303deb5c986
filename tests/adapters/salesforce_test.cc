#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

constexpr char kId15[] = "006Hs00001QmZ7X";
constexpr char kId18[] = "006Hs00001QmZ7XIAV";

// The answer to a query for one record.
std::string Record(absl::string_view type, absl::string_view fields) {
  return absl::StrCat(R"({"totalSize": 1, "done": true, "records": [{"attributes": {"type": ")",
                      type, R"("}, )", fields, "}]}");
}

v1::Fact Opportunity(absl::string_view fields) {
  return OneFact("salesforce",
                 Record("Opportunity", absl::StrCat(R"("Id": "006Hs00001QmZ7X", )", fields)));
}

// One change event of the Pub/Sub API.
std::string Event(absl::string_view id, absl::string_view entity, absl::string_view header,
                  absl::string_view fields) {
  return absl::StrCat(R"({"event": {"id": ")", id,
                      R"(", "payload": {"ChangeEventHeader": {"entityName": ")", entity, "\", ",
                      header, "}", fields.empty() ? "" : ", ", fields, "}}}");
}

std::string Fetch(absl::string_view events) {
  return absl::StrCat(R"({"fetch_response": {"events": [)", events, "]}}");
}

constexpr char kUpdate[] = R"("recordIds": ["006Hs00001QmZ7XIAV"], "changeType": "UPDATE",
    "commitTimestamp": 1792602185000)";

v1::Fact Update(absl::string_view fields) {
  return OneFact("salesforce", Fetch(Event("e", "Opportunity", kUpdate, fields)));
}

TEST(Salesforce, IdsHaveEighteenCharactersWhateverArrived) {
  const v1::Fact fact = Opportunity(R"("OwnerId": "005Hs00000BaV3e", "CSM__c": "005Hs00000BaW7m",
      "AccountId": "001Hs00002vKp3QIAS")");
  EXPECT_EQ(fact.external_id(), kId18);
  EXPECT_EQ(fact.owner_external_id(), "005Hs00000BaV3eIAF");
  EXPECT_EQ(fact.csm_external_id(), "005Hs00000BaW7mIAF");
  EXPECT_EQ(fact.account_external_id(), "001Hs00002vKp3QIAS");
}

TEST(Salesforce, ARecordWithoutItsIdIsKnownByItsAddress) {
  const v1::Fact fact = OneFact("salesforce", R"({"attributes": {"type": "Opportunity",
      "url": "/services/data/v67.0/sobjects/Opportunity/006Hs00001QmZ7X"}})");
  EXPECT_EQ(fact.external_id(), kId18);
  EXPECT_EQ(FaultsOf("salesforce", R"({"attributes": {"type": "Opportunity"}})"),
            "Id is no Salesforce id of 15 or 18 characters: \"\"");
}

TEST(Salesforce, T1_SourceAndTriggerIgnoreSpelling) {
  const v1::Fact fact =
      Opportunity(R"("Creation_Source__c": "Customer-Inbound", "Trigger_Event__c": "QBR Upsell")");
  EXPECT_EQ(fact.creation_source(), "customer_inbound");
  EXPECT_EQ(fact.trigger_event(), "qbr_upsell");
  EXPECT_EQ(Opportunity(R"("Trigger_Event__c": "Renewal at 90 days")").trigger_event(),
            "Renewal at 90 days");
}

TEST(Salesforce, ARecordNeverChangedWasJustCreated) {
  EXPECT_EQ(Opportunity(R"("CreatedDate": "2026-10-06T14:22:37.000+0000",
      "LastModifiedDate": "2026-10-06T14:22:37Z")")
                .kind(),
            v1::FACT_KIND_OPPORTUNITY_CREATED);
  EXPECT_EQ(Opportunity(R"("CreatedDate": "2026-10-06T14:22:37.000+0000",
      "LastModifiedDate": "2026-10-06T14:22:38Z")")
                .kind(),
            v1::FACT_KIND_OPPORTUNITY_UPDATED);
}

TEST(Salesforce, WonIsABookingOnlyTogetherWithItsLines) {
  const v1::Fact alone = Opportunity(R"("IsWon": true, "IsClosed": true,
      "OpportunityLineItems": null, "LastModifiedDate": "2026-11-12T16:09:48.000+0000",
      "LastStageChangeDate": "2026-11-12T16:04:11.000+0000")");
  EXPECT_EQ(alone.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(alone.outcome(), "won");
  EXPECT_EQ(TimeText(alone.occur_time()), "2026-11-12T16:09:48Z");
  const v1::Fact booking = Opportunity(R"("IsWon": true, "IsClosed": true, "CurrencyIsoCode": "JPY",
      "LastModifiedDate": "2026-11-12T16:09:48.000+0000",
      "LastStageChangeDate": "2026-11-12T16:04:11.000+0000", "OpportunityLineItems":
      {"done": true, "records": [{"ProductCode": "SEAT", "Line_Kind__c": "Seat Expansion",
      "Product_Line__c": "Seats", "Prior_ARR__c": 9600.0, "New_ARR__c": 0.0}]})");
  EXPECT_EQ(booking.kind(), v1::FACT_KIND_BOOKING);
  EXPECT_EQ(TimeText(booking.occur_time()), "2026-11-12T16:04:11Z");
  ASSERT_EQ(booking.lines_size(), 1);
  EXPECT_EQ(booking.lines(0).line_kind(), "seat_expansion");
  EXPECT_EQ(booking.lines(0).product_line(), "Seats");
  EXPECT_EQ(booking.lines(0).prior_arr_minor(), 9600);
  EXPECT_EQ(booking.lines(0).arr_delta_minor(), -9600);
}

TEST(Salesforce, LinesThatLackSomeAreRefused) {
  EXPECT_EQ(FaultsOf("salesforce", Record("Opportunity", R"("Id": "006Hs00001QmZ7X",
      "OpportunityLineItems": {"done": false, "records": [{}]})")),
            "records[0].OpportunityLineItems.done is false: the payload lacks some of these "
            "records");
}

TEST(Salesforce, TheDeltaFieldGoesBeforeTheDifference) {
  const v1::Fact fact = Opportunity(R"("OpportunityLineItems": {"done": true, "records": [
      {"Prior_ARR__c": 100, "New_ARR__c": 150, "ARR_Delta__c": 40}, {"New_ARR__c": 150}]})");
  EXPECT_EQ(fact.lines(0).arr_delta_minor(), 4000);
  EXPECT_FALSE(fact.lines(1).has_arr_delta_minor());
}

TEST(Salesforce, W4_SplitsOfTheRevenueTypeOnly) {
  const v1::Fact fact = Opportunity(R"("OpportunitySplits": {"done": true, "records": [
      {"SplitOwnerId": "005Hs00000BaV3e", "SplitPercentage": 33.3330,
       "SplitType": {"DeveloperName": "Revenue"}},
      {"SplitOwnerId": "005Hs00000BaV4k", "SplitPercentage": 100.0,
       "SplitType": {"DeveloperName": "Overlay"}},
      {"SplitOwnerId": "005Hs00000BaV4k", "SplitPercentage": 40.0}]})");
  ASSERT_EQ(fact.splits_size(), 2);
  EXPECT_EQ(fact.splits(0).percent(), "33.333");
  EXPECT_EQ(fact.splits(1).percent(), "40");
}

TEST(Salesforce, H11_TheOutcomeFieldWinsElseTheFlagsNeverTheStage) {
  EXPECT_EQ(Opportunity(R"("Signal_Outcome__c": "Not Ready", "IsClosed": true, "IsWon": false)")
                .outcome(),
            "not_ready");
  EXPECT_EQ(Opportunity(R"("IsClosed": true, "IsWon": false)").outcome(), "lost");
  EXPECT_EQ(Opportunity(R"("IsClosed": false, "IsWon": false)").outcome(), "");
  EXPECT_EQ(Opportunity(R"("StageName": "Closed Won")").outcome(), "");
  // A record that leaves IsWon out does not say which; an event leaves out what stays false.
  EXPECT_EQ(Opportunity(R"("IsClosed": true)").outcome(), "");
  EXPECT_EQ(Update(R"("IsClosed": true, "IsWon": null)").outcome(), "lost");
}

TEST(Salesforce, NullMeansClearedOnlyWhereTheEventSaysSo) {
  const v1::Fact fact = OneFact(
      "salesforce",
      Fetch(Event("e", "Opportunity",
                  absl::StrCat(kUpdate, R"(, "nulledFields": ["Amount", "NextStep", "CSM__c"])"),
                  R"("Amount": null, "StageName": null, "CSM__c": null)")));
  ASSERT_EQ(fact.cleared_fields_size(), 2);
  EXPECT_EQ(fact.cleared_fields(0), "amount_minor");
  EXPECT_EQ(fact.cleared_fields(1), "csm_external_id");
  EXPECT_EQ(Opportunity(R"("Amount": null)").cleared_fields_size(), 0);
}

TEST(Salesforce, EventsComeOnceAndInTheOrderOfTheirCommits) {
  const auto event = [](absl::string_view id, absl::string_view time, absl::string_view stage) {
    return Event(id, "Opportunity",
                 absl::StrCat(R"("recordIds": ["006Hs00001QmZ7X"], "changeType": "UPDATE",
                     "commitTimestamp": )",
                              time),
                 absl::StrCat(R"("StageName": ")", stage, "\""));
  };
  const auto facts =
      Facts("salesforce", Fetch(absl::StrCat(event("b", "1792602185000", "later"), ",",
                                             event("a", "1792602184000", "first"), ",",
                                             event("b", "1792602185000", "later"), ",",
                                             event("c", "1792602185000", "as late"), ",",
                                             event("d", "1792602184000", "first"))));
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].stage(), "first");
  EXPECT_EQ(facts[1].stage(), "later");
  EXPECT_EQ(facts[2].stage(), "as late");
}

TEST(Salesforce, AMergedEventIsAFactForEachRecord) {
  const auto facts = Facts("salesforce", Fetch(Event("e", "Account", R"(
      "recordIds": ["001Hs00002vKp3Q", "001Hs00002vKp7U"], "changeType": "UPDATE",
      "commitTimestamp": 1792602185000)",
                                                     R"("Segment__c": "SMB")")));
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].account_external_id(), "001Hs00002vKp3QIAS");
  EXPECT_EQ(facts[1].account_external_id(), "001Hs00002vKp7UIAS");
  EXPECT_EQ(facts[1].segment(), "SMB");
}

TEST(Salesforce, GapsDeletionsAndDifferencesMustBeReadAgain) {
  const auto event = [](absl::string_view change, absl::string_view id, absl::string_view more) {
    return OneFact("salesforce",
                   Fetch(Event("e", "Opportunity",
                               absl::StrCat(R"("recordIds": [")", id, R"("], "changeType": ")",
                                            change, R"(", "commitTimestamp": 1792602185000)", more),
                               R"("StageName": "Open")")));
  };
  const v1::Fact gap = event("GAP_CREATE", kId15, "");
  EXPECT_TRUE(gap.refetch_required());
  EXPECT_EQ(gap.kind(), v1::FACT_KIND_OPPORTUNITY_CREATED);
  EXPECT_EQ(gap.external_id(), kId18);
  EXPECT_EQ(gap.stage(), "");
  EXPECT_TRUE(event("DELETE", kId15, "").refetch_required());
  EXPECT_EQ(event("UNDELETE", kId15, "").kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(event("GAP_OVERFLOW", "000000000000000AAA", "").external_id(), "");
  EXPECT_TRUE(event("UPDATE", "006*", "").refetch_required());
  EXPECT_TRUE(event("UPDATE", kId15, R"(, "diffFields": ["0x08"])").refetch_required());
  EXPECT_FALSE(event("UPDATE", kId15, "").refetch_required());
}

TEST(Salesforce, AChangedLineAsksForItsOpportunity) {
  const v1::Fact fact =
      OneFact("salesforce", Fetch(Event("e", "OpportunityLineItem", R"(
      "recordIds": ["00kHs00000KdS1a"], "changeType": "CREATE", "commitTimestamp": 1792602185000)",
                                        R"("OpportunityId": "006Hs00001QmZ7X")")));
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(fact.external_id(), kId18);
  EXPECT_TRUE(fact.refetch_required());
}

TEST(Salesforce, ATaskKnowsWhatItIsAboutByTheIdsPrefix) {
  const v1::Fact task = OneFact("salesforce", Record("Task", R"("Id": "00THs00004zYq1C",
      "WhatId": "006Hs00001QmZ7X", "WhoId": "00QHs00003rTt5A", "AccountId": "001Hs00002vKp3Q",
      "Type": "Other", "TaskSubtype": "Call", "Status": "In Progress",
      "LastModifiedDate": "2026-10-07T15:00:00Z", "CompletedDateTime": "2026-10-06T16:40:00Z")"));
  EXPECT_EQ(task.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(task.opportunity_external_id(), kId18);
  EXPECT_EQ(task.account_external_id(), "001Hs00002vKp3QIAS");
  EXPECT_EQ(task.contact_external_id(), "");
  EXPECT_EQ(task.activity_type(), "call");
  EXPECT_EQ(task.task_status(), "in_progress");
  EXPECT_EQ(TimeText(task.occur_time()), "2026-10-06T16:40:00Z");
  const v1::Fact about_account =
      OneFact("salesforce", Record("Event", R"("Id": "00UHs00004zYq1C", "WhatId": "001Hs00002vKp3Q",
      "EventSubtype": "Event", "StartDateTime": "2026-10-06T16:40:00Z")"));
  EXPECT_EQ(about_account.account_external_id(), "001Hs00002vKp3QIAS");
  EXPECT_EQ(about_account.activity_type(), "meeting");
}

TEST(Salesforce, AUsersRoleIsReadFromTheTitleOnlyWhereItIsPlain) {
  const auto role = [](absl::string_view title) {
    return OneFact("salesforce", Record("User", absl::StrCat(R"("Id": "005Hs00000BaV3e",
        "Name": {"FirstName": "Dana", "LastName": "Whitlock"}, "IsActive": true, "Title": ")",
                                                             title, "\"")));
  };
  EXPECT_EQ(role("Senior Account Executive").role(), "ae");
  EXPECT_EQ(role("Customer Success Manager, EMEA").role(), "csm");
  EXPECT_EQ(role("Regional Sales Manager").role(), "manager");
  EXPECT_EQ(role("Wizard").role(), "");
  EXPECT_EQ(role("Wizard").display_name(), "Dana Whitlock");
}

TEST(Salesforce, A2_HealthIsALabelAndATierWhereTheLabelIsOne) {
  const v1::Fact fact = OneFact("salesforce", Record("Account", R"("Id": "001Hs00002vKp3Q",
      "Health__c": "At-Risk", "ARR__c": 186000.0, "Churned__c": false,
      "Renewal_Date__c": "2027-01-31")"));
  EXPECT_EQ(fact.health().label(), "At-Risk");
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.arr_minor(), 18600000);
  EXPECT_EQ(fact.renewal_date(), "2027-01-31");
  EXPECT_TRUE(fact.has_churned());
}

}  // namespace
}  // namespace baton::adapters
