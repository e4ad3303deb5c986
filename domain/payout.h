// Payouts: what the commission tool says it paid, held against the statement (C-18).
#pragma once

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/comp_statement.pb.h"
#include "baton/v1/payout.pb.h"
#include "baton/v1/reconciliation_item.pb.h"

namespace baton::domain {

inline constexpr int kMaxToolReferenceChars = 200;

// What is to be paid for a statement, minor units of its currency: its payable, and nothing where
// that is below zero, since the rest is carried forward (C-22).
int64_t PayoutMinor(const v1::StatementTotals& totals);

// The same with its currency.
v1::Money PayoutOf(const v1::CompStatement& statement);

// C-18. Whether the tool paid exactly what the statement says, to the minor unit and in its
// currency.
bool IsExact(const v1::CompStatement& statement, const v1::Money& confirmed);

// INVALID_FIELDS names every fault of a confirmation; STATEMENT_NOT_PUBLISHED of a draft.
absl::Status CheckConfirmation(const v1::CompStatement& statement,
                               const v1::ConfirmPayoutRequest& request);

// C-18. What stands on the reconciliation item of a payout that differs: both amounts, and the
// difference where they are of one currency. OutOfRange when that does not fit into 64 bits.
absl::Status SetPayoutFigures(const v1::CompStatement& statement, const v1::Money& confirmed,
                              absl::Time now, v1::ReconciliationItem* item);

}  // namespace baton::domain
