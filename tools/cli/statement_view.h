// Compensation statements for the people whom they pay (C-14, C-15, X-6).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/comp_statement_service.pb.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "tools/cli/session.h"

namespace baton::cli {

// One line a statement with its sums.
std::string StatementTable(const std::vector<v1::CompStatement>& statements, const View& view);

// Heading, every line with its explanation under it, and the sums.
std::string StatementDetail(const v1::CompStatement& statement, const View& view);

// The sums as they add up: earned - held + adjustments = payable.
std::string TotalsBlock(const v1::StatementTotals& totals, const std::string& currency_code,
                        const View& view);

// One line a currency.
std::string CurrencyTotalsTable(
    const google::protobuf::RepeatedPtrField<v1::CurrencyTotals>& totals, const View& view);

}  // namespace baton::cli
