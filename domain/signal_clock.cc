#include "domain/signal_clock.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/business_calendar.h"
#include "domain/calendar_message.h"
#include "domain/explanation.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/money.h"
#include "domain/policy.h"
#include "domain/resource_name.h"
#include "domain/sla_clock.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"

namespace baton::domain {
namespace {

using google::protobuf::Timestamp;

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

// S-3. The calendar whose working hours a signal's clock counts; none where it counts elapsed
// hours. Budgets in days are plain days, so a watch signal's clock knows no calendar.
absl::StatusOr<std::optional<BusinessCalendar>> CalendarFor(const v1::Policy& policy,
                                                            const v1::Signal& signal) {
  if (UrgencyOf(signal) == Urgency::kWatch) return std::optional<BusinessCalendar>();
  return BoundCalendar(policy);
}

// As the arithmetic takes it.
const BusinessCalendar* PointerTo(const std::optional<BusinessCalendar>& calendar) {
  return calendar.has_value() ? &*calendar : nullptr;
}

// The time from `start` to `due`: "4 h", "4 working h".
absl::StatusOr<std::string> Hours(absl::Time start, absl::Time due,
                                  const BusinessCalendar* calendar) {
  BATON_ASSIGN_OR_RETURN(const absl::Duration time, TimeBetween(start, due, calendar));
  return absl::StrCat(absl::ToInt64Hours(time), calendar == nullptr ? " h" : " working h");
}

void ExplainCalendar(const v1::Policy& policy, const BusinessCalendar* calendar,
                     v1::Signal* signal) {
  if (calendar == nullptr) return;
  Explain(signal, "S-3",
          absl::StrCat("hours are working hours of the calendar ",
                       std::string(ShortName(policy.calendar())), " (",
                       calendar->time_zone().name(), ")"));
}

absl::Status ExplainAeClock(const v1::Policy& policy, absl::Time start,
                            const SlaDeadlines& deadlines, v1::Signal* signal) {
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, *signal));
  BATON_ASSIGN_OR_RETURN(const std::string acknowledge,
                         Hours(start, deadlines.acknowledge_by, PointerTo(calendar)));
  std::string text =
      absl::StrCat(UrgencyName(signal->urgency()), ", assigned ", FormatInstant(start),
                   deadlines.contact_by ? ": acknowledge within " : ": review within ", acknowledge,
                   ", by ", FormatInstant(deadlines.acknowledge_by));
  if (deadlines.contact_by) {
    BATON_ASSIGN_OR_RETURN(const std::string contact,
                           Hours(start, *deadlines.contact_by, PointerTo(calendar)));
    absl::StrAppend(&text, "; contact within ", contact, ", by ",
                    FormatInstant(*deadlines.contact_by));
  }
  Explain(signal, "S-1", std::move(text));
  ExplainCalendar(policy, PointerTo(calendar), signal);
  return absl::OkStatus();
}

// Whether a milestone can still be met: S-2.
bool IsAhead(const Timestamp& due, bool taken, bool missed, absl::Time now) {
  return !taken && !missed && Within(now, ToTime(due));
}

// One milestone of a signal, by the same names for both.
struct MilestoneOf {
  bool acknowledge;

  bool taken(const v1::Signal& signal) const {
    return acknowledge ? signal.has_acknowledge_time() : signal.has_contact_time();
  }
  bool has_due(const v1::SlaClock& clock) const {
    return acknowledge ? clock.has_acknowledge_due_time() : clock.has_contact_due_time();
  }
  absl::Time due(const v1::SlaClock& clock) const {
    return ToTime(acknowledge ? clock.acknowledge_due_time() : clock.contact_due_time());
  }
  bool missed(const v1::SlaClock& clock) const {
    return acknowledge ? clock.acknowledge_missed() : clock.contact_missed();
  }
  void SetDue(absl::Time due, v1::SlaClock* clock) const {
    *(acknowledge ? clock->mutable_acknowledge_due_time() : clock->mutable_contact_due_time()) =
        ToTimestamp(due);
  }
  void SetMissed(bool missed, v1::SlaClock* clock) const {
    acknowledge ? clock->set_acknowledge_missed(missed) : clock->set_contact_missed(missed);
  }
  void SetWarn(std::optional<absl::Time> at, v1::SlaClock* clock) const {
    if (!at.has_value()) {
      acknowledge ? clock->clear_acknowledge_warn_time() : clock->clear_contact_warn_time();
    } else {
      *(acknowledge ? clock->mutable_acknowledge_warn_time() : clock->mutable_contact_warn_time()) =
          ToTimestamp(*at);
    }
  }
};

