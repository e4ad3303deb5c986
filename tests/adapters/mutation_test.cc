// Payloads broken at random: whatever arrives, an adapter answers with facts or with a refusal.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "adapters/registry.h"
#include "adapters/salesforce/avro.h"
#include "domain/refusal.h"

namespace baton::adapters {
namespace {

constexpr int kRounds = 400;
// What breaks parsers: quotes, brackets, signs, ends of UTF-8 characters.
constexpr absl::string_view kSpecial("\"{}[]<>&,:\\/-+.eE0\x00\x7F\x80\xC3\xFF", 23);

std::vector<std::string> Payloads(absl::string_view vendor) {
  std::vector<std::string> texts;
  const std::filesystem::path folder =
      std::filesystem::path(BATON_PAYLOAD_DEFAULT_DIR) / std::string(vendor);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!entry.is_regular_file() || absl::EndsWith(name, ".expected.json")) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    texts.push_back(text.str());
  }
  std::sort(texts.begin(), texts.end());
  return texts;
}

std::string Mutate(std::string text, std::mt19937* random) {
  const auto below = [random](size_t end) {
    return std::uniform_int_distribution<size_t>(0, end - 1)(*random);
  };
  for (size_t i = below(4) + 1; i > 0 && !text.empty(); --i) {
    const size_t at = below(text.size());
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text[at] = kSpecial[below(kSpecial.size())];
        break;
      case 2:
        text.erase(at, below(40));
        break;
      case 3:
        text.insert(at, text.substr(below(text.size()), below(200)));
        break;
      default:
        if (below(4) == 0) text.resize(at);
    }
  }
  return text;
}

class Mutation : public ::testing::TestWithParam<std::string> {};

TEST_P(Mutation, AnswersWithFactsOrARefusal) {
  const Adapter* adapter = FindAdapter(GetParam());
  const std::vector<std::string> payloads = Payloads(GetParam());
  ASSERT_FALSE(payloads.empty());
  std::mt19937 random(20271);
  int refused = 0;
  int read = 0;
  for (const std::string& payload : payloads) {
    for (int round = 0; round < kRounds; ++round) {
      const auto facts = adapter->Translate(Mutate(payload, &random), adapter->default_mapping());
      ++(facts.ok() ? read : refused);
      if (facts.ok()) continue;
      ASSERT_EQ(facts.status().code(), absl::StatusCode::kInvalidArgument) << facts.status();
      ASSERT_EQ(domain::ReasonOf(facts.status()), v1::ERROR_REASON_PAYLOAD_UNREADABLE);
      ASSERT_GE(domain::CountCharacters(facts.status().message()), 0) << facts.status();
    }
  }
  EXPECT_GT(refused, 0);
  EXPECT_GT(read, 0);
}

TEST_P(Mutation, EveryBeginningIsAnswered) {
  const Adapter* adapter = FindAdapter(GetParam());
  for (const std::string& payload : Payloads(GetParam())) {
    const size_t step = std::max<size_t>(payload.size() / 100, 1);
    for (size_t length = 0; length + 4 < payload.size(); length += step) {
      EXPECT_FALSE(adapter->Translate(payload.substr(0, length), adapter->default_mapping()).ok())
          << payload.substr(0, length);
    }
  }
}

TEST_P(Mutation, BrokenMappingsAreNamed) {
  const std::filesystem::path source =
      std::filesystem::path(BATON_PAYLOAD_DEFAULT_DIR) / "../../adapters" / GetParam();
  std::ifstream file(source / "mapping.json", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  ASSERT_TRUE(ParseMapping(text.str()).ok());
  std::mt19937 random(20272);
  for (int round = 0; round < kRounds; ++round) {
    const auto mapping = ParseMapping(Mutate(text.str(), &random));
    if (!mapping.ok()) {
      EXPECT_EQ(domain::ReasonOf(mapping.status()), v1::ERROR_REASON_INVALID_FIELDS);
    }
  }
}

// Bytes and schema broken apart from the JSON that carries them.
TEST(AvroMutation, AnswersWithAValueOrAnError) {
  std::ifstream file(std::filesystem::path(BATON_PAYLOAD_DEFAULT_DIR) /
                         "salesforce/05-stage-change-avro-bytes.json",
                     std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  const auto payload = json::Parse(text.str());
  ASSERT_TRUE(payload.ok()) << payload.status();
  const std::string schema = payload->Lookup("schema_info.schema_json")->text();
  const json::Value& event = payload->Lookup("fetch_response.events")->items()[0];
  std::string bytes;
  ASSERT_TRUE(absl::Base64Unescape(event.Lookup("event.payload_base64")->text(), &bytes));
  const auto parsed = AvroSchema::Parse(schema);
  ASSERT_TRUE(parsed.ok() && parsed->Decode(bytes).ok());
  std::mt19937 random(20273);
  for (int round = 0; round < 5 * kRounds; ++round) {
    const auto value = parsed->Decode(Mutate(bytes, &random));
    EXPECT_TRUE(value.ok() || absl::StrContains(value.status().message(), " at byte "))
        << value.status();
    const auto broken = AvroSchema::Parse(Mutate(schema, &random));
    if (broken.ok()) broken->Decode(bytes).status().IgnoreError();
  }
}

INSTANTIATE_TEST_SUITE_P(Vendors, Mutation,
                         ::testing::Values("captivateiq", "catalyst", "churnzero", "gainsight",
                                           "hubspot", "performio", "salesforce", "spiff", "vitally",
                                           "xactly"),
                         [](const auto& vendor) { return vendor.param; });

}  // namespace
}  // namespace baton::adapters
