// One booking line taken apart, before anything is known of the account's health.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "baton/v1/attribution_service.pb.h"

namespace baton::domain {

// What a part of a line is by itself. What it counts as is A-3's affair.
enum class PartKind { kRetained, kUplift, kExpansion, kCrossSell, kLoss };

struct LinePart {
  PartKind kind = PartKind::kRetained;
  // Never 0; negative for a loss alone.
  int64_t amount_minor = 0;
  // A-1's arithmetic in words.
  std::string text;
};

// The parts of a line, in the rule's order; parts of zero are left out. `owned` says whether
// the account, as it stood before the booking, owned something in the line's product line (or the
// product, by policy cross_sell_by).
std::vector<LinePart> TakeApart(const v1::BookingLine& line, bool owned,
                                const std::string& currency_code);

}  // namespace baton::domain
