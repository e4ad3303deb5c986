#include "server/demo_clock.h"

#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/status_macros.h"
#include "server/data_folder.h"

namespace baton::server {
namespace {

constexpr absl::string_view kFormat = "%Y-%m-%dT%H:%M:%E6SZ";

std::string Render(absl::Time time) { return absl::FormatTime(kFormat, time, absl::UTCTimeZone()); }

}  // namespace

absl::StatusOr<std::unique_ptr<DemoClock>> DemoClock::Open(const std::string& file,
                                                           absl::Time start) {
  const absl::StatusOr<std::string> kept = ReadFile(file);
  if (absl::IsNotFound(kept.status())) {
    BATON_RETURN_IF_ERROR(WriteFileDurably(file, Render(start)));
    return std::unique_ptr<DemoClock>(new DemoClock(file, start));
  }
  absl::Time now;
  std::string fault;
  if (!absl::ParseTime(kFormat, absl::StripAsciiWhitespace(*kept), &now, &fault)) {
    return absl::DataLossError(absl::StrCat(file, " holds no time: ", fault));
  }
  return std::unique_ptr<DemoClock>(new DemoClock(file, now));
}

absl::Time DemoClock::Now() const {
  absl::ReaderMutexLock lock(&mutex_);
  return now_;
}

absl::Status DemoClock::MoveTo(absl::Time time) {
  absl::MutexLock moving(&move_mutex_);
  const absl::Time now = Now();
  if (time < now) return absl::OutOfRangeError(absl::StrCat("the clock stands at ", Render(now)));
  BATON_RETURN_IF_ERROR(WriteFileDurably(file_, Render(time)));
  absl::MutexLock lock(&mutex_);
  now_ = time;
  return absl::OkStatus();
}

}  // namespace baton::server
