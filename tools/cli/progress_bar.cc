#include "tools/cli/progress_bar.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tools/cli/display_text.h"

namespace baton::cli {
namespace {

constexpr int kBarWidth = 30;
constexpr size_t kDefaultWidth = 80;

}  // namespace

std::string ProgressLine(int done, int total, const std::string& what, size_t width) {
  const int filled =
      total > 0 ? static_cast<int>(int64_t{kBarWidth} * std::clamp(done, 0, total) / total) : 0;
  const std::string bar =
      absl::StrCat("[", std::string(filled, '#'), std::string(kBarWidth - filled, '.'), "] ");
  const std::string count = Pad(absl::StrCat(done, "/", total), 7, true);
  return Truncate(absl::StrCat(bar, count, " ", OneLine(what)), width == 0 ? kDefaultWidth : width);
}

ProgressBar::~ProgressBar() {
  if (drawn_) out_ << "\r\x1b[K" << std::flush;
}

void ProgressBar::Show(int done, int total, const std::string& what) {
  if (!terminal_.interactive) return;
  out_ << "\r\x1b[K" << ProgressLine(done, total, what, terminal_.width) << std::flush;
  drawn_ = true;
}

}  // namespace baton::cli
