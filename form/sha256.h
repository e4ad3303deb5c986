// SHA-256 as text: what a statement is published under, and what tells one file from another.
#pragma once

#include <string>

#include "absl/strings/string_view.h"

namespace baton::form {

// 64 hexadecimal digits in lower case.
std::string Sha256Hex(absl::string_view bytes);

}  // namespace baton::form
