// The words in which a CRM reads a signal: the same in every CRM, but for its own spelling.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "adapters/crm_writer.h"
#include "domain/refusal.h"

namespace baton::adapters {

// How a CRM writes the names of the model: "Not Ready" and "PLG Trigger", or not_ready.
enum class CrmSpelling { kLabels, kNames };

// H-1, the signal type as people read it: "Product: Seat utilization at 93%". A signal without
// evidence shows its trigger.
std::string SignalTypeText(const v1::Signal& signal);

// "Lena Marchetti, VP Data Platform".
std::string BuyerText(const v1::NamedBuyer& buyer);

// "hot", "Hot".
std::string UrgencyText(v1::Urgency urgency, CrmSpelling spelling);
// "csm_initiated", "CSM Initiated"; empty for UNSPECIFIED, as the next.
std::string CreationSourceText(v1::CreationSource source, CrmSpelling spelling);
std::string OutcomeText(v1::OutcomeKind kind, CrmSpelling spelling);

// The signal's id, which is the key of all that is written about it.
std::string SignalId(const v1::Signal& signal);

// The subject and the lines of the task that a handoff asks for: acknowledge in time (H-15).
std::string HandoffSubject(const v1::Signal& signal);
std::vector<std::string> HandoffLines(const v1::Signal& signal, CrmSpelling spelling);

// A watch item's text, a line each (H-5), and its key: of the signal and the day.
std::vector<std::string> WatchLines(const v1::Signal& signal, CrmSpelling spelling);
std::string WatchKey(const CrmWatchItem& item);

// The subject and the lines of an escalation's task (S-5).
std::string EscalationSubject(const CrmEscalation& escalation);
std::vector<std::string> EscalationLines(const CrmEscalation& escalation, CrmSpelling spelling);

// "2026-10-06T18:22:37Z", with milliseconds where there are any.
std::string CrmInstant(absl::Time time);
// When the handoff must be acknowledged.
absl::Time AcknowledgeBy(const v1::Signal& signal);

// The amount as a plain decimal; empty for none.
std::string AmountText(const CrmHandoff& handoff);

// Adds a violation for each thing that every CRM needs.
void CheckHandoff(const CrmHandoff& handoff, domain::Violations* faults);
void CheckEscalation(const CrmEscalation& escalation, domain::Violations* faults);
void CheckOutcome(const CrmOutcome& outcome, domain::Violations* faults);
void CheckWatchItem(const CrmWatchItem& item, domain::Violations* faults);
void CheckClose(const CrmClose& close, domain::Violations* faults);

}  // namespace baton::adapters
