#include "domain/share.h"

#include <algorithm>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

// numerator / denominator less the limit, both times everything that is divided by.
absl::int128 Beyond(const v1::Share& share, int32_t limit_bp) {
  return absl::int128(share.numerator()) * kOneBp - absl::int128(share.denominator()) * limit_bp;
}

}  // namespace

v1::Share ShareOf(int64_t numerator, int64_t denominator) {
  v1::Share share;
  share.set_numerator(numerator);
  share.set_denominator(denominator);
  const absl::StatusOr<int64_t> ratio_bp = RatioBp(numerator, denominator);
  if (ratio_bp.ok()) share.set_share_bp(*ratio_bp);
  return share;
}

bool IsBelow(const v1::Share& share, int32_t limit_bp) {
  return share.denominator() > 0 && Beyond(share, limit_bp) < 0;
}

bool IsAbove(const v1::Share& share, int32_t limit_bp) {
  return share.denominator() > 0 && Beyond(share, limit_bp) > 0;
}

v1::CustomerWait WaitOf(int64_t signal_count, absl::Duration total) {
  v1::CustomerWait wait;
  wait.set_signal_count(signal_count);
  *wait.mutable_total_wait() = ToProto(total);
  const absl::StatusOr<int64_t> mean_us =
      DivideHalfEven(absl::ToInt64Microseconds(total), signal_count);
  if (mean_us.ok()) *wait.mutable_mean_wait() = ToProto(absl::Microseconds(*mean_us));
  return wait;
}

google::protobuf::Duration ToProto(absl::Duration duration) {
  const int64_t micros = absl::ToInt64Microseconds(duration);
  google::protobuf::Duration proto;
  proto.set_seconds(micros / 1'000'000);
  proto.set_nanos(static_cast<int32_t>(micros % 1'000'000 * 1'000));
  return proto;
}

google::protobuf::Duration MedianOf(std::vector<absl::Duration> times) {
  std::sort(times.begin(), times.end());
  const size_t middle = times.size() / 2;
  if (times.size() % 2 == 1) return ToProto(times[middle]);
  return ToProto((times[middle - 1] + times[middle]) / 2);
}

}  // namespace baton::domain
