#include "adapters/cs_update.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "adapters/json.h"

namespace baton::adapters {
namespace {

std::string Label(const std::string& key) {
  std::string label = absl::StrReplaceAll(key, {{"_", " "}});
  if (!label.empty()) label[0] = absl::ascii_toupper(static_cast<unsigned char>(label[0]));
  return label;
}

// A text, a number, or {"amount", "currency"}.
std::string ValueText(const json::Value& value) {
  if (!value.is_object()) return value.text();
  std::string text;
  for (const auto& [key, member] : value.members()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", member.text());
  }
  return text;
}

}  // namespace

std::string CsUpdateText(absl::string_view body) {
  const auto parsed = json::Parse(body);
  if (!parsed.ok() || !parsed->is_object()) return std::string(body);
  std::string text;
  for (const auto& [key, value] : parsed->members()) {
    // The platform's own id of the record says nothing to those who read the note there.
    if (key == "record_id") continue;
    absl::StrAppend(&text, text.empty() ? "" : "\n", Label(key), ": ", ValueText(value));
  }
  return text;
}

std::string SettingOr(const CsSettings& settings, const std::string& name,
                      absl::string_view otherwise) {
  const auto found = settings.find(name);
  return found == settings.end() || found->second.empty() ? std::string(otherwise) : found->second;
}

}  // namespace baton::adapters
