#include "tools/cli/dispute_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;

const View kView = Piped("2027-01-15 08:00");

TEST(DisputeDetail, A8_ShowsWhatIsAskedAndByWhenItIsDue) {
  const auto dispute = FromText<v1::Dispute>(R"pb(
    name: "tenants/acme/disputes/D1"
    state: DISPUTE_STATE_JOINT_REVIEW
    opener: "tenants/acme/people/rosa"
    reason: "The account was red."
    asked { part: 1 category: ATTRIBUTION_CATEGORY_AT_RISK_SAVE }
    due_time { seconds: 1800003600 }
  )pb");
  const std::string text = DisputeDetail(dispute, kView);
  EXPECT_THAT(text, HasSubstr("part 1 at_risk_save"));
  EXPECT_THAT(text, HasSubstr("in 1 h"));
  EXPECT_THAT(text, Not(HasSubstr("appeal of")));
}

TEST(TicketDetail, C12_ShowsTheSplitThatWasRuled) {
  const auto ticket = FromText<v1::DealDeskTicket>(R"pb(
    name: "tenants/acme/tickets/T1"
    state: DEAL_DESK_TICKET_STATE_RULED
    ruler: "tenants/acme/people/doris"
    ruled_shares { role: ROLE_CSM person: "tenants/acme/people/ines" share_bp: 7000 }
    corrected_source: CREATION_SOURCE_CUSTOMER_INBOUND
  )pb");
  const std::string text = TicketDetail(ticket, kView);
  EXPECT_THAT(text, HasSubstr("csm ines 70%"));
  EXPECT_THAT(text, HasSubstr("customer_inbound"));
  EXPECT_THAT(text, Not(HasSubstr("overdue")));
}

TEST(RecommendationDetail, A9_ShowsWhatEvidenceLacks) {
  const auto recommendation = FromText<v1::Recommendation>(R"pb(
    recommender: "baton"
    parts {
      part: 1
      category: ATTRIBUTION_CATEGORY_CLEAN_RENEWAL
      missing_evidence: "customer_conversation: both credits are 0"
    }
  )pb");
  EXPECT_THAT(RecommendationDetail(recommendation, kView),
              HasSubstr("lacks customer_conversation: both credits are 0"));
}

}  // namespace
}  // namespace baton::cli
