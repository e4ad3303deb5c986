#include "domain/book_mbos.h"

#include <algorithm>
#include <set>

#include "absl/strings/string_view.h"
#include "domain/cs_led.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr absl::Duration kWeek = absl::Hours(24 * 7);

bool IsReview(const BookActivity& activity) {
  return activity.type == "ebr" || activity.type == "qbr";
}

bool HeldThroughout(const BookAccount& account, absl::Time from, absl::Time to) {
  return std::any_of(account.held.begin(), account.held.end(), [&](const Holding& holding) {
    return holding.from <= from && to <= holding.to;
  });
}

bool HeldAsItEnds(const BookAccount& account, absl::Time end) {
  return IsHeld(account, end - absl::Microseconds(1));
}

bool WasObserved(const BookAccount& account, absl::Time from, absl::Time to) {
  return std::any_of(account.health.begin(), account.health.end(),
                     [&](const TierSince& tier) { return from <= tier.since && tier.since < to; });
}

bool WasReviewed(const BookAccount& account, absl::Time from, absl::Time to) {
  return std::any_of(account.activities.begin(), account.activities.end(),
                     [&](const BookActivity& activity) {
                       return IsReview(activity) && from <= activity.at && activity.at < to;
                     });
}

// Instants at which the account turned red or yellow.
std::vector<absl::Time> TurnsToRisk(const BookAccount& account) {
  std::vector<absl::Time> turns;
  bool at_risk = false;
  for (const TierSince& tier : account.health) {
    if (IsRisk(tier.tier) && !at_risk) turns.push_back(tier.since);
    at_risk = IsRisk(tier.tier);
  }
  return turns;
}

bool WasAnswered(const BookAccount& account, absl::Time turn, absl::Time end) {
  const auto in_time = [turn, end](absl::Time at) {
    return turn <= at && at <= turn + kRiskAnswer && at < end;
  };
  return std::any_of(account.plans_logged.begin(), account.plans_logged.end(), in_time) ||
         std::any_of(account.activities.begin(), account.activities.end(),
                     [&](const BookActivity& activity) {
                       return IsSaveAction(activity.type) && in_time(activity.at);
                     });
}

MboCount CountOf(v1::MboKind kind, absl::Span<const BookAccount> accounts, const PlanYear& year,
                 const BookWindow& window) {
  switch (kind) {
    case v1::MBO_KIND_HEALTH_ADHERENCE:
      return HealthWeeks(accounts, window);
    case v1::MBO_KIND_EBR_COMPLETION:
      return ReviewedQuarters(accounts, year, window);
    case v1::MBO_KIND_MULTI_THREAD:
      return ContactsKnown(accounts, window);
    case v1::MBO_KIND_RISK_PLAYBOOK:
      return RisksAnswered(accounts, window);
    default:
      return {};
  }
}

}  // namespace

MboCount HealthWeeks(absl::Span<const BookAccount> accounts, const BookWindow& window) {
  MboCount count;
  for (absl::Time week = window.start; week + kWeek <= window.end; week += kWeek) {
    for (const BookAccount& account : accounts) {
      if (!HeldThroughout(account, week, week + kWeek)) continue;
      ++count.of;
      count.reached += WasObserved(account, week, week + kWeek) ? 1 : 0;
    }
  }
  return count;
}

MboCount ReviewedQuarters(absl::Span<const BookAccount> accounts, const PlanYear& year,
                          const BookWindow& window) {
  MboCount count;
  for (const Quarter& quarter : year.quarters) {
    if (quarter.end <= window.start || window.end <= quarter.start) continue;
    const absl::Time end = std::min(quarter.end, window.end);
    for (const BookAccount& account : accounts) {
      if (!HeldAsItEnds(account, end)) continue;
      ++count.of;
      count.reached += WasReviewed(account, quarter.start, end) ? 1 : 0;
    }
  }
  return count;
}

MboCount ContactsKnown(absl::Span<const BookAccount> accounts, const BookWindow& window) {
  MboCount count;
  for (const BookAccount& account : accounts) {
    if (!HeldAsItEnds(account, window.end)) continue;
    ++count.of;
    std::set<absl::string_view> contacts;
    for (const BookActivity& activity : account.activities) {
      const bool recent = window.end - kContactWindow <= activity.at && activity.at < window.end;
      if (recent && activity.two_way && !activity.contact.empty()) {
        contacts.insert(activity.contact);
      }
    }
    count.reached += static_cast<int64_t>(contacts.size());
  }
  return count;
}

MboCount RisksAnswered(absl::Span<const BookAccount> accounts, const BookWindow& window) {
  MboCount count;
  for (const BookAccount& account : accounts) {
    for (const absl::Time turn : TurnsToRisk(account)) {
      const bool within = window.start <= turn && turn < window.end;
      if (!within || !IsHeld(account, turn)) continue;
      const bool answered = WasAnswered(account, turn, window.end);
      if (!answered && window.end <= turn + kRiskAnswer) continue;
      ++count.of;
      count.reached += answered ? 1 : 0;
    }
  }
  return count;
}

absl::StatusOr<std::vector<MeasuredMbo>> MbosOfBook(const v1::CompPlan& plan,
                                                    absl::Span<const BookAccount> accounts,
                                                    const PlanYear& year,
                                                    const BookWindow& window) {
  std::vector<MeasuredMbo> mbos;
  for (const v1::MboTarget& target : plan.mbos()) {
    MeasuredMbo& mbo = mbos.emplace_back();
    mbo.target = target;
    mbo.count = CountOf(target.kind(), accounts, year, window);
    if (mbo.count.of == 0) continue;
    BATON_ASSIGN_OR_RETURN(mbo.actual_bp, RatioBp(mbo.count.reached, mbo.count.of));
    mbo.figures = {mbo.count.reached * kOneBp, target.target_bp(), mbo.count.of};
  }
  return mbos;
}

absl::StatusOr<int64_t> EbrCompletionBp(absl::Span<const BookAccount> accounts,
                                        const PlanYear& year, const BookWindow& window) {
  const MboCount count = ReviewedQuarters(accounts, year, window);
  if (count.of == 0) return kOneBp;
  return count.reached * kOneBp / count.of;
}

}  // namespace baton::domain
