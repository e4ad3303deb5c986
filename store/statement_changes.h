// Statement changes: the order in which statements were published and paid (C-14), for tools that
// pull.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "store/store.h"

namespace baton::store {

// Notes that the statement was published or paid just now. Numbers rise in commit order over the
// whole tenant, from 1, and none is ever seen before a lower one. Leaves no audit event: that of
// the statement or its payout says it.
absl::Status NoteStatementChange(Transaction& tx, std::string_view statement);

// The statements whose last change is behind `change_seq`, by that change, each with it and as it
// stands (PAID where it is), without lines; `limit` at most.
absl::StatusOr<std::vector<v1::CompStatement>> StatementsChangedAfter(Session& session,
                                                                      std::string_view tenant,
                                                                      int64_t change_seq,
                                                                      int limit);

}  // namespace baton::store
