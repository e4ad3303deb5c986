// Instants and spans as people type and read them. Instants are UTC.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace baton::cli {

// An instant as typed: absolute, or relative to a now that only the server knows.
class TimeSpec {
 public:
  static TimeSpec Absolute(absl::Time time) { return TimeSpec(time, false); }
  static TimeSpec FromNow(absl::Duration offset) {
    return TimeSpec(absl::UnixEpoch() + offset, true);
  }

  // The instant meant when `now` is now.
  absl::Time At(absl::Time now) const {
    return relative_ ? now + (time_ - absl::UnixEpoch()) : time_;
  }

 private:
  TimeSpec(absl::Time time, bool relative) : time_(time), relative_(relative) {}

  absl::Time time_;
  bool relative_;
};

// "now", "+4h30m", "-2d", "2027-01-05", "2027-01-05 09:30", "2027-01-05T09:30:00Z" or with an
// offset such as "+01:00". InvalidArgument: anything else.
absl::StatusOr<TimeSpec> ParseTime(absl::string_view text);

// "90s", "4h30m", "1d12h", "2w". InvalidArgument: anything else, or a span of more than 100 years.
absl::StatusOr<absl::Duration> ParseSpan(absl::string_view text);

// "2027-01-05 09:30 UTC"; with seconds where they are not zero.
std::string FormatInstant(absl::Time time);

// The two largest units that matter, rounded towards zero: "3 h 12 min", "2 d 4 h", "40 s".
std::string FormatSpan(absl::Duration span);

// "in 3 h 12 min", "due now" at the deadline itself (S-2: still within), "overdue by 40 min".
std::string FormatTimeLeft(absl::Time due, absl::Time now);

// "3 h 12 min ago", "just now", "in 2 d".
std::string FormatAge(absl::Time time, absl::Time now);

// Instants of the API have microseconds.
absl::Time FromProto(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToProto(absl::Time time);

}  // namespace baton::cli
