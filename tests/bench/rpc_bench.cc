// P1, P2 and P5 of the speed figures: calls through Baton's server against a bare gRPC echo of the
// same bytes, in the same process and run, on the same two cores as the client. Prints a table.
//
//   rpc_bench [--seconds N] [--rounds N] [--folder DIR] [--only P2] [--store postgresql://...]
//
// Each round runs the echo and then the call; the table has the medians over the rounds, and the
// ratio is the median of the rounds' own ratios, so that a machine that drifts drifts for both.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "tests/bench/bench_server.h"
#include "tests/bench/load.h"

namespace baton::bench {
namespace {

constexpr int kAccounts = 5'000;
constexpr int kTriggers = 13;  // the catalogue's, from 1 on
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
};

struct Figure {
  std::string id;
  std::string what;
  std::string method;
  std::function<std::string(uint64_t)> request;
  std::function<std::string(uint64_t)> echo_request;  // as long; uses up none of the other's
  int in_flight;
};

// A new signal each time: every source record is another, and no two are duplicates, since triggers
// and accounts differ or the filing is far from the last one of its kind.
std::string FilingOf(uint64_t number) {
  v1::FileSignalRequest request;
  request.set_parent(kTenant);
  request.set_request_id(absl::StrCat("bench-", number));
  v1::Signal& signal = *request.mutable_signal();
  signal.set_account(absl::StrCat(kTenant, "/accounts/a", number % kAccounts));
  signal.set_csm(absl::StrCat(kTenant, "/people/csm"));
  signal.set_trigger(static_cast<v1::Trigger>(1 + number / kAccounts % kTriggers));
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  signal.set_evidence("Seat utilization at 89%");
  signal.mutable_buyer()->set_name("Dana Whitcombe");
  signal.mutable_buyer()->set_title("VP Operations");
  signal.set_timeline("Seats needed by 5 January");
  signal.set_context_note(
      "Freight ops filled 279 of 300 seats. Dana asked what 75 more seats would cost.");
  signal.mutable_source()->set_system("bench");
  signal.mutable_source()->set_record_id(absl::StrCat("r", number));
  signal.add_product_lines(absl::StrCat("line-", number));
  signal.mutable_estimated_expansion()->set_amount_minor(4'800'000);
  signal.mutable_estimated_expansion()->set_currency_code("USD");
  v1::Qualification& answers = *signal.mutable_qualification();
  answers.mutable_budget_conversation()->set_yes(true);
  answers.mutable_timeline()->set_yes(true);
  answers.mutable_named_buyer()->set_yes(true);
  answers.mutable_product_fit()->set_yes(true);
  return request.SerializeAsString();
}

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

void Measure(const Figure& figure, const Settings& settings, const BenchServer& baton,
             EchoServer* echo) {
  std::vector<double> rates, echo_rates, ratios, p50s, p99s, echo_p50s, p50_ratios, cpus, echo_cpus;
  LoadOptions call{.address = baton.address(),
                   .method = figure.method,
                   .authorization = baton.authorization(),
                   .request = figure.request,
                   .in_flight = figure.in_flight,
                   .seconds = 0.5};
  // One short run tells the answer that the echo has to give.
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
    echo_p50s.push_back(yardstick.p50_us);
    p50_ratios.push_back(result.p50_us / yardstick.p50_us);
    cpus.push_back(result.cpu_us);
    echo_cpus.push_back(yardstick.cpu_us);
  }
  std::printf(
      "| %s | %s | %d | %.0f/s | %.0f/s | %.0f%% | %.0f µs | %.0f µs | %.0f µs | %.2f | %.0f µs | "
      "%.0f µs |\n",
      figure.id.c_str(), figure.what.c_str(), figure.in_flight, Median(rates), Median(echo_rates),
      100 * Median(ratios), Median(p50s), Median(p99s), Median(echo_p50s), Median(p50_ratios),
      Median(cpus), Median(echo_cpus));
  std::fflush(stdout);
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
  return {{"P1", "GetSignal", kGet, get_bytes, get_bytes, 64},
          {"P1", "GetSignal", kGet, get_bytes, get_bytes, 256},
          {"P1", "ListSignals (20)", kList, list_bytes, list_bytes, 64},
          {"P2", "FileSignal, durable", kFile, file, FilingOf, 64},
          {"P2", "FileSignal, durable", kFile, file, FilingOf, 256},
          {"P5", "GetSignal alone", kGet, get_bytes, get_bytes, 1},
          {"P5", "FileSignal alone", kFile, file, FilingOf, 1}};
}

std::string FileOne(const BenchServer& baton) {
  LoadOptions one{.address = baton.address(),
                  .method = kFile,
                  .authorization = baton.authorization(),
                  .request = [](uint64_t number) { return FilingOf(1'000'000'000 + number); },
                  .in_flight = 1,
                  .seconds = 0.2};
  v1::FileSignalResponse response;
  const LoadResult result = Checked(RunLoad(one), {"", "FileSignal", kFile, nullptr, nullptr, 1});
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
      "| id | call | in flight | Baton | bare echo | ratio | p50 | p99 | echo p50 | p50 ratio | "
      "CPU "
      "a call | echo CPU |\n"
      "|---|---|---|---|---|---|---|---|---|---|---|---|\n");
  for (const Figure& figure : Figures(FileOne(baton))) {
    if (settings.only.empty() || settings.only == figure.id) {
      Measure(figure, settings, baton, &echo);
    }
  }
  return 0;
}

}  // namespace
}  // namespace baton::bench

int main(int argc, char** argv) {
  // As the server's program: Debian's Abseil looks for lock cycles at every lock.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  baton::bench::Settings settings;
  std::string own = std::filesystem::temp_directory_path() / "baton-bench-XXXXXX";
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view flag = argv[i];
    bool taken = false;
    if (flag == "--seconds") taken = absl::SimpleAtod(argv[i + 1], &settings.seconds);
    if (flag == "--rounds") taken = absl::SimpleAtoi(argv[i + 1], &settings.rounds);
    if (flag == "--only") taken = !(settings.only = argv[i + 1]).empty();
    if (flag == "--store") taken = !(settings.store = argv[i + 1]).empty();
    if (flag == "--folder") taken = !(settings.folder = argv[i + 1]).empty();
    if (!taken) {
      std::fprintf(stderr,
                   "usage: rpc_bench [--seconds N] [--rounds N] [--folder DIR] [--only ID] "
                   "[--store postgresql://...]\n");
      return 2;
    }
  }
  const bool made = settings.folder.empty();
  if (made) settings.folder = mkdtemp(own.data());
  const int code = baton::bench::Run(settings);
  if (made) std::filesystem::remove_all(settings.folder);
  return code;
}
