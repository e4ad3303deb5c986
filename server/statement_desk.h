// The statement desk: gathers what a payee's statement is computed from, keeps drafts. The
// period desk publishes them. Inside a store's body or read; the rules are domain/statement.h's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "domain/fiscal.h"
#include "domain/refusal.h"
#include "server/scenario.h"
#include "store/store.h"

namespace baton::server {

// The quarter of a code, by the policies in force at its edges (domain/fiscal_history.h).
// INVALID_FIELDS, under "period", for what is none, and for one that a new fiscal calendar skipped.
absl::StatusOr<domain::Quarter> QuarterOfCode(store::Session& session, const std::string& tenant,
                                              const std::string& code);

// The same for a request with more to check: a fault is added to `faults`, and nothing answered.
absl::StatusOr<std::optional<domain::Quarter>> FindQuarter(store::Session& session,
                                                           const std::string& tenant,
                                                           const std::string& code,
                                                           domain::Violations* faults);

// PERIOD_PUBLISHED when the quarter's statements are published (C-14).
absl::Status CheckUnpublished(store::Session& session, const std::string& tenant,
                              const domain::Quarter& quarter);

// C-14. The attributions of earlier, published quarters that count and of which something may be
// for this quarter to pay: those recorded or signed since the quarter before was published, and
// those that wait for signatures. Of a payee those that credit them, or everybody's, where `payee`
// is empty. None where the quarter before was not published. By booked_time and name.
absl::StatusOr<std::vector<v1::Attribution>> LateAttributions(store::Session& session,
                                                              const std::string& tenant,
                                                              const std::string& payee,
                                                              const domain::Quarter& quarter,
                                                              const Scenario& scenario);

// C-1. Whether a policy version in force at some time of [from, to) pays for won signals, so that
// somebody may be paid for a booking that doesn't name them.
absl::StatusOr<bool> PaysSignalsWithin(store::Session& session, const std::string& tenant,
                                       absl::Time from, absl::Time to, const Scenario& scenario);

// C-1. Who is paid for the signal that was won with the attribution's booking; empty where nobody
// is, and under schemes that pay nobody for it.
absl::StatusOr<std::string> SignalCsmOf(store::Session& session, const std::string& tenant,
                                        const v1::Attribution& attribution);

// The plan of the payee's statement for the quarter: the last one that they had by its end, or
// would have had. COMP_INPUT_MISSING where there is none.
absl::StatusOr<v1::CompPlan> StatementPlan(store::Session& session, const std::string& tenant,
                                           const std::string& payee,
                                           const domain::Quarter& quarter);

// C-14. One payee's statement as it would come out now; keeps nothing.
absl::StatusOr<v1::CompStatement> ComputeNow(store::Session& session, const std::string& tenant,
                                             const std::string& payee,
                                             const domain::Quarter& quarter, absl::Time now);

// C-16. The same under a scenario, whose earlier quarters must be closed.
absl::StatusOr<v1::CompStatement> ComputeIn(const Scenario& scenario, store::Session& session,
                                            const std::string& tenant, const std::string& payee,
                                            const domain::Quarter& quarter, absl::Time now);

// C-14. Computes one payee's draft and keeps it in the place of the last one.
absl::StatusOr<v1::CompStatement> ComputeDraft(store::Transaction& tx, const std::string& payee,
                                               const domain::Quarter& quarter);

}  // namespace baton::server
