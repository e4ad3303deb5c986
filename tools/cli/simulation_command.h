// statement simulate: what a policy or plans in files would pay (C-16).
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

void AddStatementSimulation(const CommandGroup& statement);

}  // namespace baton::cli
