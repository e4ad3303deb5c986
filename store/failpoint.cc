#include "store/failpoint.h"

#ifdef BATON_FAILPOINTS

#include <signal.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"

namespace baton::store {
namespace {

struct Wanted {
  std::string name;
  std::atomic<int> left{0};
};

Wanted* ReadWanted() {
  auto* wanted = new Wanted;
  const char* text = std::getenv("BATON_FAILPOINT");
  const std::pair<std::string, std::string> parts =
      absl::StrSplit(text == nullptr ? "" : text, absl::MaxSplits(':', 1));
  int count = 0;
  wanted->name = parts.first;
  if (absl::SimpleAtoi(parts.second, &count)) wanted->left = count;
  return wanted;
}

}  // namespace

void FailPoint(const char* name) {
  static Wanted& wanted = *ReadWanted();
  if (wanted.name == name && wanted.left.fetch_sub(1) == 1) raise(SIGKILL);
}

}  // namespace baton::store

#endif
