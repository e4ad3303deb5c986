// What the handoff is worth, beside what the sources expect with and without it (H-14, 004).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/report_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// What the sources expect of 100 accounts in a quarter.
struct ImpactBenchmark {
  int64_t signals;
  int64_t reached_in_time;
  int64_t won;
  int64_t expansion_bp;
};
inline constexpr int64_t kBenchmarkAccounts = 100;
inline constexpr ImpactBenchmark kWithoutProtocol = {15, 4, 2, 200};
inline constexpr ImpactBenchmark kWithProtocol = {15, 12, 5, 500};

// Takes a quarter's portfolio and signals one by one, in any order, and answers the figures.
// OUT_OF_RANGE where a sum does not fit into 64 bits.
class HandoffImpact {
 public:
  // As of `now`.
  explicit HandoffImpact(absl::Time now) : now_(now) {}

  // An account's ARR at the quarter's start, one amount for each currency. An account without any
  // is not in the portfolio.
  absl::Status AddAccount(const std::vector<v1::Money>& arr);

  // Whether a signal filed in the quarter counts: an expansion of its own, neither taken back nor
  // come back from another one.
  static bool Counts(const v1::Signal& signal);
  // One that counts. `outcome` as SignalQuality::AddRouted.
  void AddSignal(const v1::Signal& signal, v1::SignalState outcome);
  // Closed-won expansion ARR of a signal that counts.
  absl::Status AddWonArr(const v1::Money& arr);

  absl::StatusOr<v1::HandoffImpactResponse> Finish() const;

 private:
  struct Amounts {
    int64_t portfolio_minor = 0;
    int64_t won_minor = 0;
  };

  const absl::Time now_;
  int64_t accounts_ = 0;
  int64_t signals_ = 0;
  int64_t reached_ = 0;
  int64_t won_ = 0;
  std::map<std::string, Amounts> amounts_;  // by currency code
};

}  // namespace baton::domain
