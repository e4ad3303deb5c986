#include "server/rate_source.h"

#include <set>
#include <utility>

#include "domain/fiscal.h"
#include "domain/status_macros.h"
#include "store/exchange_rates.h"

namespace baton::server {

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

absl::StatusOr<std::vector<domain::ApprovedRate>> RatesForStatement(
    store::Session& session, std::string_view tenant, const LineCurrencies& currencies,
    absl::Time booked, const v1::Policy& policy) {
  const std::set<std::pair<std::string, std::string>> pairs = {
      {currencies.booking, policy.currency_code()},
      {currencies.booking, currencies.plan},
      {currencies.booking, currencies.statement},
      {policy.currency_code(), currencies.statement},
      {currencies.plan, currencies.statement}};
  std::vector<domain::ApprovedRate> rates;
  BATON_ASSIGN_OR_RETURN(const std::string date, domain::DateOf(policy, booked));
  for (const auto& [from, to] : pairs) {
    if (from == to) continue;
    BATON_ASSIGN_OR_RETURN(std::optional<domain::ApprovedRate> rate,
                           store::ApprovedRateOn(session, tenant, from, to, date));
    if (rate.has_value()) rates.push_back(*std::move(rate));
  }
  return rates;
}

}  // namespace baton::server
