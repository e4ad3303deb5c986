// Periods for the people who close them (C-24).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/comp_period.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One line a period: where it stands, who brought it there and when.
std::string PeriodTable(const std::vector<v1::CompPeriod>& periods, const View& view);

// Heading, and the checklist with what each check names.
std::string PeriodDetail(const v1::CompPeriod& period, const View& view);

}  // namespace baton::cli
