#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_messages.h"
#include "domain/handoff_place.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/signal_clock.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kPrefix = "signal.";

// What the call or payload says beside the signal itself.
void TakeOrigin(const FileCommand& command, const HandoffParties& parties, absl::Time now,
                v1::Signal* signal) {
  ClearOutputFields(signal);
  if (signal->source().system().empty()) signal->mutable_source()->set_system("api");
  if (!signal->has_occurred_time()) *signal->mutable_occurred_time() = ToTimestamp(now);
  *signal->mutable_file_time() = ToTimestamp(now);
  *signal->mutable_update_time() = ToTimestamp(now);
  if (command.automatic) {
    signal->clear_csm();
    Explain(signal, "T-10", "nobody filed it, a rule raised it from usage: plg_trigger");
  } else if (signal->csm().empty()) {
    signal->set_csm(parties.csm);
  }
}

// H-2. A risk needs neither buyer nor timeline: it goes to no AE to be sold.
void RefuseMissing(const v1::Signal& signal, bool watch_item, Violations* faults) {
  const bool may_lack = watch_item || signal.kind() == v1::SIGNAL_KIND_RISK;
  for (const absl::string_view field : MissingFields(signal)) {
    if (may_lack && WatchItemMayLack(field)) continue;
    faults->Add(absl::StrCat(kPrefix, field), "is missing");
  }
}

absl::Status CheckFiling(const FileCommand& command, const v1::Signal& signal) {
  Violations faults;
  CheckSignalFields(signal, kPrefix, &faults);
  if (command.channel == FilingChannel::kCall) {
    if (signal.csm().empty() && !command.automatic) {
      faults.Add("signal.csm", "is missing: the caller is no CSM and the account has none");
    }
    RefuseMissing(signal, command.watch_item, &faults);
  }
  return faults.ToStatus();
}

bool IsHotter(v1::Urgency a, v1::Urgency b) {
  return a != v1::URGENCY_UNSPECIFIED && (a < b || b == v1::URGENCY_UNSPECIFIED);
}

// H-12. The first takes the hotter urgency, and its open milestones follow.
absl::Status HeatFirst(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                       HandoffDecision* decision) {
  const v1::Signal& later = decision->signal;
  if (!IsHotter(later.urgency(), parties.first->urgency())) return absl::OkStatus();
  v1::Signal first = *parties.first;
  first.set_urgency(later.urgency());
  Explain(&first, "H-12",
          absl::StrCat("urgency ", UrgencyName(first.urgency()), " taken from ", later.name()));
  BATON_RETURN_IF_ERROR(RestateClock(ClockPolicy(first, parties, policy), now, &first));
  *first.mutable_update_time() = ToTimestamp(now);
  TellOfHotterUrgency({parties, policy, now, decision}, first);
  decision->first = std::move(first);
  return absl::OkStatus();
}

absl::Status LinkToFirst(const HandoffParties& parties, const v1::Policy& policy, absl::Time now,
                         HandoffDecision* decision) {
  v1::Signal& signal = decision->signal;
  if (!parties.first || !IsPossibleDuplicate(*parties.first, signal, now)) return absl::OkStatus();
  signal.set_possible_duplicate_of(parties.first->name());
  Explain(
      &signal, "H-12",
      absl::StrCat("same account, trigger and product line as ", parties.first->name(), ": linked",
                   SharesClock(signal, parties) ? ", the first runs the only clock" : ""));
  return HeatFirst(parties, policy, now, decision);
}

bool ShareProductLine(const v1::Signal& a, const v1::Signal& b) {
  if (a.product_lines().empty() || b.product_lines().empty()) {
    return a.product_lines().empty() && b.product_lines().empty();
  }
  return std::find_first_of(a.product_lines().begin(), a.product_lines().end(),
                            b.product_lines().begin(),
                            b.product_lines().end()) != a.product_lines().end();
}

}  // namespace

bool IsPossibleDuplicate(const v1::Signal& first, const v1::Signal& signal, absl::Time now) {
  return first.name() != signal.name() && first.account() == signal.account() &&
         first.trigger() == signal.trigger() && IsOpen(first.state()) &&
         first.possible_duplicate_of().empty() &&
         now - ToTime(first.file_time()) <= kDuplicateWindow && ShareProductLine(first, signal);
}

absl::StatusOr<HandoffDecision> DecideFile(FileCommand command, const HandoffParties& parties,
                                           const v1::Policy& policy, absl::Time now) {
  HandoffDecision decision;
  decision.signal = std::move(command.signal);
  v1::Signal* signal = &decision.signal;
  TakeOrigin(command, parties, now, signal);
  TakeDefaults(parties.account, signal);
  BATON_RETURN_IF_ERROR(CheckFiling(command, *signal));
  WarnOfContextNote(signal);
  Qualify(policy, signal);
  BATON_RETURN_IF_ERROR(LinkToFirst(parties, policy, now, &decision));
  const WhenLacking when_lacking = command.channel == FilingChannel::kPayload
                                       ? WhenLacking::kKeepIncomplete
                                       : WhenLacking::kKeepWatching;
  BATON_RETURN_IF_ERROR(Place(parties, policy, now, when_lacking, &decision));
  return decision;
}

}  // namespace baton::domain
