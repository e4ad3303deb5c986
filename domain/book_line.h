// What a booking's line does to the book that its account is in (C-7, C-8, W-3).
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/booking.pb.h"
#include "domain/book.h"

namespace baton::domain {

// C-8. Uplift that takes effect this long after its booking, or later, is a multi-year extension's.
inline constexpr absl::Duration kExtension = absl::Hours(24 * 365);

// A part of a booking's line, of an attribution that counts, in the booking's currency.
struct BookedPart {
  // A bare id, of the account as it was booked.
  std::string account;
  std::string attribution;
  // Its full name.
  std::string booking;
  absl::Time booked_at;
  std::string currency_code;
  // Both sides have signed, and no dispute is open.
  bool concurred = false;
  // The end of the old contract; booked_at where it is not stated.
  absl::Time renewal;
  // The line's place in the booking.
  int64_t line_no = 0;
  v1::BookingLineKind line_kind = v1::BOOKING_LINE_KIND_UNSPECIFIED;
  int64_t prior_minor = 0;
  absl::Time effective;
  // UNSPECIFIED for a line without parts, which changes nothing.
  v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  int64_t amount_minor = 0;
  int64_t csm_credit_minor = 0;
};

// Whether both are parts of one line.
bool IsSameLine(const BookedPart& a, const BookedPart& b);

// C-7. The change of one line, which has at least one part, in the booking's currency: a renewal's
// falls on the old contract's end, any other on the instant from which it takes effect. What came
// up for renewal is the prior ARR of a renewal's line, and of one that is churn.
BookChange ChangeOf(absl::Span<const BookedPart> line);

// C-8. Whether it is concurred uplift of a multi-year extension; annual uplift never is.
bool IsExtension(const BookedPart& part);

// C-8, W-4. What an attribution credits these people with as CSMs, of net-new expansion and
// cross-sell, in its currency: 0 until it is concurred, and while a dispute is open.
absl::StatusOr<int64_t> ExpansionCredit(const v1::Attribution& attribution,
                                        absl::Span<const std::string> people);

}  // namespace baton::domain
