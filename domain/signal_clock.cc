#include "domain/signal_clock.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/explanation.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/policy.h"
#include "domain/sla_clock.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

Urgency UrgencyOf(const v1::Signal& signal) {
  switch (signal.urgency()) {
    case v1::URGENCY_HOT:
      return Urgency::kHot;
    case v1::URGENCY_WATCH:
      return Urgency::kWatch;
    default:
      return Urgency::kWarm;
  }
}

std::string Hours(absl::Duration budget) { return absl::StrCat(absl::ToInt64Hours(budget), " h"); }

void ExplainAeClock(absl::Time start, const SlaDeadlines& deadlines, v1::Signal* signal) {
  std::string text = absl::StrCat(
      UrgencyName(signal->urgency()), ", assigned ", FormatInstant(start),
      deadlines.contact_by ? ": acknowledge within " : ": review within ",
      Hours(deadlines.acknowledge_by - start), ", by ", FormatInstant(deadlines.acknowledge_by));
  if (deadlines.contact_by) {
    absl::StrAppend(&text, "; contact within ", Hours(*deadlines.contact_by - start), ", by ",
                    FormatInstant(*deadlines.contact_by));
  }
  Explain(signal, "S-1", std::move(text));
}

// Whether a milestone can still be met: S-2.
bool IsAhead(const google::protobuf::Timestamp& due, bool taken, bool missed, absl::Time now) {
  return !taken && !missed && Within(now, ToTime(due));
}

}  // namespace

absl::Status StartAeClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  BATON_ASSIGN_OR_RETURN(const SlaDeadlines deadlines,
                         DeadlinesFor(UrgencyOf(*signal), now, SlaPolicyOf(policy), nullptr));
  const bool first = !signal->has_clock();
  v1::SlaClock clock;
  clock.set_leg(first ? 1 : signal->clock().leg() + 1);
  *clock.mutable_start_time() = ToTimestamp(now);
  *clock.mutable_acknowledge_due_time() = ToTimestamp(deadlines.acknowledge_by);
  if (deadlines.contact_by) *clock.mutable_contact_due_time() = ToTimestamp(*deadlines.contact_by);
  const bool keep_contact =
      !first && signal->upgrade_to_c() && signal->clock().has_contact_due_time();
  if (keep_contact) {
    *clock.mutable_contact_due_time() = signal->clock().contact_due_time();
    clock.set_contact_missed(signal->clock().contact_missed());
  }
  *signal->mutable_route_time() = ToTimestamp(now);
  *signal->mutable_clock() = std::move(clock);
  ExplainAeClock(now, deadlines, signal);
  if (keep_contact) {
    Explain(signal, "H-8",
            absl::StrCat("the contact's deadline stays: ",
                         FormatInstant(ToTime(signal->clock().contact_due_time()))));
  }
  return absl::OkStatus();
}

absl::Status StartCsmClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  BATON_ASSIGN_OR_RETURN(const absl::Time due,
                         CsmContactDeadline(UrgencyOf(*signal), now, SlaPolicyOf(policy), nullptr));
  v1::SlaClock* clock = signal->mutable_clock();
  clock->set_leg(1);
  *clock->mutable_start_time() = ToTimestamp(now);
  *clock->mutable_contact_due_time() = ToTimestamp(due);
  Explain(signal, "S-11",
          absl::StrCat(UrgencyName(signal->urgency()), ", held by the CSM: contact within ",
                       Hours(due - now), ", by ", FormatInstant(due)));
  return absl::OkStatus();
}

absl::Status RestateClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  if (!signal->has_clock()) return absl::OkStatus();
  v1::SlaClock* clock = signal->mutable_clock();
  const absl::Time start = ToTime(clock->start_time());
  const SlaPolicy sla = SlaPolicyOf(policy);
  std::optional<absl::Time> contact_by;
  if (clock->has_acknowledge_due_time()) {
    BATON_ASSIGN_OR_RETURN(const SlaDeadlines deadlines,
                           DeadlinesFor(UrgencyOf(*signal), start, sla, nullptr));
    contact_by = deadlines.contact_by;
    if (IsAhead(clock->acknowledge_due_time(), signal->has_acknowledge_time(),
                clock->acknowledge_missed(), now)) {
      *clock->mutable_acknowledge_due_time() = ToTimestamp(deadlines.acknowledge_by);
    }
  } else {
    BATON_ASSIGN_OR_RETURN(contact_by, CsmContactDeadline(UrgencyOf(*signal), start, sla, nullptr));
  }
  const bool open = !signal->has_contact_time() &&
                    (!clock->has_contact_due_time() ||
                     IsAhead(clock->contact_due_time(), false, clock->contact_missed(), now));
  if (open && contact_by) *clock->mutable_contact_due_time() = ToTimestamp(*contact_by);
  if (open && !contact_by) clock->clear_contact_due_time();
  Explain(signal, "S-7",
          absl::StrCat("urgency is now ", UrgencyName(signal->urgency()),
                       ": open milestones recomputed from ", FormatInstant(start)));
  return absl::OkStatus();
}

absl::Time AssignDue(v1::Urgency urgency, absl::Time now) {
  return now + absl::Hours(urgency == v1::URGENCY_HOT ? 4 : 24);
}

void RestateAssignDue(v1::Urgency before, absl::Time now, v1::Signal* signal) {
  if (!signal->has_assign_due_time() ||
      !IsAhead(signal->assign_due_time(), !signal->ae().empty(), signal->assign_missed(), now)) {
    return;
  }
  const absl::Duration allowed = AssignDue(before, now) - now;
  const absl::Time began = ToTime(signal->assign_due_time()) - allowed;
  *signal->mutable_assign_due_time() = ToTimestamp(AssignDue(signal->urgency(), began));
}

int LegOf(const v1::Signal& signal) { return std::max(1, signal.clock().leg()); }

}  // namespace baton::domain
