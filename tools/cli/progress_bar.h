// A bar that fills while something long is done. Drawn only where a person watches.
#pragma once

#include <ostream>
#include <string>

#include "tools/cli/terminal.h"

namespace baton::cli {

// "[########............]  8/20 Tom Reyes", at most `width` columns; 0 means 80.
std::string ProgressLine(int done, int total, const std::string& what, size_t width);

class ProgressBar {
 public:
  ProgressBar(std::ostream& out, const Terminal& terminal) : out_(out), terminal_(terminal) {}
  // Wipes the bar away.
  ~ProgressBar();

  void Show(int done, int total, const std::string& what);

 private:
  std::ostream& out_;
  Terminal terminal_;
  bool drawn_ = false;
};

}  // namespace baton::cli
