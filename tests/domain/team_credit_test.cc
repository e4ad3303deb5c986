#include "domain/team_credit.h"

#include <gtest/gtest.h>

#include <numeric>
#include <random>
#include <vector>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const absl::Time kClosed = absl::FromUnixSeconds(1'830'000'000);
constexpr absl::Duration kTick = absl::Microseconds(1);
constexpr absl::Duration kDay = absl::Hours(24);

// An opportunity that `source` created 30 days before Sales closed it.
TeamCreditInput Opportunity(CreationSource source, absl::Span<const Touchpoint> touchpoints = {}) {
  TeamCreditInput input;
  input.amount_minor = 1'000;
  input.origin.source = source;
  input.created_at = kClosed - 30 * kDay;
  input.closed_at = kClosed;
  input.touchpoints = touchpoints;
  return input;
}

Touchpoint Touch(Team team, absl::Time at) {
  Touchpoint touchpoint;
  touchpoint.team = team;
  touchpoint.at = at;
  return touchpoint;
}

std::vector<int64_t> Amounts(const TeamCreditInput& input,
                             const TeamCreditPolicy& policy = TeamCreditPolicy()) {
  const TeamCredit credit = DecideTeamCredit(input, policy).value();
  std::vector<int64_t> amounts;
  for (const TeamShare& share : credit.shares) {
    amounts.push_back(share.amount_minor);
  }
  return amounts;
}

size_t AssistCount(const TeamCreditInput& input) { return Amounts(input).size() - 2; }

TEST(TeamCredit, T3_SelfServeIsProductsWhateverIsStated) {
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated);
  input.origin.self_serve = true;
  EXPECT_EQ(SourceTeam(input), Team::kProduct);
}

TEST(TeamCredit, T3_TheStatedSourceNamesTheTeam) {
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kPlgTrigger)), Team::kProduct);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCustomerExecutive)), Team::kCustomer);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCustomerInbound)), Team::kCustomer);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCsmInitiated)), Team::kCs);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kSalesInitiated)), Team::kSales);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kUnknown)), Team::kUnattributed);
}

TEST(TeamCredit, T3_AUsageTriggerInTheNinetyDaysBeforeMakesAnInboundProducts) {
  const absl::Time created = kClosed - 30 * kDay;
  const struct {
    absl::Time at;
    Team team;
  } kCases[] = {
      {created - 90 * kDay - kTick, Team::kCustomer},
      {created - 90 * kDay, Team::kProduct},
      {created, Team::kProduct},
      {created + kTick, Team::kCustomer},
  };
  for (const auto& c : kCases) {
    Touchpoint trigger = Touch(Team::kProduct, c.at);
    trigger.kind = TouchpointKind::kUsageTrigger;
    EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCustomerInbound, {&trigger, 1})), c.team);
  }
}

TEST(TeamCredit, T3_ARenewalConversationAboutExpansionIsTheSource) {
  const absl::Time created = kClosed - 30 * kDay;
  Touchpoint talk = Touch(Team::kSales, created);
  talk.kind = TouchpointKind::kRenewalConversation;
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCsmInitiated, {&talk, 1})), Team::kCs);
  talk.expansion_discussed = true;
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCsmInitiated, {&talk, 1})), Team::kSales);
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCustomerInbound, {&talk, 1})), Team::kCustomer);
  talk.at = created + kTick;
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kCsmInitiated, {&talk, 1})), Team::kCs);
}

TEST(TeamCredit, T3_WhereBothTalkedItIsCs) {
  std::vector<Touchpoint> talks = {Touch(Team::kSales, kClosed - 31 * kDay),
                                   Touch(Team::kCs, kClosed - 60 * kDay)};
  for (Touchpoint& talk : talks) {
    talk.kind = TouchpointKind::kRenewalConversation;
    talk.expansion_discussed = true;
  }
  EXPECT_EQ(SourceTeam(Opportunity(CreationSource::kSalesInitiated, talks)), Team::kCs);
}

