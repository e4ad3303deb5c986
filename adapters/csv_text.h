// Rows as CSV (RFC 4180): UTF-8, commas, line feeds, quotes only where needed, nothing for null.
//
// A spreadsheet reads a text that begins with =, +, -, @, a tab or a carriage return as a formula.
// Such a text gets an apostrophe in front; numbers stay as they are.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "adapters/cell.h"

namespace baton::adapters {

// A text as a CSV field: harmless to a spreadsheet, quoted where it needs quotes.
std::string CsvField(absl::string_view text);

// A row with its line feed.
std::string CsvLine(absl::Span<const Cell> row);

}  // namespace baton::adapters
