// A simulation as a page: one HTML file that stands alone and prints on A4 (C-16).
#pragma once

#include <string>
#include <vector>

#include "tools/cli/simulation_result.h"

namespace baton::cli {

// What was tried, a line each in `scenario`; by currency the sums, who wins and who loses as bars,
// every payee before and after with the difference of each quarter, and where it comes from.
std::string SimulationHtml(const SimulationResult& result,
                           const std::vector<std::string>& scenario);

}  // namespace baton::cli
