#include "adapters/crm_fields.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/json_object.h"

namespace baton::adapters {
namespace {

// The name that the organisation gave the field; empty: it has no such field.
std::string FieldName(const CrmSettings& settings, absl::string_view field) {
  const auto named = settings.field_names.find(std::string(field));
  return named == settings.field_names.end() ? std::string(field) : named->second;
}

std::string Quoted(absl::string_view text) {
  std::string json;
  domain::AppendJsonString(text, &json);
  return json;
}

}  // namespace

CrmFields& CrmFields::Text(absl::string_view field, absl::string_view value) {
  if (!value.empty()) Add(FieldName(settings_, field), Quoted(value));
  return *this;
}

CrmFields& CrmFields::Raw(absl::string_view field, absl::string_view json) {
  Add(FieldName(settings_, field), json);
  return *this;
}

CrmFields& CrmFields::Key(absl::string_view field, absl::string_view value) {
  Add(KeyField(settings_, field), Quoted(value));
  return *this;
}

std::string CrmFields::Finish() && { return absl::StrCat("{", std::move(json_), "}"); }

void CrmFields::Add(absl::string_view name, absl::string_view json) {
  if (name.empty()) return;
  absl::StrAppend(&json_, json_.empty() ? "" : ",", Quoted(name), ":", json);
}

std::string KeyField(const CrmSettings& settings, absl::string_view field) {
  std::string name = FieldName(settings, field);
  return name.empty() ? std::string(field) : name;
}

std::string EscapePath(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (absl::ascii_isalnum(c) || absl::StrContains("-._~", c)) {
      escaped += c;
    } else {
      constexpr char kHex[] = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      escaped += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return escaped;
}

}  // namespace baton::adapters
