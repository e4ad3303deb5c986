#include "store/filter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/resource_name.h"
#include "google/protobuf/descriptor.h"

namespace baton::store {
namespace {

struct Term {
  std::string field;
  std::string op;
  std::string value;
};

bool IsFieldCharacter(char c) { return absl::ascii_isalnum(c) || c == '_' || c == '.'; }
bool IsOperatorCharacter(char c) { return c == '=' || c == '!' || c == '<' || c == '>'; }
bool IsBareCharacter(char c) {
  return !absl::ascii_isspace(c) && c != '"' && c != '\'' && c != '(' && c != ')' &&
         !IsOperatorCharacter(c);
}

// Cuts a filter into its terms.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  // The next term; nothing at the end or at a fault.
  std::optional<Term> Next() {
    SkipSpace();
    if (at_ == text_.size() || !fault_.empty()) return std::nullopt;
    if (count_++ > 0 && !TakeAnd()) return std::nullopt;
    Term term;
    term.field = TakeWhile(IsFieldCharacter);
    if (term.field.empty()) return Fault("a field's name");
    SkipSpace();
    term.op = TakeWhile(IsOperatorCharacter);
    if (!IsOperator(term.op)) return Fault("one of = != < <= > >=");
    SkipSpace();
    if (!TakeValue(&term.value)) return Fault("a value");
    return term;
  }

  const std::string& fault() const { return fault_; }

 private:
  static bool IsOperator(const std::string& op) {
    static const auto& known = *new std::vector<std::string>{"=", "!=", "<", "<=", ">", ">="};
    return std::find(known.begin(), known.end(), op) != known.end();
  }

  std::nullopt_t Fault(absl::string_view expected) {
    fault_ = absl::StrCat("has no ", expected, " at character ", at_ + 1);
    return std::nullopt;
  }

  void SkipSpace() { TakeWhile(absl::ascii_isspace); }

