#include "adapters/record_reader.h"

#include <algorithm>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/fact_field.h"
#include "adapters/record_path.h"
#include "adapters/text.h"
#include "adapters/transform.h"
#include "adapters/vendor_period.h"
#include "adapters/vendor_time.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

// Where a payload states no currency.
constexpr int kUsualExponent = 2;

std::string Join(absl::string_view where, absl::string_view path) {
  return absl::StrCat(where, where.empty() ? "" : ".", path);
}

// Whether the rule passes over this value.
bool Skips(const FieldRule& rule, const json::Value& value) {
  if (rule.unless_gsid && value.is_text() && IsGsid(value.text())) return true;
  if (rule.unless_guid && value.is_text() && IsGuid(value.text())) return true;
  return !rule.prefix.empty() && !absl::StartsWith(value.text(), rule.prefix);
}

// Whether a choice that lists no word leaves it as the mapping says it.
bool Chooses(const FieldRule& rule, const absl::StatusOr<FieldValue>& result) {
  return rule.transform == Transform::kChoice && result.ok() &&
         std::holds_alternative<std::monostate>(*result);
}

// The field of v1::Fact that a rule fills: "health" of "health.tier".
std::string TopField(absl::string_view field) {
  if (field == "csm") return "csm_external_id";
  if (field == "buyer") return "buyer_name";
  return std::string(field.substr(0, field.find('.')));
}

bool IsFedBy(const FieldRule& rule, const std::vector<std::string>& paths) {
  return !rule.from.empty() &&
         std::find(paths.begin(), paths.end(), rule.from.front().path) != paths.end();
}

}  // namespace

void RecordReader::Read(const RecordMapping& rules, const json::Value& record,
                        absl::string_view where, v1::Fact* fact) const {
  const int exponent = ExponentOf(rules, record, *fact);
  ReadFields(rules.fields, record, where, exponent, fact);
  for (const ListRule& list : rules.lists) ReadList(list, record, where, exponent, fact);
}

void RecordReader::ReadItem(const ListRule& rule, const json::Value& item, absl::string_view where,
                            v1::Fact* fact) const {
  if (!Meets(rule.when, item)) return;
  const auto* field = v1::Fact::GetDescriptor()->FindFieldByName(rule.list);
  ReadFields(rule.fields, item, where,
             domain::CurrencyExponent(fact->currency()).value_or(kUsualExponent),
             fact->GetReflection()->AddMessage(fact, field));
}

void RecordReader::AddCleared(const RecordMapping& rules, const std::vector<std::string>& paths,
                              v1::Fact* fact) const {
  for (const FieldRule& rule : rules.fields) {
    if (!IsFedBy(rule, paths)) continue;
    const std::string field = TopField(rule.field);
    const auto& cleared = fact->cleared_fields();
    if (HasField(*fact, field) || std::count(cleared.begin(), cleared.end(), field) > 0) continue;
    fact->add_cleared_fields(field);
  }
}

bool RecordReader::IsKnownBy(const RecordMapping& rules, const json::Value& record) const {
  return std::any_of(rules.known_by.begin(), rules.known_by.end(), [&](const std::string& path) {
    return FindPath(record, path, mapping_.key_case) != nullptr;
  });
}

bool RecordReader::GivesFact(const RecordMapping& rules, const json::Value& record) const {
  const auto meets = [&](const Condition& condition) { return Meets(condition, record); };
  return std::all_of(rules.only.begin(), rules.only.end(), meets) &&
         std::none_of(rules.except.begin(), rules.except.end(), meets);
}

void RecordReader::ReadFields(const std::vector<FieldRule>& rules, const json::Value& record,
                              absl::string_view where, int exponent,
                              google::protobuf::Message* message) const {
  for (const FieldRule& rule : rules) {
    ReadField(rule, record, where, exponent, message);
    if (mapping_.trace != nullptr) TraceField(rule, record, where, exponent, *message);
  }
}

void RecordReader::ReadField(const FieldRule& rule, const json::Value& record,
                             absl::string_view where, int exponent,
                             google::protobuf::Message* message) const {
  switch (rule.transform) {
    case Transform::kNameAndTitle:
      return ReadBuyer(rule, record, where, static_cast<v1::Fact*>(message));
    case Transform::kPerson:
      return ReadPerson(rule, record, where, static_cast<v1::Fact*>(message));
    case Transform::kJoined:
      return ReadJoined(rule, record, where, message);
    case Transform::kPeriod:
      return ReadPeriod(rule, record, where, message);
    case Transform::kDateRange:
      return ReadDateRange(rule, record, where, message);
    default:
      ReadFirst(rule, record, where, exponent, message);
  }
}

