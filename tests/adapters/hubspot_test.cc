#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

constexpr char kTime[] =
    R"("createdAt": "2026-10-06T14:22:37Z", "updatedAt": "2026-11-12T16:09:48Z")";

// A deal read back, with further members of the record before its properties.
std::string DealRecord(absl::string_view properties, absl::string_view more = "") {
  return absl::StrCat(R"({"id": "219", )", kTime, more.empty() ? "" : ", ", more,
                      R"(, "properties": {"dealname": "Seats", )", properties, "}}");
}

v1::Fact Deal(absl::string_view properties, absl::string_view more = "") {
  return OneFact("hubspot", DealRecord(properties, more));
}

std::string Answer(absl::string_view path, absl::string_view body) {
  return absl::StrCat(R"({"request": {"method": "GET", "path": ")", path,
                      R"("}, "status": 200, "body": )", body, "}");
}

template <typename... Answers>
std::string Responses(const Answers&... answers) {
  return absl::StrCat(R"({"responses": [)", absl::StrJoin({std::string(answers)...}, ", "), "]}");
}

std::string Line(absl::string_view id, absl::string_view properties) {
  return absl::StrCat(R"({"id": ")", id, R"(", "properties": {"hs_sku": "SEAT")",
                      properties.empty() ? "" : ", ", properties, "}}");
}

std::string Lines(absl::string_view lines) {
  return Answer("/crm/v3/objects/line_items/batch/read",
                absl::StrCat(R"({"status": "COMPLETE", "results": [)", lines, "]}"));
}

constexpr char kDealPath[] = "/crm/v3/objects/deals/219?associations=line_items";
constexpr char kWon[] = R"("hs_is_closed": "true", "hs_is_closed_won": "true",
    "closedate": "2026-11-12T16:04:11.000Z")";
constexpr char kTwoLines[] =
    R"("associations": {"line items": {"results": [{"id": "1"}, {"id": "2"}]}})";

// One webhook event of object 219 at a fixed time, unless `more` states another.
std::string Event(absl::string_view type, absl::string_view more = "") {
  return absl::StrCat(R"({"eventId": 7, "portalId": 48, "subscriptionType": ")", type,
                      R"(", "objectId": 219, "occurredAt": 1792602185271)",
                      more.empty() ? "" : ", ", more, "}");
}

std::string Change(absl::string_view type, absl::string_view name, absl::string_view value) {
  return Event(type,
               absl::StrCat(R"("propertyName": ")", name, R"(", "propertyValue": ")", value, "\""));
}

TEST(HubSpot, T1_SourceAndTriggerIgnoreSpelling) {
  const v1::Fact fact =
      Deal(R"("creation_source": "Customer Inbound", "trigger_event": "QBR Upsell")");
  EXPECT_EQ(fact.creation_source(), "customer_inbound");
  EXPECT_EQ(fact.trigger_event(), "qbr_upsell");
  EXPECT_EQ(Deal(R"("trigger_event": "Renewal at 90 days")").trigger_event(), "Renewal at 90 days");
}

TEST(HubSpot, X2_AnAmountIsExactInItsCurrencyWhateverItWasSentAs) {
  EXPECT_EQ(Deal(R"("amount": "45500.5", "deal_currency_code": "USD")").amount_minor(), 4550050);
  EXPECT_EQ(Deal(R"("amount": 45500.50, "deal_currency_code": "eur")").amount_minor(), 4550050);
  const v1::Fact yen = Deal(R"("amount": "5400000", "deal_currency_code": "JPY")");
  EXPECT_EQ(yen.amount_minor(), 5400000);
  EXPECT_EQ(yen.currency(), "JPY");
  EXPECT_EQ(Deal(R"("amount": "1.234", "deal_currency_code": "KWD")").amount_minor(), 1234);
  const v1::Fact unstated = Deal(R"("amount": "12")");
  EXPECT_EQ(unstated.amount_minor(), 1200);
  EXPECT_EQ(unstated.currency(), "");
  EXPECT_FALSE(Deal(R"("amount": null)").has_amount_minor());
  EXPECT_FALSE(Deal(R"("amount": "")").has_amount_minor());
}

