#include "store/reconciliation.h"

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kItems = "reconciliationItems";
constexpr std::string_view kAccounts = "accounts";
constexpr std::string_view kStatements = "statements";
}  // namespace

const Table& ReconciliationTable() {
  static const Table& table =
      *new Table(v1::ReconciliationItem::descriptor(), "reconciliation_items",
                 {
                     Key("item_id", "name", kItems),
                     Ref("account_id", "account", kAccounts),
                     Int("ledger_minor", "ledger_arr.amount_minor"),
                     Text("ledger_currency", "ledger_arr.currency_code"),
                     Int("crm_minor", "crm_arr.amount_minor"),
                     Text("crm_currency", "crm_arr.currency_code"),
                     Int("difference_minor", "difference.amount_minor"),
                     Text("difference_currency", "difference.currency_code"),
                     Time("create_time_us", "create_time"),
                     Time("update_time_us", "update_time"),
                     Time("resolve_time_us", "resolve_time"),
                     Ref("statement_id", "statement", kStatements),
                     Int("stated_payout_minor", "stated_payout.amount_minor"),
                     Text("stated_payout_currency", "stated_payout.currency_code"),
                     Int("confirmed_payout_minor", "confirmed_payout.amount_minor"),
                     Text("confirmed_payout_currency", "confirmed_payout.currency_code"),
                 });
  return table;
}

const ListSpec& ReconciliationList() {
  static const ListSpec& spec =
      *new ListSpec{&ReconciliationTable(),
                    "item_id",
                    {
                        {"account", ColumnKind::kRef, "account_id", "accounts", ""},
                        {"create_time", ColumnKind::kTime, "create_time_us", "", ""},
                    },
                    {{"create_time desc", "create_time_us", true}}};
  return spec;
}

absl::StatusOr<std::optional<v1::ReconciliationItem>> OpenItemOf(Session& session,
                                                                 std::string_view tenant,
                                                                 std::string_view account) {
  static const Sql& sql = *new Sql(ReconciliationTable().Select(
      "WHERE tenant = :p1 AND account_id = :p2 AND resolve_time_us IS NULL"));
  return ReadFirst<v1::ReconciliationItem>(session, ReconciliationTable(), sql,
                                           {tenant, IdOf(account, tenant, kAccounts)}, tenant);
}

absl::StatusOr<std::optional<v1::ReconciliationItem>> OpenPayoutItemOf(Session& session,
                                                                       std::string_view tenant,
                                                                       std::string_view statement) {
  static const Sql& sql = *new Sql(ReconciliationTable().Select(
      "WHERE tenant = :p1 AND statement_id = :p2 AND resolve_time_us IS NULL"));
  return ReadFirst<v1::ReconciliationItem>(session, ReconciliationTable(), sql,
                                           {tenant, IdOf(statement, tenant, kStatements)}, tenant);
}

Scope AccountItemsAlone() { return {"account_id IS NOT NULL", {}}; }

absl::StatusOr<std::string> ListReconciliationItems(
    Session& session, const ListQuery& query,
    google::protobuf::RepeatedPtrField<v1::ReconciliationItem>* items) {
  return ListRecords(session, ReconciliationList(), query, items);
}

absl::Status InsertItem(Transaction& tx, const v1::ReconciliationItem& item) {
  BATON_RETURN_IF_ERROR(ReconciliationTable().Insert(tx.session(), tx.tenant(), item));
  tx.Changed(item.name(), nullptr, &item);
  return absl::OkStatus();
}

absl::Status UpdateItem(Transaction& tx, const v1::ReconciliationItem& before,
                        const v1::ReconciliationItem& after) {
  BATON_RETURN_IF_ERROR(ReconciliationTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
