#include "tools/cli/revenue_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

constexpr char kNothing[] = "-";

std::string Heading(const char* title, const v1::ReportFrame& frame) {
  return absl::StrCat(title, " ", frame.period(), ", ", DayText(frame.start_time()), " to ",
                      DayText(frame.end_time()), ", in ", frame.currency_code(), ", as of ",
                      TimeText(frame.as_of_time()), "\n\n");
}

// What is in no figure; empty when all is.
std::string MissingText(const v1::ReportFrame& frame) {
  std::string text;
  for (const v1::MissingRate& missing : frame.missing_rates()) {
    absl::StrAppend(&text, text.empty() ? "\nNot in these figures, for want of a rate:\n" : "",
                    "  ", FormatMoney(missing.amount()), " of ", missing.date(), " (",
                    missing.count(), missing.count() == 1 ? " record" : " records",
                    "): no approved rate ", missing.from_currency(), "/", missing.to_currency(),
                    "\n");
  }
  return text;
}

std::string BenchmarkLines(const google::protobuf::RepeatedPtrField<v1::Benchmark>& benchmarks) {
  std::string text;
  for (const v1::Benchmark& benchmark : benchmarks) {
    absl::StrAppend(&text, text.empty() ? "\nThe field reports:\n" : "", "  ", benchmark.text(),
                    ": ", BenchmarkText(benchmark), " (", benchmark.source(), ")\n");
  }
  return text;
}

std::string SegmentText(v1::Segment segment) {
  return segment == v1::SEGMENT_UNSPECIFIED ? "none" : EnumText(segment);
}

std::string NameText(const std::string& display_name, const std::string& name) {
  if (name.empty()) return "nobody";
  return absl::StrCat(display_name, " (", ShortName(name), ")");
}

// Amounts of one report in its currency.
class Amounts {
 public:
  explicit Amounts(const v1::ReportFrame& frame) : currency_(frame.currency_code()) {}
  std::string Of(int64_t minor) const { return FormatAmount(minor, currency_); }

 private:
  const std::string& currency_;
};

void AddCategories(const std::string& period, Cell segment, const v1::CategoryAmounts& row,
                   const Amounts& amounts, Table* table) {
  table->AddRow({period, std::move(segment), amounts.Of(row.growth_minor()),
                 amounts.Of(row.defence_minor()), amounts.Of(row.net_new_expansion_minor()),
                 amounts.Of(row.cross_sell_minor()), amounts.Of(row.at_risk_save_minor()),
                 amounts.Of(row.renewal_uplift_minor()), amounts.Of(row.clean_renewal_minor()),
                 amounts.Of(row.contraction_minor()), amounts.Of(row.churn_minor())});
}

std::string ShareText(const v1::Share& share, const Amounts& amounts) {
  return absl::StrCat(amounts.Of(share.numerator()), " ", PercentText(share));
}

std::string ModelText(v1::TouchModel model) {
  return absl::StrReplaceAll(EnumText(model), {{"_", " "}});
}

std::string ModelTable(const v1::TeamCreditResponse& report, const View& view) {
  std::vector<Column> columns = {{"IF CREDIT WENT BY"}};
  for (const v1::TeamFigures& team : report.teams()) {
    columns.push_back({EnumText(team.team()), Column::kRight});
  }
  Table table(columns);
  const Amounts amounts(report.frame());
  const int models = report.teams().empty() ? 0 : report.teams(0).models_size();
  for (int i = 0; i < models; ++i) {
    std::vector<Cell> row = {ModelText(report.teams(0).models(i).model())};
    for (const v1::TeamFigures& team : report.teams()) {
      row.push_back(amounts.Of(team.models(i).share().numerator()));
    }
    table.AddRow(std::move(row));
  }
  return table.Render(view.terminal);
}

std::vector<Cell> LedCells(const v1::CsLedFigures& quarter, const v1::CsLedFigures& trailing,
                           const Amounts& amounts) {
  return {amounts.Of(quarter.expansion_minor()), amounts.Of(quarter.save_minor()),
          PercentText(quarter.ratio()),          amounts.Of(trailing.expansion_minor()),
          amounts.Of(trailing.save_minor()),     PercentText(trailing.ratio())};
}

