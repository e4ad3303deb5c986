// The commands that report on signals.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// quality, loops.
void AddSignalReports(const CommandGroup& signal);

}  // namespace baton::cli
