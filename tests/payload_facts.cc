#include "tests/payload_facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "domain/instant.h"

namespace baton::payloads {
namespace {

using v1::Fact;

// One key of the expected files: where a fact holds it, and whether its presence may go unexpected.
struct Key {
  std::string name;
  std::string field;
  bool extra = false;
  // Null when the fact does not state it.
  std::function<Json(const Fact&)> read;
};

Json Text(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json Instant(bool stated, const google::protobuf::Timestamp& time) {
  return stated ? Json(domain::ToMicros(time)) : Json();
}

// The word of an enum's value, without its type's prefix.
std::string Word(absl::string_view name, absl::string_view prefix) {
  return absl::AsciiStrToLower(absl::StripPrefix(name, prefix));
}

Json Kind(const Fact& fact) { return Word(v1::FactKind_Name(fact.kind()), "FACT_KIND_"); }

Json Qualification(const Fact& fact) {
  const auto& answers = fact.qualification();
  Json json;
  if (answers.has_budget_conversation()) {
    json["budget_conversation"] = answers.budget_conversation();
  }
  if (answers.has_named_buyer()) json["named_buyer"] = answers.named_buyer();
  if (answers.has_timeline()) json["timeline"] = answers.timeline();
  if (answers.has_product_fit()) json["product_fit"] = answers.product_fit();
  return json;
}

Json TierAndScore(const Fact& fact) {
  Json json;
  if (fact.health().tier() != v1::HEALTH_TIER_UNSPECIFIED) {
    json["tier"] = Word(v1::HealthTier_Name(fact.health().tier()), "HEALTH_TIER_");
  }
  if (fact.health().has_score()) json["score"] = fact.health().score();
  return json;
}

Json Lines(const Fact& fact) {
  Json lines;
  for (const v1::FactLine& line : fact.lines()) {
    Json json = Json::object();
    if (!line.product_code().empty()) json["product_code"] = line.product_code();
    if (!line.line_kind().empty()) json["line_kind"] = line.line_kind();
    if (line.has_arr_delta_minor()) json["arr_delta_minor"] = line.arr_delta_minor();
    lines.push_back(json);
  }
  return lines;
}

Json Splits(const Fact& fact) {
  Json splits;
  for (const v1::FactSplit& split : fact.splits()) {
    double percent = 0;
    EXPECT_TRUE(absl::SimpleAtod(split.percent(), &percent)) << split.percent();
    splits.push_back({{"owner_external_id", split.owner_external_id()}, {"percent", percent}});
  }
  return splits;
}

#define BATON_TEXT(field) [](const Fact& f) { return Text(f.field()); }
#define BATON_OPTIONAL(field) \
  [](const Fact& f) { return f.has_##field() ? Json(f.field()) : Json(); }
#define BATON_INSTANT(field) [](const Fact& f) { return Instant(f.has_##field(), f.field()); }

// What both kinds of platforms state.
std::vector<Key> SharedKeys() {
  return {
      {"kind", "kind", false, Kind},
      {"account_external_id", "account_external_id", false, BATON_TEXT(account_external_id)},
      {"external_id", "external_id", false, BATON_TEXT(external_id)},
      {"occurred_at", "occur_time", false, BATON_INSTANT(occur_time)},
      {"csm_external_id", "csm_external_id", false, BATON_TEXT(csm_external_id)},
      {"segment", "segment", false, BATON_TEXT(segment)},
      {"currency", "currency", false, BATON_TEXT(currency)},
      {"activity_type", "activity_type", false, BATON_TEXT(activity_type)},
  };
}

// README-cs.md.
std::vector<Key> CsKeys() {
  std::vector<Key> keys = SharedKeys();
  const std::vector<Key> own = {
      {"signal_type", "signal_type", false, BATON_TEXT(signal_type)},
      {"trigger", "trigger", false, BATON_TEXT(trigger)},
      {"buyer_name", "buyer_name", false, BATON_TEXT(buyer_name)},
      {"buyer_title", "buyer_title", false, BATON_TEXT(buyer_title)},
      {"timeline", "timeline", false, BATON_TEXT(timeline)},
      {"context_note", "context_note", false, BATON_TEXT(context_note)},
      {"urgency", "urgency", false, BATON_TEXT(urgency)},
      {"qualification", "qualification", false, Qualification},
      {"csm_email", "csm_email", false, BATON_TEXT(csm_email)},
      {"arr_minor", "arr_minor", false, BATON_OPTIONAL(arr_minor)},
      {"health", "health", false, TierAndScore},
  };
  keys.insert(keys.end(), own.begin(), own.end());
  return keys;
}

// README-crm.md: the main keys, then the extra ones.
std::vector<Key> CrmKeys() {
  std::vector<Key> keys = SharedKeys();
  const std::vector<Key> own = {
      {"creation_source", "creation_source", false, BATON_TEXT(creation_source)},
      {"trigger_event", "trigger_event", false, BATON_TEXT(trigger_event)},
      {"amount_minor", "amount_minor", false, BATON_OPTIONAL(amount_minor)},
      {"stage", "stage", false, BATON_TEXT(stage)},
      {"outcome", "outcome", false, BATON_TEXT(outcome)},
      {"lines", "lines", false, Lines},
      {"owner_external_id", "owner_external_id", false, BATON_TEXT(owner_external_id)},
      {"health", "health", false, [](const Fact& f) { return Text(f.health().label()); }},
      {"actor_role", "actor_role", false, BATON_TEXT(actor_role)},
      {"signal_external_id", "signal_external_id", true, BATON_TEXT(signal_external_id)},
      {"opportunity_external_id", "opportunity_external_id", true,
       BATON_TEXT(opportunity_external_id)},
      {"contact_external_id", "contact_external_id", true, BATON_TEXT(contact_external_id)},
      {"acknowledged_at", "acknowledge_time", true, BATON_INSTANT(acknowledge_time)},
      {"revisit_on", "revisit_date", true, BATON_TEXT(revisit_date)},
      {"arr_minor", "arr_minor", true, BATON_OPTIONAL(arr_minor)},
      {"churned", "churned", true, BATON_OPTIONAL(churned)},
      {"churn_date", "churn_date", true, BATON_TEXT(churn_date)},
      {"splits", "splits", true, Splits},
      {"task_status", "task_status", true, BATON_TEXT(task_status)},
      {"name", "display_name", true, BATON_TEXT(display_name)},
      {"email", "email", true, BATON_TEXT(email)},
      {"role", "role", true, BATON_TEXT(role)},
      {"active", "active", true, BATON_OPTIONAL(active)},
      {"manager_external_id", "manager_external_id", true, BATON_TEXT(manager_external_id)},
      {"refetch_required", "refetch_required", true,
       [](const Fact& f) { return f.refetch_required() ? Json(true) : Json(); }},
  };
  keys.insert(keys.end(), own.begin(), own.end());
  return keys;
}

// README-commission.md.
std::vector<Key> ToolKeys() {
  return {
      {"kind", "kind", false, Kind},
      {"external_id", "external_id", false, BATON_TEXT(external_id)},
      {"payee_external_id", "payee_external_id", false, BATON_TEXT(payee_external_id)},
      {"period", "period", false, BATON_TEXT(period)},
      {"amount_minor", "amount_minor", false, BATON_OPTIONAL(amount_minor)},
      {"currency", "currency", false, BATON_TEXT(currency)},
      {"status", "status", false, BATON_TEXT(status)},
      {"occurred_at", "occur_time", false, BATON_INSTANT(occur_time)},
  };
}

std::vector<Key> KeysOf(absl::string_view vendor) {
  if (vendor == "salesforce" || vendor == "hubspot") return CrmKeys();
  const bool tool =
      vendor == "captivateiq" || vendor == "spiff" || vendor == "performio" || vendor == "xactly";
  return tool ? ToolKeys() : CsKeys();
}

#undef BATON_TEXT
#undef BATON_OPTIONAL
#undef BATON_INSTANT

// Instants compare as instants, not as text.
Json Comparable(const std::string& key, const Json& expected) {
  if (key != "occurred_at" && key != "acknowledged_at") return expected;
  absl::Time time;
  if (!expected.is_string() ||
      !absl::ParseTime(absl::RFC3339_full, expected.get<std::string>(), &time, nullptr)) {
    ADD_FAILURE() << "the expected " << key << " is no instant: " << expected;
  }
  return absl::ToUnixMicros(time);
}

void ExpectKey(const Key& key, const Json& expected, const Fact& fact) {
  const Json actual = key.read(fact);
  const auto& cleared = fact.cleared_fields();
  const bool is_cleared = std::count(cleared.begin(), cleared.end(), key.field) > 0;
  if (!expected.contains(key.name)) {
    EXPECT_TRUE(key.extra || (actual.is_null() && !is_cleared))
        << key.name << " is not expected, but is " << actual;
  } else if (expected.at(key.name).is_null()) {
    EXPECT_TRUE(actual.is_null() && is_cleared) << key.name << " was cleared, but is " << actual;
  } else {
    EXPECT_EQ(actual, Comparable(key.name, expected.at(key.name))) << "at " << key.name;
  }
}

void ExpectFact(const std::vector<Key>& keys, const Json& expected, const Fact& fact) {
  SCOPED_TRACE(fact.ShortDebugString());
  for (const Key& key : keys) ExpectKey(key, expected, fact);
  for (const auto& [name, value] : expected.items()) {
    const bool known = std::any_of(keys.begin(), keys.end(),
                                   [&name = name](const Key& key) { return key.name == name; });
    EXPECT_TRUE(known) << "the expected key " << name << " is in no README";
  }
}

}  // namespace

void ExpectFacts(absl::string_view vendor, const Json& expected, const std::vector<Fact>& facts) {
  const std::vector<Key> keys = KeysOf(vendor);
  const Json list = expected.is_array() ? expected : Json::array({expected});
  ASSERT_EQ(facts.size(), list.size()) << "facts";
  for (size_t i = 0; i < facts.size(); ++i) {
    SCOPED_TRACE(absl::StrCat("fact ", i));
    ExpectFact(keys, list[i], facts[i]);
  }
}

}  // namespace baton::payloads