std::vector<Column> LedColumns(std::vector<Column> first) {
  for (const char* title :
       {"EXPANSION", "SAVES", "RATIO", "4Q EXPANSION", "4Q SAVES", "4Q RATIO"}) {
    first.push_back({title, Column::kRight});
  }
  return first;
}

void Append(std::vector<Cell> cells, std::vector<Cell>* row) {
  row->insert(row->end(), cells.begin(), cells.end());
}

std::string PointsText(bool present, int64_t bp) {
  if (!present) return kNothing;
  return absl::StrCat(bp < 0 ? "-" : "+", FormatRate(bp < 0 ? -bp : bp));
}

std::string QuarterTable(const v1::CsLedGrowthResponse& report, const View& view) {
  std::vector<Column> columns = LedColumns({{"QUARTER"}});
  columns.push_back({"A YEAR", Column::kRight});
  columns.push_back({"BAND"});
  Table table(columns);
  const Amounts amounts(report.frame());
  for (const v1::CsLedQuarter& quarter : report.quarters()) {
    std::vector<Cell> row = {quarter.period()};
    Append(LedCells(quarter.quarter(), quarter.trailing(), amounts), &row);
    Append({PointsText(quarter.has_trailing_change_bp(), quarter.trailing_change_bp()),
            BandText(quarter.band())},
           &row);
    table.AddRow(std::move(row));
  }
  return table.Render(view.terminal);
}

std::string SliceTable(const v1::CsLedGrowthResponse& report, const View& view) {
  Table table(LedColumns({{"OF"}}));
  const Amounts amounts(report.frame());
  for (const v1::CsLedSegment& segment : report.segments()) {
    std::vector<Cell> row = {absl::StrCat("segment ", SegmentText(segment.segment()))};
    Append(LedCells(segment.quarter(), segment.trailing(), amounts), &row);
    table.AddRow(std::move(row));
  }
  for (const v1::CsLedCsm& csm : report.csms()) {
    std::vector<Cell> row = {NameText(csm.csm_display_name(), csm.csm())};
    Append(LedCells(csm.quarter(), csm.trailing(), amounts), &row);
    table.AddRow(std::move(row));
  }
  return table.Render(view.terminal);
}

std::string LeadTable(const v1::CsLedGrowthResponse& report, const View& view) {
  Table table({{"LED BY"},
               {"QUARTER", Column::kRight},
               {"ON SHARED ACCOUNTS", Column::kRight},
               {"4 QUARTERS", Column::kRight}});
  const Amounts amounts(report.frame());
  for (const v1::LeadFigures& lead : report.leads()) {
    table.AddRow({EnumText(lead.lead()), amounts.Of(lead.quarter_minor()),
                  amounts.Of(lead.shared_accounts_minor()), amounts.Of(lead.trailing_minor())});
  }
  return table.Render(view.terminal);
}

std::string PlaybookTable(const v1::CsLedGrowthResponse& report, const View& view) {
  Table table({{"PLAYBOOK"},
               {"QUARTER", Column::kRight},
               {"PARTS", Column::kRight},
               {"4 QUARTERS", Column::kRight}});
  const Amounts amounts(report.frame());
  for (const v1::PlaybookFigures& playbook : report.playbooks()) {
    table.AddRow({playbook.playbook(), amounts.Of(playbook.quarter_minor()),
                  absl::StrCat(playbook.quarter_count()), amounts.Of(playbook.trailing_minor())});
  }
  return table.Render(view.terminal);
}

// "4.5 times".
std::string TimesText(int64_t times_bp) {
  const int64_t hundredths = times_bp / 100;
  const std::string digits = absl::StrCat(100 + hundredths % 100).substr(1);
  return absl::StrCat(hundredths / 100, ".", digits, " times");
}

std::string RoiText(const char* what, const v1::RoiFigures& roi, const Amounts& amounts) {
  if (!roi.has_ratio_bp()) return absl::StrCat("ROI ", what, ": no cost of the CS team stated\n");
  return absl::StrCat("ROI ", what, ": ", TimesText(roi.ratio_bp()), " (",
                      amounts.Of(roi.contribution_minor()), " for ", amounts.Of(roi.cost_minor()),
                      ")\n");
}

