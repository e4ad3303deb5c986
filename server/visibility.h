// Narrows what a handler reads or changes to the reach that the access table granted.
//
// A record is somebody's when one of its person fields names them. People's records are those of
// everybody below the caller by Person.manager, however deep. A record out of reach answers
// NOT_FOUND, like one that doesn't exist. A caller without a person owns nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/call.h"
#include "store/list.h"
#include "store/sql.h"

namespace baton::server {

// The condition for a list: one of `columns`, which hold bare person ids, is within reach. Empty
// for kAll. Uses :s1 and following.
store::Scope VisibleScope(const Call& call, const std::vector<std::string>& columns);

// The same where the owners stand in another table: `owners` is the table, `column` their person id
// there, `key` the column of both that joins them, as ("account_id", "account_team", "person_id").
store::Scope VisibleScopeBy(const Call& call, std::string_view key, std::string_view owners,
                            std::string_view column);

// The condition that `column`, which holds a bare person id, names a person of the tenant (both
// bare ids) or anybody below them.
store::Scope BelowScope(const std::string& tenant, const std::string& person,
                        const std::string& column);

// OK when one of `people` (full names; empty ones are skipped) is within reach. Else NotFound of
// `resource_type` and `name`, the very status of a missing record.
absl::Status CheckVisible(const Call& call, store::Session& session, std::string_view resource_type,
                          std::string_view name, const std::vector<std::string>& people);

// Full names of the caller and everybody below them.
absl::StatusOr<std::vector<std::string>> PeopleBelow(const Call& call, store::Session& session);

}  // namespace baton::server
