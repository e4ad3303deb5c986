// What becomes of an attribution: evidence, recommendations, audits.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// attribution attach | recommend | audit | audited | finding.
void AddAttributionLifeCommands(const CommandGroup& attribution);

}  // namespace baton::cli
