#include "adapters/gainsight/gainsight_update.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/json_object.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

std::string Lookup(absl::string_view ours, absl::string_view theirs, absl::string_view object) {
  domain::JsonObject fields;
  fields.Text(ours, theirs);
  domain::JsonObject lookup;
  lookup.Raw("fields", std::move(fields).Finish()).Text("lookupField", "Gsid");
  lookup.Text("objectName", object).Text("multiMatchOption", "FIRSTMATCH");
  lookup.Text("onNoMatch", "ERROR");
  return std::move(lookup).Finish();
}

// Notes are rich text.
std::string Html(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\n", "<br>"}});
}

}  // namespace

absl::StatusOr<HttpRequests> RenderGainsightUpdate(const CsUpdate& update,
                                                   const CsSettings& settings) {
  const std::string author = SettingOr(settings, "author", update.author_email);
  domain::Violations faults;
  if (update.account_id.empty()) faults.Add("account_id", "is missing");
  if (author.empty()) faults.Add("author", "is missing");
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const std::string about = update.record_id.empty()
                                ? update.text
                                : absl::StrCat(update.text, "\nCTA: ", update.record_id);
  domain::JsonObject record(about.size() + 512);
  record.Text("ContextName", "Company");
  record.Text("TypeName", SettingOr(settings, "activity_type", "Update"));
  record.Text("ExternalId", update.key).Text("Subject", update.subject).Text("Notes", Html(about));
  record.Text("ActivityDate",
              absl::FormatTime("%Y-%m-%dT%H:%M:%E3S+00:00", update.time, absl::UTCTimeZone()));
  record.Text("Author", author).Text("companyGsid", update.account_id);
  domain::JsonObject lookups;
  lookups.Raw("AuthorId", Lookup("Author", "Email", "GsUser"));
  lookups.Raw("GsCompanyId", Lookup("companyGsid", "Gsid", "Company"));
  domain::JsonObject body;
  body.Raw("records", absl::StrCat("[", std::move(record).Finish(), "]"));
  body.Raw("lookups", std::move(lookups).Finish());
  return HttpRequests{{"POST",
                       "/v1/ant/es/activity",
                       {{"accesskey", std::string(kApiKey)},
                        {"Accept", "application/json"},
                        {"Content-Type", "application/json"}},
                       std::move(body).Finish()}};
}

}  // namespace baton::adapters