std::string RoiBlock(const v1::CsLedGrowthResponse& report) {
  const Amounts amounts(report.frame());
  std::string text = absl::StrCat("\n", RoiText("of the quarter", report.roi_quarter(), amounts),
                                  RoiText("of 4 quarters", report.roi_trailing(), amounts));
  if (report.has_cost_growth_bp()) {
    absl::StrAppend(
        &text, "Over a year the team's cost grew by ", PointsText(true, report.cost_growth_bp()),
        ", its contribution by ",
        PointsText(report.has_contribution_growth_bp(), report.contribution_growth_bp()), "\n");
  }
  return text;
}

std::string MedianText(const v1::CohortFigures& cohort) {
  if (!cohort.has_median_signal_to_booking()) return kNothing;
  return FormatSpan(absl::Seconds(cohort.median_signal_to_booking().seconds()));
}

void AddRetention(std::string who, const v1::RetentionFigures& figures, const Amounts& amounts,
                  Table* table) {
  table->AddRow({std::move(who), absl::StrCat(figures.account_count()),
                 amounts.Of(figures.starting_minor()), PercentText(figures.grr()),
                 PercentText(figures.nrr()), amounts.Of(figures.contraction_minor()),
                 amounts.Of(figures.churn_minor()), amounts.Of(figures.gain_minor()),
                 PercentText(figures.cs_led_gain()), PercentText(figures.ae_led_gain()),
                 PercentText(figures.product_led_gain()), PercentText(figures.other_gain())});
}

// Four quarters as bars of text, scaled to the largest.
std::string TrendPlot(const v1::CsLedGrowthResponse& report) {
  constexpr int kShown = 4;
  constexpr int64_t kWidth = 40;
  const int first = std::max(0, report.quarters_size() - kShown);
  int64_t largest = 1;
  for (int i = first; i < report.quarters_size(); ++i) {
    largest = std::max(largest, report.quarters(i).trailing().ratio().share_bp());
  }
  std::string text;
  for (int i = first; i < report.quarters_size(); ++i) {
    const v1::CsLedQuarter& quarter = report.quarters(i);
    const int64_t bp = std::max<int64_t>(0, quarter.trailing().ratio().share_bp());
    absl::StrAppend(&text, "  ", quarter.period(), "  ", std::string(bp * kWidth / largest, '#'),
                    " ", PercentText(quarter.trailing().ratio()), "\n");
  }
  return text;
}

}  // namespace

std::string PercentText(const v1::Share& share) {
  if (!share.has_share_bp()) return kNothing;
  const int64_t bp = share.share_bp();
  return bp < 0 ? absl::StrCat("-", FormatRate(-bp)) : FormatRate(bp);
}

std::string BandText(v1::GrowthBand band) {
  return absl::StrReplaceAll(EnumText(band), {{"_", " "}});
}

std::string BenchmarkText(const v1::Benchmark& benchmark) {
  const bool times = benchmark.unit() == "times_bp";
  const auto value = [&](int64_t number) {
    if (times) return TimesText(number);
    return benchmark.unit() == "points_bp" ? absl::StrCat("+", FormatRate(number))
                                           : FormatRate(number);
  };
  if (benchmark.low() == benchmark.high()) return value(benchmark.low());
  return absl::StrCat(value(benchmark.low()), " to ", value(benchmark.high()));
}

