#include "server/log.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "nlohmann/json.hpp"

namespace baton::server {
namespace {

const absl::Time kNow = absl::FromUnixMicros(1'767'603'600'000'001);

// What a log wrote into a pipe.
class PipeLog {
 public:
  explicit PipeLog(LogLevel level) {
    EXPECT_EQ(pipe(ends_), 0);
    log_ = std::make_unique<Log>(ends_[1], level);
  }
  ~PipeLog() {
    log_.reset();
    close(ends_[0]);
    close(ends_[1]);
  }

  Log& log() { return *log_; }

  std::vector<nlohmann::json> Lines() {
    log_->Flush();
    fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    std::string text;
    char buffer[1 << 16];
    ssize_t count = 0;
    while ((count = read(ends_[0], buffer, sizeof(buffer))) > 0) text.append(buffer, count);
    std::vector<nlohmann::json> lines;
    for (const auto line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
      lines.push_back(nlohmann::json::parse(line.begin(), line.end()));
    }
    return lines;
  }

 private:
  int ends_[2];
  std::unique_ptr<Log> log_;
};

CallRecord Record() {
  CallRecord record;
  record.time = kNow;
  record.method = "TokenService.WhoAmI";
  record.log_id = "ABC-000001";
  record.tenant = "acme";
  record.actor = "tenants/acme/people/rosa";
  record.request_id = "a \"quoted\" \\ id\n";
  record.code = "OK";
  record.duration_us = 12;
  record.request_bytes = 3;
  record.response_bytes = 4;
  return record;
}

TEST(Log, ACallIsOneLineOfJson) {
  PipeLog pipe(LogLevel::kInfo);
  pipe.log().Call(Record());
  const auto lines = pipe.Lines();
  ASSERT_EQ(lines.size(), 1u);
  const nlohmann::json expected = {{"time", "2026-01-05T09:00:00.000001Z"},
                                   {"level", "info"},
                                   {"method", "TokenService.WhoAmI"},
                                   {"tenant", "acme"},
                                   {"actor", "tenants/acme/people/rosa"},
                                   {"log_id", "ABC-000001"},
                                   {"request_id", "a \"quoted\" \\ id\n"},
                                   {"code", "OK"},
                                   {"reason", ""},
                                   {"duration_us", 12},
                                   {"request_bytes", 3},
                                   {"response_bytes", 4}};
  EXPECT_EQ(lines[0], expected);
}

TEST(Log, AFaultIsAnErrorWithItsWords) {
  PipeLog pipe(LogLevel::kError);
  pipe.log().Call(Record());
  CallRecord fault = Record();
  fault.code = "INTERNAL";
  fault.fault = "what really happened";
  pipe.log().Call(fault);
  const auto lines = pipe.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["level"], "error");
  EXPECT_EQ(lines[0]["fault"], "what really happened");
}

TEST(Log, EventsHaveTheirFields) {
  PipeLog pipe(LogLevel::kWarning);
  pipe.log().Event(LogLevel::kInfo, kNow, "left out");
  pipe.log().Event(LogLevel::kWarning, kNow, "sweep_failed", {{"fault", "x"}});
  const auto lines = pipe.Lines();
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0]["event"], "sweep_failed");
  EXPECT_EQ(lines[0]["fault"], "x");
}

TEST(Log, DropsAndCountsWhenNobodyTakesTheLines) {
  std::signal(SIGPIPE, SIG_IGN);  // as the server does
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  {
    Log log(ends[1], LogLevel::kInfo);
    // The pipe takes a little, then the writer blocks; the buffer takes its share, then lines drop.
    const std::string text(1 << 16, 'x');
    for (int i = 0; i < 512; ++i) log.Event(LogLevel::kInfo, kNow, text);
    EXPECT_GT(log.dropped(), 0u);
    close(ends[0]);  // the writer's blocked write fails, and so do those after it
  }
  close(ends[1]);
}

}  // namespace
}  // namespace baton::server
