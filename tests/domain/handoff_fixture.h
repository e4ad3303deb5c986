// A made-up account with its people and one complete hot signal, for the tests of the handoff.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "domain/handoff.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/refusal.h"
#include "google/protobuf/text_format.h"
#include "google/rpc/error_details.pb.h"

namespace baton::domain {

inline constexpr char kAe[] = "tenants/acme/people/rosa";
inline constexpr char kCsm[] = "tenants/acme/people/carl";
inline constexpr char kManager[] = "tenants/acme/people/mona";
inline constexpr char kHead[] = "tenants/acme/people/vera";

// Monday, 4 January 2027, 09:00 UTC.
inline absl::Time T0() {
  return absl::FromCivil(absl::CivilMinute(2027, 1, 4, 9, 0), absl::UTCTimeZone());
}

// The smallest step that an instant can take (X-3).
inline constexpr absl::Duration kTick = absl::Microseconds(1);

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  if (!google::protobuf::TextFormat::ParseFromString(text, &message)) std::abort();
  return message;
}

inline v1::Account Northwind() {
  return FromText<v1::Account>(R"pb(
    name: "tenants/acme/accounts/northwind"
    display_name: "Northwind"
    segment: SEGMENT_MID_MARKET
    acv { amount_minor: 4000000 currency_code: "USD" }
    owned_lines {
      product_line: "core"
      arr { amount_minor: 4000000 currency_code: "USD" }
    }
    health_tier: HEALTH_TIER_GREEN
  )pb");
}

inline HandoffParties Parties() {
  HandoffParties parties;
  parties.account = Northwind();
  parties.ae = kAe;
  parties.csm = kCsm;
  parties.holder_manager = kManager;
  parties.revops_head = kHead;
  parties.successor_name = "tenants/acme/signals/s1b";
  return parties;
}

inline HandoffParties WithoutAe() {
  HandoffParties parties = Parties();
  parties.ae.clear();
  return parties;
}

inline v1::Policy Defaults() { return DefaultPolicy("acme"); }

// Hot (seat_utilization), qualified, model B.
inline v1::Signal HotSignal() {
  return FromText<v1::Signal>(R"pb(
    name: "tenants/acme/signals/s1"
    account: "tenants/acme/accounts/northwind"
    csm: "tenants/acme/people/carl"
    trigger: TRIGGER_SEAT_UTILIZATION
    evidence: "Seat utilization at 89%"
    buyer { name: "Jamie Reyes" title: "VP Operations" }
    timeline: "Q3, before July budget freeze"
    context_note: "Champion mentioned ops team is 6 people. It is growing."
    source { system: "gainsight" record_id: "cta-1" }
    estimated_expansion { amount_minor: 7500000 currency_code: "USD" }
    product_lines: "core"
    qualification {
      budget_conversation { yes: true }
      timeline { yes: true }
      named_buyer { yes: true }
    }
  )pb");
}

inline v1::Signal WarmSignal() {
  v1::Signal signal = HotSignal();
  signal.set_urgency(v1::URGENCY_WARM);
  return signal;
}

// One yes of the first three: not routable.
inline v1::Signal UnroutableSignal() {
  v1::Signal signal = HotSignal();
  signal.mutable_qualification()->clear_timeline();
  signal.mutable_qualification()->clear_named_buyer();
  return signal;
}

// Model A: the account is SMB, the estimate small.
inline v1::Signal SmallSignal() {
  v1::Signal signal = HotSignal();
  signal.mutable_estimated_expansion()->set_amount_minor(900'000);
  return signal;
}

inline HandoffParties SmbParties() {
  HandoffParties parties = Parties();
  parties.account.set_segment(v1::SEGMENT_SMB);
  return parties;
}

inline absl::StatusOr<HandoffDecision> FileOn(FilingChannel channel, v1::Signal signal,
                                              const HandoffParties& parties = Parties(),
                                              const v1::Policy& policy = Defaults(),
                                              absl::Time now = T0()) {
  return DecideFile({std::move(signal), channel}, parties, policy, now);
}

inline absl::StatusOr<HandoffDecision> File(v1::Signal signal,
                                            const HandoffParties& parties = Parties(),
                                            const v1::Policy& policy = Defaults(),
                                            absl::Time now = T0()) {
  return FileOn(FilingChannel::kCall, std::move(signal), parties, policy, now);
}

// The signal as it stands after filing at T0.
inline v1::Signal Filed(v1::Signal signal, const HandoffParties& parties = Parties()) {
  return File(std::move(signal), parties).value().signal;
}

// The same, and the CRM has it (H-15).
inline v1::Signal Confirmed(v1::Signal signal, const HandoffParties& parties = Parties()) {
  return DecideConfirmed(Filed(std::move(signal), parties), "", T0()).signal;
}

// What the signal waits for, in the order in which it falls due.
inline std::vector<std::string> Waits(const v1::Signal& signal) {
  std::vector<std::string> waits;
  for (const DueItem& item : DueItems(signal)) waits.emplace_back(item.what);
  return waits;
}

// "01J.acknowledge.1.csm" of a delivery's name.
inline std::string IdOf(const v1::Delivery& delivery) {
  return delivery.name().substr(delivery.name().rfind('/') + 1);
}

inline std::vector<std::string> IdsOf(const HandoffDecision& decision) {
  std::vector<std::string> ids;
  for (const v1::Delivery& delivery : decision.deliveries) ids.push_back(IdOf(delivery));
  std::sort(ids.begin(), ids.end());
  return ids;
}

// The delivery of that id; an empty one when there is none.
inline v1::Delivery Find(const HandoffDecision& decision, std::string_view id) {
  for (const v1::Delivery& delivery : decision.deliveries) {
    if (IdOf(delivery) == id) return delivery;
  }
  return {};
}

inline std::vector<std::string> RulesOf(const v1::Signal& signal) {
  std::vector<std::string> rules;
  for (const v1::ExplanationStep& step : signal.explanation()) rules.push_back(step.rule());
  return rules;
}

// What the last step of that rule says.
inline std::string TextOf(const v1::Signal& signal, std::string_view rule) {
  std::string text;
  for (const v1::ExplanationStep& step : signal.explanation()) {
    if (step.rule() == rule) text = step.text();
  }
  return text;
}

// The fields of a refusal's BadRequest.
inline std::vector<std::string> ViolationsOf(const absl::Status& status) {
  google::rpc::BadRequest bad;
  FindDetail(status, &bad);
  std::vector<std::string> fields;
  for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  return fields;
}

// The metadata of a refusal's ErrorInfo.
inline std::string MetadataOf(const absl::Status& status, const std::string& key) {
  google::rpc::ErrorInfo info;
  FindDetail(status, &info);
  const auto found = info.metadata().find(key);
  return found == info.metadata().end() ? "" : found->second;
}

}  // namespace baton::domain
