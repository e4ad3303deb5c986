// Simulations as a caller asks for them (C-16).
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {

// What a whole run of SimulateStatements sent.
struct Simulated {
  std::vector<v1::SimulateStatementsResponse> messages;
  absl::Status status;

  // A payee's quarter; an empty one where there is none.
  v1::SimulatedStatement Of(const std::string& payee, const std::string& period) const;
  // The only currency's; an empty one without a last message.
  v1::SimulationTotals Totals() const;
};

class WhatIf : public Revenue {
 protected:
  // Of those quarters, with lines, still to be told what is changed.
  static v1::SimulateStatementsRequest Ask(const std::string& from, const std::string& to = "");
  // The same with a policy in which nothing is changed.
  static v1::SimulateStatementsRequest AskNothing(const std::string& from,
                                                  const std::string& to = "");
  // The same with another credit scheme.
  static v1::SimulateStatementsRequest AskScheme(v1::CreditScheme scheme, const std::string& from,
                                                 const std::string& to = "");
  static Simulated Simulate(const Client& who, const v1::SimulateStatementsRequest& request);
  // As camille, who must succeed.
  Simulated Simulate(const v1::SimulateStatementsRequest& request);
};

// The lines without what says by which version of a policy or plan they were computed.
std::vector<std::string> LinesBut(
    const google::protobuf::RepeatedPtrField<v1::StatementLine>& lines);

}  // namespace baton::testing
