#include "adapters/salesforce/salesforce_writer.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/crm_fields.h"
#include "adapters/crm_wording.h"
#include "domain/json_object.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr CrmSpelling kSpelling = CrmSpelling::kLabels;
constexpr absl::string_view kSignalId = "Expansion_Signal_Id__c";
constexpr absl::string_view kTaskKey = "Expansion_Task_Key__c";
// A factory value of the opportunity's Type.
constexpr absl::string_view kExpansion = "Existing Customer - Upgrade";
constexpr size_t kMaxGraphId = 39;
constexpr size_t kMaxNameCharacters = 120;

HttpRequest Request(absl::string_view method, std::string path, std::string body) {
  return {std::string(method),
          std::move(path),
          {{"Authorization", absl::StrCat("Bearer ", kAccessToken)},
           {"Content-Type", "application/json"},
           {"Sforce-Call-Options", "client=expansion-router"}},
          std::move(body)};
}

std::string ObjectPath(const CrmSettings& settings, absl::string_view object) {
  return absl::StrCat("/services/data/", settings.api_version, "/sobjects/", object);
}

// Letters, digits and underscores of the signal's id, as a graph's id may have them.
std::string GraphId(const v1::Signal& signal) {
  std::string id;
  for (const char c : SignalId(signal)) {
    if ((absl::ascii_isalnum(c) || c == '_') && id.size() < kMaxGraphId) id += c;
  }
  return id.empty() ? "signal" : id;
}

// The first characters of a name that is too long for Salesforce.
std::string ClipName(const std::string& name) {
  size_t characters = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(name[i]) & 0xC0) != 0x80;
    if (begins && ++characters > kMaxNameCharacters) return name.substr(0, i);
  }
  return name;
}

std::string PriorityOf(v1::Urgency urgency) {
  if (urgency == v1::URGENCY_HOT) return "High";
  return urgency == v1::URGENCY_WATCH ? "Low" : "Normal";
}

// A task that is due at an instant: its day is the owner's, the reminder has the minute.
void AddDue(absl::Time due, const CrmSettings& settings, CrmFields* task) {
  task->Text("ActivityDate", absl::FormatTime("%Y-%m-%d", due, settings.time_zone));
  task->Raw("IsReminderSet", "true");
  task->Text("ReminderDateTime", CrmInstant(due));
}

std::string OpportunityBody(const CrmHandoff& handoff, const CrmSettings& settings) {
  const v1::Signal& signal = handoff.signal;
  CrmFields body(settings);
  body.Text("Name", ClipName(handoff.opportunity_name));
  body.Text("AccountId", handoff.ids.account).Text("OwnerId", handoff.ids.ae);
  // Only at its creation; it makes the contact the primary one.
  body.Text("ContactId", handoff.ids.contact);
  body.Text("StageName", handoff.stage).Text("CloseDate", handoff.close_date);
  const std::string amount = AmountText(handoff);
  if (!amount.empty()) body.Raw("Amount", amount);
  body.Text("CurrencyIsoCode", handoff.currency_code).Text("Type", kExpansion);
  body.Key(kSignalId, SignalId(signal));
  body.Text("Creation_Source__c", CreationSourceText(handoff.creation_source, kSpelling));
  body.Text("Trigger_Event__c", handoff.trigger_event);
  body.Text("Signal_Type__c", SignalTypeText(signal));
  body.Text("Named_Buyer__c", BuyerText(signal.buyer()));
  body.Text("Signal_Timeline__c", signal.timeline());
  body.Text("Signal_Context__c", signal.context_note());
  body.Text("Signal_Urgency__c", UrgencyText(signal.urgency(), kSpelling));
  body.Text("CSM__c", handoff.ids.csm);
  body.Text("SLA_Due_At__c", CrmInstant(AcknowledgeBy(signal)));
  return std::move(body).Finish();
}

std::string HandoffTask(const CrmHandoff& handoff, const CrmSettings& settings) {
  const v1::Signal& signal = handoff.signal;
  CrmFields task(settings);
  task.Text("Subject", HandoffSubject(signal)).Text("WhatId", "@{refOpportunity.id}");
  task.Text("WhoId", handoff.ids.contact).Text("OwnerId", handoff.ids.ae);
  task.Text("Status", "Not Started").Text("Priority", PriorityOf(signal.urgency()));
  AddDue(AcknowledgeBy(signal), settings, &task);
  task.Text(kSignalId, SignalId(signal));
  task.Text("Description", absl::StrJoin(HandoffLines(signal, kSpelling), "\n"));
  return std::move(task).Finish();
}

// A node of a graph.
std::string Node(absl::string_view url, absl::string_view reference, absl::string_view body) {
  domain::JsonObject node(body.size() + 200);
  node.Text("method", "POST").Text("url", url).Text("referenceId", reference).Raw("body", body);
  return std::move(node).Finish();
}

