// How AEs answer what is routed to them, from the signals of a quarter (H-13).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "baton/v1/report_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "domain/fiscal.h"
#include "domain/signal_leg.h"

namespace baton::domain {

// The band of a signal's estimate; not stated where it is in another currency than the policy's.
v1::SizeBand SizeBandOf(const v1::Signal& signal, const v1::Policy& policy);

// Takes signals one by one, each once, in any order, and answers the figures.
class SlaCompliance {
 public:
  // As of `now`. `asked_for` says whether the figures of a person, by full name, are wanted.
  SlaCompliance(const v1::Policy& policy, const Quarter& quarter, absl::Time now,
                std::function<bool(const std::string&)> asked_for);

  // A signal without a milestone of the quarter changes nothing.
  void Add(const v1::Signal& signal);

  // Everybody with figures, by full name, and the sums; without names to display.
  v1::SlaComplianceResponse Finish() const;

 private:
  // What is counted of a group of signals.
  struct Tally {
    int64_t routed = 0;
    int64_t acknowledged = 0;
    int64_t acknowledgements = 0;
    int64_t contacted = 0;
    int64_t contacts = 0;
    int64_t conversations = 0;
    int64_t closed = 0;
    int64_t last_milestones = 0;
    int64_t pending = 0;
    absl::Duration wait;
  };
  struct AeTally {
    Tally all;
    std::map<v1::Urgency, Tally> urgencies;
    std::map<v1::SizeBand, Tally> size_bands;
  };

  static void Merge(const Tally& more, Tally* tally);
  static void MergeAll(const AeTally& more, AeTally* tally);
  static v1::ComplianceFigures FiguresOf(const Tally& tally);

  // Counts a milestone if it is the quarter's; answers whether it counts by now.
  bool Count(const std::optional<LegMilestone>& milestone, int64_t* in_time, int64_t* counted,
             Tally* tally) const;
  void CountLeg(const v1::Signal& signal, const SignalLeg& leg, Tally* tally) const;
  void Review(v1::AeCompliance* compliance) const;

  const v1::Policy policy_;
  const Quarter quarter_;
  const absl::Time now_;
  const std::function<bool(const std::string&)> asked_for_;
  std::map<std::string, AeTally> aes_;
};

}  // namespace baton::domain
