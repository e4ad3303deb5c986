// What a payee's book is read from (W-3): the rows of all accounts that a person ever held as CSM,
// or of all that the tenant has, a statement each.
//
// Everything goes by the bare id that a row has: map it to the account's survivor (books.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/book.h"
#include "domain/book_line.h"
#include "store/sql.h"

namespace baton::store {

// Whose rows.
struct BookScope {
  enum class Of { kPerson, kTenant };
  Of of = Of::kPerson;
  // The person's bare id; empty for the tenant.
  std::string id;
};

// Who is the CSM of an account from an instant on; a bare id, empty for nobody.
struct BookSeat {
  std::string account;
  absl::Time start;
  std::string person;
};

// Every CSM seat of the accounts that the person ever held, by account and start.
absl::StatusOr<std::vector<BookSeat>> BookSeats(Session& session, std::string_view tenant,
                                                std::string_view person);

// The lines of the accounts' bookings, a row for each part: those of attributions that stand (A-8,
// By booking time, attribution, line and part.
absl::StatusOr<std::vector<domain::BookedPart>> BookParts(Session& session, std::string_view tenant,
                                                          const BookScope& scope);

// A change of an account's ARR that took effect before `before`.
struct BookBalance {
  std::string account;
  bool opening = false;
  absl::Time at;
  int64_t delta_minor = 0;
  std::string currency_code;
};
absl::StatusOr<std::vector<BookBalance>> BookBalances(Session& session, std::string_view tenant,
                                                      const BookScope& scope, absl::Time before);

// Health observed before `before`, in the order in which it counts.
struct BookHealth {
  std::string account;
  domain::TierSince tier;
};
absl::StatusOr<std::vector<BookHealth>> BookHealthBefore(Session& session, std::string_view tenant,
                                                         const BookScope& scope, absl::Time before);

// Activities in [from, to), by time.
struct BookDeed {
  std::string account;
  domain::BookActivity activity;
};
absl::StatusOr<std::vector<BookDeed>> BookDeeds(Session& session, std::string_view tenant,
                                                const BookScope& scope, absl::Time from,
                                                absl::Time to);

// When intervention plans were logged (H-9), by time.
struct BookPlan {
  std::string account;
  absl::Time logged;
};
absl::StatusOr<std::vector<BookPlan>> BookPlans(Session& session, std::string_view tenant,
                                                const BookScope& scope);

}  // namespace baton::store
