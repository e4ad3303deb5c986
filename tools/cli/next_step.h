// What must happen next with a signal, and how long there is for it (H-10, S-1).
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "baton/v1/signal_handoff_service.pb.h"
#include "tools/cli/render.h"

namespace baton::cli {

struct NextStep {
  // In words: "acknowledge"; empty for a closed signal.
  std::string what;
  // By when; absent when no clock runs.
  std::optional<absl::Time> due;
  // When the clock of the step began; absent when not known.
  std::optional<absl::Time> start;
};

NextStep NextStepOf(const v1::Signal& signal);

// "in 3 h 12 min" or "overdue by 40 min"; empty without a deadline. Stands out once 75% of the time
// is gone (S-9), and more once it is over.
Cell TimeLeftCell(const NextStep& step, absl::Time now);

// True while somebody still has to act on the signal.
bool IsOpen(const v1::Signal& signal);

}  // namespace baton::cli
