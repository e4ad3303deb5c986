// Accruals for the people who keep the books (C-20).
#pragma once

#include <string>

#include "baton/v1/accrual_report.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// A line a quarter and currency, then a line a currency for all of them.
std::string AccrualReport(const v1::CompAccrualResponse& report, const View& view);

}  // namespace baton::cli
