// A CSV file in pieces that are CSV files themselves.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace baton::cli {

struct CsvChunk {
  // The header and some rows, as they stand in the file.
  std::string text;
  // Which of the file's rows is its first, from 1 behind the header.
  int first_row = 1;
  int rows = 0;
};

// Pieces of at most `most_rows` rows. A line feed within quotes ends no row; empty lines are left
// out. No pieces where there is no row behind the header.
std::vector<CsvChunk> SplitCsv(absl::string_view text, int most_rows);

}  // namespace baton::cli
