// Versions of a compensation plan: making one and signing it.
//
// A version builds on the last one of its code that was signed, its base, and can only be signed
// while it still does: so of two made side by side one is signed, and the other is made again on
// top of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/comp_plan.pb.h"
#include "domain/refusal.h"
#include "domain/signed_version.h"

namespace baton::domain {

// What is known of a code when a version of it is made or signed.
struct PlanCodeHistory {
  // The signed version that starts last; none where nothing was signed.
  std::optional<v1::PlanVersion> base;
  // The highest number that was given so far.
  int32_t last_number = 0;
};

// Of all the versions of one code.
PlanCodeHistory HistoryOfCode(absl::Span<const v1::PlanVersion> versions);

// Adds to `faults`, under `path` ("plan_version.plan."), a role or currency that is another
// than in `base`, a version of the same code.
void CheckSameCode(std::string_view path, const v1::CompPlan& plan, const v1::CompPlan& base,
                   Violations* faults);

// The next version of its code, as `asked` describes it, under `name`, made by `creator`; its
// warnings with it. INVALID_FIELDS names every fault of it at once, under "plan_version.": of its
// plan, a start that is missing, a role or currency that is not the code's, nothing that differs
// from the base. PLAN_START when it starts too early; the first may start at any time.
absl::StatusOr<v1::PlanVersion> DecidePlanVersion(const PlanCodeHistory& history,
                                                  const v1::PlanVersion& asked, std::string name,
                                                  std::string_view creator, absl::Time now);

// The earliest start that a version may have now.
absl::Time EarliestPlanStart(const PlanCodeHistory& history, absl::Time now);

// Who signs a plan.
struct PlanSigner {
  // tenants/{tenant}/people/{person}
  std::string person;
  // The seat in which they sign, their own or one that they stand in for (W-1).
  v1::Role seat = v1::ROLE_UNSPECIFIED;
  // A plan of that code is or was theirs.
  bool paid_by_it = false;
  // They sign in the place of the seat's holder, who may not (PlanConflict), as that one's manager.
  bool as_manager = false;
};

// Whether they would decide about what they made or what pays them: they made the version,
// are paid by the code, or it is a VP CS's plan and they hold that seat. Empty: no; else why, for
// people.
std::string PlanConflict(const v1::PlanVersion& version, const PlanSigner& signer);

// The version with that signature, approved when it was the last one missing.
// PLAN_VERSION_STATE when it can't be signed, PLAN_SIGNER for PlanConflict and for a signature that
// is none of those that are missing.
absl::StatusOr<v1::PlanVersion> DecidePlanSignature(const PlanCodeHistory& history,
                                                    v1::PlanVersion version,
                                                    const PlanSigner& signer, absl::Time now);

// Whom a code is to pay, by full names, and from when on.
struct PlanAssignee {
  std::string_view payee;
  std::string_view assigner;
  absl::Time start;
};

// Whether a code may be assigned, of which these are all versions: OK, or PLAN_SIGNER for a
// payee who assigns it to themself, or who made or signed a version that pays from the start on:
// the one in force then, and each that starts later and is signed or can be.
absl::Status CheckAssignee(absl::Span<const v1::PlanVersion> versions, const PlanAssignee& assignee,
                           absl::Time now);

// Where a version stands at `now`, among all of its code.
v1::PolicyVersionState StateOfPlanVersion(const v1::PlanVersion& version,
                                          absl::Span<const v1::PlanVersion> versions,
                                          absl::Time now);

}  // namespace baton::domain
