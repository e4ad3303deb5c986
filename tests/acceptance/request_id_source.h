// Ids made of the calls' request ids, which must be digits, at most 15: the same calls then make
// the same records in whatever order they come, and ids of one time sort by their requests'.
#pragma once

#include <string>
#include <string_view>

#include "server/ids.h"

namespace baton::testing {

class RequestIdSource final : public server::IdSource {
 public:
  // The digits of the request id behind those of the time, and zeros for an IdSequence.
  std::string NextFor(absl::Time now, std::string_view request_id) override {
    if (request_id.empty()) return Next(now);
    std::string id = server::IdSource().Next(now).substr(0, kTimeDigits);
    id.append(request_id);
    id.resize(kIdDigits, '0');
    return id;
  }

 private:
  static constexpr size_t kTimeDigits = 10;  // of a ULID
  static constexpr size_t kIdDigits = 26;
};

}  // namespace baton::testing
