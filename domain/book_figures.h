// What a book's pools are paid on: its GRR and its credited expansion, plan year to date (C-7, C-8,
// W-3, G-6).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/policy.pb.h"
#include "domain/book.h"
#include "domain/pools.h"

namespace baton::domain {

// GRR without its target.
struct BookGrr {
  int64_t basis_minor = 0;
  int64_t lost_minor = 0;
  // Losses as they fell, before they were taken for a whole year (STARTING_ARR); else the same.
  int64_t lost_to_date_minor = 0;
  // Bookings and accounts that would count and have no rate: full names, sorted, each once.
  std::vector<std::string> missing;
};

// C-7, G-6. Under RENEWALS the ARR whose contract ended in the window while the account was held;
// under STARTING_ARR what the accounts were worth at its start or as they entered, with the losses
// taken for a whole year: times the seconds of the year, divided by those of the window.
//
// Losses are those that fell in the window while the account was held, per account net of its
// gains or per line (policy). What was lost in the grace for an inherited red is left out, with
// the ARR whose contract ended there (W-3). `accounts` in any order.
absl::StatusOr<BookGrr> GrrOfBook(absl::Span<const BookAccount> accounts, const BookWindow& window,
                                  const v1::Policy& policy);

// C-7. The losses of the window as if the whole year went on like it; rounded half to even.
absl::StatusOr<int64_t> ForAYear(int64_t lost_minor, const BookWindow& window);

// ARR of the book as the window begins; what has no rate is left out and said.
struct BookArr {
  int64_t arr_minor = 0;
  std::vector<std::string> missing;
};
absl::StatusOr<BookArr> ArrOfBook(absl::Span<const BookAccount> accounts, const BookWindow& window);

// C-11. Credit taken back at an instant, as a positive amount in the plan's currency.
struct CreditReversal {
  absl::Time at;
  int64_t amount_minor = 0;
};

struct BookExpansion {
  int64_t credited_minor = 0;
  // Of it, or taken from it.
  int64_t booked_minor = 0;
  int64_t extended_minor = 0;
  int64_t reversed_minor = 0;
  std::vector<std::string> missing;
};

// C-8, C-11. What was booked in the window (`credits`: the payee's credit of net-new expansion and
// cross-sell, concurred and undisputed), with uplift of multi-year extensions that took effect in
// it while the account was held and had not churned since they were booked, less what was taken
// back in it.
absl::StatusOr<BookExpansion> ExpansionOfBook(absl::Span<const BookAmount> credits,
                                              absl::Span<const BookAccount> accounts,
                                              absl::Span<const CreditReversal> reversals,
                                              const BookWindow& window);

}  // namespace baton::domain
