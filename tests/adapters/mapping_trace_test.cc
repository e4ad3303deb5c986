#include "adapters/mapping_trace.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/record_reader.h"

namespace baton::adapters {
namespace {

// What is told of reading `record` by a mapping of one record, "r", with this content.
MappingTrace TraceOf(absl::string_view content, absl::string_view record) {
  MappingTrace trace;
  auto mapping =
      ParseMapping(absl::StrCat(R"({"vendor": "x", "records": [{"record": "r", )", content, "}]}"));
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  if (!mapping.ok()) return trace;
  mapping->trace = &trace;
  const auto value = json::Parse(record);
  EXPECT_TRUE(value.ok()) << value.status();
  Faults faults;
  v1::Fact fact;
  RecordReader(*mapping, &faults).Read(mapping->records[0], *value, "data[3]", &fact);
  return trace;
}

// "path = value: why", with " taken" where it was.
std::string Text(const v1::TracedPath& path) {
  return absl::StrCat(path.path(), " = ", path.value(),
                      path.passed_over().empty() ? " taken" : ": ", path.passed_over());
}

TEST(MappingTrace, TellsOfEachItemOfAListWhereItStands) {
  const MappingTrace trace = TraceOf(
      R"("fields": {"currency": {"from": ["cur"], "as": "currency"}},
         "lists": {"lines": {"from": "items", "fields": {
             "arr_delta_minor": {"from": ["price"], "as": "decimal_minor"}}}})",
      R"({"cur": "USD", "items": [{"price": "12.50"}, {"price": ""}, {}]})");
  ASSERT_EQ(trace.fields().size(), 4u);
  EXPECT_EQ(trace.fields()[0].record(), "data[3]");
  EXPECT_EQ(trace.fields()[1].record(), "data[3].items[0]");
  EXPECT_EQ(trace.fields()[1].value(), "1250");
  EXPECT_EQ(trace.fields()[2].record(), "data[3].items[1]");
  EXPECT_EQ(trace.fields()[2].empty_because(), "price states nothing");
  EXPECT_EQ(trace.fields()[3].record(), "data[3].items[2]");
  EXPECT_EQ(trace.fields()[3].empty_because(), "no path states it");
}

TEST(MappingTrace, TellsOfAPersonsIdAndAddressAndOfABuyersTitle) {
  const MappingTrace trace = TraceOf(
      R"("fields": {"csm": {"from": [{"email": "of"}, {"id": "owner", "email": "mail"}],
                            "as": "person"},
                    "buyer": {"from": ["who"], "title_from": ["title"], "as": "name_and_title"}})",
      R"({"owner": "005", "who": "Dana", "title": "VP"})");
  ASSERT_EQ(trace.fields().size(), 2u);
  const v1::TracedField& csm = trace.fields()[0];
  EXPECT_EQ(csm.value(), "005");
  ASSERT_EQ(csm.paths_size(), 3);
  EXPECT_EQ(Text(csm.paths(0)), "of = : is not in the payload");
  EXPECT_EQ(Text(csm.paths(1)), "owner = 005 taken");
  EXPECT_EQ(Text(csm.paths(2)), "mail = : is not in the payload");
  const v1::TracedField& buyer = trace.fields()[1];
  EXPECT_EQ(buyer.value(), "Dana, VP");
  ASSERT_EQ(buyer.paths_size(), 2);
  EXPECT_EQ(Text(buyer.paths(1)), "title = VP taken");
}

TEST(MappingTrace, SaysWhyAPathWasPassedOver) {
  const MappingTrace trace = TraceOf(
      R"("fields": {
          "health.tier": {"from": ["mood", "tier", "late"], "as": "choice",
                          "values": {"sunny": "green"}},
          "stage": {"from": [{"path": "s", "when": {"path": "kind", "is": ["deal"]}}],
                    "as": "text"},
          "occur_time": {"from": ["at"], "as": "epoch_ms_or_iso"}})",
      R"({"mood": "soon", "tier": "sunny", "late": "sunny", "s": "won", "kind": "task",
          "at": "yesterday"})");
  ASSERT_EQ(trace.fields().size(), 3u);
  const auto by_name = [&trace](const std::string& name) {
    for (const v1::TracedField& field : trace.fields()) {
      if (field.field() == name) return field;
    }
    ADD_FAILURE() << "nothing is told of " << name;
    return v1::TracedField();
  };
  const v1::TracedField tier = by_name("health.tier");
  EXPECT_EQ(tier.empty_because(), "");
  ASSERT_EQ(tier.paths_size(), 3);
  EXPECT_NE(tier.paths(0).passed_over().find("is none of the values"), std::string::npos);
  EXPECT_EQ(Text(tier.paths(1)), "tier = sunny taken");
  EXPECT_EQ(tier.paths(2).passed_over(), "another path was first");
  EXPECT_EQ(by_name("stage").empty_because(), "s: its condition is not met");
  const v1::TracedField time = by_name("occur_time");
  EXPECT_EQ(time.value(), "");
  EXPECT_EQ(time.paths(0).value(), "yesterday");
  EXPECT_NE(time.paths(0).passed_over(), "") << "a transform that refused says why";
}

TEST(MappingTrace, LongTextsAreCutAndTooManyFieldsAreNotKept) {
  const MappingTrace one = TraceOf(R"("fields": {"stage": {"from": ["s"], "as": "text"}})",
                                   absl::StrCat(R"({"s": ")", std::string(5'000, 'x'), "\"}"));
  EXPECT_EQ(one.fields().at(0).paths(0).value(),
            absl::StrCat(std::string(kMaxTracedText, 'x'), "..."));
  MappingTrace many;
  for (size_t i = 0; i < kMaxTracedFields + 5; ++i) many.Add(v1::TracedField());
  EXPECT_EQ(many.fields().size(), kMaxTracedFields);
}

}  // namespace
}  // namespace baton::adapters
