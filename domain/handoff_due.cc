#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_place.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/signal_state.h"

namespace baton::domain {
namespace {

constexpr std::string_view kAcknowledge = "acknowledge";
constexpr std::string_view kContact = "contact";
constexpr std::string_view kAssign = "assign";
constexpr std::string_view kRevisit = "revisit";
constexpr std::string_view kExpire = "expire";

void AddMilestones(const v1::Signal& signal, std::vector<DueItem>* items) {
  const v1::SlaClock& clock = signal.clock();
  if (clock.has_acknowledge_due_time() && !signal.has_acknowledge_time() &&
      !clock.acknowledge_missed()) {
    items->push_back({kAcknowledge, clock.leg(), ToTime(clock.acknowledge_due_time())});
  }
  if (clock.has_contact_due_time() && !signal.has_contact_time() && !clock.contact_missed()) {
    items->push_back({kContact, clock.leg(), ToTime(clock.contact_due_time())});
  }
  if (signal.has_assign_due_time() && signal.ae().empty() && !signal.assign_missed()) {
    items->push_back({kAssign, 1, ToTime(signal.assign_due_time())});
  }
}

void AddRevisit(const v1::Signal& signal, std::vector<DueItem>* items) {
  if (!signal.has_revisit_time()) return;
  if (!signal.has_remind_time()) {
    items->push_back({kRevisit, 1, ToTime(signal.revisit_time())});
  } else if (signal.state() == v1::SIGNAL_STATE_WATCHING) {
    items->push_back({kExpire, 1, ToTime(signal.remind_time()) + kExpireAfter});
  }
}

void MarkMilestone(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  v1::SlaClock* clock = signal.mutable_clock();
  const bool csms = signal.state() == v1::SIGNAL_STATE_CS_OWNED;
  if (item.what == kAcknowledge) {
    clock->set_acknowledge_missed(true);
  } else {
    clock->set_contact_missed(true);
  }
  Explain(&signal, csms ? "S-11" : "S-5",
          absl::StrCat(std::string(item.what), " missed at ", FormatInstant(item.due), ", leg ",
                       item.leg, ", held by ", signal.holder()));
  EscalateMiss(context, item, csms ? "S-11" : "S-5");
}

void MarkUnassigned(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.set_assign_missed(true);
  Explain(&signal, "H-7", absl::StrCat("no AE was assigned by ", FormatInstant(item.due)));
  EscalateUnassigned(context, item);
}

void MarkRevisit(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  *signal.mutable_remind_time() = ToTimestamp(item.due);
  signal.set_holder(CsmOf(signal, context.parties));
  Explain(&signal, signal.state() == v1::SIGNAL_STATE_WATCHING ? "H-5" : "H-11",
          absl::StrCat("came up again at ", FormatInstant(item.due), ": the CSM was reminded"));
  RemindOfRevisit(context, item);
}

void MarkExpired(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.set_state(v1::SIGNAL_STATE_EXPIRED);
  Explain(&signal, "H-5",
          absl::StrCat("no answer within 30 days of the reminder: expired at ",
                       FormatInstant(item.due)));
  TellOfExpiry(context, item);
}

void Mark(const DueItem& item, const HandoffParties& parties, absl::Time now,
          HandoffDecision* decision) {
  const MessageContext context = {parties, now, decision};
  if (item.what == kAssign) {
    MarkUnassigned(item, context);
  } else if (item.what == kRevisit) {
    MarkRevisit(item, context);
  } else if (item.what == kExpire) {
    MarkExpired(item, context);
  } else {
    MarkMilestone(item, context);
  }
  v1::Signal& signal = decision->signal;
  const absl::Time updated = std::max(ToTime(signal.update_time()), item.due);
  *signal.mutable_update_time() = ToTimestamp(updated);
  decision->changed = true;
}

}  // namespace

std::vector<DueItem> DueItems(const v1::Signal& signal) {
  std::vector<DueItem> items;
  if (IsUnderWay(signal.state())) {
    AddMilestones(signal, &items);
  } else if (signal.state() != v1::SIGNAL_STATE_EXPIRED) {
    AddRevisit(signal, &items);
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const DueItem& a, const DueItem& b) { return a.due < b.due; });
  return items;
}

HandoffDecision DecideDue(v1::Signal signal, std::string_view what, const HandoffParties& parties,
                          absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}};
  for (const DueItem& item : DueItems(decision.signal)) {
    if (item.what == what && now > item.due) Mark(item, parties, now, &decision);
  }
  return decision;
}

HandoffDecision CatchUp(v1::Signal signal, const HandoffParties& parties, absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}};
  for (;;) {
    const std::vector<DueItem> items = DueItems(decision.signal);
    if (items.empty() || now <= items.front().due) return decision;
    Mark(items.front(), parties, now, &decision);
  }
}

}  // namespace baton::domain