TEST(HubSpot, ADealNeverChangedWasJustCreated) {
  const auto kind = [](absl::string_view changed) {
    return OneFact("hubspot", absl::StrCat(R"({"id": "219", "createdAt": "2026-10-06T14:22:37Z",
        "updatedAt": ")",
                                           changed, R"(", "properties": {"dealname": "Seats"}})"))
        .kind();
  };
  EXPECT_EQ(kind("2026-10-06T14:22:37.000Z"), v1::FACT_KIND_OPPORTUNITY_CREATED);
  EXPECT_EQ(kind("2026-10-06T14:22:37.001Z"), v1::FACT_KIND_OPPORTUNITY_UPDATED);
}

TEST(HubSpot, WonIsABookingOnlyTogetherWithItsLines) {
  const v1::Fact alone = Deal(kWon);
  EXPECT_EQ(alone.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(alone.outcome(), "won");
  EXPECT_EQ(TimeText(alone.occur_time()), "2026-11-12T16:09:48Z");
  const v1::Fact booking =
      OneFact("hubspot",
              Responses(Answer(kDealPath, DealRecord(kWon, kTwoLines)),
                        Lines(absl::StrCat(Line("1", R"("arr_delta": "10")"), ",",
                                           Line("2", R"("prior_arr": "96.5", "new_arr": "0")")))));
  EXPECT_EQ(booking.kind(), v1::FACT_KIND_BOOKING);
  EXPECT_EQ(TimeText(booking.occur_time()), "2026-11-12T16:04:11Z");
  ASSERT_EQ(booking.lines_size(), 2);
  EXPECT_EQ(booking.lines(0).arr_delta_minor(), 1000);
  EXPECT_EQ(booking.lines(1).arr_delta_minor(), -9650);
}

TEST(HubSpot, X3_AClosingDayIsADateAndAClosingInstantIsNot) {
  EXPECT_EQ(Deal(R"("closedate": "2026-12-18T00:00:00Z")").close_date(), "2026-12-18");
  EXPECT_EQ(Deal(R"("closedate": "2026-12-18")").close_date(), "2026-12-18");
  EXPECT_EQ(Deal(R"("closedate": "1797552000000")").close_date(), "2026-12-18");
  // 23:30 in New York is the next day in UTC: only the policy's zone can tell the day.
  EXPECT_EQ(Deal(R"("closedate": "2027-04-01T03:30:00.000Z")").close_date(), "");
}

TEST(HubSpot, LinesThatLackSomeAreRefused) {
  EXPECT_EQ(FaultsOf("hubspot", Responses(Answer(kDealPath, DealRecord(kWon, kTwoLines)),
                                          Lines(Line("2", "")))),
            "responses[0].body.associations names the line item 1, which the payload lacks");
  EXPECT_EQ(FaultsOf("hubspot",
                     Responses(Answer(kDealPath, DealRecord(kWon, R"("associations": {"line_items":
        {"results": [{"id": "1"}], "paging": {"next": {"after": "1"}}}})")),
                               Lines(Line("1", "")))),
            "responses[0].body.associations has a further page of line items: the payload lacks "
            "some of them");
}

TEST(HubSpot, ALineCountsOnceAndADeletedOneNotAtAll) {
  const v1::Fact fact = OneFact(
      "hubspot",
      Responses(Answer(kDealPath, DealRecord(kWon, kTwoLines)),
                Lines(absl::StrCat(Line("1", ""), ",", Line("1", ""),
                                   R"(, {"id": "2", "archived": true, "properties": {}})"))));
  EXPECT_EQ(fact.lines_size(), 1);
}

TEST(HubSpot, LinesGoToTheDealThatNamesThem) {
  const std::string both = absl::StrCat(
      R"({"results": [)", DealRecord(kWon, R"("associations": {"line items": {"results":
          [{"id": "2"}]}})"),
      R"(, {"id": "220", "properties": {"dealname": "Other", "hs_is_closed_won": "true"}}]})");
  const auto facts = Facts(
      "hubspot",
      Responses(Answer("/crm/v3/objects/deals/batch/read", both),
                Answer("/crm/v4/associations/deals/line_items/batch/read",
                       R"({"results": [{"from": {"id": "220"}, "to": [{"toObjectId": 1}]}]})"),
                Lines(absl::StrCat(Line("1", ""), ",", Line("3", "")))));
  // 219 misses its line, 220 has one; of line 3 nobody knows the deal.
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].kind(), v1::FACT_KIND_BOOKING);
  EXPECT_EQ(facts[0].external_id(), "220");
  EXPECT_TRUE(facts[1].refetch_required());
  EXPECT_EQ(facts[1].external_id(), "");
  EXPECT_EQ(facts[2].kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(facts[2].external_id(), "219");
}

