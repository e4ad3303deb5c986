#include "adapters/smtp/mail.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::adapters {
namespace {

constexpr size_t kMaxAddress = 254;
// Of a line of base64, and of what one encoded word holds before it is encoded (RFC 2047 allows 75
// characters a word).
constexpr size_t kLine = 76;
constexpr size_t kWordBytes = 45;
// "Subject:" and what goes with it.
constexpr size_t kHeaderName = 10;

// Printable ASCII whose words are short enough for a line each, and that can't be taken for encoded
// words.
bool IsPlain(absl::string_view text) {
  if (text.find("=?") != absl::string_view::npos) return false;
  size_t word = 0;
  for (const char c : text) {
    if (!absl::ascii_isprint(static_cast<unsigned char>(c))) return false;
    word = c == ' ' ? 0 : word + 1;
    if (word > kLine - kHeaderName) return false;
  }
  return true;
}

// A header's words, folded where a line would be too long.
std::string Folded(absl::string_view text) {
  std::string folded;
  size_t line = kHeaderName;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    const bool breaks = line + 1 + word.size() > kLine;
    if (!folded.empty()) absl::StrAppend(&folded, breaks ? "\r\n " : " ");
    line = (breaks ? 0 : line) + 1 + word.size();
    absl::StrAppend(&folded, word);
  }
  return folded;
}

// Where a piece of at most `limit` bytes may end without cutting a character.
size_t PieceEnd(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return text.size();
  size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return end == 0 ? limit : end;
}

// A header's text: as it is, or as encoded words. A line break can't survive either.
std::string HeaderText(absl::string_view text) {
  const std::string line = absl::StrReplaceAll(text, {{"\r", " "}, {"\n", " "}});
  if (IsPlain(line)) return Folded(line);
  std::vector<std::string> words;
  for (absl::string_view rest = line; !rest.empty();) {
    const size_t end = PieceEnd(rest, kWordBytes);
    words.push_back(absl::StrCat("=?utf-8?B?", absl::Base64Escape(rest.substr(0, end)), "?="));
    rest.remove_prefix(end);
  }
  return absl::StrJoin(words, "\r\n ");
}

std::string BodyText(absl::string_view body) {
  const std::string unix_lines = absl::StrReplaceAll(body, {{"\r\n", "\n"}});
  const std::string encoded = absl::Base64Escape(absl::StrReplaceAll(unix_lines, {{"\n", "\r\n"}}));
  std::string lines;
  for (size_t at = 0; at < encoded.size(); at += kLine) {
    absl::StrAppend(&lines, absl::string_view(encoded).substr(at, kLine), "\r\n");
  }
  return lines;
}

// The part of a Message-ID before the "@": letters, digits and "." of the key.
std::string IdText(absl::string_view key) {
  std::string id;
  for (const char c : key) {
    id += absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' ? c : '.';
  }
  return id;
}

absl::Status Check(const MailMessage& mail) {
  domain::Violations faults;
  if (!IsMailAddress(mail.from)) faults.Add("from", "is no mail address");
  if (mail.to.empty()) faults.Add("to", "names nobody");
  for (const std::string& to : mail.to) {
    if (!IsMailAddress(to)) faults.Add("to", "names somebody without a proper mail address");
  }
  return faults.ToStatus();
}

}  // namespace

bool IsMailAddress(absl::string_view text) {
  const size_t at = text.find('@');
  if (text.size() > kMaxAddress || at == 0 || at == absl::string_view::npos ||
      at + 1 == text.size() || text.rfind('@') != at) {
    return false;
  }
  return std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isgraph(static_cast<unsigned char>(c)) &&
           absl::string_view("<>()[],;:\\\"").find(c) == absl::string_view::npos;
  });
}

absl::StatusOr<std::string> RenderMail(const MailMessage& mail) {
  BATON_RETURN_IF_ERROR(Check(mail));
  const std::string domain = mail.from.substr(mail.from.find('@') + 1);
  return absl::StrCat(
      "Date: ", absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", mail.time, absl::UTCTimeZone()),
      "\r\nFrom: Baton <", mail.from, ">\r\nTo: ", absl::StrJoin(mail.to, ",\r\n "),
      "\r\nSubject: ", HeaderText(mail.subject), "\r\nMessage-ID: <", IdText(mail.key), "@", domain,
      ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      BodyText(mail.body));
}

}  // namespace baton::adapters
