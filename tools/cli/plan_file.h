// A plan in a file: JSON of the API's CompPlan, as those in plans/.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/comp_plan.pb.h"

namespace baton::cli {

// Reads {"code": "AE-2027", "role": "ROLE_AE", ...}. `code`, where it isn't empty, counts in the
// place of the file's. InvalidArgument: no JSON of that kind, or nothing in it.
absl::StatusOr<v1::CompPlan> ParsePlanFile(absl::string_view json, absl::string_view code);

}  // namespace baton::cli
