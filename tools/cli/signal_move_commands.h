// The commands that move a signal on.
#pragma once

#include "tools/cli/commands.h"

namespace baton::cli {

// ack, contact, outcome, requalify, assign, upgrade, unlink.
void AddSignalMoves(const CommandGroup& signal);

// reassign, urgency, restart-clock, note, withdraw, reclassify, reopen, plan, resolve.
void AddSignalFollowUps(const CommandGroup& signal);

}  // namespace baton::cli
