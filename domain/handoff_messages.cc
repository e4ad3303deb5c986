#include "domain/handoff_messages.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/calculation_text.h"
#include "domain/crm_handoff.h"
#include "domain/handoff_place.h"
#include "domain/handoff_wording.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/signal_clock.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

std::string OutcomeText(v1::OutcomeKind kind) {
  switch (kind) {
    case v1::OUTCOME_KIND_WON:
      return "won";
    case v1::OUTCOME_KIND_LOST:
      return "lost";
    case v1::OUTCOME_KIND_DEFERRED:
      return "deferred";
    case v1::OUTCOME_KIND_NOT_READY:
      return "not_ready";
    default:
      return "";
  }
}

std::string OutcomeSentence(const v1::SignalOutcome& outcome) {
  std::string text = absl::StrCat("Reason: ", outcome.reason());
  if (outcome.has_amount()) {
    const v1::Money& amount = outcome.amount();
    absl::StrAppend(&text, "\nAmount: ", AmountText(amount.amount_minor(), amount.currency_code()));
  }
  if (!outcome.opportunity().empty()) {
    absl::StrAppend(&text, "\nOpportunity: ", outcome.opportunity());
  }
  if (!outcome.competitor().empty()) {
    absl::StrAppend(&text, "\nCompetitor: ", outcome.competitor());
  }
  if (outcome.has_revisit_time()) {
    absl::StrAppend(&text, "\nAsk again: ", FormatDay(ToTime(outcome.revisit_time())));
  }
  return text;
}

std::string OutcomeBody(const v1::Signal& signal) {
  const v1::SignalOutcome& outcome = signal.outcome();
  JsonObject body(512);
  body.Text("signal", signal.name());
  body.Text("record_id", signal.source().record_id());
  body.Text("outcome", OutcomeText(outcome.kind()));
  body.Text("reason", outcome.reason());
  if (outcome.has_amount()) body.Raw("amount", JsonMoney(outcome.amount()));
  body.Text("opportunity", outcome.opportunity());
  body.Text("competitor", outcome.competitor());
  if (outcome.has_revisit_time()) {
    body.Text("revisit_time", FormatInstant(ToTime(outcome.revisit_time())));
  }
  body.Text("close_time", FormatInstant(ToTime(signal.close_time())));
  return std::move(body).Finish();
}

// Of what happens when a signal is placed: at its filing, else at that instant, since it may be
// placed again.
Occasion Placing(absl::string_view what, const MessageContext& context) {
  const bool filing = ToTime(context.decision->signal.file_time()) == context.now;
  return {what, filing ? "1" : absl::StrCat(absl::ToUnixMicros(context.now))};
}

}  // namespace

void TellOfMissingFields(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  const std::string missing = absl::StrJoin(signal.missing_fields(), ", ");
  Send(context, kMessage, Csm(context),
       {"H-2", Placing("incomplete", context),
        absl::StrCat("Incomplete signal for ", Whose(signal, context.parties), ": ", missing),
        absl::StrCat("It is routable, and goes out as soon as these fields are filled: ", missing,
                     ".\n", Summary(signal))});
}

void LogWatchItem(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, v1::DELIVERY_KIND_CRM_WATCH_ITEM, {"crm", CrmOf(context.parties.account)},
       {"H-5", Placing("watch", context),
        absl::StrCat("Watch item for ", Whose(signal, context.parties), ": ",
                     TriggerName(signal.trigger()), ", again on ",
                     FormatDay(ToTime(signal.revisit_time()))),
        CrmWatchItemBody(signal, context.parties.account)});
}

void AskForAe(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, {"revops", kRevopsQueue},
       {"H-7", Placing("unassigned", context),
        absl::StrCat(Whose(signal, context.parties), " has no AE for a ",
                     UrgencyName(signal.urgency()), " signal: assign one by ",
                     FormatMinute(ToTime(signal.assign_due_time()))),
        Summary(signal)});
}

void WriteCrmHandoff(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  std::string subject =
      absl::StrCat(UrgencyName(signal.urgency()), " signal for ", Whose(signal, context.parties),
                   ": ", TriggerName(signal.trigger()));
  if (signal.clock().has_acknowledge_due_time()) {
    absl::StrAppend(&subject, ", acknowledge by ",
                    FormatMinute(ToTime(signal.clock().acknowledge_due_time())));
  }
  v1::Delivery delivery = NewDelivery(signal, v1::DELIVERY_KIND_CRM_HANDOFF, "H-15",
                                      {"handoff", absl::StrCat(LegOf(signal))},
                                      {"crm", CrmOf(context.parties.account)}, context.now);
  delivery.set_subject(std::move(subject));
  delivery.set_body(CrmHandoffBody(signal, context.parties.account));
  context.decision->deliveries.push_back(std::move(delivery));
}

void TellOfSupport(const MessageContext& context) {
  if (context.parties.ae.empty()) return;
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, {"ae", context.parties.ae},
       {"H-6", Placing("support", context),
        absl::StrCat(Whose(signal, context.parties), ": ", Short(CsmOf(signal, context.parties)),
                     " closes with your support"),
        Summary(signal)});
}

void TellOfOwnedSignal(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Csm(context),
       {"S-11", Placing("owned", context),
        absl::StrCat("Yours: ", UrgencyName(signal.urgency()), " signal for ",
                     Whose(signal, context.parties), ", contact by ",
                     FormatMinute(ToTime(signal.clock().contact_due_time()))),
        Summary(signal)});
}

