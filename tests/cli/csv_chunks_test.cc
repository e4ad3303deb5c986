#include "tools/cli/csv_chunks.h"

#include <gtest/gtest.h>

namespace baton::cli {
namespace {

TEST(CsvChunks, EachHasTheHeaderAndAtMostSoManyRows) {
  const auto chunks = SplitCsv("a,b\n1,2\n3,4\n5,6\n", 2);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].text, "a,b\n1,2\n3,4\n");
  EXPECT_EQ(chunks[0].first_row, 1);
  EXPECT_EQ(chunks[0].rows, 2);
  EXPECT_EQ(chunks[1].text, "a,b\n5,6\n");
  EXPECT_EQ(chunks[1].first_row, 3);
  EXPECT_EQ(chunks[1].rows, 1);
}

TEST(CsvChunks, ALineFeedWithinQuotesEndsNoRow) {
  const auto chunks = SplitCsv("\"a\nb\",c\r\n\"one\ntwo \"\"x\"\"\n\",2\r\n3,4", 1);
  ASSERT_EQ(chunks.size(), 2u);
  EXPECT_EQ(chunks[0].text, "\"a\nb\",c\r\n\"one\ntwo \"\"x\"\"\n\",2\r\n");
  EXPECT_EQ(chunks[1].text, "\"a\nb\",c\r\n3,4");
}

TEST(CsvChunks, EmptyLinesAreNoRows) {
  EXPECT_TRUE(SplitCsv("", 5).empty());
  EXPECT_TRUE(SplitCsv("a,b", 5).empty());
  EXPECT_TRUE(SplitCsv("a,b\n\n\r\n", 5).empty());
  EXPECT_EQ(SplitCsv("a,b\n\n1,2\n\n", 5).front().text, "a,b\n1,2\n");
}

}  // namespace
}  // namespace baton::cli
