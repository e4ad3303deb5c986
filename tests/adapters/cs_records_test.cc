#include "adapters/cs_records.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"

namespace baton::adapters {
namespace {

constexpr char kMapping[] = R"({"vendor": "x", "ignore_key_spelling": true, "records": [
    {"record": "task", "known_by": ["due"], "only": [{"path": "id", "is": ["*"]}], "to_do": true,
     "fields": {
       "kind": {"from": ["type"], "as": "choice", "values": {"*risk*": "risk_signal"}},
       "external_id": {"from": ["id"], "as": "text"},
       "trigger": {"from": ["trigger"], "as": "label"},
       "urgency": {"from": ["urgency"], "as": "lower"},
       "context_note": {"from": ["text"], "as": "html_text"},
       "health.tier": {"from": ["health"], "as": "health_tier"},
       "activity_type": {"from": ["type"], "as": "lower"}}},
    {"record": "usage_event", "known_by": ["metric"], "only": [{"path": "id", "is": ["*"]}],
     "like": "task", "fields": {"kind": {"from": [{"word": "usage_event"}], "as": "choice"}}},
    {"record": "push", "like": "task", "fields": {
       "kind": {"from": ["play", {"word": "usage_event", "when": {"path": "metric", "is": ["*"]}},
                         {"word": "health_score", "when": {"path": "health", "is": ["*"]}}],
                "as": "choice", "values": {"*risk*": "risk_signal"}},
       "signal_type": {"from": ["signal type"], "as": "signal_type"},
       "account_external_id": {"from": ["account"], "as": "text"}}}]})";

absl::StatusOr<CsRecords> OpenPolled(const json::Value& root) {
  return RecordList(root, "list", CsForm::kPolled);
}

absl::StatusOr<CsRecords> OpenEither(const json::Value& root) {
  return LoneRecord(root, "", CsForm::kEither);
}

absl::StatusOr<CsRecords> OpenTasks(const json::Value& root) {
  CsRecords records = LoneRecord(root, "", CsForm::kPolled);
  records.entity = "Task";
  return records;
}

absl::StatusOr<CsRecords> OpenContacts(const json::Value& root) {
  CsRecords records = LoneRecord(root, "", CsForm::kPolled);
  records.entity = "Contact";
  return records;
}

absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload, CsOpener open) {
  const auto mapping = ParseMapping(kMapping);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return TranslateCs(payload, *mapping, open);
}

v1::Fact One(absl::string_view payload, CsOpener open = OpenEither) {
  const auto facts = Translate(payload, open);
  EXPECT_TRUE(facts.ok()) << facts.status();
  EXPECT_TRUE(facts.ok() && facts->size() == 1u) << payload;
  return facts.ok() && !facts->empty() ? facts->front() : v1::Fact();
}

std::string Refusal(absl::string_view payload, CsOpener open) {
  const auto facts = Translate(payload, open);
  EXPECT_FALSE(facts.ok()) << payload;
  return std::string(facts.status().message());
}

