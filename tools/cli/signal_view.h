// Signals for people.
#pragma once

#include <string>
#include <vector>

#include "baton/v1/signal_handoff_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One line a signal with the time left on its clock.
std::string SignalTable(const std::vector<v1::Signal>& signals, const View& view);

// The five fields, the qualification, route, clock, outcome, and why.
std::string SignalDetail(const v1::Signal& signal, const View& view);

// What became of a signal, on one line, with its warnings below: "signal 01J is routed to tom
// (model b); acknowledge in 4 h".
std::string SignalSummary(const v1::Signal& signal, const View& view);

// One change of the live inbox on one line, for output that nobody watches.
std::string SignalLine(const v1::Signal& signal, const View& view);

// One line a change, oldest first.
std::string SignalHistoryTable(const std::vector<v1::SignalChange>& changes, const View& view);

}  // namespace baton::cli
