// A CSV file (RFC 4180) of statement lines: UTF-8 without a byte order mark, commas, line feeds,
// one header row, quotes only where needed, nothing for null. Also CaptivateIQ's bulk import.
//
// A spreadsheet reads a text that begins with =, +, -, @, a tab or a carriage return as a formula.
// Such a text gets an apostrophe in front; numbers stay as they are. Chunks are to be joined.
#pragma once

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "adapters/exporter.h"

namespace baton::adapters {

// A text as a CSV field: harmless to a spreadsheet, quoted where it needs quotes.
std::string CsvField(absl::string_view text);

class CsvExporter : public Exporter {
 public:
  std::unique_ptr<ExportWriter> NewWriter() const override;
};

}  // namespace baton::adapters
