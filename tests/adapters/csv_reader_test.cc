#include "adapters/csv_reader.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/adapter.h"

namespace baton::adapters {
namespace {

std::string FaultOf(absl::string_view text) {
  const auto rows = ParseCsv(text);
  EXPECT_FALSE(rows.ok()) << text;
  return std::string(rows.status().message());
}

TEST(CsvReader, RowsAreObjectsOfTheHeadersNames) {
  const auto rows = ParseCsv(
      "\xEF\xBB\xBFid,name,\"a, b\"\r\n1,\"Brandt, \"\"Aiko\"\"\",\r\n\r\n2,\"two\nlines\",x");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->items().size(), 2u);
  EXPECT_EQ(rows->items()[0].Find("name")->text(), "Brandt, \"Aiko\"");
  EXPECT_TRUE(rows->items()[0].Find("a, b")->is_null());
  EXPECT_EQ(rows->items()[1].Find("name")->text(), "two\nlines");
  EXPECT_EQ(rows->items()[1].Find("a, b")->text(), "x");
  const auto none = ParseCsv("id,name\n");
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(none->items().empty());
}

TEST(CsvReader, WhatIsNoCsvIsNamed) {
  EXPECT_EQ(FaultOf(""), "has no header row");
  EXPECT_EQ(FaultOf("id,,x\n"), "has a column without a name");
  EXPECT_EQ(FaultOf("id,id\n"), "has the column \"id\" twice");
  EXPECT_EQ(FaultOf("id,name\n1\n"), "has 1 fields under 2 columns in row 1");
  EXPECT_EQ(FaultOf("id,name\n1,a\n2,b,c\n"), "has 3 fields under 2 columns in row 2");
  EXPECT_EQ(FaultOf("id\n\"1"), "has a quote without an end in row 1");
  EXPECT_EQ(FaultOf("id\n1\"2\n"), "has a quote in the middle of a field in row 1");
  EXPECT_EQ(FaultOf("id\n\"1\"2\n"),
            "has text behind a closing quote or a stray carriage return in row 1");
}

TEST(CsvReader, AFileHasAtMostAsManyRowsAsAPayloadFacts) {
  std::string file = "id\n";
  for (size_t i = 0; i < kMaxFacts; ++i) file += "1\n";
  EXPECT_TRUE(ParseCsv(file).ok());
  EXPECT_EQ(FaultOf(file + "1\n"), absl::StrCat("has more than ", kMaxFacts, " rows"));
}

}  // namespace
}  // namespace baton::adapters
