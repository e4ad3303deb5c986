// A store that has seen years: many signals made of the few that were filed.
#pragma once

#include <cstdint>

#include "store/store.h"

namespace baton::bench {

// Doubles the signals of the tenant "main", with what left for them, until it has `count` at least;
// there must be one. The copies are closed, are of the same accounts and people, and lie as far
// back as two years, evenly. They have no audit events, request ids or deadlines. Some minutes for
// a million. On PostgreSQL the user must be allowed a CHECKPOINT, which ends it. Ends the program
// when a statement fails.
void GrowSignals(store::Store& store, int64_t count);

// Doubles the signals of the tenant "main" as they stand, open, with their deadlines, until it has
// `count` at least. The copies lie up to a week in the future, evenly: what the first ones wait for
// falls due for the last ones a week later. They have no history and no deliveries.
void GrowClocks(store::Store& store, int64_t count);

}  // namespace baton::bench
