#include "tools/cli/csv_chunks.h"

namespace baton::cli {
namespace {

// Takes the next line with its end off `text`.
absl::string_view TakeLine(absl::string_view* text) {
  bool quoted = false;
  size_t end = 0;
  while (end < text->size()) {
    const char c = (*text)[end++];
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
  }
  const absl::string_view line = text->substr(0, end);
  text->remove_prefix(end);
  return line;
}

bool IsEmpty(absl::string_view line) {
  return line.find_first_not_of("\r\n") == absl::string_view::npos;
}

}  // namespace

std::vector<CsvChunk> SplitCsv(absl::string_view text, int most_rows) {
  std::vector<CsvChunk> chunks;
  const absl::string_view header = TakeLine(&text);
  int row = 0;
  while (!text.empty()) {
    const absl::string_view line = TakeLine(&text);
    if (IsEmpty(line)) continue;
    ++row;
    if (chunks.empty() || chunks.back().rows == most_rows) {
      CsvChunk& chunk = chunks.emplace_back();
      chunk.text = std::string(header);
      chunk.first_row = row;
    }
    CsvChunk& chunk = chunks.back();
    if (chunk.text.back() != '\n') chunk.text.push_back('\n');
    chunk.text.append(line.data(), line.size());
    ++chunk.rows;
  }
  return chunks;
}

}  // namespace baton::cli
