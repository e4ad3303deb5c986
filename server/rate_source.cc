#include "server/rate_source.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "domain/fiscal.h"
#include "domain/status_macros.h"
#include "store/exchange_rates.h"

namespace baton::server {
namespace {

using CurrencyPair = std::pair<std::string, std::string>;

// Dates, "2027-03-31", the first and the last.
struct Days {
  std::string first;
  std::string last;
};

void Widen(const std::string& date, Days* days) {
  if (days->first.empty() || date < days->first) days->first = date;
  if (date > days->last) days->last = date;
}

// Those of different currencies.
std::set<CurrencyPair> PairsOf(const RatedBooking& booking) {
  const std::string& policy_currency = booking.policy.currency_code();
  std::set<CurrencyPair> pairs;
  const auto add = [&pairs](const std::string& from, const std::string& to) {
    if (from != to) pairs.emplace(from, to);
  };
  add(booking.booking_currency, policy_currency);
  add(booking.booking_currency, booking.plan_currency);
  add(booking.booking_currency, booking.statement_currency);
  add(policy_currency, booking.statement_currency);
  add(booking.plan_currency, booking.statement_currency);
  return pairs;
}

}  // namespace

absl::StatusOr<std::optional<domain::ApprovedRate>> RateToPolicy(store::Session& session,
                                                                 std::string_view tenant,
                                                                 const std::string& currency_code,
                                                                 absl::Time time,
                                                                 const v1::Policy& policy) {
  if (currency_code == policy.currency_code()) return std::nullopt;
  BATON_ASSIGN_OR_RETURN(const std::string date, domain::DateOf(policy, time));
  return store::ApprovedRateOn(session, tenant, currency_code, policy.currency_code(), date);
}

absl::StatusOr<std::vector<domain::ApprovedRate>> RatesToPolicy(store::Session& session,
                                                                std::string_view tenant,
                                                                absl::Time time,
                                                                const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const std::string date, domain::DateOf(policy, time));
  return store::ApprovedRatesInto(session, tenant, policy.currency_code(), date);
}

absl::StatusOr<std::vector<std::vector<domain::ApprovedRate>>> RatesForStatement(
    store::Session& session, std::string_view tenant, const std::vector<RatedBooking>& bookings) {
  std::map<CurrencyPair, Days> days;
  std::vector<std::string> dates(bookings.size());
  for (size_t i = 0; i < bookings.size(); ++i) {
    const std::set<CurrencyPair> pairs = PairsOf(bookings[i]);
    if (pairs.empty()) continue;
    BATON_ASSIGN_OR_RETURN(dates[i], domain::DateOf(bookings[i].policy, bookings[i].booked));
    for (const CurrencyPair& pair : pairs) Widen(dates[i], &days[pair]);
  }
  std::map<CurrencyPair, store::RatesByDate> approved;
  for (const auto& [pair, span] : days) {
    BATON_ASSIGN_OR_RETURN(approved[pair],
                           store::ApprovedRatesBetween(session, tenant, pair.first, pair.second,
                                                       span.first, span.last));
  }
  std::vector<std::vector<domain::ApprovedRate>> rates(bookings.size());
  for (size_t i = 0; i < bookings.size(); ++i) {
    for (const CurrencyPair& pair : PairsOf(bookings[i])) {
      const auto rate = approved[pair].find(dates[i]);
      if (rate != approved[pair].end()) rates[i].push_back(rate->second);
    }
  }
  return rates;
}

}  // namespace baton::server
