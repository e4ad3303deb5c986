#include "tools/cli/svg_chart.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"

namespace baton::cli {
namespace {

// The drawing area in SVG units, and the margins around what is drawn.
constexpr int kWidth = 760;
constexpr int kHalfWidth = 370;
constexpr int kHeight = 260;
constexpr int kLeft = 44;
constexpr int kRight = 120;
constexpr int kTop = 16;
constexpr int kBottom = 28;
constexpr int kInnerWidth = kWidth - kLeft - kRight;
constexpr int kInnerHeight = kHeight - kTop - kBottom;
constexpr int64_t kBpPerPercent = 100;

std::string Open(absl::string_view title, int width, int height) {
  return absl::StrFormat(
      "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" "
      "xmlns=\"http://www.w3.org/2000/svg\">\n",
      width, height, EscapeMarkup(title));
}

std::string Text(double x, double y, absl::string_view css, absl::string_view text) {
  return absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>\n", x, y, css,
                         EscapeMarkup(text));
}

std::string Box(double x, double y, double width, double height, absl::string_view css) {
  return absl::StrFormat(
      "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" class=\"%s\"/>\n", x, y, width,
      height, css);
}

// Where a value stands from the top, with `top_bp` at the upper edge.
double HeightOf(int64_t bp, int64_t top_bp) {
  const double share = static_cast<double>(std::clamp<int64_t>(bp, 0, top_bp)) / top_bp;
  return kTop + kInnerHeight * (1 - share);
}

double PlaceOf(size_t i, size_t count) {
  if (count < 2) return kLeft + kInnerWidth / 2.0;
  return kLeft + kInnerWidth * static_cast<double>(i) / (count - 1);
}

// The upper edge: the largest of all, in whole steps of 5 percent, and some room.
int64_t TopOf(const std::vector<ChartPoint>& points, const std::vector<ChartBand>& bands) {
  constexpr int64_t kStep = 5 * kBpPerPercent;
  int64_t top = kStep;
  for (const ChartPoint& point : points) top = std::max(top, point.bp.value_or(0));
  for (const ChartBand& band : bands) top = std::max(top, band.high_bp);
  return (top / kStep + 1) * kStep;
}

std::string Grid(int64_t top_bp) {
  constexpr int kLines = 5;
  std::string svg;
  for (int i = 0; i <= kLines; ++i) {
    const int64_t bp = top_bp * i / kLines;
    const double y = HeightOf(bp, top_bp);
    absl::StrAppendFormat(&svg,
                          "<line x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\" class=\"grid\"/>\n",
                          kLeft, y, kLeft + kInnerWidth, y);
    svg += Text(kLeft - 6, y + 4, "axis end", absl::StrCat(bp / kBpPerPercent, "%"));
  }
  return svg;
}

std::string PercentLabel(int64_t bp) {
  return absl::StrFormat("%.1f%%", static_cast<double>(bp) / kBpPerPercent);
}

// The line itself, in as many pieces as gaps leave, with a dot and its value at every point.
std::string Line(const std::vector<ChartPoint>& points, int64_t top_bp) {
  std::string path;
  std::string dots;
  bool drawing = false;
  for (size_t i = 0; i < points.size(); ++i) {
    if (!points[i].bp.has_value()) {
      drawing = false;
      continue;
    }
    const double x = PlaceOf(i, points.size());
    const double y = HeightOf(*points[i].bp, top_bp);
    absl::StrAppendFormat(&path, "%s%.1f %.1f", drawing ? " L" : " M", x, y);
    drawing = true;
    absl::StrAppendFormat(&dots, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" class=\"dot\"/>\n", x, y);
    dots += Text(x, y - 9, "value middle", PercentLabel(*points[i].bp));
  }
  if (path.empty()) return Text(kWidth / 2.0, kHeight / 2.0, "axis middle", "no figures yet");
  return absl::StrCat("<path d=\"", path.substr(1), "\" class=\"line\"/>\n", dots);
}

int64_t PositiveSum(const std::vector<int64_t>& parts) {
  int64_t sum = 0;
  for (const int64_t part : parts) sum += std::max<int64_t>(part, 0);
  return sum;
}

}  // namespace

