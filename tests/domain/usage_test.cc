#include "domain/usage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "absl/time/time.h"
#include "domain/instant.h"
#include "tests/domain/violated_fields.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using baton::testing::IsOk;
using baton::testing::ViolatedFields;

v1::UsageObservation Level(int64_t used, int64_t limit, int threshold_bp = 8'500) {
  v1::UsageObservation level;
  level.set_kind(v1::USAGE_KIND_LEVEL);
  level.set_product("core");
  level.set_metric("seats");
  level.set_used(used);
  level.set_limit(limit);
  level.set_threshold_bp(threshold_bp);
  return level;
}

v1::UsageObservation Event(v1::UsageKind kind) {
  v1::UsageObservation event;
  event.set_kind(kind);
  event.set_product("core");
  return event;
}

UsageContext Around(std::optional<v1::UsageObservation> before,
                    std::optional<v1::UsageObservation> after = std::nullopt) {
  return {.before = std::move(before), .after = std::move(after), .opportunity = std::nullopt};
}

UsageContext Behind(v1::OpportunityState state) {
  UsageContext context;
  context.opportunity.emplace().set_state(state);
  return context;
}

TEST(Usage, T1_ExactlyAtTheThresholdIsNotOverIt) {
  EXPECT_FALSE(IsOverThreshold(Level(85, 100)));
  EXPECT_TRUE(IsOverThreshold(Level(86, 100)));
  EXPECT_FALSE(IsOverThreshold(Level(8'500, 10'000)));
  EXPECT_TRUE(IsOverThreshold(Level(8'501, 10'000)));
  EXPECT_FALSE(IsOverThreshold(Level(100, 100, 10'000)));
  EXPECT_TRUE(IsOverThreshold(Level(101, 100, 10'000)));
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  EXPECT_TRUE(IsOverThreshold(Level(kMost, kMost)));
}

TEST(Usage, T1_OnlyTheFirstLevelOverTheThresholdSetsOff) {
  EXPECT_EQ(TriggerOf(Level(86, 100), {}), v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(TriggerOf(Level(85, 100), {}), v1::TRIGGER_EVENT_UNSPECIFIED);
  EXPECT_EQ(TriggerOf(Level(86, 100), Around(Level(85, 100))),
            v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(TriggerOf(Level(95, 100), Around(Level(86, 100))), v1::TRIGGER_EVENT_UNSPECIFIED);
  // What comes late changes nothing of what is known since.
  EXPECT_EQ(TriggerOf(Level(86, 100), Around(std::nullopt, Level(90, 100))),
            v1::TRIGGER_EVENT_UNSPECIFIED);
}

TEST(Usage, T1_NothingIsSetOffTwiceWhileItsOpportunityIsOpen) {
  for (const auto& observation : {Level(86, 100), Event(v1::USAGE_KIND_SELF_SERVE_UPGRADE),
                                  Event(v1::USAGE_KIND_AUTOMATIC_TIER_CHANGE)}) {
    EXPECT_EQ(TriggerOf(observation, Behind(v1::OPPORTUNITY_STATE_OPEN)),
              v1::TRIGGER_EVENT_UNSPECIFIED);
    EXPECT_NE(TriggerOf(observation, Behind(v1::OPPORTUNITY_STATE_LOST)),
              v1::TRIGGER_EVENT_UNSPECIFIED);
    EXPECT_NE(TriggerOf(observation, Behind(v1::OPPORTUNITY_STATE_WON)),
              v1::TRIGGER_EVENT_UNSPECIFIED);
  }
}

TEST(Usage, T1_TheOpportunitySaysWhereItCameFrom) {
  v1::UsageObservation level = Level(89, 100);
  level.set_unit("seats");
  const v1::Opportunity reached = OpportunityFrom(level, v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(reached.creation_source(), v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_EQ(reached.trigger_text(), "seats of core: 89 of 100 seats, over 85.00% of the limit");
  EXPECT_FALSE(reached.self_serve());
  const v1::Opportunity bought = OpportunityFrom(Event(v1::USAGE_KIND_SELF_SERVE_UPGRADE),
                                                 v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE);
  EXPECT_EQ(bought.trigger_text(), "self-serve upgrade of core");
  EXPECT_TRUE(bought.self_serve());
}

TEST(Usage, T1_EveryFaultIsNamedAtOnce) {
  v1::UsageObservation bad = Level(-1, 0, 10'001);
  bad.clear_product();
  bad.clear_metric();
  EXPECT_THAT(ViolatedFields(CheckUsage(bad)),
              ::testing::UnorderedElementsAre("observation.product", "observation.metric",
                                              "observation.used", "observation.limit",
                                              "observation.threshold_bp"));
  EXPECT_THAT(CheckUsage(Level(89, 100)), IsOk());
  EXPECT_THAT(CheckUsage(Event(v1::USAGE_KIND_SELF_SERVE_UPGRADE)), IsOk());
}

}  // namespace
}  // namespace baton::domain
