#include "tools/cli/render.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/display_text.h"

namespace baton::cli {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kNoteIndent = 5;
constexpr size_t kNarrowestColumn = 12;
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

Table::Layout Table::Fit(const Terminal& terminal) const {
  Layout whole;
  for (size_t i = 0; i < columns_.size(); ++i) {
    size_t width = DisplayWidth(columns_[i].title);
    for (const Row& row : rows_) width = std::max(width, DisplayWidth(row.cells[i].text));
    whole.columns.push_back(i);
    whole.widths.push_back(width);
  }
  while (terminal.width > 0) {
    Layout layout = whole;
    Shrink(terminal.width, layout);
    const auto spare = std::find_if(whole.columns.rbegin(), whole.columns.rend(),
                                    [this](size_t column) { return columns_[column].spare; });
    if (Total(layout.widths) <= terminal.width || spare == whole.columns.rend()) return layout;
    const auto at = std::prev(spare.base()) - whole.columns.begin();
    whole.columns.erase(whole.columns.begin() + at);
    whole.widths.erase(whole.widths.begin() + at);
  }
  return whole;
}

void Table::Shrink(size_t width, Layout& layout) const {
  while (Total(layout.widths) > width) {
    size_t* widest = nullptr;
    for (size_t i = 0; i < layout.columns.size(); ++i) {
      const Column& column = columns_[layout.columns[i]];
      const size_t least = std::max(kNarrowestColumn, DisplayWidth(column.title));
      if (column.kind != Column::kShrink || layout.widths[i] <= least) continue;
      if (widest == nullptr || layout.widths[i] > *widest) widest = &layout.widths[i];
    }
    if (widest == nullptr) return;
    --*widest;
  }
}

std::string Table::RenderRow(const std::vector<Cell>& cells, const Layout& layout,
                             const Terminal& terminal) const {
  std::string line;
  for (size_t i = 0; i < layout.columns.size(); ++i) {
    const Cell& cell = cells[layout.columns[i]];
    const size_t width = layout.widths[i];
    const bool last = i + 1 == layout.columns.size();
    const bool right = columns_[layout.columns[i]].kind == Column::kRight;
    const std::string shown = Truncate(cell.text, width);
    const std::string padded = last && !right ? shown : Pad(shown, width, right);
    absl::StrAppend(&line, i == 0 ? "" : std::string(kGap, ' '),
                    terminal.Paint(padded, cell.style));
  }
  absl::StripTrailingAsciiWhitespace(&line);
  return line + "\n";
}

std::string Table::Render(const Terminal& terminal) const {
  const Layout layout = Fit(terminal);
  std::vector<Cell> header;
  for (const Column& column : columns_) header.emplace_back(column.title, Style::kBold);
  std::string text = RenderRow(header, layout, terminal);
  for (const Row& row : rows_) {
    absl::StrAppend(&text, RenderRow(row.cells, layout, terminal));
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
