// Tables and lists of fields, for people. On a terminal they fit its width; elsewhere nothing is
// cut.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "tools/cli/terminal.h"

namespace baton::cli {

// One cell: any text, made safe for a terminal when it is drawn.
struct Cell {
  Cell(std::string cell_text, Style cell_style = Style::kPlain)  // NOLINT: rows read as lists
      : text(std::move(cell_text)), style(cell_style) {}
  Cell(const char* cell_text) : text(cell_text) {}  // NOLINT: as above

  std::string text;
  Style style = Style::kPlain;
};

struct Column {
  std::string title;
  // kRight for numbers; kShrink for text that may be cut to fit a terminal. Ids are never cut.
  enum Kind { kLeft, kRight, kShrink } kind = kLeft;
  // Left out, the last one first, on a terminal that is too narrow for all.
  bool spare = false;
};

// Aligned columns under a header, two spaces between them.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // One cell a column.
  void AddRow(std::vector<Cell> cells);

  // A paragraph under the row added last, indented and wrapped to the terminal.
  void AddNote(std::string text);

  bool empty() const { return rows_.empty(); }

  // Header and rows, each ending in a line break.
  std::string Render(const Terminal& terminal) const;

 private:
  struct Row {
    std::vector<Cell> cells;
    std::vector<std::string> notes;
  };

  // The columns shown, by their position, and how wide each is.
  struct Layout {
    std::vector<size_t> columns;
    std::vector<size_t> widths;
  };

  Layout Fit(const Terminal& terminal) const;
  // Cuts text columns until the table fits, if it can.
  void Shrink(size_t width, Layout& layout) const;
  std::string RenderRow(const std::vector<Cell>& cells, const Layout& layout,
                        const Terminal& terminal) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

// "Label  value" lines with the values below each other. Long values wrap.
class FieldList {
 public:
  // A field without a value is left out.
  void Add(std::string label, Cell value);

  std::string Render(const Terminal& terminal) const;

 private:
  std::vector<std::pair<std::string, Cell>> fields_;
};

// `text` wrapped to the terminal with every line indented by `indent` columns.
std::string Indented(const std::string& text, size_t indent, const Terminal& terminal);

}  // namespace baton::cli
