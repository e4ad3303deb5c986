#include "tools/cli/enum_text.h"

#include "baton/v1/signal_handoff_service.pb.h"
#include "tests/status_matchers.h"

namespace baton::cli {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::HasSubstr;

TEST(EnumText, ValuesLoseTheirPrefix) {
  EXPECT_EQ(EnumText(v1::URGENCY_HOT), "hot");
  EXPECT_EQ(EnumText(v1::TRIGGER_M_AND_A), "m_and_a");
  EXPECT_EQ(EnumText(v1::SIGNAL_STATE_CS_OWNED), "cs_owned");
  EXPECT_EQ(EnumText(v1::URGENCY_UNSPECIFIED), "");
}

TEST(EnumText, AValueOfANewerServerReadsAsItsNumber) {
  EXPECT_EQ(EnumText(static_cast<v1::Urgency>(77)), "77");
}

TEST(EnumText, CapitalsAndHyphensAreTaken) {
  EXPECT_EQ(*ParseEnum<v1::Trigger>("Seat-Utilization"), v1::TRIGGER_SEAT_UTILIZATION);
  EXPECT_EQ(*ParseEnum<v1::Urgency>("hot"), v1::URGENCY_HOT);
}

TEST(EnumText, ARefusalNamesTheChoices) {
  EXPECT_THAT(ParseEnum<v1::Urgency>("purple"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("hot, warm, watch")));
  EXPECT_THAT(ParseEnum<v1::Urgency>("unspecified"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("hot")));
}

}  // namespace
}  // namespace baton::cli
