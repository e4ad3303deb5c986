// A booking line as typed: "renewal product_line=core prior=100,000 new=105,000 uplift=5%".
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/attribution_service.pb.h"

namespace baton::cli {

// The kind, then words key=value: product_line (required), product (default: the product line),
// prior and new (amounts in the currency, default 0), uplift (a rate), line (the line's id),
// effective (a day or an instant). InvalidArgument names the word that can't be read.
absl::StatusOr<v1::BookingLine> ParseBookingLine(absl::string_view text,
                                                 absl::string_view currency_code);

}  // namespace baton::cli
