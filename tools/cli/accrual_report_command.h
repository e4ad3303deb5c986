// report accrual: what is owed to payees, quarter by quarter (C-20).
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

void AddAccrualReport(const CommandGroup& report);

}  // namespace baton::cli
