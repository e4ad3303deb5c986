// Erases a person's names and mail addresses from texts.
//
// A name is found where it stands as whole words, an address where it stands whole; A to Z in
// either case, every other letter as it was written. What is found becomes kErased, so that a text
// still says that somebody was meant.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"

namespace baton::domain {

// What stands where a name or an address was.
inline constexpr std::string_view kErased = "[erased]";

// Shorter names are part of too much else to be looked for, in characters.
inline constexpr int kMinErasedName = 3;

class TextEraser {
 public:
  // Empty texts, kErased itself and names under kMinErasedName are passed over.
  TextEraser(const std::vector<std::string>& names, const std::vector<std::string>& emails);

  // Whether there is nothing to look for.
  bool empty() const { return words_.empty(); }

  // The text without what was found; nothing where nothing was.
  std::optional<std::string> Erase(std::string_view text) const;

  // The same for JSON, whose texts may be written with escapes; outside of them, and where it is no
  // JSON, as any text. The result is JSON where `json` was.
  std::optional<std::string> EraseJson(std::string_view json) const;

  // Erases in every text field of the message but ids (fields "..._id") and names of
  // resources ("tenants/..."). False where
  // nothing was found.
  bool EraseMessage(google::protobuf::Message* message) const;

 private:
  struct Word {
    std::string text;  // lower case
    bool email = false;
  };

  // The word that stands at `at` in `text`; null when there is none.
  const Word* Match(std::string_view text, size_t at) const;

  std::vector<Word> words_;  // the longest first
};

}  // namespace baton::domain
