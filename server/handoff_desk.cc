#include "server/handoff_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/delivery.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"
#include "server/event_desk.h"
#include "server/handoff_parties.h"
#include "server/policy_source.h"
#include "server/stated_fields.h"
#include "store/accounts.h"
#include "store/deadlines.h"
#include "store/outbox.h"
#include "store/people.h"
#include "store/sha256.h"
#include "store/signals.h"

namespace baton::server {
namespace {

// Where the signal's rows are known to be `held`.
absl::Status KeepChanged(store::Transaction& tx, EventDesk& events, const v1::Signal& before,
                         const std::vector<store::Deadline>& held, v1::Signal* after) {
  domain::SetNextDueTime(after);
  BATON_RETURN_IF_ERROR(store::UpdateSignal(tx, before, *after));
  BATON_RETURN_IF_ERROR(events.Tell(&before, *after));
  return store::ChangeDeadlines(tx, after->name(), held, NextDeadline(*after));
}

absl::Status KeepChanged(store::Transaction& tx, EventDesk& events, const v1::Signal& before,
                         v1::Signal* after) {
  domain::SetNextDueTime(after);
  BATON_RETURN_IF_ERROR(store::UpdateSignal(tx, before, *after));
  BATON_RETURN_IF_ERROR(events.Tell(&before, *after));
  return store::SetDeadlines(tx, after->name(), NextDeadline(*after));
}

absl::Status KeepNew(store::Transaction& tx, EventDesk& events, const std::string& source_key,
                     v1::Signal* signal) {
  domain::SetNextDueTime(signal);
  BATON_RETURN_IF_ERROR(store::InsertSignal(tx, *signal, source_key));
  BATON_RETURN_IF_ERROR(events.Tell(nullptr, *signal));
  return store::AddDeadlines(tx, signal->name(), NextDeadline(*signal));
}

// W-1. What is for somebody who is away goes to whoever stands in for them; for nobody, to RevOps.
absl::Status Send(store::Transaction& tx, PartySource& source,
                  const domain::HandoffParties& parties, v1::Delivery delivery) {
  const std::string& recipient = delivery.recipient();
  const bool person = !domain::ResourceId(recipient, tx.tenant(), "people").empty();
  const bool here = recipient == parties.ae || recipient == parties.csm ||
                    recipient == parties.holder_manager || recipient == parties.revops_head;
  if (person && !here) {
    BATON_ASSIGN_OR_RETURN(std::string stand_in, source.StandIn(recipient));
    if (stand_in.empty()) stand_in = std::string(domain::kRevopsQueue);
    delivery.set_recipient(std::move(stand_in));
  }
  return store::AddDelivery(tx, delivery);
}

// What a decision changes beside its own signal.
absl::Status KeepRest(store::Transaction& tx, PartySource& source, EventDesk& events,
                      const domain::HandoffParties& parties, domain::HandoffDecision* decision) {
  if (decision->first.has_value()) {
    BATON_RETURN_IF_ERROR(KeepChanged(tx, events, *parties.first, &*decision->first));
  }
  if (decision->successor.has_value()) {
    const std::string key = decision->successor->source().record_id();
    BATON_RETURN_IF_ERROR(KeepNew(tx, events, key, &*decision->successor));
  }
  for (const v1::Delivery& delivery : decision->deliveries) {
    BATON_RETURN_IF_ERROR(Send(tx, source, parties, delivery));
  }
  return absl::OkStatus();
}

absl::Status ApplyChange(store::Transaction& tx, PartySource& source, const v1::Signal& before,
                         const domain::HandoffParties& parties, domain::HandoffDecision* decision) {
  if (!decision->changed) return absl::OkStatus();
  EventDesk events(tx);
  BATON_RETURN_IF_ERROR(KeepChanged(tx, events, before, &decision->signal));
  return KeepRest(tx, source, events, parties, decision);
}

// H-12. What a redelivery is known by: the source's record id, else a digest of what it says. Each
// piece stands behind its length, so that no two contents look alike.
std::string SourceKey(const v1::Signal& signal, absl::Time now) {
  if (!signal.source().record_id().empty()) return signal.source().record_id();
  const std::string when = signal.has_occurred_time()
                               ? absl::StrCat(domain::ToMicros(signal.occurred_time()))
                               : absl::FormatTime("%Y-%m-%d", now, absl::UTCTimeZone());
  std::string text;
  for (const std::string& piece :
       {signal.source().system(), signal.account(), v1::Trigger_Name(signal.trigger()),
        signal.buyer().name(), signal.buyer().title(), signal.context_note(), when}) {
    absl::StrAppend(&text, piece.size(), ":", piece);
  }
  return absl::StrCat("sha256:", absl::BytesToHexString(store::Sha256(text)));
}

// What a source may change of a signal (H-12), as MergeStated takes it.
const std::vector<std::string>& SignalFields() {
  static const auto& fields = *new std::vector<std::string>{"trigger",
                                                            "category",
                                                            "evidence",
                                                            "buyer.name",
                                                            "buyer.title",
                                                            "timeline",
                                                            "context_note",
                                                            "urgency",
                                                            "qualification.budget_conversation",
                                                            "qualification.timeline",
                                                            "qualification.named_buyer",
                                                            "qualification.product_fit"};
  return fields;
}

// H-12. The oldest signal that the new one may duplicate.
absl::StatusOr<std::optional<v1::Signal>> FindFirst(store::Transaction& tx,
                                                    const v1::Signal& signal) {
  return store::FindRecentSignal(tx.session(), tx.tenant(), signal.account(), signal.trigger(),
                                 tx.now() - domain::kDuplicateWindow,
                                 [&](const v1::Signal& candidate) {
                                   return domain::IsPossibleDuplicate(candidate, signal, tx.now());
                                 });
}

absl::StatusOr<v1::FileSignalResponse> FileAgain(store::Transaction& tx, const v1::Signal& held,
                                                 const v1::Signal& again) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  PartySource source(tx);
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties, source.Of(held, policy));
  const std::string author = absl::StrCat("system/", held.source().system());
  BATON_ASSIGN_OR_RETURN(domain::HandoffDecision decision,
                         domain::DecideRedelivery(held, again, author, parties, policy, tx.now()));
  BATON_RETURN_IF_ERROR(ApplyChange(tx, source, held, parties, &decision));
  v1::FileSignalResponse response;
  *response.mutable_signal() = decision.signal;
  response.set_already_filed(true);
  return response;
}

