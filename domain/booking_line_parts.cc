#include "domain/booking_line_parts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

// The part of a rise that the contract's uplift covers. A product that does not fit into 64
// bits lies above every rise.
int64_t UpliftOf(const v1::BookingLine& line, int64_t rise_minor) {
  const absl::StatusOr<int64_t> most = ApplyRate(line.uplift_bp(), line.prior_arr_minor());
  return most.ok() ? std::min(rise_minor, *most) : rise_minor;
}

// Both are 0 or more, so the difference fits.
int64_t ChangeOf(const v1::BookingLine& line) {
  return line.new_arr_minor() - line.prior_arr_minor();
}

// Parts of zero are left out.
void Add(PartKind kind, int64_t amount_minor, LineParts* parts) {
  if (amount_minor != 0) parts->push_back({kind, amount_minor});
}

void AddRenewal(const v1::BookingLine& line, int64_t change_minor, LineParts* parts) {
  Add(PartKind::kRetained, std::min(line.prior_arr_minor(), line.new_arr_minor()), parts);
  if (change_minor < 0) Add(PartKind::kLoss, change_minor, parts);
  if (change_minor <= 0) return;
  const int64_t uplift = UpliftOf(line, change_minor);
  Add(PartKind::kUplift, uplift, parts);
  Add(PartKind::kExpansion, change_minor - uplift, parts);
}

// Writes one line's amounts.
class LineText {
 public:
  LineText(const v1::BookingLine& line, const std::string& currency_code)
      : line_(line), currency_code_(currency_code) {}

  std::string Of(const LinePart& part) const {
    return absl::StrCat("Line ", line_.line(), " (", line_.product(), ") goes from ",
                        Amount(line_.prior_arr_minor()), " to ", Amount(line_.new_arr_minor()),
                        ": ", What(part));
  }

 private:
  std::string Amount(int64_t amount_minor) const {
    return AmountText(amount_minor, currency_code_);
  }

  std::string What(const LinePart& part) const {
    const std::string amount = Amount(part.amount_minor);
    switch (part.kind) {
      case PartKind::kRetained:
        return absl::StrCat(amount, " is kept by the renewal.");
      case PartKind::kUplift:
        return Uplift(amount);
      case PartKind::kExpansion:
        return Expansion(part, amount);
      case PartKind::kCrossSell:
        return absl::StrCat(amount, " is new: the account owned nothing in ", line_.product_line(),
                            " before.");
      case PartKind::kLoss:
        break;
    }
    return absl::StrCat(amount, " is lost.");
  }

  std::string Uplift(const std::string& amount) const {
    if (line_.kind() == v1::BOOKING_LINE_KIND_PRICE_UPLIFT) {
      return absl::StrCat("the price rises by ", amount, ", which is uplift.");
    }
    return absl::StrCat(amount, " is contractual uplift, at most ", RateText(line_.uplift_bp()),
                        " of ", Amount(line_.prior_arr_minor()), ".");
  }

  std::string Expansion(const LinePart& part, const std::string& amount) const {
    if (line_.kind() != v1::BOOKING_LINE_KIND_RENEWAL) {
      return absl::StrCat(amount, " is added to what the account owns in ", line_.product_line(),
                          ".");
    }
    const int64_t rise_minor = ChangeOf(line_);
    return absl::StrCat("of the rise of ", Amount(rise_minor), ", ",
                        Amount(rise_minor - part.amount_minor),
                        " is contractual uplift and the rest, ", amount, ", is expansion.");
  }

  const v1::BookingLine& line_;
  const std::string& currency_code_;
};

}  // namespace

LineParts TakeApart(const v1::BookingLine& line, bool owned) {
  LineParts parts;
  const int64_t change_minor = ChangeOf(line);
  if (line.kind() == v1::BOOKING_LINE_KIND_RENEWAL) {
    AddRenewal(line, change_minor, &parts);
  } else if (change_minor < 0) {
    Add(PartKind::kLoss, change_minor, &parts);
  } else if (line.kind() == v1::BOOKING_LINE_KIND_PRICE_UPLIFT) {
    Add(PartKind::kUplift, change_minor, &parts);
  } else {
    const bool known = line.prior_arr_minor() > 0 || owned;
    Add(known ? PartKind::kExpansion : PartKind::kCrossSell, change_minor, &parts);
  }
  return parts;
}

std::string LinePartText(const LinePart& part, const v1::BookingLine& line,
                         const std::string& currency_code) {
  return LineText(line, currency_code).Of(part);
}

}  // namespace baton::domain
