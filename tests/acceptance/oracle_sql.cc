#include "tests/acceptance/oracle_sql.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace baton::testing {
namespace {

// Who held the CSM's seat of an account at an instant: the last row that had begun (W-3).
std::string CsmAt(const std::string& account, const std::string& time_us) {
  return absl::StrCat(
      "coalesce((SELECT coalesce(x.person_id, t.person_id) FROM account_team t "
      "LEFT JOIN person_aliases x ON x.tenant = t.tenant AND x.alias_id = t.person_id "
      "WHERE t.tenant = 'main' AND t.account_id = ",
      account, " AND t.role = 'csm' AND t.start_time_us <= ", time_us,
      " ORDER BY t.start_time_us DESC LIMIT 1), '')");
}

std::string BookingTable() {
  return "CREATE TABLE oracle_bookings AS SELECT a.attribution_id, a.booking_id, "
         "coalesce(m.account_id, a.account_id) AS account_id, a.account_id AS seat_account_id, "
         "q.n, a.booked_time_us AS at_us, a.currency_code AS currency, "
         "coalesce(a.segment, 'none') AS segment, b.opportunity_id, "
         "CASE WHEN b.renewal_time_us < a.booked_time_us THEN b.renewal_time_us "
         "ELSE a.booked_time_us END AS window_end_us "
         "FROM attributions a JOIN bookings b ON b.tenant = a.tenant "
         "AND b.booking_id = a.booking_id JOIN oracle_quarters q "
         "ON a.booked_time_us >= q.start_us AND a.booked_time_us < q.end_us "
         "LEFT JOIN account_aliases m ON m.tenant = a.tenant AND m.alias_id = a.account_id "
         "WHERE a.tenant = 'main' AND a.state NOT IN ('superseded', 'voided') "
         "AND (a.reverses_id IS NULL)";
}

// W-3. A save's CSM is the one at the window's end.
std::string PartTable() {
  return absl::StrCat(
      "CREATE TABLE oracle_parts AS SELECT k.attribution_id, k.account_id, k.n, k.at_us, "
      "k.currency, k.segment, 'company' AS whole, p.category, p.amount_minor AS minor, ",
      Cents("p.amount_minor"),
      " AS cents, coalesce(p.lead, 'other') AS lead, p.playbook, "
      "CASE WHEN p.cs_led_tag IS NULL THEN 0 ELSE 1 END AS tagged, ",
      CsmAt("k.seat_account_id",
            "CASE WHEN p.category = 'at_risk_save' THEN k.window_end_us ELSE k.at_us END"),
      " AS csm FROM oracle_bookings k JOIN attribution_parts p ON p.tenant = 'main' "
      "AND p.attribution_id = k.attribution_id LEFT JOIN oracle_rates r "
      "ON r.currency = k.currency AND (r.day = k.at_us / 86400000000)");
}

// What took effect before the quarter, and what was opened exactly then (X-8, decision 22).
std::string StartTable() {
  const std::string balances =
      "SELECT coalesce(m.account_id, l.account_id) AS account_id, l.currency_code AS currency, "
      "q.n, q.start_us, CAST(sum(l.delta_minor) AS INTEGER) AS minor FROM account_arr_ledger l "
      "JOIN oracle_quarters q ON l.effective_time_us < q.start_us "
      "OR (l.effective_time_us = q.start_us AND l.kind = 'opening') LEFT JOIN account_aliases m "
      "ON m.tenant = l.tenant AND m.alias_id = l.account_id WHERE l.tenant = 'main' "
      "GROUP BY coalesce(m.account_id, l.account_id), l.currency_code, q.n, q.start_us";
  return absl::StrCat(
      "CREATE TABLE oracle_starts AS SELECT s.account_id, s.n, s.cents, "
      "coalesce(c.segment, 'none') AS segment, 'company' AS whole, ",
      CsmAt("s.account_id", "s.start_us"), " AS csm FROM (SELECT b.account_id, b.n, b.start_us, ",
      Sum(Cents("b.minor")), " AS cents FROM (", balances,
      ") b JOIN oracle_rates r ON r.currency = b.currency AND r.day = b.start_us / 86400000000 "
      "GROUP BY b.account_id, b.n, b.start_us) s JOIN accounts c ON c.tenant = 'main' "
      "AND c.account_id = s.account_id WHERE (s.cents > 0)");
}

}  // namespace

std::vector<std::string> FactTables() {
  return {BookingTable(), PartTable(), StartTable(),
          "CREATE INDEX oracle_parts_by_quarter ON oracle_parts (n, account_id)",
          "CREATE INDEX oracle_starts_by_quarter ON oracle_starts (n, account_id)"};
}

std::string HalfEven(const std::string& dividend, const std::string& divisor) {
  const std::string size = absl::StrCat("abs(", dividend, ")");
  const std::string whole = absl::StrCat("(", size, " / (", divisor, "))");
  const std::string twice = absl::StrCat("2 * (", size, " % (", divisor, "))");
  return absl::StrCat("(CASE WHEN ", dividend, " < 0 THEN -1 ELSE 1 END * (", whole,
                      " + CASE WHEN ", twice, " > ", divisor, " OR (", twice, " = ", divisor,
                      " AND ", whole, " % 2 = 1) THEN 1 ELSE 0 END))");
}

std::string Bp(const std::string& numerator, const std::string& denominator) {
  return absl::StrCat(
      "CASE WHEN (", denominator, ") > 0 THEN ",
      HalfEven(absl::StrCat("(10000 * (", numerator, "))"), absl::StrCat("(", denominator, ")")),
      " END");
}

std::string Cents(const std::string& amount) {
  return HalfEven(absl::StrCat("(", amount, " * r.rate)"), "r.divisor");
}

std::string Sum(const std::string& of) {
  return absl::StrCat("CAST(coalesce(sum(", of, "), 0) AS INTEGER)");
}

std::string SumWhere(const std::string& of, const std::string& condition) {
  return Sum(absl::StrCat("CASE WHEN ", condition, " THEN ", of, " ELSE 0 END"));
}

std::string Line(const std::vector<std::string>& values) {
  return absl::StrJoin(values, " || ' ' || ", [](std::string* out, const std::string& value) {
    absl::StrAppend(out, "coalesce('' || (", value, "), '-')");
  });
}

}  // namespace baton::testing
