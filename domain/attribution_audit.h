// The quarterly audit of attributions: which are looked at, and why.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/attribution_audit.pb.h"
#include "baton/v1/policy.pb.h"

namespace baton::domain {

inline constexpr int kMaxAuditCommentChars = 2'000;

// How many of `population` the policy draws: its share, rounded up, at least its floor, and
// not more than there are.
int SampleSize(int population, const v1::Policy& policy);

// Where an attribution stands in the draw: those with the smallest numbers are drawn. Depends on
// the seed and the name alone, so that anybody draws the same again, in whatever order they look.
uint64_t DrawNumber(uint64_t seed, absl::string_view name);

// The names that the seed draws, sorted.
std::vector<std::string> DrawSample(std::vector<std::string> names, uint64_t seed,
                                    const v1::Policy& policy);

// Why an attribution is looked at whatever the draw says; empty: for nothing. `disputed`
// whether a dispute about it was ever opened.
std::vector<v1::AuditCause> CausesOf(const v1::Attribution& attribution, bool disputed);

}  // namespace baton::domain
