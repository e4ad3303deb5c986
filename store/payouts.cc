#include "store/payouts.h"

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kPayouts = "payouts";
constexpr std::string_view kStatements = "statements";
}  // namespace

const Table& PayoutTable() {
  static const Table& table = *new Table(v1::Payout::descriptor(), "payouts",
                                         {
                                             Key("statement_id", "name", kPayouts),
                                             Int("amount_minor", "amount.amount_minor"),
                                             Text("currency_code", "amount.currency_code"),
                                             Text("tool_reference", "tool_reference"),
                                             Text("confirmer", "confirmer"),
                                             Time("confirm_time_us", "confirm_time"),
                                         });
  return table;
}

absl::StatusOr<std::optional<v1::Payout>> FindPayout(Session& session, std::string_view tenant,
                                                     std::string_view statement) {
  static const Sql& sql =
      *new Sql(PayoutTable().Select("WHERE tenant = :p1 AND statement_id = :p2"));
  const std::string id(IdOf(statement, tenant, kStatements));
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Payout> payout,
                         ReadFirst<v1::Payout>(session, PayoutTable(), sql, {tenant, id}, tenant));
  if (payout.has_value()) payout->set_statement(domain::ResourceName(tenant, kStatements, id));
  return payout;
}

absl::Status MarkPaid(Session& session, std::string_view tenant, v1::CompStatement* statement) {
  if (statement->state() == v1::STATEMENT_STATE_DRAFT) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Payout> payout,
                         FindPayout(session, tenant, statement->name()));
  if (!payout.has_value()) return absl::OkStatus();
  statement->set_state(v1::STATEMENT_STATE_PAID);
  *statement->mutable_pay_time() = payout->confirm_time();
  return absl::OkStatus();
}

absl::Status InsertPayout(Transaction& tx, const v1::Payout& payout) {
  BATON_RETURN_IF_ERROR(PayoutTable().Insert(tx.session(), tx.tenant(), payout));
  tx.Changed(payout.name(), nullptr, &payout);
  return absl::OkStatus();
}

}  // namespace baton::store
