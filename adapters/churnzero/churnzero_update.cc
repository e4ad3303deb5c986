#include "adapters/churnzero/churnzero_update.h"

#include "absl/strings/str_cat.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {

absl::StatusOr<HttpRequests> RenderChurnZeroUpdate(const CsUpdate& update,
                                                   const CsSettings& settings) {
  const std::string contact = SettingOr(settings, "contact_external_id", "");
  domain::Violations faults;
  if (update.account_id.empty()) faults.Add("account_id", "is missing");
  if (contact.empty()) faults.Add("contact_external_id", "is missing among the settings");
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  domain::JsonObject body(update.text.size() + 512);
  body.Text("appKey", kApiKey).Text("action", "trackEvent");
  body.Text("accountExternalId", update.account_id).Text("contactExternalId", contact);
  body.Text("eventName", SettingOr(settings, "event_name", "Baton handoff"));
  body.Text("eventDate", domain::FormatInstant(update.time));
  body.Text("description", absl::StrCat(update.subject, "\n", update.text, "\n", update.key));
  body.Raw("allowDupes", "false");
  return HttpRequests{{"POST",
                       "/i",
                       {{"Accept", "application/json"}, {"Content-Type", "application/json"}},
                       std::move(body).Finish()}};
}

}  // namespace baton::adapters
