#include "store/portfolio.h"

#include <cstdint>
#include <map>

#include "domain/money.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {

// Sums a query's currency and amount, by currency.
absl::StatusOr<std::vector<v1::Money>> SumUp(Session& session, const Sql& sql,
                                             const std::vector<Value>& values) {
  std::map<std::string, int64_t> sums;
  const auto rows = session.Query(sql, values);
  while (rows->Next()) {
    int64_t& sum = sums[rows->Text(0)];
    BATON_ASSIGN_OR_RETURN(sum, domain::AddMinor(sum, rows->Int(1)));
  }
  if (!rows->status().ok()) return rows->status();
  std::vector<v1::Money> amounts;
  for (const auto& [currency, sum] : sums) {
    v1::Money& amount = amounts.emplace_back();
    amount.set_currency_code(currency);
    amount.set_amount_minor(sum);
  }
  return amounts;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> AllAccounts(Session& session, std::string_view tenant) {
  static const Sql& sql = *new Sql{"SELECT account_id FROM accounts WHERE tenant = :p1", "t"};
  return ReadTexts(session, sql, {tenant});
}

absl::StatusOr<std::vector<std::string>> AccountsOfPerson(Session& session, std::string_view tenant,
                                                          std::string_view person) {
  static const Sql& sql = *new Sql{
      "SELECT DISTINCT account_id FROM account_team WHERE tenant = :p1 AND person_id = :p2", "t"};
  return ReadTexts(session, sql, {tenant, IdOf(person, tenant, "people")});
}

absl::StatusOr<std::vector<v1::Money>> ArrAtStart(Session& session, std::string_view tenant,
                                                  std::string_view account, absl::Time start) {
  static const Sql& sql = *new Sql{
      "SELECT currency_code, delta_minor FROM account_arr_ledger "
      "WHERE tenant = :p1 AND account_id = :p2 AND effective_time_us <= :p3 "
      "AND (effective_time_us < :p3 OR kind = 'opening')",
      "ti"};
  return SumUp(session, sql,
               {tenant, IdOf(account, tenant, "accounts"), absl::ToUnixMicros(start)});
}

absl::StatusOr<std::vector<std::string>> BookingsOfOpportunity(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view opportunity) {
  static const Sql& sql = *new Sql{
      "SELECT booking_id FROM bookings WHERE tenant = :p1 AND opportunity_id = :p2 "
      "ORDER BY booked_time_us, booking_id",
      "t"};
  BATON_ASSIGN_OR_RETURN(
      std::vector<std::string> bookings,
      ReadTexts(session, sql, {tenant, IdOf(opportunity, tenant, "opportunities")}));
  for (std::string& booking : bookings) {
    booking = domain::ResourceName(tenant, "bookings", booking);
  }
  return bookings;
}

absl::StatusOr<std::vector<v1::Money>> ExpansionOfBooking(Session& session, std::string_view tenant,
                                                          std::string_view booking) {
  static const Sql& sql = *new Sql{
      "SELECT a.currency_code, p.amount_minor FROM attributions a "
      "JOIN attribution_parts p ON p.tenant = a.tenant AND p.attribution_id = a.attribution_id "
      "WHERE a.tenant = :p1 AND a.booking_id = :p2 "
      "AND a.state <> 'superseded' AND a.state <> 'voided' "
      "AND p.category IN ('net_new_expansion', 'cross_sell')",
      "ti"};
  return SumUp(session, sql, {tenant, IdOf(booking, tenant, "bookings")});
}

}  // namespace baton::store
