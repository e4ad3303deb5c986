// What it cost to obtain contracts, for the people who keep the books (C-20).
#pragma once

#include <string>

#include "baton/v1/amortisation_report.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// The roll-forward, a line a quarter and currency.
std::string AmortisationReport(const v1::CompAmortisationResponse& report, const View& view);

// The schedule, a line a published line, and that there are more where there are.
std::string AmortisationSchedule(const v1::CompAmortisationResponse& report, const View& view);

}  // namespace baton::cli
