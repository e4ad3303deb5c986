// What is wrong with a payload, and where: every fault of it at once.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace baton::adapters {

// A refusal names this many faults and counts the rest: it travels in the trailers of a call.
inline constexpr size_t kMaxFaults = 20;

class Faults {
 public:
  // `where` is the path in the payload: "data[0].CreatedDate". `what` is a predicate: "has no time
  // zone".
  void Add(absl::string_view where, absl::string_view what);

  bool empty() const { return count_ == 0; }
  // How many were added, named or not.
  size_t count() const { return count_; }
  // OK, or INVALID_ARGUMENT, reason PAYLOAD_UNREADABLE, with a BadRequest that names the faults.
  absl::Status ToStatus() const;

 private:
  std::vector<std::pair<std::string, std::string>> named_;
  size_t count_ = 0;
};

// The refusal of a payload with this one fault.
absl::Status Unreadable(absl::string_view where, absl::string_view what);

// At most `limit` bytes of `text`, whole UTF-8 characters.
absl::string_view Clip(absl::string_view text, size_t limit);

// The beginning of a text in quotes, short enough for a message and never cut inside a character.
std::string Excerpt(absl::string_view text);

}  // namespace baton::adapters
