#include "adapters/mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/default_mappings.h"
#include "adapters/record_reader.h"
#include "adapters/registry.h"
#include "domain/refusal.h"

namespace baton::adapters {
namespace {

// A mapping of one record whose fields are `fields`.
std::string WithFields(absl::string_view fields) {
  return absl::StrCat(R"({"vendor": "x", "records": [{"record": "r", "fields": {)", fields, "}}]}");
}

std::string ErrorOf(absl::string_view mapping) {
  const auto parsed = ParseMapping(mapping);
  if (parsed.ok()) return "";
  EXPECT_EQ(domain::ReasonOf(parsed.status()), v1::ERROR_REASON_INVALID_FIELDS);
  return std::string(parsed.status().message());
}

v1::Fact Read(absl::string_view fields, absl::string_view record) {
  const auto mapping = ParseMapping(WithFields(fields));
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  const auto value = json::Parse(record);
  EXPECT_TRUE(value.ok()) << value.status();
  Faults faults;
  v1::Fact fact;
  RecordReader(*mapping, &faults).Read(mapping->records[0], *value, "r", &fact);
  EXPECT_TRUE(faults.empty()) << faults.ToStatus();
  return fact;
}

std::string FaultOf(absl::string_view fields, absl::string_view record) {
  const auto mapping = ParseMapping(WithFields(fields));
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  Faults faults;
  v1::Fact fact;
  RecordReader(*mapping, &faults).Read(mapping->records[0], *json::Parse(record), "r", &fact);
  const std::string message(faults.ToStatus().message());
  return message.substr(std::min(message.size(), sizeof("the payload is unreadable:")));
}

TEST(Mapping, TheOnesThatShipParse) {
  for (const absl::string_view mapping :
       {DefaultCatalystMapping(), DefaultChurnZeroMapping(), DefaultGainsightMapping(),
        DefaultSalesforceMapping(), DefaultVitallyMapping()}) {
    const auto parsed = ParseMapping(mapping);
    EXPECT_TRUE(parsed.ok()) << parsed.status();
  }
}

TEST(Mapping, EveryFaultIsNamedAtOnce) {
  EXPECT_EQ(ErrorOf(R"({"vendro": "x", "records": [
      {"record": "r", "fields": {
        "colour": {"from": ["a"], "as": "text"},
        "trigger": {"from": ["a"], "as": "shout"},
        "stage": {"form": ["a"], "as": "text"}}},
      {"record": "r", "fields": {}}]})"),
            "vendro is no key of a mapping; vendor is missing or no text; "
            "records[0].fields.colour is no field of Fact; "
            "records[0].fields.trigger.as is no transform: \"shout\"; "
            "records[0].fields.stage.form is no key of a mapping; "
            "records[0].fields.stage.from is no list with at least one path; "
            "records[1].fields is no object with at least one field; "
            "records[1] has the name of another record");
}

