#include "server/account_history.h"

#include <utility>

#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/aliases.h"
#include "store/attributions.h"

namespace baton::server {

absl::Status AccountHistory::AddAccounts(const std::vector<std::string>& names) {
  BATON_ASSIGN_OR_RETURN(const store::AliasOwners owners,
                         store::AccountAliases().Owners(session_, tenant_, names));
  std::vector<std::string> fresh;  // bare ids
  for (const std::string& name : names) {
    const std::string& id = owners.at(std::string(domain::ShortName(name)));
    if (accounts_.insert(id).second) fresh.push_back(id);
  }
  BATON_ASSIGN_OR_RETURN(store::AttributionsByAccount attributions,
                         store::AttributionsOfAccounts(session_, tenant_, fresh, end_));
  for (const std::string& id : fresh) {
    const std::string account = domain::ResourceName(tenant_, "accounts", id);
    for (v1::Attribution& attribution : attributions[id]) {
      BATON_RETURN_IF_ERROR(Add(account, std::move(attribution)));
    }
  }
  return absl::OkStatus();
}

absl::Status AccountHistory::Add(const std::string& account, v1::Attribution attribution) {
  known_.insert(attribution.name());
  BATON_RETURN_IF_ERROR(scenario_.Credit(session_, tenant_, &attribution));
  domain::BookedAttribution& booked = history_->emplace_back();
  BATON_ASSIGN_OR_RETURN(booked.clawback_roles, RolesBy(attribution.policy_version()));
  attribution.set_account(account);
  booked.attribution = std::move(attribution);
  return absl::OkStatus();
}

absl::Status AccountHistory::AddAccountsOf(const std::vector<std::string>& attributions) {
  std::vector<std::string> unknown;
  std::set<std::string> seen;
  for (const std::string& name : attributions) {
    if (name.empty() || known_.count(name) > 0 || !seen.insert(name).second) continue;
    unknown.push_back(name);
  }
  BATON_ASSIGN_OR_RETURN(const store::AccountsByAttribution accounts,
                         store::AccountsOfAttributions(session_, tenant_, unknown));
  std::vector<std::string> names;
  for (const std::string& name : unknown) {
    const auto account = accounts.find(name);
    if (account == accounts.end()) return domain::NotFound("Attribution", name);
    names.push_back(account->second);
  }
  return AddAccounts(names);
}

absl::StatusOr<v1::ClawbackRoles> AccountHistory::RolesBy(int32_t policy_version) {
  const auto known = roles_.find(policy_version);
  if (known != roles_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         scenario_.PolicyOfVersion(session_, tenant_, policy_version));
  return roles_[policy_version] = policy.clawback_roles();
}

}  // namespace baton::server
