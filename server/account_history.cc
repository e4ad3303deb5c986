#include "server/account_history.h"

#include <utility>

#include "domain/status_macros.h"
#include "store/accounts.h"
#include "store/attributions.h"

namespace baton::server {

absl::Status AccountHistory::AddAccount(const std::string& name) {
  if (accounts_.count(name) > 0) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Account account, store::GetAccount(session_, tenant_, name));
  if (!accounts_.insert(account.name()).second) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(
      std::vector<v1::Attribution> attributions,
      store::AttributionsOfAccount(session_, tenant_, account.name(), absl::UnixEpoch(), end_));
  for (v1::Attribution& attribution : attributions) {
    known_.insert(attribution.name());
    BATON_RETURN_IF_ERROR(scenario_.Credit(session_, tenant_, &attribution));
    domain::BookedAttribution& booked = history_->emplace_back();
    BATON_ASSIGN_OR_RETURN(booked.clawback_roles, RolesBy(attribution.policy_version()));
    attribution.set_account(account.name());
    booked.attribution = std::move(attribution);
  }
  return absl::OkStatus();
}

absl::Status AccountHistory::AddAccountOf(const std::string& attribution) {
  if (attribution.empty() || known_.count(attribution) > 0) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Attribution of,
                         store::GetAttribution(session_, tenant_, attribution));
  return AddAccount(of.account());
}

absl::StatusOr<v1::ClawbackRoles> AccountHistory::RolesBy(int32_t policy_version) {
  const auto known = roles_.find(policy_version);
  if (known != roles_.end()) return known->second;
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         scenario_.PolicyOfVersion(session_, tenant_, policy_version));
  return roles_[policy_version] = policy.clawback_roles();
}

}  // namespace baton::server
