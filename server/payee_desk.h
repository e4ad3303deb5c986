// Who has a statement to get for a quarter (C-14). Inside a store's read.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_statement_service.pb.h"
#include "domain/fiscal.h"
#include "domain/refusal.h"
#include "server/request_reader.h"
#include "store/store.h"

namespace baton::server {

// Payees whom one request may name.
inline constexpr int kMaxComputedPayees = 1'000;

// The full names of everybody who has a statement to get for the quarter; who left before it only
// if something came in for them since (W-2). PERIOD_PUBLISHED as CheckUnpublished.
absl::StatusOr<std::vector<std::string>> PayeesToCompute(store::Session& session,
                                                         const std::string& tenant,
                                                         const domain::Quarter& quarter,
                                                         absl::Time now);

// What a run of ComputeStatements is to do.
struct ComputePlan {
  domain::Quarter quarter;
  // Whose drafts it computes, full names, each once, sorted.
  std::vector<std::string> payees;
  // Drafts that it removes, by name: of those who get no statement, though they were drafted before
  // that was known (W-2).
  std::vector<std::string> drafts_without_payee;
};

// Notes what is wrong with the request's payees as such.
void CheckComputedPayees(const v1::ComputeStatementsRequest& request, RequestReader* reader);

// Everybody of the quarter, or those that the request names. INVALID_FIELDS with `faults`, which
// were found before, a period that is none, and each payee who is nobody or has no plan by the
// quarter's end; PERIOD_PUBLISHED as above.
absl::StatusOr<ComputePlan> PlanCompute(store::Session& session, const std::string& tenant,
                                        const v1::ComputeStatementsRequest& request,
                                        domain::Violations faults, absl::Time now);

}  // namespace baton::server
