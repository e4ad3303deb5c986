// Checks a whole store: what the database engine can tell, and what Baton promises of its records.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "store/soci_session.h"

namespace baton::admin {

// One kind of check over the whole store.
struct Check {
  std::string what;                 // "audit chain"
  int64_t looked_at = 0;            // how many things of `unit` were checked
  std::string unit;                 // "events"
  std::vector<std::string> faults;  // each names the record and what is wrong with it
};

// In one snapshot of the session's database:
//
//   - database: SQLite's integrity_check and foreign_key_check; PostgreSQL keeps its keys itself.
//   - audit chain: every tenant's chain from its first event to its last.
//   - statements: every published statement is there, has the digest that it was published with,
//     and is what the audit log says was published (C-14).
//   - clocks: every open signal has just the deadlines that its state asks for (S-4).
//
// The status is an error only when the store can't be read.
absl::StatusOr<std::vector<Check>> VerifyStore(store::SociSession& session);

}  // namespace baton::admin
