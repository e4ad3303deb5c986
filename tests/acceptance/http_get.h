// One GET over plain HTTP, for the metrics page.
#pragma once

#include <string>

namespace baton::testing {

// The answer with its head; empty when nobody answers. `address` is host:port, both numeric.
std::string HttpGet(const std::string& address, const std::string& path);

}  // namespace baton::testing
