#include "tests/bench/load.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <memory>

#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/channel_arguments.h"

namespace baton::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr int kMaxChannels = 8;
constexpr int kCallsPerChannel = 32;

double CpuMicros() {
  rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  const auto micros = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return micros(usage.ru_utime) + micros(usage.ru_stime);
}

struct OneCall {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  SteadyClock::time_point start;
  grpc::GenericStub* stub = nullptr;
};

class Load {
 public:
  explicit Load(const LoadOptions& options) : options_(options) {
    const int channels =
        std::clamp((options.in_flight + kCallsPerChannel - 1) / kCallsPerChannel, 1, kMaxChannels);
    for (int i = 0; i < channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("bench.channel", i);  // keeps gRPC from sharing one connection
      stubs_.emplace_back(grpc::CreateCustomChannel(options.address,
                                                    grpc::InsecureChannelCredentials(), arguments));
    }
  }

  LoadResult Run() {
    const auto begin = SteadyClock::now();
    const double cpu_begin = CpuMicros();
    const auto length = std::chrono::duration<double>(options_.seconds);
    count_from_ = begin + std::chrono::duration_cast<SteadyClock::duration>(length / 10);
    const auto end = begin + std::chrono::duration_cast<SteadyClock::duration>(length);
    calls_.resize(options_.in_flight);
    for (size_t i = 0; i < calls_.size(); ++i) {
      calls_[i].stub = &stubs_[i % stubs_.size()];
      Start(&calls_[i]);
    }
    size_t open = calls_.size();
    void* tag = nullptr;
    bool ok = false;
    while (open > 0 && queue_.Next(&tag, &ok)) {
      auto* call = static_cast<OneCall*>(tag);
      const auto now = SteadyClock::now();
      Count(*call, now);
      if (now < end) {
        Start(call);
      } else {
        --open;
      }
    }
    result_.cpu_us = (CpuMicros() - cpu_begin) / static_cast<double>(std::max<uint64_t>(sent_, 1));
    return Summary(std::chrono::duration<double>(end - count_from_).count());
  }

 private:
  void Start(OneCall* call) {
    call->context = std::make_unique<grpc::ClientContext>();
    if (!options_.authorization.empty()) {
      call->context->AddMetadata("authorization", options_.authorization);
    }
    grpc::Slice slice(options_.request(sent_++));
    const grpc::ByteBuffer request(&slice, 1);
    call->response.Clear();
    call->start = SteadyClock::now();
    call->reader =
        call->stub->PrepareUnaryCall(call->context.get(), options_.method, request, &queue_);
    call->reader->StartCall();
    call->reader->Finish(&call->response, &call->status, call);
  }

  void Count(const OneCall& call, SteadyClock::time_point now) {
    if (!call.status.ok()) {
      if (result_.refused++ == 0) result_.first_refusal = call.status.error_message();
    }
    if (now < count_from_) return;
    latencies_us_.push_back(std::chrono::duration<double, std::micro>(now - call.start).count());
    if (result_.last_answer.empty() && call.status.ok()) {
      grpc::Slice slice;
      if (call.response.DumpToSingleSlice(&slice).ok()) {
        result_.last_answer.assign(reinterpret_cast<const char*>(slice.begin()), slice.size());
      }
    }
  }

  LoadResult Summary(double seconds) {
    std::sort(latencies_us_.begin(), latencies_us_.end());
    result_.calls = latencies_us_.size();
    result_.calls_per_second = static_cast<double>(result_.calls) / seconds;
    if (!latencies_us_.empty()) {
      result_.p50_us = latencies_us_[latencies_us_.size() / 2];
      result_.p99_us = latencies_us_[latencies_us_.size() * 99 / 100];
    }
    return result_;
  }

  const LoadOptions& options_;
  std::deque<grpc::GenericStub> stubs_;
  grpc::CompletionQueue queue_;
  std::deque<OneCall> calls_;
  uint64_t sent_ = 0;
  SteadyClock::time_point count_from_;
  std::vector<double> latencies_us_;
  LoadResult result_;
};

}  // namespace

LoadResult RunLoad(const LoadOptions& options) { return Load(options).Run(); }

}  // namespace baton::bench
