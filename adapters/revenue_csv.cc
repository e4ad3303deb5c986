#include "adapters/revenue_csv.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/csv_table.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kCategoryColumns[] = {
    "Period",       "Segment", "Currency",      "Net-New Expansion", "Cross-Sell",
    "At-Risk Save", "Uplift",  "Clean Renewal", "Contraction",       "Churn",
    "Growth",       "Defence", "Parts",
};

constexpr absl::string_view kTeamColumns[] = {
    "Period",      "Team",       "Currency", "Expansion",  "Sourced",  "Source %",
    "Closed",      "Close %",    "Assisted", "Assist %",   "Credited", "Credited %",
    "First Touch", "Last Touch", "Linear",   "Time Decay", "Custom",   "Sourced Without Product",
};

constexpr absl::string_view kGrowthColumns[] = {
    "View",
    "Period",
    "Key",
    "Name",
    "Currency",
    "Quarter CS-Led Expansion",
    "Quarter CS-Led Saves",
    "Quarter CS-Managed ARR",
    "Quarter Ratio %",
    "Trailing CS-Led Expansion",
    "Trailing CS-Led Saves",
    "Trailing CS-Managed ARR",
    "Trailing Ratio %",
    "Trailing Change Points",
    "Band",
    "Quarter ARR",
    "Trailing ARR",
    "Quarter ARR On Shared Accounts",
    "Quarter Parts",
};

constexpr absl::string_view kCohortColumns[] = {
    "Period",
    "Cohort",
    "Currency",
    "From Activities",
    "Accounts",
    "Starting ARR",
    "NRR %",
    "Expansion",
    "Velocity %",
    "Bookings From Signals",
    "Median Seconds Signal To Booking",
    "NRR Difference Points",
};

constexpr absl::string_view kAgreementColumns[] = {
    "View",
    "Period",
    "Key",
    "Bookings",
    "Agreed",
    "Agreed %",
    "Median Seconds Proposed To Concurred",
};

constexpr absl::string_view kRetentionColumns[] = {
    "View",       "Period",      "Key",          "Name",
    "Currency",   "Accounts",    "Starting ARR", "Contraction",
    "Churn",      "Gain",        "Loss",         "GRR %",
    "NRR %",      "CS-Led Gain", "AE-Led Gain",  "Product-Led Gain",
    "Other Gain",
};

constexpr absl::string_view kForecastColumns[] = {
    "Period",     "Treatment",     "Currency", "Booked",   "Open",
    "Open Count", "Probability %", "Weighted", "Expected",
};

// The amounts of one report.
class Amounts {
 public:
  explicit Amounts(const v1::ReportFrame& frame)
      : frame_(frame), exponent_(domain::CurrencyExponent(frame.currency_code()).value_or(0)) {}

  Cell Of(int64_t amount_minor) const {
    return NumberCell(domain::FormatDecimal(amount_minor, exponent_));
  }
  Cell Currency() const { return TextCell(frame_.currency_code()); }
  Cell Period() const { return TextCell(frame_.period()); }

 private:
  const v1::ReportFrame& frame_;
  const int exponent_;
};

Cell SegmentCell(v1::Segment segment) {
  return segment == v1::SEGMENT_UNSPECIFIED ? TextCell("none") : WordCell(segment);
}

CsvRow CategoryRow(const std::string& period, Cell segment, const v1::CategoryAmounts& row,
                   const Amounts& amounts) {
  return {TextCell(period),
          std::move(segment),
          amounts.Currency(),
          amounts.Of(row.net_new_expansion_minor()),
          amounts.Of(row.cross_sell_minor()),
          amounts.Of(row.at_risk_save_minor()),
          amounts.Of(row.renewal_uplift_minor()),
          amounts.Of(row.clean_renewal_minor()),
          amounts.Of(row.contraction_minor()),
          amounts.Of(row.churn_minor()),
          amounts.Of(row.growth_minor()),
          amounts.Of(row.defence_minor()),
          CountCell(row.part_count())};
}

// Amount and percentage.
void AppendAmountShare(const v1::Share& share, const Amounts& amounts, CsvRow* row) {
  Append({amounts.Of(share.numerator()), ShareCell(share)}, row);
}

CsvRow TeamRow(const v1::TeamFigures& team, int64_t expansion_minor, const Amounts& amounts) {
  CsvRow row = {amounts.Period(), WordCell(team.team()), amounts.Currency(),
                amounts.Of(expansion_minor)};
  AppendAmountShare(team.source(), amounts, &row);
  AppendAmountShare(team.close(), amounts, &row);
  AppendAmountShare(team.assist(), amounts, &row);
  AppendAmountShare(team.credited(), amounts, &row);
  for (const v1::ModelFigures& model : team.models()) {
    row.push_back(amounts.Of(model.share().numerator()));
  }
  row.push_back(amounts.Of(team.sourced_without_product_minor()));
  return row;
}