std::string CategoryReport(const v1::ArrByCategoryResponse& report, const View& view) {
  Table table({{"QUARTER"},
               {"SEGMENT"},
               {"GROWTH", Column::kRight},
               {"DEFENCE", Column::kRight},
               {"NET-NEW", Column::kRight},
               {"CROSS-SELL", Column::kRight},
               {"SAVES", Column::kRight},
               {"UPLIFT", Column::kRight},
               {"CLEAN", Column::kRight},
               {"CONTRACTION", Column::kRight},
               {"CHURN", Column::kRight}});
  const Amounts amounts(report.frame());
  for (const v1::CategoryQuarter& quarter : report.quarters()) {
    for (const v1::SegmentCategories& segment : quarter.segments()) {
      AddCategories(quarter.period(), SegmentText(segment.segment()), segment.amounts(), amounts,
                    &table);
    }
    AddCategories(quarter.period(), {"all", Style::kBold}, quarter.total(), amounts, &table);
  }
  return absl::StrCat(Heading("ARR by category up to", report.frame()), table.Render(view.terminal),
                      MissingText(report.frame()));
}

std::string TeamReport(const v1::TeamCreditResponse& report, const View& view) {
  const Amounts amounts(report.frame());
  std::string text = Heading("Team credit", report.frame());
  if (report.teams().empty()) {
    return absl::StrCat(text, "no expansion was booked\n", MissingText(report.frame()));
  }
  Table table({{"TEAM"},
               {"SOURCED", Column::kRight},
               {"CLOSED", Column::kRight},
               {"ASSISTED", Column::kRight},
               {"CREDITED", Column::kRight}});
  for (const v1::TeamFigures& team : report.teams()) {
    table.AddRow({EnumText(team.team()), ShareText(team.source(), amounts),
                  ShareText(team.close(), amounts), ShareText(team.assist(), amounts),
                  ShareText(team.credited(), amounts)});
    if (team.sourced_without_product_minor() > team.source().numerator()) {
      table.AddNote(absl::StrCat("would show ", amounts.Of(team.sourced_without_product_minor()),
                                 " sourced if nobody logged what the product raises"));
    }
  }
  absl::StrAppend(&text, table.Render(view.terminal), "\n", ModelTable(report, view), "\n",
                  amounts.Of(report.expansion_minor()), " of expansion in ", report.booking_count(),
                  " bookings, ", report.unlogged_count(), " without an opportunity: initiated ",
                  PercentText(report.initiated()), ", received ", PercentText(report.received()),
                  ", unknown ", PercentText(report.unknown()), "\n", MissingText(report.frame()));
  return text;
}

std::string GrowthReport(const v1::CsLedGrowthResponse& report, const View& view) {
  return absl::StrCat(Heading("CS-led growth", report.frame()), QuarterTable(report, view), "\n",
                      SliceTable(report, view), "\n", LeadTable(report, view), "\n",
                      PlaybookTable(report, view), RoiBlock(report), "\n", report.board_sentence(),
                      "\n", BenchmarkLines(report.benchmarks()), MissingText(report.frame()));
}

std::string CohortReport(const v1::EngagementCohortsResponse& report, const View& view) {
  Table table({{"ENGAGEMENT"},
               {"ACCOUNTS", Column::kRight},
               {"STARTING ARR", Column::kRight},
               {"NRR", Column::kRight},
               {"VELOCITY", Column::kRight},
               {"FROM SIGNALS", Column::kRight},
               {"MEDIAN TO BOOKING", Column::kRight}});
  const Amounts amounts(report.frame());
  const auto add = [&](const char* name, const v1::CohortFigures& cohort) {
    table.AddRow({name, absl::StrCat(cohort.account_count()), amounts.Of(cohort.starting_minor()),
                  PercentText(cohort.nrr()), PercentText(cohort.velocity()),
                  absl::StrCat(cohort.signal_booking_count()), MedianText(cohort)});
  };
  add("high", report.high());
  add("low", report.low());
  return absl::StrCat(Heading("Engagement cohorts", report.frame()), table.Render(view.terminal),
                      "\nHigh: at least ", report.high_activity_count(),
                      " two-way CSM activities in the quarter. NRR of high less low: ",
                      PointsText(report.has_nrr_difference_bp(), report.nrr_difference_bp()), ".\n",
                      BenchmarkLines(report.benchmarks()), MissingText(report.frame()));
}

