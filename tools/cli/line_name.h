// The names of statement lines and the short ids that people type for them.
#pragma once

#include <string>

#include "tools/cli/session.h"

namespace baton::cli {

// The full name of a line as it was typed: "2027-Q1~tom~A1~1~earning" stands on the statement of
// its first two parts. What is no line's id is taken for a statement's: "2027-Q1-tom".
std::string LineName(const std::string& typed, const Session& session);

}  // namespace baton::cli
