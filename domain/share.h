// Shares and mean waits of reports: whole numbers with what they were computed from (H-13, X-2).
#pragma once

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "baton/v1/report_service.pb.h"
#include "google/protobuf/duration.pb.h"

namespace baton::domain {

// numerator / denominator in basis points, rounded half to even. A share of nothing, and one that
// 64 bits don't hold, has no share_bp.
v1::Share ShareOf(int64_t numerator, int64_t denominator);

// Whether the share lies below or above a limit, compared exactly. A share of nothing does neither.
bool IsBelow(const v1::Share& share, int32_t limit_bp);
bool IsAbove(const v1::Share& share, int32_t limit_bp);

// The mean of `signal_count` waits, rounded half to even to microseconds. Of none there is none.
v1::CustomerWait WaitOf(int64_t signal_count, absl::Duration total);

google::protobuf::Duration ToProto(absl::Duration duration);

// The median of one or more times, in any order: of an even number the middle of the two between.
google::protobuf::Duration MedianOf(std::vector<absl::Duration> times);

}  // namespace baton::domain