std::string EscapeMarkup(absl::string_view text) {
  return absl::StrReplaceAll(
      text, {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

std::string LineChart(const std::vector<ChartPoint>& points, const std::vector<ChartBand>& bands) {
  const int64_t top_bp = TopOf(points, bands);
  std::string svg = Open("trend", kWidth, kHeight);
  for (size_t i = 0; i < bands.size(); ++i) {
    const double y = HeightOf(bands[i].high_bp, top_bp);
    const double height = std::max(HeightOf(bands[i].low_bp, top_bp) - y, 1.5);
    svg += Box(kLeft, y, kInnerWidth, height, absl::StrCat("band band", i));
    svg += Text(kLeft + kInnerWidth + 8, y + height / 2 + 4, "axis", bands[i].name);
  }
  svg += Grid(top_bp);
  for (size_t i = 0; i < points.size(); ++i) {
    svg += Text(PlaceOf(i, points.size()), kHeight - 8, "axis middle", points[i].label);
  }
  return absl::StrCat(svg, Line(points, top_bp), "</svg>\n");
}

std::string StackChart(const std::vector<ChartStack>& stacks,
                       const std::vector<std::string>& classes) {
  int64_t largest = 1;
  for (const ChartStack& stack : stacks) largest = std::max(largest, PositiveSum(stack.parts));
  const double slot = static_cast<double>(kHalfWidth) / std::max<size_t>(stacks.size(), 1);
  const double bar = slot * 0.62;
  std::string svg = Open("amounts", kHalfWidth, kHeight);
  for (size_t i = 0; i < stacks.size(); ++i) {
    const double x = slot * i + (slot - bar) / 2;
    double y = kTop + kInnerHeight;
    for (size_t part = 0; part < stacks[i].parts.size(); ++part) {
      const double height = static_cast<double>(std::max<int64_t>(stacks[i].parts[part], 0)) *
                            (kInnerHeight - kTop) / largest;
      y -= height;
      svg += Box(x, y, bar, height, classes[part]);
    }
    svg += Text(x + bar / 2, y - 6, "value middle", stacks[i].total);
    svg += Text(x + bar / 2, kHeight - 8, "axis middle", stacks[i].label);
  }
  return svg + "</svg>\n";
}

std::string BarList(const std::vector<ChartRow>& rows) {
  constexpr int kRowHeight = 26;
  constexpr int kLabels = 140;
  constexpr int kTexts = 70;
  int64_t largest = 1;
  for (const ChartRow& row : rows) largest = std::max(largest, row.value);
  std::string svg =
      Open("bars", kHalfWidth, kRowHeight * static_cast<int>(std::max<size_t>(rows.size(), 1)));
  for (size_t i = 0; i < rows.size(); ++i) {
    const double y = static_cast<double>(kRowHeight * i);
    const double bar = static_cast<double>(std::max<int64_t>(rows[i].value, 0)) *
                       (kHalfWidth - kLabels - kTexts) / largest;
    svg += Text(kLabels - 10, y + 17, "axis end", rows[i].label);
    svg += Box(kLabels, y + 5, bar, kRowHeight - 10, "part0");
    svg += Text(kLabels + bar + 8, y + 17, "value", rows[i].text);
  }
  return svg + "</svg>\n";
}

std::string DifferenceList(const std::vector<ChartRow>& rows) {
  constexpr int kRowHeight = 26;
  constexpr int kLabels = 160;
  constexpr int kTexts = 100;
  constexpr double kReach = (kWidth - kLabels - 2 * kTexts) / 2.0;
  constexpr double kMiddle = kLabels + kTexts + kReach;
  double largest = 1;
  for (const ChartRow& row : rows) {
    largest = std::max(largest, std::abs(static_cast<double>(row.value)));
  }
  const int height = kRowHeight * static_cast<int>(std::max<size_t>(rows.size(), 1));
  std::string svg = Open("differences", kWidth, height);
  for (size_t i = 0; i < rows.size(); ++i) {
    const double y = static_cast<double>(kRowHeight * i);
    const double bar = std::abs(static_cast<double>(rows[i].value)) * kReach / largest;
    const bool loss = rows[i].value < 0;
    svg += Text(kLabels - 10, y + 17, "axis end", rows[i].label);
    svg += Box(loss ? kMiddle - bar : kMiddle, y + 5, bar, kRowHeight - 10, loss ? "loss" : "gain");
    svg += Text(loss ? kMiddle - bar - 7 : kMiddle + bar + 7, y + 17, loss ? "value end" : "value",
                rows[i].text);
  }
  absl::StrAppendFormat(&svg, "<line x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"%d\" class=\"zero\"/>\n",
                        kMiddle, kMiddle, height);
  return svg + "</svg>\n";
}

}  // namespace baton::cli
