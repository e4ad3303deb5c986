// P6 of the speed figures: many open deadlines. Prints a table.
//
//   deadline_bench [--signals N] [--storm N] [--folder DIR] [--store postgresql://...]
//
// With --signals open signals (a million), each with a clock and a deadline:
// - how long a server takes from its start to its first answer, and beside it one on the same store
//   before it grew;
// - how late missed milestones are marked that fall due evenly, 200 a second for 20 seconds. A
//   milestone's mark is seen when its row has gone, looked at every 5 ms;
// - --storm milestones (100,000) that fall due within one second: how long until the last is
//   marked, with all that a miss sets off (escalation, history), and what GetSignal and FileSignal
//   have for p99 meanwhile, beside the same calls just before.
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/substitute.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/status_macros.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/filing.h"
#include "tests/bench/growth.h"
#include "tests/bench/load.h"
#include "tests/bench/options.h"

namespace baton::bench {
namespace {

constexpr char kFile[] = "/baton.v1.SignalHandoffService/FileSignal";
constexpr char kGet[] = "/baton.v1.SignalHandoffService/GetSignal";
constexpr int64_t kEvenly = 4'000;
constexpr absl::Duration kEvenlyFor = absl::Seconds(20);

struct Settings {
  int64_t signals = 1'000'000;
  int64_t storm = 100'000;
  std::string folder;
  std::string store;
};

void Row(const char* what, const std::string& figure, const std::string& beside, const char* goal) {
  std::printf("| P6 | %s | %s | %s | %s |\n", what, figure.c_str(), beside.c_str(), goal);
  std::fflush(stdout);
}

std::string Must(const absl::StatusOr<std::string>& answer) {
  if (answer.ok()) return *answer;
  std::fprintf(stderr, "%s\n", answer.status().ToString().c_str());
  std::exit(1);
}

LoadResult Load(const BenchServer& baton, const char* method,
                const std::function<std::string(uint64_t)>& request, int in_flight,
                double seconds) {
  const LoadResult result = RunLoad({.address = baton.address(),
                                     .method = method,
                                     .authorization = baton.authorization(),
                                     .request = request,
                                     .in_flight = in_flight,
                                     .seconds = seconds});
  if (result.refused > 0 || result.calls == 0) {
    std::fprintf(stderr, "%s: %s\n", method, result.first_refusal.c_str());
    std::exit(1);
  }
  return result;
}

class DeadlineBench {
 public:
  explicit DeadlineBench(const Settings& settings)
      : settings_(settings), baton_(settings.folder, settings.store, kAccounts) {}

  void Run() {
    FileFirst();
    const absl::Duration small = StartToServing();
    GrowClocks(baton_.store(), settings_.signals);
    Row("start to serving", Seconds(StartToServing()), Seconds(small), "≤ 2 s");
    MeasureLateness();
    MeasureStorm();
  }

 private:
  static std::string Seconds(absl::Duration time) {
    return absl::StrFormat("%.3f s", absl::ToDoubleSeconds(time));
  }

  std::string Filing() { return FilingOf(next_++); }

  void FileFirst() {
    v1::FileSignalResponse response;
    const LoadResult result = Load(
        baton_, kFile, [this](uint64_t) { return Filing(); }, 64, 3);
    if (!response.ParseFromString(result.last_answer)) std::exit(1);
    v1::GetSignalRequest get;
    get.set_name(response.signal().name());
    get_ = get.SerializeAsString();
  }

  absl::Duration StartToServing() {
    baton_.Stop();
    const absl::Time start = absl::Now();
    baton_.Start();
    Load(
        baton_, kGet, [this](uint64_t) { return get_; }, 1, 0.001);
    return absl::Now() - start;
  }

  // Takes as many rows that wait for the CRM's word and makes them missed acknowledgements, due
  // evenly from `start` on for `time`. Answers how many.
  int64_t FallDue(int64_t count, absl::Time start, absl::Duration time) {
    store::WriteOptions options;
    options.tenant = "main";
    options.actor = "system/bench";
    options.method = "FallDue";
    options.now = absl::Now();
    const auto body = [&](store::Transaction& tx) -> absl::StatusOr<std::string> {
      store::Session& session = tx.session();
      const auto first = session.Query(
          {absl::StrCat("SELECT min(due_us), max(due_us), count(*) FROM (SELECT due_us FROM "
                        "deadlines WHERE what = 'confirm' AND due_us > ",
                        absl::ToUnixMicros(absl::Now() + absl::Minutes(30)),
                        " ORDER BY due_us LIMIT ", count, ") AS next"),
           "iii"},
          {});
      if (!first->Next()) return first->status();
      const int64_t from = first->Int(0), to = first->Int(1), found = first->Int(2);
      const auto at = [&](std::string_view column) {
        return absl::Substitute("$0 + ($1 - $2) * $3 / $4", absl::ToUnixMicros(start),
                                absl::string_view(column.data(), column.size()), from,
                                absl::ToInt64Microseconds(time), to - from + 1);
      };
      const std::string chosen = absl::StrCat(" BETWEEN ", from, " AND ", to);
      BATON_RETURN_IF_ERROR(
          session
              .Run({absl::StrCat(
                        "UPDATE signals SET acknowledge_due_time_us = ", at("crm_due_time_us"),
                        ", acknowledge_warned = 1, crm_due_time_us = NULL "
                        "WHERE crm_due_time_us",
                        chosen),
                    ""},
                   {})
              .status());
      BATON_RETURN_IF_ERROR(
          session
              .Run({absl::StrCat("UPDATE deadlines SET what = 'acknowledge', due_us = ",
                                 at("due_us"), " WHERE what = 'confirm' AND due_us", chosen),
                    ""},
                   {})
              .status());
      return absl::StrCat(found);
    };
    return std::atoll(Must(baton_.store().WriteAndWait(options, body)).c_str());
  }

