#include "domain/late_lines.h"

#include <map>
#include <utility>

#include "domain/calculation_text.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

void Withdraw(const Standing& standing, LateLines* late) {
  for (const v1::StatementLine* line : standing.live) late->withdrawn.push_back(line->name());
}

v1::StatementLine LateLine(v1::StatementLine line) {
  *line.add_explanation() = Step("C-14",
                                 "Booked in an earlier quarter, but recorded or changed after that "
                                 "was published; so it stands here.");
  return line;
}

bool IsSigned(const v1::Attribution& attribution) {
  return attribution.state() == v1::ATTRIBUTION_STATE_CONCURRED &&
         attribution.open_dispute().empty();
}

}  // namespace

absl::StatusOr<LateLines> LateLinesOf(const LineOwner& owner, const StatementBooking& booking,
                                      const LineStandings& published) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::StatementLine> lines, LinesOf(owner, booking));
  std::map<LineKey, const Standing*> live = published.LiveOf(booking.attribution.name());
  if (!IsSigned(booking.attribution)) live.clear();
  LateLines late;
  for (v1::StatementLine& line : lines) {
    const Standing* standing = published.Find(KeyOf(line));
    const auto paid = live.find(KeyOf(line));
    if (standing == nullptr) {
      late.lines.push_back(LateLine(std::move(line)));
    } else if (paid != live.end()) {
      const bool waits = standing->foreign || line.status() != v1::LINE_STATUS_PAYABLE;
      if (!waits && !GiveTheSame(standing->live, line)) {
        Withdraw(*standing, &late);
        late.lines.push_back(LateLine(std::move(line)));
      }
      live.erase(paid);
    }
  }
  for (const auto& [key, standing] : live) {
    if (!standing->foreign) Withdraw(*standing, &late);
  }
  return late;
}

}  // namespace baton::domain
