#include "server/usage_desk.h"

#include <optional>
#include <string_view>
#include <utility>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "domain/usage.h"
#include "server/account_desk.h"
#include "server/child_name.h"
#include "store/absences.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/usage.h"

namespace baton::server {
namespace {

// Without a change time there is no telling: what is held stays.
bool IsNews(const v1::UsageObservation& again, const v1::UsageObservation& held) {
  if (!again.has_source_update_time()) return false;
  return !held.has_source_update_time() ||
         domain::ToMicros(again.source_update_time()) > domain::ToMicros(held.source_update_time());
}

absl::StatusOr<domain::UsageContext> LoadContext(store::Transaction& tx, const std::string& account,
                                                 const v1::UsageObservation& observation) {
  BATON_ASSIGN_OR_RETURN(store::UsageNeighbours neighbours,
                         store::NeighboursOf(tx.session(), tx.tenant(), account, observation));
  domain::UsageContext context;
  context.before = std::move(neighbours.before);
  context.after = std::move(neighbours.after);
  BATON_ASSIGN_OR_RETURN(context.opportunity, store::FindUsageOpportunity(tx.session(), tx.tenant(),
                                                                          account, observation));
  return context;
}

absl::StatusOr<std::string> OwnerOf(store::Transaction& tx, const std::string& account) {
  BATON_ASSIGN_OR_RETURN(const std::string ae, store::TeamHolder(tx.session(), tx.tenant(), account,
                                                                 v1::ROLE_AE, tx.now()));
  return store::StandInOf(tx.session(), tx.tenant(), ae, tx.now());
}

// The opportunity that the observation belongs to, opened where it sets one off; empty for none.
absl::StatusOr<std::string> OpportunityOf(store::Transaction& tx, const std::string& account,
                                          const v1::UsageObservation& observation,
                                          const std::string& name) {
  BATON_ASSIGN_OR_RETURN(const domain::UsageContext context, LoadContext(tx, account, observation));
  const v1::TriggerEvent trigger = domain::TriggerOf(observation, context);
  if (trigger == v1::TRIGGER_EVENT_UNSPECIFIED) {
    const bool same =
        context.opportunity.has_value() &&
        context.opportunity->state() == v1::OPPORTUNITY_STATE_OPEN &&
        (observation.kind() != v1::USAGE_KIND_LEVEL || domain::IsOverThreshold(observation));
    return same ? context.opportunity->name() : std::string();
  }
  v1::Opportunity opportunity = domain::OpportunityFrom(observation, trigger);
  opportunity.set_name(name);
  opportunity.set_account(account);
  opportunity.mutable_source()->set_system(observation.source().system());
  BATON_ASSIGN_OR_RETURN(const std::string owner, OwnerOf(tx, account));
  opportunity.set_owner(owner);
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity opened,
                         CreateOpportunity(tx, std::move(opportunity)));
  return opened.name();
}

}  // namespace

absl::StatusOr<v1::UsageObservation> RecordUsage(store::Transaction& tx,
                                                 v1::UsageObservation observation,
                                                 const std::string& opportunity_name) {
  BATON_RETURN_IF_ERROR(domain::CheckUsage(observation));
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::UsageObservation> held,
      store::FindUsageBySource(tx.session(), tx.tenant(), observation.source().system(),
                               observation.source().record_id()));
  if (held.has_value() && !IsNews(observation, *held)) return *held;
  observation = domain::CompleteUsage(std::move(observation), tx.now());
  if (held.has_value()) {
    observation.set_name(held->name());
    observation.set_opportunity(held->opportunity());
  }
  BATON_ASSIGN_OR_RETURN(
      const v1::Account account,
      store::GetAccount(tx.session(), tx.tenant(), ParentName(observation.name())));
  observation.set_name(NameBelow(account.name(), observation.name()));
  if (observation.opportunity().empty()) {
    BATON_ASSIGN_OR_RETURN(const std::string opportunity,
                           OpportunityOf(tx, account.name(), observation, opportunity_name));
    observation.set_opportunity(opportunity);
  }
  BATON_RETURN_IF_ERROR(held.has_value() ? store::UpdateUsage(tx, *held, observation)
                                         : store::InsertUsage(tx, observation));
  return observation;
}

}  // namespace baton::server
