#include "tests/acceptance/http_get.h"

#include "absl/strings/str_cat.h"
#include "tests/acceptance/raw_socket.h"

namespace baton::testing {
namespace {

constexpr absl::Duration kPatience = absl::Seconds(30);

}  // namespace

std::string HttpGet(const std::string& address, const std::string& path) {
  RawSocket socket(address);
  if (!socket.connected() || !socket.Send(absl::StrCat("GET ", path, " HTTP/1.1\r\nHost: ", address,
                                                       "\r\nConnection: close\r\n\r\n"))) {
    return {};
  }
  return socket.ReadAll(kPatience);
}

}  // namespace baton::testing
