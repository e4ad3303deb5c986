// How the adapters read words: labels, markup, names, ids. Pure; never fails.
#pragma once

#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace baton::adapters {

// A label as a name of the model: "&" reads as "and", letters become small, each run of anything
// else than a-z and 0-9 one underscore, none at the ends. "Feature Request (Paid Tier)" is
// feature_request_paid_tier, "M&A" is m_and_a.
std::string Label(absl::string_view text);

// True when two words differ in nothing but case, blanks, "_" and "-": "CSM Initiated" and
// csm_initiated.
bool SameWord(absl::string_view a, absl::string_view b);

// True when `text` matches `pattern`, a word that may begin or end with "*": SameWord otherwise.
bool MatchesWord(absl::string_view pattern, absl::string_view text);

// What a person reads in a piece of HTML: block tags and br are a blank, other tags vanish,
// entities are decoded, runs of white space are one blank. Text without markup comes out as it is
// but for its white space; a "<" that opens no tag stays. Linear in its length.
std::string PlainText(absl::string_view html);

// "Dana Whitcombe, VP Operations" and "Dana Whitcombe (VP Operations)" taken apart; the title is
// empty where the text states none.
std::pair<std::string, std::string> NameAndTitle(absl::string_view text);

// True for a 36-character Gainsight id of capitals and digits: a picklist item without its label.
bool IsGsid(absl::string_view text);

// True for an id as "1eee853b-046d-4497-9f73-d3d2133def5e", in capitals or not.
bool IsGuid(absl::string_view text);

// `text` without the white space around it.
absl::string_view Trim(absl::string_view text);

}  // namespace baton::adapters
