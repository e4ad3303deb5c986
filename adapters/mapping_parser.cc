#include "adapters/mapping_parser.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/fact_field.h"
#include "adapters/faults.h"
#include "adapters/record_path.h"
#include "adapters/text.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {
namespace {

struct TransformName {
  absl::string_view name;
  Transform transform;
  // An example of what it yields; nothing for those that fill two fields.
  FieldValue yields;
};

const std::vector<TransformName>& TransformNames() {
  static const auto* const kNames = new std::vector<TransformName>{
      {"text", Transform::kText, std::string()},
      {"lower", Transform::kLower, std::string()},
      {"label", Transform::kLabel, std::string()},
      {"html_text", Transform::kHtmlText, std::string()},
      {"full_name", Transform::kFullName, std::string()},
      {"choice", Transform::kChoice, std::string()},
      {"health_tier", Transform::kHealthTier, std::string()},
      {"signal_type", Transform::kSignalType, std::string()},
      {"id18", Transform::kId18, std::string()},
      {"currency", Transform::kCurrency, std::string()},
      {"decimal", Transform::kDecimal, std::string()},
      {"fraction", Transform::kFraction, std::string()},
      {"decimal_minor", Transform::kDecimalMinor, int64_t{0}},
      {"epoch_ms_or_iso", Transform::kTime, absl::Time()},
      {"date", Transform::kDate, std::string()},
      {"bare_date", Transform::kBareDate, std::string()},
      {"bool", Transform::kBool, false},
      {"answer", Transform::kAnswer, false},
      {"number", Transform::kNumber, 0.0},
      {"name_and_title", Transform::kNameAndTitle, {}},
      {"person", Transform::kPerson, {}},
      {"joined", Transform::kJoined, std::string()},
      {"period", Transform::kPeriod, std::string()},
      {"date_range", Transform::kDateRange, std::string()},
  };
  return *kNames;
}

const TransformName* FindTransform(absl::string_view name) {
  for (const TransformName& known : TransformNames()) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

const FieldValue& Yield(Transform transform) {
  const auto& names = TransformNames();
  return std::find_if(names.begin(), names.end(),
                      [&](const TransformName& n) { return n.transform == transform; })
      ->yields;
}

// The transform that a field of two must have; "" for every other field.
absl::string_view TransformOfPair(absl::string_view field) {
  if (field == "buyer") return "name_and_title";
  return field == "csm" ? "person" : "";
}

}  // namespace

Mapping MappingParser::Parse(const json::Value& root) {
  Mapping mapping;
  CheckKeys(
      root,
      {"vendor", "ignore_key_case", "ignore_key_spelling", "states_nothing", "secrets", "records"},
      "");
  mapping.vendor = RequireText(root, "vendor", "");
  if (ParseFlag(root, "ignore_key_case", "")) mapping.key_case = json::KeyCase::kIgnored;
  if (ParseFlag(root, "ignore_key_spelling", "")) mapping.key_case = json::KeyCase::kSpelling;
  mapping.states_nothing = ParseWords(root.Find("states_nothing"), "states_nothing");
  mapping.secrets = ParseWords(root.Find("secrets"), "secrets");
  const json::Value* records = root.Find("records");
  if (records == nullptr || records->items().empty()) {
    faults_->Add("records", "is no list with at least one record");
    return mapping;
  }
  for (size_t i = 0; i < records->items().size(); ++i) {
    const std::string where = absl::StrCat("records[", i, "]");
    RecordMapping record = ParseRecord(records->items()[i], where);
    if (mapping.Find(record.record) != nullptr)
      faults_->Add(where, "has the name of another record");
    AddLike(records->items()[i], mapping, where, &record);
    mapping.records.push_back(std::move(record));
  }
  return mapping;
}

RecordMapping MappingParser::ParseRecord(const json::Value& value, const std::string& where) {
  RecordMapping record;
  CheckKeys(value, {"record", "like", "known_by", "to_do", "only", "except", "fields", "lists"},
            where);
  record.record = RequireText(value, "record", where);
  record.known_by = ParsePaths(value.Find("known_by"), where + ".known_by");
  record.to_do = ParseFlag(value, "to_do", where);
  record.only = ParseConditions(value.Find("only"), where + ".only");
  record.except = ParseConditions(value.Find("except"), where + ".except");
  record.fields = ParseFields(value.Find("fields"), where + ".fields", *v1::Fact::GetDescriptor());
  const json::Value* lists = value.Find("lists");
  if (lists != nullptr && !lists->is_object()) faults_->Add(where + ".lists", "is no object");
  if (lists == nullptr) return record;
  for (const auto& [list, rule] : lists->members()) {
    record.lists.push_back(ParseList(list, rule, absl::StrCat(where, ".lists.", list)));
  }
  return record;
}

void MappingParser::AddLike(const json::Value& value, const Mapping& before,
                            const std::string& where, RecordMapping* record) {
  if (value.Find("like") == nullptr) return;
  const RecordMapping* other = before.Find(RequireText(value, "like", where));
  if (other == nullptr) return faults_->Add(where + ".like", "is no record before this one");
  for (const FieldRule& rule : other->fields) {
    const bool own = std::any_of(record->fields.begin(), record->fields.end(),
                                 [&](const FieldRule& r) { return r.field == rule.field; });
    if (!own) record->fields.push_back(rule);
  }
}

ListRule MappingParser::ParseList(const std::string& list, const json::Value& value,
                                  const std::string& where) {
  ListRule rule;
  rule.list = list;
  const auto* field = v1::Fact::GetDescriptor()->FindFieldByName(list);
  if (field == nullptr || !field->is_repeated() || field->message_type() == nullptr) {
    faults_->Add(where, "is no list of the fact; lines and splits are");
    return rule;
  }
  CheckKeys(value, {"from", "when", "fields"}, where);
  rule.from = RequireText(value, "from", where);
  rule.when = ParseCondition(value.Find("when"), where + ".when");
  rule.fields = ParseFields(value.Find("fields"), where + ".fields", *field->message_type());
  return rule;
}

std::vector<FieldRule> MappingParser::ParseFields(const json::Value* value,
                                                  const std::string& where,
                                                  const google::protobuf::Descriptor& message) {
  std::vector<FieldRule> rules;
  if (value == nullptr || value->members().empty()) {
    faults_->Add(where, "is no object with at least one field");
    return rules;
  }
  for (const auto& [field, rule] : value->members()) {
    const std::string at = absl::StrCat(where, ".", field);
    rules.push_back(ParseRule(field, rule, at));
    CheckRule(rules.back(), message, at);
  }
  return rules;
}

FieldRule MappingParser::ParseRule(const std::string& field, const json::Value& value,
                                   const std::string& where) {
  FieldRule rule;
  rule.field = field;
  CheckKeys(value, {"from", "title_from", "days_from", "as", "values", "unless", "prefix"}, where);
  const std::string name = RequireText(value, "as", where);
  const TransformName* transform = FindTransform(name);
  if (transform != nullptr) {
    rule.transform = transform->transform;
  } else if (!name.empty()) {
    faults_->Add(where + ".as", absl::StrCat("is no transform: ", Excerpt(name)));
  }
  const bool person = rule.transform == Transform::kPerson;
  rule.from = ParseSources(value.Find("from"), where + ".from", person);
  rule.days_from = ParseSources(value.Find("days_from"), where + ".days_from", false);
  CheckPaths(rule, where);
  rule.title_from = ParseSources(value.Find("title_from"), where + ".title_from", false);
  if (!rule.title_from.empty() && rule.transform != Transform::kNameAndTitle) {
    faults_->Add(where + ".title_from", "belongs to name_and_title alone");
  }
  ParseValues(value.Find("values"), where + ".values", &rule);
  if (value.Find("unless") != nullptr) {
    const std::string unless = RequireText(value, "unless", where);
    rule.unless_gsid = unless == "gsid";
    rule.unless_guid = unless == "guid";
    if (!rule.unless_gsid && !rule.unless_guid) {
      faults_->Add(where + ".unless", "is neither \"gsid\" nor \"guid\"");
    }
  }
  if (value.Find("prefix") != nullptr) rule.prefix = RequireText(value, "prefix", where);
  return rule;
}

void MappingParser::CheckPaths(const FieldRule& rule, const std::string& where) {
  const bool period = rule.transform == Transform::kPeriod;
  if (rule.from.empty() && !(period && !rule.days_from.empty())) {
    faults_->Add(where + ".from", "is no list with at least one path");
  }
  if (rule.transform == Transform::kDateRange && rule.from.size() != 2) {
    faults_->Add(where + ".from", "is no list of two paths");
  }
  if (!rule.days_from.empty() && (!period || rule.days_from.size() != 2)) {
    faults_->Add(where + ".days_from", "is no list of two paths of a period");
  }
}

void MappingParser::ParseValues(const json::Value* value, const std::string& where,
                                FieldRule* rule) {
  if (value == nullptr) {
    const bool only_words = std::all_of(rule->from.begin(), rule->from.end(),
                                        [](const Source& s) { return !s.word.empty(); });
    if (rule->transform == Transform::kChoice && !only_words) {
      faults_->Add(where, "is missing; a choice needs it");
    }
    return;
  }
  if (!value->is_object()) faults_->Add(where, "is no object");
  for (const auto& [said, meant] : value->members()) {
    if (!meant.is_text()) faults_->Add(absl::StrCat(where, ".", said), "is no text");
    rule->values.emplace_back(said, meant.text());
  }
}

std::vector<Source> MappingParser::ParseSources(const json::Value* value, const std::string& where,
                                                bool person) {
  std::vector<Source> sources;
  if (value == nullptr) return sources;
  if (!value->is_list()) faults_->Add(where, "is no list of paths");
  for (size_t i = 0; i < value->items().size(); ++i) {
    sources.push_back(ParseSource(value->items()[i], absl::StrCat(where, "[", i, "]"), person));
  }
  return sources;
}

Source MappingParser::ParseSource(const json::Value& value, const std::string& where, bool person) {
  Source source;
  if (person) {
    CheckKeys(value, {"id", "email"}, where);
    const bool has_id = value.Find("id") != nullptr;
    const bool has_email = value.Find("email") != nullptr;
    if (has_id) source.path = RequirePath(value, "id", where);
    if (has_email) source.email_path = RequirePath(value, "email", where);
    if (!has_id && !has_email) faults_->Add(where, "has neither id nor email");
  } else if (value.is_object()) {
    CheckKeys(value, {"path", "word", "when"}, where);
    const bool word = value.Find("word") != nullptr && value.Find("path") == nullptr;
    (word ? source.word : source.path) =
        word ? RequireText(value, "word", where) : RequirePath(value, "path", where);
    source.when = ParseCondition(value.Find("when"), where + ".when");
  } else if (!value.is_text() || !IsRecordPath(value.text())) {
    faults_->Add(where, "is no path");
  } else {
    source.path = value.text();
  }
  return source;
}

std::optional<Condition> MappingParser::ParseCondition(const json::Value* value,
                                                       const std::string& where) {
  if (value == nullptr) return std::nullopt;
  Condition condition;
  CheckKeys(*value, {"path", "is"}, where);
  condition.path = RequirePath(*value, "path", where);
  const json::Value* is = value->Find("is");
  if (is == nullptr || is->items().empty()) {
    faults_->Add(where + ".is", "is no list with at least one word or null");
    return condition;
  }
  for (const json::Value& word : is->items()) {
    if (!word.is_text() && !word.is_null())
      faults_->Add(where + ".is", "holds no word and no null");
    condition.is.push_back(word.is_null() ? std::nullopt : std::make_optional(word.text()));
  }
  return condition;
}

std::vector<Condition> MappingParser::ParseConditions(const json::Value* value,
                                                      const std::string& where) {
  std::vector<Condition> conditions;
  if (value == nullptr) return conditions;
  if (!value->is_list()) faults_->Add(where, "is no list of conditions");
  for (size_t i = 0; i < value->items().size(); ++i) {
    conditions.push_back(*ParseCondition(&value->items()[i], absl::StrCat(where, "[", i, "]")));
  }
  return conditions;
}

void MappingParser::CheckRule(const FieldRule& rule, const google::protobuf::Descriptor& message,
                              const std::string& where) {
  const absl::string_view pair = TransformOfPair(rule.field);
  const FieldValue& yields = Yield(rule.transform);
  if (!pair.empty() && &message == v1::Fact::GetDescriptor()) {
    if (FindTransform(pair)->transform != rule.transform) {
      faults_->Add(where + ".as", absl::StrCat("must be ", pair));
    }
    return;
  }
  const auto* field = FindField(message, rule.field);
  if (field == nullptr) {
    faults_->Add(where, absl::StrCat("is no field of ", message.name()));
    return;
  }
  const auto* type = field->enum_type();
  const bool is_enum = type != nullptr;
  const bool is_tier = rule.transform == Transform::kHealthTier;
  const bool is_word = is_enum && (rule.transform == Transform::kChoice ||
                                   (is_tier && type == v1::HealthTier_descriptor()));
  if (!Holds(*field, yields) || (is_enum && !is_word)) {
    faults_->Add(where + ".as", "does not suit this field");
    return;
  }
  CheckWords(rule, type, where);
  for (const auto& [said, meant] : rule.values) {
    if (is_enum && FindEnumValue(*field->enum_type(), meant) == nullptr) {
      faults_->Add(absl::StrCat(where, ".values.", said),
                   absl::StrCat("is no value of this field: ", Excerpt(meant)));
    }
  }
}

void MappingParser::CheckWords(const FieldRule& rule, const google::protobuf::EnumDescriptor* type,
                               const std::string& where) {
  if (type == nullptr) return;
  for (const Source& source : rule.from) {
    const bool translated = std::any_of(rule.values.begin(), rule.values.end(), [&](auto& value) {
      return MatchesWord(value.first, source.word);
    });
    if (source.word.empty() || translated || FindEnumValue(*type, source.word) != nullptr) continue;
    faults_->Add(where + ".from", absl::StrCat("holds a word that is no value of this field: ",
                                               Excerpt(source.word)));
  }
}

void MappingParser::CheckKeys(const json::Value& object,
                              std::initializer_list<absl::string_view> known,
                              const std::string& where) {
  if (!object.is_object()) faults_->Add(where.empty() ? "mapping" : where, "is no object");
  for (const auto& [key, value] : object.members()) {
    if (std::find(known.begin(), known.end(), absl::string_view(key)) != known.end()) continue;
    faults_->Add(absl::StrCat(where, where.empty() ? "" : ".", key), "is no key of a mapping");
  }
}

std::string MappingParser::RequireText(const json::Value& object, absl::string_view key,
                                       const std::string& where) {
  const json::Value* value = object.Find(key);
  if (value != nullptr && value->is_text() && !value->text().empty()) return value->text();
  faults_->Add(absl::StrCat(where, where.empty() ? "" : ".", key), "is missing or no text");
  return "";
}

std::string MappingParser::RequirePath(const json::Value& object, absl::string_view key,
                                       const std::string& where) {
  std::string path = RequireText(object, key, where);
  if (!path.empty() && !IsRecordPath(path)) {
    faults_->Add(absl::StrCat(where, where.empty() ? "" : ".", key), "is no path");
  }
  return path;
}

bool MappingParser::ParseFlag(const json::Value& object, absl::string_view key,
                              const std::string& where) {
  const json::Value* flag = object.Find(key);
  if (flag == nullptr) return false;
  if (!flag->is_bool()) {
    faults_->Add(absl::StrCat(where, where.empty() ? "" : ".", key), "is no true or false");
  }
  return flag->IsTrue();
}

MappingParser::Words MappingParser::ParsePaths(const json::Value* value, const std::string& where) {
  Words paths = ParseWords(value, where);
  for (const std::string& path : paths) {
    if (!path.empty() && !IsRecordPath(path)) faults_->Add(where, "holds what is no path");
  }
  return paths;
}

MappingParser::Words MappingParser::ParseWords(const json::Value* value, const std::string& where) {
  Words words;
  if (value == nullptr) return words;
  if (!value->is_list()) faults_->Add(where, "is no list of texts");
  for (const json::Value& word : value->items()) {
    if (!word.is_text() || word.text().empty())
      faults_->Add(where, "holds an empty text or no text");
    words.push_back(word.text());
  }
  return words;
}

}  // namespace baton::adapters
