#include "server/health.h"

#include <utility>

namespace baton::server {

Health::Health(store::Store& store, grpc::HealthCheckServiceInterface& service,
               std::vector<std::string> names, std::function<void()> beat)
    : store_(store), service_(service), names_(std::move(names)), beat_(std::move(beat)) {
  for (const std::string& name : names_) service_.SetServingStatus(name, false);
  Show(store_.Ping().ok());
  thread_ = std::thread([this] { Run(); });
}

Health::~Health() {
  Drain();
  thread_.join();
}

void Health::Drain() {
  Show(false);
  absl::MutexLock lock(&mutex_);
  draining_ = true;
  service_.Shutdown();
}

void Health::Run() {
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      if (mutex_.AwaitWithTimeout(absl::Condition(&draining_), kHeartbeat)) return;
    }
    Show(store_.Ping().ok());
    beat_();
  }
}

void Health::Show(bool serving) {
  absl::MutexLock lock(&mutex_);
  if (draining_ || shown_ == serving) return;
  shown_ = serving;
  service_.SetServingStatus("", serving);
  for (const std::string& name : names_) service_.SetServingStatus(name, serving);
}

}  // namespace baton::server
