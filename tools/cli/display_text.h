// Text as a terminal shows it: how wide it is, cut, wrapped, and free of control characters.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace baton::cli {

// Terminal columns that UTF-8 `text` takes: wide East Asian characters and emoji 2, combining marks
// 0, everything else 1. A broken byte counts 1.
size_t DisplayWidth(absl::string_view text);

// `text` on one line: line breaks and tabs become spaces, other control characters "?". What
// customers wrote can't steer the terminal.
std::string OneLine(absl::string_view text);

// `text` cut to at most `width` columns; what was cut ends in an ellipsis.
std::string Truncate(absl::string_view text, size_t width);

// `text` filled with spaces to `width` columns, in front when `right` is true.
std::string Pad(absl::string_view text, size_t width, bool right);

// `text` broken at spaces into lines of at most `width` columns; line breaks in it stay. A longer
// word has a line of its own. `width` 0 breaks only at line breaks. Never empty.
std::vector<std::string> Wrap(absl::string_view text, size_t width);

}  // namespace baton::cli
