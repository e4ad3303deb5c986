// How an engine would answer a statement, and whether that walks through a whole tenant (P13).
#pragma once

#include <string>
#include <vector>

#include "store/soci_session.h"
#include "store/sql.h"

namespace baton::testing {

// The steps of a statement's plan that read more than they should, each with the reason; empty
// where there are none. Two things are faults:
//
//   * reading a table, or a tenant's part of it, from end to end. A page that is read in its
//   index's
//     own order is none, since it stops when it is full, unless it is of what one record has. A
//     filter that few records meet, such as an outbox recipient, makes a page walk far, and isn't
//     seen here.
//   * sorting what a LIMIT then cuts: every page would read and sort all. Sorting what is answered
//     whole is none, nor is sorting pages, what one account, signal, booking, opportunity or
//     attribution has, what shares the index's order (SQLite's RIGHT PART, PostgreSQL's Incremental
//     Sort), or what PostgreSQL expects to be less than a page.
//
// Tables that hold a handful of rows whatever the tenant does may be read whole: counters,
// policies, schema_version, tenants.
//
// On PostgreSQL the plan is the generic one that the store's own connections use, with sequential
// scans made dear: those of tables that are still small are as they should be.
std::vector<std::string> PlanFaults(store::SociSession& session, const store::Sql& sql,
                                    int parameter_count);

}  // namespace baton::testing
