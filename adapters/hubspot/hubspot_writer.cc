#include "adapters/hubspot/hubspot_writer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "adapters/crm_fields.h"
#include "adapters/crm_wording.h"
#include "domain/json_object.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr CrmSpelling kSpelling = CrmSpelling::kNames;
constexpr absl::string_view kSignalId = "expansion_signal_id";
constexpr absl::string_view kTaskKey = "expansion_task_key";

// HubSpot's own types of associations.
constexpr int kDealToContact = 3;
constexpr int kDealToPrimaryCompany = 5;
constexpr int kTaskToCompany = 192;
constexpr int kTaskToContact = 204;
constexpr int kTaskToDeal = 216;

HttpRequest Request(absl::string_view method, std::string path, std::string body) {
  return {std::string(method),
          std::move(path),
          {{"Authorization", absl::StrCat("Bearer ", kAccessToken)},
           {"Content-Type", "application/json"}},
          std::move(body)};
}

// The signal's deal, by the property that is unique.
std::string DealPath(const v1::Signal& signal, const CrmSettings& settings) {
  return absl::StrCat(settings.objects_path, "/deals/", EscapePath(SignalId(signal)),
                      "?idProperty=", EscapePath(KeyField(settings, kSignalId)));
}

std::string Instant(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

std::string PriorityOf(v1::Urgency urgency) {
  if (urgency == v1::URGENCY_HOT) return "HIGH";
  return urgency == v1::URGENCY_WATCH ? "LOW" : "MEDIUM";
}

// Whether "&amp;", "&#38;" or the like begins here.
bool IsReference(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "&")) return false;
  absl::ConsumePrefix(&text, "#");
  const auto end = std::find_if_not(text.begin(), text.end(), absl::ascii_isalnum);
  return end != text.begin() && end != text.end() && *end == ';';
}

// A text inside HubSpot's rich text. Only what would be read as markup is escaped: "R&D" stays.
std::string Html(absl::string_view text) {
  std::string html;
  for (size_t i = 0; i < text.size(); ++i) {
    if (IsReference(text.substr(i))) {
      html += "&amp;";
    } else if (text[i] == '<') {
      html += "&lt;";
    } else {
      html += text[i];
    }
  }
  return absl::StrReplaceAll(html, {{"\r\n", "<br>"}, {"\n", "<br>"}});
}

std::string TaskBody(std::vector<std::string> lines) {
  for (std::string& line : lines) line = Html(line);
  return absl::StrJoin(lines, "<br>");
}

// The associations of a record, those whose target is known.
class Associations {
 public:
  Associations& Add(absl::string_view id, int type) {
    if (id.empty()) return *this;
    domain::JsonObject to;
    to.Text("id", id);
    domain::JsonObject kind;
    kind.Text("associationCategory", "HUBSPOT_DEFINED")
        .Raw("associationTypeId", absl::StrCat(type));
    domain::JsonObject association;
    association.Raw("to", std::move(to).Finish())
        .Raw("types", absl::StrCat("[", std::move(kind).Finish(), "]"));
    absl::StrAppend(&list_, list_.empty() ? "" : ",", std::move(association).Finish());
    return *this;
  }

  std::string Finish() const { return absl::StrCat("[", list_, "]"); }

 private:
  std::string list_;
};

std::string Record(std::string properties, const Associations& associations) {
  domain::JsonObject record(properties.size() + 400);
  record.Raw("properties", properties).Raw("associations", associations.Finish());
  return std::move(record).Finish();
}

std::string DealProperties(const CrmHandoff& handoff, const CrmSettings& settings) {
  const v1::Signal& signal = handoff.signal;
  CrmFields deal(settings);
  deal.Text("dealname", handoff.opportunity_name).Text("pipeline", handoff.pipeline);
  deal.Text("dealstage", handoff.stage).Text("dealtype", "existingbusiness");
  deal.Text("amount", AmountText(handoff)).Text("deal_currency_code", handoff.currency_code);
  if (!handoff.close_date.empty()) {
    deal.Text("closedate", absl::StrCat(handoff.close_date, "T00:00:00.000Z"));
  }
  deal.Text("hubspot_owner_id", handoff.ids.ae).Key(kSignalId, SignalId(signal));
  deal.Text("creation_source", CreationSourceText(handoff.creation_source, kSpelling));
  deal.Text("trigger_event", handoff.trigger_event);
  deal.Text("signal_type", SignalTypeText(signal));
  deal.Text("named_buyer", BuyerText(signal.buyer()));
  deal.Text("signal_timeline", signal.timeline());
  deal.Text("signal_context_note", signal.context_note());
  deal.Text("signal_urgency", UrgencyText(signal.urgency(), kSpelling));
  deal.Text("csm_owner_id", handoff.ids.csm);
  deal.Text("sla_due_at", Instant(AcknowledgeBy(signal)));
  return std::move(deal).Finish();
}

