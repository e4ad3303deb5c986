#include "adapters/webhook_event.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "adapters/json.h"
#include "adapters/standard_webhook.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

// "crm_handoff" of DELIVERY_KIND_CRM_HANDOFF.
std::string KindName(v1::DeliveryKind kind) {
  return absl::AsciiStrToLower(absl::StripPrefix(v1::DeliveryKind_Name(kind), "DELIVERY_KIND_"));
}

std::string DataOf(const v1::Delivery& delivery) {
  const auto parsed = json::Parse(delivery.body());
  if (parsed.ok() && parsed->is_object()) return delivery.body();
  domain::JsonObject data(delivery.body().size() + delivery.subject().size() + 64);
  data.Text("subject", delivery.subject()).Text("text", delivery.body());
  return std::move(data).Finish();
}

std::string TenantOf(absl::string_view name) {
  return std::string(name.substr(0, name.find('/', name.find('/') + 1)));
}

}  // namespace

absl::StatusOr<std::string> WebhookSignature(const std::vector<std::string>& secrets,
                                             absl::string_view id, absl::Time now,
                                             absl::string_view body) {
  if (secrets.empty()) return absl::InvalidArgumentError("the webhook has no secret to sign with");
  std::vector<std::string> signatures;
  for (const std::string& secret : secrets) {
    signatures.push_back(SignStandardWebhook(id, now, body, secret));
  }
  return absl::StrJoin(signatures, " ");
}

std::string CloudEvent(const v1::Delivery& delivery) {
  domain::JsonObject event(delivery.body().size() + 512);
  event.Text("specversion", "1.0").Text("id", delivery.name());
  event.Text("source", absl::StrCat("/", TenantOf(delivery.name())));
  const bool of_record = delivery.kind() == v1::DELIVERY_KIND_EVENT;
  event.Text("type", absl::StrCat("com.baton.",
                                  of_record ? delivery.subject() : KindName(delivery.kind())));
  event.Text("subject", delivery.record());
  event.Text("time", domain::FormatInstant(domain::ToTime(delivery.create_time())));
  event.Text("datacontenttype", "application/json").Text("rule", delivery.rule());
  event.Raw("data", DataOf(delivery));
  return std::move(event).Finish();
}

absl::StatusOr<HttpRequest> RenderWebhook(const v1::Delivery& delivery,
                                          const std::vector<std::string>& secrets, absl::Time now) {
  HttpRequest request;
  request.method = "POST";
  request.body = CloudEvent(delivery);
  BATON_ASSIGN_OR_RETURN(const std::string signature,
                         WebhookSignature(secrets, delivery.name(), now, request.body));
  request.headers = {{"Content-Type", "application/cloudevents+json; charset=utf-8"},
                     {"webhook-id", delivery.name()},
                     {"webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(now))},
                     {"webhook-signature", signature}};
  return request;
}

}  // namespace baton::adapters
