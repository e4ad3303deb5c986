#include "domain/health_history.h"

#include <algorithm>

#include "domain/instant.h"

namespace baton::domain {

HealthHistory::HealthHistory(absl::Span<const v1::HealthObservation> observations) {
  const auto earlier = [](const TierSince& a, const TierSince& b) { return a.since < b.since; };
  Tiers all;
  all.reserve(observations.size());
  for (const v1::HealthObservation& observation : observations) {
    all.push_back({ToTime(observation.observe_time()), observation.tier()});
  }
  // They mostly come in order, and sorting takes memory.
  if (!std::is_sorted(all.begin(), all.end(), earlier)) {
    std::stable_sort(all.begin(), all.end(), earlier);
  }
  for (const TierSince& next : all) {
    if (!tiers_.empty() && tiers_.back().since == next.since) tiers_.pop_back();
    tiers_.push_back(next);
  }
}

std::optional<TierSince> HealthHistory::FirstRisk(absl::Time end) const {
  const absl::Time from = end - kHealthWindow;
  for (size_t i = 0; i < tiers_.size() && tiers_[i].since <= end; ++i) {
    // A tier no longer holds at the instant of the next one.
    const bool over_before = i + 1 < tiers_.size() && tiers_[i + 1].since <= from;
    if (!over_before && IsRisk(tiers_[i].tier)) return tiers_[i];
  }
  return std::nullopt;
}

v1::HealthTier HealthHistory::TierAt(absl::Time time) const { return domain::TierAt(tiers_, time); }

bool HealthHistory::HasHistory(absl::Time end) const {
  return std::any_of(tiers_.begin(), tiers_.end(), [end](const TierSince& tier) {
    return tier.since <= end && tier.tier != v1::HEALTH_TIER_UNSPECIFIED;
  });
}

v1::HealthTier TierAt(absl::Span<const TierSince> tiers, absl::Time time) {
  v1::HealthTier tier = v1::HEALTH_TIER_UNSPECIFIED;
  for (const TierSince& next : tiers) {
    if (next.since > time) break;
    tier = next.tier;
  }
  return tier;
}

bool IsRisk(v1::HealthTier tier) {
  return tier == v1::HEALTH_TIER_RED || tier == v1::HEALTH_TIER_YELLOW;
}

absl::string_view TierName(v1::HealthTier tier) {
  switch (tier) {
    case v1::HEALTH_TIER_GREEN:
      return "green";
    case v1::HEALTH_TIER_YELLOW:
      return "yellow";
    case v1::HEALTH_TIER_RED:
      return "red";
    default:
      return "unknown";
  }
}

}  // namespace baton::domain
