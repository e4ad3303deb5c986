#include <libxml/HTMLparser.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "adapters/text.h"

namespace baton::adapters {
namespace {

constexpr absl::string_view kBlockTags[] = {
    "address", "article", "aside",    "blockquote", "body",    "br",    "caption", "dd", "div",
    "dl",      "dt",      "fieldset", "figure",     "footer",  "form",  "h1",      "h2", "h3",
    "h4",      "h5",      "h6",       "head",       "header",  "hr",    "html",    "li", "main",
    "nav",     "ol",      "p",        "pre",        "section", "table", "tbody",   "td", "tfoot",
    "th",      "thead",   "title",    "tr",         "ul"};
// Longer entity names than these are none of HTML 4's.
constexpr size_t kMaxEntity = 12;
constexpr absl::string_view kNoBreakSpace = "\xC2\xA0";

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    *out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  const uint32_t lead = more == 1 ? 0xC0 : more == 2 ? 0xE0 : 0xF0;
  *out += static_cast<char>(lead | (code >> (6 * more)));
  for (int i = more - 1; i >= 0; --i) *out += static_cast<char>(0x80 | ((code >> (6 * i)) & 0x3F));
}

// The character that an entity's name stands for ("amp", "#39", "#x2019"); 0 when for none.
uint32_t EntityCode(absl::string_view name) {
  uint32_t code = 0;
  if (absl::ConsumePrefix(&name, "#")) {
    const bool hex = absl::StartsWithIgnoreCase(name, "x");
    const bool read =
        hex ? absl::SimpleHexAtoi(name.substr(1), &code) : absl::SimpleAtoi(name, &code);
    const bool character = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return read && character ? code : 0;
  }
  if (name == "apos") return '\'';
  const std::string terminated(name);
  const auto* entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(terminated.c_str()));
  return entity != nullptr ? entity->value : 0;
}

// Reads HTML from front to back, once.
class Reader {
 public:
  explicit Reader(absl::string_view html) : rest_(html) {}

  std::string Read() {
    while (!rest_.empty()) {
      if (rest_.front() == '<' && SkipComment()) continue;
      if (rest_.front() == '<' && SkipTag()) continue;
      if (rest_.front() == '&' && TakeEntity()) continue;
      TakeCharacter();
    }
    if (!text_.empty() && text_.back() == ' ') text_.pop_back();
    return std::move(text_);
  }

 private:
  void AppendBlank() {
    if (!text_.empty() && text_.back() != ' ') text_ += ' ';
  }

  void TakeCharacter() {
    if (absl::ConsumePrefix(&rest_, kNoBreakSpace)) return AppendBlank();
    if (absl::ascii_isspace(rest_.front())) {
      AppendBlank();
    } else {
      text_ += rest_.front();
    }
    rest_.remove_prefix(1);
  }

  bool TakeEntity() {
    const size_t end = rest_.substr(0, kMaxEntity).find(';');
    if (end == absl::string_view::npos) return false;
    const uint32_t code = EntityCode(rest_.substr(1, end - 1));
    if (code == 0) return false;
    rest_.remove_prefix(end + 1);
    const bool blank =
        code == 0xA0 || (code < 0x80 && absl::ascii_isspace(static_cast<char>(code)));
    if (blank) {
      AppendBlank();
    } else {
      AppendUtf8(code, &text_);
    }
    return true;
  }

  bool SkipComment() {
    if (comments_end_ || !absl::StartsWith(rest_, "<!--")) return false;
    const size_t end = rest_.find("-->", 4);
    comments_end_ = end == absl::string_view::npos;
    if (comments_end_) return false;
    rest_.remove_prefix(end + 3);
    return true;
  }

  bool SkipTag() {
    if (tags_end_) return false;
    absl::string_view tag = rest_.substr(1);
    const bool closes = absl::ConsumePrefix(&tag, "/");
    if (tag.empty() || !absl::ascii_isalpha(tag.front())) return false;
    const size_t end = TagEnd(tag);
    tags_end_ = end == absl::string_view::npos;
    if (tags_end_) return false;
    const auto* name_end = std::find_if_not(tag.begin(), tag.end(), absl::ascii_isalnum);
    const std::string name = absl::AsciiStrToLower(tag.substr(0, name_end - tag.begin()));
    rest_ = tag.substr(end + 1);
    if (std::binary_search(std::begin(kBlockTags), std::end(kBlockTags), name)) AppendBlank();
    if (!closes && (name == "script" || name == "style")) SkipPast(name);
    return true;
  }

  // Where the ">" of a tag is: not inside the quotes of an attribute, if those end.
  static size_t TagEnd(absl::string_view tag) {
    char quote = 0;
    for (size_t i = 0; i < tag.size(); ++i) {
      if (quote != 0) {
        if (tag[i] == quote) quote = 0;
      } else if ((tag[i] == '"' || tag[i] == '\'') && tag[i - 1] == '=') {
        quote = tag[i];
      } else if (tag[i] == '>') {
        return i;
      }
    }
    return tag.find('>');
  }

  // Drops what a script or a style sheet holds: nobody reads it.
  void SkipPast(const std::string& name) {
    for (size_t at = rest_.find("</"); at != absl::string_view::npos;
         at = rest_.find("</", at + 2)) {
      if (!absl::StartsWithIgnoreCase(rest_.substr(at + 2), name)) continue;
      rest_.remove_prefix(at);
      return;
    }
    rest_ = absl::string_view();
  }

  absl::string_view rest_;
  std::string text_;
  // No comment, no tag ends behind this point: without these a hostile text costs its length
  // squared.
  bool comments_end_ = false;
  bool tags_end_ = false;
};

}  // namespace

std::string PlainText(absl::string_view html) { return Reader(html).Read(); }

}  // namespace baton::adapters