TEST(Mapping, ATransformMustSuitItsField) {
  const auto error = [](absl::string_view fields) { return ErrorOf(WithFields(fields)); };
  EXPECT_EQ(error(R"("amount_minor": {"from": ["a"], "as": "number"})"),
            "records[0].fields.amount_minor.as does not suit this field");
  EXPECT_EQ(error(R"("occur_time": {"from": ["a"], "as": "date"})"),
            "records[0].fields.occur_time.as does not suit this field");
  EXPECT_EQ(error(R"("health.tier": {"from": ["a"], "as": "text"})"),
            "records[0].fields.health.tier.as does not suit this field");
  EXPECT_EQ(error(R"("health.tier": {"from": ["a"], "as": "choice", "values": {"B": "blue"}})"),
            "records[0].fields.health.tier.values.B is no value of this field: \"blue\"");
  EXPECT_EQ(error(R"("outcome": {"from": ["a"], "as": "choice"})"),
            "records[0].fields.outcome.values is missing; a choice needs it");
  EXPECT_EQ(error(R"("buyer": {"from": ["a"], "as": "text"})"),
            "records[0].fields.buyer.as must be name_and_title");
  EXPECT_EQ(error(R"("csm": {"from": ["a"], "as": "person"})"),
            "records[0].fields.csm.from[0] is no object; "
            "records[0].fields.csm.from[0] has neither id nor email");
  EXPECT_EQ(error(R"("stage": {"from": [{"id": "a"}], "as": "person"})"),
            "records[0].fields.stage.as does not suit this field");
  EXPECT_EQ(error(R"("lines": {"from": ["a"], "as": "text"})"),
            "records[0].fields.lines is no field of Fact");
  EXPECT_EQ(error(R"("stage": {"from": ["a"], "as": "text", "unless": "odd"})"),
            "records[0].fields.stage.unless is neither \"gsid\" nor \"guid\"");
  EXPECT_EQ(error(R"("stage": {"from": ["a"], "as": "health_tier"})"), "");
  EXPECT_EQ(error(R"("kind": {"from": ["a"], "as": "health_tier"})"),
            "records[0].fields.kind.as does not suit this field");
  EXPECT_EQ(error(R"("kind": {"from": [{"word": "shout"}], "as": "choice"})"),
            "records[0].fields.kind.from holds a word that is no value of this field: \"shout\"");
  EXPECT_EQ(error(R"("kind": {"from": [{"word": "activity"}], "as": "choice"})"), "");
  EXPECT_EQ(error(R"("stage": {"from": ["a[b=c"], "as": "text"})"),
            "records[0].fields.stage.from[0] is no path");
}

TEST(Mapping, ARecordLikeAnotherTakesTheFieldsThatItLacks) {
  constexpr char kRecords[] = R"({"vendor": "x", "records": [
      {"record": "a", "fields": {"stage": {"from": ["s"], "as": "text"},
                                 "status": {"from": ["t"], "as": "text"}}},
      {"record": "b", "like": "a", "fields": {"stage": {"from": ["own"], "as": "text"}}}]})";
  const auto mapping = ParseMapping(kRecords);
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  Faults faults;
  v1::Fact fact;
  RecordReader(*mapping, &faults)
      .Read(mapping->records[1], *json::Parse(R"({"s": 1, "t": 2, "own": 3})"), "", &fact);
  EXPECT_EQ(fact.stage(), "3");
  EXPECT_EQ(fact.status(), "2");
  EXPECT_EQ(ErrorOf(R"({"vendor": "x", "records": [{"record": "a", "like": "b", "to_do": 1,
      "known_by": ["a[b="], "fields": {"stage": {"from": ["s"], "as": "text"}}}]})"),
            "records[0].known_by holds what is no path; records[0].to_do is no true or false; "
            "records[0].like is no record before this one");
}

TEST(Mapping, AnIdWhereALabelWasMeantStatesNothing) {
  constexpr char kFields[] = R"("stage": {"from": ["a", "b"], "as": "text", "unless": "guid"})";
  EXPECT_EQ(Read(kFields, R"({"a": "1eee853b-046d-4497-9f73-d3d2133def5e", "b": "x"})").stage(),
            "x");
  EXPECT_EQ(Read(kFields, R"({"a": "1eee853b-046d-4497-9f73", "b": "x"})").stage(),
            "1eee853b-046d-4497-9f73");
}

TEST(Mapping, A2_WordsForTheTiersOfHealth) {
  constexpr char kFields[] = R"("health.tier": {"from": ["a", "b"], "as": "health_tier"})";
  for (const char* word : {"Green", "GOOD", "healthy"}) {
    EXPECT_EQ(Read(kFields, absl::StrCat(R"({"a": ")", word, "\"}")).health().tier(),
              v1::HEALTH_TIER_GREEN);
  }
  for (const char* word : {"yellow", "Average", "NEUTRAL"}) {
    EXPECT_EQ(Read(kFields, absl::StrCat(R"({"a": ")", word, "\"}")).health().tier(),
              v1::HEALTH_TIER_YELLOW);
  }
  for (const char* word : {"Red", "Poor", "At-Risk", "at risk"}) {
    EXPECT_EQ(Read(kFields, absl::StrCat(R"({"a": ")", word, "\"}")).health().tier(),
              v1::HEALTH_TIER_RED);
  }
  for (const char* word : {"\"blue\"", "86", "\"86\"", "\"reddish\""}) {
    EXPECT_FALSE(Read(kFields, absl::StrCat("{\"a\": ", word, "}")).has_health()) << word;
  }
  EXPECT_EQ(Read(kFields, R"({"a": "B+", "b": "red"})").health().tier(), v1::HEALTH_TIER_RED);
}