void RecordReader::ReadFirst(const FieldRule& rule, const json::Value& record,
                             absl::string_view where, int exponent,
                             google::protobuf::Message* message) const {
  for (const Source& source : rule.from) {
    const json::Value word = json::Value::Text(source.word);
    const json::Value* value = source.word.empty() ? Stated(record, source.path) : &word;
    if (value == nullptr || !Meets(source.when, record) || Skips(rule, *value)) continue;
    auto result = ApplyTransform(rule, *value, exponent);
    if (!result.ok()) AddFault(where, source.path, result.status().message());
    if (!source.word.empty() && Chooses(rule, result)) result = FieldValue(source.word);
    if (result.ok() && std::holds_alternative<std::monostate>(*result)) continue;
    if (result.ok()) SetField(rule.field, *result, message);
    return;
  }
}

void RecordReader::ReadJoined(const FieldRule& rule, const json::Value& record,
                              absl::string_view where, google::protobuf::Message* message) const {
  std::vector<std::string> parts;
  for (const Source& source : rule.from) {
    const json::Value* value = Stated(record, source.path);
    if (value == nullptr) return;
    parts.push_back(TextAt(*value, where, source.path));
  }
  SetField(rule.field, absl::StrJoin(parts, "|"), message);
}

void RecordReader::ReadPeriod(const FieldRule& rule, const json::Value& record,
                              absl::string_view where, google::protobuf::Message* message) const {
  VendorPeriod period;
  std::string path;
  if (const json::Value* name = FirstStated(rule.from, record, &path)) {
    period.name = TextAt(*name, where, path);
  }
  if (!rule.days_from.empty()) {
    period.first_day = DayAt(rule.days_from[0], record, where);
    period.last_day = DayAt(rule.days_from[1], record, where);
  }
  const std::string code = PeriodCode(period);
  if (!code.empty()) SetField(rule.field, code, message);
}

void RecordReader::ReadDateRange(const FieldRule& rule, const json::Value& record,
                                 absl::string_view where,
                                 google::protobuf::Message* message) const {
  const std::string start = DayAt(rule.from[0], record, where);
  const std::string end = DayAt(rule.from[1], record, where);
  if (start.empty()) return;
  if (!end.empty() && end < start) AddFault(where, rule.from[1].path, "is before the start");
  SetField(rule.field, absl::StrCat(start, "/", end.empty() ? ".." : end), message);
}

std::string RecordReader::DayAt(const Source& source, const json::Value& record,
                                absl::string_view where) const {
  const json::Value* value = Stated(record, source.path);
  if (value == nullptr) return "";
  const auto day = ParseDay(TextAt(*value, where, source.path));
  if (day.ok()) return *day;
  AddFault(where, source.path, day.status().message());
  return "";
}

void RecordReader::ReadList(const ListRule& rule, const json::Value& record,
                            absl::string_view where, int exponent, v1::Fact* fact) const {
  const json::Value* list = Stated(record, rule.from);
  if (list == nullptr) return;
  if (!list->is_list()) return AddFault(where, rule.from, "is no list");
  const auto* field = v1::Fact::GetDescriptor()->FindFieldByName(rule.list);
  for (size_t i = 0; i < list->items().size(); ++i) {
    const json::Value& item = list->items()[i];
    const std::string path = absl::StrCat(rule.from, "[", i, "]");
    if (!item.is_object()) {
      AddFault(where, path, "is no object");
    } else if (Meets(rule.when, item)) {
      ReadFields(rule.fields, item, Join(where, path), exponent,
                 fact->GetReflection()->AddMessage(fact, field));
    }
  }
}

void RecordReader::ReadBuyer(const FieldRule& rule, const json::Value& record,
                             absl::string_view where, v1::Fact* fact) const {
  std::string path;
  if (const json::Value* title = FirstStated(rule.title_from, record, &path)) {
    fact->set_buyer_title(TextAt(*title, where, path));
  }
  const json::Value* name = FirstStated(rule.from, record, &path);
  if (name == nullptr) return;
  const std::string text = TextAt(*name, where, path);
  if (!fact->buyer_title().empty()) return fact->set_buyer_name(text);
  const auto [buyer, title] = NameAndTitle(text);
  fact->set_buyer_name(buyer);
  fact->set_buyer_title(title);
}