TEST(CsRecords, H1_HandoffFieldsMakeASignal) {
  EXPECT_EQ(One(R"({"id": 1, "due": null})").kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(One(R"({"id": 1, "due": null, "text": "heard"})").kind(), v1::FACT_KIND_ACTIVITY);
  EXPECT_EQ(One(R"({"id": 1, "due": null, "urgency": "Hot"})").kind(),
            v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(One(R"({"id": 1, "due": null, "trigger": "M&A"})").kind(),
            v1::FACT_KIND_EXPANSION_SIGNAL);
}

TEST(CsRecords, H9_ARiskStaysARisk) {
  const v1::Fact task = One(R"({"id": 1, "due": 1, "type": "Churn risk", "urgency": "hot",
      "health": "At-Risk"})");
  EXPECT_EQ(task.kind(), v1::FACT_KIND_RISK_SIGNAL);
  EXPECT_EQ(task.health().tier(), v1::HEALTH_TIER_RED);
  EXPECT_EQ(task.activity_type(), "");
  EXPECT_EQ(One(R"({"account": 1, "play": "Risk - 14 d", "signal type": "Product"})").kind(),
            v1::FACT_KIND_RISK_SIGNAL);
}

TEST(CsRecords, H1_APushWithAHandoffIsASignalWhateverElseItCarries) {
  EXPECT_EQ(One(R"({"account": 1, "metric": "seats", "trigger": "Seat utilization"})").kind(),
            v1::FACT_KIND_USAGE_EVENT);
  EXPECT_EQ(One(R"({"account": 1, "health": "red"})").kind(), v1::FACT_KIND_HEALTH_SCORE);
  const v1::Fact signal = One(R"({"account": 1, "metric": "seats", "health": "red",
      "trigger": "Seat utilization", "signal type": "Behavioural"})");
  EXPECT_EQ(signal.kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(signal.signal_type(), "behavioral");
  EXPECT_FALSE(signal.has_health());
}

TEST(CsRecords, ATypeIsAnActivitysOnlyWhereATaskIsOne) {
  EXPECT_EQ(One(R"({"id": 1, "due": 1, "type": "Onboarding"})").activity_type(), "onboarding");
  EXPECT_EQ(One(R"({"id": 1, "due": 1, "type": "Onboarding", "urgency": "hot"})").activity_type(),
            "");
}

TEST(CsRecords, T10_UsageIsAutomaticAndItsWordsAreEvidence) {
  const v1::Fact fact = One(R"({"id": 1, "metric": 3, "text": "<b>91</b> percent",
      "trigger": "API volume near limit"})");
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_USAGE_EVENT);
  EXPECT_TRUE(fact.automatic());
  EXPECT_EQ(fact.context_note(), "");
  EXPECT_EQ(fact.evidence(), "91 percent");
  EXPECT_EQ(One(R"({"id": 1, "metric": 3, "urgency": "hot"})").kind(),
            v1::FACT_KIND_EXPANSION_SIGNAL);
}

TEST(CsRecords, WhatAConditionKeepsOutGivesNoFactUnlessItMayBePushed) {
  const auto polled = Translate(R"([{"due": 1}, {"id": 1, "due": 1}])", OpenPolled);
  ASSERT_TRUE(polled.ok()) << polled.status();
  EXPECT_EQ(polled->size(), 1u);
  EXPECT_EQ(One(R"({"due": 1, "account": "A"})").account_external_id(), "A");
}

TEST(CsRecords, TheEnvelopeMaySayWhatItsRecordsAre) {
  EXPECT_EQ(One(R"({"id": 7})", OpenTasks).external_id(), "7");
  EXPECT_EQ(Refusal(R"({"id": 7, "due": 1})", OpenContacts),
            "the payload is unreadable: payload is no record that the mapping knows, but one of "
            "\"Contact\"");
  EXPECT_NE(Refusal("7", OpenTasks).find("is no record"), std::string::npos);
}

TEST(CsRecords, EveryFaultIsNamed) {
  EXPECT_EQ(Refusal(R"([{"id": [1], "due": 1}, {"a": 1}, {"id": 1, "due": 1, "text": {"a": 1}}])",
                    OpenPolled),
            "the payload is unreadable: list[0].id holds a list, not a text; "
            "list[1] is no record that the mapping knows: none of its known_by paths is there; "
            "list[2].text holds an object, not a text");
  EXPECT_EQ(Refusal("{}", OpenEither),
            "the payload is unreadable: payload states neither an account nor a record that the "
            "mapping knows");
  EXPECT_EQ(Refusal("{}", OpenPolled), "the payload is unreadable: list is no list of records");
}

TEST(CsRecords, AListHasALimit) {
  std::string records;
  for (size_t i = 0; i <= kMaxFacts; ++i) absl::StrAppend(&records, i == 0 ? "" : ",", "{}");
  EXPECT_EQ(Refusal(absl::StrCat("[", records, "]"), OpenPolled),
            absl::StrCat("the payload is unreadable: list has more than ", kMaxFacts, " records"));
}

}  // namespace
}  // namespace baton::adapters
