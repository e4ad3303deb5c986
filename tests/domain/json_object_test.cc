#include "domain/json_object.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

namespace baton::domain {
namespace {

TEST(JsonObject, WritesTextsListsAndObjectsInOrder) {
  JsonObject inner;
  inner.Text("name", "Jamie");
  JsonObject object;
  object.Text("a", "1").Text("empty", "").Raw("b", std::move(inner).Finish());
  object.List("c", std::vector<std::string>{"x", "y"}).List("d", std::vector<std::string>{});
  EXPECT_EQ(std::move(object).Finish(), R"({"a":"1","b":{"name":"Jamie"},"c":["x","y"]})");
}

TEST(JsonObject, AnEmptyObjectIsAnObject) { EXPECT_EQ(JsonObject().Finish(), "{}"); }

TEST(JsonObject, EscapesWhatAParserWouldStumbleOver) {
  std::string text = "quote \" backslash \\ line\nreturn\rtab\t\xC3\xA9 \xF0\x9F\x98\x80 end\x7F";
  for (int c = 0; c < 0x20; ++c) text.push_back(static_cast<char>(c));
  JsonObject object;
  object.Text("t", text);
  const auto parsed = nlohmann::json::parse(std::move(object).Finish());
  EXPECT_EQ(parsed["t"].get<std::string>(), text);
}

TEST(JsonObject, MoneyHasItsCurrencysDecimals) {
  v1::Money money;
  money.set_amount_minor(7'500'005);
  money.set_currency_code("USD");
  EXPECT_EQ(JsonMoney(money), R"({"amount":"75000.05","currency":"USD"})");
  money.set_currency_code("JPY");
  EXPECT_EQ(JsonMoney(money), R"({"amount":"7500005","currency":"JPY"})");
}

}  // namespace
}  // namespace baton::domain
