// The golden cases' rules: one handler per file name, from a case's input to what is expected of
// it.
#pragma once

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace baton::golden {

using Json = nlohmann::json;

// Maps an input to the domain's own types, runs the pure rule, and returns its result in the shape
// of the case's "expected". An error, or an exception from an input that lacks a field, fails the
// case.
using Handler = absl::StatusOr<Json> (*)(const Json& input);

// The handler of "NAME.jsonl", or null: such a file is not known. Listed in golden_cases.cc.
Handler FindHandler(absl::string_view name);

absl::StatusOr<Json> RunBusinessDays(const Json& input);
absl::StatusOr<Json> RunCategory(const Json& input);
absl::StatusOr<Json> RunCredit(const Json& input);
absl::StatusOr<Json> RunCsLed(const Json& input);
absl::StatusOr<Json> RunGrowthBand(const Json& input);
absl::StatusOr<Json> RunPools(const Json& input);
absl::StatusOr<Json> RunRate(const Json& input);
absl::StatusOr<Json> RunRouting(const Json& input);
absl::StatusOr<Json> RunSla(const Json& input);
absl::StatusOr<Json> RunSplit(const Json& input);
absl::StatusOr<Json> RunTeamCredit(const Json& input);

}  // namespace baton::golden
