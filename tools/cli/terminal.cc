#include "tools/cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace baton::cli {
namespace {

constexpr size_t kDefaultWidth = 80;
constexpr size_t kDefaultHeight = 24;

const char* CodeOf(Style style) {
  switch (style) {
    case Style::kPlain:
      return "";
    case Style::kBold:
      return "\x1b[1m";
    case Style::kDim:
      return "\x1b[2m";
    case Style::kGood:
      return "\x1b[32m";
    case Style::kWarning:
      return "\x1b[33m";
    case Style::kBad:
      return "\x1b[1;31m";
  }
  return "";
}

bool ColourWanted() {
  const char* no_colour = std::getenv("NO_COLOR");
  const char* kind = std::getenv("TERM");
  const bool dumb = kind != nullptr && absl::string_view(kind) == "dumb";
  return (no_colour == nullptr || *no_colour == '\0') && !dumb;
}

}  // namespace

Terminal Terminal::Of(int fd) {
  Terminal terminal;
  if (isatty(fd) == 0) return terminal;
  winsize size{};
  const bool known = ioctl(fd, TIOCGWINSZ, &size) == 0;
  terminal.interactive = true;
  terminal.colour = ColourWanted();
  terminal.width = known && size.ws_col > 0 ? size.ws_col : kDefaultWidth;
  terminal.height = known && size.ws_row > 0 ? size.ws_row : kDefaultHeight;
  return terminal;
}

std::string Terminal::Paint(absl::string_view text, Style style) const {
  if (!colour || style == Style::kPlain || text.empty()) return std::string(text);
  return absl::StrCat(CodeOf(style), text, "\x1b[0m");
}

}  // namespace baton::cli
