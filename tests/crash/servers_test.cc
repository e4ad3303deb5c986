// R26: several servers on one PostgreSQL, one of them killed at random points: no update is lost,
// no delivery leaves twice, a deadline is handled once whoever finds it.
//
// Planted faults that these tests caught: the audit chain's end kept in memory between batches;
// keys not held across servers (neither of two possible duplicates saw the other); the same at READ
// COMMITTED (a contact was overwritten by an acknowledgement); a server that asks once whether it
// leads and takes a no for good.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/barrier.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/crash/crash_company.h"

namespace baton::testing {
namespace {

using HandoffStub = v1::SignalHandoffService::Stub;

class Servers : public CrashCompany {
 protected:
  void SetUp() override { StartCompany(2, &cluster_); }

  // Starts a sweeper, and waits until it is about to begin.
  pid_t StartSweep(absl::Time now) {
    const std::string seconds = absl::StrCat(absl::ToUnixSeconds(now));
    int ends[2];
    if (pipe(ends) != 0) return -1;
    const pid_t child = fork();
    if (child == 0) {
      dup2(ends[1], STDOUT_FILENO);
      execl(BATON_SWEEP_PROGRAM, BATON_SWEEP_PROGRAM, cluster_.url().c_str(), seconds.c_str(),
            nullptr);
      _exit(127);
    }
    close(ends[1]);
    char byte = 0;
    EXPECT_EQ(read(ends[0], &byte, 1), 1);
    close(ends[0]);
    return child;
  }

