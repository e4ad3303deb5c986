#include "domain/resource_name.h"

#include <gtest/gtest.h>

#include "domain/refusal.h"

namespace baton::domain {
namespace {

TEST(ResourceType, IsTheSingularAsPeopleSayIt) {
  EXPECT_EQ(ResourceType("signals"), "signal");
  EXPECT_EQ(ResourceType("people"), "person");
  EXPECT_EQ(ResourceType("opportunities"), "opportunity");
  EXPECT_EQ(ResourceType("policies"), "policy");
  EXPECT_EQ(ResourceType("deadLetters"), "dead letter");
  EXPECT_EQ(ResourceType("exchangeRateSheets"), "exchange rate sheet");
  EXPECT_EQ(ResourceType("usage"), "usage");
  EXPECT_EQ(ResourceType(""), "");
}

TEST(ResourceTypeOf, IsTheTypeOfTheLastPartOfAName) {
  EXPECT_EQ(ResourceTypeOf("tenants/acme"), "tenant");
  EXPECT_EQ(ResourceTypeOf("tenants/acme/people/rosa"), "person");
  EXPECT_EQ(ResourceTypeOf("tenants/acme/statements/1/lines/2"), "line");
  for (const char* none : {"", "rosa", "tenants", "tenants/", "tenants/acme/people",
                           "tenants/acme/people/", "connections/1"}) {
    EXPECT_EQ(ResourceTypeOf(none), "") << none;
  }
}

// The store calls a record by its message, a service by its collection.
TEST(NotFound, R12_SaysTheSameWhoeverMissedTheRecord) {
  EXPECT_EQ(NotFound("Person", "tenants/acme/people/rosa"),
            NotFound("person", "tenants/acme/people/rosa"));
  EXPECT_EQ(NotFound("plan", "ae-2026").message(), "there is no plan \"ae-2026\"");
}

}  // namespace
}  // namespace baton::domain
