// A webhook as it came over HTTP, for vendors that sign theirs.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace baton::adapters {

struct Webhook {
  // In capitals: "POST".
  std::string method;
  // The address as the vendor was told it, not as a proxy passed it on.
  std::string uri;
  std::vector<std::pair<std::string, std::string>> headers;
  // Byte for byte.
  std::string body;
  absl::Time receive_time;

  // The header of that name, whatever its case; empty where it is missing.
  absl::string_view Header(absl::string_view name) const;
};

}  // namespace baton::adapters
