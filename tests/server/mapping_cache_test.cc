#include "server/mapping_cache.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace baton::server {
namespace {

// A mapping of that name whose account stands at `path`.
v1::Mapping MappingOf(const std::string& name, const std::string& path) {
  v1::Mapping mapping;
  mapping.set_name(name);
  mapping.set_vendor("x");
  mapping.set_content(absl::StrCat(
      R"({"vendor": "x", "records": [{"record": "r", "fields": {"account_external_id": {"from": [")",
      path, R"("], "as": "text"}}}]})"));
  return mapping;
}

std::string PathOf(const MappingCache::Parsed& parsed) {
  return parsed->records[0].fields[0].from[0].path;
}

TEST(MappingCache, ParsesTheSameContentOnce) {
  MappingCache cache;
  const auto first = cache.Parse(MappingOf("m", "a"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(*cache.Parse(MappingOf("m", "a")), *first);
  EXPECT_EQ(cache.size(), 1u);
}

TEST(MappingCache, OtherContentIsNeverReadWithWhatIsHeld) {
  MappingCache cache;
  const auto first = cache.Parse(MappingOf("m", "a"));
  ASSERT_TRUE(first.ok());
  const auto changed = cache.Parse(MappingOf("m", "b"));
  ASSERT_TRUE(changed.ok());
  EXPECT_EQ(PathOf(*changed), "b");
  EXPECT_EQ(PathOf(*first), "a") << "whoever reads with it goes on";
  // As somebody who reads an older state of the store asks.
  EXPECT_EQ(PathOf(*cache.Parse(MappingOf("m", "a"))), "a");
  EXPECT_EQ(cache.size(), 1u);
}

TEST(MappingCache, AFaultIsNotHeld) {
  MappingCache cache;
  v1::Mapping broken = MappingOf("m", "a");
  broken.set_content("{");
  EXPECT_EQ(cache.Parse(broken).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(cache.size(), 0u);
  EXPECT_TRUE(cache.Parse(MappingOf("m", "a")).ok());
}

TEST(MappingCache, WhatWasNotUsedForLongestGoes) {
  MappingCache cache;
  const auto first = cache.Parse(MappingOf("m0", "a"));
  const auto second = cache.Parse(MappingOf("m1", "a"));
  for (size_t i = 2; i < kMaxParsedMappings; ++i) {
    ASSERT_TRUE(cache.Parse(MappingOf(absl::StrCat("m", i), "a")).ok());
  }
  EXPECT_EQ(*cache.Parse(MappingOf("m0", "a")), *first);
  ASSERT_TRUE(cache.Parse(MappingOf("one more", "a")).ok());
  EXPECT_EQ(cache.size(), kMaxParsedMappings);
  EXPECT_EQ(*cache.Parse(MappingOf("m0", "a")), *first) << "it was used since";
  EXPECT_NE(*cache.Parse(MappingOf("m1", "a")), *second);
}

}  // namespace
}  // namespace baton::server
