// The refusals of a store that can't take work.
#pragma once

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "domain/refusal.h"

namespace baton::store {

inline absl::Status StoreClosed() {
  return domain::RetryLater(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE,
                            "the store is closed", absl::Seconds(1));
}

inline absl::Status Overloaded() {
  return domain::RetryLater(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
                            "too much is waiting for the store", absl::Milliseconds(200));
}

}  // namespace baton::store
