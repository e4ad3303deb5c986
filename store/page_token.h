// Where the next page begins, in a token that callers can't read and need not.
//
// A token is no secret and no right: tenant, filter and scope are applied to every page anew.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/sql.h"

namespace baton::store {

inline constexpr int kMaxPageTokenLength = 8192;

struct PagePosition {
  Value order;  // of the last row of the page before
  Value key;
};

// `arguments` is a digest of everything else that was asked; the token holds for it alone.
std::string WritePageToken(std::string_view arguments, const PagePosition& position);

// Nothing when the token is broken or was given for other arguments.
std::optional<PagePosition> ReadPageToken(std::string_view arguments, std::string_view token);

}  // namespace baton::store
