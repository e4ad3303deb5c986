// SLA clocks for people: by when, done when, within or late (S-1, S-2, S-6).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/signal_handoff_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One line a signal that has or had a clock: each milestone's deadline, when it was done, and how
// it stands: "within", "late by 3 h", "missed", "in 2 h". Signals that never had a clock are left
// out.
std::string ClockTable(const std::vector<v1::Signal>& signals, const View& view);

// How each deadline came about, and which time counted (S-10).
std::string ClockExplanation(const v1::ExplainSignalResponse& explained, const View& view);

}  // namespace baton::cli
