// Charts as SVG text, for pages that stand alone: no scripts, no fonts, no images from elsewhere.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace baton::cli {

// Text as it may stand in HTML and SVG, in elements and in quoted attributes.
std::string EscapeMarkup(absl::string_view text);

// A shaded range behind a line, with its name at the right edge.
struct ChartBand {
  int64_t low_bp = 0;
  int64_t high_bp = 0;
  std::string name;
};

struct ChartPoint {
  std::string label;
  std::optional<int64_t> bp;  // nothing: a gap
};

// A line of percentages over named points, from 0 up, over its bands.
std::string LineChart(const std::vector<ChartPoint>& points, const std::vector<ChartBand>& bands);

// One bar of a stack: what its parts are worth, in their order.
struct ChartStack {
  std::string label;
  std::vector<int64_t> parts;
  std::string total;  // stands above
};

// Upright stacked bars over half a page; negative parts count as 0. `classes` are the parts' CSS
// classes.
std::string StackChart(const std::vector<ChartStack>& stacks,
                       const std::vector<std::string>& classes);

// One line of a list with its bar.
struct ChartRow {
  std::string label;
  int64_t value = 0;
  std::string text;  // stands after the bar
};

// Lying bars over half a page, scaled to the largest; negative values count as 0.
std::string BarList(const std::vector<ChartRow>& rows);

// Lying bars over the whole page from a middle line, scaled to the largest: above 0 to the right in
// the class "gain", below it to the left in the class "loss". Texts stand at the bars' ends.
std::string DifferenceList(const std::vector<ChartRow>& rows);

}  // namespace baton::cli
