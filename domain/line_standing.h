// What the published statements of a payee give of each attribution, line for line (C-14).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::domain {

// Which of a payee's lines of an attribution one is, on whichever statement it stands.
struct LineKey {
  std::string attribution;
  v1::StatementLineKind kind = v1::STATEMENT_LINE_KIND_UNSPECIFIED;
  int32_t part = 0;
  std::string spiff = {};  // of a SPIFF's line its code (C-20)

  friend bool operator<(const LineKey& a, const LineKey& b) {
    return std::tie(a.attribution, a.kind, a.part, a.spiff) <
           std::tie(b.attribution, b.kind, b.part, b.spiff);
  }
};

// Of a line that gives of its own accord: no adjustment and no clawback.
LineKey KeyOf(const v1::StatementLine& line);

// A payee's published lines of one key.
struct Standing {
  // Holds that no published line released, by name.
  std::vector<std::string> held;
  // What gives something and was not withdrawn since: payable lines and released holds. What a loss
  // took of them they still count as giving (C-11).
  std::vector<const v1::StatementLine*> live;
  // Whether one of them stands on a statement in another currency.
  bool foreign = false;
};

// The lines of published statements by their keys, those of people merged into the payee among
// them.
class LineStandings {
 public:
  // The statements must outlive it. `currency_code` is that of the statement that is computed.
  LineStandings(absl::Span<const v1::CompStatement> statements, absl::string_view currency_code);

  // Null where nothing of that key was ever published, or all of it was withdrawn.
  const Standing* Find(const LineKey& key) const;

  // Those of one attribution that have live lines.
  std::map<LineKey, const Standing*> LiveOf(const std::string& attribution) const;

 private:
  void NoteOriginal(const v1::StatementLine& line, bool foreign);
  void NoteRelease(const v1::StatementLine& line, bool foreign);
  void NoteWithdrawal(const v1::StatementLine& line);

  std::map<LineKey, Standing> standings_;
  std::map<std::string, LineKey> keys_;  // by line
};

// Whether lines that were published gave what `now` gives: of a part the same category and credit,
// of a bonus or a won signal the same amount in the currency that it was earned in. What a rate of
// exchange or a rounding makes of it is not looked at: that stays as it was published.
bool GiveTheSame(absl::Span<const v1::StatementLine* const> published,
                 const v1::StatementLine& now);

}  // namespace baton::domain
