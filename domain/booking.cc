#include "domain/booking.h"

#include <algorithm>
#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/credit_share.h"
#include "domain/field_check.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

void CheckArr(const std::string& field, int64_t arr_minor, Violations* violations) {
  if (arr_minor < 0) violations->Add(field, "is negative");
  if (arr_minor > kMaxLineArrMinor) {
    violations->Add(field, absl::StrCat("is ", arr_minor, "; at most ", kMaxLineArrMinor,
                                        " minor units are taken"));
  }
}

void CheckAmounts(const std::string& path, const v1::BookingLine& line, Violations* violations) {
  CheckArr(path + "prior_arr_minor", line.prior_arr_minor(), violations);
  CheckArr(path + "new_arr_minor", line.new_arr_minor(), violations);
  if (line.uplift_bp() < 0) violations->Add(path + "uplift_bp", "is negative");
}

void CheckLine(const std::string& path, const v1::BookingLine& line, Violations* violations) {
  violations->RequireText(path + "line", line.line(), kMaxLineIdChars);
  violations->RequireText(path + "product", line.product(), kMaxProductChars);
  violations->RequireText(path + "product_line", line.product_line(), kMaxProductChars);
  if (line.kind() == v1::BOOKING_LINE_KIND_UNSPECIFIED ||
      !v1::BookingLineKind_IsValid(line.kind())) {
    violations->Add(path + "kind", "is missing; it is renewal, price_uplift or add_on");
  }
  CheckAmounts(path, line, violations);
  CheckInstant(path + "effective_time", line.effective_time(), violations);
}

void CheckLines(const v1::Booking& booking, Violations* violations) {
  if (booking.lines().empty() || booking.lines_size() > kMaxBookingLines) {
    violations->Add("booking.lines", absl::StrCat("has ", booking.lines_size(), " lines; 1 to ",
                                                  kMaxBookingLines, " are taken"));
    return;
  }
  std::set<std::string> ids;
  for (int i = 0; i < booking.lines_size(); ++i) {
    const std::string path = absl::StrCat("booking.lines[", i, "].");
    CheckLine(path, booking.lines(i), violations);
    if (!ids.insert(booking.lines(i).line()).second) {
      violations->Add(path + "line",
                      absl::StrCat("\"", booking.lines(i).line(), "\" stands on two lines"));
    }
  }
}

void FillDefaults(v1::Booking* booking) {
  for (int i = 0; i < booking->lines_size(); ++i) {
    v1::BookingLine* line = booking->mutable_lines(i);
    if (line->line().empty()) line->set_line(absl::StrCat("L", i + 1));
    if (!line->has_effective_time()) *line->mutable_effective_time() = booking->booked_time();
  }
}

void AddWarnings(v1::Booking* booking) {
  booking->clear_warnings();
  for (int i = 0; i < booking->lines_size(); ++i) {
    const int32_t uplift_bp = booking->lines(i).uplift_bp();
    const bool usual = uplift_bp >= kUsualUpliftMinBp && uplift_bp <= kUsualUpliftMaxBp;
    if (uplift_bp == 0 || usual) continue;
    booking->add_warnings(absl::StrCat("lines[", i, "].uplift_bp: ", RateText(uplift_bp),
                                       " lies outside the usual ", RateText(kUsualUpliftMinBp),
                                       " to ", RateText(kUsualUpliftMaxBp)));
  }
}

}  // namespace

absl::StatusOr<v1::Booking> CheckBooking(v1::Booking booking) {
  FillDefaults(&booking);
  Violations violations;
  if (booking.account().empty()) violations.Add("booking.account", "is missing");
  if (!booking.has_booked_time()) {
    violations.Add("booking.booked_time", "is missing");
  } else {
    CheckInstant("booking.booked_time", booking.booked_time(), &violations);
  }
  if (booking.has_renewal_time()) {
    CheckInstant("booking.renewal_time", booking.renewal_time(), &violations);
  }
  CheckCurrency("booking.currency_code", booking.currency_code(), &violations);
  CheckLines(booking, &violations);
  CheckShares("booking.splits", booking.splits(), &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  AddWarnings(&booking);
  return booking;
}

absl::StatusOr<int64_t> TotalChange(const v1::Booking& booking) {
  // Exact in 128 bits, so that large gains and losses may offset each other.
  absl::int128 total = 0;
  for (const v1::BookingLine& line : booking.lines()) {
    total += absl::int128(line.new_arr_minor()) - line.prior_arr_minor();
  }
  return DivideHalfEven(total, 1);
}

bool RaisesArr(const v1::Booking& booking) {
  return std::any_of(booking.lines().begin(), booking.lines().end(), [](const auto& line) {
    return line.new_arr_minor() > line.prior_arr_minor();
  });
}

bool LowersArr(const v1::Booking& booking) {
  return std::any_of(booking.lines().begin(), booking.lines().end(), [](const auto& line) {
    return line.new_arr_minor() < line.prior_arr_minor();
  });
}

}  // namespace baton::domain
