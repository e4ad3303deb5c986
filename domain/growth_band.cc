#include "domain/growth_band.h"

namespace baton::domain {

GrowthBand GrowthBandOf(int64_t ratio_bp) {
  if (ratio_bp < 800) return GrowthBand::kBelowBottomQuartileRange;
  if (ratio_bp <= 1200) return GrowthBand::kBottomQuartile;
  if (ratio_bp < 1800) return GrowthBand::kBelowMedian;
  if (ratio_bp <= 2400) return GrowthBand::kMedian;
  if (ratio_bp < 3200) return GrowthBand::kAboveMedian;
  return GrowthBand::kTopQuartile;
}

absl::string_view GrowthBandName(GrowthBand band) {
  switch (band) {
    case GrowthBand::kBelowBottomQuartileRange:
      return "below_bottom_quartile_range";
    case GrowthBand::kBottomQuartile:
      return "bottom_quartile";
    case GrowthBand::kBelowMedian:
      return "below_median";
    case GrowthBand::kMedian:
      return "median";
    case GrowthBand::kAboveMedian:
      return "above_median";
    case GrowthBand::kTopQuartile:
      return "top_quartile";
  }
  return "";
}

}  // namespace baton::domain
