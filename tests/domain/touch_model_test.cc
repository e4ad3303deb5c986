#include "domain/touch_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/policy.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::absl::StatusCode;
using ::baton::testing::IsOkAndHolds;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;

const absl::Time kClosed = absl::FromUnixSeconds(1'830'000'000);
constexpr absl::Duration kDay = absl::Hours(24);

PathTouch At(int days_before, Team team = Team::kCs, const std::string& id = "") {
  return {kClosed - days_before * kDay, team, id};
}

absl::StatusOr<std::vector<int64_t>> Shares(const std::vector<PathTouch>& path,
                                            v1::TouchModel model, int64_t amount = 1'000) {
  return SplitByModel(amount, path, model, kClosed, DefaultPolicy("acme"));
}

TEST(TouchModel, T8_FirstAndLastTouchHaveAll) {
  const std::vector<PathTouch> path = {At(30), At(20), At(1)};
  EXPECT_THAT(Shares(path, v1::TOUCH_MODEL_FIRST_TOUCH), IsOkAndHolds(ElementsAre(1'000, 0, 0)));
  EXPECT_THAT(Shares(path, v1::TOUCH_MODEL_LAST_TOUCH), IsOkAndHolds(ElementsAre(0, 0, 1'000)));
}

TEST(TouchModel, T8_LinearHandsLeftOversToTheEarlier) {
  EXPECT_THAT(Shares({At(30), At(20), At(1)}, v1::TOUCH_MODEL_LINEAR),
              IsOkAndHolds(ElementsAre(334, 333, 333)));
}

TEST(TouchModel, T8_ATouchDecaysByHalfForEachWholeHalfLife) {
  // A half-life of 7 days: exactly 7 days is one, a tick less is none.
  std::vector<PathTouch> path = {At(14), At(7), At(0)};
  EXPECT_THAT(Shares(path, v1::TOUCH_MODEL_TIME_DECAY, 700),
              IsOkAndHolds(ElementsAre(100, 200, 400)));
  path[1].at += absl::Microseconds(1);
  EXPECT_THAT(Shares(path, v1::TOUCH_MODEL_TIME_DECAY, 900),
              IsOkAndHolds(ElementsAre(100, 400, 400)));
}

TEST(TouchModel, T8_CustomWeighsTheEndsAndSharesTheMiddle) {
  EXPECT_THAT(Shares({At(9)}, v1::TOUCH_MODEL_CUSTOM), IsOkAndHolds(ElementsAre(1'000)));
  EXPECT_THAT(Shares({At(9), At(1)}, v1::TOUCH_MODEL_CUSTOM), IsOkAndHolds(ElementsAre(500, 500)));
  EXPECT_THAT(Shares({At(9), At(5), At(4), At(1)}, v1::TOUCH_MODEL_CUSTOM),
              IsOkAndHolds(ElementsAre(400, 100, 100, 400)));
  v1::Policy middle = DefaultPolicy("acme");
  middle.set_custom_first_bp(0);
  middle.set_custom_middle_bp(10'000);
  middle.set_custom_last_bp(0);
  EXPECT_THAT(SplitByModel(1'000, {At(9), At(1)}, v1::TOUCH_MODEL_CUSTOM, kClosed, middle),
              IsOkAndHolds(ElementsAre(500, 500)));
}

TEST(TouchModel, T8_NoPathAndNoModelAreRefused) {
  EXPECT_THAT(Shares({}, v1::TOUCH_MODEL_LINEAR), StatusIs(StatusCode::kInvalidArgument));
  EXPECT_THAT(Shares({At(1)}, v1::TOUCH_MODEL_UNSPECIFIED), StatusIs(StatusCode::kInvalidArgument));
}

TEST(TouchModel, T8_ThePathHoldsTheCreationAndEveryTouchOfTheWindow) {
  TeamCreditInput input;
  input.origin.source = CreationSource::kCsmInitiated;
  input.closed_at = kClosed;
  input.created_at = kClosed - 30 * kDay;
  std::vector<Touchpoint> touches(4);
  touches[0].at = kClosed - 90 * kDay;  // exactly in
  touches[1].at = kClosed - 90 * kDay - absl::Microseconds(1);
  touches[2].at = kClosed - absl::Microseconds(1);
  touches[2].team = Team::kSales;
  touches[3].at = kClosed;  // the close itself
  input.touchpoints = touches;
  const TeamCreditPolicy policy;
  EXPECT_EQ(TouchPath(input, policy, true).size(), 3u);
  EXPECT_EQ(TouchPath(input, policy, false).size(), 2u);
  EXPECT_EQ(TouchPath(input, policy, true).back().team, Team::kSales);
  input.touchpoints = {};
  ASSERT_EQ(TouchPath(input, policy, false).size(), 1u);
  EXPECT_EQ(TouchPath(input, policy, false).front().team, Team::kUnattributed);
}

TEST(TouchModel, T8_AMillionTouchesSplitExactlyInEveryModel) {
  std::vector<PathTouch> path;
  path.reserve(kMaxTouches + 1);
  for (size_t i = 0; i < kMaxTouches; ++i) path.push_back(At(static_cast<int>(i % 90)));
  for (int model = v1::TouchModel_MIN + 1; model <= v1::TouchModel_MAX; ++model) {
    const auto shares = Shares(path, static_cast<v1::TouchModel>(model), 4'000'000'007);
    ASSERT_TRUE(shares.ok());
    EXPECT_EQ(std::accumulate(shares->begin(), shares->end(), int64_t{0}), 4'000'000'007) << model;
  }
  path.push_back(At(1));
  EXPECT_THAT(Shares(path, v1::TOUCH_MODEL_LINEAR), StatusIs(StatusCode::kInvalidArgument));
}

// 2,000 cases of each. Another number and seed: RC_PARAMS="max_success=N seed=S".
class TouchModelProperty : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { setenv("RC_PARAMS", "max_success=2000 seed=20270331", 0); }
};

std::vector<Touchpoint> AnyTouches() {
  std::vector<Touchpoint> touches(*rc::gen::inRange<size_t>(0, 12));
  for (size_t i = 0; i < touches.size(); ++i) {
    touches[i].at = kClosed - *rc::gen::inRange(0, 100) * kDay;
    touches[i].team = static_cast<Team>(*rc::gen::inRange(0, 7));
    touches[i].record_id = absl::StrCat("r", *rc::gen::inRange(0, 3), "-", i);
  }
  return touches;
}

// The amounts of every model by team.
std::map<std::pair<v1::TouchModel, v1::Team>, int64_t> Compared(
    const std::vector<Touchpoint>& touches, int64_t amount) {
  TeamCreditInput input;
  input.origin.source = CreationSource::kSalesInitiated;
  input.closed_at = kClosed;
  input.created_at = kClosed - 40 * kDay;
  input.touchpoints = touches;
  const auto shares = CompareModels(amount, TouchPath(input, TeamCreditPolicy(), true), kClosed,
                                    DefaultPolicy("acme"))
                          .value();
  std::map<std::pair<v1::TouchModel, v1::Team>, int64_t> amounts;
  for (const v1::ModelShare& share : shares) {
    amounts[{share.model(), share.team()}] = share.amount_minor();
  }
  return amounts;
}

TEST_F(TouchModelProperty, X1_EveryModelAddsUp) {
  EXPECT_TRUE(rc::check([] {
    const int64_t amount = *rc::gen::inRange<int64_t>(1, 1'000'000'000);
    std::map<v1::TouchModel, int64_t> sums;
    for (const auto& [key, minor] : Compared(AnyTouches(), amount)) sums[key.first] += minor;
    RC_ASSERT(sums.size() == size_t{v1::TouchModel_MAX});
    for (const auto& [model, sum] : sums) RC_ASSERT(sum == amount);
  }));
}

TEST_F(TouchModelProperty, T8_TheOrderOfTheInputNeverMatters) {
  EXPECT_TRUE(rc::check([] {
    std::vector<Touchpoint> touches = AnyTouches();
    const int64_t amount = *rc::gen::inRange<int64_t>(1, 1'000'000'000);
    const auto before = Compared(touches, amount);
    std::shuffle(touches.begin(), touches.end(), std::mt19937(*rc::gen::inRange(0, 1000)));
    RC_ASSERT(Compared(touches, amount) == before);
  }));
}

TEST_F(TouchModelProperty, C19_AReversalIsTheNegatedShares) {
  EXPECT_TRUE(rc::check([] {
    const std::vector<Touchpoint> touches = AnyTouches();
    const int64_t amount = *rc::gen::inRange<int64_t>(1, 1'000'000'000);
    const auto forth = Compared(touches, amount);
    const auto back = Compared(touches, -amount);
    RC_ASSERT(forth.size() == back.size());
    for (const auto& [key, minor] : forth) RC_ASSERT(back.at(key) == -minor);
  }));
}

}  // namespace
}  // namespace baton::domain