constexpr MilestoneOf kMilestones[] = {{true}, {false}};

// S-9. When the share of the time from `start` to `due` is used up; nothing when nobody is warned.
absl::StatusOr<std::optional<absl::Time>> WarnTime(const v1::Policy& policy, absl::Time start,
                                                   absl::Time due,
                                                   const BusinessCalendar* calendar) {
  if (policy.warn_bp() == 0) return std::nullopt;
  BATON_ASSIGN_OR_RETURN(const absl::Duration time, TimeBetween(start, due, calendar));
  const absl::Duration share = absl::Floor(time * policy.warn_bp() / kOneBp, absl::Microseconds(1));
  BATON_ASSIGN_OR_RETURN(const absl::Time at, DueAfter(start, share, calendar));
  return at;
}

// Sets when the holder is warned of what is open.
absl::Status SetWarnTimes(const v1::Policy& policy, absl::Time start, v1::Signal* signal) {
  v1::SlaClock* clock = signal->mutable_clock();
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, *signal));
  for (const MilestoneOf& milestone : kMilestones) {
    if (!milestone.has_due(*clock) || milestone.taken(*signal) || milestone.missed(*clock)) {
      milestone.SetWarn(std::nullopt, clock);
      continue;
    }
    BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> at,
                           WarnTime(policy, start, milestone.due(*clock), PointerTo(calendar)));
    milestone.SetWarn(at, clock);
  }
  return absl::OkStatus();
}

v1::SlaClock NewClock(const v1::Policy& policy, int leg, absl::Time now) {
  v1::SlaClock clock;
  clock.set_leg(leg);
  *clock.mutable_start_time() = ToTimestamp(now);
  *clock.mutable_leg_start_time() = ToTimestamp(now);
  clock.set_policy_version(policy.version());
  *clock.mutable_escalation_steps() = policy.escalation_steps();
  return clock;
}

// A clock from before legs were kept began with its only one.
const Timestamp& LegStart(const v1::Signal& signal) {
  if (!signal.has_clock()) return signal.route_time();
  return signal.clock().has_leg_start_time() ? signal.clock().leg_start_time()
                                             : signal.clock().start_time();
}

// The running leg becomes a past one.
absl::Status EndLeg(const v1::Policy& policy, std::string_view reason, absl::Time now,
                    v1::Signal* signal) {
  const v1::SlaClock& clock = signal->clock();
  const Timestamp start = LegStart(*signal);
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, *signal));
  BATON_ASSIGN_OR_RETURN(const absl::Duration used,
                         TimeBetween(ToTime(start), now, PointerTo(calendar)));
  const int number = LegOf(*signal);
  v1::ClockLeg* leg = signal->add_past_legs();
  leg->set_leg(number);
  leg->set_holder(signal->holder());
  *leg->mutable_start_time() = start;
  *leg->mutable_end_time() = ToTimestamp(now);
  if (clock.has_acknowledge_due_time()) {
    *leg->mutable_acknowledge_due_time() = clock.acknowledge_due_time();
  }
  if (clock.has_contact_due_time()) *leg->mutable_contact_due_time() = clock.contact_due_time();
  leg->set_acknowledge_missed(clock.acknowledge_missed());
  leg->set_contact_missed(clock.contact_missed());
  leg->set_uncharged(clock.uncharged());
  leg->set_used_seconds(absl::ToInt64Seconds(used));
  leg->set_reason(std::string(reason));
  return absl::OkStatus();
}

