// What early losses take back of the credit that an expansion pool counted (C-10, C-11). Inside a
// store's body or read; the rule is domain/clawback.h's.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/policy.pb.h"
#include "domain/book.h"
#include "domain/book_figures.h"
#include "domain/plan_period.h"
#include "server/scenario.h"
#include "store/sql.h"

namespace baton::server {

// Whose credit, and when it counted: full names with those that were merged into them, and
// the pools' payee's plans, by time.
struct PoolCredit {
  std::vector<std::string> people;
  std::vector<domain::PlanPeriod> periods;
  // What credits the attributions; must outlive it.
  const Scenario& scenario;
};

// The reversals that losses of the window bring, by time, in the policy's currency: hand in the
// policy with the plan's. Only what had counted is taken back: signed and undisputed credit that
// was booked while the payee had pools. It was converted at its booking's day, so it is taken back
// at that rate (C-19); what has no rate did not count.
absl::StatusOr<std::vector<domain::CreditReversal>> LoadReversals(store::Session& session,
                                                                  const std::string& tenant,
                                                                  const PoolCredit& credit,
                                                                  const domain::BookWindow& window,
                                                                  const v1::Policy& policy);

}  // namespace baton::server
