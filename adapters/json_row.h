// Rows as JSON objects, for the tools that take those.
#pragma once

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "adapters/export_line.h"

namespace baton::adapters {

// How a number of a row is written: as one, or as a text for tools that read every field as text.
enum class JsonNumbers { kAsNumbers, kAsTexts };

// Appends the rows' objects, each on a line of its own, with commas between: what stands between
// the brackets of a list. A row may have more cells than `columns`; the others are left out.
void AppendJsonRows(ExportColumns columns, const std::vector<ExportRow>& rows, JsonNumbers numbers,
                    std::string* json);

}  // namespace baton::adapters
