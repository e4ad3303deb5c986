// The outbound cases' given statement as the common model holds it.
#pragma once

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::payloads {

// InvalidArgument when the model can't hold what is given: an unknown line kind, state, ...
absl::StatusOr<v1::CompStatement> ParseGivenStatement(const nlohmann::json& given);

}  // namespace baton::payloads
