#include "tools/cli/simulation_page.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "tools/cli/money_text.h"
#include "tools/cli/svg_chart.h"

namespace baton::cli {
namespace {

constexpr absl::string_view kStyle = R"(
@page { size: A4; margin: 14mm; }
* { box-sizing: border-box; }
body { font: 13px/1.45 "Helvetica Neue", Arial, sans-serif; color: #1d2733; margin: 0 auto;
  max-width: 880px; padding: 28px; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
header { border-bottom: 2px solid #1d2733; padding-bottom: 10px; margin-bottom: 18px; }
h1 { font-size: 22px; margin: 0 0 2px; } h2 { font-size: 14px; margin: 0 0 8px; }
h1 + ul { margin: 6px 0 0; padding-left: 18px; }
.note { color: #5b6876; font-size: 11.5px; }
.tiles { display: grid; grid-template-columns: repeat(4, 1fr); gap: 12px; margin-bottom: 18px; }
.tile { border: 1px solid #d5dbe1; border-radius: 6px; padding: 10px 12px; }
.tile b { display: block; font-size: 19px; line-height: 1.3; white-space: nowrap; }
.up { color: #2e7d4f; } .down { color: #b5483a; }
section { margin-bottom: 22px; }
svg { width: 100%; height: auto; display: block; }
svg text { font: 12px "Helvetica Neue", Arial, sans-serif; }
.axis { fill: #1d2733; } .value { fill: #1d2733; font-weight: 600; }
.end { text-anchor: end; } .zero { stroke: #1d2733; stroke-width: 1; }
.gain { fill: #2e7d4f; } .loss { fill: #b5483a; }
table { border-collapse: collapse; width: 100%; font-size: 12px; }
th { text-align: left; color: #5b6876; font-weight: 600; border-bottom: 1px solid #aab4be; }
th, td { padding: 4px 6px; } td { border-bottom: 1px solid #e3e8ec; }
tr { break-inside: avoid; } tr.sum td { border-top: 1px solid #1d2733; font-weight: 600; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.quarter { color: #5b6876; }
footer { border-top: 1px solid #d5dbe1; padding-top: 8px; }
)";

// Of many payees so many stand in the chart at either end.
constexpr size_t kMaxBarsASide = 20;

std::string Element(absl::string_view name, absl::string_view text) {
  return absl::StrCat("<", name, ">", EscapeMarkup(text), "</", name, ">");
}

std::string Number(absl::string_view text, absl::string_view css = "") {
  return absl::StrCat("<td class=\"n", css.empty() ? "" : " ", css, "\">", EscapeMarkup(text),
                      "</td>");
}

absl::string_view DirectionOf(int64_t difference_minor) {
  if (difference_minor > 0) return "up";
  return difference_minor < 0 ? "down" : "";
}

std::string Difference(int64_t difference_minor, absl::string_view currency) {
  return Number(SignedAmount(difference_minor, currency), DirectionOf(difference_minor));
}

std::string Tile(absl::string_view title, absl::string_view value, absl::string_view note,
                 absl::string_view css = "") {
  return absl::StrCat("<div class=\"tile\">", EscapeMarkup(title), "<b class=\"", css, "\">",
                      EscapeMarkup(value), "</b><span class=\"note\">", EscapeMarkup(note),
                      "</span></div>\n");
}

std::string Tiles(const v1::SimulationTotals& totals) {
  const std::string& currency = totals.currency_code();
  const PayChange all = {"", currency, totals.baseline().pay_minor(),
                         totals.simulated().pay_minor(), totals.pay_difference_minor()};
  const auto payable = [&](const v1::SimulatedPay& pay) {
    return absl::StrCat("of it payable ", FormatAmount(pay.totals().payable_minor(), currency));
  };
  const std::string share = ChangeText(all);
  return absl::StrCat(
      "<div class=\"tiles\">",
      Tile("Before", FormatAmount(all.before_minor, currency), payable(totals.baseline())),
      Tile("After", FormatAmount(all.after_minor, currency), payable(totals.simulated())),
      Tile("Difference", SignedAmount(all.difference_minor, currency),
           share.empty() ? currency : absl::StrCat(share, " of ", currency, " before"),
           DirectionOf(all.difference_minor)),
      Tile("Payees", absl::StrCat(totals.gain_count() + totals.lose_count() + totals.same_count()),
           CountsText(totals)),
      "</div>\n");
}

std::string Chart(const std::vector<PayChange>& payees) {
  std::vector<ChartRow> rows;
  for (const PayChange& payee : payees) {
    if (payee.difference_minor == 0) continue;
    rows.push_back({payee.name, payee.difference_minor,
                    SignedAmount(payee.difference_minor, payee.currency_code)});
  }
  if (rows.empty()) return Element("p", "Nobody gains, nobody loses.");
  std::string note;
  if (rows.size() > 2 * kMaxBarsASide) {
    note = absl::StrCat("<div class=\"note\">", rows.size() - 2 * kMaxBarsASide,
                        " more lie between these; the table has them all.</div>");
    rows.erase(rows.begin() + kMaxBarsASide, rows.end() - kMaxBarsASide);
  }
  return absl::StrCat(DifferenceList(rows), note);
}

// A payee's row: over all quarters, then the difference of each.
struct PayeeRow {
  PayChange all;
  std::string plans;
  std::map<std::string, int64_t> difference;  // by quarter
};

std::string PlansText(const v1::SimulatedStatement& one) {
  const std::string& before = one.baseline().plan();
  const std::string& after = one.simulated().plan();
  if (before == after) return after;
  return absl::StrCat(before.empty() ? "none" : before, " → ", after.empty() ? "none" : after);
}

std::vector<PayeeRow> PayeeRows(const SimulationResult& result, const std::string& currency) {
  std::map<std::string, PayeeRow> rows;
  for (const v1::SimulatedStatement& one : result.statements) {
    if (one.currency_code() != currency) continue;
    PayeeRow& row = rows[one.payee()];
    row.all.name = one.payee_display_name();
    row.all.currency_code = currency;
    row.all.before_minor += one.baseline().pay_minor();
    row.all.after_minor += one.simulated().pay_minor();
    row.all.difference_minor += one.pay_difference_minor();
    row.difference[one.period()] = one.pay_difference_minor();
    row.plans = PlansText(one);
  }
  std::vector<PayeeRow> sorted;
  for (auto& [payee, row] : rows) sorted.push_back(std::move(row));
  std::stable_sort(sorted.begin(), sorted.end(), [](const PayeeRow& a, const PayeeRow& b) {
    return a.all.difference_minor > b.all.difference_minor;
  });
  return sorted;
}

std::string ChangeCells(const PayChange& change) {
  return absl::StrCat(Number(FormatAmount(change.before_minor, change.currency_code)),
                      Number(FormatAmount(change.after_minor, change.currency_code)),
                      Difference(change.difference_minor, change.currency_code),
                      Number(ChangeText(change)));
}

std::string PayeeTable(const SimulationResult& result, const std::string& currency) {
  std::set<std::string> periods;
  for (const v1::SimulatedStatement& one : result.statements) periods.insert(one.period());
  const bool by_quarter = periods.size() > 1;
  std::string html =
      "<table><tr><th>Payee</th><th>Plan</th><th class=\"n\">Before</th><th class=\"n\">After</th>"
      "<th class=\"n\">Difference</th><th class=\"n\">%</th>";
  for (const std::string& period : periods) {
    if (by_quarter) absl::StrAppend(&html, "<th class=\"n\">", period, "</th>");
  }
  html += "</tr>\n";
  for (const PayeeRow& row : PayeeRows(result, currency)) {
    absl::StrAppend(&html, "<tr>", Element("td", row.all.name), Element("td", row.plans),
                    ChangeCells(row.all));
    for (const std::string& period : periods) {
      const auto found = row.difference.find(period);
      const bool stated = found != row.difference.end();
      if (by_quarter) {
        html += Number(stated ? SignedAmount(found->second, currency) : "-", "quarter");
      }
    }
    html += "</tr>\n";
  }
  return html + "</table>\n";
}

std::string KindTable(const SimulationResult& result, const v1::SimulationTotals& totals) {
  const std::string& currency = totals.currency_code();
  std::string html =
      "<table><tr><th>Lines</th><th class=\"n\">Before</th><th class=\"n\">After</th>"
      "<th class=\"n\">Difference</th><th class=\"n\">%</th></tr>\n";
  for (const PayChange& kind : KindChanges(result, currency)) {
    absl::StrAppend(&html, "<tr>", Element("td", kind.name), ChangeCells(kind), "</tr>\n");
  }
  const PayChange all = {"together", currency, totals.baseline().pay_minor(),
                         totals.simulated().pay_minor(), totals.pay_difference_minor()};
  const PayChange credited = {
      "credited ARR of payable lines", currency, totals.baseline().totals().credited_minor(),
      totals.simulated().totals().credited_minor(), totals.difference().credited_minor()};
  for (const PayChange& sum : {all, credited}) {
    absl::StrAppend(&html, "<tr class=\"sum\">", Element("td", sum.name), ChangeCells(sum),
                    "</tr>\n");
  }
  return html + "</table>\n";
}

std::string Section(absl::string_view title, absl::string_view body) {
  return absl::StrCat("<section>", Element("h2", title), "\n", body, "</section>\n");
}

std::string OneCurrency(const SimulationResult& result, const v1::SimulationTotals& totals) {
  const std::string& currency = totals.currency_code();
  return absl::StrCat(
      Tiles(totals),
      Section(absl::StrCat("Who wins and who loses, ", currency),
              Chart(PayeeChanges(result, currency))),
      Section(absl::StrCat("Every payee, ", currency), PayeeTable(result, currency)),
      Section(absl::StrCat("Where it comes from, ", currency), KindTable(result, totals)));
}

std::string Foot(const SimulationResult& result) {
  std::string html = "<footer class=\"note\">";
  const std::vector<std::string> published = PublishedPeriods(result);
  if (!published.empty()) {
    html += Element(
        "div", absl::StrCat(absl::StrJoin(published, ", "), published.size() == 1 ? " is" : " are",
                            " published: what was paid stays. Before is what comes out "
                            "now, with all that was signed or recorded since."));
  }
  html += Element("div",
                  "Amounts are what the lines of the quarters give, held ones too, apart from what "
                  "is carried from one statement to the next. Before and after are computed from "
                  "the same records; bookings keep the categories that they were given. Nothing "
                  "of this is stored.");
  return html + "</footer>\n";
}

}  // namespace

std::string SimulationHtml(const SimulationResult& result,
                           const std::vector<std::string>& scenario) {
  const std::string title = absl::StrCat("What if, ", PeriodsText(result));
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n",
      Element("title", title), "\n<style>", kStyle, "</style></head>\n<body>\n<header>",
      Element("h1", title), "<ul class=\"note\">");
  for (const std::string& line : scenario) html += Element("li", line);
  html += "</ul></header>\n";
  if (result.statements.empty()) {
    html += Element("p", "Nobody has a statement to get in these quarters.");
  }
  for (const v1::SimulationTotals& totals : result.totals) html += OneCurrency(result, totals);
  return absl::StrCat(html, Foot(result), "</body></html>\n");
}

}  // namespace baton::cli
