// report arr | teams | growth | cohorts | retention | forecast | board.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// Adds them to the group `report`.
void AddRevenueReports(const CommandGroup& report);

}  // namespace baton::cli
