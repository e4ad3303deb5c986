// Clients that mean harm, against the shipped program, frame by frame (R16): while they go on the
// server lives, everybody else is served, and its memory stays bounded. What a proxy in front must
// hold back is in docs/deploy.md.
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "baton/v1/token_service.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "tests/acceptance/raw_socket.h"
#include "tests/crash/crash_company.h"
#include "tests/crash/haproxy.h"
#include "tests/crash/http2_frames.h"

namespace baton::testing {
namespace {

using Stub = v1::TokenService::Stub;

constexpr char kWhoAmI[] = "/baton.v1.TokenService/WhoAmI";
constexpr int64_t kMiB = 1 << 20;
// What an attack may add to the server's memory: gRPC's own quota, and as much again.
constexpr int64_t kMoreMemory = 1'024 * kMiB;
constexpr int kAttackers = 8;
// Connections of each attacker: in the short form, and where the server can't hold more back.
constexpr int kRounds = 10;

// A hundred in the long form, whose points are idle connections.
int Rounds() { return std::max(kRounds, CrashPoints(0) / 50); }

// Straight at the server, and through HAProxy as docs/deploy.md sets it up.
class Flood : public CrashCompany, public ::testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    StartCompany(1, nullptr);
    target_ = process().address();
    if (!behind_proxy()) return;
    proxy_ = std::make_unique<Haproxy>(folder().path(), process().address());
    target_ = proxy_->address();
    ASSERT_TRUE(proxy_->Await());
  }

  static bool behind_proxy() { return GetParam(); }
  const std::string& target() const { return target_; }

  // Bytes of memory that the server holds now.
  int64_t Memory() {
    std::ifstream file(absl::StrCat("/proc/", process().pid(), "/statm"));
    int64_t all = 0;
    int64_t resident = 0;
    file >> all >> resident;
    return resident * sysconf(_SC_PAGESIZE);
  }

  Client Others() {
    if (others_ == nullptr) {
      others_ = grpc::CreateChannel(target_, grpc::InsecureChannelCredentials());
    }
    return Client(others_, Admin().secret());
  }

  absl::Status WhoAmI() { return Others().Call(&Stub::WhoAmI, v1::WhoAmIRequest()).status(); }

  // Attackers do `attack`, each on `rounds` connections one after the other; meanwhile others call.
  // `attack` answers what it sent: frames, streams.
  template <class Attack>
  void Withstand(int rounds, const Attack& attack) {
    const int64_t before = Memory();
    std::atomic<int64_t> connections{0};
    std::atomic<int64_t> sent{0};
    std::atomic<int> left{kAttackers};
    std::vector<std::thread> attackers;
    for (int i = 0; i < kAttackers; ++i) {
      attackers.emplace_back([&] {
        for (int round = 0; round < rounds; ++round) {
          RawSocket socket(target());
          if (!socket.connected() || !socket.Send(http2::Hello())) continue;
          ++connections;
          sent += attack(socket);
        }
        --left;
      });
    }
    int served = 0;
    int64_t most = 0;
    absl::Duration longest;
    while (left > 0) {
      const absl::Time begin = absl::Now();
      EXPECT_THAT(WhoAmI(), IsOk());
      longest = std::max(longest, absl::Now() - begin);
      ++served;
      most = std::max(most, Memory());
    }
    for (std::thread& attacker : attackers) attacker.join();
    EXPECT_THAT(WhoAmI(), IsOk());
    EXPECT_GT(sent, 0);
    EXPECT_LT(most - before, kMoreMemory);
    std::cout << sent << " sent on " << connections << " connections, " << served
              << " calls of others served, the longest in " << longest << ", "
              << (most - before) / kMiB << " MiB more at most" << std::endl;
  }

 private:
  std::string target_;
  std::unique_ptr<Haproxy> proxy_;
  std::shared_ptr<grpc::Channel> others_;
};

INSTANTIATE_TEST_SUITE_P(At, Flood, ::testing::Values(false, true), [](const auto& instance) {
  return instance.param ? "Haproxy" : "Server";
});

// What the floods are made of is no mere noise: a call made of such frames is answered.
TEST_P(Flood, R16_FramesByHandMakeACall) {
  RawSocket socket(target());
  // WhoAmIRequest has no bytes: only the five that say so.
  ASSERT_TRUE(socket.Send(
      http2::Hello() + http2::SettingsAck() +
      http2::Frame(http2::kHeaders, http2::kEndHeaders, 1, http2::CallHeaders(kWhoAmI)) +
      http2::Frame(http2::kData, http2::kEndStream, 1, std::string(5, '\0'))));
  std::string answer;
  for (int i = 0; i < 100 && !absl::StrContains(answer, "grpc-status"); ++i) {
    answer += socket.ReadSome(absl::Milliseconds(100));
  }
  EXPECT_THAT(answer, ::testing::HasSubstr("grpc-status"));
}

