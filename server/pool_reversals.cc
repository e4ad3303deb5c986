#include "server/pool_reversals.h"

#include <optional>

#include "domain/book_line.h"
#include "domain/clawback.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/plan_year.h"
#include "domain/status_macros.h"
#include "server/account_history.h"
#include "server/conversion.h"
#include "store/attributions.h"

namespace baton::server {
namespace {

bool HadPools(const PoolCredit& credit, const v1::Attribution& attribution) {
  const std::optional<v1::CompPlan> plan =
      domain::PlanAtInstant(credit.periods, domain::ToTime(attribution.booked_time()));
  return plan.has_value() && domain::HasPools(*plan);
}

// Everything on the accounts whose bookings a loss of the window may take back.
absl::StatusOr<std::vector<domain::BookedAttribution>> LoadHistory(
    store::Session& session, const std::string& tenant, const PoolCredit& credit,
    const domain::BookWindow& window) {
  std::vector<domain::BookedAttribution> history;
  AccountHistory accounts(session, tenant, credit.scenario, window.end, &history);
  std::vector<std::string> names;
  for (const std::string& person : credit.people) {
    BATON_ASSIGN_OR_RETURN(
        std::vector<v1::Attribution> attributions,
        store::AttributionsOfPayee(session, tenant, person, window.start - domain::kEarlyLoss,
                                   window.end, store::CreditedBy::kShares,
                                   store::AttributionDepth::kCredit));
    for (v1::Attribution& attribution : attributions) {
      BATON_RETURN_IF_ERROR(credit.scenario.Credit(session, tenant, &attribution));
      BATON_ASSIGN_OR_RETURN(const int64_t counted_minor,
                             domain::ExpansionCredit(attribution, credit.people));
      if (counted_minor == 0 || !HadPools(credit, attribution)) continue;
      names.push_back(attribution.account());
    }
  }
  BATON_RETURN_IF_ERROR(accounts.AddAccounts(names));
  return history;
}

// What goes with `part_minor` of `whole_minor`.
absl::StatusOr<int64_t> Portion(int64_t amount_minor, int64_t part_minor, int64_t whole_minor) {
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> split,
                         domain::Split(amount_minor, {part_minor, whole_minor - part_minor}));
  return split[0];
}

// C-19. Of what the pool counted of a booking, what this loss takes: the difference of two parts of
// the same amount, so that all of them together take all of it and no more.
absl::StatusOr<int64_t> TakenOf(const domain::CreditTakenBack& taken, int64_t credit_minor,
                                int64_t counted_minor) {
  BATON_ASSIGN_OR_RETURN(const int64_t to_date_minor,
                         Portion(counted_minor, taken.to_date_minor, credit_minor));
  BATON_ASSIGN_OR_RETURN(
      const int64_t before_minor,
      Portion(counted_minor, taken.to_date_minor - taken.credit_minor, credit_minor));
  return to_date_minor - before_minor;
}

}  // namespace

absl::StatusOr<std::vector<domain::CreditReversal>> LoadReversals(store::Session& session,
                                                                  const std::string& tenant,
                                                                  const PoolCredit& credit,
                                                                  const domain::BookWindow& window,
                                                                  const v1::Policy& policy) {
  BATON_ASSIGN_OR_RETURN(const std::vector<domain::BookedAttribution> history,
                         LoadHistory(session, tenant, credit, window));
  domain::Clawback clawback(history);
  BATON_RETURN_IF_ERROR(clawback.Lay());
  BATON_ASSIGN_OR_RETURN(const std::vector<domain::CreditTakenBack> taken,
                         clawback.CreditOf(credit.people));
  Conversion conversion(session, tenant, policy);
  std::vector<domain::CreditReversal> reversals;
  for (const domain::CreditTakenBack& one : taken) {
    const v1::Attribution& sold = *one.sold;
    if (one.time < window.start || one.time >= window.end || !HadPools(credit, sold)) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t credit_minor,
                           domain::ExpansionCredit(sold, credit.people));
    if (credit_minor == 0) continue;
    BATON_ASSIGN_OR_RETURN(const std::optional<int64_t> counted_minor,
                           conversion.At(domain::ToTime(sold.booked_time()), credit_minor,
                                         sold.currency_code(), sold.booking()));
    if (!counted_minor.has_value()) continue;
    BATON_ASSIGN_OR_RETURN(const int64_t taken_minor, TakenOf(one, credit_minor, *counted_minor));
    reversals.push_back({one.time, taken_minor});
  }
  return reversals;
}

}  // namespace baton::server
