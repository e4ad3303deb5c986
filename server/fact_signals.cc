// Facts that a CS platform states: signals, health, activities, usage.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "domain/trigger_catalogue.h"
#include "server/account_desk.h"
#include "server/booking_desk.h"
#include "server/fact_desk.h"
#include "server/handoff_desk.h"
#include "server/stated_fields.h"
#include "store/account_team.h"
#include "store/activities.h"
#include "store/opportunities.h"

namespace baton::server {
namespace {

v1::SignalCategory ParseCategory(const std::string& words) {
  for (const auto category : {v1::SIGNAL_CATEGORY_PRODUCT, v1::SIGNAL_CATEGORY_RELATIONSHIP,
                              v1::SIGNAL_CATEGORY_BEHAVIORAL}) {
    if (domain::CategoryName(category) == words) return category;
  }
  return v1::SIGNAL_CATEGORY_UNSPECIFIED;
}

v1::Urgency ParseUrgency(const std::string& words) {
  for (const auto urgency : {v1::URGENCY_HOT, v1::URGENCY_WARM, v1::URGENCY_WATCH}) {
    if (domain::UrgencyName(urgency) == words) return urgency;
  }
  return v1::URGENCY_UNSPECIFIED;
}

v1::Qualification ParseQualification(const v1::FactQualification& stated) {
  v1::Qualification qualification;
  if (stated.has_budget_conversation()) {
    qualification.mutable_budget_conversation()->set_yes(stated.budget_conversation());
  }
  if (stated.has_timeline()) qualification.mutable_timeline()->set_yes(stated.timeline());
  if (stated.has_named_buyer()) qualification.mutable_named_buyer()->set_yes(stated.named_buyer());
  if (stated.has_product_fit()) qualification.mutable_product_fit()->set_yes(stated.product_fit());
  return qualification;
}

// A trigger that the catalogue doesn't have is OTHER, with its words as evidence.
void SetTrigger(const v1::Fact& fact, v1::Signal* signal) {
  const v1::Trigger trigger = domain::ParseTrigger(fact.trigger());
  signal->set_trigger(trigger == v1::TRIGGER_UNSPECIFIED ? v1::TRIGGER_OTHER : trigger);
  signal->set_evidence(fact.evidence().empty() ? fact.trigger() : fact.evidence());
}

v1::Signal SignalOf(const FactSource& source, const v1::Fact& fact, const v1::Account& account) {
  v1::Signal signal;
  signal.set_account(account.name());
  signal.set_kind(fact.kind() == v1::FACT_KIND_RISK_SIGNAL ? v1::SIGNAL_KIND_RISK
                                                           : v1::SIGNAL_KIND_UNSPECIFIED);
  signal.set_category(ParseCategory(fact.signal_type()));
  SetTrigger(fact, &signal);
  signal.mutable_buyer()->set_name(fact.buyer_name());
  signal.mutable_buyer()->set_title(fact.buyer_title());
  signal.set_timeline(fact.timeline());
  signal.set_context_note(fact.context_note());
  signal.set_urgency(ParseUrgency(fact.urgency()));
  signal.mutable_source()->set_system(source.vendor);
  signal.mutable_source()->set_record_id(fact.external_id());
  *signal.mutable_qualification() = ParseQualification(fact.qualification());
  if (fact.has_occur_time()) *signal.mutable_occurred_time() = fact.occur_time();
  return signal;
}

bool IsTwoWay(const std::string& activity_type) {
  for (const char* type : {"call", "meeting", "ebr", "qbr", "save_call", "escalation",
                           "executive_escalation", "brokered_introduction"}) {
    if (activity_type == type) return true;
  }
  return false;
}

std::string ActivityType(const std::string& label) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(label), {{" ", "_"}, {"-", "_"}});
}

// Unspecified where it isn't stated: what a CS platform logs, a CSM did.
v1::Role ParseActorRole(const v1::Fact& fact) {
  v1::Role role = v1::ROLE_UNSPECIFIED;
  v1::Role_Parse(absl::StrCat("ROLE_", absl::AsciiStrToUpper(fact.actor_role())), &role);
  return role;
}

// The activity's account, stated or that of its opportunity; empty when neither is.
absl::StatusOr<std::string> AccountOfActivity(store::Transaction& tx, const FactSource& source,
                                              const v1::Fact& fact) {
  if (!fact.account_external_id().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
    return account.name();
  }
  BATON_ASSIGN_OR_RETURN(const auto opportunity,
                         store::FindOpportunityBySource(tx.session(), tx.tenant(), source.vendor,
                                                        fact.opportunity_external_id()));
  if (opportunity.has_value()) return opportunity->account();
  if (fact.opportunity_external_id().empty()) return std::string();
  return UnknownOpportunity(source, fact.opportunity_external_id());
}

