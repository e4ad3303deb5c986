// Rates as people type and read them: "12.5%". Kept in basis points.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace baton::cli {

// "12.5%" or "1250bp" in basis points. InvalidArgument: neither, negative, or finer than one basis
// point.
absl::StatusOr<int32_t> ParseRate(absl::string_view text);

// "12.5%", "100%", "0%".
std::string FormatRate(int64_t rate_bp);

}  // namespace baton::cli