TEST(TeamCredit, T4_AssistsShareTwentyPercent) {
  const std::vector<Touchpoint> touches = {Touch(Team::kCs, kClosed - 2 * kDay),
                                           Touch(Team::kMarketing, kClosed - 3 * kDay),
                                           Touch(Team::kPartner, kClosed - 1 * kDay)};
  const auto credit =
      DecideTeamCredit(Opportunity(CreationSource::kSalesInitiated, touches), TeamCreditPolicy());
  ASSERT_THAT(credit, IsOk());
  EXPECT_EQ(credit->motion, Motion::kInitiated);
  ASSERT_EQ(credit->shares.size(), 5u);
  EXPECT_EQ(credit->shares[1].team, Team::kMarketing);
  EXPECT_EQ(credit->shares[1].touchpoint, 1);
  EXPECT_EQ(credit->shares[1].amount_minor, 67);
  EXPECT_EQ(credit->shares[2].team, Team::kCs);
  EXPECT_EQ(credit->shares[2].amount_minor, 67);
  EXPECT_EQ(credit->shares[3].team, Team::kPartner);
  EXPECT_EQ(credit->shares[3].amount_minor, 66);
  EXPECT_EQ(credit->shares[0].role, CreditRole::kSource);
  EXPECT_EQ(credit->shares[4].role, CreditRole::kClose);
  EXPECT_EQ(credit->shares[4].touchpoint, -1);
}

TEST(TeamCredit, T4_AssistsLieStrictlyBetweenSourceAndClose) {
  for (absl::Time at : {kClosed - 30 * kDay, kClosed, kClosed + kTick}) {
    const Touchpoint touch = Touch(Team::kCs, at);
    EXPECT_EQ(AssistCount(Opportunity(CreationSource::kCsmInitiated, {&touch, 1})), 0u) << at;
  }
  for (absl::Time at : {kClosed - 30 * kDay + kTick, kClosed - kTick}) {
    const Touchpoint touch = Touch(Team::kCs, at);
    EXPECT_EQ(AssistCount(Opportunity(CreationSource::kCsmInitiated, {&touch, 1})), 1u) << at;
  }
}

TEST(TeamCredit, T4_TiesInTimeGoByRecordId) {
  std::vector<Touchpoint> touches = {Touch(Team::kCs, kClosed - kDay),
                                     Touch(Team::kSales, kClosed - kDay)};
  touches[0].record_id = "b";
  touches[1].record_id = "a";
  const auto credit =
      DecideTeamCredit(Opportunity(CreationSource::kCsmInitiated, touches), TeamCreditPolicy());
  ASSERT_THAT(credit, IsOk());
  EXPECT_EQ(credit->shares[1].team, Team::kSales);
  EXPECT_EQ(credit->shares[2].team, Team::kCs);
}

TEST(TeamCredit, T4_ByTeamFirstSharesEquallyAmongTeams) {
  // CS touches three times, Marketing once: 100 each, and CS's in three parts.
  const std::vector<Touchpoint> touches = {
      Touch(Team::kCs, kClosed - 4 * kDay), Touch(Team::kCs, kClosed - 3 * kDay),
      Touch(Team::kMarketing, kClosed - 2 * kDay), Touch(Team::kCs, kClosed - 1 * kDay)};
  TeamCreditPolicy policy;
  const TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated, touches);
  EXPECT_THAT(Amounts(input, policy), ElementsAre(400, 50, 50, 50, 50, 400));
  policy.assist_share = AssistShare::kByTeamFirst;
  EXPECT_THAT(Amounts(input, policy), ElementsAre(400, 34, 33, 100, 33, 400));
}

