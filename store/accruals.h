// What statements add up to, quarter by quarter (C-20).
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/accrual_report.pb.h"
#include "store/sql.h"

namespace baton::store {

// By period and currency, from `from` to `to` inclusive; an empty bound is none. Reads every
// statement between them. OUT_OF_RANGE when a sum does not fit into 64 bits.
absl::StatusOr<std::vector<v1::AccrualRow>> Accruals(Session& session, std::string_view tenant,
                                                     std::string_view from, std::string_view to);

}  // namespace baton::store