std::string AgreementText(const v1::RecommendationAgreementResponse& report, const View& view) {
  Table table({{"RECOMMENDER"},
               {"BOOKINGS", Column::kRight},
               {"AGREED", Column::kRight},
               {"SHARE", Column::kRight}});
  for (const v1::RecommenderAgreement& one : report.recommenders()) {
    table.AddRow({one.recommender(), absl::StrCat(one.agreed().denominator()),
                  absl::StrCat(one.agreed().numerator()), PercentText(one.agreed())});
  }
  const auto time = [](const v1::ConcurrenceTime& of) {
    const std::string median =
        of.has_median() ? FormatSpan(absl::Seconds(of.median().seconds())) : std::string(kNothing);
    return absl::StrCat(median, " (", of.booking_count(), ")");
  };
  return absl::StrCat(
      Heading("Recommendations and decisions", report.frame()), table.Render(view.terminal),
      "\nMedian from proposed to concurred: ", time(report.with_outside()),
      " with a recommendation from outside, ", time(report.without_outside()), " without.\n");
}

std::string RetentionReport(const v1::RetentionRatesResponse& report, const View& view) {
  Table table({{"OF"},
               {"ACCOUNTS", Column::kRight},
               {"STARTING ARR", Column::kRight},
               {"GRR", Column::kRight},
               {"NRR", Column::kRight},
               {"CONTRACTION", Column::kRight},
               {"CHURN", Column::kRight},
               {"GAIN", Column::kRight},
               {"BY CS", Column::kRight},
               {"BY AE", Column::kRight},
               {"BY PRODUCT", Column::kRight},
               {"OTHER", Column::kRight}});
  const Amounts amounts(report.frame());
  AddRetention("company", report.company(), amounts, &table);
  for (const v1::SegmentRetention& segment : report.segments()) {
    AddRetention(absl::StrCat("segment ", SegmentText(segment.segment())), segment.figures(),
                 amounts, &table);
  }
  for (const v1::BookRetention& book : report.books()) {
    AddRetention(NameText(book.csm_display_name(), book.csm()), book.figures(), amounts, &table);
  }
  return absl::StrCat(Heading("Retention", report.frame()), table.Render(view.terminal),
                      BenchmarkLines(report.benchmarks()), MissingText(report.frame()));
}

std::string ForecastReport(const v1::ForecastResponse& report, const View& view) {
  Table table({{"TREATED AS"},
               {"BOOKED", Column::kRight},
               {"OPEN", Column::kRight},
               {"COUNT", Column::kRight},
               {"PROBABILITY", Column::kRight},
               {"WEIGHTED", Column::kRight},
               {"EXPECTED", Column::kRight}});
  const Amounts amounts(report.frame());
  const auto add = [&](Cell name, const std::string& probability, const v1::ForecastLine& line) {
    table.AddRow({std::move(name), amounts.Of(line.booked_minor()), amounts.Of(line.open_minor()),
                  absl::StrCat(line.open_count()), probability, amounts.Of(line.weighted_minor()),
                  amounts.Of(line.expected_minor())});
  };
  for (const v1::ForecastLine& line : report.lines()) {
    add(absl::StrReplaceAll(EnumText(line.treatment()), {{"_", " "}}),
        FormatRate(line.probability_bp()), line);
  }
  add({"all", Style::kBold}, "", report.total());
  return absl::StrCat(Heading("Forecast", report.frame()), table.Render(view.terminal), "\n",
                      report.unplanned_count(),
                      " open opportunities without an amount or an expected close are left out\n",
                      MissingText(report.frame()));
}

std::string BoardPage(const v1::CsLedGrowthResponse& report, const View& view) {
  std::string text = Heading("CS-led growth for the board,", report.frame());
  absl::StrAppend(&text, Indented(report.board_sentence(), 0, view.terminal), "\n\n");
  if (report.quarters().empty()) return text;
  const v1::CsLedQuarter& last = report.quarters(report.quarters_size() - 1);
  absl::StrAppend(&text, "Trailing four quarters: ", PercentText(last.trailing().ratio()), ", ",
                  last.band() == v1::GROWTH_BAND_UNSPECIFIED ? "no band" : BandText(last.band()),
                  "\n\n", TrendPlot(report), BenchmarkLines(report.benchmarks()),
                  MissingText(report.frame()));
  return text;
}

}  // namespace baton::cli
