#include <algorithm>
#include <cstdlib>
#include <utility>

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
constexpr std::string_view kWarnAcknowledge = "warn_acknowledge";
constexpr std::string_view kWarnContact = "warn_contact";
constexpr std::string_view kAcknowledgeStep = "acknowledge_step";
constexpr std::string_view kContactStep = "contact_step";
constexpr std::string_view kAssign = "assign";
constexpr std::string_view kConfirm = "confirm";
constexpr std::string_view kAsk = "ask";
constexpr std::string_view kBooking = "booking";
constexpr std::string_view kPlan = "plan";
constexpr std::string_view kRevisit = "revisit";
constexpr std::string_view kExpire = "expire";

// S-5, S-9, S-11. The warning before the acknowledgement, its deadline, and what follows a miss.
void AddAcknowledgement(const v1::Signal& signal, std::vector<DueItem>* items) {
  const v1::SlaClock& clock = signal.clock();
  if (!clock.has_acknowledge_due_time() || signal.has_acknowledge_time()) return;
  const absl::Time due = ToTime(clock.acknowledge_due_time());
  if (!clock.acknowledge_missed()) {
    if (clock.has_acknowledge_warn_time() && !clock.acknowledge_warned()) {
      items->push_back({kWarnAcknowledge, clock.leg(), ToTime(clock.acknowledge_warn_time())});
    }
    items->push_back({kAcknowledge, clock.leg(), due});
  } else if (clock.acknowledge_steps() < clock.escalation_steps_size()) {
    const auto& step = clock.escalation_steps(clock.acknowledge_steps());
    items->push_back({kAcknowledgeStep, clock.leg(), due + absl::Minutes(step.after_minutes())});
  }
}

// The same for the contact.
void AddContact(const v1::Signal& signal, std::vector<DueItem>* items) {
  const v1::SlaClock& clock = signal.clock();
  if (!clock.has_contact_due_time() || signal.has_contact_time()) return;
  const absl::Time due = ToTime(clock.contact_due_time());
  if (!clock.contact_missed()) {
    if (clock.has_contact_warn_time() && !clock.contact_warned()) {
      items->push_back({kWarnContact, clock.leg(), ToTime(clock.contact_warn_time())});
    }
    items->push_back({kContact, clock.leg(), due});
  } else if (clock.contact_steps() < clock.escalation_steps_size()) {
    const auto& step = clock.escalation_steps(clock.contact_steps());
    items->push_back({kContactStep, clock.leg(), due + absl::Minutes(step.after_minutes())});
  }
}

void AddHandoff(const v1::Signal& signal, std::vector<DueItem>* items) {
  AddAcknowledgement(signal, items);
  AddContact(signal, items);
  if (signal.has_assign_due_time() && signal.ae().empty() && !signal.assign_missed()) {
    items->push_back({kAssign, 1, ToTime(signal.assign_due_time())});
  }
  if (signal.has_crm_due_time() && !signal.has_crm_confirm_time()) {
    items->push_back({kConfirm, 1, ToTime(signal.crm_due_time())});
  }
  if (signal.state() == v1::SIGNAL_STATE_CONTACTED && signal.has_outcome_ask_time()) {
    items->push_back({kAsk, signal.outcome_asks() + 1, ToTime(signal.outcome_ask_time())});
  }
}

void AddRevisit(const v1::Signal& signal, std::vector<DueItem>* items) {
  if (!signal.has_revisit_time()) return;
  if (!signal.has_remind_time()) {
    items->push_back({kRevisit, 1, ToTime(signal.revisit_time())});
  } else if (signal.state() == v1::SIGNAL_STATE_WATCHING && signal.has_expire_time()) {
    items->push_back({kExpire, 1, ToTime(signal.expire_time())});
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
                       item.leg, ", held by ", signal.holder(),
                       clock->uncharged() ? ", charged to nobody (W-1)" : ""));
  EscalateMiss(context, item, csms ? "S-11" : "S-5");
}

void MarkWarned(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  v1::SlaClock* clock = signal.mutable_clock();
  const bool acknowledge = item.what == kWarnAcknowledge;
  if (acknowledge) {
    clock->set_acknowledge_warned(true);
  } else {
    clock->set_contact_warned(true);
  }
  const absl::Time due =
      ToTime(acknowledge ? clock->acknowledge_due_time() : clock->contact_due_time());
  Explain(
      &signal, "S-9",
      absl::StrCat(signal.holder(), " was warned at ", FormatInstant(item.due), ": ",
                   std::string(acknowledge ? kAcknowledge : kContact), " by ", FormatInstant(due)));
  WarnHolder(context, {acknowledge ? kAcknowledge : kContact, item.leg, due});
}

