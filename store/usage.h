// Usage observations: how accounts use the product (T-1).
//
// Accounts are named by full name or bare id. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "google/protobuf/repeated_field.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::UsageObservation; leads with the account's id. Its names are flat
// (tenants/t/usage/o); the functions below give the full ones.
const Table& UsageTable();
// Newest first; takes no filter. See ListUsage for one account's.
const ListSpec& UsageList();

// The observation of that source record. Nothing for an empty record id.
absl::StatusOr<std::optional<v1::UsageObservation>> FindUsageBySource(Session& session,
                                                                      std::string_view tenant,
                                                                      std::string_view system,
                                                                      std::string_view record_id);

// The account's level of the same product and metric that was observed last before an observation,
// or together with it, and the first one after it. The observation itself is neither.
struct UsageNeighbours {
  std::optional<v1::UsageObservation> before;
  std::optional<v1::UsageObservation> after;
};
absl::StatusOr<UsageNeighbours> NeighboursOf(Session& session, std::string_view tenant,
                                             std::string_view account,
                                             const v1::UsageObservation& observation);

// The opportunity that the same kind, product and metric set off on the account: the open one, else
// the latest.
absl::StatusOr<std::optional<v1::Opportunity>> FindUsageOpportunity(
    Session& session, std::string_view tenant, std::string_view account,
    const v1::UsageObservation& observation);

// One page of an account's observations; answers the next page token.
absl::StatusOr<std::string> ListUsage(
    Session& session, std::string_view account, ListQuery query,
    google::protobuf::RepeatedPtrField<v1::UsageObservation>* observations);

// The account must be known. ALREADY_EXISTS when the observation or its source record is known.
absl::Status InsertUsage(Transaction& tx, const v1::UsageObservation& observation);
absl::Status UpdateUsage(Transaction& tx, const v1::UsageObservation& before,
                         const v1::UsageObservation& after);

}  // namespace baton::store