TEST_P(Flood, R16_IdleConnections) {
  const int count = CrashPoints(/*short_form=*/2'000);
  const int64_t before = Memory();
  std::vector<RawSocket> idle;
  for (int i = 0; i < count; ++i) {
    idle.emplace_back(target());
    ASSERT_TRUE(idle.back().connected()) << i;
    // Half of them say who they are, the others nothing at all.
    if (i % 2 == 1) continue;
    ASSERT_TRUE(idle.back().Send(http2::Hello() + http2::SettingsAck()));
  }
  for (int i = 0; i < 100; ++i) ASSERT_THAT(WhoAmI(), IsOk());
  EXPECT_LT(Memory() - before, kMoreMemory);
  std::cout << count << " connections, " << (Memory() - before) / kMiB << " MiB more" << std::endl;
}

TEST_P(Flood, R16_Pings) {
  const std::string ping = http2::Frame(http2::kPing, http2::kNone, 0, "12345678");
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += ping;
  std::atomic<int> ended{0};
  Withstand(Rounds(), [&](RawSocket& socket) {
    // Nothing is read: what the server answers has nowhere to go.
    for (int i = 0; i < 200; ++i) {
      if (socket.Send(many)) continue;
      ++ended;
      return i * 1'000;
    }
    return 200'000;
  });
  // HAProxy answers pings itself, and has no limit on them in Debian's 2.6.
  if (!behind_proxy()) {
    EXPECT_GT(ended, 0) << "a client that pings without end is sent away";
  }
}

TEST_P(Flood, R16_RapidReset) {
  const std::string headers = http2::CallHeaders(kWhoAmI);
  // gRPC 1.51 takes every stream on before it looks at its end: what comes faster than it can takes
  // some 5 kB each, and makes others wait. Only a proxy holds that back, so the server itself gets
  // a fifth: 80,000 streams.
  const int batches = behind_proxy() ? 50 : 10;
  Withstand(behind_proxy() ? Rounds() : kRounds, [&](RawSocket& socket) {
    socket.Send(http2::SettingsAck());
    uint32_t stream = 1;
    for (int batch = 0; batch < batches; ++batch) {
      std::string frames;
      for (int i = 0; i < 100; ++i, stream += 2) {
        frames += http2::Frame(http2::kHeaders, http2::kEndHeaders, stream, headers);
        frames += http2::Frame(http2::kRstStream, http2::kNone, stream, std::string(4, '\x08'));
      }
      if (!socket.Send(frames)) return batch * 100;
    }
    return batches * 100;
  });
}

TEST_P(Flood, R16_ContinuationWithoutEnd) {
  std::string block;
  while (block.size() < 16'000) block += http2::Header("x-more", std::string(100, 'x'));
  const std::string more = http2::Frame(http2::kContinuation, http2::kNone, 1, block);
  Withstand(Rounds(), [&](RawSocket& socket) {
    socket.Send(http2::SettingsAck());
    socket.Send(http2::Frame(http2::kHeaders, http2::kNone, 1, http2::CallHeaders(kWhoAmI)));
    int count = 0;
    while (count < 2'000 && socket.Send(more)) ++count;
    return count;
  });
}

TEST_P(Flood, R16_CallsThatNeverGoOnWithoutAnAckOfTheSettings) {
  const std::string headers =
      http2::CallHeaders(kWhoAmI) + http2::Header("x-more", std::string(100, 'x'));
  Withstand(behind_proxy() ? Rounds() : kRounds, [&](RawSocket& socket) {
    // The limit on streams at once counts for a client that has agreed to it.
    uint32_t stream = 1;
    for (int batch = 0; batch < 50; ++batch) {
      std::string frames;
      for (int i = 0; i < 100; ++i, stream += 2) {
        frames += http2::Frame(http2::kHeaders, http2::kEndHeaders, stream, headers);
      }
      if (!socket.Send(frames)) return batch * 100;
    }
    return 5'000;
  });
}

TEST_P(Flood, R16_SettingsWhoseAnswersNobodyReads) {
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += http2::Frame(http2::kSettings, http2::kNone, 0, "");
  Withstand(Rounds(), [&](RawSocket& socket) {
    int count = 0;
    while (count < 200 && socket.Send(many)) ++count;
    return count * 1'000;
  });
}

TEST_P(Flood, R16_CompressedBombs) {
  v1::RevokeTokenRequest bomb;
  bomb.set_name(std::string(64 * kMiB, 'x'));
  grpc::ChannelArguments arguments;
  arguments.SetCompressionAlgorithm(GRPC_COMPRESS_GZIP);
  arguments.SetMaxSendMessageSize(-1);
  const auto channel =
      grpc::CreateCustomChannel(target(), grpc::InsecureChannelCredentials(), arguments);
  const Client bomber(channel, Admin().secret());
  const int64_t before = Memory();
  for (int i = 0; i < 5; ++i) {
    EXPECT_THAT(bomber.Call(&Stub::RevokeToken, bomb),
                StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_THAT(WhoAmI(), IsOk());
  EXPECT_LT(Memory() - before, kMoreMemory);
}

TEST_P(Flood, R16_NestingAndAMillionItemsInOneMessage) {
  // Groups of a field that nobody knows, each within the one before.
  EXPECT_THAT(
      Others().CallBytes("/baton.v1.TokenService/RevokeToken", std::string(4'000'000, '\x1b')),
      Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  // FileSignalsRequest{requests: a million empty ones}
  std::string items;
  for (int i = 0; i < 1'000'000; ++i) items.append("\x12\x00", 2);
  EXPECT_THAT(Plugin().CallBytes("/baton.v1.SignalHandoffService/BatchFileSignals", items),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(WhoAmI(), IsOk());
}

}  // namespace
}  // namespace baton::testing