TEST(TeamCredit, T4_PolicyWeightsOutOfRangeAreRefused) {
  const Touchpoint touch = Touch(Team::kCs, kClosed - kDay);
  const TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated, {&touch, 1});
  TeamCreditPolicy policy;
  policy.close_weight_bp = 10'001;
  EXPECT_THAT(DecideTeamCredit(input, policy),
              StatusIs(StatusCode::kInvalidArgument, HasSubstr("10001")));
  policy.close_weight_bp = -1;
  EXPECT_THAT(DecideTeamCredit(input, policy), StatusIs(StatusCode::kInvalidArgument));
  policy = {.source_weight_bp = 0, .close_weight_bp = 0, .assist_weight_bp = 0};
  EXPECT_THAT(DecideTeamCredit(input, policy), StatusIs(StatusCode::kInvalidArgument));
  policy.assist_weight_bp = 10'000;
  EXPECT_THAT(Amounts(input, policy), ElementsAre(0, 1'000, 0));
}

TEST(TeamCredit, T4_AMillionAssistsSplitExactlyAndMoreAreRefused) {
  const std::vector<Touchpoint> touches(kMaxAssists + 1, Touch(Team::kCs, kClosed - kDay));
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated, touches);
  input.amount_minor = 1'234'567'891;
  EXPECT_THAT(DecideTeamCredit(input, TeamCreditPolicy()), StatusIs(StatusCode::kInvalidArgument));
  input.touchpoints.remove_suffix(1);
  const std::vector<int64_t> amounts = Amounts(input);
  ASSERT_EQ(amounts.size(), kMaxAssists + 2);
  EXPECT_EQ(std::accumulate(amounts.begin(), amounts.end(), int64_t{0}), 1'234'567'891);
  EXPECT_NEAR(static_cast<double>(amounts.front()), 0.4 * 1'234'567'891, 1);
}

TEST(TeamCredit, T4_BeyondOneSplitTeamsShareFirstAndItStillAddsUp) {
  // 3 of Sales and 998 of CS: each team has half of the assists' part.
  std::vector<Touchpoint> touches(998, Touch(Team::kCs, kClosed - kDay));
  touches.insert(touches.end(), 3, Touch(Team::kSales, kClosed - 2 * kDay));
  ASSERT_GT(touches.size(), kMaxAssistsInOneSplit);
  TeamCreditPolicy policy;
  policy.assist_share = AssistShare::kByTeamFirst;
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated, touches);
  input.amount_minor = 10'000'001;
  input.closed_by_team = Team::kProduct;
  const std::vector<int64_t> amounts = Amounts(input, policy);
  EXPECT_EQ(std::accumulate(amounts.begin(), amounts.end(), int64_t{0}), 10'000'001);
  EXPECT_EQ(amounts[1] + amounts[2] + amounts[3], 1'000'000);
  EXPECT_NEAR(static_cast<double>(amounts[1]), 333'333, 1);
  EXPECT_NEAR(static_cast<double>(amounts[4]), 1'000'000.0 / 998, 1);
}

TEST(TeamCredit, T4_TheMostAssistsByTeamStillSplitExactly) {
  // Counts without a common divisor, as many as allowed: the largest weights there can be.
  std::vector<Touchpoint> touches;
  const int counts[] = {59, 61, 67, 71, 73, 79, 83};
  for (size_t team = 0; team < 7; ++team) {
    touches.insert(touches.end(), counts[team], Touch(static_cast<Team>(team), kClosed - kDay));
  }
  ASSERT_LE(touches.size(), kMaxAssistsInOneSplit);
  const TeamCreditPolicy policy = {.source_weight_bp = 10'000,
                                   .close_weight_bp = 10'000,
                                   .assist_weight_bp = 10'000,
                                   .assist_share = AssistShare::kByTeamFirst};
  TeamCreditInput input = Opportunity(CreationSource::kSalesInitiated, touches);
  input.amount_minor = 2'100'000'000;
  const auto credit = DecideTeamCredit(input, policy);
  ASSERT_THAT(credit, IsOk());
  EXPECT_EQ(credit->shares.front().amount_minor, 700'000'000);
  EXPECT_EQ(credit->shares.back().amount_minor, 700'000'000);
  EXPECT_NEAR(static_cast<double>(AmountByTeam(credit->shares)[Team::kSupport]), 1e8, 100);
}

TEST(TeamCredit, T4_ATouchpointOfNobodyIsRefused) {
  const Touchpoint touch = Touch(Team::kUnattributed, kClosed - kDay);
  EXPECT_THAT(
      DecideTeamCredit(Opportunity(CreationSource::kCsmInitiated, {&touch, 1}), TeamCreditPolicy()),
      StatusIs(StatusCode::kInvalidArgument));
}

TEST(TeamCredit, T5_ExactlyNinetyDaysBeforeTheCloseCounts) {
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated);
  input.large_account = true;
  input.created_at = kClosed - 120 * kDay;
  Touchpoint touch = Touch(Team::kCs, kClosed - 90 * kDay);
  input.touchpoints = {&touch, 1};
  EXPECT_EQ(AssistCount(input), 1u);
  touch.at -= kTick;
  EXPECT_EQ(AssistCount(input), 0u);
}

TEST(TeamCredit, T5_ASourceOutsideItsWindowIsNobodys) {
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated);
  auto source = [&input] {
    return DecideTeamCredit(input, TeamCreditPolicy()).value().shares.front().team;
  };
  input.created_at = kClosed - 90 * kDay;
  EXPECT_EQ(source(), Team::kCs);
  input.created_at -= kTick;
  EXPECT_EQ(source(), Team::kUnattributed);
  input.large_account = true;
  EXPECT_EQ(source(), Team::kCs);
  input.created_at = kClosed - 180 * kDay;
  EXPECT_EQ(source(), Team::kCs);
  input.created_at -= kTick;
  EXPECT_EQ(source(), Team::kUnattributed);
}

TEST(TeamCredit, T5_ASourceLaterThanADateOnlyCloseCounts) {
  TeamCreditInput input = Opportunity(CreationSource::kPlgTrigger);
  input.created_at = kClosed + absl::Hours(10);
  EXPECT_EQ(DecideTeamCredit(input, TeamCreditPolicy()).value().shares.front().team,
            Team::kProduct);
}