void RecordReader::ReadPerson(const FieldRule& rule, const json::Value& record,
                              absl::string_view where, v1::Fact* fact) const {
  Person person;
  for (const Source& source : rule.from) {
    if (!person.id.empty() && !person.email.empty()) break;
    const Person stated = PersonAt(source, record, where);
    if (person.id.empty() && person.email.empty()) {
      person = stated;
    } else if (person.email.empty() && stated.id == person.id) {
      person.email = stated.email;
    } else if (person.id.empty() && absl::EqualsIgnoreCase(stated.email, person.email)) {
      person.id = stated.id;
    }
  }
  fact->set_csm_external_id(person.id);
  fact->set_csm_email(person.email);
}

RecordReader::Person RecordReader::PersonAt(const Source& source, const json::Value& record,
                                            absl::string_view where) const {
  Person person;
  const json::Value* id = Stated(record, source.path);
  const json::Value* email = Stated(record, source.email_path);
  if (id != nullptr) person.id = TextAt(*id, where, source.path);
  if (email == nullptr || email->is_object()) return person;
  person.email = TextAt(*email, where, source.email_path);
  if (!absl::StrContains(person.email, '@')) person.email.clear();
  return person;
}

const json::Value* RecordReader::FirstStated(const std::vector<Source>& sources,
                                             const json::Value& record, std::string* path) const {
  for (const Source& source : sources) {
    const json::Value* value = Stated(record, source.path);
    if (value == nullptr || !Meets(source.when, record)) continue;
    *path = source.path;
    return value;
  }
  return nullptr;
}

const json::Value* RecordReader::Stated(const json::Value& record, absl::string_view path) const {
  if (path.empty()) return nullptr;
  const json::Value* value = FindPath(record, path, mapping_.key_case);
  if (value == nullptr || value->is_null()) return nullptr;
  if (value->is_list() && value->items().empty()) return nullptr;
  if (value->is_object() && value->members().empty()) return nullptr;
  if (!value->is_text()) return value;
  const absl::string_view text = Trim(value->text());
  const auto& nothing = mapping_.states_nothing;
  const bool empty = text.empty() || std::any_of(nothing.begin(), nothing.end(), [&](auto& word) {
                       return absl::EqualsIgnoreCase(word, text);
                     });
  return empty ? nullptr : value;
}

bool RecordReader::Meets(const std::optional<Condition>& condition,
                         const json::Value& record) const {
  if (!condition.has_value()) return true;
  const json::Value* value = Stated(record, condition->path);
  return std::any_of(condition->is.begin(), condition->is.end(), [&](const auto& word) {
    if (!word.has_value() || value == nullptr) return !word.has_value() && value == nullptr;
    const absl::string_view flag = value->IsTrue() ? "true" : "false";
    return MatchesWord(*word, value->is_bool() ? flag : value->text());
  });
}

std::string RecordReader::TextAt(const json::Value& value, absl::string_view where,
                                 absl::string_view path) const {
  const auto text = ScalarText(value);
  if (text.ok()) return *text;
  AddFault(where, path, text.status().message());
  return "";
}

int RecordReader::ExponentOf(const RecordMapping& rules, const json::Value& record,
                             const v1::Fact& fact) const {
  for (const FieldRule& rule : rules.fields) {
    if (rule.transform != Transform::kCurrency) continue;
    std::string path;
    const json::Value* value = FirstStated(rule.from, record, &path);
    if (value == nullptr) continue;
    const auto code = ApplyTransform(rule, *value, kUsualExponent);
    // An unknown currency is a fault of its own field.
    if (!code.ok() || !std::holds_alternative<std::string>(*code)) continue;
    return domain::CurrencyExponent(std::get<std::string>(*code)).value_or(kUsualExponent);
  }
  return domain::CurrencyExponent(fact.currency()).value_or(kUsualExponent);
}

void RecordReader::AddFault(absl::string_view where, absl::string_view path,
                            absl::string_view what) const {
  faults_->Add(Join(where, path), what);
}

}  // namespace baton::adapters
