// What a record's rules gave, told: RecordReader for the trace of a mapping that is tried out.
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/fact_field.h"
#include "adapters/mapping_trace.h"
#include "adapters/record_path.h"
#include "adapters/record_reader.h"
#include "adapters/text.h"
#include "adapters/transform.h"

namespace baton::adapters {
namespace {

constexpr char kNotThere[] = "is not in the payload";

std::string Shown(const json::Value& value) {
  if (value.is_list()) return absl::StrCat("a list of ", value.items().size());
  if (value.is_object()) return "an object";
  const auto text = ScalarText(value);
  if (!text.ok()) return value.is_bool() ? (value.IsTrue() ? "true" : "false") : "";
  const absl::string_view shown = Clip(*text, kMaxTracedText);
  return absl::StrCat(shown, shown.size() < text->size() ? "..." : "");
}

// Every path of a rule, those of a buyer's title and of a period's days among them.
std::vector<Source> SourcesOf(const FieldRule& rule) {
  std::vector<Source> sources;
  for (const Source& source : rule.from) {
    // A person may be known by the mail address alone.
    if (!source.path.empty() || !source.word.empty()) sources.push_back(source);
    if (source.email_path.empty()) continue;
    Source email = source;
    email.path = source.email_path;
    sources.push_back(std::move(email));
  }
  sources.insert(sources.end(), rule.title_from.begin(), rule.title_from.end());
  sources.insert(sources.end(), rule.days_from.begin(), rule.days_from.end());
  return sources;
}

// Whether the rule takes the first path that states something, and no other.
bool TakesTheFirst(const FieldRule& rule) {
  return rule.transform != Transform::kPerson && rule.transform != Transform::kJoined &&
         rule.transform != Transform::kPeriod && rule.transform != Transform::kDateRange &&
         rule.transform != Transform::kNameAndTitle;
}

std::string ValueOf(const FieldRule& rule, const google::protobuf::Message& message) {
  if (rule.transform == Transform::kNameAndTitle) {
    const auto& fact = static_cast<const v1::Fact&>(message);
    return fact.buyer_title().empty() ? fact.buyer_name()
                                      : absl::StrCat(fact.buyer_name(), ", ", fact.buyer_title());
  }
  if (rule.transform == Transform::kPerson) {
    const auto& fact = static_cast<const v1::Fact&>(message);
    return absl::StrJoin({fact.csm_external_id(), fact.csm_email()},
                         fact.csm_external_id().empty() || fact.csm_email().empty() ? "" : ", ");
  }
  return FieldText(rule.field, message);
}

std::string WhyEmpty(const v1::TracedField& field) {
  std::vector<std::string> reasons;
  for (const v1::TracedPath& path : field.paths()) {
    if (path.passed_over() == kNotThere || path.passed_over().empty()) continue;
    const bool of_another = absl::StartsWith(path.passed_over(), "its ");
    reasons.push_back(absl::StrCat(path.path(), of_another ? ": " : " ", path.passed_over()));
  }
  return reasons.empty() ? "no path states it" : absl::StrJoin(reasons, "; ");
}

}  // namespace

void RecordReader::TraceField(const FieldRule& rule, const json::Value& record,
                              absl::string_view where, int exponent,
                              const google::protobuf::Message& message) const {
  v1::TracedField field;
  field.set_record(std::string(where));
  field.set_field(rule.field);
  field.set_value(ValueOf(rule, message));
  bool taken = false;
  for (const Source& source : SourcesOf(rule)) {
    v1::TracedPath& path = *field.add_paths();
    path.set_path(source.path.empty() ? absl::StrCat("the word ", source.word) : source.path);
    const json::Value* value =
        source.path.empty() ? nullptr : FindPath(record, source.path, mapping_.key_case);
    if (value != nullptr) path.set_value(Shown(*value));
    path.set_passed_over(taken && TakesTheFirst(rule) ? "another path was first"
                                                      : PassedOver(rule, source, record, exponent));
    if (path.passed_over().empty()) taken = true;
  }
  if (field.value().empty()) field.set_empty_because(WhyEmpty(field));
  mapping_.trace->Add(std::move(field));
}

std::string RecordReader::PassedOver(const FieldRule& rule, const Source& source,
                                     const json::Value& record, int exponent) const {
  const json::Value word = json::Value::Text(source.word);
  const json::Value* value = source.word.empty() ? Stated(record, source.path) : &word;
  if (value == nullptr) {
    return FindPath(record, source.path, mapping_.key_case) == nullptr ? kNotThere
                                                                       : "states nothing";
  }
  if (!Meets(source.when, record)) return "its condition is not met";
  if (rule.unless_gsid && value->is_text() && IsGsid(value->text())) return "is an id, no label";
  if (rule.unless_guid && value->is_text() && IsGuid(value->text())) return "is an id, no label";
  if (!rule.prefix.empty() && !absl::StartsWith(value->text(), rule.prefix)) {
    return absl::StrCat("does not begin with ", rule.prefix);
  }
  if (!TakesTheFirst(rule)) return "";
  const auto result = ApplyTransform(rule, *value, exponent);
  if (!result.ok()) return std::string(result.status().message());
  const bool nothing = std::holds_alternative<std::monostate>(*result);
  if (!nothing || (!source.word.empty() && rule.transform == Transform::kChoice)) return "";
  return rule.values.empty() ? "gives nothing"
                             : absl::StrCat(Excerpt(Shown(*value)), " is none of the values");
}

}  // namespace baton::adapters
