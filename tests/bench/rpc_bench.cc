// P1, P2, P4, P5 and P7 of the speed figures: calls through Baton's server beside a yardstick, on
// the same two cores as the client. Prints a table.
//
//   rpc_bench [--seconds N] [--rounds N] [--folder DIR] [--only P2] [--store postgresql://...]
//             [--pgbench TRANSACTIONS_A_SECOND] [--signals N]
//
// The yardstick is a bare gRPC echo of the same bytes in the same process and run. Each round runs
// the echo and then the call; the table has the medians over the rounds, and the ratio is the
// median of the rounds' own ratios, so that a machine that drifts drifts for both. P4 (on
// PostgreSQL) is held against what pgbench just did on the same cluster, P7 against the same calls
// before the store grew from some thousand signals to --signals (a million): it runs last, and only
// when asked for by --only.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/filing.h"
#include "tests/bench/growth.h"
#include "tests/bench/load.h"
#include "tests/bench/options.h"

namespace baton::bench {
namespace {

constexpr char kTenant[] = "tenants/main";
constexpr char kFile[] = "/baton.v1.SignalHandoffService/FileSignal";
constexpr char kGet[] = "/baton.v1.SignalHandoffService/GetSignal";
constexpr char kList[] = "/baton.v1.SignalHandoffService/ListSignals";

struct Settings {
  double seconds = 4;
  int rounds = 3;
  std::string folder;
  std::string store;
  std::string only;  // the figures of this id
  double pgbench = 0;
  int64_t signals = 1'000'000;  // P7
};

struct Figure {
  std::string id;
  std::string what;
  std::string method;
  std::function<std::string(uint64_t)> request;
  std::function<std::string(uint64_t)> echo_request;  // as long; uses up none of the other's
  int in_flight;
  std::string goal;
};

// Medians over the rounds. The ratios are to the yardstick.
struct Measured {
  double rate, yardstick, ratio, p50_us, p99_us, p50_ratio, cpu_us, yardstick_cpu_us;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

LoadResult Checked(LoadResult result, const Figure& figure) {
  if (result.refused > 0 || result.calls == 0) {
    std::fprintf(stderr, "%s: %llu refused: %s\n", figure.what.c_str(),
                 static_cast<unsigned long long>(result.refused), result.first_refusal.c_str());
    std::exit(1);
  }
  return result;
}

LoadOptions CallOf(const Figure& figure, const Settings& settings, const BenchServer& baton) {
  return {.address = baton.address(),
          .method = figure.method,
          .authorization = baton.authorization(),
          .request = figure.request,
          .in_flight = figure.in_flight,
          .seconds = settings.seconds};
}

Measured Measure(const Figure& figure, const Settings& settings, const BenchServer& baton,
                 EchoServer* echo) {
  std::vector<double> rates, echo_rates, ratios, p50s, p99s, p50_ratios, cpus, echo_cpus;
  LoadOptions call = CallOf(figure, settings, baton);
  // One short run tells the answer that the echo has to give.
  call.seconds = 0.5;
  echo->SetAnswer(Checked(RunLoad(call), figure).last_answer);
  call.seconds = settings.seconds;
  LoadOptions bare = call;
  bare.address = echo->address();
  bare.method = "/bench.Echo/Answer";
  bare.request = figure.echo_request;
  for (int round = 0; round < settings.rounds; ++round) {
    const LoadResult yardstick = Checked(RunLoad(bare), figure);
    const LoadResult result = Checked(RunLoad(call), figure);
    rates.push_back(result.calls_per_second);
    echo_rates.push_back(yardstick.calls_per_second);
    ratios.push_back(result.calls_per_second / yardstick.calls_per_second);
    p50s.push_back(result.p50_us);
    p99s.push_back(result.p99_us);
    p50_ratios.push_back(result.p50_us / yardstick.p50_us);
    cpus.push_back(result.cpu_us);
    echo_cpus.push_back(yardstick.cpu_us);
  }
  return {Median(rates), Median(echo_rates), Median(ratios), Median(p50s),
          Median(p99s),  Median(p50_ratios), Median(cpus),   Median(echo_cpus)};
}

void PrintRow(const Figure& figure, const Settings& settings, const Measured& m,
              const std::string& ratio) {
  std::printf(
      "| %s | %s | %d | %s | %.0f/s | %.0f/s | %s | %s | %.2f ms | %.2f ms | %.0f µs | "
      "%.0f µs |\n",
      figure.id.c_str(), figure.what.c_str(), figure.in_flight,
      settings.store.empty() ? "SQLite" : "PostgreSQL", m.rate, m.yardstick, ratio.c_str(),
      figure.goal.c_str(), m.p50_us / 1000, m.p99_us / 1000, m.cpu_us, m.yardstick_cpu_us);
  std::fflush(stdout);
}

std::string Percent(double ratio) { return absl::StrFormat("%.0f%%", 100 * ratio); }

void MeasureAgainstEcho(const Figure& figure, const Settings& settings, const BenchServer& baton,
                        EchoServer* echo) {
  const Measured m = Measure(figure, settings, baton, echo);
  PrintRow(figure, settings, m,
           figure.in_flight == 1 ? absl::StrFormat("p50 %.1f ×", m.p50_ratio) : Percent(m.ratio));
}

void MeasureAgainstPgbench(const Figure& figure, const Settings& settings, const BenchServer& baton,
                           EchoServer* echo) {
  Measured m = Measure(figure, settings, baton, echo);
  m.yardstick = settings.pgbench;
  PrintRow(figure, settings, m, Percent(m.rate / m.yardstick));
}

std::vector<Figure> Figures(const std::string& signal) {
  v1::GetSignalRequest get;
  get.set_name(signal);
  v1::ListSignalsRequest list;
  list.set_parent(kTenant);
  list.set_page_size(20);
  const auto get_bytes = [bytes = get.SerializeAsString()](uint64_t) { return bytes; };
  const auto list_bytes = [bytes = list.SerializeAsString()](uint64_t) { return bytes; };
  // Numbers go on from run to run, or the request ids would answer from memory.
  const auto file = [next = std::make_shared<uint64_t>(1)](uint64_t) {
    return FilingOf((*next)++);
  };
  constexpr char kRead[] = "≥ 80%, ≥ 25,000/s";
  constexpr char kGrowth[] = "≥ 85%, p99 ≤ 1.5 ×";
  return {{"P1", "GetSignal", kGet, get_bytes, get_bytes, 64, kRead},
          {"P1", "GetSignal", kGet, get_bytes, get_bytes, 256, kRead},
          {"P1", "ListSignals (20)", kList, list_bytes, list_bytes, 64, kRead},
          {"P2", "FileSignal, durable", kFile, file, FilingOf, 64, "≥ 60%"},
          {"P2", "FileSignal, durable", kFile, file, FilingOf, 256, "≥ 70%, p99 ≤ 20 ms"},
          {"P4", "FileSignal, durable", kFile, file, FilingOf, 64, "≥ 200%"},
          {"P4", "FileSignal, durable", kFile, file, FilingOf, 256, "≥ 200%"},
          {"P5", "GetSignal alone", kGet, get_bytes, get_bytes, 1, "p50 ≤ 1.3 ×"},
          {"P5", "FileSignal alone", kFile, file, FilingOf, 1, "p50 ≤ 3 ×, p99 ≤ 3 ms"},
          {"P7", "GetSignal", kGet, get_bytes, get_bytes, 64, kGrowth},
          {"P7", "ListSignals (20)", kList, list_bytes, list_bytes, 64, kGrowth},
          {"P7", "FileSignal, durable", kFile, file, FilingOf, 64, kGrowth}};
}

// The same calls before and behind; the yardstick is what they did before.
void MeasureGrowth(const std::vector<Figure>& figures, const Settings& settings, BenchServer* baton,
                   EchoServer* echo) {
  std::vector<Measured> before;
  for (const Figure& figure : figures) before.push_back(Measure(figure, settings, *baton, echo));
  GrowSignals(baton->store(), settings.signals);
  for (size_t i = 0; i < figures.size(); ++i) {
    Measured after = Measure(figures[i], settings, *baton, echo);
    after.yardstick = before[i].rate;
    after.yardstick_cpu_us = before[i].cpu_us;
    PrintRow(figures[i], settings, after,
             absl::StrFormat("%s, p99 %.2f ×", Percent(after.rate / before[i].rate),
                             after.p99_us / before[i].p99_us));
  }
}

std::string FileOne(const BenchServer& baton) {
  LoadOptions one{.address = baton.address(),
                  .method = kFile,
                  .authorization = baton.authorization(),
                  .request = [](uint64_t number) { return FilingOf(1'000'000'000 + number); },
                  .in_flight = 1,
                  .seconds = 0.2};
  v1::FileSignalResponse response;
  const LoadResult result =
      Checked(RunLoad(one), {"", "FileSignal", kFile, nullptr, nullptr, 1, ""});
  if (!response.ParseFromString(result.last_answer)) std::exit(1);
  return response.signal().name();
}

int Run(const Settings& settings) {
  EchoServer echo;
  BenchServer baton(settings.folder, settings.store, kAccounts);
  std::printf("%u cores, build %s, %d rounds of %.0f s each; the client runs on the same cores\n\n",
              std::thread::hardware_concurrency(),
#ifdef NDEBUG
              "release",
#else
              "with assertions",
#endif
              settings.rounds, settings.seconds);
  std::printf(
      "| id | what | in flight | engine | Baton | yardstick | ratio | goal | p50 | p99 | CPU a "
      "call "
      "| yardstick's |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  std::vector<Figure> growing;
  for (const Figure& figure : Figures(FileOne(baton))) {
    if (settings.only.empty() ? figure.id == "P7" : settings.only != figure.id) continue;
    if (figure.id == "P7") {
      growing.push_back(figure);
    } else if (figure.id != "P4") {
      MeasureAgainstEcho(figure, settings, baton, &echo);
    } else if (settings.pgbench > 0) {
      MeasureAgainstPgbench(figure, settings, baton, &echo);
    }
  }
  if (!growing.empty()) MeasureGrowth(growing, settings, &baton, &echo);
  return 0;
}

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
      {Number("--seconds", &settings.seconds), Number("--rounds", &settings.rounds),
       Number("--pgbench", &settings.pgbench), Number("--signals", &settings.signals),
       Text("--only", &settings.only), Text("--store", &settings.store),
       Text("--folder", &settings.folder)});
  if (!read) return 2;
  const baton::bench::Folder folder(settings.folder);
  settings.folder = folder.path();
  return baton::bench::Run(settings);
}
