#include "domain/erased_text.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "domain/json_object.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

using google::protobuf::FieldDescriptor;

// A byte of a letter or a digit; of a letter beyond ASCII, any of its bytes.
bool IsWordByte(char byte) {
  return absl::ascii_isalnum(static_cast<unsigned char>(byte)) ||
         static_cast<unsigned char>(byte) >= 0x80;
}

bool IsAddressByte(char byte) { return IsWordByte(byte) || absl::StrContains("._%+-", byte); }

// `word` is lower case.
bool BeginsWith(std::string_view text, const std::string& word) {
  return text.size() >= word.size() &&
         std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
           return a == absl::ascii_tolower(static_cast<unsigned char>(b));
         });
}

bool BeginsWhole(std::string_view text, size_t at, bool email) {
  if (at == 0) return true;
  return !(email ? IsAddressByte(text[at - 1]) : IsWordByte(text[at - 1]));
}

// "ann@x.com" ends in "ann@x.com." and goes on in "ann@x.com.au".
bool EndsWhole(std::string_view text, size_t end, bool email) {
  if (end == text.size()) return true;
  if (IsWordByte(text[end])) return false;
  if (!email) return true;
  if (text[end] == '-') return false;
  return text[end] != '.' || end + 1 == text.size() || !IsWordByte(text[end + 1]);
}

void AppendUtf8(uint32_t point, std::string* out) {
  if (point < 0x80) {
    out->push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out->push_back(static_cast<char>(0xC0 | point >> 6));
    out->push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000) {
    out->push_back(static_cast<char>(0xE0 | point >> 12));
    out->push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    out->push_back(static_cast<char>(0xF0 | point >> 18));
    out->push_back(static_cast<char>(0x80 | (point >> 12 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (point >> 6 & 0x3F)));
    out->push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

// The four hexadecimal digits behind "\u" at `at`; -1 when they are none.
int64_t UnitAt(std::string_view text, size_t at) {
  uint32_t unit = 0;
  if (text.size() < at + 6 || text[at] != '\\' || text[at + 1] != 'u' ||
      !absl::SimpleHexAtoi(std::string(text.substr(at + 2, 4)), &unit)) {
    return -1;
  }
  return unit;
}

// Decodes the escape at `at`, a backslash, and answers where the text goes on; 0 when it is none.
size_t DecodeEscape(std::string_view text, size_t at, std::string* out) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeant = "\"\\/\b\f\n\r\t";
  if (at + 1 >= text.size()) return 0;
  const size_t letter = kLetters.find(text[at + 1]);
  if (letter != std::string_view::npos) {
    out->push_back(kMeant[letter]);
    return at + 2;
  }
  const int64_t unit = UnitAt(text, at);
  if (unit < 0 || (unit >= 0xDC00 && unit < 0xE000)) return 0;
  if (unit < 0xD800 || unit >= 0xE000) {
    AppendUtf8(static_cast<uint32_t>(unit), out);
    return at + 6;
  }
  const int64_t low = UnitAt(text, at + 6);
  if (low < 0xDC00 || low >= 0xE000) return 0;
  AppendUtf8(static_cast<uint32_t>(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)), out);
  return at + 12;
}

// Reads the JSON string that begins behind the quote at `open`; answers the place behind its
// closing quote, 0 when it is none.
size_t ReadString(std::string_view json, size_t open, std::string* decoded) {
  decoded->clear();
  size_t at = open + 1;
  while (at < json.size() && json[at] != '"') {
    if (json[at] == '\\') {
      at = DecodeEscape(json, at, decoded);
      if (at == 0) return 0;
    } else {
      decoded->push_back(json[at++]);
    }
  }
  return at < json.size() ? at + 1 : 0;
}

// What names a record, here or elsewhere: erasing keeps ids.
bool IsResourceName(std::string_view text) { return text.substr(0, 8) == "tenants/"; }

}  // namespace

TextEraser::TextEraser(const std::vector<std::string>& names,
                       const std::vector<std::string>& emails) {
  for (const std::string& name : names) {
    if (name == kErased || CountCharacters(name) < kMinErasedName) continue;
    words_.push_back({absl::AsciiStrToLower(name), false});
  }
  for (const std::string& email : emails) {
    if (!email.empty() && email != kErased) words_.push_back({absl::AsciiStrToLower(email), true});
  }
  std::stable_sort(words_.begin(), words_.end(),
                   [](const Word& a, const Word& b) { return a.text.size() > b.text.size(); });
}

const TextEraser::Word* TextEraser::Match(std::string_view text, size_t at) const {
  for (const Word& word : words_) {
    if (BeginsWith(text.substr(at), word.text) && BeginsWhole(text, at, word.email) &&
        EndsWhole(text, at + word.text.size(), word.email)) {
      return &word;
    }
  }
  return nullptr;
}

std::optional<std::string> TextEraser::Erase(std::string_view text) const {
  std::string left;
  size_t copied = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const Word* word = Match(text, at);
    if (word == nullptr) continue;
    left.append(text.substr(copied, at - copied)).append(kErased);
    copied = at + word->text.size();
    at = copied - 1;
  }
  if (copied == 0) return std::nullopt;
  return left.append(text.substr(copied));
}

std::optional<std::string> TextEraser::EraseJson(std::string_view json) const {
  std::string left;
  std::string decoded;
  bool found = false;
  size_t copied = 0;
  for (size_t open = json.find('"'); open != std::string_view::npos;
       open = json.find('"', copied)) {
    const size_t end = ReadString(json, open, &decoded);
    if (end == 0) break;  // no JSON from here on
    const auto erased = IsResourceName(decoded) ? std::nullopt : Erase(decoded);
    const std::string_view between = json.substr(copied, open - copied);
    const auto outside = Erase(between);
    found |= outside.has_value();
    left.append(outside.has_value() ? std::string_view(*outside) : between);
    if (erased.has_value()) {
      AppendJsonString(*erased, &left);
      found = true;
    } else {
      left.append(json.substr(open, end - open));
    }
    copied = end;
  }
  const auto rest = Erase(json.substr(copied));
  if (!found && !rest.has_value()) return std::nullopt;
  return left.append(rest.has_value() ? std::string_view(*rest) : json.substr(copied));
}

bool TextEraser::EraseMessage(google::protobuf::Message* message) const {
  const google::protobuf::Reflection& reflection = *message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(*message, &fields);
  bool found = false;
  for (const FieldDescriptor* field : fields) {
    if (absl::EndsWith(field->name(), "_id")) continue;
    const int count = field->is_repeated() ? reflection.FieldSize(*message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        found |=
            EraseMessage(field->is_repeated() ? reflection.MutableRepeatedMessage(message, field, i)
                                              : reflection.MutableMessage(message, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated()
                                     ? reflection.GetRepeatedString(*message, field, i)
                                     : reflection.GetString(*message, field);
        const auto erased = IsResourceName(text) ? std::nullopt : Erase(text);
        if (!erased.has_value()) continue;
        found = true;
        if (field->is_repeated()) {
          reflection.SetRepeatedString(message, field, i, *erased);
        } else {
          reflection.SetString(message, field, *erased);
        }
      }
    }
  }
  return found;
}

}  // namespace baton::domain
