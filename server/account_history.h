// What was booked on accounts, as early losses are laid against it (C-11). Inside a store's body or
// read.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/statement.h"
#include "server/scenario.h"
#include "store/sql.h"

namespace baton::server {

// Gathers the attributions of accounts, each account once, under the name of the surviving one
// . What it refers to must outlive it.
class AccountHistory {
 public:
  // Of everything that was booked before `end`, as the scenario credits it.
  AccountHistory(store::Session& session, const std::string& tenant, const Scenario& scenario,
                 absl::Time end, std::vector<domain::BookedAttribution>* history)
      : session_(session), tenant_(tenant), scenario_(scenario), end_(end), history_(history) {}

  // By the accounts' full names, in their order: asks the store by sets of a hundred.
  absl::Status AddAccounts(const std::vector<std::string>& names);

  // By the full names of attributions of them; an empty one adds nothing. NOT_FOUND for one that
  // there is not.
  absl::Status AddAccountsOf(const std::vector<std::string>& attributions);

 private:
  absl::Status Add(const std::string& account, v1::Attribution attribution);
  absl::StatusOr<v1::ClawbackRoles> RolesBy(int32_t policy_version);

  store::Session& session_;
  const std::string& tenant_;
  const Scenario& scenario_;
  const absl::Time end_;
  std::vector<domain::BookedAttribution>* history_;
  std::set<std::string> accounts_;  // bare ids
  std::set<std::string> known_;     // attributions
  std::map<int32_t, v1::ClawbackRoles> roles_;
};

}  // namespace baton::server
