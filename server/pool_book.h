// Loads what pools are measured on, in a plan's currency: the book of some people, or the company's
// figures (W-3, C-7 to C-9, C-13). Inside a store's body or read; the rules are domain/'s.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/growth_report.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/book.h"
#include "server/scenario.h"
#include "store/sql.h"

namespace baton::server {

// The accounts that people held, and what they were credited with (C-8).
struct PoolBook {
  std::vector<domain::BookAccount> accounts;
  std::vector<domain::BookAmount> credits;
};

// Of `people`, full names with those that were merged into them, over the window. Amounts are
// converted into the policy's currency: hand in the policy with the plan's. Reads each person's
// rows by a handful of statements, whatever the number of accounts. A scenario's policy credits
// expansion and cross-sell anew; uplift, which is the CSM's under every policy (C-2), stays.
absl::StatusOr<PoolBook> LoadPoolBook(store::Session& session, const std::string& tenant,
                                      const std::vector<std::string>& people,
                                      const domain::BookWindow& window, const v1::Policy& policy,
                                      const Scenario& scenario);

// The company over the window: retention as RetentionRates reports it (G-6), and every account with
// what the objectives look at, held at all times.
struct PoolCompany {
  v1::RetentionFigures retention;
  std::vector<std::string> missing;
  std::vector<domain::BookAccount> accounts;
};
absl::StatusOr<PoolCompany> LoadPoolCompany(store::Session& session, const std::string& tenant,
                                            const domain::BookWindow& window,
                                            const v1::Policy& policy);

}  // namespace baton::server
