#include "adapters/report_csv.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "adapters/cell.h"
#include "adapters/csv_table.h"
#include "adapters/csv_text.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"

namespace baton::adapters {
namespace {

using google::protobuf::Timestamp;
using Row = CsvRow;

constexpr absl::string_view kComplianceColumns[] = {
    "Period",
    "AE",
    "AE Name",
    "Slice",
    "Routed",
    "Acknowledged",
    "Acknowledged Of",
    "Acknowledged %",
    "Contacted",
    "Contacted Of",
    "Contacted %",
    "Conversations",
    "Conversations Of",
    "Conversations %",
    "Closed Loops",
    "Closed Loops Of",
    "Closed Loops %",
    "Waits",
    "Mean Wait Seconds",
    "Pending",
    "Review",
    "Review Reasons",
};

constexpr absl::string_view kQualityColumns[] = {
    "Period",
    "CSM",
    "CSM Name",
    "Won",
    "Routed",
    "Quality %",
    "Closed",
    "Quality of Closed %",
    "Qualified",
    "Qualified %",
    "Taken Back",
    "Filed",
    "Taken Back %",
    "Noisy",
    "Own Contacts In Time",
    "Own Contacts",
    "Own Contacts %",
};

constexpr absl::string_view kLoopColumns[] = {
    "Signal",       "Account",       "Account Name", "CSM",          "AE",
    "Holder",       "Holder Name",   "State",        "Urgency",      "Trigger",
    "Filed At",     "Days Open",     "Last Step",    "Last Step At", "Next Step",
    "Next Step At", "Estimated ARR", "Currency",
};

constexpr absl::string_view kImpactColumns[] = {
    "Period",
    "Accounts",
    "Signals",
    "Reached In Time",
    "Won",
    "Signals per 100",
    "Reached per 100",
    "Won per 100",
    "Currency",
    "Portfolio ARR",
    "Won ARR",
    "Expansion %",
    "Without Protocol %",
    "With Protocol %",
    "Difference a Quarter",
    "Difference a Year",
    "Above Without",
};

std::string Header(absl::Span<const absl::string_view> columns) {
  return absl::StrCat(absl::StrJoin(columns, ","), "\n");
}

Cell YesCell(bool yes) { return TextCell(yes ? "yes" : "no"); }

Cell TimeCell(bool present, const Timestamp& time) {
  return present ? TextCell(domain::FormatInstant(domain::ToTime(time))) : Cell();
}

// "5400", "5400.25".
Cell SecondsCell(const v1::CustomerWait& wait) {
  constexpr int kMicrosDigits = 6;
  if (!wait.has_mean_wait()) return Cell();
  std::string text = absl::StrCat(wait.mean_wait().seconds());
  std::string micros = absl::StrCat(1'000'000 + wait.mean_wait().nanos() / 1'000).substr(1);
  micros.resize(kMicrosDigits);
  while (!micros.empty() && micros.back() == '0') micros.pop_back();
  if (!micros.empty()) absl::StrAppend(&text, ".", micros);
  return NumberCell(std::move(text));
}

// Exact; minor units where the currency is unknown.
Cell AmountCell(bool present, const v1::Money& money) {
  if (!present) return Cell();
  const auto exponent = domain::CurrencyExponent(money.currency_code());
  return NumberCell(domain::FormatDecimal(money.amount_minor(), exponent.value_or(0)));
}

Row ComplianceRow(const Row& who, Cell slice, const v1::ComplianceFigures& figures) {
  Row row = who;
  Append({std::move(slice), CountCell(figures.routed_signals())}, &row);
  AppendShare(figures.acknowledged(), &row);
  AppendShare(figures.contacted(), &row);
  AppendShare(figures.conversation(), &row);
  AppendShare(figures.closed_loop(), &row);
  Append({CountCell(figures.customer_wait().signal_count()), SecondsCell(figures.customer_wait()),
          CountCell(figures.pending_milestones()), Cell(), Cell()},
         &row);
  return row;
}

Cell BandCell(v1::SizeBand band) {
  return band == v1::SIZE_BAND_UNSPECIFIED ? TextCell("not_stated") : WordCell(band);
}

void AddAe(const std::string& period, const v1::AeCompliance& ae, std::vector<Row>* rows) {
  const Row who = {TextCell(period), ShortCell(ae.ae()), TextCell(ae.ae_display_name())};
  Row all = ComplianceRow(who, TextCell("all"), ae.figures());
  all[all.size() - 2] = YesCell(ae.review());
  all.back() = TextCell(absl::StrJoin(ae.review_reasons(), "; "));
  rows->push_back(std::move(all));
  for (const v1::UrgencyCompliance& group : ae.urgencies()) {
    rows->push_back(ComplianceRow(who, WordCell(group.urgency()), group.figures()));
  }
  for (const v1::SizeBandCompliance& group : ae.size_bands()) {
    rows->push_back(ComplianceRow(who, BandCell(group.size_band()), group.figures()));
  }
}

Row QualityRow(const std::string& period, Cell csm, Cell name, Cell noisy,
               const v1::CsmQuality& quality) {
  Row row = {TextCell(period), std::move(csm), std::move(name)};
  AppendShare(quality.quality(), &row);
  Append(
      {CountCell(quality.quality_of_closed().denominator()), ShareCell(quality.quality_of_closed()),
       CountCell(quality.qualified().numerator()), ShareCell(quality.qualified())},
      &row);
  AppendShare(quality.taken_back(), &row);
  row.push_back(std::move(noisy));
  AppendShare(quality.own_contacts(), &row);
  return row;
}

Row LoopRow(const v1::OpenLoop& loop) {
  return {ShortCell(loop.signal()),
          ShortCell(loop.account()),
          TextCell(loop.account_display_name()),
          ShortCell(loop.csm()),
          ShortCell(loop.ae()),
          ShortCell(loop.holder()),
          TextCell(loop.holder_display_name()),
          WordCell(loop.state()),
          WordCell(loop.urgency()),
          WordCell(loop.trigger()),
          TimeCell(loop.has_file_time(), loop.file_time()),
          CountCell(loop.days_open()),
          TextCell(loop.last_step()),
          TimeCell(loop.has_last_step_time(), loop.last_step_time()),
          TextCell(loop.next_step()),
          TimeCell(loop.has_next_step_time(), loop.next_step_time()),
          AmountCell(loop.has_estimated_expansion(), loop.estimated_expansion()),
          TextCell(loop.estimated_expansion().currency_code())};
}

Row ImpactRow(const v1::HandoffImpactResponse& report, const v1::ImpactAmounts& amounts) {
  const v1::ImpactFunnel& own = report.own();
  return {TextCell(report.period()),
          CountCell(report.account_count()),
          CountCell(own.signals().numerator()),
          CountCell(own.reached_in_time().numerator()),
          CountCell(own.won().numerator()),
          ShareCell(own.signals()),
          ShareCell(own.reached_in_time()),
          ShareCell(own.won()),
          TextCell(amounts.portfolio_arr().currency_code()),
          AmountCell(amounts.has_portfolio_arr(), amounts.portfolio_arr()),
          AmountCell(amounts.has_won_arr(), amounts.won_arr()),
          ShareCell(amounts.expansion()),
          PercentCell(report.without_protocol().expansion_bp()),
          PercentCell(report.with_protocol().expansion_bp()),
          AmountCell(amounts.has_difference_quarter(), amounts.difference_quarter()),
          AmountCell(amounts.has_difference_year(), amounts.difference_year()),
          AmountCell(amounts.has_above_without(), amounts.above_without())};
}

}  // namespace

std::vector<ExportChunk> RenderCsv(const v1::SlaComplianceResponse& report) {
  std::vector<Row> rows;
  for (const v1::AeCompliance& ae : report.aes()) AddAe(report.period(), ae, &rows);
  const Row who = {TextCell(report.period()), Cell(), TextCell("total")};
  rows.push_back(ComplianceRow(who, TextCell("all"), report.total()));
  for (const v1::UrgencyCompliance& group : report.urgencies()) {
    rows.push_back(ComplianceRow(who, WordCell(group.urgency()), group.figures()));
  }
  return CsvChunks(kComplianceColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::SignalQualityResponse& report) {
  std::vector<Row> rows;
  for (const v1::CsmQuality& quality : report.csms()) {
    rows.push_back(QualityRow(report.period(), ShortCell(quality.csm()),
                              TextCell(quality.csm_display_name()), YesCell(quality.noisy()),
                              quality));
  }
  rows.push_back(QualityRow(report.period(), Cell(), TextCell("total"), Cell(), report.total()));
  return CsvChunks(kQualityColumns, rows);
}

std::vector<ExportChunk> RenderCsv(const v1::HandoffImpactResponse& report) {
  std::vector<Row> rows;
  for (const v1::ImpactAmounts& amounts : report.amounts()) {
    rows.push_back(ImpactRow(report, amounts));
  }
  if (rows.empty()) rows.push_back(ImpactRow(report, v1::ImpactAmounts()));
  return CsvChunks(kImpactColumns, rows);
}

ExportChunk RenderCsv(const v1::OpenLoopsResponse& page, bool first) {
  ExportChunk chunk;
  if (first) chunk.bytes = Header(kLoopColumns);
  for (const v1::OpenLoop& loop : page.loops()) {
    chunk.bytes += CsvLine(LoopRow(loop));
    ++chunk.row_count;
  }
  return chunk;
}

}  // namespace baton::adapters
