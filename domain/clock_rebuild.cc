#include "domain/clock_rebuild.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/business_calendar.h"
#include "domain/calendar_message.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/sla_clock.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// The whole time of a clock; absent where there is no such milestone.
struct WholeTime {
  std::optional<absl::Time> acknowledge_by;
  std::optional<absl::Time> contact_by;
};

Urgency ToUrgency(v1::Urgency urgency) {
  if (urgency == v1::URGENCY_HOT) return Urgency::kHot;
  return urgency == v1::URGENCY_WATCH ? Urgency::kWatch : Urgency::kWarm;
}

// Budgets in days are plain days, so a watch signal's clock knows no calendar.
absl::StatusOr<std::optional<BusinessCalendar>> CalendarOf(const v1::Policy& policy,
                                                           v1::Urgency urgency) {
  if (urgency == v1::URGENCY_WATCH) return std::optional<BusinessCalendar>();
  return BoundCalendar(policy);
}

absl::StatusOr<WholeTime> TimeFor(const v1::Policy& policy, v1::Urgency urgency, bool csms,
                                  absl::Time start) {
  BATON_ASSIGN_OR_RETURN(const std::optional<BusinessCalendar> bound, CalendarOf(policy, urgency));
  const BusinessCalendar* calendar = bound.has_value() ? &*bound : nullptr;
  const SlaPolicy sla = SlaPolicyOf(policy);
  WholeTime whole;
  if (csms) {
    BATON_ASSIGN_OR_RETURN(whole.contact_by,
                           CsmContactDeadline(ToUrgency(urgency), start, sla, calendar));
    return whole;
  }
  BATON_ASSIGN_OR_RETURN(const SlaDeadlines deadlines,
                         DeadlinesFor(ToUrgency(urgency), start, sla, calendar));
  whole.acknowledge_by = deadlines.acknowledge_by;
  whole.contact_by = deadlines.contact_by;
  return whole;
}

constexpr char kAcknowledge[] = "acknowledge";
constexpr char kContact[] = "contact";

// One deadline as the history makes it.
struct Rebuilt {
  absl::Time start;  // when its time began to count
  absl::Time due;
  int32_t policy_version = 0;
  bool csms = false;  // the CSM's clock (S-11)
  v1::Urgency urgency = v1::URGENCY_UNSPECIFIED;
};

// By leg and milestone.
using Deadlines = std::map<std::pair<int, std::string>, Rebuilt>;

bool HasDue(const v1::SlaClock& clock, const std::string& milestone) {
  return milestone == kContact ? clock.has_contact_due_time() : clock.has_acknowledge_due_time();
}

bool IsTaken(const v1::Signal& signal, const std::string& milestone) {
  return milestone == kContact ? signal.has_contact_time() : signal.has_acknowledge_time();
}

bool IsMissed(const v1::SlaClock& clock, const std::string& milestone) {
  return milestone == kContact ? clock.contact_missed() : clock.acknowledge_missed();
}

class Rebuilder {
 public:
  explicit Rebuilder(const PolicyOfVersion& policy_of) : policy_of_(policy_of) {}

  absl::Status Take(const v1::Signal& now) {
    if (now.has_clock()) {
      const bool next = !before_.has_clock() || before_.clock().leg() != now.clock().leg();
      for (const std::string milestone : {kAcknowledge, kContact}) {
        BATON_RETURN_IF_ERROR(next ? BeginLeg(now, milestone) : Follow(now, milestone));
      }
    }
    before_ = now;
    return absl::OkStatus();
  }

  const Deadlines& deadlines() const { return deadlines_; }

 private:
  // The whole time from `start`; nothing where the urgency has no such milestone.
  absl::StatusOr<std::optional<Rebuilt>> Whole(const v1::Signal& now, const std::string& milestone,
                                               absl::Time start, bool csms) {
    const int32_t version = now.clock().policy_version();
    BATON_ASSIGN_OR_RETURN(const v1::Policy policy, policy_of_(version));
    Rebuilt rebuilt = {start, {}, version, csms, now.urgency()};
    BATON_ASSIGN_OR_RETURN(const WholeTime whole, TimeFor(policy, now.urgency(), csms, start));
    const std::optional<absl::Time>& due =
        milestone == kContact ? whole.contact_by : whole.acknowledge_by;
    if (!due.has_value()) return std::optional<Rebuilt>();
    rebuilt.due = *due;
    return rebuilt;
  }

  absl::Status BeginLeg(const v1::Signal& now, const std::string& milestone) {
    if (!HasDue(now.clock(), milestone)) return absl::OkStatus();
    const v1::SlaClock& clock = now.clock();
    const auto held = deadlines_.find({before_.clock().leg(), milestone});
    const bool anew = ToMicros(clock.start_time()) == ToMicros(clock.leg_start_time());
    const bool upgraded = milestone == kContact && now.upgrade_to_c() && before_.has_clock() &&
                          HasDue(before_.clock(), kContact) &&
                          before_.state() == v1::SIGNAL_STATE_CS_OWNED;
    if ((!anew || upgraded) && held != deadlines_.end()) {
      deadlines_[{clock.leg(), milestone}] = held->second;
      return absl::OkStatus();
    }
    return Keep(now, milestone, now.state() == v1::SIGNAL_STATE_CS_OWNED);
  }

