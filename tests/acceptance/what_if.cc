#include "tests/acceptance/what_if.h"

namespace baton::testing {

v1::SimulatedStatement Simulated::Of(const std::string& payee, const std::string& period) const {
  for (const v1::SimulateStatementsResponse& message : messages) {
    const v1::SimulatedStatement& one = message.statement();
    if (one.payee() == "tenants/main/people/" + payee && one.period() == period) return one;
  }
  ADD_FAILURE() << payee << " has no " << period;
  return {};
}

v1::SimulationTotals Simulated::Totals() const {
  if (messages.empty() || messages.back().totals_size() != 1) {
    ADD_FAILURE() << "no totals in one currency";
    return {};
  }
  return messages.back().totals(0);
}

v1::SimulateStatementsRequest WhatIf::Ask(const std::string& from, const std::string& to) {
  v1::SimulateStatementsRequest request;
  request.set_parent(Tenant());
  request.set_from_period(from);
  request.set_to_period(to);
  request.set_with_lines(true);
  return request;
}

v1::SimulateStatementsRequest WhatIf::AskNothing(const std::string& from, const std::string& to) {
  v1::SimulateStatementsRequest request = Ask(from, to);
  request.mutable_policy();
  request.mutable_update_mask()->add_paths("change_note");
  return request;
}

v1::SimulateStatementsRequest WhatIf::AskScheme(v1::CreditScheme scheme, const std::string& from,
                                                const std::string& to) {
  v1::SimulateStatementsRequest request = Ask(from, to);
  request.mutable_policy()->set_credit_scheme(scheme);
  request.mutable_update_mask()->add_paths("credit_scheme");
  return request;
}

Simulated WhatIf::Simulate(const Client& who, const v1::SimulateStatementsRequest& request) {
  auto reader = who.Stream(&StatementStub::SimulateStatements, request);
  Simulated simulated;
  while (auto message = reader.Next()) simulated.messages.push_back(*std::move(message));
  simulated.status = reader.Finish();
  return simulated;
}

Simulated WhatIf::Simulate(const v1::SimulateStatementsRequest& request) {
  Simulated simulated = Simulate(camille(), request);
  EXPECT_THAT(simulated.status, IsOk());
  return simulated;
}

std::vector<std::string> LinesBut(
    const google::protobuf::RepeatedPtrField<v1::StatementLine>& lines) {
  std::vector<std::string> texts;
  for (v1::StatementLine line : lines) {
    line.clear_policy_version();
    line.clear_other_plan();
    texts.push_back(line.ShortDebugString());
  }
  return texts;
}

}  // namespace baton::testing
