// The wording of what follows a handoff: warnings, takeovers, questions, ends (H-9 to H-11, H-15,
// S-5, S-7, S-9).
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/crm_handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_wording.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/json_object.h"
#include "domain/signal_clock.h"
#include "domain/signal_state.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

Addressee Revops() { return {"revops", kRevopsQueue}; }

Addressee Holder(const MessageContext& context) {
  const v1::Signal& signal = context.decision->signal;
  if (signal.holder().empty()) return Revops();
  return {signal.holder() == signal.ae() ? "ae" : "csm", signal.holder()};
}

// Of what may happen to a signal more than once.
Occasion At(absl::string_view what, absl::Time now) {
  return {what, absl::StrCat(absl::ToUnixMicros(now))};
}

std::string Deadlines(const v1::Signal& signal) {
  const v1::SlaClock& clock = signal.clock();
  std::string text;
  if (clock.has_acknowledge_due_time() && !signal.has_acknowledge_time()) {
    absl::StrAppend(&text, "Acknowledge by ", FormatMinute(ToTime(clock.acknowledge_due_time())),
                    ". ");
  }
  if (clock.has_contact_due_time() && !signal.has_contact_time()) {
    absl::StrAppend(&text, "Contact the customer by ",
                    FormatMinute(ToTime(clock.contact_due_time())), ". ");
  }
  return text;
}

// To AE and CSM, but for `author`; and to the system that the signal came from.
void TellAllSides(const MessageContext& context, std::string_view author, const Message& message) {
  const v1::Signal& signal = context.decision->signal;
  const Addressee csm = Csm(context);
  if (csm.name != std::string(author)) Send(context, kMessage, csm, message);
  if (!signal.ae().empty() && signal.ae() != author) {
    Send(context, kMessage, {"ae", signal.ae()}, message);
  }
  if (!HasSourceSystem(signal)) return;
  JsonObject body(256);
  body.Text("signal", signal.name());
  body.Text("record_id", signal.source().record_id());
  body.Text("state", StateName(signal.state()));
  body.Text("reason", signal.close_reason());
  Send(context, v1::DELIVERY_KIND_CS_UPDATE, {"source", signal.source().system()},
       {message.rule, message.occasion, message.subject, std::move(body).Finish()});
}

}  // namespace

void EscalateFurther(const MessageContext& context, const DueItem& item, v1::EscalationTarget to,
                     int number) {
  const v1::Signal& signal = context.decision->signal;
  const HandoffParties& parties = context.parties;
  const bool upwards = to == v1::ESCALATION_TARGET_MANAGERS_MANAGER &&
                       !parties.managers_manager.empty() && !parties.managers_manager_is_cro;
  const Addressee addressee =
      upwards ? Addressee{"managers_manager", parties.managers_manager} : Revops();
  const std::string milestone(item.what);
  Send(context, kMessage, addressee,
       {"S-5",
        {absl::StrCat(milestone, "_step"), absl::StrCat(item.leg, "_", number)},
        absl::StrCat("Still open: ", milestone, " ", Whose(signal, parties), ", due by ",
                     FormatMinute(item.due), ", held by ", Short(signal.holder())),
        absl::StrCat("The manager was told at the deadline.\n", Summary(signal))});
}

void WarnHolder(const MessageContext& context, const DueItem& milestone) {
  const v1::Signal& signal = context.decision->signal;
  const std::string what(milestone.what);
  Send(context, kMessage, Holder(context),
       {"S-9",
        {absl::StrCat("warn_", what), absl::StrCat(milestone.leg)},
        absl::StrCat("Due soon: ", what, " ", Whose(signal, context.parties), " by ",
                     FormatMinute(milestone.due)),
        Summary(signal)});
}

void TellOfReassignment(const MessageContext& context, const std::string& before,
                        std::string_view reason) {
  const v1::Signal& signal = context.decision->signal;
  const std::string why = absl::StrCat("Reason: ", std::string(reason), "\n");
  const Occasion occasion = {
      "reassigned", absl::StrCat(absl::ToUnixMicros(context.now), "_", Short(signal.ae()))};
  Send(context, kMessage, {"ae", signal.ae()},
       {"S-7", occasion,
        absl::StrCat("Yours now: ", UrgencyName(signal.urgency()), " signal for ",
                     Whose(signal, context.parties)),
        absl::StrCat(Deadlines(signal), why, Summary(signal))});
  if (before.empty()) return;
  Send(context, kMessage, {"before", before},
       {"S-7", occasion,
        absl::StrCat("No longer yours: ", Whose(signal, context.parties), ", now with ",
                     Short(signal.ae())),
        absl::StrCat(why, Summary(signal))});
}

void TellOfTakeover(const MessageContext& context, std::string_view leaver) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Holder(context),
       {"W-1", At("takeover", context.now),
        absl::StrCat(Short(leaver), " left: yours now, ", Whose(signal, context.parties)),
        absl::StrCat(Deadlines(signal), Summary(signal))});
}

void TellOfUrgency(const MessageContext& context, std::string_view reason) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Holder(context),
       {"S-7", At("urgency", context.now),
        absl::StrCat(Whose(signal, context.parties), " is ", UrgencyName(signal.urgency()), " now"),
        absl::StrCat(Deadlines(signal), "Reason: ", std::string(reason), "\n", Summary(signal))});
}

