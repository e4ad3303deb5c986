#include "server/metrics.h"

#include <mutex>
#include <utility>
#include <vector>

#include "domain/status_macros.h"
#include "prometheus/collectable.h"
#include "prometheus/text_serializer.h"

namespace baton::server {
namespace {

using prometheus::Histogram;

// Seconds, from a read in memory to a call that hit its deadline.
const Histogram::BucketBoundaries& DurationBuckets() {
  static const auto& buckets = *new Histogram::BucketBoundaries{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 25};
  return buckets;
}

const Histogram::BucketBoundaries& BatchBuckets() {
  static const auto& buckets = *new Histogram::BucketBoundaries{1, 2, 4, 8, 16, 32, 64, 128, 256};
  return buckets;
}

}  // namespace

// Reads figures from their owners while the page is made.
class Metrics::Watched : public prometheus::Collectable {
 public:
  void Add(prometheus::MetricFamily family, std::function<double()> read) {
    const std::lock_guard<std::mutex> lock(mutex_);
    entries_.emplace_back(std::move(family), std::move(read));
  }

  std::vector<prometheus::MetricFamily> Collect() const override {
    const std::lock_guard<std::mutex> lock(mutex_);
    std::vector<prometheus::MetricFamily> families;
    for (const auto& [family, read] : entries_) {
      families.push_back(family);
      prometheus::ClientMetric metric;
      metric.counter.value = metric.gauge.value = read();
      families.back().metric.push_back(metric);
    }
    return families;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<prometheus::MetricFamily, std::function<double()>>> entries_;
};

Metrics::Metrics()
    : registry_(std::make_shared<prometheus::Registry>()),
      watched_(std::make_shared<Watched>()),
      started_(&prometheus::BuildCounter()
                    .Name("grpc_server_started_total")
                    .Help("Calls that arrived, by method.")
                    .Register(*registry_)),
      handled_(&prometheus::BuildCounter()
                    .Name("grpc_server_handled_total")
                    .Help("Calls that were answered, by method and code.")
                    .Register(*registry_)),
      seconds_(&prometheus::BuildHistogram()
                    .Name("grpc_server_call_duration_seconds")
                    .Help("From arrival to answer, by method.")
                    .Register(*registry_)),
      batch_size_(&prometheus::BuildHistogram()
                       .Name("baton_store_batch_size")
                       .Help("Writes that were committed together.")
                       .Register(*registry_)
                       .Add({}, BatchBuckets())),
      overdue_(&prometheus::BuildCounter()
                    .Name("baton_overdue_deadlines_total")
                    .Help("Deadlines that the sweeper found due and handled.")
                    .Register(*registry_)
                    .Add({})),
      shed_(&prometheus::BuildCounter()
                 .Name("baton_calls_shed_total")
                 .Help("Calls refused because too many were in flight.")
                 .Register(*registry_)
                 .Add({})) {}

MethodMetrics::MethodMetrics(std::string name, prometheus::Family<prometheus::Counter>& started,
                             prometheus::Family<prometheus::Counter>& handled,
                             prometheus::Family<prometheus::Histogram>& seconds)
    : name_(std::move(name)),
      handled_family_(handled),
      started_(&started.Add({{"method", name_}})),
      seconds_(&seconds.Add({{"method", name_}}, DurationBuckets())) {}

void MethodMetrics::Handled(absl::StatusCode code, double seconds) {
  std::atomic<prometheus::Counter*>& slot = handled_.at(static_cast<size_t>(code));
  prometheus::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Add() answers the one that is there when two come at once.
    counter = &handled_family_.Add({{"method", name_}, {"code", absl::StatusCodeToString(code)}});
    slot.store(counter, std::memory_order_release);
  }
  counter->Increment();
  seconds_->Observe(seconds);
}

MethodMetrics* Metrics::ForMethod(const std::string& full_name) {
  for (MethodMetrics& metrics : methods_) {
    if (metrics.name() == full_name) return &metrics;
  }
  return &methods_.emplace_back(full_name, *started_, *handled_, *seconds_);
}

std::string Metrics::Page() const {
  std::vector<prometheus::MetricFamily> families = registry_->Collect();
  std::vector<prometheus::MetricFamily> watched = watched_->Collect();
  families.insert(families.end(), watched.begin(), watched.end());
  return prometheus::TextSerializer().Serialize(families);
}

void Metrics::Watch(const std::string& name, const std::string& help, bool counter,
                    std::function<double()> read) {
  prometheus::MetricFamily family;
  family.name = name;
  family.help = help;
  family.type = counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
  watched_->Add(std::move(family), std::move(read));
}

absl::StatusOr<std::string> Metrics::Expose(const std::string& address) {
  BATON_ASSIGN_OR_RETURN(http_, HttpPage::Serve(address, {.path = "/metrics",
                                                          .type = "text/plain; version=0.0.4",
                                                          .render = [this] { return Page(); }}));
  return http_->address();
}

}  // namespace baton::server
