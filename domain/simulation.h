// What a simulation says: one payee's quarter beside itself under a scenario, and who gains and who
// loses by it (C-16).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/simulation.pb.h"

namespace baton::domain {

inline constexpr int kMaxSimulatedQuarters = 8;
inline constexpr int kMaxSimulatedPlans = 20;
inline constexpr int kMaxSimulatedPayees = 1'000;

// C-16. What a statement gives in its quarter, minor units: all of its lines, held ones too, apart
// from what is carried from one statement to the next (C-22), so that a debt counts where it arose.
// OutOfRange beyond 64 bits.
absl::StatusOr<int64_t> PayOf(const v1::CompStatement& statement);

// C-16. Both statements of one payee and quarter, of which one may be null where there is none; in
// one currency, else InvalidArgument. With their lines where `with_lines`. OutOfRange beyond 64
// bits.
absl::StatusOr<v1::SimulatedStatement> CompareStatements(const v1::CompStatement* baseline,
                                                         const v1::CompStatement* simulated,
                                                         bool with_lines);

// C-16. Adds up what a simulation found, by currency.
class SimulationTally {
 public:
  // OutOfRange beyond 64 bits.
  absl::Status Add(const v1::SimulatedStatement& statement);

  // By currency. A payee gains or loses by their pay over all quarters in it.
  std::vector<v1::SimulationTotals> Totals() const;

 private:
  std::map<std::string, v1::SimulationTotals> totals_;                     // by currency
  std::map<std::pair<std::string, std::string>, int64_t> pay_difference_;  // by currency, payee
};

}  // namespace baton::domain
