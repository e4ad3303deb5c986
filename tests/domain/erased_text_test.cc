// X-10: a person's names and addresses are found whole, whatever is around them, and nothing else
// changes.
#include "domain/erased_text.h"

#include <gtest/gtest.h>

#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {
namespace {

TextEraser Jamie() { return {{"Jamie Reyes", "Zoë"}, {"jamie@x.example"}}; }

std::string Erased(std::string_view text) {
  return Jamie().Erase(text).value_or(std::string(text));
}

TEST(ErasedText, X10_ANameIsFoundAsWholeWordsInEitherCase) {
  EXPECT_EQ(Erased("Spoke to Jamie Reyes."), "Spoke to [erased].");
  EXPECT_EQ(Erased("JAMIE REYES's budget"), "[erased]'s budget");
  EXPECT_EQ(Erased("Zoë, Jamie Reyes"), "[erased], [erased]");
  for (const char* other :
       {"Jamie Reyeson", "McJamie Reyes", "Jamie", "Jamie  Reyes", "Zoëlle", ""}) {
    EXPECT_EQ(Jamie().Erase(other), std::nullopt) << other;
  }
}

TEST(ErasedText, X10_AnAddressIsFoundWhole) {
  EXPECT_EQ(Erased("<Jamie@X.example>."), "<[erased]>.");
  EXPECT_EQ(Erased("jamie@x.example"), "[erased]");
  for (const char* other : {"benjamie@x.example", "a.jamie@x.example", "jamie@x.example.au",
                            "jamie@x.example-corp", "jamie@x.examples"}) {
    EXPECT_EQ(Jamie().Erase(other), std::nullopt) << other;
  }
}

TEST(ErasedText, X10_TheLongestNameIsTakenAndShortOnesAreNotLookedFor) {
  const TextEraser eraser({"Ann", "Ann Lee", "Al", "[erased]", ""}, {"", "[erased]"});
  EXPECT_EQ(eraser.Erase("Ann Lee and Ann, et al").value_or(""), "[erased] and [erased], et al");
  EXPECT_TRUE(TextEraser({"Al", "[erased]", ""}, {""}).empty());
}

TEST(ErasedText, X10_JsonIsReadThroughItsEscapesAndStaysJson) {
  const auto json = [](std::string_view text) {
    return Jamie().EraseJson(text).value_or(std::string(text));
  };
  EXPECT_EQ(json(R"({"who":"Zo\u00eb","arr":9007199254740993,"x":[1e3]})"),
            R"({"who":"[erased]","arr":9007199254740993,"x":[1e3]})");
  EXPECT_EQ(json(R"(["\"Jamie Reyes\" \ud83d\ude00\n"])"), "[\"\\\"[erased]\\\" 😀\\n\"]");
  EXPECT_EQ(json(R"({"owner":"tenants/main/people/zoë"})"),
            R"({"owner":"tenants/main/people/zoë"})");
  EXPECT_EQ(json("no JSON: Jamie Reyes said \"go, Zoë\" to Zoë"),
            "no JSON: [erased] said \"go, [erased]\" to [erased]");
  EXPECT_EQ(json("{\"broken\":\"Jamie Reyes"), "{\"broken\":\"[erased]");
  EXPECT_EQ(json(R"({"bad":"\ud83d","n":"Zoë"})"), R"({"bad":"\ud83d","n":"[erased]"})");
  EXPECT_EQ(Jamie().EraseJson(R"({"a":"b"})"), std::nullopt);
}

TEST(ErasedText, X10_EveryTextOfAMessageButIds) {
  v1::Signal signal;
  signal.set_name("tenants/main/signals/zoë");
  signal.mutable_buyer()->set_name("Jamie Reyes");
  signal.set_context_note("Zoë agrees");
  signal.mutable_source()->set_record_id("Zoë");
  signal.mutable_estimated_expansion()->set_amount_minor(5);
  signal.add_product_lines("Zoë line");
  v1::Signal expected = signal;
  expected.mutable_buyer()->set_name("[erased]");
  expected.set_context_note("[erased] agrees");
  expected.set_product_lines(0, "[erased] line");
  EXPECT_TRUE(Jamie().EraseMessage(&signal));
  EXPECT_EQ(signal.SerializeAsString(), expected.SerializeAsString());
  EXPECT_FALSE(Jamie().EraseMessage(&signal));
}

}  // namespace
}  // namespace baton::domain
