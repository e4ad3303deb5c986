// The wording of what a handoff sends to people and systems (H-2, H-5 to H-12, H-15, S-5). Shared
// by the decisions of handoff.h; not for callers outside this room.
//
// Each function appends to the decision's deliveries, about the decision's signal as it stands.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "domain/delivery.h"
#include "domain/handoff.h"

namespace baton::domain {

// What every message needs to know.
struct MessageContext {
  const HandoffParties& parties;
  const v1::Policy& policy;
  absl::Time now;
  HandoffDecision* decision;
};

// H-2. The CSM is told what an incomplete signal lacks.
void TellOfMissingFields(const MessageContext& context);

// H-5. The watch item is logged in the CRM.
void LogWatchItem(const MessageContext& context);

// H-7. RevOps is asked for an AE.
void AskForAe(const MessageContext& context);

// H-15. The opportunity with the five fields, and the AE's task.
void WriteCrmHandoff(const MessageContext& context);

// H-6. The AE of the account hears that the CSM closes with their support.
void TellOfSupport(const MessageContext& context);

// S-11. The account's CSM hears of a signal of model A that nobody filed.
void TellOfOwnedSignal(const MessageContext& context);

// H-8. AE and CSM hear of the joint motion, but for `author`, who asked.
void TellOfUpgrade(const MessageContext& context, std::string_view reason, std::string_view author);

// H-9. CSM and AE hear of a risk.
void TellOfRisk(const MessageContext& context);

// H-11. The CSM's copy of the outcome, and the source system's.
void TellOfOutcome(const MessageContext& context);

// H-11. The CRM hears of the outcome, where the handoff went there.
void TellCrmOfOutcome(const MessageContext& context);

// H-12. The AE of the first signal hears that a later one made it hotter. `context` is the later
// one's.
void TellOfHotterUrgency(const MessageContext& context, const v1::Signal& first);

// S-5, S-11. A missed milestone: message and task to the holder's manager, copy to the CSM. To
// RevOps' queue where there is no manager, or only a CRO.
void EscalateMiss(const MessageContext& context, const DueItem& item, absl::string_view rule);

// S-5. A further step after a miss: to the manager of the holder's manager, or to RevOps' queue.
// `number` tells it from the others.
void EscalateFurther(const MessageContext& context, const DueItem& item, v1::EscalationTarget to,
                     int number);

// S-9. The holder is warned of a milestone before it is missed.
void WarnHolder(const MessageContext& context, const DueItem& milestone);

// S-7. The next AE hears of the signal, the one before of losing it.
void TellOfReassignment(const MessageContext& context, const std::string& before,
                        std::string_view reason);

// W-1. Whoever takes over what `leaver` held hears of it; RevOps' queue where nobody does.
void TellOfTakeover(const MessageContext& context, std::string_view leaver);

// S-7. The holder hears of another urgency, or of a clock that begins anew.
void TellOfUrgency(const MessageContext& context, std::string_view reason);
void TellOfRestart(const MessageContext& context, std::string_view reason);

// H-10. AE, CSM and the source system hear that it was taken back, but for `author`; the CRM closes
// its handoff.
void TellOfWithdrawal(const MessageContext& context, std::string_view reason,
                      std::string_view author);

// H-9, H-10. The CRM closes the handoff of what became a risk.
void CloseInCrm(const MessageContext& context, std::string_view reason);

// H-10. AE, CSM and the source system hear that the outcome was taken back.
void TellOfReopening(const MessageContext& context, std::string_view reason,
                     std::string_view author);

// H-9. AE, CSM and the source system hear of the plan, and of the intervention's end.
void TellOfPlan(const MessageContext& context, std::string_view author);
void TellOfResolution(const MessageContext& context, std::string_view author);

// H-9. The CSM's manager hears that no plan was logged.
void EscalateMissingPlan(const MessageContext& context, const DueItem& item);

// H-11. The holder is asked what came of it; their manager hears of two unanswered questions.
void AskForOutcome(const MessageContext& context, const DueItem& item);
void EscalateSilence(const MessageContext& context, const DueItem& item);

// H-11. RevOps hears of a won signal without a booking.
void TellOfMissingBooking(const MessageContext& context, const DueItem& item);

// H-15. RevOps hears that the CRM has not confirmed the handoff.
void TellOfUnconfirmed(const MessageContext& context, const DueItem& item);

// H-15. RevOps hears that the CRM refused the handoff, and its answer.
void TellOfRefusal(const MessageContext& context, std::string_view answer);

// H-7. RevOps' head hears that nobody assigned an AE.
void EscalateUnassigned(const MessageContext& context, const DueItem& item);

// H-5, H-11. The CSM is reminded of a signal that comes up again.
void RemindOfRevisit(const MessageContext& context, const DueItem& item);

// H-5. CSM and manager hear that a watch item expired.
void TellOfExpiry(const MessageContext& context, const DueItem& item);

}  // namespace baton::domain
