// The objectives of a book: health observed, EBRs held, contacts known, risks answered (C-9).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/comp_plan.pb.h"
#include "domain/book.h"
#include "domain/plan_year.h"
#include "domain/pools.h"

namespace baton::domain {

// C-9. How long after a tier turned red or yellow something must have been done, inclusive, and how
// far back a two-way activity counts for a contact.
inline constexpr absl::Duration kRiskAnswer = absl::Hours(24 * 7);
inline constexpr absl::Duration kContactWindow = absl::Hours(24 * 90);

// So many of so many; a mean where contacts are counted over accounts.
struct MboCount {
  int64_t reached = 0;
  int64_t of = 0;
};

// Account-weeks: 7 x 24 hours each from the window's start on, whole weeks within it, in each of
// which an account counts that was held throughout. Reached: those with an observation.
MboCount HealthWeeks(absl::Span<const BookAccount> accounts, const BookWindow& window);

// Account-quarters: in each quarter of the year so far that the window meets, the accounts held as
// the quarter or the window ends, whichever is first. Reached: those with an activity of type ebr
// or qbr in the quarter.
MboCount ReviewedQuarters(absl::Span<const BookAccount> accounts, const PlanYear& year,
                          const BookWindow& window);

// Distinct contacts with a two-way activity in the 90 days before the window's end, over the
// accounts held as it ends. An activity that names no contact counts for none.
MboCount ContactsKnown(absl::Span<const BookAccount> accounts, const BookWindow& window);

// Turns to red or yellow in the window while the account was held. Reached: those with a logged
// intervention plan or an activity of a save type within 7 days. A turn whose 7 days are not over
// at the window's end counts only once it is answered.
MboCount RisksAnswered(absl::Span<const BookAccount> accounts, const BookWindow& window);

// One objective as it is measured.
struct MeasuredMbo {
  v1::MboTarget target;
  MboCount count;
  int64_t actual_bp = 0;  // reached / of, rounded, to be shown
  MboFigures figures;     // exact; nothing to measure: target 0, which is met
};

// The plan's objectives, in its order.
absl::StatusOr<std::vector<MeasuredMbo>> MbosOfBook(const v1::CompPlan& plan,
                                                    absl::Span<const BookAccount> accounts,
                                                    const PlanYear& year, const BookWindow& window);

// C-8. EBRs and QBRs held of those due, in bp, rounded down so that short of 80% stays short of it;
// 10,000 where none was due.
absl::StatusOr<int64_t> EbrCompletionBp(absl::Span<const BookAccount> accounts,
                                        const PlanYear& year, const BookWindow& window);

}  // namespace baton::domain