void MarkStep(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  v1::SlaClock* clock = signal.mutable_clock();
  const bool acknowledge = item.what == kAcknowledgeStep;
  const int taken = acknowledge ? clock->acknowledge_steps() : clock->contact_steps();
  const v1::EscalationTarget to = clock->escalation_steps(taken).to();
  if (acknowledge) {
    clock->set_acknowledge_steps(taken + 1);
  } else {
    clock->set_contact_steps(taken + 1);
  }
  const absl::Time due =
      ToTime(acknowledge ? clock->acknowledge_due_time() : clock->contact_due_time());
  Explain(&signal, "S-5",
          absl::StrCat("step ", taken + 1, " after the missed ",
                       std::string(acknowledge ? kAcknowledge : kContact), " at ",
                       FormatInstant(item.due)));
  EscalateFurther(context, {acknowledge ? kAcknowledge : kContact, item.leg, due}, to, taken + 1);
}

void MarkUnassigned(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.set_assign_missed(true);
  Explain(&signal, "H-7", absl::StrCat("no AE was assigned by ", FormatInstant(item.due)));
  EscalateUnassigned(context, item);
}

void MarkUnconfirmed(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.clear_crm_due_time();
  Explain(&signal, "H-15",
          absl::StrCat("the CRM had not confirmed the handoff by ", FormatInstant(item.due),
                       ": RevOps was told, the clock runs on"));
  TellOfUnconfirmed(context, item);
}

// H-11. Every question that a whole period left unanswered counts; after the second the manager
// hears of it.
void MarkAsked(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  const int unanswered = signal.outcome_asks();
  signal.set_outcome_asks(unanswered + 1);
  *signal.mutable_outcome_ask_time() =
      ToTimestamp(item.due + context.policy.outcome_ask_days() * absl::Hours(24));
  Explain(&signal, "H-11",
          absl::StrCat(signal.holder(), " was asked for the outcome at ", FormatInstant(item.due),
                       ", question ", unanswered + 1));
  AskForOutcome(context, item);
  if (unanswered == kUnansweredAsks) EscalateSilence(context, item);
}

void MarkUnbooked(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.clear_booking_due_time();
  Explain(&signal, "H-11",
          absl::StrCat("won, but without a booking at ", FormatInstant(item.due),
                       ": RevOps was told; credit needs the booking"));
  TellOfMissingBooking(context, item);
}

void MarkUnplanned(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.set_plan_missed(true);
  Explain(&signal, "H-9", absl::StrCat("no plan was logged by ", FormatInstant(item.due)));
  EscalateMissingPlan(context, item);
}

// H-11. The closed signal comes back as a new watch item, which its first filer is reminded of.
void ComeBack(const DueItem& item, const MessageContext& context) {
  HandoffDecision* decision = context.decision;
  const std::string& name = context.parties.successor_name;
  decision->signal.set_continued_by(name);
  v1::Signal next = Successor(decision->signal, name, item.due);
  *next.mutable_expire_time() =
      ToTimestamp(item.due + context.policy.watch_expire_days() * absl::Hours(24));
  next.set_holder(CsmOf(next, context.parties));
  Explain(&decision->signal, "H-11",
          absl::StrCat("came back at ", FormatInstant(item.due), " as ", name));
  HandoffDecision begun{std::move(next), true, std::nullopt, {}, std::nullopt};
  const MessageContext its = {context.parties, context.policy, item.due, &begun};
  LogWatchItem(its);
  RemindOfRevisit(its, item);
  for (v1::Delivery& delivery : begun.deliveries) {
    decision->deliveries.push_back(std::move(delivery));
  }
  decision->successor = std::move(begun.signal);
}

void MarkRevisit(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  *signal.mutable_remind_time() = ToTimestamp(item.due);
  if (signal.state() != v1::SIGNAL_STATE_WATCHING) return ComeBack(item, context);
  signal.set_holder(CsmOf(signal, context.parties));
  *signal.mutable_expire_time() =
      ToTimestamp(item.due + context.policy.watch_expire_days() * absl::Hours(24));
  Explain(&signal, "H-5",
          absl::StrCat("came up again at ", FormatInstant(item.due), ": the CSM was reminded"));
  RemindOfRevisit(context, item);
}

