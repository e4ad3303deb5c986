// Connections with the systems of a tenant's stack. What opens them is in connection_secrets.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/connection.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& ConnectionTable();
// Filters: vendor, state. Newest first.
const ListSpec& ConnectionListSpec();

// By full name or bare id. NOT_FOUND when there is none.
absl::StatusOr<v1::Connection> GetConnection(Session& session, std::string_view tenant,
                                             std::string_view connection);

// Over all tenants, by bare id: what a webhook's address names. Its name says whose it is.
absl::StatusOr<std::optional<v1::Connection>> FindConnection(Session& session,
                                                             std::string_view connection_id);

// The active ones of every tenant, by tenant, oldest first: for whoever sends what must leave.
absl::StatusOr<std::vector<v1::Connection>> ActiveConnections(Session& session);

// The names of the tenant's active connections of the vendor `webhook` that have an address, oldest
// first.
absl::StatusOr<std::vector<std::string>> ActiveWebhooks(Session& session, std::string_view tenant);

absl::Status InsertConnection(Transaction& tx, const v1::Connection& connection);
absl::Status UpdateConnection(Transaction& tx, const v1::Connection& before,
                              const v1::Connection& after);

}  // namespace baton::store
