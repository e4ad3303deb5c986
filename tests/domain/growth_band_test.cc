#include "domain/growth_band.h"

#include <gtest/gtest.h>

#include <limits>

namespace baton::domain {
namespace {

TEST(GrowthBand, G3_BothEndsOfANamedRangeBelongToIt) {
  const struct {
    int64_t ratio_bp;
    GrowthBand band;
  } kCases[] = {
      {std::numeric_limits<int64_t>::min(), GrowthBand::kBelowBottomQuartileRange},
      {-1, GrowthBand::kBelowBottomQuartileRange},
      {799, GrowthBand::kBelowBottomQuartileRange},
      {800, GrowthBand::kBottomQuartile},
      {1200, GrowthBand::kBottomQuartile},
      {1201, GrowthBand::kBelowMedian},
      {1799, GrowthBand::kBelowMedian},
      {1800, GrowthBand::kMedian},
      {2400, GrowthBand::kMedian},
      {2401, GrowthBand::kAboveMedian},
      {3199, GrowthBand::kAboveMedian},
      {3200, GrowthBand::kTopQuartile},
      {std::numeric_limits<int64_t>::max(), GrowthBand::kTopQuartile},
  };
  for (const auto& c : kCases) EXPECT_EQ(GrowthBandOf(c.ratio_bp), c.band) << c.ratio_bp;
}

TEST(GrowthBand, G3_EveryBandHasAName) {
  EXPECT_EQ(GrowthBandName(GrowthBand::kBelowBottomQuartileRange), "below_bottom_quartile_range");
  EXPECT_EQ(GrowthBandName(GrowthBand::kTopQuartile), "top_quartile");
}

}  // namespace
}  // namespace baton::domain
