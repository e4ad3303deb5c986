// What a source record states now, taken into the signal that was filed from it (H-12).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/account_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

struct SignalMerge {
  // In words: "timeline: Q4, after the audit".
  std::vector<std::string> changes;
  bool urgency_changed = false;
};

// Takes every value that `again` states otherwise than `held`: trigger, category, evidence, buyer,
// timeline and its date, context note, urgency, estimate, product lines, cross_sell and answers.
// What it does not state stays. Other product lines without a cross_sell of their own derive it
// anew.
SignalMerge MergeStated(const v1::Signal& again, const v1::Account& account, v1::Signal* held);

}  // namespace baton::domain