// The deadlines that a leg has which starts at `start`.
absl::StatusOr<SlaDeadlines> WholeTime(const v1::Policy& policy, absl::Time start,
                                       const v1::Signal& signal) {
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, signal));
  return DeadlinesFor(UrgencyOf(signal), start, SlaPolicyOf(policy), PointerTo(calendar));
}

// The deadline that a CSM's clock has which starts at `start`.
absl::StatusOr<absl::Time> WholeCsmTime(const v1::Policy& policy, absl::Time start,
                                        const v1::Signal& signal) {
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, signal));
  return CsmContactDeadline(UrgencyOf(signal), start, SlaPolicyOf(policy), PointerTo(calendar));
}

// The CSM's clock has a contact alone.
bool IsCsmClock(const v1::Signal& signal) { return signal.state() == v1::SIGNAL_STATE_CS_OWNED; }

// S-7, restart. The whole time again for what was not taken.
absl::Status GiveWholeTime(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  v1::SlaClock* clock = signal->mutable_clock();
  if (IsCsmClock(*signal)) {
    BATON_ASSIGN_OR_RETURN(const absl::Time due, WholeCsmTime(policy, now, *signal));
    *clock->mutable_contact_due_time() = ToTimestamp(due);
    return absl::OkStatus();
  }
  BATON_ASSIGN_OR_RETURN(const SlaDeadlines whole, WholeTime(policy, now, *signal));
  if (!signal->has_acknowledge_time()) {
    *clock->mutable_acknowledge_due_time() = ToTimestamp(whole.acknowledge_by);
  }
  if (whole.contact_by && !signal->has_contact_time()) {
    *clock->mutable_contact_due_time() = ToTimestamp(*whole.contact_by);
  }
  return absl::OkStatus();
}

// S-7, keep and remainder: the deadlines of `before`, or what was left of them when the clock stood
// still. Both are the same instant, but for working time that lies differently: what is left at
// `now` is used up at the same deadline.
void KeepDeadlines(const v1::SlaClock& before, v1::Signal* signal) {
  v1::SlaClock* clock = signal->mutable_clock();
  for (const MilestoneOf& milestone : kMilestones) {
    if (!milestone.has_due(before) || milestone.taken(*signal)) continue;
    milestone.SetDue(milestone.due(before), clock);
    milestone.SetMissed(milestone.missed(before), clock);
  }
}

}  // namespace

absl::Status StartAeClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  BATON_ASSIGN_OR_RETURN(const SlaDeadlines deadlines, WholeTime(policy, now, *signal));
  const v1::SlaClock before = signal->clock();
  if (signal->has_clock()) {
    BATON_RETURN_IF_ERROR(EndLeg(policy, "routed to an AE", now, signal));
  }
  v1::SlaClock clock = NewClock(policy, signal->past_legs_size() + 1, now);
  *clock.mutable_acknowledge_due_time() = ToTimestamp(deadlines.acknowledge_by);
  if (deadlines.contact_by) *clock.mutable_contact_due_time() = ToTimestamp(*deadlines.contact_by);
  const bool keep_contact = signal->upgrade_to_c() && before.has_contact_due_time();
  if (keep_contact) {
    *clock.mutable_contact_due_time() = before.contact_due_time();
    clock.set_contact_missed(before.contact_missed());
  }
  *signal->mutable_route_time() = ToTimestamp(now);
  *signal->mutable_clock() = std::move(clock);
  BATON_RETURN_IF_ERROR(ExplainAeClock(policy, now, deadlines, signal));
  if (keep_contact) {
    Explain(signal, "H-8",
            absl::StrCat("the contact's deadline stays: ",
                         FormatInstant(ToTime(signal->clock().contact_due_time()))));
  }
  return SetWarnTimes(policy, now, signal);
}