CsvRow GrowthHead(absl::string_view view, const std::string& period, Cell key, Cell name,
                  const Amounts& amounts) {
  return {TextCell(std::string(view)), TextCell(period), std::move(key), std::move(name),
          amounts.Currency()};
}

void AppendLed(const v1::CsLedFigures& figures, const Amounts& amounts, CsvRow* row) {
  Append({amounts.Of(figures.expansion_minor()), amounts.Of(figures.save_minor()),
          amounts.Of(figures.ratio().denominator()), ShareCell(figures.ratio())},
         row);
}

void AppendNothing(size_t cells, CsvRow* row) { row->resize(row->size() + cells); }

// The cells of "Quarter ARR" and after.
constexpr size_t kLeadCells = 4;

CsvRow QuarterRow(const v1::CsLedQuarter& quarter, const Amounts& amounts) {
  CsvRow row = GrowthHead("quarter", quarter.period(), Cell(), Cell(), amounts);
  AppendLed(quarter.quarter(), amounts, &row);
  AppendLed(quarter.trailing(), amounts, &row);
  Append({quarter.has_trailing_change_bp() ? PercentCell(quarter.trailing_change_bp()) : Cell(),
          WordCell(quarter.band())},
         &row);
  AppendNothing(kLeadCells, &row);
  return row;
}

template <typename Slice>
CsvRow SliceRow(CsvRow row, const Slice& slice, const Amounts& amounts) {
  AppendLed(slice.quarter(), amounts, &row);
  AppendLed(slice.trailing(), amounts, &row);
  AppendNothing(2 + kLeadCells, &row);
  return row;
}

// Cells of CS-led figures, change and band, which leads and playbooks don't have.
constexpr size_t kLedCells = 10;

CsvRow LeadRow(const v1::LeadFigures& lead, const Amounts& amounts) {
  CsvRow row = GrowthHead("lead", std::string(), WordCell(lead.lead()), Cell(), amounts);
  row[1] = amounts.Period();
  AppendNothing(kLedCells, &row);
  Append({amounts.Of(lead.quarter_minor()), amounts.Of(lead.trailing_minor()),
          amounts.Of(lead.shared_accounts_minor()), Cell()},
         &row);
  return row;
}

CsvRow PlaybookRow(const v1::PlaybookFigures& playbook, const Amounts& amounts) {
  CsvRow row =
      GrowthHead("playbook", std::string(), TextCell(playbook.playbook()), Cell(), amounts);
  row[1] = amounts.Period();
  AppendNothing(kLedCells, &row);
  Append({amounts.Of(playbook.quarter_minor()), amounts.Of(playbook.trailing_minor()), Cell(),
          CountCell(playbook.quarter_count())},
         &row);
  return row;
}

CsvRow CohortRow(const char* name, const v1::CohortFigures& cohort,
                 const v1::EngagementCohortsResponse& report, const Amounts& amounts) {
  const bool median = cohort.has_median_signal_to_booking();
  return {amounts.Period(),
          TextCell(name),
          amounts.Currency(),
          CountCell(report.high_activity_count()),
          CountCell(cohort.account_count()),
          amounts.Of(cohort.starting_minor()),
          ShareCell(cohort.nrr()),
          amounts.Of(cohort.velocity().numerator()),
          ShareCell(cohort.velocity()),
          CountCell(cohort.signal_booking_count()),
          median ? CountCell(cohort.median_signal_to_booking().seconds()) : Cell(),
          report.has_nrr_difference_bp() ? PercentCell(report.nrr_difference_bp()) : Cell()};
}

CsvRow RetentionRow(const char* view, Cell key, Cell name, const v1::RetentionFigures& figures,
                    const Amounts& amounts) {
  return {TextCell(view),
          amounts.Period(),
          std::move(key),
          std::move(name),
          amounts.Currency(),
          CountCell(figures.account_count()),
          amounts.Of(figures.starting_minor()),
          amounts.Of(figures.contraction_minor()),
          amounts.Of(figures.churn_minor()),
          amounts.Of(figures.gain_minor()),
          amounts.Of(figures.loss_minor()),
          ShareCell(figures.grr()),
          ShareCell(figures.nrr()),
          amounts.Of(figures.cs_led_gain().numerator()),
          amounts.Of(figures.ae_led_gain().numerator()),
          amounts.Of(figures.product_led_gain().numerator()),
          amounts.Of(figures.other_gain().numerator())};
}

