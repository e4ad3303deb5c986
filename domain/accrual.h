// Accruals: what statements owe, quarter by quarter (C-20). Amounts in minor units of one currency.
//
// OutOfRange where a sum does not fit into 64 bits; the row is of no use then.
#pragma once

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "baton/v1/accrual_report.pb.h"
#include "baton/v1/comp_statement.pb.h"

namespace baton::domain {

// Adds one statement's sums to its quarter's row, with what was paid for it, 0 until the tool
// confirms (C-18), and what it carries into the next, 0 or more (C-22). What it owes is due;
// nothing where it is below zero.
absl::Status AddToAccrual(const v1::StatementTotals& totals, int64_t paid_minor,
                          int64_t carried_minor, v1::AccrualRow* row);

// Adds a held line that no published line released yet.
absl::Status AddOpenHold(int64_t earning_minor, v1::AccrualRow* row);

// C-15. Sums over rows of many quarters, a row a currency, by currency.
absl::StatusOr<std::vector<v1::AccrualRow>> AccrualTotals(absl::Span<const v1::AccrualRow> rows);

// Adds one statement's sums to those of its currency.
absl::Status AddTotals(const v1::StatementTotals& more, v1::StatementTotals* sums);

}  // namespace baton::domain
