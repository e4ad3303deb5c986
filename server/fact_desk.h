// The fact desk: turns each fact of a payload into the command that a caller would have sent.
// Inside a store's body; applying the same fact again changes nothing.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/integration_service.pb.h"
#include "server/fact_lookup.h"
#include "server/ids.h"
#include "store/store.h"

namespace baton::server {

// Applies one fact; new records take their ids from `ids`. PAYLOAD_UNRESOLVED when it concerns an
// account that Baton doesn't know; a rule's own refusal when the rule says no.
absl::StatusOr<v1::AppliedFact> ApplyFact(store::Transaction& tx, const FactSource& source,
                                          const v1::Fact& fact, IdSequence& ids);

// The kinds of facts, by the desk that applies them: signals, health and what was done
// (fact_signals.cc); deals (fact_deals.cc); accounts and people (fact_parties.cc); what commission
// tools send back (fact_tools.cc).
absl::StatusOr<v1::AppliedFact> ApplySignalFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyHealthFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyActivityFact(store::Transaction& tx, const FactSource& source,
                                                  const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyUsageFact(store::Transaction& tx, const FactSource& source,
                                               const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyOpportunityFact(store::Transaction& tx,
                                                     const FactSource& source, const v1::Fact& fact,
                                                     IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyBookingFact(store::Transaction& tx, const FactSource& source,
                                                 const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyAccountFact(store::Transaction& tx, const FactSource& source,
                                                 const v1::Fact& fact, IdSequence& ids);
absl::StatusOr<v1::AppliedFact> ApplyUserFact(store::Transaction& tx, const FactSource& source,
                                              const v1::Fact& fact);

absl::StatusOr<v1::AppliedFact> ApplyPayeeFact(store::Transaction& tx, const FactSource& source,
                                               const v1::Fact& fact);
absl::StatusOr<v1::AppliedFact> ApplyPeriodFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact);
absl::StatusOr<v1::AppliedFact> ApplyPlanAssignmentFact(store::Transaction& tx,
                                                        const FactSource& source,
                                                        const v1::Fact& fact);
absl::StatusOr<v1::AppliedFact> ApplyPayoutFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact);
absl::StatusOr<v1::AppliedFact> ApplyToolDisputeFact(store::Transaction& tx,
                                                     const FactSource& source,
                                                     const v1::Fact& fact);

// What became of a fact, for the caller.
v1::AppliedFact Applied(const v1::Fact& fact, const std::string& record, const std::string& result);

}  // namespace baton::server