TEST(HubSpot, X2_ADealWithoutACurrencyHasThatOfItsLines) {
  const auto deal = [](absl::string_view currency) {
    return Responses(
        Answer(kDealPath, DealRecord(absl::StrCat(
                              kWon, R"(, "amount": "500", "deal_currency_code": )", currency))),
        Lines(Line("1", R"("arr_delta": "500", "hs_line_item_currency_code": "JPY")")));
  };
  const v1::Fact fact = OneFact("hubspot", deal("null"));
  EXPECT_EQ(fact.currency(), "JPY");
  EXPECT_EQ(fact.amount_minor(), 500);
  EXPECT_EQ(fact.lines(0).arr_delta_minor(), 500);
  EXPECT_EQ(FaultsOf("hubspot", deal("\"USD\"")),
            "responses[1].body.results[0] is a line in JPY of a deal in USD");
}

TEST(HubSpot, W4_SplitsAreFractionsOfOne) {
  const auto split = [](absl::string_view share) {
    return Responses(
        Answer(kDealPath, DealRecord(kWon)),
        Answer("/crm/objects/2026-03/deals/splits/batch/read",
               absl::StrCat(R"({"results": [{"id": "219", "splits": [
            {"id": "1", "properties": {"hubspot_owner_id": "71", "hs_deal_split_percentage": ")",
                            share, R"("}}, {"id": "1", "properties": {"hubspot_owner_id": "71",
            "hs_deal_split_percentage": ")",
                            share, R"("}}, {"id": "2", "archived": true, "properties": {}}]},
            {"id": "220", "splits": [{"id": "3", "properties": {}}]}]})")));
  };
  const auto percent = [&](absl::string_view share) {
    const v1::Fact fact = OneFact("hubspot", split(share));
    EXPECT_EQ(fact.splits_size(), 1);
    EXPECT_EQ(fact.splits(0).owner_external_id(), "71");
    return fact.splits(0).percent();
  };
  EXPECT_EQ(percent("0.6"), "60");
  EXPECT_EQ(percent("0.333333"), "33.3333");
  EXPECT_EQ(percent("0.005"), "0.5");
  EXPECT_EQ(percent("1.0"), "100");
  EXPECT_EQ(percent("0"), "0");
  for (const absl::string_view wrong : {"60", "1.5", "-0.5", "half"}) {
    EXPECT_NE(FaultsOf("hubspot", split(wrong)).find("hs_deal_split_percentage is no"),
              std::string::npos);
  }
}

TEST(HubSpot, H11_TheOutcomeFieldWinsElseTheFlagsNeverTheStagesName) {
  EXPECT_EQ(Deal(R"("signal_outcome": "not_ready", "hs_is_closed": "true",
      "hs_is_closed_won": "false")")
                .outcome(),
            "not_ready");
  EXPECT_EQ(Deal(R"("hs_is_closed": "true", "hs_is_closed_won": "false")").outcome(), "lost");
  EXPECT_EQ(Deal(R"("hs_is_closed_lost": "true")").outcome(), "lost");
  EXPECT_EQ(Deal(R"("hs_is_closed": "false", "hs_is_closed_won": "false")").outcome(), "");
  EXPECT_EQ(Deal(R"("dealstage": "closedwon")").outcome(), "");
  EXPECT_EQ(Deal(R"("hs_is_closed": "true")").outcome(), "");
}

TEST(HubSpot, H11_ACustomStageMeansWhatItsPipelineSays) {
  const auto outcome = [](absl::string_view stage, absl::string_view pipeline) {
    return OneFact("hubspot",
                   Responses(Answer(kDealPath, DealRecord(absl::StrCat(R"("dealstage": ")", stage,
                                                                       R"(", "pipeline": ")",
                                                                       pipeline, "\""))),
                             Answer("/crm/v3/pipelines/deals", R"({"results": [
          {"id": "default", "stages": [{"id": "41", "metadata": {"isClosed": "false"}}]},
          {"id": "77", "stages": [
            {"id": "41", "metadata": {"isClosed": "true", "probability": "1.0"}},
            {"id": "42", "metadata": {"isClosed": "true", "probability": "0.0"}},
            {"id": "43", "metadata": {"isClosed": "false", "probability": "0.9"}}]}]})")))
        .outcome();
  };
  EXPECT_EQ(outcome("41", "77"), "won");
  EXPECT_EQ(outcome("42", "77"), "lost");
  EXPECT_EQ(outcome("43", "77"), "");
  EXPECT_EQ(outcome("41", "default"), "");
  EXPECT_EQ(outcome("99", "77"), "");
}

