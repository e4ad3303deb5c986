// An account's health over time, and whether it was at risk.
#pragma once

#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "baton/v1/account_service.pb.h"

namespace baton::domain {

// How far before the end an account's health counts: 90 days of 24 hours, inclusive.
inline constexpr absl::Duration kHealthWindow = absl::Hours(24 * 90);

// A tier that holds from an instant on.
struct TierSince {
  absl::Time since;
  v1::HealthTier tier = v1::HEALTH_TIER_UNSPECIFIED;
};

using Tiers = absl::InlinedVector<TierSince, 8>;

// The tiers of one account. A tier holds from its observation until the next one; of two
// observations of one instant the one recorded later counts and the other never held. Time before
// any observation is unknown: not at risk. Never changes once made.
class HealthHistory {
 public:
  // `observations` in the order in which they were recorded; their times come in any order.
  explicit HealthHistory(absl::Span<const v1::HealthObservation> observations);

  // Whether a red or yellow tier held at any instant of [end - 90 d, end].
  bool AtRisk(absl::Time end) const { return FirstRisk(end).has_value(); }

  // The earliest tier that makes the account at risk; nothing if none does.
  std::optional<TierSince> FirstRisk(absl::Time end) const;

  // The tier in effect at an instant; UNSPECIFIED before any observation.
  v1::HealthTier TierAt(absl::Time time) const;

  // Whether a tier was observed at or before `end`.
  bool HasHistory(absl::Time end) const;

 private:
  // By time, each instant once.
  Tiers tiers_;
};

// The tier in effect at an instant, among tiers by time; UNSPECIFIED before the first.
v1::HealthTier TierAt(absl::Span<const TierSince> tiers, absl::Time time);

// Whether a tier is red or yellow.
bool IsRisk(v1::HealthTier tier);

// "red", "yellow", "green", "unknown".
absl::string_view TierName(v1::HealthTier tier);

}  // namespace baton::domain