TEST(TeamCredit, T6_SelfServeIsClosedByProduct) {
  TeamCreditInput input = Opportunity(CreationSource::kSalesInitiated);
  EXPECT_EQ(DecideTeamCredit(input, TeamCreditPolicy()).value().shares.back().team, Team::kSales);
  input.origin.self_serve = true;
  EXPECT_EQ(DecideTeamCredit(input, TeamCreditPolicy()).value().shares.back().team, Team::kProduct);
}

TEST(TeamCredit, T6_OnPulledOnesCsMustTalkBothWaysAndSalesOfAnotherProduct) {
  Touchpoint touch = Touch(Team::kCs, kClosed - kDay);
  const TeamCreditInput input = Opportunity(CreationSource::kPlgTrigger, {&touch, 1});
  EXPECT_EQ(AssistCount(input), 0u);
  touch.two_way = true;
  EXPECT_EQ(AssistCount(input), 1u);
  touch.team = Team::kSales;
  EXPECT_EQ(AssistCount(input), 0u);
  touch.cross_sell_conversation = true;
  EXPECT_EQ(AssistCount(input), 1u);
}

TEST(TeamCredit, T6_ThoseTwoCountBeforeTheSourceToo) {
  Touchpoint touch = Touch(Team::kCs, kClosed - 90 * kDay);
  touch.two_way = true;
  TeamCreditInput input = Opportunity(CreationSource::kPlgTrigger, {&touch, 1});
  EXPECT_EQ(AssistCount(input), 1u);
  touch.at -= kTick;
  EXPECT_EQ(AssistCount(input), 0u);
  touch.at = kClosed;
  EXPECT_EQ(AssistCount(input), 0u);
  // Product's own touches follow T-4.
  touch = Touch(Team::kProduct, input.created_at);
  EXPECT_EQ(AssistCount(input), 0u);
}

TEST(TeamCredit, T7_WithoutAssistsSourceAndCloseShareEqually) {
  TeamCreditInput input = Opportunity(CreationSource::kCsmInitiated);
  input.amount_minor = 1'001;
  EXPECT_THAT(Amounts(input), ElementsAre(501, 500));
  EXPECT_THAT(Amounts(input, {.source_weight_bp = 9'000, .close_weight_bp = 500}),
              ElementsAre(501, 500));
}

TEST(TeamCredit, T9_TeamsGetTheSumsOfTheShares) {
  const Touchpoint touch = Touch(Team::kCs, kClosed - kDay);
  const auto credit =
      DecideTeamCredit(Opportunity(CreationSource::kCsmInitiated, {&touch, 1}), TeamCreditPolicy());
  ASSERT_THAT(credit, IsOk());
  EXPECT_THAT(AmountByTeam(credit->shares),
              ElementsAre(Pair(Team::kCs, 600), Pair(Team::kSales, 400)));
}

TEST(TeamCredit, T9_SharesAndTeamsAddUpToTheAmount) {
  std::mt19937_64 random(11);
  auto draw = [&random](int64_t from, int64_t to) {
    return std::uniform_int_distribution<int64_t>(from, to)(random);
  };
  for (int i = 0; i < 5'000; ++i) {
    std::vector<Touchpoint> touches(static_cast<size_t>(draw(0, 12)));
    for (Touchpoint& touch : touches) {
      touch = Touch(static_cast<Team>(draw(0, 6)), kClosed - draw(-5, 100) * kDay);
      touch.two_way = draw(0, 1) == 1;
      touch.cross_sell_conversation = draw(0, 1) == 1;
    }
    TeamCreditInput input = Opportunity(static_cast<CreationSource>(draw(0, 5)), touches);
    input.amount_minor = draw(-1'000'000, 1'000'000);
    input.created_at = kClosed - draw(0, 200) * kDay;
    TeamCreditPolicy policy;
    policy.assist_share = draw(0, 1) == 0 ? AssistShare::kPerTouch : AssistShare::kByTeamFirst;
    int64_t sum = 0;
    for (int64_t amount : Amounts(input, policy)) sum += amount;
    EXPECT_EQ(sum, input.amount_minor);
  }
}

TEST(TeamCredit, T9_NamesAreThoseOfTheRules) {
  EXPECT_EQ(TeamName(Team::kCs), "cs");
  EXPECT_EQ(TeamName(Team::kUnattributed), "unattributed");
  EXPECT_EQ(CreditRoleName(CreditRole::kAssist), "assist");
  EXPECT_EQ(MotionName(Motion::kReceived), "received");
  EXPECT_EQ(MotionName(Motion::kUnknown), "");
}

}  // namespace
}  // namespace baton::domain
