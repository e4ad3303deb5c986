// The state of a tenant as text, to compare two servers that were told the same in another order.
#pragma once

#include <set>
#include <string>

#include "store/sql.h"
#include "tests/acceptance/client.h"

namespace baton::testing {

// One entry for each account, person, team row, observation, activity, opportunity, booking,
// attribution, signal, delivery and dead letter of the tenant "main". Ids that a server gave are
// replaced by the source's; left out is what says when something arrived, and in which steps: times
// of receipt, signals' explanations (a step for each version that came), texts of deliveries.
// `caller` may read all of it.
std::multiset<std::string> StateOf(const Client& caller, store::Session& session);

}  // namespace baton::testing
