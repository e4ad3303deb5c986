#include "tools/cli/progress_bar.h"

#include <gtest/gtest.h>

#include <sstream>

namespace baton::cli {
namespace {

TEST(ProgressLine, FillsInStep) {
  EXPECT_EQ(ProgressLine(0, 4, "", 80), "[..............................]     0/4 ");
  EXPECT_EQ(ProgressLine(2, 4, "Tom", 80), "[###############...............]     2/4 Tom");
  EXPECT_EQ(ProgressLine(4, 4, "Ida", 80), "[##############################]     4/4 Ida");
}

TEST(ProgressLine, NothingToDoIsNoDivision) {
  EXPECT_EQ(ProgressLine(0, 0, "", 80), "[..............................]     0/0 ");
}

TEST(ProgressBar, IsSilentWhereNobodyWatches) {
  std::ostringstream out;
  { ProgressBar(out, Terminal{}).Show(1, 2, "Tom"); }
  EXPECT_EQ(out.str(), "");
}

TEST(ProgressBar, WipesItselfAway) {
  std::ostringstream out;
  { ProgressBar(out, Terminal{true, false, 80, 24}).Show(1, 2, "Tom"); }
  EXPECT_EQ(out.str().substr(out.str().size() - 4), "\r\x1b[K");
}

}  // namespace
}  // namespace baton::cli
