#include "server/fact_desk.h"

#include "absl/strings/str_cat.h"

namespace baton::server {

v1::AppliedFact Applied(const v1::Fact& fact, const std::string& record,
                        const std::string& result) {
  v1::AppliedFact applied;
  *applied.mutable_fact() = fact;
  applied.set_record(record);
  applied.set_result(result);
  return applied;
}

absl::StatusOr<v1::AppliedFact> ApplyFact(store::Transaction& tx, const FactSource& source,
                                          const v1::Fact& fact, IdSequence& ids) {
  if (fact.refetch_required()) {
    return Applied(fact, "", "says only that something changed: nothing to apply");
  }
  switch (fact.kind()) {
    case v1::FACT_KIND_EXPANSION_SIGNAL:
    case v1::FACT_KIND_RISK_SIGNAL:
      return ApplySignalFact(tx, source, fact, ids);
    case v1::FACT_KIND_HEALTH_SCORE:
      return ApplyHealthFact(tx, source, fact, ids);
    case v1::FACT_KIND_ACTIVITY:
      return ApplyActivityFact(tx, source, fact, ids);
    case v1::FACT_KIND_USAGE_EVENT:
      return ApplyUsageFact(tx, source, fact, ids);
    case v1::FACT_KIND_OPPORTUNITY_CREATED:
    case v1::FACT_KIND_OPPORTUNITY_UPDATED:
      return ApplyOpportunityFact(tx, source, fact, ids);
    case v1::FACT_KIND_BOOKING:
      return ApplyBookingFact(tx, source, fact, ids);
    case v1::FACT_KIND_ACCOUNT:
      return ApplyAccountFact(tx, source, fact, ids);
    case v1::FACT_KIND_USER:
      return ApplyUserFact(tx, source, fact);
    case v1::FACT_KIND_PAYEE:
      return ApplyPayeeFact(tx, source, fact);
    case v1::FACT_KIND_PERIOD:
      return ApplyPeriodFact(tx, source, fact);
    case v1::FACT_KIND_PLAN_ASSIGNMENT:
      return ApplyPlanAssignmentFact(tx, source, fact);
    case v1::FACT_KIND_PAYOUT_CONFIRMED:
      return ApplyPayoutFact(tx, source, fact);
    case v1::FACT_KIND_DISPUTE_OPENED:
      return ApplyToolDisputeFact(tx, source, fact);
    default:
      return absl::InternalError(absl::StrCat("a fact of kind ", fact.kind()));
  }
}

}  // namespace baton::server
