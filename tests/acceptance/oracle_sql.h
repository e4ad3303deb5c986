// SQL of the tests that hold the reports against it: what counts, at which rate, whose it is. It is
// written from the rules and the decisions, apart from the server's code, and runs on both engines.
//
// The maker keeps oracle_quarters and oracle_rates as it put them; FactTables() draws the rest from
// the server's own tables:
//
//   oracle_bookings  attributions that count (decision 28), under the accounts that survived
//   oracle_parts     their parts, in cents at the booking day's rate; no cents without a rate
//   oracle_starts    every account's ARR in cents as a quarter begins, its CSM and segment; none
//                    without ARR
#pragma once

#include <string>
#include <vector>

namespace baton::testing {

// 0 is 2024-Q1. Of the policy at the quarter's end: two-way activities of an engaged account, the
// CS team's cost, 1 for losses per line, 1 for large accounts alone, and the probabilities.
inline constexpr char kQuarterTable[] =
    "CREATE TABLE oracle_quarters (n INTEGER, period TEXT, start_us INTEGER, end_us INTEGER, "
    "engaged INTEGER, cost INTEGER, per_line INTEGER, large_only INTEGER, expansion_bp INTEGER, "
    "save_bp INTEGER, renewal_bp INTEGER, cross_sell_bp INTEGER)";

// Cents for a minor unit of the currency on a day since 1970: rate / divisor.
inline constexpr char kRateTable[] =
    "CREATE TABLE oracle_rates (currency TEXT, day INTEGER, rate INTEGER, divisor INTEGER)";

inline constexpr char kExpansions[] = "category IN ('net_new_expansion', 'cross_sell')";
inline constexpr char kLarge[] = "segment IN ('enterprise', 'strategic')";

// Statements, in their order.
std::vector<std::string> FactTables();

// dividend / divisor, rounded half to even. The divisor is positive.
std::string HalfEven(const std::string& dividend, const std::string& divisor);
// Basis points of a positive denominator; null of another.
std::string Bp(const std::string& numerator, const std::string& denominator);
// The amount in cents by the row `r` of oracle_rates; null where there is none.
std::string Cents(const std::string& amount);
// Zero of nothing.
std::string Sum(const std::string& of);
std::string SumWhere(const std::string& of, const std::string& condition);
// One text of several values, "-" for null.
std::string Line(const std::vector<std::string>& values);

}  // namespace baton::testing