absl::Status StartCsmClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  *signal->mutable_clock() = NewClock(policy, LegOf(*signal), now);
  BATON_RETURN_IF_ERROR(GiveWholeTime(policy, now, signal));
  const absl::Time due = ToTime(signal->clock().contact_due_time());
  BATON_ASSIGN_OR_RETURN(const auto calendar, CalendarFor(policy, *signal));
  BATON_ASSIGN_OR_RETURN(const std::string contact, Hours(now, due, PointerTo(calendar)));
  Explain(signal, "S-11",
          absl::StrCat(UrgencyName(signal->urgency()), ", held by the CSM: contact within ",
                       contact, ", by ", FormatInstant(due)));
  ExplainCalendar(policy, PointerTo(calendar), signal);
  return SetWarnTimes(policy, now, signal);
}

absl::Status BeginNextLeg(const v1::Policy& policy, v1::ReassignmentMode mode,
                          std::string_view reason, absl::Time now, v1::Signal* signal) {
  const v1::SlaClock before = signal->clock();
  const bool ticks = signal->has_clock();
  BATON_RETURN_IF_ERROR(EndLeg(policy, reason, now, signal));
  if (!ticks) return absl::OkStatus();
  v1::SlaClock next = NewClock(policy, before.leg() + 1, now);
  if (mode == v1::REASSIGNMENT_MODE_RESTART) {
    *signal->mutable_clock() = std::move(next);
    BATON_RETURN_IF_ERROR(GiveWholeTime(policy, now, signal));
    return SetWarnTimes(policy, now, signal);
  }
  // The policy's steps after a miss go on where they are.
  *next.mutable_start_time() = before.start_time();
  next.set_acknowledge_steps(before.acknowledge_steps());
  next.set_contact_steps(before.contact_steps());
  *signal->mutable_clock() = std::move(next);
  KeepDeadlines(before, signal);
  return SetWarnTimes(policy, ToTime(before.start_time()), signal);
}

absl::Status EndClock(const v1::Policy& policy, std::string_view reason, absl::Time now,
                      v1::Signal* signal) {
  if (!signal->has_clock()) return absl::OkStatus();
  BATON_RETURN_IF_ERROR(EndLeg(policy, reason, now, signal));
  signal->clear_clock();
  return absl::OkStatus();
}

absl::Status RestateClock(const v1::Policy& policy, absl::Time now, v1::Signal* signal) {
  if (!signal->has_clock()) return absl::OkStatus();
  v1::SlaClock* clock = signal->mutable_clock();
  const absl::Time start = ToTime(clock->start_time());
  std::optional<absl::Time> contact_by;
  if (clock->has_acknowledge_due_time() || !IsCsmClock(*signal)) {
    BATON_ASSIGN_OR_RETURN(const SlaDeadlines deadlines, WholeTime(policy, start, *signal));
    contact_by = deadlines.contact_by;
    if (clock->has_acknowledge_due_time() &&
        IsAhead(clock->acknowledge_due_time(), signal->has_acknowledge_time(),
                clock->acknowledge_missed(), now)) {
      *clock->mutable_acknowledge_due_time() = ToTimestamp(deadlines.acknowledge_by);
    }
  } else {
    BATON_ASSIGN_OR_RETURN(contact_by, WholeCsmTime(policy, start, *signal));
  }
  const bool open = !signal->has_contact_time() &&
                    (!clock->has_contact_due_time() ||
                     IsAhead(clock->contact_due_time(), false, clock->contact_missed(), now));
  if (open && contact_by) *clock->mutable_contact_due_time() = ToTimestamp(*contact_by);
  if (open && !contact_by) clock->clear_contact_due_time();
  Explain(signal, "S-7",
          absl::StrCat("urgency is now ", UrgencyName(signal->urgency()),
                       ": open milestones recomputed from ", FormatInstant(start)));
  return SetWarnTimes(policy, start, signal);
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

int LegOf(const v1::Signal& signal) {
  return std::max(signal.past_legs_size() + 1, signal.clock().leg());
}

}  // namespace baton::domain
