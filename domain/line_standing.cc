#include "domain/line_standing.h"

#include <algorithm>

#include "domain/statement.h"

namespace baton::domain {
namespace {

bool IsOfAttribution(const v1::StatementLine& line) {
  return line.kind() == v1::STATEMENT_LINE_KIND_EARNING ||
         line.kind() == v1::STATEMENT_LINE_KIND_CREDIT ||
         line.kind() == v1::STATEMENT_LINE_KIND_BONUS;
}

int64_t EarnedIn(const v1::StatementLine& line) {
  return line.booked_currency_code().empty() ? line.earning_minor() : line.booked_earning_minor();
}

}  // namespace

LineKey KeyOf(const v1::StatementLine& line) {
  return {line.attribution(), line.kind(), line.part(), line.spiff()};
}

LineStandings::LineStandings(absl::Span<const v1::CompStatement> statements,
                             absl::string_view currency_code) {
  const auto each = [&](auto note) {
    for (const v1::CompStatement& statement : statements) {
      const bool foreign = statement.plan().currency_code() != currency_code;
      for (const v1::StatementLine& line : statement.lines()) {
        if (!line.attribution().empty()) note(line, foreign);
      }
    }
  };
  each([&](const v1::StatementLine& line, bool foreign) {
    if (line.adjusts_line().empty() && IsOfAttribution(line)) NoteOriginal(line, foreign);
  });
  each([&](const v1::StatementLine& line, bool foreign) {
    if (line.reason_code() == kHoldReleased) NoteRelease(line, foreign);
  });
  each([&](const v1::StatementLine& line, bool) {
    if (line.reason_code() == kSignedAnew) NoteWithdrawal(line);
  });
}

void LineStandings::NoteOriginal(const v1::StatementLine& line, bool foreign) {
  keys_[line.name()] = KeyOf(line);
  Standing& standing = standings_[KeyOf(line)];
  if (line.status() == v1::LINE_STATUS_HELD) {
    standing.held.push_back(line.name());
  } else {
    standing.live.push_back(&line);
  }
  standing.foreign |= foreign;
}

void LineStandings::NoteRelease(const v1::StatementLine& line, bool foreign) {
  const auto key = keys_.find(line.adjusts_line());
  if (key == keys_.end()) return;
  Standing& standing = standings_[key->second];
  standing.held.erase(std::remove(standing.held.begin(), standing.held.end(), line.adjusts_line()),
                      standing.held.end());
  standing.live.push_back(&line);
  standing.foreign |= foreign;
  keys_.emplace(line.name(), LineKey(key->second));
}

void LineStandings::NoteWithdrawal(const v1::StatementLine& line) {
  const auto key = keys_.find(line.adjusts_line());
  if (key == keys_.end()) return;
  std::vector<const v1::StatementLine*>& live = standings_[key->second].live;
  live.erase(
      std::remove_if(live.begin(), live.end(),
                     [&](const auto* given) { return given->name() == line.adjusts_line(); }),
      live.end());
}

const Standing* LineStandings::Find(const LineKey& key) const {
  const auto found = standings_.find(key);
  if (found == standings_.end()) return nullptr;
  const Standing& standing = found->second;
  return standing.held.empty() && standing.live.empty() ? nullptr : &standing;
}

std::map<LineKey, const Standing*> LineStandings::LiveOf(const std::string& attribution) const {
  std::map<LineKey, const Standing*> live;
  for (auto at = standings_.lower_bound({attribution}); at != standings_.end(); ++at) {
    if (at->first.attribution != attribution) break;
    if (!at->second.live.empty()) live[at->first] = &at->second;
  }
  return live;
}

bool GiveTheSame(absl::Span<const v1::StatementLine* const> published,
                 const v1::StatementLine& now) {
  int64_t credited_minor = 0;
  int64_t earned_minor = 0;
  for (const v1::StatementLine* line : published) {
    if (line->category() != now.category()) return false;
    credited_minor += line->credited_amount_minor();
    earned_minor += EarnedIn(*line);
  }
  return now.part() > 0 ? credited_minor == now.credited_amount_minor()
                        : earned_minor == EarnedIn(now);
}

}  // namespace baton::domain
