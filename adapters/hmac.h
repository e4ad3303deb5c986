// HMAC-SHA256, and comparing what was made with it. Pure.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace baton::adapters {

// 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view message);

// Takes as long wherever they differ; at once where their lengths do.
bool SameBytes(absl::string_view one, absl::string_view other);

}  // namespace baton::adapters
