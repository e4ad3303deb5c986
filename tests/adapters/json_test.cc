#include "adapters/json.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace baton::adapters::json {
namespace {

std::string ErrorOf(absl::string_view bytes) {
  const auto value = Parse(bytes);
  return value.ok() ? "" : std::string(value.status().message());
}

TEST(Json, X2_NumbersKeepTheirDecimalText) {
  const auto value = Parse(R"([48000.00, 0.1, 1.24E7, -12, 9007199254740993,
                               123456789012345678901234567890])");
  ASSERT_TRUE(value.ok()) << value.status();
  std::string texts;
  for (const Value& item : value->items()) absl::StrAppend(&texts, item.text(), " ");
  EXPECT_EQ(texts, "48000.00 0.1 1.24E7 -12 9007199254740993 123456789012345678901234567890 ");
}

TEST(Json, LookupPrefersTheKeyWithDots) {
  const auto value = Parse(R"({"a.b": 1, "a": {"b": 2, "c.d": {"e": 3}}, "A": {"z": null}})");
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value->Lookup("a.b")->text(), "1");
  EXPECT_EQ(value->Lookup("a.c.d.e")->text(), "3");
  EXPECT_EQ(value->Lookup("a.x"), nullptr);
  EXPECT_EQ(value->Lookup("a.b.c"), nullptr);
  EXPECT_EQ(value->Lookup(""), nullptr);
  EXPECT_EQ(value->Lookup("A.z")->KindName(), "null");
}

TEST(Json, CaseIsIgnoredOnlyWhenAskedAndExactGoesFirst) {
  const auto value = Parse(R"({"csm": 1, "CSM": 2})");
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->Find("Csm"), nullptr);
  EXPECT_EQ(value->Find("Csm", KeyCase::kIgnored)->text(), "1");
  EXPECT_EQ(value->Find("CSM", KeyCase::kIgnored)->text(), "2");
}

TEST(Json, BrokenTextSaysWhere) {
  EXPECT_EQ(ErrorOf("{\"a\": }"), "no valid JSON at byte 7");
  EXPECT_EQ(ErrorOf("{\"a\": 1"), "no valid JSON at byte 8");
  EXPECT_EQ(ErrorOf(""), "no valid JSON at byte 1");
  EXPECT_EQ(ErrorOf("[1e999]"), "no valid JSON at byte 6");
  EXPECT_EQ(ErrorOf("\"\xFF\""), "no valid JSON at byte 2");
  EXPECT_EQ(ErrorOf("{} x"), "no valid JSON at byte 4");
}

TEST(Json, AKeyTwiceIsRefused) {
  EXPECT_EQ(ErrorOf(R"({"a": 1, "b": 2, "a": 1})"), "the key \"a\" twice");
  std::string many = "{";
  for (int i = 0; i < 40; ++i) absl::StrAppend(&many, "\"k", i, "\":", i, ",");
  EXPECT_EQ(ErrorOf(many + "\"k7\":0}"), "the key \"k7\" twice");
  EXPECT_EQ(ErrorOf(many + "\"k40\":0}"), "");
}

TEST(Json, LimitsHold) {
  const std::string deep(kMaxDepth, '[');
  EXPECT_EQ(ErrorOf(deep + std::string(kMaxDepth, ']')), "");
  EXPECT_EQ(ErrorOf("[" + deep + std::string(kMaxDepth + 1, ']')),
            absl::StrCat("nested more than ", kMaxDepth, " deep"));
  EXPECT_EQ(ErrorOf(std::string(1'000'000, '[')),
            absl::StrCat("nested more than ", kMaxDepth, " deep"));
  const std::string items = absl::StrJoin(std::vector<int>(kMaxValues - 1, 1), ",");
  EXPECT_EQ(ErrorOf("[" + items + "]"), "");
  EXPECT_EQ(ErrorOf("[" + items + ",1]"), absl::StrCat("more than ", kMaxValues, " values"));
  EXPECT_EQ(ErrorOf(std::string(kMaxBytes, ' ') + "1"),
            absl::StrCat("longer than ", kMaxBytes, " bytes"));
}

}  // namespace
}  // namespace baton::adapters::json
