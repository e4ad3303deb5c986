#include "server/log.h"

#include <unistd.h>

#include <cerrno>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace baton::server {
namespace {

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// What may stand in a JSON text. Bytes that are no UTF-8 can't come here: gRPC's header values are
// checked, and so are request ids.
void AppendText(std::string* line, std::string_view text) {
  line->push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      line->push_back('\\');
      line->push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(line, "\\u%04x", static_cast<int>(c));
    } else {
      line->push_back(c);
    }
  }
  line->push_back('"');
}

void AppendField(std::string* line, std::string_view name, std::string_view value) {
  absl::StrAppend(line, ",\"", View(name), "\":");
  AppendText(line, value);
}

std::string Begin(absl::Time time, std::string_view level) {
  return absl::StrCat("{\"time\":\"",
                      absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone()),
                      "\",\"level\":\"", View(level), "\"");
}

std::string_view LevelText(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    default:
      return "error";
  }
}

// False when the descriptor takes no more: what is left of `text` is lost.
bool WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

}  // namespace

Log::Log(int fd, LogLevel level) : fd_(fd), level_(level), writer_([this] { Run(); }) {}

Log::~Log() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  writer_.join();
}

void Log::Call(const CallRecord& record) {
  const LogLevel level = record.fault.empty() ? LogLevel::kInfo : LogLevel::kError;
  if (level < level_) return;
  std::string line = Begin(record.time, LevelText(level));
  AppendField(&line, "method", record.method);
  AppendField(&line, "tenant", record.tenant);
  AppendField(&line, "actor", record.actor);
  AppendField(&line, "log_id", record.log_id);
  AppendField(&line, "request_id", record.request_id);
  AppendField(&line, "code", record.code);
  AppendField(&line, "reason", record.reason);
  absl::StrAppend(&line, ",\"duration_us\":", record.duration_us,
                  ",\"request_bytes\":", record.request_bytes,
                  ",\"response_bytes\":", record.response_bytes);
  if (!record.fault.empty()) AppendField(&line, "fault", record.fault);
  Append(line);
}

void Log::Event(LogLevel level, absl::Time time, std::string_view event, const Fields& fields) {
  if (level < level_) return;
  std::string line = Begin(time, LevelText(level));
  AppendField(&line, "event", event);
  for (const auto& [name, value] : fields) AppendField(&line, name, value);
  Append(line);
}

void Log::Append(const std::string& line) {
  absl::MutexLock lock(&mutex_);
  if (buffer_.size() + line.size() + 2 > kMaxLogBuffer) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    return;
  }
  buffer_.append(line).append("}\n");
}

void Log::Flush() {
  absl::MutexLock lock(&mutex_);
  ++flushing_;
  mutex_.Await(absl::Condition(this, &Log::Idle));
  --flushing_;
}

void Log::Run() {
  std::string taken;
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      writing_ = false;
      mutex_.Await(absl::Condition(this, &Log::HasWork));
      mutex_.AwaitWithTimeout(absl::Condition(this, &Log::HasHaste), kLogDelay);
      if (buffer_.empty()) return;
      taken.clear();
      taken.swap(buffer_);
      writing_ = true;
    }
    if (!WriteAll(fd_, taken)) dropped_.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace baton::server