void MarkExpired(const DueItem& item, const MessageContext& context) {
  v1::Signal& signal = context.decision->signal;
  signal.set_state(v1::SIGNAL_STATE_EXPIRED);
  Explain(&signal, "H-5",
          absl::StrCat("nobody answered the reminder: expired at ", FormatInstant(item.due)));
  TellOfExpiry(context, item);
}

using Marker = void (*)(const DueItem& item, const MessageContext& context);

Marker MarkerOf(std::string_view what) {
  static constexpr std::pair<std::string_view, Marker> kMarkers[] = {
      {kWarnAcknowledge, MarkWarned}, {kWarnContact, MarkWarned},   {kAcknowledge, MarkMilestone},
      {kContact, MarkMilestone},      {kAcknowledgeStep, MarkStep}, {kContactStep, MarkStep},
      {kAssign, MarkUnassigned},      {kConfirm, MarkUnconfirmed},  {kAsk, MarkAsked},
      {kBooking, MarkUnbooked},       {kPlan, MarkUnplanned},       {kRevisit, MarkRevisit},
      {kExpire, MarkExpired},
  };
  for (const auto& [name, marker] : kMarkers) {
    if (name == what) return marker;
  }
  std::abort();  // DueItems makes no others
}

void Mark(const DueItem& item, const HandoffParties& parties, const v1::Policy& policy,
          absl::Time now, HandoffDecision* decision) {
  MarkerOf(item.what)(item, {parties, policy, now, decision});
  v1::Signal& signal = decision->signal;
  const absl::Time updated = std::max(ToTime(signal.update_time()), item.due);
  *signal.mutable_update_time() = ToTimestamp(updated);
  decision->changed = true;
}

}  // namespace

std::vector<DueItem> DueItems(const v1::Signal& signal) {
  std::vector<DueItem> items;
  if (IsUnderWay(signal.state())) {
    AddHandoff(signal, &items);
  } else if (signal.state() == v1::SIGNAL_STATE_INTERVENTION) {
    if (signal.has_plan_due_time() && !signal.plan_missed()) {
      items.push_back({kPlan, 1, ToTime(signal.plan_due_time())});
    }
  } else if (signal.state() == v1::SIGNAL_STATE_WON) {
    if (signal.has_booking_due_time()) {
      items.push_back({kBooking, 1, ToTime(signal.booking_due_time())});
    }
  } else if (ComesUpAgain(signal.state())) {
    AddRevisit(signal, &items);
  }
  std::stable_sort(items.begin(), items.end(),
                   [](const DueItem& a, const DueItem& b) { return a.due < b.due; });
  return items;
}

void SetNextDueTime(v1::Signal* signal) {
  const v1::SlaClock& clock = signal->clock();
  std::vector<google::protobuf::Timestamp> open;
  if (signal->state() == v1::SIGNAL_STATE_INTERVENTION) {
    if (signal->has_plan_due_time()) open.push_back(signal->plan_due_time());
  } else if (IsUnderWay(signal->state())) {
    if (signal->has_assign_due_time() && signal->ae().empty()) {
      open.push_back(signal->assign_due_time());
    }
    if (clock.has_acknowledge_due_time() && !signal->has_acknowledge_time()) {
      open.push_back(clock.acknowledge_due_time());
    }
    if (clock.has_contact_due_time() && !signal->has_contact_time()) {
      open.push_back(clock.contact_due_time());
    }
  }
  signal->clear_next_due_time();
  if (open.empty()) return;
  *signal->mutable_next_due_time() = *std::min_element(
      open.begin(), open.end(), [](const auto& a, const auto& b) { return ToTime(a) < ToTime(b); });
}

HandoffDecision DecideDue(v1::Signal signal, std::string_view what, const HandoffParties& parties,
                          const v1::Policy& policy, absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  for (const DueItem& item : DueItems(decision.signal)) {
    if (item.what != what || now <= item.due) continue;
    Mark(item, parties, policy, now, &decision);
  }
  return decision;
}

HandoffDecision CatchUp(v1::Signal signal, const HandoffParties& parties, const v1::Policy& policy,
                        absl::Time now) {
  HandoffDecision decision{std::move(signal), false, std::nullopt, {}, std::nullopt};
  for (;;) {
    const std::vector<DueItem> items = DueItems(decision.signal);
    if (items.empty() || now <= items.front().due) return decision;
    Mark(items.front(), parties, policy, now, &decision);
  }
}

}  // namespace baton::domain