// A change event's time is when the record was changed, not when the thing was done.
bool SaysWhenChanged(const v1::Fact& fact) {
  return domain::ToMicros(fact.occur_time()) == domain::ToMicros(fact.change_time());
}

std::vector<std::string> ActivityFields(const v1::Fact& fact) {
  std::vector<std::string> fields = {"activity_type", "person", "role", "note", "contact"};
  if (!SaysWhenChanged(fact)) fields.emplace_back("occur_time");
  return fields;
}

// Of the times at which a record was changed the earliest is nearest to when it was done.
bool MovesTime(const v1::Fact& fact, const v1::Activity& held, const v1::Activity& stated) {
  if (!stated.has_occur_time()) return false;
  return !SaysWhenChanged(fact) ||
         domain::ToMicros(stated.occur_time()) < domain::ToMicros(held.occur_time());
}

// X-9. The activity takes what is news in `stated`.
absl::StatusOr<v1::AppliedFact> ChangeActivity(store::Transaction& tx, const v1::Fact& fact,
                                               const v1::Activity& held,
                                               const v1::Activity& stated) {
  v1::Activity after = held;
  if (!stated.activity_type().empty()) after.set_activity_type(stated.activity_type());
  if (MovesTime(fact, held, stated)) {
    *after.mutable_occur_time() = stated.occur_time();
  }
  if (!stated.person().empty()) after.set_person(stated.person());
  if (stated.role() != v1::ROLE_UNSPECIFIED) after.set_role(stated.role());
  if (!stated.note().empty()) after.set_note(stated.note());
  if (!stated.contact().empty()) after.set_contact(stated.contact());
  after.set_two_way(IsTwoWay(after.activity_type()));
  if (after.SerializeAsString() == held.SerializeAsString()) {
    return Applied(fact, held.name(), "redelivery: nothing changed");
  }
  BATON_RETURN_IF_ERROR(CheckActivity(after));
  BATON_RETURN_IF_ERROR(store::UpdateActivity(tx, held, after));
  const std::string account = after.name().substr(0, after.name().find("/activities/"));
  BATON_RETURN_IF_ERROR(FollowFacts(
      tx, account, std::min(domain::ToTime(held.occur_time()), domain::ToTime(after.occur_time())),
      {after.name(), domain::ToTime(after.occur_time())}));
  return Applied(fact, held.name(), "activity changed");
}

}  // namespace

absl::StatusOr<v1::AppliedFact> ApplySignalFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
  domain::FileCommand command;
  command.signal = SignalOf(source, fact, account);
  command.signal.set_name(domain::ResourceName(tx.tenant(), "signals", ids.Next()));
  command.channel = domain::FilingChannel::kPayload;
  command.automatic = fact.automatic();
  BATON_ASSIGN_OR_RETURN(const std::string csm,
                         FindPersonName(tx, source, fact.csm_external_id(), fact.csm_email()));
  if (!command.automatic) command.signal.set_csm(csm);
  const bool states_health = fact.health().tier() != v1::HEALTH_TIER_UNSPECIFIED;
  if (states_health) BATON_RETURN_IF_ERROR(ApplyHealthFact(tx, source, fact, ids).status());
  BATON_ASSIGN_OR_RETURN(const v1::FileSignalResponse filed,
                         FileSignal(tx, std::move(command), VersionOf(tx, fact)));
  return Applied(
      fact, filed.signal().name(),
      filed.already_filed() ? "redelivery: the signal was filed before" : "signal filed");
}

absl::StatusOr<v1::AppliedFact> ApplyHealthFact(store::Transaction& tx, const FactSource& source,
                                                const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
  if (fact.health().tier() == v1::HEALTH_TIER_UNSPECIFIED) {
    return Applied(fact, "", "states no tier, and a number alone is none: nothing changed");
  }
  v1::HealthObservation observation;
  const std::string name = absl::StrCat(account.name(), "/healthObservations/", ids.Next());
  observation.set_name(name);
  observation.set_tier(fact.health().tier());
  if (fact.health().has_score()) observation.set_score(fact.health().score());
  *observation.mutable_observe_time() = domain::ToTimestamp(VersionOf(tx, fact).change_time);
  *observation.mutable_source() = SourceOf(source, fact);
  if (!fact.external_id().empty()) {
    // The source's record is one and the same at every delivery; its health at a time is not.
    absl::StrAppend(observation.mutable_source()->mutable_record_id(), "@",
                    domain::ToMicros(observation.observe_time()));
  }
  BATON_ASSIGN_OR_RETURN(const v1::HealthObservation kept,
                         RecordHealth(tx, std::move(observation)));
  return Applied(fact, kept.name(),
                 kept.name() == name ? "health recorded" : "redelivery: nothing changed");
}