TEST(HubSpot, ThePrimaryCompanyGoesFirst) {
  const v1::Fact fact = Deal(R"("amount": "1")", R"("associations": {
      "companies": {"results": [{"id": "8", "type": "deal_to_company_unlabeled"},
                                {"id": "9", "type": "deal_to_company"}]},
      "contacts": {"results": [{"id": "15", "type": "deal_to_contact"}]}})");
  EXPECT_EQ(fact.account_external_id(), "9");
  EXPECT_EQ(fact.contact_external_id(), "15");
}

TEST(HubSpot, AnEventStatesOneProperty) {
  const v1::Fact stage =
      OneFact("hubspot", absl::StrCat("[", Change("deal.propertyChange", "dealstage", "41"), "]"));
  EXPECT_EQ(stage.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(stage.external_id(), "219");
  EXPECT_EQ(stage.stage(), "41");
  EXPECT_EQ(TimeText(stage.occur_time()), "2026-10-21T17:03:05.271000Z");
  EXPECT_EQ(TimeText(stage.change_time()), "2026-10-21T17:03:05.271000Z");
  EXPECT_FALSE(stage.refetch_required());
  // Alone, and of the newer subscriptions.
  const v1::Fact arr = OneFact("hubspot", Event("object.propertyChange", R"("objectTypeId": "0-2",
      "propertyName": "arr", "propertyValue": "186000")"));
  EXPECT_EQ(arr.kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(arr.account_external_id(), "219");
  EXPECT_EQ(arr.arr_minor(), 18600000);
  const v1::Fact task = OneFact("hubspot", Event("object.propertyChange", R"("objectTypeId": "0-27",
      "propertyName": "hs_task_status", "propertyValue": "COMPLETED")"));
  EXPECT_EQ(task.kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(task.task_status(), "completed");
  EXPECT_EQ(TimeText(task.occur_time()), "2026-10-21T17:03:05.271000Z");
  EXPECT_EQ(OneFact("hubspot", R"({"eventType": "deal.propertyChange", "objectId": 219,
      "occurredAt": 1792602185271, "propertyName": "hs_is_closed_won", "propertyValue": "true"})")
                .outcome(),
            "won");
  EXPECT_EQ(OneFact("hubspot", Change("deal.propertyChange", "hs_is_closed", "true")).outcome(),
            "");
}

TEST(HubSpot, AnEmptyValueWasCleared) {
  const v1::Fact fact = OneFact("hubspot", Change("deal.propertyChange", "amount", ""));
  ASSERT_EQ(fact.cleared_fields_size(), 1);
  EXPECT_EQ(fact.cleared_fields(0), "amount_minor");
  EXPECT_EQ(OneFact("hubspot", Change("company.propertyChange", "customer_health", ""))
                .cleared_fields_size(),
            1);
  EXPECT_EQ(OneFact("hubspot", Change("deal.propertyChange", "hobby", "")).cleared_fields_size(),
            0);
}

TEST(HubSpot, EventsComeOnceAndInTheOrderInWhichTheyHappened) {
  const auto stage = [](absl::string_view time, absl::string_view value, int attempt) {
    return absl::StrCat(R"({"eventId": 7, "subscriptionType": "deal.propertyChange",
        "objectId": 219, "propertyName": "dealstage", "propertyValue": ")",
                        value, R"(", "attemptNumber": )", attempt, R"(, "occurredAt": )", time,
                        "}");
  };
  const auto facts = Facts("hubspot", absl::StrCat("[", stage("1792602185000", "later", 0), ",",
                                                   stage("1792602184000", "first", 0), ",",
                                                   stage("1792602185000", "later", 1), ",",
                                                   stage("1792602185000", "as late", 0), "]"));
  ASSERT_EQ(facts.size(), 3u);
  EXPECT_EQ(facts[0].stage(), "first");
  EXPECT_EQ(facts[1].stage(), "later");
  EXPECT_EQ(facts[2].stage(), "as late");
}

TEST(HubSpot, CreationsDeletionsAndMergesMustBeReadAgain) {
  const v1::Fact created = OneFact("hubspot", Event("deal.creation"));
  EXPECT_EQ(created.kind(), v1::FACT_KIND_OPPORTUNITY_CREATED);
  EXPECT_TRUE(created.refetch_required());
  for (const char* type : {"deal.deletion", "deal.restore", "deal.privacyDeletion"}) {
    const v1::Fact fact = OneFact("hubspot", Event(type));
    EXPECT_EQ(fact.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED) << type;
    EXPECT_EQ(fact.external_id(), "219") << type;
    EXPECT_TRUE(fact.refetch_required()) << type;
  }
  const v1::Fact merged = OneFact("hubspot", Event("deal.merge", R"("primaryObjectId": 219,
      "mergedObjectIds": [220, 221], "newObjectId": 300)"));
  EXPECT_EQ(merged.external_id(), "300");
  EXPECT_TRUE(merged.refetch_required());
  EXPECT_EQ(OneFact("hubspot", Event("company.creation")).kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_TRUE(Deal(kWon, R"("archived": true)").refetch_required());
}

TEST(HubSpot, AChangedLineOrAssociationAsksForItsDeal) {
  const v1::Fact line = OneFact("hubspot", Change("line_item.propertyChange", "price", "12"));
  EXPECT_EQ(line.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(line.external_id(), "");
  EXPECT_TRUE(line.refetch_required());
  const auto deal_of = [](absl::string_view type, absl::string_view association) {
    return OneFact("hubspot",
                   absl::StrCat(R"({"subscriptionType": ")", type,
                                R"(", "occurredAt": 1792602185271, "associationType": ")",
                                association, R"(", "fromObjectId": 1, "toObjectId": 2})"));
  };
  EXPECT_EQ(deal_of("deal.associationChange", "DEAL_TO_LINE_ITEM").external_id(), "1");
  EXPECT_EQ(deal_of("line_item.associationChange", "LINE_ITEM_TO_DEAL").external_id(), "2");
  EXPECT_EQ(deal_of("company.associationChange", "COMPANY_TO_DEAL").kind(),
            v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(deal_of("contact.associationChange", "CONTACT_TO_COMPANY").account_external_id(), "2");
}

TEST(HubSpot, WhatBatonKeepsNothingOfStatesNothing) {
  EXPECT_TRUE(Facts("hubspot", absl::StrCat("[", Change("contact.propertyChange", "email", "a@b"),
                                            ",", Event("ticket.creation"), ",",
                                            Event("conversation.newMessage"), "]"))
                  .empty());
  EXPECT_TRUE(Facts("hubspot", "[]").empty());
  EXPECT_TRUE(Facts("hubspot", R"({"total": 0, "results": []})").empty());
  EXPECT_TRUE(Facts("hubspot", Responses(Answer("/crm/v3/objects/contacts/15",
                                                R"({"id": "15", "properties": {}})")))
                  .empty());
}

TEST(HubSpot, EveryFaultOfAnEventIsNamed) {
  EXPECT_EQ(FaultsOf("hubspot", absl::StrCat(R"([{"subscriptionType": "deal.creation",
      "objectId": "x", "occurredAt": "soon"}, {"subscriptionType": "deal"}, 5, )",
                                             Change("deal.propertyChange", "amount", "lots"), "]")),
            "[2] is no object; [0].objectId is no id of HubSpot: \"x\"; [0].occurredAt is no time: "
            "\"soon\"; [1].subscriptionType is no kind of event: \"deal\"; [1].occurredAt is no "
            "time: \"\"; [3].properties.amount is no amount of at most 2 decimals that fits into "
            "64 bits: \"lots\"");
}

TEST(HubSpot, EveryFaultOfARecordIsNamedAndUnknownFieldsAreNone) {
  EXPECT_EQ(FaultsOf("hubspot", R"({"results": [{"id": "a", "mood": 1, "properties": {
      "dealname": "Seats", "amount": "12.345", "hs_is_closed_won": "maybe", "mood": {}}},
      {"id": "1", "properties": {"mood": "good"}}]})"),
            "results[1] is no record that the mapping knows: none of its known_by paths is there; "
            "results[0].id is no id of HubSpot: \"a\"; results[0].properties.amount is no amount "
            "of at most 2 decimals that fits into 64 bits: \"12.345\"; "
            "results[0].properties.hs_is_closed_won is neither true nor false: \"maybe\"");
}

