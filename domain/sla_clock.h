// Service level clocks of a signal: which milestones it has and when they fall due (S-1 to S-3,
// S-11).
#pragma once

#include <optional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/business_calendar.h"

namespace baton::domain {

enum class Urgency { kHot, kWarm, kWatch };

// What a clock waits for.
enum class Milestone {
  // The AE has acknowledged the signal. On a watch signal this is its review.
  kAcknowledge,
  // The AE has contacted the customer. A watch signal has no such milestone.
  kContact,
  // Model A: the CSM has contacted the customer.
  kCsmContact,
};

// The time that an AE has for each milestone, from the instant of being assigned.
struct SlaBudget {
  absl::Duration acknowledge;
  absl::Duration contact;
};

// S-1, S-11. Budgets in hours count working time where a calendar is bound; budgets in days are
// plain days of 24 hours, whatever the calendar.
struct SlaPolicy {
  SlaBudget hot = {absl::Hours(4), absl::Hours(24)};
  SlaBudget warm = {absl::Hours(24), absl::Hours(72)};
  // Until the next account sync.
  int watch_review_days = 7;

  absl::Duration csm_contact_hot = absl::Hours(24);
  absl::Duration csm_contact_warm = absl::Hours(72);
  int csm_contact_watch_days = 30;
};

// The deadlines of one leg. A milestone that the signal does not have has none.
struct SlaDeadlines {
  // Hot and warm: acknowledge. Watch: review.
  absl::Time acknowledge_by;
  std::optional<absl::Time> contact_by;
};

// InvalidArgument names every budget that is not positive, and every contact that is due before
// its acknowledgement.
absl::Status ValidateSlaPolicy(const SlaPolicy& policy);

// S-3. `budget` after `start`: elapsed time without a calendar (null), else working time. Errors as
// AddWorkingTime; without a calendar only infinite times are refused.
absl::StatusOr<absl::Time> DueAfter(absl::Time start, absl::Duration budget,
                                    const BusinessCalendar* calendar);

// S-3. The time from `from` to `to` that counts, as DueAfter counts it; none when `to` is not after
// `from`.
absl::StatusOr<absl::Duration> TimeBetween(absl::Time from, absl::Time to,
                                           const BusinessCalendar* calendar);

// S-1. The deadlines of a signal that was routed to an AE at `routed_at`. `calendar` may be null.
// Errors as DueAfter.
absl::StatusOr<SlaDeadlines> DeadlinesFor(Urgency urgency, absl::Time routed_at,
                                          const SlaPolicy& policy,
                                          const BusinessCalendar* calendar);

// S-11. When the CSM who owns a signal of model A must have contacted the customer. `calendar` may
// be null. Errors as DueAfter.
absl::StatusOr<absl::Time> CsmContactDeadline(Urgency urgency, absl::Time owned_at,
                                              const SlaPolicy& policy,
                                              const BusinessCalendar* calendar);

// S-2. Whether a step meets its deadline: exactly at it is within.
bool Within(absl::Time step, absl::Time deadline);

}  // namespace baton::domain
