// Instants and days as vendors write them. Pure.
//
// An instant is read from milliseconds since 1970 (a number or its text) or from ISO 8601 text with
// an offset: "2026-11-12T16:04:11.000+0000", "...Z", "...-07:00". A date without a time is its
// midnight in UTC. A time without an offset is refused: nobody knows when it was.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace baton::adapters {

// The instant, cut to microseconds, from 1973 to 9999. InvalidArgument says what is wrong.
absl::StatusOr<absl::Time> ParseInstant(absl::string_view text);

// The day in UTC, as YYYY-MM-DD, of a date or of an instant.
absl::StatusOr<std::string> ParseDay(absl::string_view text);

}  // namespace baton::adapters
