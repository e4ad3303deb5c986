// What a statement says of attributions (C-14): the account's name, the record in the CRM, the
// policy that decided, the rates of the day, and what a CSM's signal credit is a share of. Loaded
// for many at once. Inside a store's body or read.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/comp_plan.pb.h"
#include "baton/v1/person.pb.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"
#include "domain/plan_period.h"
#include "domain/statement.h"
#include "server/scenario.h"
#include "store/opportunities.h"
#include "store/sql.h"

namespace baton::server {

// Of one payee, under one scenario; what it refers to must outlive it. Asks the store by sets of a
// hundred records: how many statements it takes does not grow with each attribution, only with each
// policy version, pair of currencies and, for signal credit, AE.
class StatementBookings {
 public:
  // `plan_periods` are all that the payee had; `payee` has the aliases.
  StatementBookings(store::Session& session, const std::string& tenant, const Scenario& scenario,
                    const v1::Person& payee, const std::vector<domain::PlanPeriod>& plan_periods)
      : session_(session),
        tenant_(tenant),
        scenario_(scenario),
        payee_(payee),
        plan_periods_(plan_periods) {}

  // The attributions as a statement of the quarter in that currency looks at them, in their order.
  // What names somebody who was merged into the payee is the payee's; the attribution in the
  // store keeps the name that it was signed with.
  absl::StatusOr<std::vector<domain::StatementBooking>> Load(
      std::vector<v1::Attribution> attributions, const domain::Quarter& quarter,
      const std::string& currency_code);

 private:
  using Bookings = std::vector<domain::StatementBooking>;

  // Up to a quarter's end; where there are none, the one that they would have had (W-2).
  struct AePlans {
    std::vector<domain::PlanPeriod> periods;
    std::optional<v1::CompPlan> after_leaving;
  };

  absl::Status LoadPolicies(Bookings* bookings);
  absl::Status LoadNames(Bookings* bookings);
  absl::StatusOr<store::OriginsByBooking> LoadOrigins(Bookings* bookings);
  // Who is paid for the won signals, and the AEs' plans that theirs is a share of.
  absl::Status LoadSignals(const store::OriginsByBooking& origins, const domain::Quarter& quarter,
                           Bookings* bookings);
  absl::Status LoadAePlans(const domain::Quarter& quarter, domain::StatementBooking* booking);
  absl::StatusOr<const AePlans*> PlansOf(const std::string& ae, const domain::Quarter& quarter);
  absl::Status LoadRates(const std::string& currency_code, Bookings* bookings);
  void NamePayee(domain::StatementBooking* booking) const;

  store::Session& session_;
  const std::string& tenant_;
  const Scenario& scenario_;
  const v1::Person& payee_;
  const std::vector<domain::PlanPeriod>& plan_periods_;
  std::map<int32_t, v1::Policy> policies_;                           // by version
  std::map<std::pair<std::string, std::string>, AePlans> ae_plans_;  // by AE and quarter's code
};

}  // namespace baton::server
