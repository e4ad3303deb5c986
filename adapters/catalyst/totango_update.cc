#include "adapters/catalyst/totango_update.h"

#include "absl/strings/str_cat.h"
#include "adapters/crm_fields.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

// The text's beginning, at most `bytes`, without a character cut.
std::string Clip(const std::string& text, size_t bytes) {
  if (text.size() <= bytes) return text;
  size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

void AddField(absl::string_view name, absl::string_view value, std::string* form) {
  if (value.empty()) return;
  absl::StrAppend(form, form->empty() ? "" : "&", name, "=", EscapePath(value));
}

}  // namespace

absl::StatusOr<HttpRequests> RenderTotangoUpdate(const CsUpdate& update,
                                                 const CsSettings& settings) {
  const std::string activity = SettingOr(settings, "activity_type_id", "");
  const std::string type = SettingOr(settings, "touchpoint_type", "");
  domain::Violations faults;
  if (update.account_id.empty()) faults.Add("account_id", "is missing");
  if (activity.empty()) faults.Add("activity_type_id", "is missing among the settings");
  if (type.empty()) faults.Add("touchpoint_type", "is missing among the settings");
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const std::string tail = absl::StrCat("\n(", update.key, ")");
  std::string form;
  AddField("account_id", update.account_id, &form);
  AddField("subject", update.subject, &form);
  AddField("content", Clip(update.text, kMaxTouchpoint - tail.size()) + tail, &form);
  AddField("activity_type_id", activity, &form);
  AddField("touchpointType", type, &form);
  AddField("create_date", absl::StrCat(absl::ToUnixMillis(update.time)), &form);
  AddField("created_by", update.author_email, &form);
  return HttpRequests{{"POST",
                       "/api/v3/touchpoints",
                       {{"app-token", std::string(kApiKey)},
                        {"Accept", "application/json"},
                        {"Content-Type", "application/x-www-form-urlencoded"}},
                       std::move(form)}};
}

}  // namespace baton::adapters
