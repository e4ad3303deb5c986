#include "domain/book.h"

#include <algorithm>

namespace baton::domain {

bool IsHeld(const BookAccount& account, absl::Time at) {
  return std::any_of(account.held.begin(), account.held.end(), [at](const Holding& holding) {
    return holding.from <= at && at < holding.to;
  });
}

bool IsHeldWithin(const BookAccount& account, const BookWindow& window) {
  return std::any_of(account.held.begin(), account.held.end(), [&](const Holding& holding) {
    return holding.from < window.end && window.start < holding.to;
  });
}

bool IsInherited(const BookAccount& account, absl::Time at, int32_t grace_days) {
  for (const Holding& holding : account.held) {
    if (!IsRisk(TierAt(account.health, holding.from))) continue;
    return holding.from <= at && at < holding.to &&
           at <= holding.from + absl::Hours(24 * grace_days);
  }
  return false;
}

}  // namespace baton::domain
