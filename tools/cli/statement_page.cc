#include "tools/cli/statement_page.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "tools/cli/enum_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/names.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/svg_chart.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

constexpr absl::string_view kStyle = R"(
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { font: 13px/1.45 "Helvetica Neue", Arial, sans-serif; color: #1d2733; margin: 0 auto;
  max-width: 880px; padding: 28px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { border-bottom: 2px solid #1d2733; padding-bottom: 10px; margin-bottom: 18px;
  display: flex; justify-content: space-between; align-items: flex-end; }
h1 { font-size: 22px; margin: 0 0 2px; } h2 { font-size: 14px; margin: 0 0 8px; }
.note { color: #5b6876; font-size: 11.5px; }
.state { border: 1px solid #5b6876; border-radius: 4px; padding: 2px 10px; font-weight: 600;
  text-transform: uppercase; letter-spacing: .05em; font-size: 11px; }
.state.draft { color: #9a4b00; border-color: #9a4b00; }
.state.published { color: #0b5cad; border-color: #0b5cad; }
.state.paid { color: #2e7d4f; border-color: #2e7d4f; }
.facts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin-bottom: 18px; }
.fact { border: 1px solid #d5dbe1; border-radius: 6px; padding: 9px 12px; }
.fact b { display: block; font-size: 15px; line-height: 1.35; overflow-wrap: anywhere; }
section { margin-bottom: 20px; }
svg { width: 100%; height: auto; display: block; }
svg text { font: 12px "Helvetica Neue", Arial, sans-serif; }
.axis { fill: #5b6876; } .value { fill: #1d2733; font-weight: 600; }
.middle { text-anchor: middle; } .link { stroke: #aab4be; stroke-dasharray: 3 3; }
.base { stroke: #1d2733; }
.up { fill: #0b5cad; } .hold { fill: #d9a441; } .minus { fill: #b5483a; } .end { fill: #2e7d4f; }
table { border-collapse: collapse; width: 100%; font-size: 12px; table-layout: fixed; }
th:nth-child(1) { width: 30%; } th:nth-child(2) { width: 15%; } th:nth-child(3) { width: 8%; }
th:nth-child(5) { width: 7%; } th:nth-child(7) { width: 14%; }
th { text-align: left; color: #5b6876; font-weight: 600; border-bottom: 1px solid #aab4be; }
th, td { padding: 4px 6px; vertical-align: top; }
tr.line td { border-top: 1px solid #e3e8ec; } tr { break-inside: avoid; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.why { color: #5b6876; font-size: 11px; padding: 0 6px 7px 24px; }
td.why b { color: #1d2733; font-weight: 600; display: inline-block; min-width: 34px; }
tr.sum td { border-top: 1px solid #1d2733; font-weight: 600; }
.held { color: #9a4b00; font-weight: 600; }
footer { border-top: 1px solid #d5dbe1; padding-top: 8px; overflow-wrap: anywhere; }
)";

std::string Element(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, ">", EscapeMarkup(text), "</", name, ">");
}

std::string Number(absl::string_view text) {
  return absl::StrCat("<td class=\"n\">", EscapeMarkup(text), "</td>");
}

std::string Words(const std::string& name) { return absl::StrReplaceAll(name, {{"_", " "}}); }

std::string Fact(absl::string_view title, absl::string_view value, absl::string_view note) {
  return absl::StrCat("<div class=\"fact\">", EscapeMarkup(title), Element("b", value),
                      "<span class=\"note\">", EscapeMarkup(note), "</span></div>\n");
}

std::string Head(const v1::CompStatement& statement) {
  const std::string state = EnumText(statement.state());
  return absl::StrCat(
      "<header><div>",
      Element("h1", absl::StrCat(statement.payee_display_name(), ", ", statement.period())),
      "<div class=\"note\">", EscapeMarkup(ShortName(statement.name())), " · ",
      statement.period_start_date(), " to ", statement.period_end_date(),
      statement.final_statement() ? " · final statement" : "", "</div></div><span class=\"state ",
      state, "\">", state, "</span></header>\n");
}

std::string PlanNote(const v1::CompPlan& plan) {
  if (plan.role() != v1::ROLE_AE) return absl::StrCat("version ", plan.version());
  return absl::StrCat("version ", plan.version(), ": expansion ",
                      FormatRate(plan.expansion_rate_bp()), ", new business ",
                      FormatRate(plan.new_business_rate_bp()), ", renewal ",
                      FormatRate(plan.renewal_rate_bp()));
}

std::string PayNote(const v1::CompStatement& statement) {
  if (statement.state() == v1::STATEMENT_STATE_PAID) {
    return absl::StrCat("paid ", DayText(statement.pay_time()));
  }
  return absl::StrCat("payout ", statement.payout_date());
}

std::string Facts(const v1::CompStatement& statement) {
  const std::string& currency = statement.plan().currency_code();
  const v1::StatementTotals& totals = statement.totals();
  return absl::StrCat(
      "<div class=\"facts\">",
      Fact("Payable", absl::StrCat(FormatAmount(totals.payable_minor(), currency), " ", currency),
           PayNote(statement)),
      Fact("Credited ARR",
           absl::StrCat(FormatAmount(totals.credited_minor(), currency), " ", currency),
           "of payable lines"),
      Fact("Plan", statement.plan().code(), PlanNote(statement.plan())),
      Fact("Paid as", statement.payee_id(), absl::StrCat("person ", ShortName(statement.payee()))),
      "</div>\n");
}

constexpr double kFallWidth = 820;
constexpr double kFallTop = 24;
constexpr double kFallHeight = 130;
constexpr double kFallBottom = 26;
constexpr double kFallBar = 120;

// One step of the waterfall: from where to where, and how it is drawn.
struct Fall {
  std::string label;
  int64_t from = 0;
  int64_t to = 0;
  std::string text;
  absl::string_view style;
};

std::vector<Fall> FallsOf(const v1::CompStatement& statement) {
  const v1::StatementTotals& totals = statement.totals();
  const auto text = [&](absl::string_view sign, int64_t minor) {
    return absl::StrCat(sign, FormatAmount(minor, statement.plan().currency_code()));
  };
  const int64_t kept = totals.earned_minor() - totals.held_minor();
  const int64_t adjusted = totals.adjustments_minor();
  return {{"earned", 0, totals.earned_minor(), text("", totals.earned_minor()), "up"},
          {"held", totals.earned_minor(), kept, text("- ", totals.held_minor()), "hold"},
          {"adjustments", kept, totals.payable_minor(), text(adjusted < 0 ? "" : "+ ", adjusted),
           adjusted < 0 ? "minus" : "up"},
          {"payable", 0, totals.payable_minor(), text("= ", totals.payable_minor()), "end"}};
}

// Where the waterfall's amounts lie on the page.
class FallScale {
 public:
  explicit FallScale(const std::vector<Fall>& falls) {
    for (const Fall& fall : falls) {
      low_ = std::min({low_, fall.from, fall.to});
      high_ = std::max({high_, fall.from, fall.to});
    }
  }

  double Y(int64_t minor) const {
    const double range = static_cast<double>(high_) - static_cast<double>(low_);
    return kFallTop +
           (static_cast<double>(high_) - static_cast<double>(minor)) * kFallHeight / range;
  }

 private:
  int64_t low_ = 0;
  int64_t high_ = 1;
};

// The bar from `x` on, with its amount above and its name below.
std::string FallBar(const Fall& fall, double x, const FallScale& scale) {
  const double y = scale.Y(std::max(fall.from, fall.to));
  const double height = std::max(scale.Y(std::min(fall.from, fall.to)) - y, 1.5);
  const double middle = x + kFallBar / 2;
  return absl::StrCat(
      absl::StrFormat("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.0f\" height=\"%.1f\" class=\"%s\"/>\n",
                      x, y, kFallBar, height, fall.style),
      absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" class=\"value middle\">%s</text>\n", middle,
                      y - 6, EscapeMarkup(fall.text)),
      absl::StrFormat("<text x=\"%.1f\" y=\"%.1f\" class=\"axis middle\">%s</text>\n", middle,
                      kFallTop + kFallHeight + 18, fall.label));
}

std::string Level(double from, double to, double y, absl::string_view style) {
  return absl::StrFormat("<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" class=\"%s\"/>\n",
                         from, y, to, y, style);
}

// How the sums add up, from left to right (C-15).
std::string Waterfall(const v1::CompStatement& statement) {
  const std::vector<Fall> falls = FallsOf(statement);
  const FallScale scale(falls);
  std::string svg = absl::StrFormat(
      "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"earned less held plus adjustments "
      "is payable\">\n",
      kFallWidth, kFallTop + kFallHeight + kFallBottom);
  const double slot = kFallWidth / static_cast<double>(falls.size());
  for (size_t i = 0; i < falls.size(); ++i) {
    const double x = slot * static_cast<double>(i) + (slot - kFallBar) / 2;
    svg += FallBar(falls[i], x, scale);
    const bool last = i + 1 == falls.size();
    if (!last) svg += Level(x + kFallBar, x + slot, scale.Y(falls[i].to), "link");
  }
  return absl::StrCat(svg, Level(0, kFallWidth, scale.Y(0), "base"), "</svg>\n");
}

// Whether a line of the kind is about the quarter's pay as a whole (C-20).
bool IsOfQuarter(v1::StatementLineKind kind) {
  return kind == v1::STATEMENT_LINE_KIND_CAP || kind == v1::STATEMENT_LINE_KIND_GUARANTEE ||
         kind == v1::STATEMENT_LINE_KIND_DRAW;
}

std::string DrawText(const v1::StatementLine& line) {
  if (line.reason_code() == "draw_recovered") return "Earlier draws paid back";
  if (line.reason_code() == "draw_recoverable") return "Advance, to be paid back";
  return line.reason_code().empty() ? "The quarter's pay" : "Never paid back";
}

std::string OriginText(const v1::StatementLine& line) {
  if (!line.correction().empty()) {
    return absl::StrCat("Manual correction ", ShortName(line.correction()));
  }
  std::string text = line.account_display_name();
  if (!line.booked_date().empty()) absl::StrAppend(&text, ", booked ", line.booked_date());
  if (!line.spiff().empty()) absl::StrAppend(&text, ", SPIFF ", line.spiff());
  if (IsOfQuarter(line.kind())) text = DrawText(line);
  if (!line.adjusts_line().empty()) {
    absl::StrAppend(&text, "; corrects ", ShortName(line.adjusts_line()), " (",
                    Words(line.reason_code()), ")");
  }
  return text;
}

std::string StatusText(const v1::StatementLine& line) {
  if (line.status() == v1::LINE_STATUS_PAYABLE) return "payable";
  return absl::StrCat("<span class=\"held\">held: ", EscapeMarkup(Words(line.hold_reason())),
                      "</span>");
}

std::string Why(const v1::StatementLine& line) {
  std::string html;
  for (const v1::ExplanationStep& step : line.explanation()) {
    absl::StrAppend(&html, "<div>", Element("b", step.rule()), " ", EscapeMarkup(step.text()),
                    "</div>");
  }
  return html.empty() ? html
                      : absl::StrCat("<tr><td class=\"why\" colspan=\"7\">", html, "</td></tr>\n");
}

std::string LineRow(const v1::StatementLine& line, const std::string& currency) {
  const bool shared = line.part() != 0;
  return absl::StrCat("<tr class=\"line\">", Element("td", OriginText(line)),
                      Element("td", Words(EnumText(line.category()))),
                      Number(shared ? FormatRate(line.credit_share_bp()) : ""),
                      Number(shared ? FormatAmount(line.credited_amount_minor(), currency) : ""),
                      Number(line.has_rate_bp() ? FormatRate(line.rate_bp()) : ""),
                      Number(FormatAmount(line.earning_minor(), currency)), "<td>",
                      StatusText(line), "</td></tr>\n", Why(line));
}

std::string KindTitle(v1::StatementLineKind kind) {
  switch (kind) {
    case v1::STATEMENT_LINE_KIND_EARNING:
      return "Commission";
    case v1::STATEMENT_LINE_KIND_BONUS:
      return "Bonuses";
    case v1::STATEMENT_LINE_KIND_POOL:
      return "Pools";
    case v1::STATEMENT_LINE_KIND_ADJUSTMENT:
      return "Adjustments";
    case v1::STATEMENT_LINE_KIND_CLAWBACK:
      return "Clawbacks";
    case v1::STATEMENT_LINE_KIND_CARRIED_FORWARD:
      return "Carried forward";
    case v1::STATEMENT_LINE_KIND_CAP:
      return "Cap";
    case v1::STATEMENT_LINE_KIND_GUARANTEE:
      return "Guarantee";
    case v1::STATEMENT_LINE_KIND_DRAW:
      return "Draw";
    default:
      return "Credit";
  }
}

// The lines of one kind with their sum; empty where there are none.
std::string KindSection(const v1::CompStatement& statement, v1::StatementLineKind kind) {
  const std::string& currency = statement.plan().currency_code();
  std::string rows;
  int64_t sum = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    if (line.kind() != kind) continue;
    rows += LineRow(line, currency);
    sum += line.earning_minor();
  }
  if (rows.empty()) return "";
  return absl::StrCat(
      "<section>", Element("h2", KindTitle(kind)),
      "<table><tr><th>From</th><th>Category</th><th class=\"n\">Share</th>"
      "<th class=\"n\">Credited ARR</th><th class=\"n\">Rate</th><th class=\"n\">Amount ",
      currency, "</th><th>Status</th></tr>\n", rows,
      "<tr class=\"sum\"><td colspan=\"5\">together</td>", Number(FormatAmount(sum, currency)),
      "<td></td></tr></table></section>\n");
}

std::string Lines(const v1::CompStatement& statement) {
  std::string html;
  for (const v1::StatementLineKind kind :
       {v1::STATEMENT_LINE_KIND_EARNING, v1::STATEMENT_LINE_KIND_POOL,
        v1::STATEMENT_LINE_KIND_BONUS, v1::STATEMENT_LINE_KIND_ADJUSTMENT,
        v1::STATEMENT_LINE_KIND_CLAWBACK, v1::STATEMENT_LINE_KIND_CAP,
        v1::STATEMENT_LINE_KIND_GUARANTEE, v1::STATEMENT_LINE_KIND_DRAW,
        v1::STATEMENT_LINE_KIND_CARRIED_FORWARD, v1::STATEMENT_LINE_KIND_CREDIT}) {
    html += KindSection(statement, kind);
  }
  return html.empty() ? Element("p", "This quarter has no lines.") : html;
}

std::string Foot(const v1::CompStatement& statement) {
  const std::string published = TimeText(statement.publish_time());
  if (statement.digest().empty()) {
    return "<footer class=\"note\">A draft: it may come out otherwise until it is published."
           "</footer>\n";
  }
  return absl::StrCat("<footer class=\"note\">Published ", published,
                      "; never changes. SHA-256 of the canonical form: ", statement.digest(),
                      "</footer>\n");
}

}  // namespace

std::string StatementHtml(const v1::CompStatement& statement) {
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n",
      Element("title",
              absl::StrCat("Statement ", statement.period(), " ", statement.payee_display_name())),
      "\n<style>", kStyle, "</style></head>\n<body>\n", Head(statement), Facts(statement),
      "<section>",
      Element("h2", absl::StrCat("How it adds up, ", statement.plan().currency_code())),
      Waterfall(statement), "</section>\n", Lines(statement), Foot(statement), "</body></html>\n");
}

}  // namespace baton::cli
