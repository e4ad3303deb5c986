#include "server/rate_desk.h"

#include <utility>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/booking_desk.h"
#include "store/exchange_rates.h"

namespace baton::server {
namespace {

// Who puts or approves rates is named beside them.
absl::Status CheckIsPerson(const Caller& caller) {
  if (!caller.person.empty()) return absl::OkStatus();
  return domain::Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_ALLOWED,
                        "exchange rates need a person's name: use a token that is bound to one");
}

}  // namespace

absl::StatusOr<v1::PutExchangeRatesResponse> PutExchangeRates(store::Transaction& tx,
                                                              v1::ExchangeRateSheet sheet,
                                                              const Caller& caller) {
  BATON_RETURN_IF_ERROR(CheckIsPerson(caller));
  sheet.set_creator(caller.person);
  *sheet.mutable_create_time() = domain::ToTimestamp(tx.now());
  sheet.clear_approver();
  sheet.clear_approve_time();
  BATON_RETURN_IF_ERROR(store::InsertExchangeRateSheet(tx, sheet));
  v1::PutExchangeRatesResponse response;
  *response.mutable_sheet() = std::move(sheet);
  return response;
}

absl::StatusOr<v1::ApproveExchangeRatesResponse> ApproveExchangeRates(store::Transaction& tx,
                                                                      std::string_view id,
                                                                      const Caller& caller) {
  BATON_RETURN_IF_ERROR(CheckIsPerson(caller));
  BATON_ASSIGN_OR_RETURN(const v1::ExchangeRateSheet before,
                         store::GetExchangeRateSheet(tx.session(), tx.tenant(), id));
  if (!before.approver().empty()) {
    return domain::RefuseState(v1::ERROR_REASON_EXCHANGE_RATES_STATE, before.name(),
                               "these exchange rates are approved already");
  }
  if (before.creator() == caller.person) {
    return domain::RefuseState(
        v1::ERROR_REASON_EXCHANGE_RATES_APPROVER, before.name(),
        "whoever put exchange rates doesn't approve them: ask somebody else");
  }
  v1::ExchangeRateSheet after = before;
  after.set_approver(caller.person);
  *after.mutable_approve_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::ApproveExchangeRateSheet(tx, before, after));
  BATON_RETURN_IF_ERROR(FollowRates(tx, after));
  v1::ApproveExchangeRatesResponse response;
  *response.mutable_sheet() = std::move(after);
  return response;
}

}  // namespace baton::server
