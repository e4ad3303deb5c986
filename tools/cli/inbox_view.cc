#include "tools/cli/inbox_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tools/cli/next_step.h"
#include "tools/cli/signal_view.h"
#include "tools/cli/time_text.h"

namespace baton::cli {
namespace {

// Heading, table header, footer, and the line on which the cursor rests.
constexpr size_t kOtherLines = 5;

size_t CountOverdue(const std::vector<v1::Signal>& signals, absl::Time now) {
  return std::count_if(signals.begin(), signals.end(), [now](const v1::Signal& signal) {
    const NextStep step = NextStepOf(signal);
    return step.due.has_value() && now > *step.due;
  });
}

}  // namespace

void Inbox::Apply(const v1::Signal& signal) {
  if (IsOpen(signal)) {
    signals_[signal.name()] = signal;
  } else {
    signals_.erase(signal.name());
  }
}

std::vector<v1::Signal> Inbox::Sorted() const {
  std::vector<v1::Signal> sorted;
  for (const auto& [name, signal] : signals_) sorted.push_back(signal);
  const auto due = [](const v1::Signal& signal) {
    return NextStepOf(signal).due.value_or(absl::InfiniteFuture());
  };
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const auto& a, const auto& b) { return due(a) < due(b); });
  return sorted;
}

std::string InboxScreen(const Inbox& inbox, const std::string& footer, const View& view) {
  std::vector<v1::Signal> signals = inbox.Sorted();
  const size_t total = signals.size();
  const size_t overdue = CountOverdue(signals, view.now);
  std::string rest;
  if (view.terminal.height > kOtherLines && total > view.terminal.height - kOtherLines) {
    signals.resize(view.terminal.height - kOtherLines);
    rest = absl::StrCat(total - signals.size(), " more below\n");
  }
  const std::string heading =
      absl::StrCat("Inbox  ", FormatInstant(view.now), "  ", total, " open, ", overdue, " overdue");
  return absl::StrCat(view.terminal.Paint(heading, overdue > 0 ? Style::kBad : Style::kBold), "\n",
                      signals.empty() ? "nothing waits\n" : SignalTable(signals, view), rest,
                      footer);
}

}  // namespace baton::cli
