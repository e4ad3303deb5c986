#include "domain/accrual.h"

#include <map>
#include <string>
#include <utility>

#include "domain/money.h"
#include "domain/payout.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

// Adds to one field of a message.
template <typename Message>
absl::Status Add(int64_t more, int64_t (Message::*get)() const, void (Message::*set)(int64_t),
                 Message* message) {
  BATON_ASSIGN_OR_RETURN(const int64_t sum, AddMinor((message->*get)(), more));
  (message->*set)(sum);
  return absl::OkStatus();
}

absl::Status AddRow(const v1::AccrualRow& row, v1::AccrualRow* sums) {
  using Row = v1::AccrualRow;
  sums->set_statement_count(sums->statement_count() + row.statement_count());
  BATON_RETURN_IF_ERROR(AddTotals(row.totals(), sums->mutable_totals()));
  BATON_RETURN_IF_ERROR(
      Add(row.held_open_minor(), &Row::held_open_minor, &Row::set_held_open_minor, sums));
  BATON_RETURN_IF_ERROR(Add(row.due_minor(), &Row::due_minor, &Row::set_due_minor, sums));
  BATON_RETURN_IF_ERROR(Add(row.paid_minor(), &Row::paid_minor, &Row::set_paid_minor, sums));
  BATON_RETURN_IF_ERROR(
      Add(row.carried_minor(), &Row::carried_minor, &Row::set_carried_minor, sums));
  return Add(row.accrued_minor(), &Row::accrued_minor, &Row::set_accrued_minor, sums);
}

}  // namespace

absl::Status AddTotals(const v1::StatementTotals& more, v1::StatementTotals* sums) {
  using Totals = v1::StatementTotals;
  BATON_RETURN_IF_ERROR(
      Add(more.credited_minor(), &Totals::credited_minor, &Totals::set_credited_minor, sums));
  BATON_RETURN_IF_ERROR(
      Add(more.earned_minor(), &Totals::earned_minor, &Totals::set_earned_minor, sums));
  BATON_RETURN_IF_ERROR(Add(more.held_minor(), &Totals::held_minor, &Totals::set_held_minor, sums));
  BATON_RETURN_IF_ERROR(Add(more.adjustments_minor(), &Totals::adjustments_minor,
                            &Totals::set_adjustments_minor, sums));
  return Add(more.payable_minor(), &Totals::payable_minor, &Totals::set_payable_minor, sums);
}

absl::Status AddToAccrual(const v1::StatementTotals& totals, int64_t paid_minor,
                          int64_t carried_minor, v1::AccrualRow* row) {
  v1::AccrualRow one;
  one.set_statement_count(1);
  *one.mutable_totals() = totals;
  one.set_due_minor(PayoutMinor(totals));
  one.set_carried_minor(carried_minor);
  one.set_paid_minor(paid_minor);
  BATON_ASSIGN_OR_RETURN(const int64_t accrued, SubtractMinor(one.due_minor(), paid_minor));
  one.set_accrued_minor(accrued);
  return AddRow(one, row);
}

absl::Status AddOpenHold(int64_t earning_minor, v1::AccrualRow* row) {
  return Add(earning_minor, &v1::AccrualRow::held_open_minor, &v1::AccrualRow::set_held_open_minor,
             row);
}

absl::StatusOr<std::vector<v1::AccrualRow>> AccrualTotals(absl::Span<const v1::AccrualRow> rows) {
  std::map<std::string, v1::AccrualRow> by_currency;
  for (const v1::AccrualRow& row : rows) {
    v1::AccrualRow& sums = by_currency[row.currency_code()];
    sums.set_currency_code(row.currency_code());
    BATON_RETURN_IF_ERROR(AddRow(row, &sums));
  }
  std::vector<v1::AccrualRow> totals;
  for (auto& [currency, sums] : by_currency) totals.push_back(std::move(sums));
  return totals;
}

}  // namespace baton::domain
