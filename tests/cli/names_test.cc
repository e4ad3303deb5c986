#include "tools/cli/names.h"

#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::_;

TEST(Names, AShortIdIsANameInTheTenant) {
  EXPECT_EQ(FullName("tenants/acme", "people", "rosa"), "tenants/acme/people/rosa");
  EXPECT_EQ(FullName("tenants/acme", "people", "people/rosa"), "tenants/acme/people/rosa");
}

TEST(Names, AFullNameStaysAsItIs) {
  EXPECT_EQ(FullName("tenants/acme", "people", "tenants/other/people/rosa"),
            "tenants/other/people/rosa");
  EXPECT_EQ(FullName("tenants/acme", "people", ""), "");
}

TEST(Names, TenantsMayBeShort) {
  EXPECT_EQ(TenantName("acme"), "tenants/acme");
  EXPECT_EQ(TenantName("tenants/acme"), "tenants/acme");
  EXPECT_EQ(TenantName(""), "");
}

TEST(Names, ShortNameIsTheLastPart) {
  EXPECT_EQ(ShortName("tenants/acme/people/rosa"), "rosa");
  EXPECT_EQ(ShortName("rosa"), "rosa");
  EXPECT_EQ(ShortName(""), "");
}

TEST(Names, SourceRecordsKeepColonsInTheirId) {
  const auto source = ParseSourceRecord("gainsight:cta:17");
  ASSERT_THAT(source, IsOk());
  EXPECT_EQ(source->system(), "gainsight");
  EXPECT_EQ(source->record_id(), "cta:17");
  EXPECT_EQ(FormatSourceRecord(*source), "gainsight:cta:17");
  EXPECT_EQ(FormatSourceRecord(*ParseSourceRecord("gainsight")), "gainsight");
  EXPECT_THAT(ParseSourceRecord(":17"), StatusIs(absl::StatusCode::kInvalidArgument, _));
}

}  // namespace
}  // namespace baton::cli