// H-12. Whether possible duplicates can no longer share the signal's clock: it was taken back, or
// is no expansion any more. An outcome is theirs, too.
bool NoLongerLeads(const v1::Signal& before, const v1::Signal& after) {
  return domain::IsUnderWay(before.state()) && !domain::IsUnderWay(after.state()) &&
         !domain::HasOutcome(after.state());
}

// H-12. Signals that were linked to this one go their own way: what they did not start, starts now.
absl::Status FreeLinked(store::Transaction& tx, const v1::Signal& first) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> linked,
                         store::LinkedSignals(tx.session(), tx.tenant(), first));
  for (const std::string& name : linked) {
    BATON_RETURN_IF_ERROR(
        StepSignal(tx, domain::ShortName(name),
                   [&](v1::Signal signal, const auto& parties, const auto& policy) {
                     return domain::DecideUnlink(std::move(signal), parties, policy, tx.now());
                   })
            .status());
  }
  return absl::OkStatus();
}

// A deadline that fell due, with what deciding on it takes.
struct DueSignal {
  std::string what;
  v1::Signal signal;
  v1::Account account;
  std::vector<store::Deadline> held;  // the signal's rows
};

// Each table is asked once for all of them. In the order of `due`.
absl::StatusOr<std::vector<DueSignal>> LoadDueSignals(store::Transaction& tx,
                                                      const std::vector<store::Deadline>& due) {
  store::Session& session = tx.session();
  std::vector<std::string> names;
  for (const store::Deadline& each : due) names.push_back(each.subject);
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Signal> signals,
                         store::GetSignals(session, tx.tenant(), names));
  if (signals.size() != due.size()) return domain::NotFound("Signal", names.front());
  BATON_ASSIGN_OR_RETURN(const std::vector<store::Deadline> rows,
                         store::DeadlinesOf(session, tx.tenant(), names));
  std::vector<std::string> accounts;
  for (const v1::Signal& signal : signals) accounts.push_back(signal.account());
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Account> teams,
                         store::LoadAccountTeams(session, tx.tenant(), accounts, tx.now()));
  absl::flat_hash_map<std::string, DueSignal> loaded;
  for (size_t i = 0; i < signals.size(); ++i) {
    DueSignal& each = loaded[signals[i].name()];
    each.signal = std::move(signals[i]);
    each.account = std::move(teams[i]);
  }
  for (const store::Deadline& row : rows) loaded[row.subject].held.push_back(row);
  std::vector<DueSignal> ordered;
  for (const store::Deadline& each : due) {
    ordered.push_back(std::move(loaded[each.subject]));
    ordered.back().what = each.what;
  }
  return ordered;
}

