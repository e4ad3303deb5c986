// report amortisation: what it cost to obtain contracts, spread over time (C-20, ASC 340-40).
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

void AddAmortisationReport(const CommandGroup& report);

}  // namespace baton::cli
