// Activities: what was done with a customer, when, by whom (T-6, G-1).
//
// Accounts are named by full name or bare id.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::Activity; leads with the account's id. Its names are flat
// (tenants/t/activities/a); the functions below give the full ones.
const Table& ActivityTable();
// Newest first; takes no filter. See ListActivities for one account's.
const ListSpec& ActivityList();

// What happened in [from, until], both ends in, by time and id.
absl::StatusOr<std::vector<v1::Activity>> ActivitiesInWindow(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view account,
                                                             absl::Time from, absl::Time until);

// The activity of that source record. Nothing for an empty record id.
absl::StatusOr<std::optional<v1::Activity>> FindActivityBySource(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view system,
                                                                 std::string_view record_id);

// One page of an account's activities; answers the next page token.
absl::StatusOr<std::string> ListActivities(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::Activity>* activities);

// Keeps an activity of the account in its name. Needs occur_time. ALREADY_EXISTS when the source
// record is known: ask FindActivityBySource first.
absl::Status InsertActivity(Transaction& tx, const v1::Activity& activity);
absl::Status UpdateActivity(Transaction& tx, const v1::Activity& before, const v1::Activity& after);

}  // namespace baton::store
