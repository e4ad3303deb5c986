// Plan versions: how payees are paid, in numbered versions of each code. A version only ever
// gains signatures; what it says never changes. One without all of them pays nobody.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_plan.pb.h"
#include "store/list.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

const Table& PlanVersionTable();
// By code, then as they were made, signed or not. Filters: code.
const ListSpec& PlanVersionList();

// Every version of a code, signed or not, by number. Few.
absl::StatusOr<std::vector<v1::PlanVersion>> VersionsOfCode(Session& session,
                                                            std::string_view tenant,
                                                            std::string_view code);

// Every version of every code that the payee (full name or bare id) was ever assigned.
absl::StatusOr<std::vector<v1::PlanVersion>> VersionsOfPayee(Session& session,
                                                             std::string_view tenant,
                                                             std::string_view payee);

// By full name or bare id; NOT_FOUND when there is none.
absl::StatusOr<v1::PlanVersion> GetPlanVersion(Session& session, std::string_view tenant,
                                               std::string_view version);

// Keeps a version. ALREADY_EXISTS when its name or its number in the code is taken.
absl::Status InsertPlanVersion(Transaction& tx, const v1::PlanVersion& version);
// Keeps the signatures that a version gained.
absl::Status UpdatePlanVersion(Transaction& tx, const v1::PlanVersion& before,
                               const v1::PlanVersion& after);

}  // namespace baton::store
