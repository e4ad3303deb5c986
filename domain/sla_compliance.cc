#include "domain/sla_compliance.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/instant.h"
#include "domain/share.h"
#include "domain/signal_state.h"

namespace baton::domain {
namespace {

// Smallest first, not stated last.
constexpr v1::SizeBand kBands[] = {v1::SIZE_BAND_LOW, v1::SIZE_BAND_MIDDLE, v1::SIZE_BAND_HIGH,
                                   v1::SIZE_BAND_UNSPECIFIED};

v1::Money PolicyMoney(const v1::Policy& policy, int64_t amount_minor) {
  v1::Money money;
  money.set_amount_minor(amount_minor);
  money.set_currency_code(policy.currency_code());
  return money;
}

std::string ReviewReason(absl::string_view what, const v1::Share& share, int32_t limit_bp) {
  return absl::StrCat(what, " ", RateText(share.share_bp()), " of ", share.denominator(),
                      ", below ", RateText(limit_bp));
}

}  // namespace

v1::SizeBand SizeBandOf(const v1::Signal& signal, const v1::Policy& policy) {
  if (!signal.has_estimated_expansion()) return v1::SIZE_BAND_UNSPECIFIED;
  const v1::Money& estimate = signal.estimated_expansion();
  if (estimate.currency_code() != policy.currency_code()) return v1::SIZE_BAND_UNSPECIFIED;
  if (estimate.amount_minor() < policy.band_low_minor()) return v1::SIZE_BAND_LOW;
  return estimate.amount_minor() <= policy.band_high_minor() ? v1::SIZE_BAND_MIDDLE
                                                             : v1::SIZE_BAND_HIGH;
}

SlaCompliance::SlaCompliance(const v1::Policy& policy, const Quarter& quarter, absl::Time now,
                             std::function<bool(const std::string&)> asked_for)
    : policy_(policy), quarter_(quarter), now_(now), asked_for_(std::move(asked_for)) {}

void SlaCompliance::Add(const v1::Signal& signal) {
  if (IsTakenBack(signal.state())) return;
  std::map<std::string, Tally> holders;
  for (const SignalLeg& leg : LegsOf(signal, now_)) {
    if (leg.by_csm || !leg.charged || !asked_for_(leg.holder)) continue;
    CountLeg(signal, leg, &holders[leg.holder]);
  }
  for (auto& [holder, tally] : holders) {
    if (tally.routed == 0 && tally.pending == 0) continue;
    // A holder who had two legs of it, as after a restart, had one signal.
    for (int64_t* count :
         {&tally.routed, &tally.last_milestones, &tally.conversations, &tally.closed}) {
      *count = std::min<int64_t>(*count, 1);
    }
    AeTally& ae = aes_[holder];
    Merge(tally, &ae.all);
    Merge(tally, &ae.urgencies[signal.urgency()]);
    Merge(tally, &ae.size_bands[SizeBandOf(signal, policy_)]);
  }
}

bool SlaCompliance::Count(const std::optional<LegMilestone>& milestone, int64_t* in_time,
                          int64_t* counted, Tally* tally) const {
  if (!milestone.has_value() || milestone->due < quarter_.start || milestone->due >= quarter_.end) {
    return false;
  }
  if (milestone->verdict == Verdict::kPending) {
    ++tally->pending;
    return false;
  }
  ++*counted;
  if (milestone->verdict == Verdict::kInTime) ++*in_time;
  return true;
}

void SlaCompliance::CountLeg(const v1::Signal& signal, const SignalLeg& leg, Tally* tally) const {
  const bool acknowledge =
      Count(leg.acknowledge, &tally->acknowledged, &tally->acknowledgements, tally);
  const bool contact = Count(leg.contact, &tally->contacted, &tally->contacts, tally);
  if (!acknowledge && !contact) return;
  ++tally->routed;
  const bool last = leg.last.has_value() && (leg.contact.has_value() ? contact : acknowledge);
  if (!last) return;
  ++tally->last_milestones;
  if (leg.closed) ++tally->closed;
  if (!leg.contacted) return;
  ++tally->conversations;
  tally->wait += ToTime(signal.contact_time()) - ToTime(signal.file_time());
}

void SlaCompliance::Merge(const Tally& more, Tally* tally) {
  tally->routed += more.routed;
  tally->acknowledged += more.acknowledged;
  tally->acknowledgements += more.acknowledgements;
  tally->contacted += more.contacted;
  tally->contacts += more.contacts;
  tally->conversations += more.conversations;
  tally->closed += more.closed;
  tally->last_milestones += more.last_milestones;
  tally->pending += more.pending;
  tally->wait += more.wait;
}

void SlaCompliance::MergeAll(const AeTally& more, AeTally* tally) {
  Merge(more.all, &tally->all);
  for (const auto& [urgency, part] : more.urgencies) Merge(part, &tally->urgencies[urgency]);
  for (const auto& [band, part] : more.size_bands) Merge(part, &tally->size_bands[band]);
}

v1::ComplianceFigures SlaCompliance::FiguresOf(const Tally& tally) {
  v1::ComplianceFigures figures;
  figures.set_routed_signals(tally.routed);
  *figures.mutable_acknowledged() = ShareOf(tally.acknowledged, tally.acknowledgements);
  *figures.mutable_contacted() = ShareOf(tally.contacted, tally.contacts);
  *figures.mutable_conversation() = ShareOf(tally.conversations, tally.last_milestones);
  *figures.mutable_closed_loop() = ShareOf(tally.closed, tally.last_milestones);
  *figures.mutable_customer_wait() = WaitOf(tally.conversations, tally.wait);
  figures.set_pending_milestones(tally.pending);
  return figures;
}

void SlaCompliance::Review(v1::AeCompliance* compliance) const {
  const v1::ComplianceFigures& figures = compliance->figures();
  if (figures.routed_signals() < policy_.review_min_signals()) return;
  if (IsBelow(figures.acknowledged(), policy_.review_acknowledged_bp())) {
    compliance->add_review_reasons(
        ReviewReason("acknowledged", figures.acknowledged(), policy_.review_acknowledged_bp()));
  }
  if (IsBelow(figures.conversation(), policy_.review_conversation_bp())) {
    compliance->add_review_reasons(
        ReviewReason("conversations", figures.conversation(), policy_.review_conversation_bp()));
  }
  compliance->set_review(compliance->review_reasons_size() > 0);
}

v1::SlaComplianceResponse SlaCompliance::Finish() const {
  v1::SlaComplianceResponse response;
  AeTally total;
  const auto add_urgencies = [](const AeTally& tally, auto* groups) {
    for (const auto& [urgency, part] : tally.urgencies) {
      v1::UrgencyCompliance* group = groups->Add();
      group->set_urgency(urgency);
      *group->mutable_figures() = FiguresOf(part);
    }
  };
  for (const auto& [ae, tally] : aes_) {
    MergeAll(tally, &total);
    v1::AeCompliance* compliance = response.add_aes();
    compliance->set_ae(ae);
    *compliance->mutable_figures() = FiguresOf(tally.all);
    add_urgencies(tally, compliance->mutable_urgencies());
    for (const v1::SizeBand band : kBands) {
      const auto part = tally.size_bands.find(band);
      if (part == tally.size_bands.end()) continue;
      v1::SizeBandCompliance* group = compliance->add_size_bands();
      group->set_size_band(band);
      *group->mutable_figures() = FiguresOf(part->second);
    }
    Review(compliance);
  }
  *response.mutable_total() = FiguresOf(total.all);
  add_urgencies(total, response.mutable_urgencies());
  response.set_review_acknowledged_bp(policy_.review_acknowledged_bp());
  response.set_review_conversation_bp(policy_.review_conversation_bp());
  response.set_review_min_signals(policy_.review_min_signals());
  *response.mutable_band_low() = PolicyMoney(policy_, policy_.band_low_minor());
  *response.mutable_band_high() = PolicyMoney(policy_, policy_.band_high_minor());
  return response;
}

}  // namespace baton::domain