TEST(Mapping, BrokenTextAndSizeAreNamed) {
  EXPECT_EQ(ErrorOf("{"), "mapping no valid JSON at byte 2");
  EXPECT_EQ(ErrorOf(std::string(kMaxMappingBytes + 1, ' ')),
            absl::StrCat("mapping has more than ", kMaxMappingBytes, " bytes"));
  EXPECT_EQ(ErrorOf("[]"),
            "mapping is no object; vendor is missing or no text; "
            "records is no list with at least one record");
}

TEST(Mapping, PathsAreTriedInTheirOrder) {
  constexpr char kFields[] = R"("stage": {"from": ["a", "b.c", "d"], "as": "text"})";
  EXPECT_EQ(Read(kFields, R"({"a": "1", "b": {"c": "2"}})").stage(), "1");
  EXPECT_EQ(Read(kFields, R"({"a": " ", "b": {"c": "2"}, "d": 3})").stage(), "2");
  EXPECT_EQ(Read(kFields, R"({"a": null, "b": {}, "d": 3})").stage(), "3");
  EXPECT_EQ(Read(kFields, R"({"d": []})").stage(), "");
}

TEST(Mapping, ConditionsLookAtAnotherPath) {
  constexpr char kFields[] = R"("stage": {"as": "text", "from": [
      {"path": "a", "when": {"path": "kind", "is": ["Company", null]}}, "b"]})";
  EXPECT_EQ(Read(kFields, R"({"a": "1", "b": "2", "kind": "company"})").stage(), "1");
  EXPECT_EQ(Read(kFields, R"({"a": "1", "b": "2"})").stage(), "1");
  EXPECT_EQ(Read(kFields, R"({"a": "1", "b": "2", "kind": "cta"})").stage(), "2");
}

TEST(Mapping, TranslationsGoBeforeTheTransform) {
  constexpr char kFields[] =
      R"("signal_type": {"from": ["a"], "as": "lower", "values": {"Behavioural": "behavioral"}})";
  EXPECT_EQ(Read(kFields, R"({"a": "BEHAVIOURAL"})").signal_type(), "behavioral");
  EXPECT_EQ(Read(kFields, R"({"a": "Product"})").signal_type(), "product");
}

TEST(Mapping, X2_AmountsAreExactInTheRecordsCurrency) {
  constexpr char kFields[] = R"("amount_minor": {"from": ["a"], "as": "decimal_minor"},
      "currency": {"from": ["c"], "as": "currency"})";
  EXPECT_EQ(Read(kFields, R"({"a": 184250.75, "c": "USD"})").amount_minor(), 18425075);
  EXPECT_EQ(Read(kFields, R"({"a": 5400000.0, "c": "JPY"})").amount_minor(), 5400000);
  EXPECT_EQ(Read(kFields, R"({"a": "1.5", "c": "kwd"})").amount_minor(), 1500);
  EXPECT_EQ(Read(kFields, R"({"a": 1.24E7})").amount_minor(), 1240000000);
  EXPECT_EQ(Read(kFields, R"({"a": "1,234.50", "c": "EUR"})").amount_minor(), 123450);
  EXPECT_EQ(Read(kFields, R"({"a": -0.10, "c": "EUR"})").amount_minor(), -10);
  EXPECT_EQ(FaultOf(kFields, R"({"a": 10.5, "c": "JPY"})"),
            "r.a is no amount of at most 0 decimals that fits into 64 bits: \"10.5\"");
  EXPECT_EQ(FaultOf(kFields, R"({"a": 99999999999999999999, "c": "XXX"})"),
            "r.a is no amount of at most 2 decimals that fits into 64 bits: "
            "\"99999999999999999999\"; r.c is no ISO 4217 currency: \"XXX\"");
}

