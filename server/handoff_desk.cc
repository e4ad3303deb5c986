#include "server/handoff_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/instant.h"
#include "domain/status_macros.h"
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

std::string HolderOf(const v1::Account& account, v1::Role role) {
  for (const v1::TeamMember& member : account.team()) {
    if (member.role() == role) return member.person();
  }
  return "";
}

// Who is told when the holder misses a milestone (S-5, S-11).
absl::Status LoadHolderManager(store::Session& session, std::string_view tenant,
                               std::string_view holder, domain::HandoffParties* parties) {
  if (holder.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(parties->holder_manager, store::ManagerOf(session, tenant, holder));
  if (parties->holder_manager.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person manager,
                         store::GetPerson(session, tenant, parties->holder_manager));
  parties->holder_manager_is_cro = manager.role() == v1::ROLE_CRO;
  return absl::OkStatus();
}

absl::StatusOr<domain::HandoffParties> LoadAccountParties(store::Transaction& tx,
                                                          std::string_view account) {
  domain::HandoffParties parties;
  BATON_ASSIGN_OR_RETURN(parties.account,
                         store::LoadAccountState(tx.session(), tx.tenant(), account, tx.now()));
  parties.ae = HolderOf(parties.account, v1::ROLE_AE);
  parties.csm = HolderOf(parties.account, v1::ROLE_CSM);
  return parties;
}

absl::StatusOr<domain::HandoffParties> LoadParties(store::Transaction& tx,
                                                   const v1::Signal& signal) {
  BATON_ASSIGN_OR_RETURN(domain::HandoffParties parties, LoadAccountParties(tx, signal.account()));
  BATON_RETURN_IF_ERROR(LoadHolderManager(tx.session(), tx.tenant(), signal.holder(), &parties));
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> heads,
                         store::PeopleWithRole(tx.session(), tx.tenant(), v1::ROLE_VP_REVOPS));
  if (!heads.empty()) parties.revops_head = heads.front();
  if (!signal.possible_duplicate_of().empty()) {
    BATON_ASSIGN_OR_RETURN(
        parties.first, store::GetSignal(tx.session(), tx.tenant(), signal.possible_duplicate_of()));
  }
  return parties;
}

std::vector<store::Deadline> DeadlinesOf(const v1::Signal& signal) {
  std::vector<store::Deadline> deadlines;
  for (const domain::DueItem& item : domain::DueItems(signal)) {
    store::Deadline& deadline = deadlines.emplace_back();
    deadline.what = std::string(item.what);
    deadline.leg = absl::StrCat(item.leg);
    deadline.due = item.due;
  }
  return deadlines;
}

absl::Status KeepChanged(store::Transaction& tx, const v1::Signal& before,
                         const v1::Signal& after) {
  BATON_RETURN_IF_ERROR(store::UpdateSignal(tx, before, after));
  return store::SetDeadlines(tx, after.name(), DeadlinesOf(after));
}

absl::Status KeepNew(store::Transaction& tx, const v1::Signal& signal,
                     const std::string& source_key) {
  BATON_RETURN_IF_ERROR(store::InsertSignal(tx, signal, source_key));
  return store::AddDeadlines(tx, signal.name(), DeadlinesOf(signal));
}

// What a decision changes beside its own signal.
absl::Status KeepRest(store::Transaction& tx, const domain::HandoffParties& parties,
                      const domain::HandoffDecision& decision) {
  if (decision.first.has_value()) {
    BATON_RETURN_IF_ERROR(KeepChanged(tx, *parties.first, *decision.first));
  }
  for (const v1::Delivery& delivery : decision.deliveries) {
    BATON_RETURN_IF_ERROR(store::AddDelivery(tx, delivery));
  }
  return absl::OkStatus();
}

absl::Status ApplyChange(store::Transaction& tx, const v1::Signal& before,
                         const domain::HandoffParties& parties,
                         const domain::HandoffDecision& decision) {
  if (!decision.changed) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(KeepChanged(tx, before, decision.signal));
  return KeepRest(tx, parties, decision);
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
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties, LoadParties(tx, held));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  const std::string author = absl::StrCat("system/", held.source().system());
  BATON_ASSIGN_OR_RETURN(const domain::HandoffDecision decision,
                         domain::DecideRedelivery(held, again, author, parties, policy, tx.now()));
  BATON_RETURN_IF_ERROR(ApplyChange(tx, held, parties, decision));
  v1::FileSignalResponse response;
  *response.mutable_signal() = decision.signal;
  response.set_already_filed(true);
  return response;
}

}  // namespace

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

  domain::HandoffParties parties;
  if (!command.signal.account().empty()) {  // else the rule names it with the other faults
    BATON_ASSIGN_OR_RETURN(parties, LoadAccountParties(tx, command.signal.account()));
  }
  if (command.signal.csm().empty() && !command.automatic) command.signal.set_csm(parties.csm);
  if (!command.signal.csm().empty() && command.signal.csm() != parties.csm) {
    BATON_RETURN_IF_ERROR(
        store::GetPerson(tx.session(), tx.tenant(), command.signal.csm()).status());
  }
  BATON_ASSIGN_OR_RETURN(parties.first, FindFirst(tx, command.signal));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(domain::HandoffDecision decision,
                         domain::DecideFile(std::move(command), parties, policy, tx.now()));
  BATON_RETURN_IF_ERROR(KeepNew(tx, decision.signal, key));
  BATON_RETURN_IF_ERROR(KeepRest(tx, parties, decision));
  v1::FileSignalResponse response;
  *response.mutable_signal() = std::move(decision.signal);
  return response;
}

absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const std::function<absl::Status(const v1::Signal&)>& check,
                                      const DecideStep& decide) {
  BATON_ASSIGN_OR_RETURN(const v1::Signal before, store::GetSignal(tx.session(), tx.tenant(), id));
  BATON_RETURN_IF_ERROR(check(before));
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties, LoadParties(tx, before));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(const domain::HandoffDecision decision, decide(before, parties, policy));
  BATON_RETURN_IF_ERROR(ApplyChange(tx, before, parties, decision));
  return decision.signal;
}

absl::StatusOr<v1::Signal> StepSignal(store::Transaction& tx, std::string_view id,
                                      const DecideStep& decide) {
  return StepSignal(
      tx, id, [](const v1::Signal&) { return absl::OkStatus(); }, decide);
}

absl::Status SignalDue(store::Transaction& tx, std::string_view id, std::string_view what) {
  BATON_ASSIGN_OR_RETURN(const v1::Signal before, store::GetSignal(tx.session(), tx.tenant(), id));
  BATON_ASSIGN_OR_RETURN(const domain::HandoffParties parties, LoadParties(tx, before));
  const domain::HandoffDecision decision = domain::DecideDue(before, what, parties, tx.now());
  if (decision.changed) return ApplyChange(tx, before, parties, decision);
  // The signal has moved on without its deadlines: put them right, so that the row goes.
  return store::SetDeadlines(tx, before.name(), DeadlinesOf(before));
}

}  // namespace baton::server
