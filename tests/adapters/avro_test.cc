#include "adapters/salesforce/avro.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

using std::string_literals::operator""s;

std::string ErrorOf(absl::string_view schema, const std::string& bytes) {
  const auto parsed = AvroSchema::Parse(schema);
  if (!parsed.ok()) return "schema " + std::string(parsed.status().message());
  const auto value = parsed->Decode(bytes);
  return value.ok() ? "" : std::string(value.status().message());
}

json::Value Decode(absl::string_view schema, const std::string& bytes) {
  const auto parsed = AvroSchema::Parse(schema);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  const auto value = parsed->Decode(bytes);
  EXPECT_TRUE(value.ok()) << value.status();
  return value.ok() ? *value : json::Value();
}

TEST(Avro, LongsAreZigzagVarints) {
  EXPECT_EQ(Decode("\"long\"", "\x00"s).text(), "0");
  EXPECT_EQ(Decode("\"long\"", "\x01"s).text(), "-1");
  EXPECT_EQ(Decode("\"long\"", "\x80\x01"s).text(), "64");
  const std::string most = std::string(9, '\xFF') + "\x01";
  EXPECT_EQ(Decode("\"long\"", most).text(), "-9223372036854775808");
  EXPECT_EQ(ErrorOf("\"long\"", std::string(9, '\xFF') + "\x02"),
            "has a number of more than 64 bits at byte 10");
  EXPECT_EQ(ErrorOf("\"int\"", "\x80\x80\x80\x80\x10"),
            "has an int of more than 32 bits at byte 5");
}

TEST(Avro, X2_DoublesAreTheShortestPlainDecimal) {
  const std::string bytes = "\x00\x00\x00\x00\x10\xE2\xED\x40"s;
  EXPECT_EQ(Decode("\"double\"", bytes).text(), "61200.5");
  const std::string small = "\x48\xAF\xBC\x9A\xF2\xD7\x7A\x3E"s;
  EXPECT_EQ(Decode("\"double\"", small).text(), "0.0000001");
  const std::string infinite = "\x00\x00\x00\x00\x00\x00\xF0\x7F"s;
  EXPECT_EQ(ErrorOf("\"double\"", infinite), "has a number that is not finite at byte 8");
}

TEST(Avro, RecordsUnionsEnumsAndNamedTypes) {
  constexpr char kSchema[] = R"({"type": "record", "name": "E", "namespace": "com.x", "fields": [
      {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["A", "B"]}},
      {"name": "again", "type": "com.x.K"},
      {"name": "maybe", "type": ["null", "string"], "default": null},
      {"name": "ids", "type": {"type": "array", "items": "string"}},
      {"name": "map", "type": {"type": "map", "values": "boolean"}},
      {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
      {"name": "raw", "type": {"type": "fixed", "name": "F", "size": 2}}]})";
  const json::Value value = Decode(kSchema,
                                   "\x02\x00\x02\x04hi\x04\x02"
                                   "a\x02"
                                   "b\x00\x01\x06\x02k\x01\x00\x02\x00\x00"s);
  EXPECT_EQ(value.Find("kind")->text(), "B");
  EXPECT_EQ(value.Find("again")->text(), "A");
  EXPECT_EQ(value.Find("maybe")->text(), "hi");
  EXPECT_EQ(value.Find("ids")->items().size(), 2u);
  EXPECT_TRUE(value.Lookup("map.k")->IsTrue());
  EXPECT_EQ(value.Find("at")->text(), "1");
  EXPECT_EQ(value.Find("raw")->text(), "AAA=");
}

TEST(Avro, BrokenBytesSayWhichFieldAndByte) {
  constexpr char kSchema[] = R"({"type": "record", "name": "E", "fields": [
      {"name": "name", "type": ["null", "string"]}, {"name": "flag", "type": "boolean"}]})";
  EXPECT_EQ(ErrorOf(kSchema, "\x02\x0Ahi"s), "name: ends early at byte 2");
  EXPECT_EQ(ErrorOf(kSchema, "\x02\x01"s), "name: has a negative length at byte 2");
  EXPECT_EQ(ErrorOf(kSchema, "\x04"s), "name: names no union branch of the schema at byte 1");
  EXPECT_EQ(ErrorOf(kSchema, "\x00"s), "flag: ends early at byte 1");
  EXPECT_EQ(ErrorOf(kSchema, "\x00\x07"s), "flag: has a boolean that is neither 0 nor 1 at byte 2");
  EXPECT_EQ(ErrorOf(kSchema, "\x00\x01\x01"s), "goes on after the end of the record at byte 2");
  EXPECT_EQ(ErrorOf("\"string\"", "\x02\xFF"s), "has a string that is no UTF-8 at byte 2");
}

TEST(Avro, LyingCountsEndAtTheLimit) {
  constexpr char kNulls[] = R"({"type": "array", "items": "null"})";
  const std::string billions = "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"s;
  EXPECT_EQ(ErrorOf(kNulls, billions),
            absl::StrCat("has more than ", kMaxAvroValues, " values at byte 10"));
  const std::string least = std::string(9, '\xFF') + "\x01\x00"s;
  EXPECT_EQ(ErrorOf(kNulls, least),
            absl::StrCat("has more than ", kMaxAvroValues, " values at byte 11"));
}

TEST(Avro, HostileSchemasAreRefused) {
  EXPECT_EQ(
      ErrorOf(R"({"type": "record", "name": "A", "fields": [{"name": "a", "type": "A"}]})", ""),
      "schema has the type \"A\" inside itself");
  std::string wide = R"({"type": "record", "name": "R0", "fields": []})";
  for (int i = 1; i < 20; ++i) {
    wide = absl::StrCat(R"({"type": "record", "name": "R)", i,
                        R"(", "fields": [{"name": "a", "type": )", wide,
                        R"(}, {"name": "b", "type": "R)", i - 1, R"("}]})");
  }
  EXPECT_NE(ErrorOf(wide, "").find("has more than"), std::string::npos);
  std::string chain;
  for (int i = 0; i < 200; ++i) {
    absl::StrAppend(&chain, i == 0 ? "" : ",", R"({"name": "f)", i,
                    R"(", "type": {"type": "record", "name": "C)", i, R"(", "fields": [)",
                    i == 0 ? "" : absl::StrCat(R"({"name": "x", "type": "C)", i - 1, "\"}"), "]}}");
  }
  EXPECT_NE(ErrorOf(absl::StrCat(R"({"type": "record", "name": "R", "fields": [)", chain, "]}"), "")
                .find("nests more than"),
            std::string::npos);
  EXPECT_EQ(ErrorOf("\"nosuch\"", ""), "schema names the type \"nosuch\" before it is defined");
  EXPECT_EQ(ErrorOf("[]", ""), "schema has a union without branches");
  EXPECT_EQ(ErrorOf("{}", ""), "schema has a type without \"type\"");
  EXPECT_EQ(ErrorOf("7", ""), "schema has a type without \"type\"");
  EXPECT_EQ(ErrorOf(R"({"type": "fixed", "name": "F", "size": 99999999999})", ""),
            "schema has a fixed type without a size, or with one that is too large");
  EXPECT_EQ(ErrorOf(R"({"type": "enum", "name": "F", "symbols": []})", ""),
            "schema has an enum without symbols");
  EXPECT_EQ(ErrorOf("{", ""), "schema no valid JSON at byte 2");
}

}  // namespace
}  // namespace baton::adapters
