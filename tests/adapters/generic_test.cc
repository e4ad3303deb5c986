// Any other system's records, in JSON and CSV; and what is told of a mapping that is tried out.
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/mapping_trace.h"
#include "adapters/registry.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

constexpr char kSignal[] = R"({"record": "signal", "account": "A1", "id": "S1",
    "time": "2027-02-03T04:05:06Z", "trigger": "Seat utilization", "signal_type": "product",
    "buyer": "Dana Whitcombe", "buyer_title": "VP Operations", "timeline": "by June",
    "urgency": "HOT", "budget_conversation": "yes", "csm_email": "c@x.example", "mood": [1]})";

TEST(Generic, H1_ASignalIsReadByTheNamesOfItsPage) {
  const v1::Fact fact = OneFact("generic", kSignal);
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(fact.account_external_id(), "A1");
  EXPECT_EQ(fact.external_id(), "S1");
  EXPECT_EQ(fact.trigger(), "seat_utilization");
  EXPECT_EQ(fact.buyer_title(), "VP Operations");
  EXPECT_EQ(fact.urgency(), "hot");
  EXPECT_TRUE(fact.qualification().budget_conversation());
  EXPECT_EQ(fact.csm_email(), "c@x.example");
}

TEST(Generic, CsvRowsAreRecords) {
  const auto facts = FindAdapter("generic")->Translate(
      "record,id,name,arr,currency,role,health,time\r\n"
      "account,A1,\"Harborline, Inc.\",1200.50,EUR,,green,2027-01-01T00:00:00Z\r\n"
      "person,P1,Ida,,,csm,,2027-01-01T00:00:00Z\r\n"
      "account,A2,Verity,7,JPY,,,\r\n",
      FindAdapter("generic")->default_mapping());
  ASSERT_TRUE(facts.ok()) << facts.status();
  ASSERT_EQ(facts->size(), 3u);
  EXPECT_EQ((*facts)[0].kind(), v1::FACT_KIND_ACCOUNT);
  EXPECT_EQ((*facts)[0].display_name(), "Harborline, Inc.");
  EXPECT_EQ((*facts)[0].arr_minor(), 120'050);
  EXPECT_EQ((*facts)[0].health().tier(), v1::HEALTH_TIER_GREEN);
  EXPECT_EQ((*facts)[1].kind(), v1::FACT_KIND_USER);
  EXPECT_EQ((*facts)[1].role(), "csm");
  EXPECT_EQ((*facts)[2].arr_minor(), 7);
}

TEST(Generic, AListMaySayWhatAllItsRecordsAre) {
  const auto facts = FindAdapter("generic")->Translate(
      R"({"record": "health", "records": [{"account": "A1", "health": "red", "id": "h1"},
          {"account": "A2", "health": "green", "id": "h2"}]})",
      FindAdapter("generic")->default_mapping());
  ASSERT_TRUE(facts.ok()) << facts.status();
  ASSERT_EQ(facts->size(), 2u);
  EXPECT_EQ((*facts)[0].kind(), v1::FACT_KIND_HEALTH_SCORE);
  EXPECT_EQ((*facts)[0].health().tier(), v1::HEALTH_TIER_RED);
}

TEST(Generic, WhatNoMappingKnowsIsRefusedByItsPlace) {
  for (const char* payload :
       {"", "[1]", R"({"account": "A1"})", R"([{"record": "pigeon"}])",
        R"({"record": "account", "records": 7})", "record,id\naccount", "a,b\n1,2\n"}) {
    const auto facts =
        FindAdapter("generic")->Translate(payload, FindAdapter("generic")->default_mapping());
    EXPECT_FALSE(facts.ok()) << payload;
  }
}

// What is told of a field; fails where nothing is.
v1::TracedField Told(const MappingTrace& trace, const std::string& field) {
  for (const v1::TracedField& traced : trace.fields()) {
    if (traced.field() == field) return traced;
  }
  ADD_FAILURE() << "nothing is told of " << field;
  return {};
}

TEST(MappingTrace, TellsWhichPathGaveAFieldAndWhyAnotherIsEmpty) {
  const Adapter& adapter = *FindAdapter("generic");
  Mapping mapping = adapter.default_mapping();
  MappingTrace trace;
  mapping.trace = &trace;
  ASSERT_TRUE(adapter
                  .Translate(R"({"record": "signal", "account": "A1", "account_id": "A2",
                                 "time": "2027-02-03T04:05:06Z", "budget_conversation": "maybe",
                                 "urgency": " ", "buyer": "Dana"})",
                             mapping)
                  .ok());
  const v1::TracedField account = Told(trace, "account_external_id");
  EXPECT_EQ(account.value(), "A1");
  EXPECT_EQ(account.empty_because(), "");
  ASSERT_EQ(account.paths_size(), 2);
  EXPECT_EQ(account.paths(0).path(), "account");
  EXPECT_EQ(account.paths(0).value(), "A1");
  EXPECT_EQ(account.paths(0).passed_over(), "");
  EXPECT_EQ(account.paths(1).passed_over(), "another path was first");
  EXPECT_EQ(Told(trace, "occur_time").value(), "2027-02-03T04:05:06Z");
  EXPECT_EQ(Told(trace, "urgency").empty_because(), "urgency states nothing");
  EXPECT_EQ(Told(trace, "timeline").empty_because(), "no path states it");
  EXPECT_EQ(Told(trace, "timeline").paths(0).passed_over(), "is not in the payload");
  EXPECT_EQ(Told(trace, "qualification.budget_conversation").empty_because(),
            "budget_conversation gives nothing");
  EXPECT_EQ(Told(trace, "buyer").value(), "Dana");
}

TEST(MappingTrace, HasWhatIsRefusedToo) {
  const Adapter& adapter = *FindAdapter("generic");
  Mapping mapping = adapter.default_mapping();
  MappingTrace trace;
  mapping.trace = &trace;
  EXPECT_FALSE(
      adapter.Translate(R"({"record": "account", "id": "A1", "renewal_date": "soon"})", mapping)
          .ok());
  const v1::TracedField renewal = Told(trace, "renewal_date");
  EXPECT_EQ(renewal.value(), "");
  EXPECT_NE(renewal.empty_because().find("renewal_date"), std::string::npos);
}

}  // namespace
}  // namespace baton::adapters
