#include "tests/acceptance/transcript.h"

#include "absl/strings/str_join.h"

namespace baton::testing {

std::string ToText(const google::protobuf::Message& message) { return message.ShortDebugString(); }

std::string RefusalText(const absl::Status& status) {
  return absl::StrCat(absl::StatusCodeToString(status.code()), " ", ReasonOn(status), ": ",
                      status.message(), " [", absl::StrJoin(ViolatedFields(status), ", "), "]");
}

}  // namespace baton::testing