  static int Wait(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  // Files a signal whose outcome puts it off by a second. Answers its name.
  std::string FileForLater(const std::string& id, int server) {
    const auto filed = Plugin(server).Call(&HandoffStub::FileSignal, Filing(id, 0));
    EXPECT_THAT(filed, IsOk());
    v1::ReportOutcomeRequest request;
    request.set_name(filed->signal().name());
    v1::SignalOutcome& outcome = *request.mutable_outcome();
    outcome.set_kind(v1::OUTCOME_KIND_DEFERRED);
    outcome.set_reason("Budget comes in a second");
    *outcome.mutable_revisit_time() = domain::ToTimestamp(absl::Now() + absl::Seconds(1));
    EXPECT_THAT(Plugin(server).Call(&HandoffStub::ReportOutcome, request), IsOk());
    return request.name();
  }

  // The watch item as which the signal came back; empty while it has not.
  std::string ContinuedBy(const std::string& name, int server) {
    v1::GetSignalRequest request;
    request.set_name(name);
    const auto found = Plugin(server).Call(&HandoffStub::GetSignal, request);
    EXPECT_THAT(found, IsOk());
    return found.ok() ? found->signal().continued_by() : "";
  }

  DurableCluster cluster_;
};

TEST_F(Servers, R26_AKilledServersClientsGoOnAtTheOther) {
  const unsigned seed = CrashSeed();
  const int points = CrashPoints(/*short_form=*/10);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> answers(1, 150);
  std::set<std::string> expected;
  for (int round = 0; round < points; ++round) {
    SCOPED_TRACE(absl::StrCat("seed ", seed, ", point ", round));
    const int victim = round % 2;
    // The other one's clients write on until theirs is stopped, too.
    const auto stories = WriteUntil(round, answers(random), [&] {
      process(victim).Kill();
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      EXPECT_EQ(process(1 - victim).Stop(), 0);
    });
    Start(1 - victim);
    if (HasFatalFailure()) return;
    for (const std::vector<Story>& of_client : stories) {
      for (const Story& story : of_client) {
        EXPECT_TRUE(expected.insert(Retry(story, 1 - victim)).second) << story.file.request_id();
      }
    }
    ExpectAuditIntact(1 - victim);
    Start(victim);
    if (HasFailure()) return;
  }
  EXPECT_EQ(AllSignals(0), expected);
  EXPECT_EQ(AllSignals(1), expected);
  EXPECT_EQ(HandedOver(), expected);
  std::printf("seed %u: %d kills, %zu signals, nothing lost, nothing doubled\n", seed, points,
              expected.size());
}

TEST_F(Servers, R8_OneRequestAtBothServersAtOnceHasOneEffect) {
  constexpr int kRounds = 20;
  for (int round = 0; round < kRounds; ++round) {
    const v1::FileSignalRequest request = Filing(absl::StrCat("both-", round), round % kClients);
    std::vector<std::string> answers(kClients);
    std::vector<std::thread> callers;
    for (int i = 0; i < kClients; ++i) {
      callers.emplace_back([&, i] {
        const auto filed = Plugin(i % 2).Call(&HandoffStub::FileSignal, request);
        EXPECT_THAT(filed, IsOk());
        if (filed.ok()) answers[i] = filed->SerializeAsString();
      });
    }
    for (std::thread& caller : callers) caller.join();
    for (const std::string& answer : answers) EXPECT_EQ(answer, answers[0]);
  }
  EXPECT_EQ(AllSignals().size(), static_cast<size_t>(kRounds));
  ExpectAuditIntact();
}

// Calls both at the same time, `each` times.
void AtOnce(int each, const std::function<void(int)>& first,
            const std::function<void(int)>& second) {
  for (int round = 0; round < each; ++round) {
    absl::Barrier start(2);
    absl::Notification passed;  // the barrier may go once both are past it
    std::thread other([&] {
      if (start.Block()) passed.Notify();
      second(round);
    });
    if (start.Block()) passed.Notify();
    first(round);
    passed.WaitForNotification();
    other.join();
  }
}

TEST_F(Servers, R26_StepsOfOneSignalAtBothServersAreBothKept) {
  constexpr int kSignals = 60;
  std::vector<std::string> names;
  for (int i = 0; i < kSignals; ++i) {
    const auto filed = Plugin().Call(&HandoffStub::FileSignal, Filing(absl::StrCat("step-", i), 0));
    ASSERT_THAT(filed, IsOk());
    names.push_back(filed->signal().name());
  }
  AtOnce(
      kSignals,
      [&](int i) {
        v1::AcknowledgeSignalRequest request;
        request.set_name(names[i]);
        const auto step = Plugin(0).Call(&HandoffStub::AcknowledgeSignal, request);
        // A contact that came first implies it (H-10).
        if (!step.ok()) {
          EXPECT_EQ(step.status().code(), absl::StatusCode::kFailedPrecondition);
        }
      },
      [&](int i) {
        v1::RecordContactRequest request;
        request.set_name(names[i]);
        EXPECT_THAT(Plugin(1).Call(&HandoffStub::RecordContact, request), IsOk());
      });
  for (const std::string& name : names) {
    v1::GetSignalRequest request;
    request.set_name(name);
    const auto found = Plugin().Call(&HandoffStub::GetSignal, request);
    ASSERT_THAT(found, IsOk());
    EXPECT_TRUE(found->signal().has_acknowledge_time()) << name;
    EXPECT_TRUE(found->signal().has_contact_time()) << name << " lost its contact";
  }
  ExpectAuditIntact();
}

// H-12: whichever is second must see the first.
TEST_F(Servers, R26_TheSameNewsAtBothServersIsOnePossibleDuplicate) {
  constexpr int kPairs = 60;
  std::vector<v1::Signal> left(kPairs);
  std::vector<v1::Signal> right(kPairs);
  const auto file = [&](int pair, int server, std::vector<v1::Signal>& filed) {
    v1::FileSignalRequest request = Filing(absl::StrCat("pair-", pair, "-", server), 0);
    request.mutable_signal()->set_product_lines(0, absl::StrCat("line-", pair));
    const auto answer = Plugin(server).Call(&HandoffStub::FileSignal, request);
    EXPECT_THAT(answer, IsOk());
    if (answer.ok()) filed[pair] = answer->signal();
  };
  AtOnce(
      kPairs, [&](int pair) { file(pair, 0, left); }, [&](int pair) { file(pair, 1, right); });
  for (int pair = 0; pair < kPairs; ++pair) {
    const bool left_first = right[pair].possible_duplicate_of() == left[pair].name();
    const bool right_first = left[pair].possible_duplicate_of() == right[pair].name();
    EXPECT_NE(left_first, right_first) << "pair " << pair;
  }
}

TEST_F(Servers, ATokenRevokedAtOneServerIsRefusedAtTheOther) {
  v1::CreateTokenRequest request;
  request.set_parent(kTenant);
  request.mutable_token()->set_role(v1::ROLE_INTEGRATION);
  const auto made = Admin(0).Call(&v1::TokenService::Stub::CreateToken, request);
  ASSERT_THAT(made, IsOk());
  Client there(channel(1), made->secret());
  const auto knows = [&] {
    v1::ListSignalsRequest list;
    list.set_parent(kTenant);
    return there.Call(&HandoffStub::ListSignals, list).ok();
  };
  const auto within = [](const std::function<bool()>& condition) {
    const absl::Time end = absl::Now() + absl::Seconds(10);
    while (!condition() && absl::Now() < end) absl::SleepFor(absl::Milliseconds(5));
    return condition();
  };
  EXPECT_TRUE(within(knows));
  v1::RevokeTokenRequest revoke;
  revoke.set_name(made->token().name());
  ASSERT_THAT(Admin(0).Call(&v1::TokenService::Stub::RevokeToken, revoke), IsOk());
  EXPECT_TRUE(within([&] { return !knows(); }));
}

// The server that sweeps is killed, whichever it is: the other one finds what falls due from then
// on, and tells the CSM once (H-11).
TEST_F(Servers, R26_AKilledServersSweepingIsTakenOver) {
  for (const int victim : {0, 1}) {
    const int survivor = 1 - victim;
    process(victim).Kill();
    const std::string signal = FileForLater(absl::StrCat("later-", victim), survivor);
    const absl::Time end = absl::Now() + absl::Seconds(10);
    std::string back;
    while (back.empty() && absl::Now() < end) {
      absl::SleepFor(absl::Milliseconds(50));
      back = ContinuedBy(signal, survivor);
    }
    ASSERT_NE(back, "") << "server " << survivor << " did not bring it back (H-11)";
    EXPECT_EQ(MessagesTo("imogen", survivor)[back], 1);
    Start(victim);
    if (HasFatalFailure()) return;
    EXPECT_EQ(ContinuedBy(signal, victim), back);
    EXPECT_EQ(MessagesTo("imogen", victim)[back], 1) << "once";
  }
}

// Two sweepers at once, one of them killed in between and started again, until nothing is due.
TEST_F(Servers, R26_ADeadlineIsHandledOnceWhoeverFindsIt) {
  constexpr int kSignals = 400;
  const unsigned seed = CrashSeed();
  const int kills = CrashPoints(/*short_form=*/5);
  std::set<std::string> expected;
  std::vector<std::thread> callers;
  absl::Mutex mutex;
  for (int i = 0; i < kClients; ++i) {
    callers.emplace_back([&, i] {
      for (int n = i; n < kSignals; n += kClients) {
        const auto filed =
            Plugin(i % 2).Call(&HandoffStub::FileSignal, Filing(absl::StrCat("due-", n), i));
        ASSERT_THAT(filed, IsOk());
        absl::MutexLock lock(&mutex);
        expected.insert(filed->signal().name());
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  ASSERT_EQ(expected.size(), static_cast<size_t>(kSignals));
  const absl::Time later = absl::Now() + absl::Hours(24 * 14);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> micros(0, 60'000);
  int cut_off = 0;
  for (int kill = 0; kill < kills; ++kill) {
    const pid_t victim = StartSweep(later);
    const pid_t other = StartSweep(later);
    std::this_thread::sleep_for(std::chrono::microseconds(micros(random)));
    ::kill(victim, SIGKILL);
    std::this_thread::sleep_for(std::chrono::microseconds(micros(random)));
    ::kill(other, SIGKILL);
    cut_off += (Wait(victim) != 0) + (Wait(other) != 0);
  }
  EXPECT_EQ(Wait(StartSweep(later)), 0);
  std::printf("seed %u: %d sweeps cut off\n", seed, cut_off);
  // One for the missed acknowledgement and one for the missed contact.
  std::map<std::string, int> two_each;
  for (const std::string& signal : expected) two_each[signal] = 2;
  EXPECT_EQ(MessagesTo("mona"), two_each);
  ExpectAuditIntact();
}

}  // namespace
}  // namespace baton::testing