// What every task of ours has in common.
struct Task {
  std::string subject;
  std::vector<std::string> lines;
  std::string priority;
  absl::Time due_time;
  std::string owner_id;
  std::string key;
};

std::string TaskProperties(const Task& task, const CrmSettings& settings) {
  CrmFields fields(settings);
  fields.Text("hs_task_subject", task.subject).Text("hs_task_body", TaskBody(task.lines));
  fields.Text("hs_task_status", "NOT_STARTED").Text("hs_task_priority", task.priority);
  fields.Text("hs_task_type", "TODO").Text("hs_timestamp", Instant(task.due_time));
  fields.Text("hubspot_owner_id", task.owner_id).Key(kTaskKey, task.key);
  return std::move(fields).Finish();
}

HttpRequest TaskRequest(const Task& task, const CrmIds& ids, absl::string_view deal,
                        const CrmSettings& settings) {
  Associations associations;
  associations.Add(deal, kTaskToDeal).Add(ids.contact, kTaskToContact);
  associations.Add(ids.account, kTaskToCompany);
  return Request("POST", absl::StrCat(settings.objects_path, "/tasks"),
                 Record(TaskProperties(task, settings), associations));
}

}  // namespace

absl::StatusOr<HttpRequests> HubSpotWriter::RenderHandoff(const CrmHandoff& handoff,
                                                          const CrmSettings& settings) const {
  domain::Violations faults;
  CheckHandoff(handoff, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const v1::Signal& signal = handoff.signal;
  Associations associations;
  associations.Add(handoff.ids.account, kDealToPrimaryCompany);
  associations.Add(handoff.ids.contact, kDealToContact);
  const Task task = {HandoffSubject(signal),
                     HandoffLines(signal, kSpelling),
                     PriorityOf(signal.urgency()),
                     AcknowledgeBy(signal),
                     handoff.ids.ae,
                     absl::StrCat(SignalId(signal), ":ack")};
  HttpRequest deal = Request("POST", absl::StrCat(settings.objects_path, "/deals"),
                             Record(DealProperties(handoff, settings), associations));
  deal.find_path = DealPath(signal, settings);
  return HttpRequests{std::move(deal), TaskRequest(task, handoff.ids, kFirstAnswerId, settings)};
}

absl::StatusOr<HttpRequests> HubSpotWriter::RenderEscalation(const CrmEscalation& escalation,
                                                             const CrmSettings& settings) const {
  domain::Violations faults;
  CheckEscalation(escalation, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const Task task = {EscalationSubject(escalation),
                     EscalationLines(escalation, kSpelling),
                     "HIGH",
                     escalation.due_time,
                     escalation.owner_id,
                     absl::StrCat(SignalId(escalation.signal), ":escalation:", escalation.level)};
  return HttpRequests{TaskRequest(task, escalation.ids, escalation.ids.opportunity, settings)};
}

absl::StatusOr<HttpRequests> HubSpotWriter::RenderOutcome(const CrmOutcome& outcome,
                                                          const CrmSettings& settings) const {
  domain::Violations faults;
  CheckOutcome(outcome, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const v1::SignalOutcome& stated = outcome.signal.outcome();
  CrmFields properties(settings);
  properties.Text("signal_outcome", OutcomeText(stated.kind(), kSpelling));
  if (stated.kind() == v1::OUTCOME_KIND_LOST) properties.Text("loss_reason", stated.reason());
  properties.Text("revisit_on", outcome.revisit_date);
  domain::JsonObject body;
  body.Raw("properties", std::move(properties).Finish());
  return HttpRequests{
      Request("PATCH", DealPath(outcome.signal, settings), std::move(body).Finish())};
}

absl::StatusOr<HttpRequests> HubSpotWriter::RenderWatchItem(const CrmWatchItem& item,
                                                            const CrmSettings& settings) const {
  domain::Violations faults;
  CheckWatchItem(item, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  const Task task = {item.subject,
                     WatchLines(item.signal, kSpelling),
                     PriorityOf(item.signal.urgency()),
                     item.revisit_time,
                     item.ids.csm,
                     WatchKey(item)};
  return HttpRequests{TaskRequest(task, item.ids, "", settings)};
}

absl::StatusOr<HttpRequests> HubSpotWriter::RenderClose(const CrmClose& close,
                                                        const CrmSettings& settings) const {
  domain::Violations faults;
  CheckClose(close, &faults);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  CrmFields properties(settings);
  properties.Text("signal_outcome", close.state).Text("loss_reason", close.reason);
  domain::JsonObject body;
  body.Raw("properties", std::move(properties).Finish());
  return HttpRequests{Request("PATCH", DealPath(close.signal, settings), std::move(body).Finish())};
}

}  // namespace baton::adapters
