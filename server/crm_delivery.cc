#include "server/crm_delivery.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "domain/crm_handoff.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"
#include "server/connection_settings.h"

namespace baton::server {
namespace {

using adapters::CrmSettings;
using adapters::CrmWriter;
using adapters::HttpRequests;

constexpr int kUsualExponent = 2;

CrmSettings CrmSettingsOf(const v1::Connection& connection) {
  CrmSettings settings;
  for (const v1::ConnectionSetting& setting : connection.settings()) {
    absl::string_view field = setting.name();
    if (setting.name() == "api_version") settings.api_version = setting.value();
    if (setting.name() == "objects_path") settings.objects_path = setting.value();
    if (setting.name() == "time_zone") {
      (void)absl::LoadTimeZone(setting.value(), &settings.time_zone);
    }
    if (absl::ConsumePrefix(&field, "field.")) {
      settings.field_names[std::string(field)] = setting.value();
    }
  }
  return settings;
}

// The factory's first stage, where the connection names none.
std::string StageOf(const v1::Connection& connection) {
  const std::string stage = SettingOf(connection, "stage");
  if (!stage.empty()) return stage;
  return connection.vendor() == "hubspot" ? "appointmentscheduled" : "Qualification";
}

std::string CloseDay(const v1::Signal& signal) {
  if (!signal.timeline_date().empty()) return signal.timeline_date();
  return domain::FormatDay(domain::ToTime(signal.file_time()) +
                           absl::Hours(24) * kUsualDaysToClose);
}

void SetAmount(const v1::Signal& signal, const v1::Connection& connection,
               adapters::CrmHandoff* handoff) {
  if (!signal.has_estimated_expansion()) return;
  const v1::Money& amount = signal.estimated_expansion();
  const bool says_currency = SettingOf(connection, "multi_currency") == "true";
  // Without a currency beside it, an amount is read with two decimals: yen would be a hundred times
  // too few.
  if (!says_currency && domain::CurrencyExponent(amount.currency_code()) != kUsualExponent) return;
  handoff->amount_minor = amount.amount_minor();
  if (says_currency) handoff->currency_code = amount.currency_code();
}

// A record that the CRM does not know, and what mends that. `kind` is the command line's word.
absl::Status RequireId(const std::string& id, std::string_view kind, const std::string& record,
                       const v1::Connection& connection) {
  if (!id.empty()) return absl::OkStatus();
  const std::string name(domain::ShortName(record));
  return absl::FailedPreconditionError(absl::StrCat(name, " has no id in ", connection.vendor(),
                                                    ": baton ", std::string(kind), " set ", name,
                                                    " --external-id ", connection.vendor(), ":ID"));
}

absl::StatusOr<HttpRequests> Handoff(const CrmWriter& writer, const v1::Connection& connection,
                                     const CrmRecords& records) {
  const v1::Signal& signal = records.signal;
  BATON_RETURN_IF_ERROR(RequireId(records.ids.account, "account", signal.account(), connection));
  BATON_RETURN_IF_ERROR(RequireId(records.ids.ae, "person", signal.ae(), connection));
  adapters::CrmHandoff handoff;
  handoff.signal = signal;
  handoff.ids = records.ids;
  handoff.ids.opportunity.clear();
  handoff.creation_source = domain::CreationSourceOf(signal);
  handoff.trigger_event = std::string(domain::TriggerName(signal.trigger()));
  handoff.opportunity_name =
      absl::StrCat(records.account.display_name(), " - ", handoff.trigger_event, " (",
                   std::string(domain::ShortName(signal.name())), ")");
  handoff.stage = StageOf(connection);
  handoff.pipeline = SettingOf(connection, "pipeline");
  handoff.close_date = CloseDay(signal);
  SetAmount(signal, connection, &handoff);
  return writer.RenderHandoff(handoff, CrmSettingsOf(connection));
}

// The milestone and the clock's leg that a task's name has: {signal}.{milestone}.{leg}.{role}_task.
struct Missed {
  std::string milestone;
  int leg = 1;
};

Missed MissedOf(const v1::Delivery& delivery) {
  const std::vector<std::string> parts =
      absl::StrSplit(std::string(domain::ShortName(delivery.name())), '.');
  Missed missed;
  // Ids of signals may hold dots themselves: it is counted from the end.
  if (parts.size() < 4) return missed;
  missed.milestone = parts[parts.size() - 3];
  (void)absl::SimpleAtoi(parts[parts.size() - 2], &missed.leg);
  return missed;
}

absl::StatusOr<HttpRequests> Task(const CrmWriter& writer, const v1::Delivery& delivery,
                                  const v1::Connection& connection, const CrmRecords& records) {
  const Missed missed = MissedOf(delivery);
  const bool acknowledge = missed.milestone == "acknowledge";
  const v1::SlaClock& clock = records.signal.clock();
  adapters::CrmEscalation task;
  task.signal = records.signal;
  task.ids = records.ids;
  task.ae_name = records.ae_name;
  // Each miss of a signal is a task of its own: two milestones in each of the clock's legs.
  task.level = (missed.leg - 1) * 2 + (acknowledge ? 1 : 2);
  task.owner_id =
      !records.recipient_id.empty() ? records.recipient_id : SettingOf(connection, "revops_owner");
  if (task.owner_id.empty() && delivery.recipient() == domain::kRevopsQueue) {
    return absl::FailedPreconditionError(
        "the connection's setting revops_owner is missing: whose tasks RevOps' are");
  }
  BATON_RETURN_IF_ERROR(RequireId(task.owner_id, "person", delivery.recipient(), connection));
  task.due_time =
      domain::ToTime(acknowledge ? clock.acknowledge_due_time() : clock.contact_due_time());
  task.reason = absl::StrCat(acknowledge ? "not acknowledged by " : "not contacted by ",
                             domain::FormatInstant(task.due_time));
  return writer.RenderEscalation(task, CrmSettingsOf(connection));
}

absl::StatusOr<HttpRequests> WatchItem(const CrmWriter& writer, const v1::Delivery& delivery,
                                       const v1::Connection& connection,
                                       const CrmRecords& records) {
  adapters::CrmWatchItem item;
  item.signal = records.signal;
  item.ids = records.ids;
  item.subject = delivery.subject();
  item.revisit_time = domain::ToTime(records.signal.revisit_time());
  return writer.RenderWatchItem(item, CrmSettingsOf(connection));
}

absl::StatusOr<HttpRequests> Outcome(const CrmWriter& writer, const v1::Connection& connection,
                                     const CrmRecords& records) {
  adapters::CrmOutcome outcome;
  outcome.signal = records.signal;
  const v1::SignalOutcome& stated = records.signal.outcome();
  if (stated.has_revisit_time()) {
    outcome.revisit_date = domain::FormatDay(domain::ToTime(stated.revisit_time()));
  }
  return writer.RenderOutcome(outcome, CrmSettingsOf(connection));
}

absl::StatusOr<HttpRequests> Close(const CrmWriter& writer, const v1::Delivery& delivery,
                                   const v1::Connection& connection, const CrmRecords& records) {
  if (delivery.rule() == "H-11") return Outcome(writer, connection, records);
  adapters::CrmClose close;
  close.signal = records.signal;
  if (const auto body = adapters::json::Parse(delivery.body()); body.ok()) {
    if (const auto* state = body->Find("state"); state != nullptr) close.state = state->text();
    if (const auto* reason = body->Find("reason"); reason != nullptr) close.reason = reason->text();
  }
  return writer.RenderClose(close, CrmSettingsOf(connection));
}

}  // namespace

absl::StatusOr<HttpRequests> CrmRequests(const v1::Delivery& delivery,
                                         const v1::Connection& connection,
                                         const CrmRecords& records) {
  const CrmWriter& writer = *adapters::FindCrmWriter(connection.vendor());
  switch (delivery.kind()) {
    case v1::DELIVERY_KIND_CRM_HANDOFF:
      return Handoff(writer, connection, records);
    case v1::DELIVERY_KIND_CRM_TASK:
      return Task(writer, delivery, connection, records);
    case v1::DELIVERY_KIND_CRM_WATCH_ITEM:
      return WatchItem(writer, delivery, connection, records);
    default:
      return Close(writer, delivery, connection, records);
  }
}

}  // namespace baton::server
