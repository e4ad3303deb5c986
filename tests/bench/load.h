// A closed-loop load: so many unary calls in flight, each followed by the next.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace baton::bench {

struct LoadOptions {
  std::string address;
  std::string method;         // "/baton.v1.SignalHandoffService/GetSignal"
  std::string authorization;  // empty: none
  // The request bytes of the n-th call. Called on the load's thread.
  std::function<std::string(uint64_t)> request;
  int in_flight = 1;
  double seconds = 3;
};

struct LoadResult {
  double calls_per_second = 0;
  double cpu_us = 0;  // of the whole process, client and server, for each call
  double p50_us = 0;
  double p99_us = 0;
  uint64_t calls = 0;
  uint64_t refused = 0;       // answered with another code than OK
  std::string last_answer;    // bytes of one answer
  std::string first_refusal;  // words of the first refusal
};

// One thread, one completion queue, up to eight channels. Calls that end in the first tenth of the
// time warm up and do not count.
LoadResult RunLoad(const LoadOptions& options);

}  // namespace baton::bench
