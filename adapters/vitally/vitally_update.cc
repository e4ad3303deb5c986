#include "adapters/vitally/vitally_update.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {

absl::StatusOr<HttpRequests> RenderVitallyUpdate(const CsUpdate& update,
                                                 const CsSettings& /*settings*/) {
  domain::Violations faults;
  if (update.account_id.empty()) faults.Add("account_id", "is missing");
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  // Notes are HTML.
  const std::string note = absl::StrReplaceAll(
      update.text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\n", "<br>"}});
  domain::JsonObject body(note.size() + 512);
  body.Text("accountId", update.account_id).Text("externalId", update.key);
  body.Text("subject", update.subject).Text("note", note);
  body.Text("noteDate", domain::FormatInstant(update.time));
  return HttpRequests{{"POST",
                       "/resources/notes",
                       {{"Authorization", absl::StrCat("Basic ", kBasic)},
                        {"Accept", "application/json"},
                        {"Content-Type", "application/json"}},
                       std::move(body).Finish()}};
}

}  // namespace baton::adapters
