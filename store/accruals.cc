#include "store/accruals.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "domain/accrual.h"
#include "domain/status_macros.h"
#include "store/comp_periods.h"
#include "store/query.h"

namespace baton::store {
namespace {

using Key = std::pair<std::string, std::string>;  // period, currency
using RowMap = std::map<Key, v1::AccrualRow>;

constexpr std::string_view kLast = "~";  // behind every period

// One statement's figures at a time, with the line that lifts it to 0 and carries the rest (C-22):
// sums over a table would overflow without a word.
absl::Status AddStatements(Session& session, std::string_view tenant, std::string_view from,
                           std::string_view to, RowMap* rows) {
  static const Sql& sql = *new Sql{
      "SELECT s.period, coalesce(s.plan_currency, ''), coalesce(s.credited_minor, 0), "
      "coalesce(s.earned_minor, 0), coalesce(s.held_minor, 0), coalesce(s.adjustments_minor, 0), "
      "coalesce(s.payable_minor, 0), coalesce(p.amount_minor, 0), coalesce(c.earning_minor, 0) "
      "FROM statements s "
      "LEFT JOIN payouts p ON p.tenant = s.tenant AND p.statement_id = s.statement_id "
      "LEFT JOIN statement_lines c ON c.tenant = s.tenant AND c.statement_id = s.statement_id "
      "AND c.kind = 'carried_forward' AND c.earning_minor > 0 "
      "WHERE s.tenant = :p1 AND s.period >= :p2 AND s.period <= :p3",
      "ttiiiiiii"};
  const auto found = session.Query(sql, {tenant, from, to});
  while (found->Next()) {
    v1::AccrualRow& row = (*rows)[{found->Text(0), found->Text(1)}];
    row.set_period(found->Text(0));
    row.set_currency_code(found->Text(1));
    v1::StatementTotals totals;
    totals.set_credited_minor(found->Int(2));
    totals.set_earned_minor(found->Int(3));
    totals.set_held_minor(found->Int(4));
    totals.set_adjustments_minor(found->Int(5));
    totals.set_payable_minor(found->Int(6));
    BATON_RETURN_IF_ERROR(domain::AddToAccrual(totals, found->Int(7), found->Int(8), &row));
  }
  return found->status();
}

// What a later statement may still pay. A pool's line is never released by itself: the next quarter
// pays it (C-10). Nor is one of an attribution that no longer counts.
absl::Status AddOpenHolds(Session& session, std::string_view tenant, std::string_view from,
                          std::string_view to, RowMap* rows) {
  static const Sql& sql = *new Sql{
      "SELECT s.period, coalesce(s.plan_currency, ''), h.earning_minor FROM statements s "
      "JOIN statement_lines h ON h.tenant = s.tenant AND h.statement_id = s.statement_id "
      "WHERE s.tenant = :p1 AND s.period >= :p2 AND s.period <= :p3 AND h.status = 'held' "
      "AND h.pool IS NULL "
      "AND EXISTS (SELECT 1 FROM attributions a WHERE a.tenant = h.tenant "
      "AND a.attribution_id = h.attribution_id AND a.state IN ('proposed', 'concurred')) "
      "AND NOT EXISTS (SELECT 1 FROM statement_lines r WHERE r.tenant = h.tenant "
      "AND r.adjusts_line = h.statement_id || '/' || h.line_id "
      "AND r.reason_code = 'hold_released' AND r.export_seq > 0)",
      "tti"};
  const auto held = session.Query(sql, {tenant, from, to});
  while (held->Next()) {
    BATON_RETURN_IF_ERROR(
        domain::AddOpenHold(held->Int(2), &(*rows)[{held->Text(0), held->Text(1)}]));
  }
  return held->status();
}

absl::Status SetStates(Session& session, std::string_view tenant, RowMap* rows) {
  for (auto& [key, row] : *rows) {
    BATON_ASSIGN_OR_RETURN(const std::optional<v1::CompPeriod> period,
                           FindPeriod(session, tenant, key.first));
    row.set_state(period.has_value() ? period->state() : v1::PERIOD_STATE_OPEN);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<v1::AccrualRow>> Accruals(Session& session, std::string_view tenant,
                                                     std::string_view from, std::string_view to) {
  const std::string_view last = to.empty() ? kLast : to;
  RowMap rows;
  BATON_RETURN_IF_ERROR(AddStatements(session, tenant, from, last, &rows));
  BATON_RETURN_IF_ERROR(AddOpenHolds(session, tenant, from, last, &rows));
  BATON_RETURN_IF_ERROR(SetStates(session, tenant, &rows));
  std::vector<v1::AccrualRow> list;
  for (auto& [key, row] : rows) list.push_back(std::move(row));
  return list;
}

}  // namespace baton::store
