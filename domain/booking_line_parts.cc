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

// Builds the parts of one line, dropping those of zero.
class Parts {
 public:
  Parts(const v1::BookingLine& line, const std::string& currency_code)
      : line_(line), currency_code_(currency_code) {}

  template <typename... Text>
  void Add(PartKind kind, int64_t amount_minor, const Text&... text) {
    if (amount_minor == 0) return;
    parts_.push_back({kind, amount_minor, absl::StrCat(Before(), text...)});
  }

  std::string Amount(int64_t amount_minor) const {
    return AmountText(amount_minor, currency_code_);
  }

  std::vector<LinePart> Take() { return std::move(parts_); }

 private:
  std::string Before() const {
    return absl::StrCat("Line ", line_.line(), " (", line_.product(), ") goes from ",
                        Amount(line_.prior_arr_minor()), " to ", Amount(line_.new_arr_minor()),
                        ": ");
  }

  const v1::BookingLine& line_;
  const std::string& currency_code_;
  std::vector<LinePart> parts_;
};

void AddLoss(int64_t change_minor, Parts* parts) {
  parts->Add(PartKind::kLoss, change_minor, parts->Amount(change_minor), " is lost.");
}

void AddRenewalRise(const v1::BookingLine& line, int64_t rise_minor, Parts* parts) {
  const int64_t uplift = UpliftOf(line, rise_minor);
  parts->Add(PartKind::kUplift, uplift, parts->Amount(uplift), " is contractual uplift, at most ",
             RateText(line.uplift_bp()), " of ", parts->Amount(line.prior_arr_minor()), ".");
  const int64_t expansion = rise_minor - uplift;
  parts->Add(PartKind::kExpansion, expansion, "of the rise of ", parts->Amount(rise_minor), ", ",
             parts->Amount(uplift), " is contractual uplift and the rest, ",
             parts->Amount(expansion), ", is expansion.");
}

void AddRenewal(const v1::BookingLine& line, int64_t change_minor, Parts* parts) {
  const int64_t retained = std::min(line.prior_arr_minor(), line.new_arr_minor());
  parts->Add(PartKind::kRetained, retained, parts->Amount(retained), " is kept by the renewal.");
  if (change_minor > 0) AddRenewalRise(line, change_minor, parts);
  if (change_minor < 0) AddLoss(change_minor, parts);
}

void AddPriceUplift(int64_t change_minor, Parts* parts) {
  if (change_minor < 0) return AddLoss(change_minor, parts);
  parts->Add(PartKind::kUplift, change_minor, "the price rises by ", parts->Amount(change_minor),
             ", which is uplift.");
}

void AddAddOn(const v1::BookingLine& line, bool owned, int64_t change_minor, Parts* parts) {
  if (change_minor < 0) return AddLoss(change_minor, parts);
  if (line.prior_arr_minor() > 0 || owned) {
    parts->Add(PartKind::kExpansion, change_minor, parts->Amount(change_minor),
               " is added to what the account owns in ", line.product_line(), ".");
  } else {
    parts->Add(PartKind::kCrossSell, change_minor, parts->Amount(change_minor),
               " is new: the account owned nothing in ", line.product_line(), " before.");
  }
}

}  // namespace

std::vector<LinePart> TakeApart(const v1::BookingLine& line, bool owned,
                                const std::string& currency_code) {
  Parts parts(line, currency_code);
  // Both are 0 or more, so the difference fits.
  const int64_t change_minor = line.new_arr_minor() - line.prior_arr_minor();
  switch (line.kind()) {
    case v1::BOOKING_LINE_KIND_RENEWAL:
      AddRenewal(line, change_minor, &parts);
      break;
    case v1::BOOKING_LINE_KIND_PRICE_UPLIFT:
      AddPriceUplift(change_minor, &parts);
      break;
    default:
      AddAddOn(line, owned, change_minor, &parts);
  }
  return parts.Take();
}

}  // namespace baton::domain
