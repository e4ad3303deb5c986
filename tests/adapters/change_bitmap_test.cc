#include "adapters/salesforce/change_bitmap.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_join.h"

namespace baton::adapters {
namespace {

constexpr char kSchema[] = R"({"type": "record", "name": "AccountChangeEvent", "fields": [
    {"name": "ChangeEventHeader", "type": "null"},
    {"name": "Name", "type": ["null", "string"]},
    {"name": "Address", "type": ["null", {"type": "record", "name": "Address", "fields": [
        {"name": "Street", "type": "null"}, {"name": "City", "type": "null"}]}]},
    {"name": "Phone", "type": ["null", "string"]},
    {"name": "ARR__c", "type": ["null", "double"]}]})";

std::string Names(absl::string_view list) {
  const auto schema = AvroSchema::Parse(kSchema);
  EXPECT_TRUE(schema.ok()) << schema.status();
  const auto names = ExpandBitmaps(*json::Parse(list), *schema);
  return names.ok() ? absl::StrJoin(*names, " ") : std::string(names.status().message());
}

TEST(ChangeBitmap, TheLowestBitIsTheHeader) {
  EXPECT_EQ(Names(R"(["0x01"])"), "ChangeEventHeader");
  EXPECT_EQ(Names(R"(["0x1A"])"), "Name Phone ARR__c");
  EXPECT_EQ(Names(R"(["0x000000000000000000000002"])"), "Name");
  EXPECT_EQ(Names("[]"), "");
}

TEST(ChangeBitmap, PartsOfACompoundField) {
  EXPECT_EQ(Names(R"(["0x2", "2-0x2"])"), "Name Address.City");
  EXPECT_EQ(Names(R"(["2-0x3"])"), "Address.Street Address.City");
}

TEST(ChangeBitmap, NamesStay) { EXPECT_EQ(Names(R"(["Health__c"])"), "Health__c"); }

TEST(ChangeBitmap, BitsWithoutAFieldAreRefused) {
  EXPECT_EQ(Names(R"(["0x20"])"), "has a bit without a field: \"20\"");
  EXPECT_EQ(Names(R"(["2-0x4"])"), "has a bit without a field: \"4\"");
  EXPECT_EQ(Names(R"(["1-0x1"])"), "has no compound field: \"1-0x1\"");
  EXPECT_EQ(Names(R"(["99-0x1"])"), "has no compound field: \"99-0x1\"");
  EXPECT_EQ(Names(R"(["0xZZ"])"), "is no bitmap: \"ZZ\"");
  EXPECT_EQ(Names(R"(["0x"])"), "is no bitmap: \"\"");
}

}  // namespace
}  // namespace baton::adapters
