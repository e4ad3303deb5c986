// The checklist of a period: what its statements still lack before it is closed (C-24).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "baton/v1/comp_period.pb.h"

namespace baton::domain {

// Subjects that a check names; it counts all of them.
inline constexpr int kMaxCheckSubjects = 100;

// C-24. What there is of one kind, by name, in any order; each counts once. Whether it blocks, and
// what to do about it, follows from the kind: what is unsigned, disputed or without a rate is held
// (A-6, A-8, C-3) and blocks nothing; what makes a statement wrong or missing does.
v1::CloseCheck CloseCheckOf(v1::CloseCheckKind kind, std::vector<std::string> subjects);

// Whether anything of the checklist stops the period from being published.
bool Blocks(const v1::CompPeriod& period);

// The refusal that names everything that blocks, a violation a subject: STATEMENT_STALE where a
// statement is stale or not computed, else QUARTER_OPEN, else COMP_INPUT_MISSING.
absl::Status RefuseClosing(const v1::CompPeriod& period);

// C-24. PERIOD_PUBLISHED, with who published it and when.
absl::Status RefusePublishedPeriod(const v1::CompPeriod& period);

// C-24. Whether it is published, audited or not.
bool IsPublished(const v1::CompPeriod& period);

}  // namespace baton::domain
