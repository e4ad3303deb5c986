// Narrows what a handler reads or changes to the reach that the access table granted.
//
// A record is somebody's when one of its person fields names them. People's records are those of
// everybody below the caller by Person.manager, however deep. A record out of reach answers
// NOT_FOUND, like one that doesn't exist. A caller without a person owns nothing.
//
// What was a person's who was merged into the caller's is the caller's. For work, as opposed
// to pay, a deputy stands in the place of whoever is away (W-1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/call.h"
#include "store/list.h"
#include "store/sql.h"

namespace baton::server {

// Whether a deputy reaches what those whom they stand in for reach.
enum class Deputies {
  kTakeOver,  // work: signals, accounts, opportunities
  kLeftOut,   // what is personal: credit, pay
};

// Full names of those as whom the caller acts: the person, whoever was merged into them, and with
// kTakeOver those for whom they stand in now. None for a caller without a person.
absl::StatusOr<std::vector<std::string>> ActsAs(const Call& call, store::Session& session,
                                                Deputies deputies);

// The condition for a list: one of `columns`, which hold bare person ids, is within reach of the
// caller; deputies are left out. Empty for kAll. Uses :s1 and following.
store::Scope VisibleScope(const Call& call, const std::vector<std::string>& columns);

// The same for a caller who acts as those people (ActsAs). Page tokens fit both, whoever is away.
store::Scope VisibleScope(const Call& call, const std::vector<std::string>& people,
                          const std::vector<std::string>& columns);

// The same where the owners stand in another table: `owners` is the table, `column` their person id
// there, `key` the column of both that joins them, as ("person_id", "tokens", "person_id").
store::Scope VisibleScopeBy(const Call& call, std::string_view key, std::string_view owners,
                            std::string_view column);

// The condition that `column`, which holds a bare person id, names a person of the tenant (both
// bare ids) or anybody below them.
store::Scope BelowScope(const std::string& tenant, const std::string& person,
                        const std::string& column);

// For a list by account_id: on whose team the caller, or one of theirs, has ever been. What was
// merged into such an account is among it.
store::Scope VisibleAccounts(const Call& call);
store::Scope VisibleAccounts(const Call& call, const std::vector<std::string>& people);

// OK when one of `people` (full names; empty ones are skipped) is within reach. Else NotFound of
// `resource_type` and `name`, the very status of a missing record.
absl::Status CheckVisible(const Call& call, store::Session& session, std::string_view resource_type,
                          std::string_view name, const std::vector<std::string>& people,
                          Deputies deputies = Deputies::kTakeOver);

// C-17. Full names of those whose pay the caller sees; nothing for everybody's.
absl::StatusOr<std::optional<std::vector<std::string>>> VisiblePayees(const Call& call,
                                                                      store::Session& session);

// Full names of those as whom the caller acts and everybody below them.
absl::StatusOr<std::vector<std::string>> PeopleBelow(const Call& call, store::Session& session,
                                                     Deputies deputies = Deputies::kLeftOut);

}  // namespace baton::server
