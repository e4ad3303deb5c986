#include "adapters/record_path.h"

#include <gtest/gtest.h>

#include <string>

namespace baton::adapters {
namespace {

using json::KeyCase;

std::string At(absl::string_view path, absl::string_view record,
               KeyCase key_case = KeyCase::kSpelling) {
  const auto value = json::Parse(record);
  EXPECT_TRUE(value.ok()) << value.status();
  const json::Value* found = FindPath(*value, path, key_case);
  return found == nullptr ? "nothing" : found->text();
}

constexpr char kAttributes[] =
    R"({"attributes": [7, {"label": "Type"}, {"label": "Type", "value": 1},
    {"label": "Named Buyer", "value": {"name": "Dana"}}]})";

TEST(RecordPath, AnItemIsFoundByWhatItHolds) {
  EXPECT_EQ(At("attributes[label=Type].value", kAttributes), "1");
  EXPECT_EQ(At("attributes[label=named_buyer].value.name", kAttributes), "Dana");
  EXPECT_EQ(At("attributes[label=Buyer].value", kAttributes), "nothing");
  EXPECT_EQ(At("other[label=Type].value", kAttributes), "nothing");
  EXPECT_EQ(At("attributes[label=Type]", R"({"attributes": {"label": "Type"}})"), "nothing");
}

TEST(RecordPath, AWordMayStandElsewhereInTheRecord) {
  constexpr char kRecord[] = R"({"csm.id": "U2", "none": null, "roles": [
      {"user": {"id": "U1", "email": "a@x"}}, {"user": {"id": "U2", "email": "b@x"}}]})";
  EXPECT_EQ(At("roles[user.id={csm.id}].user.email", kRecord), "b@x");
  EXPECT_EQ(At("roles[user.id={none}].user.email", kRecord), "nothing");
  EXPECT_EQ(At("roles[user.id={gone}].user.email", kRecord), "nothing");
}

TEST(RecordPath, ItemsOfItems) {
  EXPECT_EQ(At("a[k=1].b[k=2].c", R"({"a": [{"k": 1, "b": [{"k": "2", "c": "x"}]}]})"), "x");
}

TEST(RecordPath, KeysGoFirst) {
  EXPECT_EQ(At("a[b=c].d", R"({"a[b=c].d": "key", "a": [{"b": "c", "d": "item"}]})"), "key");
  EXPECT_EQ(At("Value [USD]", R"({"Value [USD]": "5"})"), "5");
}

TEST(RecordPath, SpellingOfKeysMatters) {
  EXPECT_EQ(At("a.namedBuyer", R"({"A": {"Named Buyer": "x"}})"), "x");
  EXPECT_EQ(At("a.namedBuyer", R"({"A": {"NAMEDBUYER": "x"}})", KeyCase::kIgnored), "x");
  EXPECT_EQ(At("a.namedBuyer", R"({"A": {"Named Buyer": "x"}})", KeyCase::kIgnored), "nothing");
  EXPECT_EQ(At("a.namedBuyer", R"({"a": {"NamedBuyer": "x"}})", KeyCase::kExact), "nothing");
  EXPECT_EQ(At("named_buyer", R"({"NamedBuyer": "spelled", "named_buyer": "exact"})"), "exact");
}

TEST(RecordPath, WrittenAsItMustBe) {
  for (const char* path : {"a", "a.b", "a[b=c]", "a[b=c].d", "a[b={c.d}].e[f=g]", "Value [USD]"}) {
    EXPECT_TRUE(IsRecordPath(path)) << path;
  }
  for (const char* path :
       {"", "a[b=c", "a[=c].d", "a[b=].d", "[b=c].d", "a[b=c]d", "a[b=c].d[e=f"}) {
    EXPECT_FALSE(IsRecordPath(path)) << path;
  }
}

}  // namespace
}  // namespace baton::adapters
