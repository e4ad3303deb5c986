#include "tests/acceptance/health_watch.h"

namespace baton::testing {

std::string HealthRequest(const std::string& service) {
  if (service.empty()) return {};
  return std::string({'\x0a', static_cast<char>(service.size())}) + service;
}

HealthWatch::HealthWatch(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
  stub_.PrepareBidiStreamingCall(&context_, "/grpc.health.v1.Health/Watch", grpc::StubOptions(),
                                 this);
  const grpc::Slice empty("");
  request_ = grpc::ByteBuffer(&empty, 1);
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&response_);
  StartCall();
}

HealthWatch::~HealthWatch() {
  context_.TryCancel();
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&done_));
}

void HealthWatch::Await(const std::string& status) {
  absl::MutexLock lock(&mutex_);
  const auto seen = [&]()
                        ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return last_ == status || done_; };
  mutex_.Await(absl::Condition(&seen));
}

void HealthWatch::OnReadDone(bool ok) {
  if (!ok) return;
  grpc::Slice bytes;
  response_.DumpToSingleSlice(&bytes);
  {
    absl::MutexLock lock(&mutex_);
    last_.assign(reinterpret_cast<const char*>(bytes.begin()), bytes.size());
  }
  StartRead(&response_);
}

void HealthWatch::OnDone(const grpc::Status&) {
  absl::MutexLock lock(&mutex_);
  done_ = true;
}

}  // namespace baton::testing
