// GoogleTest matchers for absl::Status and absl::StatusOr, which Debian's Abseil ships without.
#pragma once

#include <gmock/gmock.h>

#include <ostream>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace baton::testing {

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }

template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(Store(...), IsOk());
MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg);
  return arg.ok();
}

// EXPECT_THAT(Split(...), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("negative")));
MATCHER_P2(StatusIs, code, message, "has the status code and a message that matches") {
  const absl::Status& status = StatusOf(arg);
  *result_listener << status;
  return status.code() == code &&
         ::testing::ExplainMatchResult(message, std::string(status.message()), result_listener);
}

inline auto StatusIs(absl::StatusCode code) { return StatusIs(code, ::testing::_); }

// EXPECT_THAT(Split(...), IsOkAndHolds(ElementsAre(1, 2)));
MATCHER_P(IsOkAndHolds, value, "is OK and holds a value that matches") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  using Value = typename std::decay_t<decltype(arg)>::value_type;
  return ::testing::ExplainMatchResult(::testing::SafeMatcherCast<const Value&>(value), *arg,
                                       result_listener);
}

}  // namespace baton::testing
