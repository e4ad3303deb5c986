// Tenants: the companies that Baton keeps apart. Everything else refers to one.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/sql.h"
#include "store/store.h"

namespace baton::store {

// Makes the transaction's tenant known; nothing happens when it is. To be done before its first
// person, account, policy or token. Leaves no audit event: there is no record beside the row.
absl::Status EnsureTenant(Transaction& tx);

// The ids of all tenants, sorted.
absl::StatusOr<std::vector<std::string>> ListTenants(Session& session);

}  // namespace baton::store
