// Signals with clocks and legs in one line each, for the tests of the measures.
#pragma once

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/policy.h"

namespace baton::domain {

inline constexpr absl::Duration kTick = absl::Microseconds(1);

inline std::string Someone(std::string_view id) {
  return absl::StrCat("tenants/acme/people/", std::string(id));
}

// Days and hours into January 2027, UTC; 1 January is day 1.
inline absl::Time Jan(int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(2027, 1, day, hour), absl::UTCTimeZone());
}

inline v1::Policy Defaults() { return DefaultPolicy("acme"); }

inline Quarter FirstQuarter() { return ParseQuarter(Defaults(), "2027-Q1").value(); }

// Hot, model B, held by rosa since `routed`: acknowledge within 4 h, contact within 24 h.
inline v1::Signal Routed(absl::Time routed) {
  v1::Signal signal;
  signal.set_name("tenants/acme/signals/s1");
  signal.set_kind(v1::SIGNAL_KIND_EXPANSION);
  signal.set_csm(Someone("imogen"));
  signal.set_ae(Someone("rosa"));
  signal.set_holder(Someone("rosa"));
  signal.set_model(v1::OWNERSHIP_MODEL_B);
  signal.set_urgency(v1::URGENCY_HOT);
  signal.set_state(v1::SIGNAL_STATE_ROUTED);
  *signal.mutable_file_time() = ToTimestamp(routed);
  *signal.mutable_route_time() = ToTimestamp(routed);
  v1::SlaClock& clock = *signal.mutable_clock();
  clock.set_leg(1);
  *clock.mutable_start_time() = ToTimestamp(routed);
  *clock.mutable_leg_start_time() = ToTimestamp(routed);
  *clock.mutable_acknowledge_due_time() = ToTimestamp(routed + absl::Hours(4));
  *clock.mutable_contact_due_time() = ToTimestamp(routed + absl::Hours(24));
  return signal;
}

inline v1::Signal Acknowledged(v1::Signal signal, absl::Time at) {
  signal.set_state(v1::SIGNAL_STATE_ACKNOWLEDGED);
  *signal.mutable_acknowledge_time() = ToTimestamp(at);
  return signal;
}

// Implies the acknowledgement.
inline v1::Signal Contacted(v1::Signal signal, absl::Time at) {
  if (!signal.has_acknowledge_time()) signal = Acknowledged(std::move(signal), at);
  signal.set_state(v1::SIGNAL_STATE_CONTACTED);
  *signal.mutable_contact_time() = ToTimestamp(at);
  return signal;
}

inline v1::Signal Closed(v1::Signal signal, v1::SignalState state, absl::Time at) {
  if (!signal.has_contact_time()) signal = Contacted(std::move(signal), at);
  signal.set_state(state);
  *signal.mutable_close_time() = ToTimestamp(at);
  return signal;
}

// Ends the running leg: the next one, of `holder`, keeps the deadlines of what is open, or has the
// whole time again.
inline v1::Signal HandedTo(std::string_view holder, absl::Time at, bool restart,
                           v1::Signal signal) {
  const v1::SlaClock before = signal.clock();
  v1::ClockLeg& leg = *signal.add_past_legs();
  leg.set_leg(before.leg());
  leg.set_holder(signal.holder());
  *leg.mutable_start_time() = before.leg_start_time();
  *leg.mutable_end_time() = ToTimestamp(at);
  if (before.has_acknowledge_due_time()) {
    *leg.mutable_acknowledge_due_time() = before.acknowledge_due_time();
  }
  if (before.has_contact_due_time()) *leg.mutable_contact_due_time() = before.contact_due_time();
  v1::SlaClock& clock = *signal.mutable_clock();
  clock.set_leg(before.leg() + 1);
  *clock.mutable_leg_start_time() = ToTimestamp(at);
  if (restart) {
    *clock.mutable_start_time() = ToTimestamp(at);
    *clock.mutable_acknowledge_due_time() = ToTimestamp(at + absl::Hours(4));
    *clock.mutable_contact_due_time() = ToTimestamp(at + absl::Hours(24));
  }
  if (signal.has_acknowledge_time()) clock.clear_acknowledge_due_time();
  if (signal.has_contact_time()) clock.clear_contact_due_time();
  signal.set_holder(Someone(holder));
  signal.set_ae(Someone(holder));
  return signal;
}

}  // namespace baton::domain
