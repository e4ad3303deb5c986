// The merge desk: two records of one customer or person become one. Inside a store's body.
//
// What has happened keeps the ids that it happened with; the merged id is an alias from then on
// (store/aliases.h). What is still open moves to the survivor, with one audit event a record.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Joins `merged` under `survivor` (full names). The survivor takes over its external ids, what
// it lacks itself of segment, ACV, renewal and team, the open signals and the open opportunities.
// NOT_MERGEABLE names every reason against it: the same account, merged before, too many ids.
absl::StatusOr<v1::Account> MergeAccounts(store::Transaction& tx, std::string_view survivor,
                                          std::string_view merged);

// The same of two people: external ids, mail address, tokens, reports, team seats, absences,
// open signals and opportunities. Reasons against it: the same person, merged before, different
// roles, one works below the other, the survivor has left, the merged one has a comp plan (then
// they are the survivor), absences that overlap or make somebody their own deputy, too many ids.
absl::StatusOr<v1::Person> MergePeople(store::Transaction& tx, std::string_view survivor,
                                       std::string_view merged);

}  // namespace baton::server
