// Where a company's CS-led growth stands among its peers (G-3).
#pragma once

#include <cstdint>

#include "absl/strings/string_view.h"

namespace baton::domain {

enum class GrowthBand {
  kBelowBottomQuartileRange,
  kBottomQuartile,
  kBelowMedian,
  kMedian,
  kAboveMedian,
  kTopQuartile,
};

// G-3. The band of a trailing four quarters' ratio in basis points: below 8%, 8-12% bottom
// quartile, up to 18% below median, 18-24% median, up to 32% above median, from 32% top quartile.
// Both ends of the bottom quartile's and of the median's range belong to them.
GrowthBand GrowthBandOf(int64_t ratio_bp);

// The band's name in records and reports, such as "below_median".
absl::string_view GrowthBandName(GrowthBand band);

}  // namespace baton::domain
