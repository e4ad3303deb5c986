// A simulation on a terminal: a table, a chart and the sums (C-16).
#pragma once

#include <string>
#include <vector>

#include "tools/cli/session.h"
#include "tools/cli/simulation_result.h"

namespace baton::cli {

// One currency after the other: every payee before and after, who wins and loses as bars, where the
// difference comes from, the sums. What is published is named.
std::string SimulationReport(const SimulationResult& result, const View& view);

// Lying bars from a middle line, gains to the right and losses to the left, scaled to the largest,
// on a terminal or 80 columns. Whom nothing changes for is left out, and of many those in the
// middle, who are counted.
std::string DifferenceBars(const std::vector<PayChange>& changes, const View& view);

}  // namespace baton::cli
