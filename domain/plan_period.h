// Which plan pays somebody when (X-5, W-2).
#pragma once

#include <optional>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/comp_plan.pb.h"

namespace baton::domain {

// A version of a plan, and the time [start, end) in which it pays the payee.
struct PlanPeriod {
  v1::CompPlan plan;
  absl::Time start;
  absl::Time end;
};

// What decides a payee's plan.
struct PlanHistory {
  // All of one payee's, in any order.
  std::vector<v1::PlanAssignment> assignments;
  // Versions of their codes, in any order. Those that lack a signature count for nothing.
  std::vector<v1::PlanVersion> versions;
  // The payee's end date, with which the last period ends.
  absl::Time left = absl::InfiniteFuture();
};

// The payee's plans within [from, to), by time, without overlap: an assignment holds until the
// next one, and the version that counts is the one of its code in force. Periods in which the
// same version goes on are one. There are gaps before the first assignment and where a code has
// no version in force.
std::vector<PlanPeriod> PlanPeriods(const PlanHistory& history, absl::Time from, absl::Time to);

// The plan at that instant (exactly at a period's start it is within); nothing in a gap.
std::optional<v1::CompPlan> PlanAtInstant(absl::Span<const PlanPeriod> periods, absl::Time at);

// The approved version of `code` in force at that instant; of two that start at once the higher
// one. Null when there is none. Points into `versions`.
const v1::PlanVersion* PlanInForce(absl::Span<const v1::PlanVersion> versions,
                                   absl::string_view code, absl::Time at);

}  // namespace baton::domain
