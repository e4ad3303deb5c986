// What the output is written to: a person's terminal, or a file or program.
#pragma once

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace baton::cli {

// How a piece of text stands out on a terminal.
enum class Style { kPlain, kBold, kDim, kGood, kWarning, kBad };

struct Terminal {
  // True when a person watches: text may be cut, redrawn and coloured.
  bool interactive = false;
  // False when NO_COLOR is set or nobody watches.
  bool colour = false;
  // Columns of a line; 0 when lines have no end.
  size_t width = 0;
  // Lines of the screen; 0 when there is none.
  size_t height = 0;

  // What file descriptor `fd` leads to now.
  static Terminal Of(int fd);

  // `text` with the style's colour codes around it, or as it is when colour is off.
  std::string Paint(absl::string_view text, Style style) const;
};

}  // namespace baton::cli
