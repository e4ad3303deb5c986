#include "tools/cli/listing.h"

#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

TEST(Filter, ConditionsAreJoinedAndEmptyOnesLeftOut) {
  Filter filter;
  filter.Name("holder", "tenants/acme/people/rosa");
  filter.Name("account", "");
  filter.Word("state", "routed");
  filter.Compare("booked_time", ">=", testing::At("2027-01-01"));
  EXPECT_EQ(filter.text(),
            "holder = \"tenants/acme/people/rosa\" AND state = routed AND "
            "booked_time >= \"2027-01-01T00:00:00Z\"");
}

TEST(Filter, AValueCantEndItsQuotes) {
  Filter filter;
  filter.Name("account", "a\" OR \\");
  EXPECT_EQ(filter.text(), "account = \"a\\\" OR \\\\\"");
}

}  // namespace
}  // namespace baton::cli
