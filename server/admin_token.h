// The first admin: how a company gets in before it has a token.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/ids.h"
#include "store/store.h"

namespace baton::server {

// When no admin's token works at `now` (at the first start, or when all were revoked or expired),
// makes one for `tenant`, and the tenant if need be, and writes its secret to `file`, mode 0600
// from the file's first moment. True when it did. Blocks.
absl::StatusOr<bool> EnsureAdminToken(store::Store& store, IdSource& ids, const std::string& tenant,
                                      const std::string& file, absl::Time now);

}  // namespace baton::server
