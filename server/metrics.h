// What Prometheus reads. Base units, `_total` for counters, labels method and code only.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "prometheus/counter.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"
#include "server/http_page.h"

namespace baton::server {

inline constexpr int kCodeCount = 17;

// The figures of one method.
class MethodMetrics {
 public:
  // A call arrived: grpc_server_started_total.
  void Started() { started_->Increment(); }
  // A call was answered: grpc_server_handled_total by code, grpc_server_call_duration_seconds.
  void Handled(absl::StatusCode code, double seconds);

  // Made by Metrics.
  MethodMetrics(std::string name, prometheus::Family<prometheus::Counter>& started,
                prometheus::Family<prometheus::Counter>& handled,
                prometheus::Family<prometheus::Histogram>& seconds);

  const std::string& name() const { return name_; }

 private:
  const std::string name_;
  prometheus::Family<prometheus::Counter>& handled_family_;
  prometheus::Counter* const started_;
  prometheus::Histogram* const seconds_;
  // Made when a code first occurs: most never do.
  std::array<std::atomic<prometheus::Counter*>, kCodeCount> handled_ = {};
};

// Thread safe. Keep one for the server's life.
class Metrics {
 public:
  Metrics();

  // The figures of a method, made at the first call. Its address stays.
  MethodMetrics* ForMethod(const std::string& full_name);

  // Figures that are read from their owner when the page is asked for. Call before Expose.
  void Watch(const std::string& name, const std::string& help, bool counter,
             std::function<double()> read);

  prometheus::Histogram& batch_size() { return *batch_size_; }    // baton_store_batch_size
  prometheus::Counter& overdue_deadlines() { return *overdue_; }  // found by the sweeper
  prometheus::Counter& calls_shed() { return *shed_; }            // refused as OVERLOADED

  // The page as Prometheus reads it.
  std::string Page() const;

  // Serves /metrics over HTTP on `address` (HttpPage); answers the address in use.
  absl::StatusOr<std::string> Expose(const std::string& address);
  // Ends that; nothing is read from the watched owners any more.
  void StopExposing() { http_.reset(); }

 private:
  class Watched;

  std::shared_ptr<prometheus::Registry> registry_;
  std::shared_ptr<Watched> watched_;
  std::deque<MethodMetrics> methods_;
  prometheus::Family<prometheus::Counter>* started_;
  prometheus::Family<prometheus::Counter>* handled_;
  prometheus::Family<prometheus::Histogram>* seconds_;
  prometheus::Histogram* batch_size_;
  prometheus::Counter* overdue_;
  prometheus::Counter* shed_;
  std::unique_ptr<HttpPage> http_;
};

}  // namespace baton::server
