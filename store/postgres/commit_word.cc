#include "store/postgres/commit_word.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace baton::store {
namespace {

std::vector<std::string> List(absl::string_view text) {
  return absl::StrSplit(text, ',', absl::SkipEmpty());
}

}  // namespace

std::string CommitWord(std::string_view server, const Commit& commit) {
  const std::string name(server);
  std::string word = absl::StrCat(name, ":", absl::StrJoin(commit.tenants, ","), ":",
                                  absl::StrJoin(commit.record_types, ","));
  return word.size() <= kMaxWordBytes ? word : absl::StrCat(name, "::");
}

std::optional<Commit> ReadCommitWord(std::string_view server, std::string_view word) {
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(word.data(), word.size()), ':');
  if (parts[0] == server) return std::nullopt;
  Commit commit;
  commit.elsewhere = true;
  if (parts.size() == 3) {
    commit.tenants = List(parts[1]);
    commit.record_types = List(parts[2]);
  }
  commit.unknown = commit.tenants.empty();
  return commit;
}

}  // namespace baton::store
