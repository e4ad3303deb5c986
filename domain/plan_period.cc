#include "domain/plan_period.h"

#include <algorithm>
#include <string>
#include <utility>

#include "domain/instant.h"

namespace baton::domain {
namespace {

// An instant from which on a code holds for the payee.
struct Holding {
  absl::Time start;
  std::string code;
};

std::vector<Holding> HoldingsOf(const std::vector<v1::PlanAssignment>& assignments) {
  std::vector<Holding> holdings;
  for (const v1::PlanAssignment& assignment : assignments) {
    holdings.push_back({ToTime(assignment.start_time()), assignment.plan().code()});
  }
  std::sort(holdings.begin(), holdings.end(),
            [](const Holding& a, const Holding& b) { return a.start < b.start; });
  return holdings;
}

// When another plan or version may begin, within (from, to).
std::vector<absl::Time> EdgesOf(const PlanHistory& history, absl::Time from, absl::Time to) {
  std::vector<absl::Time> edges;
  for (const v1::PlanAssignment& assignment : history.assignments) {
    edges.push_back(ToTime(assignment.start_time()));
  }
  for (const v1::PlanVersion& version : history.versions) {
    edges.push_back(ToTime(version.effective_time()));
  }
  std::erase_if(edges, [&](absl::Time edge) { return edge <= from || edge >= to; });
  edges.push_back(from);
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

const v1::PlanVersion* VersionAt(const PlanHistory& history, const std::vector<Holding>& holdings,
                                 absl::Time at) {
  const Holding* held = nullptr;
  for (const Holding& holding : holdings) {
    if (holding.start <= at) held = &holding;
  }
  return held == nullptr ? nullptr : PlanInForce(history.versions, held->code, at);
}

bool GoesOn(const PlanPeriod& period, const v1::CompPlan& plan, absl::Time start) {
  return period.end == start && period.plan.code() == plan.code() &&
         period.plan.version() == plan.version();
}

}  // namespace

std::vector<PlanPeriod> PlanPeriods(const PlanHistory& history, absl::Time from, absl::Time to) {
  std::vector<PlanPeriod> periods;
  const absl::Time last = std::min(to, history.left);
  if (from >= last) return periods;
  const std::vector<Holding> holdings = HoldingsOf(history.assignments);
  const std::vector<absl::Time> edges = EdgesOf(history, from, last);
  for (size_t i = 0; i < edges.size(); ++i) {
    const v1::PlanVersion* version = VersionAt(history, holdings, edges[i]);
    if (version == nullptr) continue;
    const absl::Time end = i + 1 < edges.size() ? edges[i + 1] : last;
    if (!periods.empty() && GoesOn(periods.back(), version->plan(), edges[i])) {
      periods.back().end = end;
    } else {
      periods.push_back({version->plan(), edges[i], end});
    }
  }
  return periods;
}

std::optional<v1::CompPlan> PlanAtInstant(absl::Span<const PlanPeriod> periods, absl::Time at) {
  for (const PlanPeriod& period : periods) {
    if (period.start <= at && at < period.end) return period.plan;
  }
  return std::nullopt;
}

const v1::PlanVersion* PlanInForce(absl::Span<const v1::PlanVersion> versions,
                                   absl::string_view code, absl::Time at) {
  const v1::PlanVersion* in_force = nullptr;
  const auto starts_before = [](const v1::PlanVersion& a, const v1::PlanVersion& b) {
    return std::pair(ToMicros(a.effective_time()), a.plan().version()) <
           std::pair(ToMicros(b.effective_time()), b.plan().version());
  };
  for (const v1::PlanVersion& version : versions) {
    if (version.plan().code() != code || !version.has_approve_time()) continue;
    if (ToTime(version.effective_time()) > at) continue;
    if (in_force == nullptr || starts_before(*in_force, version)) in_force = &version;
  }
  return in_force;
}

}  // namespace baton::domain
