// The quarter's page for a board pack (G-5): one HTML file that stands alone and prints on A4.
#pragma once

#include <string>

#include "baton/v1/growth_report.pb.h"

namespace baton::cli {

// The sentence, the ratio among the field's, the trend, who led, by what, in which segments, at
// what cost, and retention over the same four quarters.
std::string BoardHtml(const v1::CsLedGrowthResponse& growth,
                      const v1::RetentionRatesResponse& retention);

}  // namespace baton::cli
