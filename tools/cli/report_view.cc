#include "tools/cli/report_view.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/time_text.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

// What stands for a share of nothing.
constexpr char kNothing[] = "-";

std::string PercentText(const v1::Share& share) {
  return share.has_share_bp() ? FormatRate(share.share_bp()) : kNothing;
}

// "66.67% 4/6": the share with what it was computed from.
std::string ShareText(const v1::Share& share) {
  if (share.denominator() == 0) return kNothing;
  return absl::StrCat(PercentText(share), " ", share.numerator(), "/", share.denominator());
}

// Below its limit it stands out.
Cell ShareCell(const v1::Share& share, int32_t limit_bp) {
  const bool low = share.has_share_bp() && share.share_bp() < limit_bp;
  return {ShareText(share), low ? Style::kWarning : Style::kPlain};
}

std::string WaitText(const v1::CustomerWait& wait) {
  if (!wait.has_mean_wait()) return kNothing;
  return FormatSpan(absl::Seconds(wait.mean_wait().seconds()) +
                    absl::Nanoseconds(wait.mean_wait().nanos()));
}

template <typename Report>
std::string Heading(const char* title, const Report& report) {
  return absl::StrCat(title, " ", report.period(), ", ", DayText(report.start_time()), " to ",
                      DayText(report.end_time()), ", as of ", TimeText(report.as_of_time()),
                      "\n\n");
}

std::string NameText(const std::string& display_name, const std::string& name) {
  return absl::StrCat(display_name, " (", ShortName(name), ")");
}

std::vector<Cell> FigureCells(const v1::ComplianceFigures& figures, int32_t acknowledged_bp,
                              int32_t conversation_bp) {
  return {absl::StrCat(figures.routed_signals()),
          ShareCell(figures.acknowledged(), acknowledged_bp),
          ShareText(figures.contacted()),
          ShareCell(figures.conversation(), conversation_bp),
          ShareText(figures.closed_loop()),
          WaitText(figures.customer_wait()),
          absl::StrCat(figures.pending_milestones())};
}

std::vector<Column> FigureColumns(std::vector<Column> first) {
  for (const char* title :
       {"ROUTED", "ACKNOWLEDGED", "CONTACTED", "CONVERSATION", "CLOSED", "MEAN WAIT", "PENDING"}) {
    first.push_back({title, Column::kRight});
  }
  return first;
}

void AddFigures(std::vector<Cell> first, const v1::ComplianceFigures& figures,
                const v1::SlaComplianceResponse& report, Table* table) {
  for (Cell& cell :
       FigureCells(figures, report.review_acknowledged_bp(), report.review_conversation_bp())) {
    first.push_back(std::move(cell));
  }
  table->AddRow(std::move(first));
}

std::string AeTable(const v1::SlaComplianceResponse& report, const View& view) {
  Table table(FigureColumns({{"AE"}, {"REVIEW"}}));
  for (const v1::AeCompliance& ae : report.aes()) {
    const Cell review = ae.review() ? Cell("REVIEW", Style::kBad) : Cell("");
    AddFigures({NameText(ae.ae_display_name(), ae.ae()), review}, ae.figures(), report, &table);
    if (ae.review()) table.AddNote(absl::StrJoin(ae.review_reasons(), "; "));
  }
  AddFigures({"all", ""}, report.total(), report, &table);
  return table.Render(view.terminal);
}

// Per urgency and size band, AE by AE: uneven shares show cherry-picking.
std::string GroupTable(const v1::SlaComplianceResponse& report, const View& view) {
  Table table(FigureColumns({{"AE"}, {"OF"}}));
  for (const v1::AeCompliance& ae : report.aes()) {
    for (const v1::UrgencyCompliance& group : ae.urgencies()) {
      AddFigures({ShortName(ae.ae()), EnumText(group.urgency())}, group.figures(), report, &table);
    }
    for (const v1::SizeBandCompliance& group : ae.size_bands()) {
      const std::string band = EnumText(group.size_band());
      AddFigures({ShortName(ae.ae()), band.empty() ? "no size" : absl::StrCat(band, " size")},
                 group.figures(), report, &table);
    }
  }
  for (const v1::UrgencyCompliance& group : report.urgencies()) {
    AddFigures({"all", EnumText(group.urgency())}, group.figures(), report, &table);
  }
  return table.Render(view.terminal);
}

std::vector<Cell> QualityCells(const v1::CsmQuality& quality) {
  return {ShareText(quality.quality()), ShareText(quality.quality_of_closed()),
          ShareText(quality.qualified()), ShareText(quality.taken_back()),
          ShareText(quality.own_contacts())};
}

void AddQuality(std::vector<Cell> first, const v1::CsmQuality& quality, Table* table) {
  for (Cell& cell : QualityCells(quality)) first.push_back(std::move(cell));
  table->AddRow(std::move(first));
}

std::string StepText(const std::string& step, bool has_time,
                     const google::protobuf::Timestamp& time) {
  if (step.empty()) return kNothing;
  return has_time ? absl::StrCat(step, " ", TimeText(time)) : step;
}

// "15.00": a share of the accounts is so many per 100.
std::string PerHundred(const v1::Share& share) {
  if (!share.has_share_bp()) return kNothing;
  const int64_t hundredths = share.share_bp();
  const std::string rest = absl::StrCat(100 + hundredths % 100).substr(1);
  return absl::StrCat(hundredths / 100, ".", rest);
}

