// Calls every list method with everything that may be asked of it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "baton/v1/common.pb.h"
#include "tests/acceptance/client.h"

namespace baton::testing {

// Who calls, and in which role.
using Callers = std::vector<std::pair<v1::Role, Client>>;

// Calls each method of baton.v1 whose name begins with List: without a filter and with each field
// of it alone, in each order that signals have, its first page of one record and the next. Filters
// ask for what most of the listed records have. Each method is called once for every reach that the
// access table gives one of the callers, by the first who has it. A refusal fails the test.
// `parents` names the parent where it is not the tenant, by the method's name.
void WalkLists(const Callers& callers, const std::map<std::string, std::string>& parents);

}  // namespace baton::testing
