#include "tools/cli/display_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace baton::cli {
namespace {

using ::testing::ElementsAre;

TEST(DisplayText, WidthCountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("Zürich"), 6u);
  EXPECT_EQ(DisplayWidth("e\u0301"), 1u);
  EXPECT_EQ(DisplayWidth("東京"), 4u);
  EXPECT_EQ(DisplayWidth("\U0001F600"), 2u);
}

TEST(DisplayText, BrokenUtf8IsCountedAndNeverReadPastTheEnd) {
  EXPECT_EQ(DisplayWidth("a\xff"), 2u);
  EXPECT_EQ(DisplayWidth("a\xe6\x9d"), 3u);
  EXPECT_EQ(Truncate("a\xe6\x9d", 2), "a\u2026");
}

TEST(DisplayText, OneLineDisarmsWhatSteersATerminal) {
  EXPECT_EQ(OneLine("a\nb\tc"), "a b c");
  EXPECT_EQ(OneLine("red\x1b[31m"), "red?[31m");
  EXPECT_EQ(OneLine("bell\x07 del\x7f"), "bell? del?");
  EXPECT_EQ(OneLine("c1 \u009b31m"), "c1 ?31m");
}

TEST(DisplayText, TruncateKeepsWithinTheWidth) {
  EXPECT_EQ(Truncate("handoff", 7), "handoff");
  EXPECT_EQ(Truncate("handoff", 6), "hando\u2026");
  EXPECT_EQ(Truncate("東京都", 4), "東\u2026");
  EXPECT_EQ(Truncate("abc", 0), "");
}

TEST(DisplayText, PadFillsOnEitherSide) {
  EXPECT_EQ(Pad("東", 4, false), "東  ");
  EXPECT_EQ(Pad("12", 4, true), "  12");
  EXPECT_EQ(Pad("long", 2, true), "long");
}

TEST(DisplayText, WrapBreaksAtSpaces) {
  EXPECT_THAT(Wrap("the quick brown fox", 10), ElementsAre("the quick", "brown fox"));
  EXPECT_THAT(Wrap("a verylongword b", 5), ElementsAre("a", "verylongword", "b"));
  EXPECT_THAT(Wrap("one\ntwo", 0), ElementsAre("one", "two"));
  EXPECT_THAT(Wrap("", 10), ElementsAre(""));
}

}  // namespace
}  // namespace baton::cli
