#include "tests/payload_crm.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "adapters/fact_field.h"
#include "domain/instant.h"
#include "domain/status_macros.h"

namespace baton::payloads {
namespace {

using Json = nlohmann::json;

const Json& At(const Json& json, const char* key) {
  static const Json& missing = *new Json();
  return json.is_object() && json.contains(key) ? json.at(key) : missing;
}

std::string TextOf(const Json& json, const char* key) {
  const Json& value = At(json, key);
  return value.is_string() ? value.get<std::string>() : "";
}

absl::StatusOr<absl::Time> ParseTime(const std::string& text) {
  absl::Time time;
  if (absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) return time;
  return absl::InvalidArgumentError(absl::StrCat("is no instant: \"", text, "\""));
}

// The enum's value of a word; 0 where nothing is stated.
absl::StatusOr<int> EnumValue(const google::protobuf::EnumDescriptor& type,
                              const std::string& word) {
  if (word.empty()) return 0;
  const auto* value = adapters::FindEnumValue(type, word);
  if (value != nullptr) return value->number();
  return absl::InvalidArgumentError(absl::StrCat(type.name(), " has no value for \"", word, "\""));
}

absl::StatusOr<v1::Signal> ParseSignal(const Json& given) {
  const Json& stated = At(given, "signal");
  const Json& buyer = At(stated, "named_buyer");
  v1::Signal signal;
  signal.set_name(absl::StrCat("tenants/acme/signals/", TextOf(stated, "external_id")));
  BATON_ASSIGN_OR_RETURN(const int category, EnumValue(*v1::SignalCategory_descriptor(),
                                                       TextOf(stated, "signal_type")));
  BATON_ASSIGN_OR_RETURN(const int trigger,
                         EnumValue(*v1::Trigger_descriptor(), TextOf(stated, "trigger")));
  BATON_ASSIGN_OR_RETURN(const int urgency,
                         EnumValue(*v1::Urgency_descriptor(), TextOf(stated, "urgency")));
  signal.set_category(static_cast<v1::SignalCategory>(category));
  signal.set_trigger(static_cast<v1::Trigger>(trigger));
  signal.set_urgency(static_cast<v1::Urgency>(urgency));
  signal.mutable_buyer()->set_name(TextOf(buyer, "name"));
  signal.mutable_buyer()->set_title(TextOf(buyer, "title"));
  signal.set_evidence(TextOf(stated, "evidence"));
  signal.set_timeline(TextOf(stated, "timeline"));
  signal.set_context_note(TextOf(stated, "context_note"));
  return signal;
}

adapters::CrmIds ParseIds(const Json& given) {
  adapters::CrmIds ids;
  ids.account = TextOf(At(given, "account"), "external_id");
  ids.contact = TextOf(At(At(given, "signal"), "named_buyer"), "contact_external_id");
  ids.ae = TextOf(At(given, "ae"), "external_id");
  ids.csm = TextOf(At(given, "csm"), "external_id");
  ids.opportunity = TextOf(At(given, "opportunity"), "external_id");
  return ids;
}

adapters::CrmSettings ParseSettings(const Json& given) {
  const Json& crm = At(given, "crm");
  adapters::CrmSettings settings;
  if (!TextOf(crm, "api_version").empty()) settings.api_version = TextOf(crm, "api_version");
  if (!TextOf(crm, "objects_path").empty()) settings.objects_path = TextOf(crm, "objects_path");
  return settings;
}

absl::StatusOr<adapters::CrmHandoff> ParseHandoff(const Json& given) {
  const Json& opportunity = At(given, "opportunity");
  adapters::CrmHandoff handoff;
  BATON_ASSIGN_OR_RETURN(handoff.signal, ParseSignal(given));
  BATON_ASSIGN_OR_RETURN(const absl::Time due, ParseTime(TextOf(given, "sla_due_at")));
  *handoff.signal.mutable_clock()->mutable_acknowledge_due_time() = domain::ToTimestamp(due);
  BATON_ASSIGN_OR_RETURN(const int source, EnumValue(*v1::CreationSource_descriptor(),
                                                     TextOf(given, "creation_source")));
  handoff.ids = ParseIds(given);
  handoff.creation_source = static_cast<v1::CreationSource>(source);
  handoff.trigger_event = TextOf(given, "trigger_event");
  handoff.opportunity_name = TextOf(opportunity, "name");
  handoff.stage = TextOf(opportunity, "stage");
  handoff.pipeline = TextOf(opportunity, "pipeline");
  handoff.close_date = TextOf(opportunity, "close_date");
  const Json& amount = At(opportunity, "amount_minor");
  if (amount.is_number_integer()) handoff.amount_minor = amount.get<int64_t>();
  handoff.currency_code = TextOf(At(given, "account"), "currency");
  return handoff;
}

absl::StatusOr<adapters::CrmEscalation> ParseEscalation(const Json& given) {
  const Json& stated = At(given, "escalation");
  adapters::CrmEscalation escalation;
  BATON_ASSIGN_OR_RETURN(escalation.signal, ParseSignal(given));
  BATON_ASSIGN_OR_RETURN(escalation.due_time, ParseTime(TextOf(stated, "due_at")));
  escalation.ids = ParseIds(given);
  escalation.ae_name = TextOf(At(given, "ae"), "name");
  escalation.level = At(stated, "level").get<int>();
  escalation.owner_id = TextOf(stated, "to_external_id");
  escalation.reason = TextOf(stated, "reason");
  return escalation;
}

absl::StatusOr<adapters::CrmOutcome> ParseOutcome(const Json& given) {
  const Json& stated = At(given, "outcome");
  adapters::CrmOutcome outcome;
  BATON_ASSIGN_OR_RETURN(outcome.signal, ParseSignal(given));
  BATON_ASSIGN_OR_RETURN(const int kind,
                         EnumValue(*v1::OutcomeKind_descriptor(), TextOf(stated, "result")));
  outcome.signal.mutable_outcome()->set_kind(static_cast<v1::OutcomeKind>(kind));
  outcome.signal.mutable_outcome()->set_reason(TextOf(stated, "reason"));
  outcome.revisit_date = TextOf(stated, "revisit_on");
  return outcome;
}

absl::StatusOr<adapters::HttpRequests> Render(const adapters::CrmWriter& writer,
                                              const Json& given) {
  const adapters::CrmSettings settings = ParseSettings(given);
  if (given.contains("escalation")) {
    BATON_ASSIGN_OR_RETURN(const adapters::CrmEscalation escalation, ParseEscalation(given));
    return writer.RenderEscalation(escalation, settings);
  }
  if (given.contains("outcome")) {
    BATON_ASSIGN_OR_RETURN(const adapters::CrmOutcome outcome, ParseOutcome(given));
    return writer.RenderOutcome(outcome, settings);
  }
  BATON_ASSIGN_OR_RETURN(const adapters::CrmHandoff handoff, ParseHandoff(given));
  return writer.RenderHandoff(handoff, settings);
}

}  // namespace

std::optional<adapters::Webhook> ParseWebhook(const std::string& payload) {
  const Json json = Json::parse(payload, nullptr, /*allow_exceptions=*/false);
  if (!At(json, "headers").is_object() || !At(json, "body").is_string()) return std::nullopt;
  adapters::Webhook webhook;
  webhook.method = TextOf(json, "method");
  webhook.uri = TextOf(json, "uri");
  webhook.body = TextOf(json, "body");
  for (const auto& [name, value] : json.at("headers").items()) {
    webhook.headers.emplace_back(name, value.get<std::string>());
  }
  // What states no time of receipt is of no time.
  webhook.receive_time = ParseTime(TextOf(json, "received_at")).value_or(absl::InfinitePast());
  return webhook;
}

absl::StatusOr<std::string> RenderGiven(const adapters::CrmWriter& writer, const Json& given) {
  BATON_ASSIGN_OR_RETURN(const adapters::HttpRequests requests, Render(writer, given));
  std::string json = R"({"requests": [)";
  for (const adapters::HttpRequest& request : requests) {
    Json headers = Json::object();
    for (const auto& [name, value] : request.headers) headers[name] = value;
    absl::StrAppend(&json, &request == &requests.front() ? "" : ",", R"({"method": )",
                    Json(request.method).dump(), R"(, "path": )", Json(request.path).dump(),
                    R"(, "headers": )", headers.dump(), R"(, "body": )", request.body, "}");
  }
  return absl::StrCat(json, "]}");
}

}  // namespace baton::payloads