absl::StatusOr<v1::AppliedFact> ApplyActivityFact(store::Transaction& tx, const FactSource& source,
                                                  const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const std::string account, AccountOfActivity(tx, source, fact));
  if (account.empty()) return Applied(fact, "", "names no account: nothing to apply");
  if (fact.activity_type().empty()) {
    return Applied(fact, "", "says not what was done: nothing to apply");
  }
  v1::Activity activity;
  const std::string name = absl::StrCat(account, "/activities/", ids.Next());
  activity.set_name(name);
  activity.set_activity_type(ActivityType(fact.activity_type()));
  if (fact.has_occur_time()) *activity.mutable_occur_time() = fact.occur_time();
  const bool by_owner = !fact.owner_external_id().empty();
  BATON_ASSIGN_OR_RETURN(
      const std::string person,
      FindPersonName(tx, source, by_owner ? fact.owner_external_id() : fact.csm_external_id(),
                     fact.csm_email()));
  activity.set_person(person);
  activity.set_role(ParseActorRole(fact));
  activity.set_note(fact.context_note());
  activity.set_contact(fact.contact_external_id());
  *activity.mutable_source() = SourceOf(source, fact);
  BATON_ASSIGN_OR_RETURN(const auto held, store::FindActivityBySource(
                                              tx.session(), tx.tenant(), activity.source().system(),
                                              activity.source().record_id()));
  BATON_RETURN_IF_ERROR(LeaveOutOlder(tx, held.has_value() ? held->name() : name,
                                      VersionOf(tx, fact), ActivityFields(fact), &activity));
  if (held.has_value()) return ChangeActivity(tx, fact, *held, activity);
  if (activity.role() == v1::ROLE_UNSPECIFIED) activity.set_role(v1::ROLE_CSM);
  activity.set_two_way(IsTwoWay(activity.activity_type()));
  BATON_ASSIGN_OR_RETURN(const v1::Activity kept, RecordActivity(tx, std::move(activity)));
  return Applied(fact, kept.name(), "activity recorded");
}

absl::StatusOr<v1::AppliedFact> ApplyUsageFact(store::Transaction& tx, const FactSource& source,
                                               const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const v1::Account account, ResolveAccount(tx, source, fact));
  const v1::Trigger trigger = domain::ParseTrigger(fact.trigger());
  if (trigger == v1::TRIGGER_UNSPECIFIED) {
    return Applied(fact, "", "passes no threshold: nothing to apply");
  }
  // H-9. Declining usage is a risk, and no reason to sell more.
  if (domain::DefaultKind(trigger, v1::HEALTH_TIER_UNSPECIFIED) == v1::SIGNAL_KIND_RISK) {
    return ApplySignalFact(tx, source, fact, ids);
  }
  v1::Opportunity opportunity;
  const std::string name = domain::ResourceName(tx.tenant(), "opportunities", ids.Next());
  opportunity.set_name(name);
  opportunity.set_account(account.name());
  opportunity.set_creation_source(v1::CREATION_SOURCE_PLG_TRIGGER);
  opportunity.set_trigger_event(trigger == v1::TRIGGER_FEATURE_ADOPTION_ADJACENT_TIER
                                    ? v1::TRIGGER_EVENT_FEATURE_ADOPTION_MILESTONE
                                    : v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  opportunity.set_trigger_text(fact.evidence().empty() ? fact.trigger() : fact.evidence());
  *opportunity.mutable_source() = SourceOf(source, fact);
  if (fact.has_occur_time()) *opportunity.mutable_create_time() = fact.occur_time();
  BATON_ASSIGN_OR_RETURN(
      const std::string owner,
      store::TeamHolder(tx.session(), tx.tenant(), account.name(), v1::ROLE_AE, tx.now()));
  opportunity.set_owner(owner);
  BATON_ASSIGN_OR_RETURN(const v1::Opportunity kept, CreateOpportunity(tx, std::move(opportunity)));
  return Applied(
      fact, kept.name(),
      kept.name() == name ? "opportunity created from usage (T-1)" : "redelivery: nothing changed");
}

}  // namespace baton::server
