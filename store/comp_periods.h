// Periods: which quarters are closing, published, audited (C-24).
//
// A period goes by its quarter's code, "2027-Q1". One without a row is open. It never moves back:
// the database itself refuses it. Writes leave one audit event each.
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_period.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PeriodTable();
// Filter: state. The latest first.
const ListSpec& PeriodList();

// Without its checklist; nothing when nobody began to close it.
absl::StatusOr<std::optional<v1::CompPeriod>> FindPeriod(Session& session, std::string_view tenant,
                                                         std::string_view period);

absl::Status InsertPeriod(Transaction& tx, const v1::CompPeriod& period);
absl::Status UpdatePeriod(Transaction& tx, const v1::CompPeriod& before,
                          const v1::CompPeriod& after);

}  // namespace baton::store