  // Cheap enough to be asked again and again beside what is measured.
  bool AnyDueBefore(absl::Time end) {
    bool any = false;
    const absl::Status status = baton_.store().ReadAndWait([&](store::Session& session) {
      const auto rows = session.Query({absl::StrCat("SELECT due_us FROM deadlines WHERE due_us < ",
                                                    absl::ToUnixMicros(end), " LIMIT 1"),
                                       "i"},
                                      {});
      any = rows->Next();
      return rows->status();
    });
    if (!status.ok()) std::exit(1);
    return any;
  }

  std::vector<absl::Time> DueBefore(absl::Time end) {
    std::vector<absl::Time> due;
    const absl::Status status = baton_.store().ReadAndWait([&](store::Session& session) {
      const auto rows = session.Query({absl::StrCat("SELECT due_us FROM deadlines WHERE due_us < ",
                                                    absl::ToUnixMicros(end), " ORDER BY due_us"),
                                       "i"},
                                      {});
      while (rows->Next()) due.push_back(absl::FromUnixMicros(rows->Int(0)));
      return rows->status();
    });
    if (!status.ok()) std::exit(1);
    return due;
  }

  void MeasureLateness() {
    const absl::Time start = absl::Now() + absl::Seconds(15);
    FallDue(kEvenly, start, kEvenlyFor);
    const absl::Time end = start + kEvenlyFor;
    const std::vector<absl::Time> due = DueBefore(end);
    std::vector<double> late;
    while (late.size() < due.size()) {
      const size_t marked = due.size() - DueBefore(end).size();
      const absl::Time seen = absl::Now();
      while (late.size() < marked) late.push_back(absl::ToDoubleSeconds(seen - due[late.size()]));
      absl::SleepFor(absl::Milliseconds(5));
    }
    std::sort(late.begin(), late.end());
    Row("lateness p99", absl::StrFormat("%.3f s", late[late.size() * 99 / 100]),
        absl::StrFormat("p50 %.3f s", late[late.size() / 2]), "≤ 1 s");
  }

  struct Meanwhile {
    LoadResult get, file;
  };

  Meanwhile Calls(double seconds) {
    Meanwhile calls;
    std::thread reader([&] {
      calls.get = Load(
          baton_, kGet, [this](uint64_t) { return get_; }, 8, seconds);
    });
    calls.file = Load(
        baton_, kFile, [this](uint64_t) { return Filing(); }, 8, seconds);
    reader.join();
    return calls;
  }

  void MeasureStorm() {
    const Meanwhile before = Calls(5);
    const absl::Time start = absl::Now() + absl::Seconds(20);
    const int64_t count = FallDue(settings_.storm, start, absl::Seconds(1));
    std::atomic<bool> drained{false};
    absl::Time last;
    std::thread watcher([&] {
      const absl::Time end = start + absl::Seconds(1);
      while (AnyDueBefore(end)) absl::SleepFor(absl::Milliseconds(20));
      last = absl::Now();
      drained = true;
    });
    absl::SleepFor(start - absl::Now());
    const Meanwhile during = Calls(5);
    watcher.join();
    Row("100,000 due in one second, drained", Seconds(last - start - absl::Seconds(1)),
        absl::StrFormat("%d, %.0f/s", count,
                        static_cast<double>(count) / absl::ToDoubleSeconds(last - start)),
        "≤ 10 s");
    const auto p99 = [](const char* what, const LoadResult& now, const LoadResult& then) {
      Row(what,
          absl::StrFormat("%.2f ms, %.1f × (p50 %.2f)", now.p99_us / 1000, now.p99_us / then.p99_us,
                          now.p50_us / 1000),
          absl::StrFormat("%.2f ms (p50 %.2f)", then.p99_us / 1000, then.p50_us / 1000), "≤ 2 ×");
    };
    p99("GetSignal p99 meanwhile, 8 in flight", during.get, before.get);
    p99("FileSignal p99 meanwhile, 8 in flight", during.file, before.file);
  }

  const Settings& settings_;
  BenchServer baton_;
  uint64_t next_ = 1;
  std::string get_;
};

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) {
  // As the server's program: Debian's Abseil looks for lock cycles at every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  baton::bench::Settings settings;
  using baton::bench::Number;
  using baton::bench::Text;
  const bool read = baton::bench::ReadOptions(
      argc, argv,
      {Number("--signals", &settings.signals), Number("--storm", &settings.storm),
       Text("--store", &settings.store), Text("--folder", &settings.folder)});
  if (!read) return 2;
  const baton::bench::Folder folder(settings.folder);
  settings.folder = folder.path();
  std::printf("| id | what | %s | beside | goal |\n|---|---|---|---|---|\n",
              settings.store.empty() ? "SQLite" : "PostgreSQL");
  baton::bench::DeadlineBench(settings).Run();
  return 0;
}
