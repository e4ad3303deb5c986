// What servers tell one another about their commits, through PostgreSQL's NOTIFY.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/store.h"

namespace baton::store {

inline constexpr std::string_view kCommitChannel = "baton_commits";

// Bytes of a word at most; PostgreSQL takes 7,999. A commit that would need more is told as
// "anything".
inline constexpr size_t kMaxWordBytes = 7'000;

// "server:tenant,tenant:record type,record type"; "server::" for anything.
std::string CommitWord(std::string_view server, const Commit& commit);

// The commit that another server tells; nothing for a word of `server` itself.
std::optional<Commit> ReadCommitWord(std::string_view server, std::string_view word);

}  // namespace baton::store