TEST(Mapping, FlagsAreTrueOrFalseOrAFault) {
  constexpr char kFlag[] = R"("churned": {"from": ["a"], "as": "bool"})";
  EXPECT_TRUE(Read(kFlag, R"({"a": "Yes"})").churned());
  EXPECT_TRUE(Read(kFlag, R"({"a": 1})").churned());
  EXPECT_FALSE(Read(kFlag, R"({"a": false})").churned());
  EXPECT_TRUE(Read(kFlag, R"({"a": false})").has_churned());
  EXPECT_FALSE(Read(kFlag, R"({"a": null})").has_churned());
  EXPECT_EQ(FaultOf(kFlag, R"({"a": 2})"), "r.a is neither true nor false: \"2\"");
}

TEST(Mapping, AnswersThatSayNeitherStateNothing) {
  constexpr char kAnswer[] = R"("qualification.timeline": {"from": ["a"], "as": "answer"})";
  for (const char* yes : {"true", "\"true\"", "\"Yes\"", "\"Y\"", "1", "\"1\""}) {
    const auto answers = Read(kAnswer, absl::StrCat("{\"a\": ", yes, "}")).qualification();
    EXPECT_TRUE(answers.has_timeline() && answers.timeline()) << yes;
  }
  for (const char* no : {"false", "\"false\"", "\"No\"", "\"n\"", "0"}) {
    const auto answers = Read(kAnswer, absl::StrCat("{\"a\": ", no, "}")).qualification();
    EXPECT_TRUE(answers.has_timeline() && !answers.timeline()) << no;
  }
  EXPECT_FALSE(Read(kAnswer, R"({"a": "Unknown"})").has_qualification());
  EXPECT_FALSE(Read(kAnswer, R"({"a": ""})").has_qualification());
}

TEST(Mapping, FaultsSayWhereAndWhat) {
  EXPECT_EQ(FaultOf(R"("stage": {"from": ["a.b"], "as": "text"},
                       "churned": {"from": ["c"], "as": "bool"},
                       "renewal_date": {"from": ["d"], "as": "date"},
                       "owner_external_id": {"from": ["e"], "as": "id18"},
                       "health.score": {"from": ["f"], "as": "number"},
                       "trigger": {"from": ["g"], "as": "label"})",
                    R"({"a": {"b": [1]}, "c": "maybe", "d": "soon", "e": "006", "f": "high",
                        "g": "a\u0000b"})"),
            "r.a.b holds a list, not a text; r.c is neither true nor false: \"maybe\"; "
            "r.d is no time: \"soon\"; r.e is no Salesforce id of 15 or 18 characters: \"006\"; "
            "r.f is no number: \"high\"; r.g contains a NUL character");
}

TEST(Mapping, APersonIsOneAndTheSame) {
  constexpr char kFields[] = R"("csm": {"as": "person", "from": [
      {"id": "csm", "email": "csm_mail"}, {"id": "owner", "email": "owner_mail"}]})";
  const v1::Fact csm = Read(kFields, R"({"csm_mail": "c@x", "owner": "O", "owner_mail": "o@x"})");
  EXPECT_EQ(csm.csm_external_id(), "");
  EXPECT_EQ(csm.csm_email(), "c@x");
  EXPECT_EQ(Read(kFields, R"({"owner": "O", "owner_mail": null})").csm_external_id(), "O");
}

TEST(Mapping, ATenantsOwnNamesNeedNoCode) {
  const auto mapping = ParseMapping(R"({"vendor": "gainsight", "records": [
      {"record": "cta", "known_by": ["Flow"], "fields": {
        "kind": {"from": ["Flow"], "as": "choice", "values": {"Growth": "expansion_signal"}},
        "account_external_id": {"from": ["Kunde"], "as": "text"},
        "trigger": {"from": ["Ausloeser"], "as": "label", "values": {"Sitze*": "seat_utilization"}}
      }}]})");
  ASSERT_TRUE(mapping.ok()) << mapping.status();
  const auto facts = FindAdapter("gainsight")
                         ->Translate(R"({"records": [{"Flow": "Growth", "Kunde": "K1",
                                         "Ausloeser": "Sitze fast voll"}]})",
                                     *mapping);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->front().kind(), v1::FACT_KIND_EXPANSION_SIGNAL);
  EXPECT_EQ(facts->front().account_external_id(), "K1");
  EXPECT_EQ(facts->front().trigger(), "seat_utilization");
}

}  // namespace
}  // namespace baton::adapters
