#include "domain/payout.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"

namespace baton::domain {

int64_t PayoutMinor(const v1::StatementTotals& totals) {
  return std::max<int64_t>(0, totals.payable_minor());
}

v1::Money PayoutOf(const v1::CompStatement& statement) {
  v1::Money payout;
  payout.set_amount_minor(PayoutMinor(statement.totals()));
  payout.set_currency_code(statement.plan().currency_code());
  return payout;
}

bool IsExact(const v1::CompStatement& statement, const v1::Money& confirmed) {
  const v1::Money payout = PayoutOf(statement);
  return payout.amount_minor() == confirmed.amount_minor() &&
         payout.currency_code() == confirmed.currency_code();
}

absl::Status CheckConfirmation(const v1::CompStatement& statement,
                               const v1::ConfirmPayoutRequest& request) {
  Violations violations;
  if (!request.has_amount()) {
    violations.Add("amount", "is missing: what the tool paid in total");
  } else if (!CurrencyExponent(request.amount().currency_code()).has_value()) {
    violations.Add("amount.currency_code", "must be an ISO 4217 code");
  }
  violations.LimitText("tool_reference", request.tool_reference(), kMaxToolReferenceChars);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  if (statement.state() != v1::STATEMENT_STATE_DRAFT) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_STATEMENT_NOT_PUBLISHED, statement.name(),
                     absl::StrCat(statement.name(), " is a draft; nothing is paid by it yet"));
}

absl::Status SetPayoutFigures(const v1::CompStatement& statement, const v1::Money& confirmed,
                              absl::Time now, v1::ReconciliationItem* item) {
  const v1::Money stated = PayoutOf(statement);
  item->set_statement(statement.name());
  *item->mutable_stated_payout() = stated;
  *item->mutable_confirmed_payout() = confirmed;
  item->clear_difference();
  if (stated.currency_code() == confirmed.currency_code()) {
    BATON_ASSIGN_OR_RETURN(const int64_t difference,
                           SubtractMinor(confirmed.amount_minor(), stated.amount_minor()));
    item->mutable_difference()->set_amount_minor(difference);
    item->mutable_difference()->set_currency_code(stated.currency_code());
  }
  *item->mutable_update_time() = ToTimestamp(now);
  return absl::OkStatus();
}

}  // namespace baton::domain
