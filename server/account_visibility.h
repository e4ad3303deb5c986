// Whose an account is: everybody's who holds a role on it.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "baton/v1/account_service.pb.h"
#include "server/call.h"
#include "store/sql.h"

namespace baton::server {

// OK when the account with its team is within the caller's reach; NOT_FOUND otherwise.
absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 const v1::Account& view);

// The same of an account's full name or bare id, which must be known, too.
absl::Status CheckAccountVisible(const Call& call, store::Session& session,
                                 std::string_view account);

}  // namespace baton::server