TEST(HubSpot, AnAnswerWithAnErrorIsRefused) {
  EXPECT_EQ(FaultsOf("hubspot", R"({"status": "error", "category": "RATE_LIMITS"})"),
            "payload is an answer with the error \"RATE_LIMITS\"");
  EXPECT_EQ(FaultsOf("hubspot", R"({"responses": [{"status": 404,
      "body": {"status": "error", "category": "OBJECT_NOT_FOUND"}}, {"status": 200}]})"),
            "responses[0] is an answer with the error 404 \"OBJECT_NOT_FOUND\"; "
            "responses[1].body is missing");
  EXPECT_EQ(FaultsOf("hubspot", R"({"hello": 1})"),
            "payload is no event, record, owner or answer of HubSpot");
}

TEST(HubSpot, ATaskWasDoneWhenItWasCompletedAndNotWhenItIsDue) {
  const auto time = [](absl::string_view status) {
    return TimeText(OneFact("hubspot", absl::StrCat(R"({"id": "6", "properties": {
        "hs_task_status": ")",
                                                    status, R"(",
        "hs_timestamp": "2026-10-06T18:22:37Z",
        "hs_task_completion_date": "2026-10-06T18:22:37Z",
        "hs_lastmodifieddate": "2026-10-05T10:00:00Z"}})"))
                        .occur_time());
  };
  EXPECT_EQ(time("COMPLETED"), "2026-10-06T18:22:37Z");
  EXPECT_EQ(time("NOT_STARTED"), "2026-10-05T10:00:00Z");
}

