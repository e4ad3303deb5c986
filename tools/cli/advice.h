// What a person can do about a refusal.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace baton::cli {

// One sentence on what to do next, by the reason's name ("TOKEN_INVALID") where it is known, else
// by the code. Empty when there is nothing to advise.
std::string AdviceFor(absl::string_view reason, absl::StatusCode code);

}  // namespace baton::cli
