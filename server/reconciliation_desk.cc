#include "server/reconciliation_desk.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/ids.h"
#include "store/account_ledger.h"
#include "store/reconciliation.h"
#include "store/sha256.h"

namespace baton::server {
namespace {

// The ledger's figure: in the CRM's currency where it has several, 0 where it has none.
absl::StatusOr<v1::Money> LedgerArr(store::Transaction& tx, const v1::Account& account) {
  BATON_ASSIGN_OR_RETURN(const store::Owned owned,
                         store::OwnedLines(tx.session(), tx.tenant(), account.name(),
                                           tx.now() + absl::Microseconds(1)));
  v1::Money arr;
  arr.set_currency_code(account.crm_arr().currency_code());
  for (const v1::Money& total : owned.totals) {
    const bool same = total.currency_code() == account.crm_arr().currency_code();
    if (same || owned.totals.size() == 1) arr = total;
  }
  return arr;
}

bool Same(const v1::Money& a, const v1::Money& b) {
  return a.amount_minor() == b.amount_minor() && a.currency_code() == b.currency_code();
}

absl::Status SetFigures(const v1::Money& ledger, const v1::Money& crm, absl::Time now,
                        v1::ReconciliationItem* item) {
  *item->mutable_ledger_arr() = ledger;
  *item->mutable_crm_arr() = crm;
  item->clear_difference();
  if (ledger.currency_code() == crm.currency_code()) {
    BATON_ASSIGN_OR_RETURN(const int64_t difference,
                           domain::AddMinor(crm.amount_minor(), -ledger.amount_minor()));
    item->mutable_difference()->set_amount_minor(difference);
    item->mutable_difference()->set_currency_code(crm.currency_code());
  }
  *item->mutable_update_time() = domain::ToTimestamp(now);
  return absl::OkStatus();
}

absl::Status OpenItem(store::Transaction& tx, const v1::Account& account, const v1::Money& ledger) {
  v1::ReconciliationItem item;
  const std::string digest = store::Sha256(absl::StrCat("reconciliation\n", account.name()));
  item.set_name(domain::ResourceName(tx.tenant(), "reconciliationItems", IdFrom(tx.now(), digest)));
  item.set_account(account.name());
  *item.mutable_create_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(SetFigures(ledger, account.crm_arr(), tx.now(), &item));
  return store::InsertItem(tx, item);
}

}  // namespace

absl::Status Reconcile(store::Transaction& tx, const v1::Account& account) {
  BATON_ASSIGN_OR_RETURN(const v1::Money ledger, LedgerArr(tx, account));
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::ReconciliationItem> open,
                         store::OpenItemOf(tx.session(), tx.tenant(), account.name()));
  const bool agrees = Same(ledger, account.crm_arr());
  if (!open.has_value()) {
    return agrees ? absl::OkStatus() : OpenItem(tx, account, ledger);
  }
  v1::ReconciliationItem after = *open;
  if (agrees) {
    *after.mutable_resolve_time() = domain::ToTimestamp(tx.now());
    return store::UpdateItem(tx, *open, after);
  }
  if (Same(ledger, open->ledger_arr()) && Same(account.crm_arr(), open->crm_arr())) {
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(SetFigures(ledger, account.crm_arr(), tx.now(), &after));
  return store::UpdateItem(tx, *open, after);
}

}  // namespace baton::server
