// Account teams: who holds a role on an account from an instant on (W-3).
//
// A row holds from its start (exactly at it is within) until the next row of the same account and
// role. Accounts are named by full name or bare id, people by full name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::TeamMember; leads with the account's id.
const Table& AccountTeamTable();

// The person's full name; empty when nobody holds the role at that instant.
absl::StatusOr<std::string> TeamHolder(Session& session, std::string_view tenant,
                                       std::string_view account, v1::Role role, absl::Time at);

// The row that holds at that instant: whom the role is with and who shares its credit (W-4). Of a
// role that nobody ever held, one without a person.
absl::StatusOr<v1::TeamMember> TeamMemberAt(Session& session, std::string_view tenant,
                                            std::string_view account, v1::Role role, absl::Time at);

// Of an account's rows, by role and start: the last of each role, unless nobody holds it.
std::vector<v1::TeamMember> LastOfEachRole(std::vector<v1::TeamMember> rows);

// A person's seat on an account's team.
struct TeamSeat {
  std::string account;  // full name
  v1::TeamMember member;
};

// The seats that the person holds at an instant, and those that begin later, by account, role and
// start.
absl::StatusOr<std::vector<TeamSeat>> SeatsOf(Session& session, std::string_view tenant,
                                              std::string_view person, absl::Time at);

// Takes the member in from its start_time on, in the place of a row of the same start. An empty
// person: nobody holds the role from then on. The account and the person must be known. The audit
// event names the account.
absl::Status SetTeamMember(Transaction& tx, std::string_view account, const v1::TeamMember& member);

}  // namespace baton::store
