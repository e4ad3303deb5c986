// A small company on the server of ServerFixture, and the words to work with its signals.
//
//   clara (CRO) -- helen (VP CS) -- farah (manager) -- imogen, tobias (CSMs)
//              \-- victor (VP Sales) -- priya (manager) -- rosa, dana (AEs)
//              \-- otto (VP RevOps) -- remy (RevOps), camille (comp admin)
//   frank (CFO) comes when he is first called.
//
// The customer harborline is mid-market, owns 180,000.00 USD of core, and is imogen's and rosa's.
#pragma once

#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.grpc.pb.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "baton/v1/integration_service.grpc.pb.h"
#include "baton/v1/signal_handoff_service.grpc.pb.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {

using HandoffStub = v1::SignalHandoffService::Stub;
using AccountStub = v1::AccountService::Stub;
using StatementStub = v1::CompStatementService::Stub;

// What a refusal says about itself to programs.
std::map<std::string, std::string> MetadataOn(const absl::Status& status);

// Contains(DeliveryTo("tenants/main/people/priya", v1::DELIVERY_KIND_DIRECT_MESSAGE, "S-5"))
MATCHER_P3(DeliveryTo, recipient, kind, rule, "is for that recipient, of that kind and rule") {
  *result_listener << arg.ShortDebugString();
  return arg.recipient() == recipient && arg.kind() == kind && arg.rule() == rule;
}

class Company : public ServerFixture {
 protected:
  void SetUp() override;

  Client clara() { return As(v1::ROLE_CRO, "clara"); }
  Client helen() { return As(v1::ROLE_VP_CS, "helen"); }
  Client victor() { return As(v1::ROLE_VP_SALES, "victor"); }
  Client otto() { return As(v1::ROLE_VP_REVOPS, "otto"); }
  Client frank() { return As(v1::ROLE_CFO, "frank"); }
  Client remy() { return As(v1::ROLE_REVOPS, "remy"); }
  Client camille() { return As(v1::ROLE_COMP_ADMIN, "camille"); }
  Client priya() { return As(v1::ROLE_MANAGER, "priya"); }
  Client imogen() { return As(v1::ROLE_CSM, "imogen"); }
  Client rosa() { return As(v1::ROLE_AE, "rosa"); }
  Client dana() { return As(v1::ROLE_AE, "dana"); }
  Client plugin() { return As(v1::ROLE_INTEGRATION); }

  static std::string Account(std::string_view id) { return Name("accounts", id); }
  static v1::Money Usd(int64_t amount_minor);

  // A mid-market customer that owned 180,000.00 USD of core two months ago. Change it, add it.
  v1::Account NewAccount(const std::string& id) const;
  // Keeps the account with its team since then; an empty id leaves the seat empty.
  void AddAccount(const v1::Account& account, const std::string& csm = "imogen",
                  const std::string& ae = "rosa");

  // A complete, qualified, hot seat_utilization signal of a customer.
  static v1::FileSignalRequest Filing(const std::string& account = "harborline");
  // Files it as imogen, who must succeed. Answers the signal.
  v1::Signal File(const v1::FileSignalRequest& request);
  // The same for a customer's usual signal.
  v1::Signal FileFor(const std::string& account) { return File(Filing(account)); }

  absl::StatusOr<v1::Signal> Acknowledge(const Client& who, const std::string& name,
                                         const std::string& request_id = "");
  absl::StatusOr<v1::Signal> Contact(const Client& who, const std::string& name);
  absl::StatusOr<v1::Signal> Report(const Client& who, const std::string& name,
                                    const v1::SignalOutcome& outcome);
  absl::StatusOr<v1::Signal> Get(const Client& who, const std::string& name);
  // As remy sees it.
  v1::Signal Look(const std::string& name);

  // Made by camille, from `start` on.
  absl::StatusOr<v1::PlanVersion> MakePlan(const v1::CompPlan& plan, absl::Time start);
  absl::StatusOr<v1::PlanVersion> SignPlan(const Client& who, const std::string& name);
  // Made by camille, signed by helen, otto and frank; all must succeed.
  v1::PlanVersion SignedPlan(const v1::CompPlan& plan, absl::Time start);

  // The outbox about a record; empty: all of it. Newest first.
  std::vector<v1::Delivery> Deliveries(const std::string& record = "");
  // How many audit events the tenant has; the chain must be intact.
  int64_t AuditEvents();
};

}  // namespace baton::testing
