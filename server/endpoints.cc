#include "server/endpoints.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "server/connection_settings.h"

namespace baton::server {
namespace {

struct VendorLimits {
  absl::string_view vendor;
  EndpointLimits limits;
};

// Gainsight, ChurnZero, Catalyst and Totango: 100 a minute. Vitally: 1,000. Slack's calls: 50.
// HubSpot: 100 in 10 s. Salesforce: 25 long ones at once, shared with everybody else's.
const VendorLimits kLimits[] = {
    {"catalyst", {2, {100, absl::Minutes(1)}}},  {"churnzero", {2, {100, absl::Minutes(1)}}},
    {"gainsight", {2, {100, absl::Minutes(1)}}}, {"hubspot", {4, {100, absl::Seconds(10)}}},
    {"salesforce", {5, {0, absl::Minutes(1)}}},  {"slack", {2, {50, absl::Minutes(1)}}},
    {"smtp", {2, {0, absl::Minutes(1)}}},        {"totango", {2, {100, absl::Minutes(1)}}},
    {"vitally", {4, {1'000, absl::Minutes(1)}}}, {"webhook", {64, {0, absl::Minutes(1)}}},
};
constexpr int kMaxConcurrency = 256;

int PositiveSetting(const v1::Connection& connection, absl::string_view name, int otherwise) {
  int value = 0;
  return absl::SimpleAtoi(SettingOf(connection, name), &value) && value > 0 ? value : otherwise;
}

}  // namespace

EndpointLimits LimitsOf(const v1::Connection& connection) {
  EndpointLimits limits;
  for (const VendorLimits& vendor : kLimits) {
    if (vendor.vendor == connection.vendor()) limits = vendor.limits;
  }
  limits.concurrency =
      std::min(PositiveSetting(connection, "max_concurrent", limits.concurrency), kMaxConcurrency);
  if (const int calls = PositiveSetting(connection, "calls_per_minute", 0); calls > 0) {
    limits.rate = {calls, absl::Minutes(1)};
  }
  return limits;
}

Endpoints::Endpoint& Endpoints::Of(const v1::Connection& connection) {
  Endpoint& endpoint = endpoints_[connection.name()];
  std::string version = connection.update_time().SerializeAsString();
  if (endpoint.known && endpoint.version == version) return endpoint;
  // Mended or enabled again: it is tried anew, with its limits as they are now.
  endpoint.known = true;
  endpoint.version = std::move(version);
  endpoint.limits = LimitsOf(connection);
  endpoint.limiter = RateLimiter(endpoint.limits.rate);
  endpoint.breaker = CircuitBreaker();
  return endpoint;
}

int Endpoints::Room(const v1::Connection& connection, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const Endpoint& endpoint = Of(connection);
  return endpoint.breaker.Allowed(std::max(endpoint.limits.concurrency - endpoint.on_its_way, 0),
                                  now);
}

bool Endpoints::Begin(const v1::Connection& connection, int calls, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Endpoint& endpoint = Of(connection);
  if (endpoint.breaker.Allowed(1, now) == 0 || endpoint.on_its_way >= endpoint.limits.concurrency ||
      !endpoint.limiter.Take(calls, now)) {
    return false;
  }
  ++endpoint.on_its_way;
  endpoint.breaker.Sent(now);
  return true;
}

void Endpoints::End(const std::string& connection, Reception reception, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  Endpoint& endpoint = endpoints_[connection];
  --endpoint.on_its_way;
  if (reception == Reception::kWell) {
    endpoint.breaker.Succeeded();
  } else {
    endpoint.breaker.Failed(now);
  }
}

void Endpoints::Forget(const std::string& connection) {
  absl::MutexLock lock(&mutex_);
  Endpoint& endpoint = endpoints_[connection];
  --endpoint.on_its_way;
  endpoint.breaker.NotSent();
}

void Endpoints::PauseUntil(const std::string& connection, absl::Time time) {
  absl::MutexLock lock(&mutex_);
  endpoints_[connection].limiter.PauseUntil(time);
}

}  // namespace baton::server
