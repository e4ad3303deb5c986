// A tenant of realistic size, made of the few records that a test has filed.
#pragma once

#include "store/soci_session.h"

namespace baton::testing {

// Copies every table's rows, each copy under ids of its own and a second later, until a table has
// some 3,000 rows, and has PostgreSQL gather its statistics. What happened is spread over 40 copies
// of each person and 400 of each account, so that these have many records each. The copies answer
// to no digest, so the audit chain is broken behind it. For PostgreSQL: SQLite's planner goes by
// what a migration wrote down, never by the rows.
void GrowTenant(store::SociSession& session);

}  // namespace baton::testing
