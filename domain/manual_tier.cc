#include "domain/manual_tier.h"

#include <algorithm>

#include "domain/categorise.h"
#include "domain/instant.h"

namespace baton::domain {

std::vector<v1::HealthObservation> CountedHealth(absl::Span<const v1::HealthObservation> health,
                                                 const v1::Booking& booking, const std::string& ae,
                                                 const std::string& csm) {
  const absl::Time old_enough = RiskWindowEnd(booking) - kManualTierAge;
  const auto by_credited = [&](const v1::HealthObservation& one) {
    return one.manual() && !one.person().empty() && (one.person() == ae || one.person() == csm);
  };
  const auto is_late = [&](const v1::HealthObservation& one) {
    return ToTime(one.observe_time()) > old_enough;
  };
  const auto is_confirmed = [&](const v1::HealthObservation& one) {
    return std::any_of(health.begin(), health.end(), [&](const v1::HealthObservation& other) {
      return other.tier() == one.tier() && !by_credited(other) && is_late(other);
    });
  };
  std::vector<v1::HealthObservation> counted;
  for (const v1::HealthObservation& one : health) {
    if (!by_credited(one) || !is_late(one) || is_confirmed(one)) counted.push_back(one);
  }
  return counted;
}

bool IsToldTooLate(absl::Time occur, absl::Time now, absl::Time account_created,
                   const v1::Policy& policy) {
  const absl::Duration most = absl::Hours(24 * policy.backdate_days());
  if (now - occur <= most) return false;
  const bool history = occur < account_created && now - account_created <= most;
  return !history;
}

}  // namespace baton::domain