  // S-7. Another urgency recomputes what is open.
  absl::Status Follow(const v1::Signal& now, const std::string& milestone) {
    const auto key = std::make_pair(now.clock().leg(), milestone);
    const auto held = deadlines_.find(key);
    if (!HasDue(now.clock(), milestone)) {
      if (held != deadlines_.end() && !IsTaken(now, milestone)) deadlines_.erase(held);
      return absl::OkStatus();
    }
    if (before_.urgency() == now.urgency()) return absl::OkStatus();
    const bool ahead = !IsTaken(now, milestone) && !IsMissed(now.clock(), milestone) &&
                       (held == deadlines_.end() || ToTime(now.update_time()) <= held->second.due);
    if (!ahead) return absl::OkStatus();
    return Keep(now, milestone, now.state() == v1::SIGNAL_STATE_CS_OWNED);
  }

  absl::Status Keep(const v1::Signal& now, const std::string& milestone, bool csms) {
    BATON_ASSIGN_OR_RETURN(const std::optional<Rebuilt> rebuilt,
                           Whole(now, milestone, ToTime(now.clock().start_time()), csms));
    if (rebuilt.has_value()) deadlines_[{now.clock().leg(), milestone}] = *rebuilt;
    return absl::OkStatus();
  }

  const PolicyOfVersion& policy_of_;
  Deadlines deadlines_;
  v1::Signal before_;
};

// What was kept of one milestone of one leg.
struct Kept {
  int leg = 0;
  std::string milestone;
  std::string holder;
  std::string began_by;
  google::protobuf::Timestamp due;
  bool missed = false;
  absl::Time end;  // of the leg
};

std::vector<Kept> KeptOf(const v1::Signal& signal) {
  std::vector<Kept> kept;
  std::string began_by = "routed";
  const auto add = [&](const auto& leg, const std::string& holder, absl::Time end) {
    if (leg.has_acknowledge_due_time()) {
      kept.push_back({leg.leg(), kAcknowledge, holder, began_by, leg.acknowledge_due_time(),
                      leg.acknowledge_missed(), end});
    }
    if (leg.has_contact_due_time()) {
      kept.push_back({leg.leg(), kContact, holder, began_by, leg.contact_due_time(),
                      leg.contact_missed(), end});
    }
  };
  for (const v1::ClockLeg& leg : signal.past_legs()) {
    add(leg, leg.holder(), ToTime(leg.end_time()));
    began_by = leg.reason();
  }
  if (signal.has_clock()) add(signal.clock(), signal.holder(), absl::InfiniteFuture());
  return kept;
}

absl::Status AddSegments(absl::Time from, absl::Time to,
                         const std::optional<BusinessCalendar>& calendar,
                         v1::DeadlineExplanation* explanation) {
  std::vector<TimeSegment> segments = {{from, to}};
  if (calendar.has_value()) {
    BATON_ASSIGN_OR_RETURN(segments, WorkingSegments(*calendar, from, to, kMaxClockSegments));
  }
  for (const TimeSegment& segment : segments) {
    v1::ClockSegment* added = explanation->add_segments();
    *added->mutable_start_time() = ToTimestamp(segment.from);
    *added->mutable_end_time() = ToTimestamp(segment.to);
  }
  return absl::OkStatus();
}

absl::Status Describe(const Rebuilt& rebuilt, const PolicyOfVersion& policy_of,
                      v1::DeadlineExplanation* explanation) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy, policy_of(rebuilt.policy_version));
  BATON_ASSIGN_OR_RETURN(const std::optional<BusinessCalendar> calendar,
                         CalendarOf(policy, rebuilt.urgency));
  if (calendar.has_value()) explanation->set_calendar(policy.calendar());
  BATON_ASSIGN_OR_RETURN(
      const absl::Duration budget,
      TimeBetween(rebuilt.start, rebuilt.due, calendar.has_value() ? &*calendar : nullptr));
  explanation->set_policy_version(policy.version());
  explanation->set_budget_seconds(absl::ToInt64Seconds(budget));
  *explanation->mutable_start_time() = ToTimestamp(rebuilt.start);
  *explanation->mutable_rebuilt_due_time() = ToTimestamp(rebuilt.due);
  return AddSegments(rebuilt.start, rebuilt.due, calendar, explanation);
}

}  // namespace

absl::StatusOr<std::vector<v1::DeadlineExplanation>> ExplainDeadlines(
    const std::vector<v1::Signal>& history, const PolicyOfVersion& policy_of) {
  std::vector<v1::DeadlineExplanation> explanations;
  if (history.empty()) return explanations;
  Rebuilder rebuilder(policy_of);
  for (const v1::Signal& signal : history) BATON_RETURN_IF_ERROR(rebuilder.Take(signal));
  const v1::Signal& last = history.back();
  for (Kept& kept : KeptOf(last)) {
    v1::DeadlineExplanation& explanation = explanations.emplace_back();
    explanation.set_milestone(kept.milestone);
    explanation.set_leg(kept.leg);
    explanation.set_holder(std::move(kept.holder));
    explanation.set_began_by(std::move(kept.began_by));
    *explanation.mutable_due_time() = kept.due;
    explanation.set_missed(kept.missed);
    const auto& taken = kept.milestone == kContact ? last.contact_time() : last.acknowledge_time();
    if (IsTaken(last, kept.milestone) && ToTime(taken) <= kept.end) {
      *explanation.mutable_take_time() = taken;
    }
    const auto rebuilt = rebuilder.deadlines().find({kept.leg, kept.milestone});
    if (rebuilt == rebuilder.deadlines().end()) continue;
    BATON_RETURN_IF_ERROR(Describe(rebuilt->second, policy_of, &explanation));
  }
  return explanations;
}

}  // namespace baton::domain
