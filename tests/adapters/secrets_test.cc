#include "adapters/secrets.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/json.h"

namespace baton::adapters {
namespace {

std::string Clean(absl::string_view payload) { return WithoutSecrets(payload, {"appKey"}); }

TEST(Secrets, ValuesOfAnyKindAreReplaced) {
  EXPECT_EQ(Clean(R"({"appKey": "s3cr3t", "a": 1})"), R"({"appKey": "REDACTED", "a": 1})");
  EXPECT_EQ(Clean(R"({"a":1,"APPKEY":123})"), R"({"a":1,"APPKEY":"REDACTED"})");
  EXPECT_EQ(Clean(R"({"appkey" : null})"), R"({"appkey" : "REDACTED"})");
  EXPECT_EQ(Clean(R"({"appKey":{"a":["}",1]},"b":2})"), R"({"appKey":"REDACTED","b":2})");
  EXPECT_EQ(Clean(R"([{"appKey":"a"},{"appKey":"b"}])"),
            R"([{"appKey":"REDACTED"},{"appKey":"REDACTED"}])");
}

TEST(Secrets, QuotesInsideAValueDoNotEndIt) {
  EXPECT_EQ(Clean(R"({"appKey":"a\"s3cr3t\\","b":"c"})"), R"({"appKey":"REDACTED","b":"c"})");
  EXPECT_EQ(Clean(R"({"appKey":"\\","b":"c"})"), R"({"appKey":"REDACTED","b":"c"})");
}

TEST(Secrets, JsonInAText) {
  EXPECT_EQ(Clean(R"({"body":"{\"appKey\":\"s3\\\"cr3t\",\"b\":1}"})"),
            R"({"body":"{\"appKey\":\"REDACTED\",\"b\":1}"})");
}

TEST(Secrets, FormsAndQueries) {
  EXPECT_EQ(Clean("appKey=s3cr3t&action=trackEvent"), "appKey=REDACTED&action=trackEvent");
  EXPECT_EQ(Clean("a=b&appkey=s3cr3t"), "a=b&appkey=REDACTED");
  EXPECT_EQ(Clean(R"({"url":"https://x.example/i?appKey=s3cr3t","b":1})"),
            R"({"url":"https://x.example/i?appKey=REDACTED","b":1})");
}

TEST(Secrets, BrokenPayloadsKeepNone) {
  EXPECT_EQ(Clean(R"({"appKey":"s3cr3t)"), R"({"appKey":"REDACTED)");
  EXPECT_EQ(Clean(R"({"note":"a "quote" here","appKey":"s3cr3t"})"),
            R"({"note":"a "quote" here","appKey":"REDACTED"})");
  EXPECT_EQ(Clean(R"({"appKey":["s3)"), R"({"appKey":"REDACTED")");
  EXPECT_EQ(Clean(R"({"appKey")"), R"({"appKey")");
  EXPECT_EQ(Clean(R"({"appKey":)"), R"({"appKey":"REDACTED")");
}

TEST(Secrets, WhatOnlyResemblesAKeyStays) {
  for (const char* text :
       {R"({"myappKey":"a"})", R"({"appKeys":"a"})", R"({"note":"The appKey: ask Dana"})",
        R"({"note":"appKey = none"})", R"({"a":"appKey"})", "", "{}"}) {
    EXPECT_EQ(Clean(text), text);
  }
  EXPECT_EQ(WithoutSecrets(R"({"appKey":"a"})", {}), R"({"appKey":"a"})");
}

TEST(Secrets, AJsonTextStaysOne) {
  for (const char* value :
       {"1", "-1.5e3", "true", "null", "\"\"", "[]", "[[1],{}]", "{\"a\":{}}"}) {
    for (const char* end : {"}", " }", ",\"b\":1}"}) {
      const std::string clean = Clean(absl::StrCat("{\"appKey\":", value, end));
      const auto parsed = json::Parse(clean);
      ASSERT_TRUE(parsed.ok()) << clean;
      EXPECT_EQ(parsed->Find("appKey")->text(), "REDACTED") << clean;
    }
  }
}

}  // namespace
}  // namespace baton::adapters