std::string FunnelTable(const v1::HandoffImpactResponse& report, const View& view) {
  Table table({{"PER 100 ACCOUNTS"},
               {"SIGNALS", Column::kRight},
               {"REACHED IN TIME", Column::kRight},
               {"WON", Column::kRight},
               {"EXPANSION", Column::kRight}});
  const auto add = [&table](std::string who, const v1::ImpactFunnel& funnel,
                            const std::string& expansion) {
    table.AddRow({std::move(who), PerHundred(funnel.signals()),
                  PerHundred(funnel.reached_in_time()), PerHundred(funnel.won()), expansion});
  };
  add("without a protocol (source)", report.without_protocol(),
      FormatRate(report.without_protocol().expansion_bp()));
  const bool single = report.amounts_size() == 1;
  add("own", report.own(),
      single ? PercentText(report.amounts(0).expansion()) : std::string(kNothing));
  add("with the protocol (source)", report.with_protocol(),
      FormatRate(report.with_protocol().expansion_bp()));
  return table.Render(view.terminal);
}

std::string AmountTable(const v1::HandoffImpactResponse& report, const View& view) {
  Table table({{"CURRENCY"},
               {"PORTFOLIO ARR", Column::kRight},
               {"WON ARR", Column::kRight},
               {"EXPANSION", Column::kRight},
               {"2% TO 5% A QUARTER", Column::kRight},
               {"A YEAR", Column::kRight},
               {"WON ABOVE 2%", Column::kRight}});
  const auto amount = [](const v1::Money& money) {
    return FormatAmount(money.amount_minor(), money.currency_code());
  };
  for (const v1::ImpactAmounts& row : report.amounts()) {
    table.AddRow({row.portfolio_arr().currency_code(), amount(row.portfolio_arr()),
                  amount(row.won_arr()), PercentText(row.expansion()),
                  amount(row.difference_quarter()), amount(row.difference_year()),
                  amount(row.above_without())});
  }
  return table.Render(view.terminal);
}

}  // namespace

std::string ComplianceReport(const v1::SlaComplianceResponse& report, const View& view) {
  std::string text = Heading("SLA compliance", report);
  if (report.aes().empty()) return text + "no signal was due\n";
  absl::StrAppend(&text, AeTable(report, view), "\n", GroupTable(report, view));
  absl::StrAppend(&text, "\nSize: low below ", FormatMoney(report.band_low()), ", high above ",
                  FormatMoney(report.band_high()), ". Review: at least ",
                  report.review_min_signals(), " signals, and acknowledged below ",
                  FormatRate(report.review_acknowledged_bp()), " or conversations below ",
                  FormatRate(report.review_conversation_bp()), ".\n");
  return text;
}

std::string QualityReport(const v1::SignalQualityResponse& report, const View& view) {
  std::string text = Heading("Signal quality", report);
  if (report.csms().empty()) return text + "no signal was filed\n";
  Table table({{"CSM"},
               {"NOISY"},
               {"WON/ROUTED", Column::kRight},
               {"WON/CLOSED", Column::kRight},
               {"QUALIFIED", Column::kRight},
               {"TAKEN BACK", Column::kRight},
               {"OWN CONTACTS", Column::kRight}});
  for (const v1::CsmQuality& quality : report.csms()) {
    const Cell noisy = quality.noisy() ? Cell("NOISY", Style::kBad) : Cell("");
    AddQuality({NameText(quality.csm_display_name(), quality.csm()), noisy}, quality, &table);
    if (quality.noisy()) {
      table.AddNote(absl::StrCat("takes back ", PercentText(quality.taken_back()),
                                 " of what was filed, above ", FormatRate(report.noisy_csm_bp())));
    }
  }
  AddQuality({"all", ""}, report.total(), &table);
  return text + table.Render(view.terminal);
}

std::string LoopTable(const std::vector<v1::OpenLoop>& loops, const View& view) {
  Table table({{"SIGNAL"},
               {"ACCOUNT", Column::kShrink},
               {"HOLDER", Column::kShrink},
               {"DAYS", Column::kRight},
               {"STATE"},
               {"LAST STEP"},
               {"NEXT"},
               {"URGENCY", Column::kLeft, true},
               {"ESTIMATE", Column::kRight, true}});
  for (const v1::OpenLoop& loop : loops) {
    table.AddRow({ShortName(loop.signal()), loop.account_display_name(), loop.holder_display_name(),
                  absl::StrCat(loop.days_open()), EnumText(loop.state()),
                  StepText(loop.last_step(), loop.has_last_step_time(), loop.last_step_time()),
                  StepText(loop.next_step(), loop.has_next_step_time(), loop.next_step_time()),
                  EnumText(loop.urgency()), FormatMoney(loop.estimated_expansion())});
  }
  return table.Render(view.terminal);
}

std::string ImpactReport(const v1::HandoffImpactResponse& report, const View& view) {
  const v1::ImpactFunnel& own = report.own();
  std::string text = Heading("Handoff impact", report);
  absl::StrAppend(&text, FunnelTable(report, view), "\n", report.account_count(),
                  " accounts with ARR at the start: ", own.signals().numerator(), " signals, ",
                  own.reached_in_time().numerator(), " reached in time, ", own.won().numerator(),
                  " won\n");
  if (!report.amounts().empty()) absl::StrAppend(&text, "\n", AmountTable(report, view));
  return text;
}

}  // namespace baton::cli
