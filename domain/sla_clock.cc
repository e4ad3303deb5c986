#include "domain/sla_clock.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Duration Days(int days) { return days * absl::Hours(24); }

void AddFaults(absl::string_view name, const SlaBudget& budget, std::vector<std::string>* faults) {
  if (budget.acknowledge <= absl::ZeroDuration()) {
    faults->push_back(absl::StrCat(name, " acknowledge is not positive"));
  }
  if (budget.contact < budget.acknowledge) {
    faults->push_back(absl::StrCat(name, " contact is due before acknowledge"));
  }
}

}  // namespace

absl::Status ValidateSlaPolicy(const SlaPolicy& policy) {
  std::vector<std::string> faults;
  AddFaults("hot", policy.hot, &faults);
  AddFaults("warm", policy.warm, &faults);
  if (policy.watch_review_days <= 0) faults.push_back("watch review is not positive");
  if (policy.csm_contact_hot <= absl::ZeroDuration()) {
    faults.push_back("hot CSM contact is not positive");
  }
  if (policy.csm_contact_warm <= absl::ZeroDuration()) {
    faults.push_back("warm CSM contact is not positive");
  }
  if (policy.csm_contact_watch_days <= 0) faults.push_back("watch CSM contact is not positive");
  if (faults.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(faults, "; "));
}

absl::StatusOr<absl::Time> DueAfter(absl::Time start, absl::Duration budget,
                                    const BusinessCalendar* calendar) {
  if (calendar != nullptr) return AddWorkingTime(*calendar, start, budget);
  const absl::Time due = start + budget;
  if (budget < absl::ZeroDuration() || due == absl::InfiniteFuture() ||
      due == absl::InfinitePast()) {
    return absl::InvalidArgumentError("a deadline needs a finite start and a budget of 0 or more");
  }
  return due;
}

absl::StatusOr<absl::Duration> TimeBetween(absl::Time from, absl::Time to,
                                           const BusinessCalendar* calendar) {
  if (calendar != nullptr) return WorkingTimeBetween(*calendar, from, to);
  return std::max(to - from, absl::ZeroDuration());
}

absl::StatusOr<SlaDeadlines> DeadlinesFor(Urgency urgency, absl::Time routed_at,
                                          const SlaPolicy& policy,
                                          const BusinessCalendar* calendar) {
  SlaDeadlines deadlines;
  if (urgency == Urgency::kWatch) {
    BATON_ASSIGN_OR_RETURN(deadlines.acknowledge_by,
                           DueAfter(routed_at, Days(policy.watch_review_days), nullptr));
    return deadlines;
  }
  const SlaBudget& budget = urgency == Urgency::kHot ? policy.hot : policy.warm;
  BATON_ASSIGN_OR_RETURN(deadlines.acknowledge_by,
                         DueAfter(routed_at, budget.acknowledge, calendar));
  BATON_ASSIGN_OR_RETURN(deadlines.contact_by, DueAfter(routed_at, budget.contact, calendar));
  return deadlines;
}

absl::StatusOr<absl::Time> CsmContactDeadline(Urgency urgency, absl::Time owned_at,
                                              const SlaPolicy& policy,
                                              const BusinessCalendar* calendar) {
  switch (urgency) {
    case Urgency::kHot:
      return DueAfter(owned_at, policy.csm_contact_hot, calendar);
    case Urgency::kWarm:
      return DueAfter(owned_at, policy.csm_contact_warm, calendar);
    case Urgency::kWatch:
      return DueAfter(owned_at, Days(policy.csm_contact_watch_days), nullptr);
  }
  return absl::InvalidArgumentError("unknown urgency");
}

bool Within(absl::Time step, absl::Time deadline) { return step <= deadline; }

}  // namespace baton::domain
