// CSV files that come inside payloads (RFC 4180): a header row, commas, line feeds with or without
// carriage returns, quotes around what needs them. Pure.
#pragma once

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "adapters/json.h"

namespace baton::adapters {

// The rows as objects of the header's names, each with its texts; an empty field is null. Empty
// lines and a byte order mark are passed over.
//
// InvalidArgument, a predicate that names the row from 1 behind the header: a row of another width
// than the header, a column named twice or not at all, a quote out of place or without an end, more
// than kMaxFacts rows, no header.
absl::StatusOr<json::Value> ParseCsv(absl::string_view text);

}  // namespace baton::adapters
