#include "tools/cli/board_page.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/revenue_view.h"
#include "tools/cli/svg_chart.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

constexpr absl::string_view kStyle = R"(
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { font: 13px/1.45 "Helvetica Neue", Arial, sans-serif; color: #1d2733; margin: 0 auto;
  max-width: 880px; padding: 28px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { border-bottom: 2px solid #1d2733; padding-bottom: 10px; margin-bottom: 18px; }
h1 { font-size: 22px; margin: 0 0 2px; } h2 { font-size: 14px; margin: 0 0 8px; }
.note { color: #5b6876; font-size: 11.5px; }
.sentence { font-size: 17px; line-height: 1.5; margin: 0 0 18px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin-bottom: 18px; }
.tile { border: 1px solid #d5dbe1; border-radius: 6px; padding: 10px 12px; }
.tile b { display: block; font-size: 22px; line-height: 1.25; }
.two { display: grid; grid-template-columns: 1fr 1fr; gap: 18px; }
section { margin-bottom: 18px; break-inside: avoid; }
svg { width: 100%; height: auto; display: block; }
svg text { font: 12px "Helvetica Neue", Arial, sans-serif; }
.axis { fill: #5b6876; } .value { fill: #1d2733; font-weight: 600; }
.middle { text-anchor: middle; } .end { text-anchor: end; }
.grid { stroke: #e3e8ec; stroke-width: 1; } .line { fill: none; stroke: #0b5cad; stroke-width: 3; }
.dot { fill: #0b5cad; } .band { opacity: .45; }
.band0 { fill: #f6d9c9; } .band1 { fill: #dfe7ee; } .band2 { fill: #2e8b57; }
.part0 { fill: #0b5cad; } .part1 { fill: #6aa9de; }
.key { display: inline-block; width: 10px; height: 10px; margin: 0 5px 0 0; }
.key.part0 { background: #0b5cad; } .key.part1 { background: #6aa9de; margin-left: 14px; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th { text-align: left; color: #5b6876; font-weight: 600; border-bottom: 1px solid #aab4be; }
th, td { padding: 4px 6px; } td { border-bottom: 1px solid #e3e8ec; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
footer { border-top: 1px solid #d5dbe1; padding-top: 8px; }
)";

// Amounts of the page, in thousands where the currency has whole ones.
class Amounts {
 public:
  explicit Amounts(const std::string& currency) : currency_(currency) {}

  // "1,234.56"
  std::string Exact(int64_t minor) const { return FormatAmount(minor, currency_); }

  // "1,234K": rounded down, for charts alone.
  std::string Short(int64_t minor) const {
    int64_t minor_per_thousand = 1'000;
    for (int i = 0; i < CurrencyDigits(currency_); ++i) minor_per_thousand *= 10;
    const std::string whole = FormatAmount(minor / minor_per_thousand, "JPY");
    return absl::StrCat(whole, "K");
  }

 private:
  const std::string& currency_;
};

std::string Element(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, ">", EscapeMarkup(text), "</", name, ">");
}

std::string Section(absl::string_view title, absl::string_view body, absl::string_view note = "") {
  std::string html = absl::StrCat("<section>", Element("h2", title), "\n", body);
  if (!note.empty()) absl::StrAppend(&html, "<div class=\"note\">", note, "</div>");
  return html + "</section>\n";
}

std::string Tile(absl::string_view title, absl::string_view value, absl::string_view note) {
  return absl::StrCat("<div class=\"tile\">", EscapeMarkup(title), Element("b", value),
                      "<span class=\"note\">", EscapeMarkup(note), "</span></div>\n");
}

std::string TimesText(const v1::RoiFigures& roi) {
  if (!roi.has_ratio_bp()) return "-";
  const int64_t tenths = roi.ratio_bp() / 1'000;
  return absl::StrCat(tenths / 10, ".", tenths % 10, " : 1");
}

const v1::CsLedQuarter& LastQuarter(const v1::CsLedGrowthResponse& growth) {
  return growth.quarters(growth.quarters_size() - 1);
}

std::string Tiles(const v1::CsLedGrowthResponse& growth,
                  const v1::RetentionRatesResponse& retention) {
  const v1::CsLedQuarter& last = LastQuarter(growth);
  const std::string band =
      last.band() == v1::GROWTH_BAND_UNSPECIFIED ? "no CS-managed ARR" : BandText(last.band());
  return absl::StrCat(
      "<div class=\"tiles\">",
      Tile("CS-led growth, quarter", PercentText(last.quarter().ratio()),
           "of CS-managed ARR at its start"),
      Tile("Trailing 4 quarters", PercentText(last.trailing().ratio()), band),
      Tile("NRR, 4 quarters", PercentText(retention.company().nrr()),
           absl::StrCat("GRR ", PercentText(retention.company().grr()))),
      Tile("Return on the CS team", TimesText(growth.roi_trailing()),
           growth.roi_trailing().has_ratio_bp() ? "CS-led ARR to cost, 4 quarters"
                                                : "no cost stated for all 4 quarters"),
      "</div>\n");
}

// The trailing ratio, over the quartiles that the field reports.
std::string Trend(const v1::CsLedGrowthResponse& growth) {
  std::vector<ChartPoint> points;
  for (const v1::CsLedQuarter& quarter : growth.quarters()) {
    const v1::Share& ratio = quarter.trailing().ratio();
    points.push_back({quarter.period(), ratio.has_share_bp()
                                            ? std::optional<int64_t>(ratio.share_bp())
                                            : std::nullopt});
  }
  std::vector<ChartBand> bands;
  for (const v1::Benchmark& benchmark : growth.benchmarks()) {
    if (benchmark.id() == "cs_led_bottom_quartile") {
      bands.push_back({benchmark.low(), benchmark.high(), "bottom quartile"});
    }
    if (benchmark.id() == "cs_led_median") {
      bands.push_back({benchmark.low(), benchmark.high(), "median"});
    }
    if (benchmark.id() == "cs_led_top_quartile") {
      bands.push_back({benchmark.low(), benchmark.high(), "top quartile from"});
    }
  }
  return LineChart(points, bands);
}

std::string Contribution(const v1::CsLedGrowthResponse& growth, const Amounts& amounts) {
  std::vector<ChartStack> stacks;
  for (const v1::CsLedQuarter& quarter : growth.quarters()) {
    const v1::CsLedFigures& figures = quarter.quarter();
    // "27-Q1": eight of them stand side by side.
    stacks.push_back({quarter.period().substr(std::min<size_t>(2, quarter.period().size())),
                      {figures.expansion_minor(), figures.save_minor()},
                      amounts.Short(figures.ratio().numerator())});
  }
  return StackChart(stacks, {"part0", "part1"});
}

std::string Leads(const v1::CsLedGrowthResponse& growth, const Amounts& amounts) {
  std::vector<ChartRow> rows;
  for (const v1::LeadFigures& lead : growth.leads()) {
    rows.push_back({absl::StrCat(EnumText(lead.lead()), "-led"), lead.quarter_minor(),
                    amounts.Short(lead.quarter_minor())});
  }
  return BarList(rows);
}

std::string Playbooks(const v1::CsLedGrowthResponse& growth, const Amounts& amounts) {
  std::vector<ChartRow> rows;
  for (const v1::PlaybookFigures& playbook : growth.playbooks()) {
    rows.push_back({absl::StrReplaceAll(playbook.playbook(), {{"_", " "}}),
                    playbook.trailing_minor(), amounts.Short(playbook.trailing_minor())});
  }
  if (rows.empty()) return Element("p", "Nothing was CS-led in these four quarters.");
  return BarList(rows);
}

std::string FigureRow(absl::string_view name, const v1::CsLedFigures& quarter,
                      const v1::CsLedFigures& trailing, const Amounts& amounts) {
  const auto number = [](absl::string_view text) {
    return absl::StrCat("<td class=\"n\">", text, "</td>");
  };
  return absl::StrCat(
      "<tr>", Element("td", name), number(amounts.Exact(quarter.ratio().numerator())),
      number(PercentText(quarter.ratio())), number(amounts.Exact(trailing.ratio().numerator())),
      number(PercentText(trailing.ratio())), "</tr>\n");
}

std::string FigureTable(absl::string_view first, absl::string_view rows) {
  return absl::StrCat("<table><tr>", Element("th", first),
                      "<th class=\"n\">Quarter</th><th class=\"n\">Ratio</th>"
                      "<th class=\"n\">4 quarters</th><th class=\"n\">Ratio</th></tr>\n",
                      rows, "</table>");
}

std::string Segments(const v1::CsLedGrowthResponse& growth, const Amounts& amounts) {
  std::string rows;
  for (const v1::CsLedSegment& segment : growth.segments()) {
    const std::string name = segment.segment() == v1::SEGMENT_UNSPECIFIED
                                 ? "no segment"
                                 : absl::StrReplaceAll(EnumText(segment.segment()), {{"_", "-"}});
    rows += FigureRow(name, segment.quarter(), segment.trailing(), amounts);
  }
  return FigureTable("Segment", rows);
}

std::string Csms(const v1::CsLedGrowthResponse& growth, const Amounts& amounts) {
  std::string rows;
  for (const v1::CsLedCsm& csm : growth.csms()) {
    rows += FigureRow(csm.csm().empty() ? "nobody" : csm.csm_display_name(), csm.quarter(),
                      csm.trailing(), amounts);
  }
  return FigureTable("CSM", rows);
}

// What is in no figure, and what the field reports.
std::string Notes(const v1::CsLedGrowthResponse& growth) {
  std::string html = "<footer class=\"note\">";
  for (const v1::MissingRate& missing : growth.frame().missing_rates()) {
    html += Element("div", absl::StrCat("Not in these figures: ", FormatMoney(missing.amount()),
                                        " of ", missing.date(), ", for want of an approved rate ",
                                        missing.from_currency(), "/", missing.to_currency(), "."));
  }
  for (const v1::Benchmark& benchmark : growth.benchmarks()) {
    html += Element("div", absl::StrCat(benchmark.text(), ": ", BenchmarkText(benchmark), " (",
                                        benchmark.source(), ")."));
  }
  return html + "</footer>\n";
}

std::string Head(const v1::ReportFrame& frame) {
  return absl::StrCat("<header>", Element("h1", absl::StrCat("CS-led growth, ", frame.period())),
                      "<div class=\"note\">", DayText(frame.start_time()), " to ",
                      DayText(frame.end_time()), " · amounts in ", frame.currency_code(),
                      " · as of ", TimeText(frame.as_of_time()), "</div></header>\n");
}

}  // namespace

std::string BoardHtml(const v1::CsLedGrowthResponse& growth,
                      const v1::RetentionRatesResponse& retention) {
  const v1::ReportFrame& frame = growth.frame();
  const Amounts amounts(frame.currency_code());
  std::string html =
      absl::StrCat("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n",
                   Element("title", absl::StrCat("CS-led growth ", frame.period())), "\n<style>",
                   kStyle, "</style></head>\n<body>\n", Head(frame), "<p class=\"sentence\">",
                   EscapeMarkup(growth.board_sentence()), "</p>\n");
  if (!growth.quarters().empty()) {
    absl::StrAppend(
        &html, Tiles(growth, retention),
        Section("CS-led growth, trailing four quarters, of CS-managed ARR", Trend(growth)),
        "<div class=\"two\">",
        Section("CS-led ARR by quarter", Contribution(growth, amounts),
                "<i class=\"key part0\"></i>expansion and cross-sell"
                "<i class=\"key part1\"></i>saves"),
        "<div>", Section("Who led to this quarter's growth and saves", Leads(growth, amounts)),
        Section("CS-led ARR by playbook, four quarters", Playbooks(growth, amounts)),
        "</div></div>\n", Section("By segment", Segments(growth, amounts)),
        Section("By CSM", Csms(growth, amounts)));
  }
  return absl::StrCat(html, Notes(growth), "</body></html>\n");
}

}  // namespace baton::cli