absl::Status HandleDueSignal(store::Transaction& tx, PartySource& source, EventDesk& events,
                             const v1::Policy& policy, DueSignal due) {
  const v1::Signal& before = due.signal;
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties,
                         source.OfDue(before, std::move(due.account)));
  domain::HandoffDecision decision = domain::DecideDue(before, due.what, parties, policy, tx.now());
  if (!decision.changed) {
    // The signal has moved on without its deadline: put it right, so that the row goes.
    return store::ChangeDeadlines(tx, before.name(), due.held, NextDeadline(before));
  }
  BATON_RETURN_IF_ERROR(KeepChanged(tx, events, before, due.held, &decision.signal));
  return KeepRest(tx, source, events, parties, &decision);
}

}  // namespace

std::vector<store::Deadline> NextDeadline(const v1::Signal& signal) {
  const std::vector<domain::DueItem> items = domain::DueItems(signal);
  if (items.empty()) return {};
  store::Deadline next;
  next.what = std::string(items.front().what);
  next.leg = absl::StrCat(items.front().leg);
  next.due = items.front().due;
  return {next};
}

absl::StatusOr<v1::FileSignalResponse> FileSignal(
    store::Transaction& tx, domain::FileCommand command,
    const std::optional<store::SourceVersion>& version) {
  const std::string key = SourceKey(command.signal, tx.now());
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::Signal> held,
      store::FindSignalBySource(tx.session(), tx.tenant(), command.signal.source().system(), key));
  if (version.has_value()) {
    BATON_RETURN_IF_ERROR(LeaveOutOlder(tx, held.has_value() ? held->name() : command.signal.name(),
                                        *version, SignalFields(), &command.signal));
  }
  if (held.has_value()) return FileAgain(tx, *held, command.signal);

  PartySource source(tx);
  domain::HandoffParties parties;
  if (!command.signal.account().empty()) {  // else the rule names it with the other faults
    BATON_ASSIGN_OR_RETURN(parties, source.OfAccount(command.signal.account()));
    command.signal.set_account(parties.account.name());  // a merged one's survivor
  }
  if (command.signal.csm().empty() && !command.automatic) command.signal.set_csm(parties.csm);
  if (!command.signal.csm().empty() && command.signal.csm() != parties.csm) {
    BATON_ASSIGN_OR_RETURN(const v1::Person csm,
                           store::GetPerson(tx.session(), tx.tenant(), command.signal.csm()));
    command.signal.set_csm(csm.name());
  }
  BATON_ASSIGN_OR_RETURN(parties.first, FindFirst(tx, command.signal));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_RETURN_IF_ERROR(source.AddRates(command.signal, policy, &parties));
  BATON_ASSIGN_OR_RETURN(domain::HandoffDecision decision,
                         domain::DecideFile(std::move(command), parties, policy, tx.now()));
  EventDesk events(tx);
  BATON_RETURN_IF_ERROR(KeepNew(tx, events, key, &decision.signal));
  BATON_RETURN_IF_ERROR(KeepRest(tx, source, events, parties, &decision));
  v1::FileSignalResponse response;
  *response.mutable_signal() = std::move(decision.signal);
  return response;
}

absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const std::function<absl::Status(const v1::Signal&)>& check,
                                      const DecideStep& decide) {
  BATON_ASSIGN_OR_RETURN(const v1::Signal before, store::GetSignal(tx.session(), tx.tenant(), id));
  BATON_RETURN_IF_ERROR(check(before));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  PartySource source(tx);
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties, source.Of(before, policy));
  BATON_ASSIGN_OR_RETURN(domain::HandoffDecision decision, decide(before, parties, policy));
  BATON_RETURN_IF_ERROR(ApplyChange(tx, source, before, parties, &decision));
  if (NoLongerLeads(before, decision.signal)) BATON_RETURN_IF_ERROR(FreeLinked(tx, before));
  return decision.signal;
}

absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const DecideStep& decide) {
  return StepSignal(
      tx, id, [](const v1::Signal&) { return absl::OkStatus(); }, decide);
}

absl::Status SignalsDue(store::Transaction& tx, const std::vector<store::Deadline>& due) {
  BATON_ASSIGN_OR_RETURN(std::vector<DueSignal> signals, LoadDueSignals(tx, due));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  PartySource source(tx);
  EventDesk events(tx);
  for (DueSignal& signal : signals) {
    BATON_RETURN_IF_ERROR(HandleDueSignal(tx, source, events, policy, std::move(signal)));
  }
  return absl::OkStatus();
}

}  // namespace baton::server
