#include "tools/cli/simulation_view.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tools/cli/display_text.h"
#include "tools/cli/money_text.h"
#include "tools/cli/render.h"

namespace baton::cli {
namespace {

constexpr size_t kDefaultWidth = 80;
constexpr size_t kMaxLabel = 24;
constexpr size_t kLeastBar = 6;
constexpr size_t kMaxBars = 30;

Style StyleOf(int64_t difference_minor) {
  if (difference_minor > 0) return Style::kGood;
  return difference_minor < 0 ? Style::kBad : Style::kDim;
}

void AddRow(const PayChange& change, Table* table) {
  table->AddRow({change.name, FormatAmount(change.before_minor, change.currency_code),
                 FormatAmount(change.after_minor, change.currency_code),
                 Cell(SignedAmount(change.difference_minor, change.currency_code),
                      StyleOf(change.difference_minor)),
                 ChangeText(change), change.currency_code});
}

std::string ChangeTable(const std::string& title, const std::vector<PayChange>& changes,
                        const View& view) {
  Table table({{title, Column::kShrink},
               {"BEFORE", Column::kRight},
               {"AFTER", Column::kRight},
               {"DIFFERENCE", Column::kRight},
               {"%", Column::kRight},
               {"CUR"}});
  for (const PayChange& change : changes) AddRow(change, &table);
  return table.Render(view.terminal);
}

// Where the parts of a bar lie.
struct Frame {
  size_t label = 0;
  size_t bar = kLeastBar;
  double largest = 1;
};

Frame FrameOf(const std::vector<PayChange>& changes, const View& view) {
  Frame frame;
  size_t text = 0;
  for (const PayChange& change : changes) {
    frame.label = std::max(frame.label, DisplayWidth(change.name));
    text = std::max(text, SignedAmount(change.difference_minor, change.currency_code).size());
    frame.largest = std::max(frame.largest, std::abs(static_cast<double>(change.difference_minor)));
  }
  frame.label = std::min(frame.label, kMaxLabel);
  const size_t width = view.terminal.width == 0 ? kDefaultWidth : view.terminal.width;
  const size_t taken = frame.label + text + 5;
  if (width > taken + 2 * kLeastBar) frame.bar = (width - taken) / 2;
  return frame;
}

std::string Bar(const PayChange& change, const Frame& frame, const View& view) {
  const double share = std::abs(static_cast<double>(change.difference_minor)) / frame.largest;
  const size_t length =
      std::max<size_t>(1, static_cast<size_t>(share * static_cast<double>(frame.bar) + 0.5));
  const std::string bar =
      view.terminal.Paint(std::string(length, '#'), StyleOf(change.difference_minor));
  const std::string rest(frame.bar - length, ' ');
  const bool gain = change.difference_minor > 0;
  const std::string left = gain ? std::string(frame.bar, ' ') : absl::StrCat(rest, bar);
  const std::string right = gain ? absl::StrCat(bar, rest) : std::string(frame.bar, ' ');
  return absl::StrCat("  ", Pad(Truncate(OneLine(change.name), frame.label), frame.label, false),
                      " ", left, "|", right, " ",
                      SignedAmount(change.difference_minor, change.currency_code), "\n");
}

std::string SumsText(const v1::SimulationTotals& totals, const View& view) {
  const std::string& currency = totals.currency_code();
  const PayChange all = {"", currency, totals.baseline().pay_minor(),
                         totals.simulated().pay_minor(), totals.pay_difference_minor()};
  const std::string share = ChangeText(all);
  return absl::StrCat(
      view.terminal.Paint(
          absl::StrCat("in all ", FormatAmount(all.before_minor, currency), " before, ",
                       FormatAmount(all.after_minor, currency),
                       " after: ", SignedAmount(all.difference_minor, currency), " ", currency,
                       share.empty() ? "" : absl::StrCat(" (", share, ")")),
          Style::kBold),
      "; ", CountsText(totals), "\n", "payable ",
      FormatAmount(totals.baseline().totals().payable_minor(), currency), " before, ",
      FormatAmount(totals.simulated().totals().payable_minor(), currency), " after; held ",
      FormatAmount(totals.baseline().totals().held_minor(), currency), " before, ",
      FormatAmount(totals.simulated().totals().held_minor(), currency), " after\n");
}

}  // namespace

std::string DifferenceBars(const std::vector<PayChange>& changes, const View& view) {
  std::vector<PayChange> moved;
  for (const PayChange& change : changes) {
    if (change.difference_minor != 0) moved.push_back(change);
  }
  const Frame frame = FrameOf(moved, view);
  std::string text;
  for (size_t i = 0; i < moved.size(); ++i) {
    const bool shown =
        moved.size() <= kMaxBars || i < kMaxBars / 2 || i >= moved.size() - kMaxBars / 2;
    if (shown) text += Bar(moved[i], frame, view);
    if (moved.size() > kMaxBars && i == kMaxBars / 2) {
      absl::StrAppend(&text, "  ... ", moved.size() - kMaxBars, " more between these ...\n");
    }
  }
  return text;
}

std::string SimulationReport(const SimulationResult& result, const View& view) {
  if (result.statements.empty()) return "nobody has a statement to get in these quarters\n";
  std::string text = absl::StrCat(
      "What ", PeriodsText(result),
      " gives, held lines too: before as it comes out now, after under the scenario. Nothing is "
      "stored.\n");
  for (const v1::SimulationTotals& totals : result.totals) {
    const std::vector<PayChange> payees = PayeeChanges(result, totals.currency_code());
    const std::string bars = DifferenceBars(payees, view);
    absl::StrAppend(&text, "\n", ChangeTable("PAYEE", payees, view), "\n");
    if (!bars.empty()) {
      absl::StrAppend(
          &text, bars, "\n",
          ChangeTable("WHERE IT COMES FROM", KindChanges(result, totals.currency_code()), view),
          "\n");
    }
    text += SumsText(totals, view);
  }
  const std::vector<std::string> published = PublishedPeriods(result);
  if (published.empty()) return text;
  return absl::StrCat(text, "\n", absl::StrJoin(published, ", "),
                      published.size() == 1 ? " is" : " are",
                      " published: what was paid stays. Before is what comes out now, with all "
                      "that was signed or recorded since.\n");
}

}  // namespace baton::cli
