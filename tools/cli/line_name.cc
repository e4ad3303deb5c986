#include "tools/cli/line_name.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace baton::cli {

std::string LineName(const std::string& typed, const Session& session) {
  const std::vector<std::string> parts = absl::StrSplit(typed, '~');
  if (parts.size() < 3 || absl::StrContains(typed, "/")) {
    return session.Name("statements", typed);
  }
  return absl::StrCat(session.Name("statements", absl::StrCat(parts[0], "-", parts[1])), "/lines/",
                      typed);
}

}  // namespace baton::cli
