#include "tools/cli/display_text.h"

#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace baton::cli {
namespace {

constexpr absl::string_view kEllipsis = "\u2026";

struct Range {
  uint32_t first;
  uint32_t last;
};
constexpr Range kZeroWidth[] = {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF},
                                {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}};
constexpr Range kDoubleWidth[] = {
    {0x1100, 0x115F}, {0x2E80, 0xA4CF}, {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};

template <size_t N>
bool Contains(const Range (&ranges)[N], uint32_t code_point) {
  for (const Range& range : ranges) {
    if (code_point >= range.first && code_point <= range.last) return true;
  }
  return false;
}

struct Character {
  uint32_t code_point;
  size_t bytes;
};

// The first character of `text`, which is not empty. A byte that starts none stands for itself.
Character Decode(absl::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (bytes == 1 || text.size() < bytes) return {lead, 1};
  uint32_t code_point = lead & (0x7F >> bytes);
  for (size_t i = 1; i < bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0) != 0x80) return {lead, 1};
    code_point = code_point << 6 | (next & 0x3F);
  }
  return {code_point, bytes};
}

size_t WidthOf(uint32_t code_point) {
  if (Contains(kZeroWidth, code_point)) return 0;
  return Contains(kDoubleWidth, code_point) ? 2 : 1;
}

// C0, DEL and C1: what a terminal would act on.
bool IsControl(uint32_t code_point) {
  return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0);
}

void WrapParagraph(absl::string_view paragraph, size_t width, std::vector<std::string>& lines) {
  std::string line;
  for (const absl::string_view word : absl::StrSplit(paragraph, ' ')) {
    if (!line.empty() && DisplayWidth(line) + 1 + DisplayWidth(word) > width) {
      lines.push_back(line);
      line.clear();
    }
    absl::StrAppend(&line, line.empty() ? "" : " ", word);
  }
  lines.push_back(line);
}

}  // namespace

size_t DisplayWidth(absl::string_view text) {
  size_t width = 0;
  while (!text.empty()) {
    const Character character = Decode(text);
    width += WidthOf(character.code_point);
    text.remove_prefix(character.bytes);
  }
  return width;
}

std::string OneLine(absl::string_view text) {
  std::string line;
  while (!text.empty()) {
    const Character character = Decode(text);
    if (character.bytes == 1 && absl::ascii_isspace(static_cast<unsigned char>(text[0]))) {
      line += ' ';
    } else if (IsControl(character.code_point)) {
      line += '?';
    } else {
      absl::StrAppend(&line, text.substr(0, character.bytes));
    }
    text.remove_prefix(character.bytes);
  }
  return line;
}

std::string Truncate(absl::string_view text, size_t width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width == 0) return "";
  size_t kept = 0;
  size_t used = 0;
  while (kept < text.size()) {
    const Character character = Decode(text.substr(kept));
    if (used + WidthOf(character.code_point) > width - 1) break;
    used += WidthOf(character.code_point);
    kept += character.bytes;
  }
  return absl::StrCat(text.substr(0, kept), kEllipsis);
}

std::string Pad(absl::string_view text, size_t width, bool right) {
  const size_t used = DisplayWidth(text);
  const std::string fill(used < width ? width - used : 0, ' ');
  return right ? absl::StrCat(fill, text) : absl::StrCat(text, fill);
}

std::vector<std::string> Wrap(absl::string_view text, size_t width) {
  std::vector<std::string> lines;
  for (const absl::string_view paragraph : absl::StrSplit(text, '\n')) {
    const std::string clean = OneLine(paragraph);
    if (width == 0) {
      lines.push_back(clean);
    } else {
      WrapParagraph(clean, width, lines);
    }
  }
  return lines;
}

}  // namespace baton::cli
