#include "server/handoff_parties.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/ids.h"
#include "server/policy_source.h"
#include "server/rate_source.h"
#include "store/absences.h"
#include "store/accounts.h"
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

// H-11. The name of the watch item as which a closed signal comes back: the same however often it
// is asked for.
std::string SuccessorName(const store::Transaction& tx, const v1::Signal& signal) {
  return domain::ResourceName(tx.tenant(), "signals",
                              IdFrom(domain::ToTime(signal.revisit_time()),
                                     store::Sha256(absl::StrCat(signal.name(), "/revisit"))));
}

}  // namespace

absl::StatusOr<domain::HandoffParties> PartySource::OfAccount(std::string_view account) {
  domain::HandoffParties parties;
  BATON_ASSIGN_OR_RETURN(parties.account,
                         store::LoadAccountState(tx_.session(), tx_.tenant(), account, tx_.now()));
  BATON_RETURN_IF_ERROR(AddIds(&parties.account));
  BATON_RETURN_IF_ERROR(AddTeam(&parties));
  return parties;
}

absl::StatusOr<domain::HandoffParties> PartySource::Of(const v1::Signal& signal,
                                                       const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(domain::HandoffParties parties, OfAccount(signal.account()));
  BATON_RETURN_IF_ERROR(AddManagers(signal, &parties));
  BATON_RETURN_IF_ERROR(AddClockPolicy(signal, policy, &parties));
  BATON_RETURN_IF_ERROR(AddHead(&parties));
  // The step may bring an estimate of any currency.
  BATON_ASSIGN_OR_RETURN(parties.rates,
                         RatesToPolicy(tx_.session(), tx_.tenant(), tx_.now(), policy));
  if (!signal.possible_duplicate_of().empty()) {
    BATON_ASSIGN_OR_RETURN(parties.first, store::GetSignal(tx_.session(), tx_.tenant(),
                                                           signal.possible_duplicate_of()));
    BATON_RETURN_IF_ERROR(AddClockPolicy(*parties.first, policy, &parties));
  }
  if (signal.has_revisit_time()) parties.successor_name = SuccessorName(tx_, signal);
  return parties;
}

absl::StatusOr<domain::HandoffParties> PartySource::OfDue(const v1::Signal& signal,
                                                          v1::Account account) {
  domain::HandoffParties parties;
  parties.account = std::move(account);
  BATON_RETURN_IF_ERROR(AddIds(&parties.account));
  BATON_RETURN_IF_ERROR(AddTeam(&parties));
  BATON_RETURN_IF_ERROR(AddManagers(signal, &parties));
  BATON_RETURN_IF_ERROR(AddHead(&parties));
  if (signal.has_revisit_time()) parties.successor_name = SuccessorName(tx_, signal);
  return parties;
}

absl::Status PartySource::AddRates(const v1::Signal& signal, const v1::Policy& policy,
                                   domain::HandoffParties* parties) {
  const v1::Account& account = parties->account;
  const auto foreign = [&policy](bool present, const v1::Money& amount) {
    return present && amount.currency_code() != policy.currency_code();
  };
  if (!foreign(signal.has_estimated_expansion(), signal.estimated_expansion()) &&
      !foreign(account.has_acv(), account.acv())) {
    return absl::OkStatus();
  }
  BATON_ASSIGN_OR_RETURN(parties->rates,
                         RatesToPolicy(tx_.session(), tx_.tenant(), tx_.now(), policy));
  return absl::OkStatus();
}

absl::StatusOr<std::string> PartySource::StandIn(const std::string& person) {
  const auto known = stand_ins_.find(person);
  if (known != stand_ins_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(std::string stand_in,
                         store::StandInOf(tx_.session(), tx_.tenant(), person, tx_.now()));
  return stand_ins_.emplace(person, std::move(stand_in)).first->second;
}

// H-15. Which CRM the account is in.
absl::Status PartySource::AddIds(v1::Account* account) {
  auto known = ids_.find(account->name());
  if (known == ids_.end()) {
    v1::Account loaded;
    loaded.set_name(account->name());
    BATON_RETURN_IF_ERROR(store::LoadExternalIds(tx_.session(), tx_.tenant(), &loaded));
    known = ids_.emplace(account->name(), std::move(*loaded.mutable_external_ids())).first;
  }
  *account->mutable_external_ids() = known->second;
  return absl::OkStatus();
}

absl::Status PartySource::AddTeam(domain::HandoffParties* parties) {
  const std::pair team{HolderOf(parties->account, v1::ROLE_AE),
                       HolderOf(parties->account, v1::ROLE_CSM)};
  auto known = teams_.find(team);
  if (known == teams_.end()) {
    BATON_ASSIGN_OR_RETURN(auto here, store::StandInsOf(tx_.session(), tx_.tenant(), team.first,
                                                        team.second, tx_.now()));
    known = teams_.emplace(team, std::move(here)).first;
  }
  parties->ae = known->second.first;
  parties->csm = known->second.second;
  return absl::OkStatus();
}

// Who is told when the holder misses a milestone (S-5, S-11).
absl::Status PartySource::AddManagers(const v1::Signal& signal, domain::HandoffParties* parties) {
  BATON_ASSIGN_OR_RETURN(const Manager manager, ManagerOf(signal.holder()));
  parties->holder_manager = manager.name;
  parties->holder_manager_is_cro = manager.is_cro;
  if (signal.clock().escalation_steps().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const Manager above, ManagerOf(manager.name));
  parties->managers_manager = above.name;
  parties->managers_manager_is_cro = above.is_cro;
  return absl::OkStatus();
}

absl::Status PartySource::AddHead(domain::HandoffParties* parties) {
  if (!head_.has_value()) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<std::string> heads,
        store::SeatHolders(tx_.session(), tx_.tenant(), v1::ROLE_VP_REVOPS, tx_.now()));
    head_ = heads.empty() ? std::string() : heads.front();
  }
  parties->revops_head = *head_;
  return absl::OkStatus();
}

// S-7. The version that the signal's clock started with, where another is in force.
absl::Status PartySource::AddClockPolicy(const v1::Signal& signal, const v1::Policy& policy,
                                         domain::HandoffParties* parties) {
  const int32_t version = signal.clock().policy_version();
  if (version == 0 || version == policy.version()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(parties->past_policies.emplace_back(),
                         PolicyOfVersion(tx_.session(), tx_.tenant(), version));
  return absl::OkStatus();
}

absl::StatusOr<PartySource::Manager> PartySource::ManagerOf(const std::string& person) {
  if (person.empty()) return Manager();
  const auto known = managers_.find(person);
  if (known != managers_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(Manager manager, LoadManager(person));
  return managers_.emplace(person, std::move(manager)).first->second;
}

// The manager of `person`, or who stands in for them (W-1). Nobody is told of their own miss: a
// deputy who is `person` is passed over.
absl::StatusOr<PartySource::Manager> PartySource::LoadManager(std::string_view person) {
  store::Session& session = tx_.session();
  Manager manager;
  BATON_ASSIGN_OR_RETURN(manager.name, store::ManagerOf(session, tx_.tenant(), person));
  if (manager.name.empty()) return manager;
  BATON_ASSIGN_OR_RETURN(std::string stand_in, StandIn(manager.name));
  if (stand_in != person) manager.name = std::move(stand_in);
  if (manager.name.empty()) return manager;
  BATON_ASSIGN_OR_RETURN(const v1::Person found,
                         store::GetPerson(session, tx_.tenant(), manager.name));
  manager.is_cro = found.role() == v1::ROLE_CRO;
  return manager;
}

}  // namespace baton::server
