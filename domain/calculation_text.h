// Calculations as people read them in an explanation: "30% of 18,000.00 USD = 5,400.00 USD".
#pragma once

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "baton/v1/common.pb.h"

namespace baton::domain {

// One step: the rule's number ("C-2") and what it did.
v1::ExplanationStep Step(absl::string_view rule, absl::string_view text);

// "18,000.00 USD", "-1,200 JPY". An unknown currency shows its minor units: "1800000/XXX".
std::string AmountText(int64_t amount_minor, absl::string_view currency_code);

// "30%", "12.75%", "0%".
std::string RateText(int64_t rate_bp);

// "30% of 18,000.00 USD = 5,400.00 USD". Shows the result it is given; it does not compute.
std::string ShareText(int64_t rate_bp, int64_t amount_minor, int64_t result_minor,
                      absl::string_view currency_code);

}  // namespace baton::domain