TEST(HubSpot, AMeetingIsAnActivityWithPlainText) {
  const v1::Fact fact = OneFact("hubspot", R"({"id": "6", "properties": {
      "hs_meeting_title": "QBR", "hs_meeting_body": "<p>R&amp;D<br>joins</p>",
      "hs_meeting_start_time": "2026-10-06T18:00:00Z", "hs_timestamp": "2026-10-06T17:00:00Z"}})");
  EXPECT_EQ(fact.activity_type(), "meeting");
  EXPECT_EQ(fact.context_note(), "R&D joins");
  EXPECT_EQ(TimeText(fact.occur_time()), "2026-10-06T18:00:00Z");
}

TEST(HubSpot, AnOwnerIsAPersonTogetherWithTheirUser) {
  const std::string owner = R"({"id": "71", "email": "dana@synthetic.example", "type": "PERSON",
      "firstName": "Dana", "lastName": "", "userId": 61, "archived": true,
      "updatedAt": "2026-09-30T12:00:00Z"})";
  const std::string user = R"({"id": "208", "updatedAt": "2026-10-01T12:00:00Z", "properties": {
      "hs_email": "other@synthetic.example", "hs_job_title": "Senior Account Executive",
      "hubspot_owner_id": "71", "manager_owner_id": "70", "hs_deactivated": "false"}})";
  const v1::Fact both = OneFact("hubspot", Responses(Answer("/crm/v3/owners/71", owner),
                                                     Answer("/crm/v3/objects/users/208", user)));
  EXPECT_EQ(both.external_id(), "71");
  EXPECT_EQ(both.display_name(), "Dana");
  EXPECT_EQ(both.email(), "dana@synthetic.example");
  EXPECT_EQ(both.role(), "ae");
  EXPECT_EQ(both.manager_external_id(), "70");
  EXPECT_TRUE(both.has_active());
  EXPECT_FALSE(both.active());
  EXPECT_EQ(TimeText(both.change_time()), "2026-10-01T12:00:00Z");

  const v1::Fact alone = OneFact("hubspot", user);
  EXPECT_EQ(alone.external_id(), "71");
  EXPECT_EQ(alone.email(), "other@synthetic.example");
  EXPECT_TRUE(alone.active());
  EXPECT_EQ(FaultsOf("hubspot", R"({"id": "208", "properties": {"hs_job_title": "AE"}})"),
            "properties.hubspot_owner_id is missing: a user is known by the id as an owner");
  EXPECT_TRUE(
      Facts("hubspot", R"({"results": [{"id": "9", "type": "QUEUE", "email": ""}]})").empty());
}

TEST(HubSpot, A2_HealthIsALabelAndATierWhereTheLabelIsOne) {
  const v1::Fact fact = OneFact("hubspot", R"({"id": "98", "properties": {"name": "Acme",
      "customer_health": "At Risk", "churned": "false", "renewal_date": "2027-01-31"}})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ(fact.account_external_id(), "98");
  EXPECT_EQ(fact.health().label(), "At Risk");
  EXPECT_EQ(fact.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(fact.renewal_date(), "2027-01-31");
  EXPECT_TRUE(fact.has_churned());
}

}  // namespace
}  // namespace baton::adapters
