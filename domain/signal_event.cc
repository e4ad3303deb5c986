#include "domain/signal_event.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/signal_state.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

constexpr size_t kUsualBodySize = 640;

std::string InstantText(bool present, const google::protobuf::Timestamp& time) {
  return present ? FormatInstant(ToTime(time)) : "";
}

std::string OutcomeJson(const v1::SignalOutcome& outcome) {
  JsonObject json(256);
  json.Text("reason", outcome.reason()).Text("competitor", outcome.competitor());
  json.Text("revisit_time", InstantText(outcome.has_revisit_time(), outcome.revisit_time()));
  return std::move(json).Finish();
}

}  // namespace

std::vector<std::string> SignalEvents(const v1::Signal* before, const v1::Signal& after) {
  const v1::Signal& was = before == nullptr ? v1::Signal::default_instance() : *before;
  std::vector<std::string> events;
  if (before == nullptr) events.emplace_back("signal.filed");
  if (after.clock().acknowledge_missed() && !was.clock().acknowledge_missed()) {
    events.emplace_back("signal.acknowledge_missed");
  }
  if (after.clock().contact_missed() && !was.clock().contact_missed()) {
    events.emplace_back("signal.contact_missed");
  }
  if (after.state() != was.state()) {
    events.push_back(absl::StrCat("signal.", StateName(after.state())));
  } else if (after.holder() != was.holder()) {
    events.emplace_back("signal.reassigned");
  }
  return events;
}

std::string SignalEventBody(const v1::Signal& signal) {
  JsonObject body(kUsualBodySize);
  body.Text("signal", signal.name()).Text("account", signal.account());
  body.Text("state", StateName(signal.state())).Text("trigger", TriggerName(signal.trigger()));
  body.Text("urgency", UrgencyName(signal.urgency()));
  body.Text("source_system", signal.source().system());
  body.Text("source_record_id", signal.source().record_id());
  body.Text("csm", signal.csm()).Text("ae", signal.ae()).Text("holder", signal.holder());
  const v1::SlaClock& clock = signal.clock();
  body.Text("acknowledge_due_time",
            InstantText(clock.has_acknowledge_due_time(), clock.acknowledge_due_time()));
  body.Text("contact_due_time",
            InstantText(clock.has_contact_due_time(), clock.contact_due_time()));
  body.Text("acknowledge_time",
            InstantText(signal.has_acknowledge_time(), signal.acknowledge_time()));
  body.Text("contact_time", InstantText(signal.has_contact_time(), signal.contact_time()));
  body.Text("opportunity", signal.opportunity()).Text("booking", signal.booking());
  if (signal.has_outcome()) body.Raw("outcome", OutcomeJson(signal.outcome()));
  return std::move(body).Finish();
}

}  // namespace baton::domain
