// Page tokens: any position goes in and comes out, anything else is refused.
#include "store/page_token.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace baton::store {
namespace {

TEST(PageToken, AnyPositionComesBack) {
  const std::vector<Value> values = {Value(), Value(int64_t{-1}), Value(0.1),
                                     Value(std::string("\0\xFF", 2)), Value("")};
  for (const Value& order : values) {
    for (const Value& key : values) {
      const auto read = ReadPageToken("args", WritePageToken("args", {order, key}));
      ASSERT_TRUE(read.has_value());
      EXPECT_EQ(read->order.kind, order.kind);
      EXPECT_EQ(read->order.integer, order.integer);
      EXPECT_EQ(read->order.real, order.real);
      EXPECT_EQ(read->order.text, order.text);
      EXPECT_EQ(read->key.text, key.text);
    }
  }
}

TEST(PageToken, ShortenedOrAlteredTokensAreRefusedOrDiffer) {
  const std::string token = WritePageToken("args", {Value(int64_t{7}), Value("key")});
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_FALSE(ReadPageToken("args", token.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(ReadPageToken("arg", token).has_value());
  EXPECT_FALSE(ReadPageToken("args", token + token).has_value());
  EXPECT_FALSE(ReadPageToken("args", std::string(kMaxPageTokenLength + 1, 'A')).has_value());
}

TEST(PageToken, R15_RandomBytesAreNoToken) {
  std::mt19937 random(15);  // NOLINT: the same bytes at every run
  for (int i = 0; i < 20'000; ++i) {
    std::string token(random() % 64, ' ');
    for (char& c : token) c = static_cast<char>(random());
    EXPECT_FALSE(ReadPageToken("args", token).has_value());
  }
}

}  // namespace
}  // namespace baton::store
