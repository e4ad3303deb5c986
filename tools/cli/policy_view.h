// The policy for people.
#pragma once

#include <string>

#include "baton/v1/policy_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// Every field by its name, in the unit that the name ends in: _bp as a rate, _minor as money.
std::string PolicyDetail(const v1::Policy& policy, const View& view);

}  // namespace baton::cli
