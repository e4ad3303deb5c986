// Keeps the standard health service in step with the store, once a second: every service, and the
// server as a whole (the empty name), is SERVING while the store answers and the server isn't
// draining.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "grpcpp/health_check_service_interface.h"
#include "store/store.h"

namespace baton::server {

inline constexpr absl::Duration kHeartbeat = absl::Seconds(1);

class Health {
 public:
  // `beat` is called at every heartbeat, on the heartbeat's thread. All must outlive this.
  Health(store::Store& store, grpc::HealthCheckServiceInterface& service,
         std::vector<std::string> names, std::function<void()> beat);
  ~Health();

  // NOT_SERVING from now on.
  void Drain();

 private:
  void Run();
  void Show(bool serving);

  store::Store& store_;
  grpc::HealthCheckServiceInterface& service_;
  const std::vector<std::string> names_;
  const std::function<void()> beat_;
  absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool shown_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace baton::server
