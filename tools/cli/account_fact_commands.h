// The commands for what is observed of an account.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// health, activity.
void AddAccountFacts(const CommandGroup& account);

}  // namespace baton::cli
