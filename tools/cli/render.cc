#include "tools/cli/render.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/display_text.h"

namespace baton::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNoteIndent = 5;
constexpr size_t kNarrowestColumn = 8;
constexpr size_t kNarrowestText = 20;

size_t Total(const std::vector<size_t>& widths) {
  size_t total = widths.empty() ? 0 : kGap * (widths.size() - 1);
  for (const size_t width : widths) total += width;
  return total;
}

// Columns that text has beside `used` ones; 0, without end, off a terminal.
size_t Room(const Terminal& terminal, size_t used) {
  if (terminal.width == 0) return 0;
  return terminal.width > used + kNarrowestText ? terminal.width - used : kNarrowestText;
}

}  // namespace

void Table::AddRow(std::vector<Cell> cells) {
  for (Cell& cell : cells) cell.text = OneLine(cell.text);
  rows_.push_back({std::move(cells), {}});
}

void Table::AddNote(std::string text) { rows_.back().notes.push_back(std::move(text)); }

std::vector<size_t> Table::Widths(const Terminal& terminal) const {
  std::vector<size_t> widths;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].title);
    for (const Row& row : rows_) width = std::max(width, DisplayWidth(row.cells[i].text));
    widths.push_back(width);
  }
  while (terminal.width > 0 && Total(widths) > terminal.width) {
    size_t widest = columns_.size();
    for (size_t i = 0; i < columns_.size(); ++i) {
      const size_t least = std::max(kNarrowestColumn, DisplayWidth(columns_[i].title));
      if (columns_[i].kind != Column::kShrink || widths[i] <= least) continue;
      if (widest == columns_.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == columns_.size()) break;
    --widths[widest];
  }
  return widths;
}

std::string Table::RenderRow(const std::vector<Cell>& cells, const std::vector<size_t>& widths,
                             const Terminal& terminal) const {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    const bool last = i + 1 == cells.size();
    const bool right = columns_[i].kind == Column::kRight;
    const std::string shown = Truncate(cells[i].text, widths[i]);
    const std::string padded = last && !right ? shown : Pad(shown, widths[i], right);
    absl::StrAppend(&line, i == 0 ? "" : std::string(kGap, ' '),
                    terminal.Paint(padded, cells[i].style));
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line + "\n";
}

std::string Table::Render(const Terminal& terminal) const {
  const std::vector<size_t> widths = Widths(terminal);
  std::vector<Cell> header;
  for (const Column& column : columns_) header.emplace_back(column.title, Style::kBold);
  std::string text = RenderRow(header, widths, terminal);
  for (const Row& row : rows_) {
    absl::StrAppend(&text, RenderRow(row.cells, widths, terminal));
    for (const std::string& note : row.notes) {
      absl::StrAppend(&text, Indented(note, kNoteIndent, terminal));
    }
  }
  return text;
}

void FieldList::Add(std::string label, Cell value) {
  if (!value.text.empty()) fields_.emplace_back(std::move(label), std::move(value));
}

std::string FieldList::Render(const Terminal& terminal) const {
  size_t label_width = 0;
  for (const auto& [label, value] : fields_) {
    label_width = std::max(label_width, DisplayWidth(label) + kGap);
  }
  std::string text;
  for (const auto& [label, value] : fields_) {
    std::string head = Pad(label, label_width, false);
    for (const std::string& line : Wrap(value.text, Room(terminal, label_width))) {
      absl::StrAppend(&text, head, terminal.Paint(line, value.style), "\n");
      head.assign(label_width, ' ');
    }
  }
  return text;
}

std::string Indented(const std::string& text, size_t indent, const Terminal& terminal) {
  std::string indented;
  for (const std::string& line : Wrap(text, Room(terminal, indent))) {
    absl::StrAppend(&indented, std::string(indent, ' '), line, "\n");
  }
  return indented;
}

}  // namespace baton::cli
