// Tells what is really run: every statement that a session of this process prepares. For tests and
// tools; nothing is asked of it while a prepared statement runs again.
#pragma once

#include <functional>

#include "store/sql.h"

namespace baton::store {

// Called from the threads that prepare, one call at a time. A session prepares a statement once.
using StatementWatch = std::function<void(const Sql& sql, int parameter_count)>;

// Takes the place of the watch before; an empty one ends it. Behind its return the one before is
// not called any more.
void WatchStatements(StatementWatch watch);

// For sessions: tells the watch, if there is one.
void NotePrepared(const Sql& sql, int parameter_count);

}  // namespace baton::store