  template <typename Predicate>
  std::string TakeWhile(Predicate taken) {
    const size_t begin = at_;
    while (at_ < text_.size() && taken(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  bool TakeAnd() {
    const size_t begin = at_;
    if (TakeWhile(IsFieldCharacter) == "AND") {
      SkipSpace();
      return true;
    }
    at_ = begin;
    Fault("AND");
    return false;
  }

  bool TakeValue(std::string* value) {
    if (at_ == text_.size()) return false;
    const char quote = text_[at_];
    if (quote != '"' && quote != '\'') {
      *value = TakeWhile(IsBareCharacter);
      return !value->empty();
    }
    for (size_t i = at_ + 1; i < text_.size(); ++i) {
      if (text_[i] == quote) {
        at_ = i + 1;
        return true;
      }
      if (text_[i] == '\\' && i + 1 < text_.size()) ++i;
      value->push_back(text_[i]);
    }
    return false;
  }

  const std::string_view text_;
  size_t at_ = 0;
  int count_ = 0;
  std::string fault_;
};

bool TakesOrder(ColumnKind kind) {
  return kind == ColumnKind::kText || kind == ColumnKind::kInt || kind == ColumnKind::kDouble ||
         kind == ColumnKind::kTime;
}

// The stored form of an enum's value, written in full (SIGNAL_STATE_ROUTED) or short (ROUTED).
std::optional<Value> ReadEnum(const FilterField& field, const std::string& text) {
  const auto* type =
      google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName(field.enum_prefix);
  if (type == nullptr) return std::nullopt;
  for (int i = 0; i < type->value_count(); ++i) {
    const std::string kept = EnumText(type->value(i));
    const bool short_name = !kept.empty() && absl::EqualsIgnoreCase(text, kept);
    if (text != type->value(i)->name() && !short_name) continue;
    return kept.empty() ? Value() : Value(kept);
  }
  return std::nullopt;
}

template <typename Number>
std::optional<Value> ReadNumber(const std::string& text,
                                bool (*parse)(absl::string_view, Number*)) {
  Number number;
  if (!parse(text, &number)) return std::nullopt;
  return Value(number);
}

std::optional<Value> ReadTime(const std::string& text, absl::Time now) {
  absl::Time time = now;
  std::string ignored;
  if (text == "now") return Value(absl::ToUnixMicros(now));
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &ignored)) return std::nullopt;
  return Value(absl::ToUnixMicros(time));
}

// The value as its column keeps it; nothing when it is none of that kind. Empty: a null.
std::optional<Value> ReadValue(const FilterField& field, const FilterContext& context,
                               const std::string& text) {
  if (text.empty()) return Value();
  switch (field.kind) {
    case ColumnKind::kText:
      if (domain::CountCharacters(text) < 0) return std::nullopt;
      return Value(text);
    case ColumnKind::kInt:
      return ReadNumber<int64_t>(text, absl::SimpleAtoi<int64_t>);
    case ColumnKind::kDouble:
      return ReadNumber<double>(text, absl::SimpleAtod);
    case ColumnKind::kBool:
      if (text != "true" && text != "false") return std::nullopt;
      return Value(text == "true");
    case ColumnKind::kEnum:
      return ReadEnum(field, text);
    case ColumnKind::kTime:
      return ReadTime(text, context.now);
    case ColumnKind::kKey:
    case ColumnKind::kRef: {
      const std::string_view id = domain::ResourceId(text, context.tenant, field.collection);
      if (id.empty()) return std::nullopt;
      return Value(id);
    }
    default:
      return std::nullopt;
  }
}

std::string Expected(const FilterField& field) {
  switch (field.kind) {
    case ColumnKind::kInt:
      return "a whole number";
    case ColumnKind::kDouble:
      return "a number";
    case ColumnKind::kBool:
      return "true or false";
    case ColumnKind::kEnum:
      return absl::StrCat("a value of ", field.enum_prefix);
    case ColumnKind::kTime:
      return "an instant such as \"2026-01-31T09:00:00Z\", or now";
    case ColumnKind::kKey:
    case ColumnKind::kRef:
      return absl::StrCat("a name such as \"tenants/{tenant}/", field.collection, "/{id}\"");
    default:
      return "valid UTF-8";
  }
}

// IS DISTINCT FROM counts a null as a value, as callers do.
std::string Condition(const FilterField& field, const std::string& op, const Value& value,
                      std::vector<Value>* values) {
  const bool text = field.kind == ColumnKind::kText;
  if (value.kind == Value::Kind::kNull) {
    const bool wanted = op == "=";
    if (!text) return absl::StrCat(field.column, wanted ? " IS NULL" : " IS NOT NULL");
    return wanted ? absl::StrCat("(", field.column, " IS NULL OR ", field.column, " = '')")
                  : absl::StrCat(field.column, " <> ''");
  }
  values->push_back(value);
  return absl::StrCat(field.column, op == "!=" ? " IS DISTINCT FROM " : absl::StrCat(" ", op, " "),
                      ":p", values->size());
}

// "account_id = :p3", or "account_id IN (:p3, :p4)" for one that others were merged into.
std::string OneOf(const FilterField& field, const std::vector<std::string>& ids,
                  std::vector<Value>* values) {
  if (ids.size() == 1) return Condition(field, "=", ids.front(), values);
  std::string parameters;
  for (const std::string& id : ids) {
    values->emplace_back(id);
    absl::StrAppend(&parameters, parameters.empty() ? ":p" : ", :p", values->size());
  }
  return absl::StrCat(field.column, " IN (", parameters, ")");
}

void TranslateTerm(const FilterField& field, const FilterContext& context, const Term& term,
                   std::string* sql, std::vector<Value>* values, domain::Violations* violations) {
  const bool ordered = term.op != "=" && term.op != "!=";
  if (ordered && (!TakesOrder(field.kind) || term.value.empty())) {
    return violations->Add("filter", absl::StrCat("can't compare ", term.field, " by ", term.op));
  }
  const std::optional<Value> value = ReadValue(field, context, term.value);
  if (!value.has_value()) {
    return violations->Add("filter", absl::StrCat("needs for ", term.field, " ", Expected(field)));
  }
  const bool names = field.kind == ColumnKind::kRef && term.op == "=" && !term.value.empty();
  absl::StrAppend(sql, " AND ",
                  names && context.history_ids
                      ? OneOf(field, context.history_ids(field.collection, value->text), values)
                      : Condition(field, term.op, *value, values));
}

}  // namespace

void TranslateFilter(const std::vector<FilterField>& fields, const FilterContext& context,
                     std::string_view filter, std::string* sql, std::vector<Value>* values,
                     domain::Violations* violations) {
  if (filter.size() > kMaxFilterLength) {
    return violations->Add("filter", absl::StrCat("is longer than ", kMaxFilterLength, " bytes"));
  }
  Scanner scanner(filter);
  int count = 0;
  while (const std::optional<Term> term = scanner.Next()) {
    if (++count > kMaxFilterTerms) {
      return violations->Add("filter", absl::StrCat("has more than ", kMaxFilterTerms, " terms"));
    }
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const FilterField& f) { return f.field == term->field; });
    if (field == fields.end()) {
      violations->Add("filter", absl::StrCat("can't ask for ", term->field));
    } else {
      TranslateTerm(*field, context, *term, sql, values, violations);
    }
  }
  if (!scanner.fault().empty()) violations->Add("filter", scanner.fault());
}

}  // namespace baton::store
