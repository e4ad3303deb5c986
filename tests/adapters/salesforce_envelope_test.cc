#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

constexpr char kRecord[] =
    R"({"attributes": {"type": "Opportunity"}, "Id": "006Hs00001QmZ7X", "StageName": "Open"})";

std::string Cometd(absl::string_view change, absl::string_view fields, int replay) {
  return absl::StrCat(R"({"channel": "/data/OpportunityChangeEvent", "data": {"payload": {
      "ChangeEventHeader": {"entityName": "Opportunity", "recordIds": ["006Hs00001QmZ7XIAV"],
      "changeType": ")",
                      change, R"(", "commitTimestamp": 1791884512000}, )", fields,
                      R"(}, "event": {"replayId": )", replay, "}}}");
}

TEST(SalesforceEnvelope, ARecordAListAQueryAndSeveralAnswersAreAlike) {
  const std::string alone = kRecord;
  for (const std::string& payload :
       {alone, "[" + alone + "]", R"({"totalSize": 1, "done": true, "records": [)" + alone + "]}",
        R"({"responses": [{"status": 200, "body": )" + alone + "}]}",
        R"({"responses": [{"status": 200, "body": {"records": [)" + alone + "]}}]}"}) {
    EXPECT_EQ(OneFact("salesforce", payload).stage(), "Open") << payload;
  }
}

TEST(SalesforceEnvelope, NothingArrivedIsNoFault) {
  EXPECT_TRUE(Facts("salesforce", R"({"fetch_response": {"events": [],
      "latest_replay_id": "AAAA"}})")
                  .empty());
  EXPECT_TRUE(Facts("salesforce", R"({"totalSize": 0, "done": true, "records": []})").empty());
  EXPECT_TRUE(Facts("salesforce", R"([{"channel": "/meta/connect", "successful": true}])").empty());
}

TEST(SalesforceEnvelope, CometdRepeatsAndSaysClearedByNull) {
  const std::string update = Cometd("UPDATE", R"("Amount": null, "StageName": "Open")", 7);
  const auto facts = Facts("salesforce", "[" + update + "," + update + "]");
  ASSERT_EQ(facts.size(), 1u);
  ASSERT_EQ(facts[0].cleared_fields_size(), 1);
  EXPECT_EQ(facts[0].cleared_fields(0), "amount_minor");
  EXPECT_EQ(OneFact("salesforce", Cometd("CREATE", R"("Amount": null)", 8)).cleared_fields_size(),
            0);
}

TEST(SalesforceEnvelope, AnErrorAnswerIsNamedByItsCodeAlone) {
  EXPECT_EQ(FaultsOf("salesforce", R"([{"message": "duplicates Dana", "errorCode":
      "DUPLICATE_VALUE", "fields": []}])"),
            "[0] is an answer with the error \"DUPLICATE_VALUE\"");
  EXPECT_EQ(FaultsOf("salesforce", R"({"error": "invalid_grant", "error_description": "x"})"),
            "payload is an answer with the error \"invalid_grant\"");
}

TEST(SalesforceEnvelope, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("salesforce", R"({"fetch_response": {"events": [
      {"event": {"payload": {}}}, {}, {"event": {"id": "a"}},
      {"event": {"payload": {"ChangeEventHeader": {"entityName": "Opportunity",
        "recordIds": ["006"], "changeType": "UPDATE", "commitTimestamp": 1}}}},
      {"event": {"payload_base64": "%%%"}}, {"event": {"payload_base64": "AA==",
        "schema_id": "s"}}]}})"),
            "fetch_response.events[0].event.payload.ChangeEventHeader is missing; "
            "fetch_response.events[1] has no event; "
            "fetch_response.events[2].event has neither payload nor payload_base64; "
            "fetch_response.events[3].event.payload.ChangeEventHeader.commitTimestamp is no time "
            "in milliseconds since 1970: \"1\"; "
            "fetch_response.events[4].event.payload_base64 is no base64; "
            "fetch_response.events[5].event.schema_id is not among the schemas of schema_info");
  EXPECT_EQ(FaultsOf("salesforce", R"({"records": [{"attributes": {"type": "Lead"}, "Id": "00Q"},
      {"Id": "006"}, {"attributes": {"type": "Opportunity"}, "Id": "006Hs00001QmZ7X",
      "Amount": 1.005, "IsWon": "perhaps", "AccountId": "x"}]})"),
            "records[1].attributes.type is missing; "
            "records[0] is of an object that is not translated: \"Lead\"; "
            "records[2].AccountId is no Salesforce id of 15 or 18 characters: \"x\"; "
            "records[2].Amount is no amount of at most 2 decimals that fits into 64 bits: "
            "\"1.005\"; "
            "records[2].IsWon is neither true nor false: \"perhaps\"");
  EXPECT_EQ(FaultsOf("salesforce", R"({"hello": 1})"),
            "payload is no change event, record, query answer or outbound message of Salesforce");
  EXPECT_EQ(FaultsOf("salesforce", "7"),
            "payload is no change event, record, query answer or outbound message of Salesforce");
  EXPECT_EQ(FaultsOf("salesforce", "{\"a\":"), "payload no valid JSON at byte 6");
}

TEST(SalesforceEnvelope, APayloadHasALimit) {
  std::string ids;
  for (size_t i = 0; i <= kMaxFacts; ++i) {
    absl::StrAppend(&ids, i == 0 ? "" : ",", "\"006Hs00001QmZ7X\"");
  }
  EXPECT_EQ(FaultsOf("salesforce", absl::StrCat(R"({"fetch_response": {"events": [{"event":
      {"payload": {"ChangeEventHeader": {"entityName": "Opportunity", "changeType": "UPDATE",
      "commitTimestamp": 1792602185000, "recordIds": [)",
                                                ids, "]}}}}]}}")),
            absl::StrCat("payload holds more than ", kMaxFacts, " facts"));
}

}  // namespace
}  // namespace baton::adapters
