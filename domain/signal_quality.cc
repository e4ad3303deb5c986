#include "domain/signal_quality.h"

#include <utility>

#include "domain/share.h"
#include "domain/signal_leg.h"
#include "domain/signal_state.h"

namespace baton::domain {

SignalQuality::SignalQuality(const v1::Policy& policy, const Quarter& quarter, absl::Time now,
                             std::function<bool(const std::string&)> asked_for)
    : policy_(policy), quarter_(quarter), now_(now), asked_for_(std::move(asked_for)) {}

SignalQuality::Tally* SignalQuality::TallyOf(const std::string& csm) {
  return csm.empty() || !asked_for_(csm) ? nullptr : &csms_[csm];
}

void SignalQuality::AddRouted(const v1::Signal& signal, const std::string& csm,
                              v1::SignalState outcome) {
  if (IsTakenBack(signal.state()) || !IsOnItsOwn(signal)) return;
  Tally* tally = TallyOf(csm);
  if (tally == nullptr) return;
  ++tally->routed;
  if (signal.qualified()) ++tally->qualified;
  if (outcome == v1::SIGNAL_STATE_WON) ++tally->won;
  if (HasOutcome(outcome)) ++tally->with_outcome;
}

void SignalQuality::AddFiled(const v1::Signal& signal) {
  if (!signal.continues().empty()) return;
  Tally* tally = TallyOf(signal.csm());
  if (tally == nullptr) return;
  ++tally->filed;
  if (IsTakenBack(signal.state())) ++tally->taken_back;
}

void SignalQuality::AddClock(const v1::Signal& signal) {
  if (IsTakenBack(signal.state())) return;
  for (const SignalLeg& leg : LegsOf(signal, now_)) {
    if (!leg.by_csm || !leg.charged || !leg.contact.has_value()) continue;
    const LegMilestone& contact = *leg.contact;
    if (contact.due < quarter_.start || contact.due >= quarter_.end) continue;
    if (contact.verdict == Verdict::kPending) continue;
    Tally* tally = TallyOf(leg.holder);
    if (tally == nullptr) continue;
    ++tally->own_contacts;
    if (contact.verdict == Verdict::kInTime) ++tally->own_contacted;
  }
}

void SignalQuality::Merge(const Tally& more, Tally* tally) {
  tally->routed += more.routed;
  tally->won += more.won;
  tally->with_outcome += more.with_outcome;
  tally->qualified += more.qualified;
  tally->filed += more.filed;
  tally->taken_back += more.taken_back;
  tally->own_contacted += more.own_contacted;
  tally->own_contacts += more.own_contacts;
}

v1::CsmQuality SignalQuality::QualityOf(const Tally& tally) {
  v1::CsmQuality quality;
  *quality.mutable_quality() = ShareOf(tally.won, tally.routed);
  *quality.mutable_quality_of_closed() = ShareOf(tally.won, tally.with_outcome);
  *quality.mutable_qualified() = ShareOf(tally.qualified, tally.routed);
  *quality.mutable_taken_back() = ShareOf(tally.taken_back, tally.filed);
  *quality.mutable_own_contacts() = ShareOf(tally.own_contacted, tally.own_contacts);
  return quality;
}

v1::SignalQualityResponse SignalQuality::Finish() const {
  v1::SignalQualityResponse response;
  Tally total;
  for (const auto& [csm, tally] : csms_) {
    Merge(tally, &total);
    v1::CsmQuality quality = QualityOf(tally);
    quality.set_csm(csm);
    quality.set_noisy(IsAbove(quality.taken_back(), policy_.noisy_csm_bp()));
    *response.add_csms() = std::move(quality);
  }
  *response.mutable_total() = QualityOf(total);
  response.set_noisy_csm_bp(policy_.noisy_csm_bp());
  return response;
}

}  // namespace baton::domain
