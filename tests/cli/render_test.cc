#include "tools/cli/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_split.h"
#include "tools/cli/display_text.h"

namespace baton::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Terminal OfWidth(size_t width) { return Terminal{true, false, width, 24}; }

Table Sample() {
  Table table({{"ID"}, {"NOTE", Column::kShrink}, {"ARR", Column::kRight}});
  table.AddRow({"01JB2Q", "Zürich asks for seats this quarter", "48,000.00"});
  table.AddRow({"7", "ok", "5.00"});
  return table;
}

TEST(Table, ColumnsLineUpAndNumbersStandRight) {
  EXPECT_EQ(Sample().Render(Terminal{}),
            "ID      NOTE                                      ARR\n"
            "01JB2Q  Zürich asks for seats this quarter  48,000.00\n"
            "7       ok                                       5.00\n");
}

TEST(Table, OnATerminalOnlyTextIsCut) {
  const std::string text = Sample().Render(OfWidth(40));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    EXPECT_LE(DisplayWidth(line), 40u);
  }
  EXPECT_THAT(text, HasSubstr("01JB2Q"));
  EXPECT_THAT(text, HasSubstr("48,000.00"));
  EXPECT_THAT(text, HasSubstr("\u2026"));
}

TEST(Table, TooNarrowATerminalStillShowsIdsAndAmounts) {
  const std::string text = Sample().Render(OfWidth(10));
  EXPECT_THAT(text, HasSubstr("01JB2Q"));
  EXPECT_THAT(text, HasSubstr("48,000.00"));
}

TEST(Table, SpareColumnsGoWhereThereIsNoRoomForThem) {
  Table table({{"ID"}, {"STATE", Column::kLeft, true}, {"OWNER", Column::kLeft, true}});
  table.AddRow({"01JB2Q", "routed", "tom"});
  EXPECT_EQ(table.Render(OfWidth(21)), "ID      STATE   OWNER\n01JB2Q  routed  tom\n");
  EXPECT_EQ(table.Render(OfWidth(20)), "ID      STATE\n01JB2Q  routed\n");
  EXPECT_EQ(table.Render(OfWidth(10)), "ID\n01JB2Q\n");
  EXPECT_EQ(table.Render(Terminal{}), "ID      STATE   OWNER\n01JB2Q  routed  tom\n");
}

TEST(Table, NotesStandUnderTheirRow) {
  Table table({{"ID"}});
  table.AddRow({"1"});
  table.AddNote("C-2  because\nC-5  bonus");
  table.AddRow({"2"});
  EXPECT_EQ(table.Render(Terminal{}), "ID\n1\n     C-2  because\n     C-5  bonus\n2\n");
}

TEST(Table, ColourOnlyWhereItIsWanted) {
  Table table({{"STATE"}});
  table.AddRow({Cell("overdue", Style::kBad)});
  EXPECT_THAT(table.Render(Terminal{}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(table.Render(OfWidth(80)), Not(HasSubstr("\x1b")));
  EXPECT_THAT(table.Render(Terminal{true, true, 80, 24}), HasSubstr("\x1b[1;31moverdue"));
}

TEST(Table, CellsCantSteerTheTerminal) {
  Table table({{"NOTE"}});
  table.AddRow({"a\x1b[2J\nb"});
  EXPECT_EQ(table.Render(Terminal{}), "NOTE\na?[2J b\n");
}

TEST(FieldList, EmptyFieldsAreLeftOutAndLongOnesWrap) {
  FieldList fields;
  fields.Add("account", "helios");
  fields.Add("AE", "");
  fields.Add("note", "She asked for forty more seats");
  EXPECT_EQ(fields.Render(Terminal{}),
            "account  helios\nnote     She asked for forty more seats\n");
  EXPECT_EQ(fields.Render(OfWidth(30)),
            "account  helios\nnote     She asked for forty\n         more seats\n");
}

}  // namespace
}  // namespace baton::cli
