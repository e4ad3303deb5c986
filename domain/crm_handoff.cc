#include "domain/crm_handoff.h"

#include "absl/strings/string_view.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/routing.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

constexpr size_t kUsualBodySize = 1'500;
constexpr absl::string_view kCrms[] = {kCrm, "hubspot"};

std::string SignalType(const v1::Signal& signal) {
  JsonObject type(160);
  type.Text("category", CategoryName(signal.category()));
  type.Text("trigger", TriggerName(signal.trigger()));
  type.Text("evidence", signal.evidence());
  return std::move(type).Finish();
}

std::string Buyer(const v1::NamedBuyer& buyer) {
  JsonObject object;
  object.Text("name", buyer.name()).Text("title", buyer.title());
  return std::move(object).Finish();
}

std::string Task(const v1::Signal& signal) {
  JsonObject task;
  task.Text("owner", signal.ae());
  if (signal.clock().has_acknowledge_due_time()) {
    task.Text("due_time", FormatInstant(ToTime(signal.clock().acknowledge_due_time())));
  }
  return std::move(task).Finish();
}

void AddFiveFields(const v1::Signal& signal, const v1::Account& account, JsonObject* body) {
  body->Text("signal", signal.name());
  body->Text("account", signal.account());
  body->Text("account_name", account.display_name());
  body->Raw("signal_type", SignalType(signal));
  if (signal.has_buyer()) body->Raw("named_buyer", Buyer(signal.buyer()));
  body->Text("timeline", signal.timeline());
  body->Text("timeline_date", signal.timeline_date());
  body->Text("context_note", signal.context_note());
  body->Text("urgency", UrgencyName(signal.urgency()));
  if (signal.has_estimated_expansion()) {
    body->Raw("estimated_expansion", JsonMoney(signal.estimated_expansion()));
  }
  body->List("product_lines", signal.product_lines());
  body->Text("csm", signal.csm());
}

}  // namespace

absl::string_view CrmOf(const v1::Account& account) {
  for (const v1::SourceRecord& id : account.external_ids()) {
    for (const absl::string_view crm : kCrms) {
      if (id.system() == crm) return crm;
    }
  }
  return kCrm;
}

v1::CreationSource CreationSourceOf(const v1::Signal& signal) {
  return signal.csm().empty() ? v1::CREATION_SOURCE_PLG_TRIGGER : v1::CREATION_SOURCE_CSM_INITIATED;
}

std::string CrmHandoffBody(const v1::Signal& signal, const v1::Account& account) {
  const bool plg = CreationSourceOf(signal) == v1::CREATION_SOURCE_PLG_TRIGGER;
  JsonObject body(kUsualBodySize);
  AddFiveFields(signal, account, &body);
  body.Text("owner", signal.ae());
  if (signal.model() == v1::OWNERSHIP_MODEL_C) body.Text("co_owner", signal.csm());
  body.Text("model", ModelName(signal.model()));
  body.Text("creation_source", plg ? "plg_trigger" : "csm_initiated");
  body.Text("trigger_event", "other");
  body.Text("trigger_text", TriggerName(signal.trigger()));
  body.Raw("task", Task(signal));
  return std::move(body).Finish();
}

std::string CrmWatchItemBody(const v1::Signal& signal, const v1::Account& account) {
  JsonObject body(kUsualBodySize);
  AddFiveFields(signal, account, &body);
  if (signal.has_revisit_time()) {
    body.Text("revisit_time", FormatInstant(ToTime(signal.revisit_time())));
  }
  return std::move(body).Finish();
}

}  // namespace baton::domain
