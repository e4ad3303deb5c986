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

  // By the account's full name. NOT_FOUND without it.
  absl::Status AddAccount(const std::string& name);

  // By the full name of an attribution of it; an empty one adds nothing.
  absl::Status AddAccountOf(const std::string& attribution);

 private:
  absl::StatusOr<v1::ClawbackRoles> RolesBy(int32_t policy_version);

  store::Session& session_;
  const std::string& tenant_;
  const Scenario& scenario_;
  const absl::Time end_;
  std::vector<domain::BookedAttribution>* history_;
  std::set<std::string> accounts_;
  std::set<std::string> known_;  // attributions
  std::map<int32_t, v1::ClawbackRoles> roles_;
};

}  // namespace baton::server