void TellOfRestart(const MessageContext& context, std::string_view reason) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Holder(context),
       {"S-7",
        {"restart", absl::StrCat(LegOf(signal))},
        absl::StrCat("The clock begins anew: ", Whose(signal, context.parties)),
        absl::StrCat(Deadlines(signal), "Reason: ", std::string(reason), "\n", Summary(signal))});
}

void CloseInCrm(const MessageContext& context, std::string_view reason) {
  const v1::Signal& signal = context.decision->signal;
  if (!signal.has_route_time()) return;
  JsonObject body(256);
  body.Text("signal", signal.name());
  body.Text("opportunity", signal.opportunity());
  body.Text("state", StateName(signal.state()));
  body.Text("reason", std::string(reason));
  Send(context, v1::DELIVERY_KIND_CRM_CLOSE, {"crm", CrmOf(context.parties.account)},
       {"H-10", At("close", context.now),
        absl::StrCat(Whose(signal, context.parties), ": ", StateName(signal.state())),
        std::move(body).Finish()});
}

void TellOfWithdrawal(const MessageContext& context, std::string_view reason,
                      std::string_view author) {
  const v1::Signal& signal = context.decision->signal;
  TellAllSides(context, author,
               {"H-10", At("withdrawn", context.now),
                absl::StrCat("Taken back: ", Whose(signal, context.parties), ", ",
                             TriggerName(signal.trigger()), ", ", StateName(signal.state())),
                absl::StrCat("Nothing more is to be done. Reason: ", std::string(reason), "\n",
                             Summary(signal))});
  CloseInCrm(context, reason);
}

void TellOfReopening(const MessageContext& context, std::string_view reason,
                     std::string_view author) {
  const v1::Signal& signal = context.decision->signal;
  TellAllSides(context, author,
               {"H-10", At("reopened", context.now),
                absl::StrCat("Open again: ", Whose(signal, context.parties), ", ",
                             TriggerName(signal.trigger())),
                absl::StrCat("Its outcome was taken back. Reason: ", std::string(reason), "\n",
                             Summary(signal))});
}

void TellOfPlan(const MessageContext& context, std::string_view author) {
  const v1::Signal& signal = context.decision->signal;
  TellAllSides(context, author,
               {"H-9", At("plan", context.now),
                absl::StrCat("Plan for ", Whose(signal, context.parties), " by ", Short(author)),
                absl::StrCat(signal.plan().text(), "\n", Summary(signal))});
}

void TellOfResolution(const MessageContext& context, std::string_view author) {
  const v1::Signal& signal = context.decision->signal;
  TellAllSides(context, author,
               {"H-9", At("resolved", context.now),
                absl::StrCat("The intervention at ", Whose(signal, context.parties), " is over"),
                absl::StrCat(signal.close_reason(), "\n", Summary(signal))});
}

void EscalateMissingPlan(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  const Message message = {
      "H-9", At("no_plan", item.due),
      absl::StrCat("No plan against the risk at ", Whose(signal, context.parties), " by ",
                   FormatMinute(item.due)),
      absl::StrCat("AE and CSM owe a joint plan. It can still be logged.\n", Summary(signal))};
  Send(context, kMessage, Manager(context.parties), message);
}

void AskForOutcome(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Holder(context),
       {"H-11",
        {"ask", absl::StrCat(item.leg, "_", FormatDay(item.due))},
        absl::StrCat("What came of ", Whose(signal, context.parties), "?"),
        absl::StrCat("The customer was contacted ", FormatMinute(ToTime(signal.contact_time())),
                     "; report won, lost, deferred or not ready.\n", Summary(signal))});
}

void EscalateSilence(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Manager(context.parties),
       {"H-11",
        {"silence", FormatDay(item.due)},
        absl::StrCat("No outcome for ", Whose(signal, context.parties), ", held by ",
                     Short(signal.holder())),
        absl::StrCat("Two questions went unanswered.\n", Summary(signal))});
}

void TellOfMissingBooking(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Revops(),
       {"H-11",
        {"booking", FormatDay(item.due)},
        absl::StrCat("Won, but not booked: ", Whose(signal, context.parties)),
        absl::StrCat("Reported won ", FormatMinute(ToTime(signal.close_time())),
                     "; credit needs the booking.\n", Summary(signal))});
}

void TellOfUnconfirmed(const MessageContext& context, const DueItem& item) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Revops(),
       {"H-15", At("unconfirmed", item.due),
        absl::StrCat("The CRM has not confirmed the handoff of ", Whose(signal, context.parties)),
        absl::StrCat("The clock runs on. ", Deadlines(signal), "\n", Summary(signal))});
}

void TellOfRefusal(const MessageContext& context, std::string_view answer) {
  const v1::Signal& signal = context.decision->signal;
  Send(context, kMessage, Revops(),
       {"H-15", At("refused", context.now),
        absl::StrCat("The CRM refused the handoff of ", Whose(signal, context.parties)),
        absl::StrCat("Its answer: ", std::string(answer),
                     "\nOnce that is mended, send it again. The clock runs on. ", Deadlines(signal),
                     "\n", Summary(signal))});
}

}  // namespace baton::domain