CsvRow ForecastRow(Cell treatment, Cell probability, const v1::ForecastLine& line,
                   const Amounts& amounts) {
  return {amounts.Period(),
          std::move(treatment),
          amounts.Currency(),
          amounts.Of(line.booked_minor()),
          amounts.Of(line.open_minor()),
          CountCell(line.open_count()),
          std::move(probability),
          amounts.Of(line.weighted_minor()),
          amounts.Of(line.expected_minor())};
}

}  // namespace

std::vector<ExportChunk> RenderCsv(const v1::ArrByCategoryResponse& report) {
  const Amounts amounts(report.frame());
  std::vector<CsvRow> rows;
  for (const v1::CategoryQuarter& quarter : report.quarters()) {
    for (const v1::SegmentCategories& segment : quarter.segments()) {
      rows.push_back(CategoryRow(quarter.period(), SegmentCell(segment.segment()),
                                 segment.amounts(), amounts));
    }
    rows.push_back(CategoryRow(quarter.period(), TextCell("total"), quarter.total(), amounts));
  }
  return CsvChunks(kCategoryColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::TeamCreditResponse& report) {
  const Amounts amounts(report.frame());
  std::vector<CsvRow> rows;
  for (const v1::TeamFigures& team : report.teams()) {
    rows.push_back(TeamRow(team, report.expansion_minor(), amounts));
  }
  return CsvChunks(kTeamColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::CsLedGrowthResponse& report) {
  const Amounts amounts(report.frame());
  const std::string& period = report.frame().period();
  std::vector<CsvRow> rows;
  for (const v1::CsLedQuarter& quarter : report.quarters()) {
    rows.push_back(QuarterRow(quarter, amounts));
  }
  for (const v1::CsLedSegment& segment : report.segments()) {
    rows.push_back(
        SliceRow(GrowthHead("segment", period, SegmentCell(segment.segment()), Cell(), amounts),
                 segment, amounts));
  }
  for (const v1::CsLedCsm& csm : report.csms()) {
    rows.push_back(SliceRow(
        GrowthHead("csm", period, ShortCell(csm.csm()), TextCell(csm.csm_display_name()), amounts),
        csm, amounts));
  }
  for (const v1::LeadFigures& lead : report.leads()) rows.push_back(LeadRow(lead, amounts));
  for (const v1::PlaybookFigures& playbook : report.playbooks()) {
    rows.push_back(PlaybookRow(playbook, amounts));
  }
  return CsvChunks(kGrowthColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::EngagementCohortsResponse& report) {
  const Amounts amounts(report.frame());
  return CsvChunks(kCohortColumns, {CohortRow("high", report.high(), report, amounts),
                                    CohortRow("low", report.low(), report, amounts)});
}

std::vector<ExportChunk> RenderCsv(const v1::RetentionRatesResponse& report) {
  const Amounts amounts(report.frame());
  std::vector<CsvRow> rows = {RetentionRow("company", Cell(), Cell(), report.company(), amounts)};
  for (const v1::SegmentRetention& segment : report.segments()) {
    rows.push_back(RetentionRow("segment", SegmentCell(segment.segment()), Cell(),
                                segment.figures(), amounts));
  }
  for (const v1::BookRetention& book : report.books()) {
    rows.push_back(RetentionRow("book", ShortCell(book.csm()), TextCell(book.csm_display_name()),
                                book.figures(), amounts));
  }
  return CsvChunks(kRetentionColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::ForecastResponse& report) {
  const Amounts amounts(report.frame());
  std::vector<CsvRow> rows;
  for (const v1::ForecastLine& line : report.lines()) {
    rows.push_back(
        ForecastRow(WordCell(line.treatment()), PercentCell(line.probability_bp()), line, amounts));
  }
  rows.push_back(ForecastRow(TextCell("total"), Cell(), report.total(), amounts));
  return CsvChunks(kForecastColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::RecommendationAgreementResponse& report) {
  const Amounts amounts(report.frame());
  std::vector<CsvRow> rows;
  for (const v1::RecommenderAgreement& one : report.recommenders()) {
    rows.push_back({TextCell("recommender"), amounts.Period(), TextCell(one.recommender()),
                    CountCell(one.agreed().denominator()), CountCell(one.agreed().numerator()),
                    ShareCell(one.agreed()), Cell()});
  }
  const auto add = [&](const char* key, const v1::ConcurrenceTime& time) {
    rows.push_back({TextCell("time"), amounts.Period(), TextCell(key),
                    CountCell(time.booking_count()), Cell(), Cell(),
                    time.has_median() ? CountCell(time.median().seconds()) : Cell()});
  };
  add("with_outside", report.with_outside());
  add("without_outside", report.without_outside());
  return CsvChunks(kAgreementColumns, rows);
}

}  // namespace baton::adapters
