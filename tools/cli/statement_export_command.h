// The command that hands statements to a commission tool.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// export.
void AddStatementExport(const CommandGroup& statement);

}  // namespace baton::cli