std::string EscalationTask(const CrmEscalation& escalation, const CrmSettings& settings) {
  const CrmIds& ids = escalation.ids;
  CrmFields task(settings);
  task.Text("Subject", EscalationSubject(escalation));
  // Until the CRM has the opportunity, the task is about the account.
  task.Text("WhatId", ids.opportunity.empty() ? ids.account : ids.opportunity);
  task.Text("WhoId", ids.contact).Text("OwnerId", escalation.owner_id);
  task.Text("Status", "Not Started").Text("Priority", "High");
  AddDue(escalation.due_time, settings, &task);
  task.Text(kSignalId, SignalId(escalation.signal));
  task.Text("Description", absl::StrJoin(EscalationLines(escalation, kSpelling), "\n"));
  return std::move(task).Finish();
}

std::string WatchTask(const CrmWatchItem& item, const CrmSettings& settings) {
  CrmFields task(settings);
  task.Text("Subject", item.subject).Text("WhatId", item.ids.account);
  task.Text("WhoId", item.ids.contact).Text("OwnerId", item.ids.csm);
  task.Text("Status", "Not Started").Text("Priority", PriorityOf(item.signal.urgency()));
  AddDue(item.revisit_time, settings, &task);
  task.Text(kSignalId, SignalId(item.signal));
  task.Text("Description", absl::StrJoin(WatchLines(item.signal, kSpelling), "\n"));
  return std::move(task).Finish();
}

// Writes a task under its own key: made, or the same again.
HttpRequest TaskRequest(absl::string_view key, std::string body, const CrmSettings& settings) {
  return Request("PATCH",
                 absl::StrCat(ObjectPath(settings, "Task"), "/", KeyField(settings, kTaskKey), "/",
                              EscapePath(key)),
                 std::move(body));
}

// Changes the signal's opportunity, which must be there.
HttpRequest OpportunityRequest(const v1::Signal& signal, std::string body,
                               const CrmSettings& settings) {
  return Request(
      "PATCH",
      absl::StrCat(ObjectPath(settings, "Opportunity"), "/", KeyField(settings, kSignalId), "/",
                   EscapePath(SignalId(signal)), "?updateOnly=true"),
      std::move(body));
}

}  // namespace

absl::StatusOr<HttpRequests> SalesforceWriter::RenderHandoff(const CrmHandoff& handoff,
                                                             const CrmSettings& settings) const {
  domain::Violations faults;
  CheckHandoff(handoff, &faults);
  if (handoff.close_date.empty()) faults.Add("close_date", "is missing");
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const std::string nodes = absl::StrCat(
      "[",
      Node(ObjectPath(settings, "Opportunity"), "refOpportunity",
           OpportunityBody(handoff, settings)),
      ",", Node(ObjectPath(settings, "Task"), "refTask", HandoffTask(handoff, settings)), "]");
  domain::JsonObject graph;
  graph.Text("graphId", GraphId(handoff.signal)).Raw("compositeRequest", nodes);
  domain::JsonObject body;
  body.Raw("graphs", absl::StrCat("[", std::move(graph).Finish(), "]"));
  return HttpRequests{
      Request("POST", absl::StrCat("/services/data/", settings.api_version, "/composite/graph"),
              std::move(body).Finish())};
}

absl::StatusOr<HttpRequests> SalesforceWriter::RenderEscalation(const CrmEscalation& escalation,
                                                                const CrmSettings& settings) const {
  domain::Violations faults;
  CheckEscalation(escalation, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const std::string key =
      absl::StrCat(SignalId(escalation.signal), ":escalation:", escalation.level);
  return HttpRequests{TaskRequest(key, EscalationTask(escalation, settings), settings)};
}

absl::StatusOr<HttpRequests> SalesforceWriter::RenderOutcome(const CrmOutcome& outcome,
                                                             const CrmSettings& settings) const {
  domain::Violations faults;
  CheckOutcome(outcome, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const v1::SignalOutcome& stated = outcome.signal.outcome();
  CrmFields body(settings);
  body.Text("Signal_Outcome__c", OutcomeText(stated.kind(), kSpelling));
  if (stated.kind() == v1::OUTCOME_KIND_LOST) body.Text("Loss_Reason__c", stated.reason());
  if (!outcome.revisit_date.empty()) {
    body.Text("Revisit_On__c", outcome.revisit_date);
    body.Text("NextStep", absl::StrCat("Revisit on ", outcome.revisit_date));
  }
  return HttpRequests{OpportunityRequest(outcome.signal, std::move(body).Finish(), settings)};
}

absl::StatusOr<HttpRequests> SalesforceWriter::RenderWatchItem(const CrmWatchItem& item,
                                                               const CrmSettings& settings) const {
  domain::Violations faults;
  CheckWatchItem(item, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  return HttpRequests{TaskRequest(WatchKey(item), WatchTask(item, settings), settings)};
}

absl::StatusOr<HttpRequests> SalesforceWriter::RenderClose(const CrmClose& close,
                                                           const CrmSettings& settings) const {
  domain::Violations faults;
  CheckClose(close, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  CrmFields body(settings);
  body.Text("Signal_Outcome__c", close.state).Text("Loss_Reason__c", close.reason);
  return HttpRequests{OpportunityRequest(close.signal, std::move(body).Finish(), settings)};
}

}  // namespace baton::adapters