void TellOfUpgrade(const MessageContext& context, std::string_view reason,
                   std::string_view author) {
  const v1::Signal& signal = context.decision->signal;
  const Message message = {"H-8",
                           {"upgrade", "1"},
                           absl::StrCat("Joint motion for ", Whose(signal, context.parties),
                                        ", asked for by ", Short(author)),
                           absl::StrCat("Model C: the AE closes, the CSM is co-owner. Reason: ",
                                        std::string(reason), "\n", Summary(signal))};
  const Addressee csm = Csm(context);
  if (csm.name != std::string(author)) Send(context, kMessage, csm, message);
  if (signal.ae().empty() || signal.ae() == author) return;
  Send(context, kMessage, {"ae", signal.ae()}, message);
}

void TellOfRisk(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  const Message message = {
      "H-9", Placing("risk", context),
      absl::StrCat("Risk at ", Whose(signal, context.parties), ": ", TriggerName(signal.trigger()),
                   "; plan a joint intervention"),
      Summary(signal)};
  Send(context, kMessage, Csm(context), message);
  if (!signal.ae().empty()) Send(context, kMessage, {"ae", signal.ae()}, message);
}

void TellOfOutcome(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  const Message message = {
      "H-11",
      {"outcome", signal.has_reopen_time() ? "2" : "1"},
      absl::StrCat(Whose(signal, context.parties), ": your ", TriggerName(signal.trigger()),
                   " signal is ", OutcomeText(signal.outcome().kind())),
      OutcomeSentence(signal.outcome())};
  Send(context, kMessage, Csm(context), message);
  if (!HasSourceSystem(signal)) return;
  Send(context, v1::DELIVERY_KIND_CS_UPDATE, {"source", signal.source().system()},
       {message.rule, message.occasion, message.subject, OutcomeBody(signal)});
}

void TellCrmOfOutcome(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  if (!signal.has_route_time()) return;
  Send(context, v1::DELIVERY_KIND_CRM_CLOSE, {"crm", CrmOf(context.parties.account)},
       {"H-11",
        {"outcome", signal.has_reopen_time() ? "2" : "1"},
        absl::StrCat(Whose(signal, context.parties), ": ", OutcomeText(signal.outcome().kind())),
        OutcomeBody(signal)});
}

void TellOfHotterUrgency(const MessageContext& context, const v1::Signal& first) {
  if (first.ae().empty()) return;
  v1::Delivery delivery =
      NewDelivery(first, kMessage, "H-12", {"hotter", Short(context.decision->signal.name())},
                  {"ae", first.ae()}, context.now);
  delivery.set_subject(absl::StrCat(Whose(first, context.parties), " is ",
                                    UrgencyName(first.urgency()),
                                    " now: the same was heard again"));
  delivery.set_body(
      absl::StrCat("Its open deadlines were recomputed.\n", Summary(context.decision->signal)));
  context.decision->deliveries.push_back(std::move(delivery));
}

void EscalateMiss(const MessageContext& context, const DueItem& item, absl::string_view rule) {
  const v1::Signal& signal = context.decision->signal;
  const std::string milestone(item.what);
  const Message message = {
      rule,
      {milestone, absl::StrCat(item.leg)},
      absl::StrCat("Missed: ", milestone, " ", Whose(signal, context.parties), " by ",
                   FormatMinute(item.due), ", held by ", Short(signal.holder())),
      absl::StrCat("Nobody did \"", milestone, "\" by ", FormatInstant(item.due),
                   ". It can still be done, and stays marked late.\n", Summary(signal))};
  const Addressee manager = Manager(context.parties);
  Send(context, kMessage, manager, message);
  const std::string task = absl::StrCat(manager.role, "_task");
  Send(context, v1::DELIVERY_KIND_CRM_TASK, {task, manager.name}, message);
  Send(context, kMessage, Csm(context), message);
}

void EscalateUnassigned(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  const std::string& head = context.parties.revops_head;
  Send(context, kMessage,
       head.empty() ? Addressee{"revops", kRevopsQueue} : Addressee{"revops_head", head},
       {"H-7",
        {"assign", absl::StrCat(absl::ToUnixMicros(item.due))},
        absl::StrCat("Missed: assign an AE to ", Whose(signal, context.parties), " by ",
                     FormatMinute(item.due)),
        absl::StrCat("The customer waits since ", FormatInstant(ToTime(signal.file_time())), ".\n",
                     Summary(signal))});
}

void RemindOfRevisit(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Csm(context),
       {signal.continues().empty() ? "H-5" : "H-11",
        {"revisit", FormatDay(item.due)},
        absl::StrCat("Ask again: ", Whose(signal, context.parties), ", ",
                     TriggerName(signal.trigger())),
        absl::StrCat("Answer the four questions again; without an answer it expires on ",
                     FormatDay(ToTime(signal.expire_time())), ".\n", Summary(signal))});
}

void TellOfExpiry(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  const Message message = {
      "H-5",
      {"expire", FormatDay(item.due)},
      absl::StrCat("Expired: ", Whose(signal, context.parties), ", ",
                   TriggerName(signal.trigger())),
      absl::StrCat("Nobody answered the reminder of ", FormatDay(ToTime(signal.remind_time())),
                   ".\n", Summary(signal))};
  const Addressee csm = Csm(context);
  const Addressee manager = Manager(context.parties);
  Send(context, kMessage, csm, message);
  if (manager.role != csm.role) Send(context, kMessage, manager, message);
}

}  // namespace baton::domain
