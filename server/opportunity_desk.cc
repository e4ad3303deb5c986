#include "server/opportunity_desk.h"

#include <optional>
#include <utility>

#include "domain/instant.h"
#include "domain/opportunity_change.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/booking_desk.h"
#include "store/accounts.h"
#include "store/dead_letters.h"
#include "store/opportunities.h"
#include "store/people.h"

namespace baton::server {
namespace {

// The person's name as it stands now; empty for an empty one.
absl::StatusOr<std::string> PersonName(store::Transaction& tx, const std::string& person) {
  if (person.empty()) return person;
  BATON_ASSIGN_OR_RETURN(const v1::Person known,
                         store::GetPerson(tx.session(), tx.tenant(), person));
  return known.name();
}

}  // namespace

absl::StatusOr<v1::Opportunity> UpdateOpportunity(store::Transaction& tx,
                                                  const v1::Opportunity& stated) {
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity before,
                         store::GetOpportunity(tx.session(), tx.tenant(), stated.name()));
  v1::Opportunity incoming = stated;
  if (!stated.owner().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person owner,
                           store::GetPerson(tx.session(), tx.tenant(), stated.owner()));
    BATON_RETURN_IF_ERROR(CheckStillHere(owner, tx.now()));
    incoming.set_owner(owner.name());
  }
  BATON_ASSIGN_OR_RETURN(v1::Opportunity after,
                         domain::ChangeOpportunity(before, incoming, tx.now()));
  if (after.SerializeAsString() == before.SerializeAsString()) return before;
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateOpportunity(tx, before, after));
  BATON_RETURN_IF_ERROR(FollowFacts(tx, after.account(), domain::ToTime(after.create_time()),
                                    {after.name(), domain::ToTime(after.create_time())}));
  return after;
}

absl::StatusOr<v1::Opportunity> BackfillOpportunity(store::Transaction& tx,
                                                    v1::Opportunity opportunity) {
  std::optional<v1::Account> account;
  if (!opportunity.account().empty()) {
    BATON_ASSIGN_OR_RETURN(account,
                           store::GetAccount(tx.session(), tx.tenant(), opportunity.account()));
    opportunity.set_account(account->name());
  }
  BATON_RETURN_IF_ERROR(domain::CheckBackfilled(
      opportunity,
      account.has_value() ? domain::ToTime(account->opening_time()) : absl::InfiniteFuture()));
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Opportunity> held,
      store::FindOpportunityBySource(tx.session(), tx.tenant(), opportunity.source().system(),
                                     opportunity.source().record_id()));
  if (held.has_value()) return *std::move(held);
  BATON_ASSIGN_OR_RETURN(const std::string owner, PersonName(tx, opportunity.owner()));
  opportunity.set_owner(owner);
  opportunity.set_creation_source(v1::CREATION_SOURCE_UNKNOWN);
  *opportunity.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::InsertOpportunity(tx, opportunity));
  BATON_RETURN_IF_ERROR(store::WakeDeadLetters(tx, opportunity.source()));
  return opportunity;
}

}  // namespace baton::server
