#include "server/payout_desk.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/payout.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/ids.h"
#include "store/payouts.h"
#include "store/reconciliation.h"
#include "store/sha256.h"
#include "store/statement_changes.h"
#include "store/statements.h"

namespace baton::server {
namespace {

bool Same(const v1::Money& a, const v1::Money& b) {
  return a.amount_minor() == b.amount_minor() && a.currency_code() == b.currency_code();
}

absl::Status Pay(store::Transaction& tx, const v1::CompStatement& statement,
                 const std::string& tool_reference) {
  v1::Payout payout;
  payout.set_name(
      domain::ResourceName(tx.tenant(), "payouts", domain::ShortName(statement.name())));
  payout.set_statement(statement.name());
  *payout.mutable_amount() = domain::PayoutOf(statement);
  payout.set_tool_reference(tool_reference);
  payout.set_confirmer(tx.options().actor);
  *payout.mutable_confirm_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::InsertPayout(tx, payout));
  return store::NoteStatementChange(tx, statement.name());
}

absl::Status ResolveItem(store::Transaction& tx, const std::string& statement) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::ReconciliationItem> open,
                         store::OpenPayoutItemOf(tx.session(), tx.tenant(), statement));
  if (!open.has_value()) return absl::OkStatus();
  v1::ReconciliationItem after = *open;
  *after.mutable_resolve_time() = domain::ToTimestamp(tx.now());
  return store::UpdateItem(tx, *open, after);
}

absl::StatusOr<v1::ReconciliationItem> KeepMismatch(store::Transaction& tx,
                                                    const v1::CompStatement& statement,
                                                    const v1::Money& confirmed) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::ReconciliationItem> open,
                         store::OpenPayoutItemOf(tx.session(), tx.tenant(), statement.name()));
  if (open.has_value() && Same(open->confirmed_payout(), confirmed)) return *open;
  v1::ReconciliationItem item = open.value_or(v1::ReconciliationItem());
  BATON_RETURN_IF_ERROR(domain::SetPayoutFigures(statement, confirmed, tx.now(), &item));
  if (open.has_value()) {
    BATON_RETURN_IF_ERROR(store::UpdateItem(tx, *open, item));
    return item;
  }
  const std::string digest = store::Sha256(absl::StrCat("payout\n", statement.name()));
  item.set_name(domain::ResourceName(tx.tenant(), "reconciliationItems", IdFrom(tx.now(), digest)));
  *item.mutable_create_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::InsertItem(tx, item));
  return item;
}

}  // namespace

absl::StatusOr<v1::ConfirmPayoutResponse> ConfirmPayout(store::Transaction& tx,
                                                        const v1::ConfirmPayoutRequest& request) {
  v1::ConfirmPayoutResponse response;
  v1::CompStatement& statement = *response.mutable_statement();
  BATON_ASSIGN_OR_RETURN(statement, store::GetStatement(tx.session(), tx.tenant(), request.name()));
  statement.clear_lines();
  BATON_RETURN_IF_ERROR(domain::CheckConfirmation(statement, request));
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Payout> paid,
                         store::FindPayout(tx.session(), tx.tenant(), statement.name()));
  if (!domain::IsExact(statement, request.amount())) {
    BATON_ASSIGN_OR_RETURN(*response.mutable_reconciliation_item(),
                           KeepMismatch(tx, statement, request.amount()));
  } else {
    if (!paid.has_value()) BATON_RETURN_IF_ERROR(Pay(tx, statement, request.tool_reference()));
    BATON_RETURN_IF_ERROR(ResolveItem(tx, statement.name()));
  }
  BATON_RETURN_IF_ERROR(store::MarkPaid(tx.session(), tx.tenant(), &statement));
  return response;
}

}  // namespace baton::server
