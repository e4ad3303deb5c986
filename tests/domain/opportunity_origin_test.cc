#include "domain/opportunity_origin.h"

#include <gtest/gtest.h>

namespace baton::domain {
namespace {

TEST(OpportunityOrigin, T2_CsmAndSalesInitiateTheOthersAreReceived) {
  EXPECT_EQ(MotionOf(CreationSource::kCsmInitiated), Motion::kInitiated);
  EXPECT_EQ(MotionOf(CreationSource::kSalesInitiated), Motion::kInitiated);
  EXPECT_EQ(MotionOf(CreationSource::kPlgTrigger), Motion::kReceived);
  EXPECT_EQ(MotionOf(CreationSource::kCustomerInbound), Motion::kReceived);
  EXPECT_EQ(MotionOf(CreationSource::kCustomerExecutive), Motion::kReceived);
  EXPECT_EQ(MotionOf(CreationSource::kUnknown), Motion::kUnknown);
}

TEST(OpportunityOrigin, T6_SelfServeAndPlgTriggersArePulled) {
  EXPECT_TRUE(IsPulled({CreationSource::kPlgTrigger, false}));
  EXPECT_TRUE(IsPulled({CreationSource::kSalesInitiated, true}));
  EXPECT_FALSE(IsPulled({CreationSource::kCustomerInbound, false}));
  EXPECT_FALSE(IsPulled({CreationSource::kUnknown, false}));
}

}  // namespace
}  // namespace baton::domain
