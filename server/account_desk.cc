#include "server/account_desk.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/manual_tier.h"
#include "domain/money.h"
#include "domain/opportunity.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/booking_desk.h"
#include "server/child_name.h"
#include "server/credit_share_desk.h"
#include "server/handoff_desk.h"
#include "server/policy_source.h"
#include "server/reconciliation_desk.h"
#include "store/account_segments.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/activities.h"
#include "store/dead_letters.h"
#include "store/health.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

using SourceRecords = google::protobuf::RepeatedPtrField<v1::SourceRecord>;

void CheckId(const std::string& field, std::string_view name, domain::Violations* violations) {
  if (!domain::IsValidId(domain::ShortName(name))) {
    violations->Add(field, "must end in 1 to 64 of A-Z a-z 0-9 . _ -");
  }
}

void CheckMoney(const std::string& field, const v1::Money& money, domain::Violations* violations) {
  if (!domain::CurrencyExponent(money.currency_code()).has_value()) {
    violations->Add(field + ".currency_code", "is no ISO 4217 code");
  }
  if (money.amount_minor() < 0) violations->Add(field + ".amount_minor", "is negative");
}

void CheckExternalIds(const std::string& field, const SourceRecords& ids,
                      domain::Violations* violations) {
  if (ids.size() > kMaxExternalIds) {
    violations->Add(field, absl::StrCat("has more than ", kMaxExternalIds, " ids"));
  }
  for (int i = 0; i < ids.size(); ++i) {
    const std::string at = absl::StrCat(field, "[", i, "]");
    violations->RequireText(at + ".system", ids[i].system(), 40);
    violations->RequireText(at + ".record_id", ids[i].record_id(), 200);
  }
}

bool Holds(const SourceRecords& ids, const v1::SourceRecord& id) {
  return std::any_of(ids.begin(), ids.end(), [&id](const v1::SourceRecord& held) {
    return held.system() == id.system() && held.record_id() == id.record_id();
  });
}

// Adds the ids of `incoming` that are not among `held`.
void AddIds(const SourceRecords& incoming, SourceRecords* held) {
  for (const v1::SourceRecord& id : incoming) {
    if (!Holds(*held, id)) *held->Add() = id;
  }
}

// Payloads that came before the account may be applied now.
absl::Status WakeNew(store::Transaction& tx, const SourceRecords& before,
                     const SourceRecords& after) {
  for (const v1::SourceRecord& id : after) {
    if (!Holds(before, id)) BATON_RETURN_IF_ERROR(store::WakeDeadLetters(tx, id));
  }
  return absl::OkStatus();
}

// What a caller may state of an account, without what is computed or kept by the server.
v1::Account StatedAccount(const v1::Account& incoming) {
  v1::Account stated = incoming;
  stated.clear_team();
  stated.clear_arr();
  stated.clear_owned_lines();
  stated.clear_health_tier();
  stated.clear_aliases();
  stated.clear_create_time();
  stated.clear_update_time();
  return stated;
}

bool IsOlder(const v1::Account& stated, const v1::Account& held) {
  return stated.has_source_update_time() && held.has_source_update_time() &&
         domain::ToMicros(stated.source_update_time()) <
             domain::ToMicros(held.source_update_time());
}

// The figure that is stated, held against the ledger.
absl::Status ReconcileStated(store::Transaction& tx, const v1::Account& held,
                             const v1::Account& stated) {
  v1::Account account = held;
  *account.mutable_crm_arr() = stated.crm_arr();
  return Reconcile(tx, account);
}

absl::Status ChangeAccount(store::Transaction& tx, const v1::Account& held, v1::Account stated) {
  if (IsOlder(stated, held)) return absl::OkStatus();
  if (stated.has_crm_arr()) BATON_RETURN_IF_ERROR(ReconcileStated(tx, held, stated));
  v1::Account after = held;
  AddIds(stated.external_ids(), after.mutable_external_ids());
  if (stated.opening_lines_size() > 0) *after.mutable_opening_lines() = stated.opening_lines();
  stated.clear_external_ids();
  stated.clear_opening_lines();
  after.MergeFrom(stated);
  if (after.SerializeAsString() == held.SerializeAsString()) return absl::OkStatus();
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateAccount(tx, held, after));
  return WakeNew(tx, held.external_ids(), after.external_ids());
}

absl::Status AddAccount(store::Transaction& tx, v1::Account stated) {
  *stated.mutable_create_time() = domain::ToTimestamp(tx.now());
  *stated.mutable_update_time() = stated.create_time();
  if (!stated.has_opening_time()) *stated.mutable_opening_time() = stated.create_time();
  BATON_RETURN_IF_ERROR(store::InsertAccount(tx, stated));
  if (stated.has_crm_arr()) BATON_RETURN_IF_ERROR(Reconcile(tx, stated));
  return WakeNew(tx, {}, stated.external_ids());
}

absl::Status CheckPerson(const v1::Person& person, bool is_new) {
  domain::Violations violations;
  CheckId("person.name", person.name(), &violations);
  if (is_new) {
    violations.RequireText("person.display_name", person.display_name(), kMaxDisplayNameChars);
    if (person.role() == v1::ROLE_UNSPECIFIED) violations.Add("person.role", "is missing");
  } else {
    violations.LimitText("person.display_name", person.display_name(), kMaxDisplayNameChars);
  }
  violations.LimitText("person.email", person.email(), 254);
  violations.LimitText("person.payee_id", person.payee_id(), 64);
  if (person.manager() == person.name()) violations.Add("person.manager", "is the person");
  CheckExternalIds("person.external_ids", person.external_ids(), &violations);
  return violations.ToStatus();
}

absl::Status ChangePerson(store::Transaction& tx, const v1::Person& held, v1::Person stated) {
  v1::Person after = held;
  AddIds(stated.external_ids(), after.mutable_external_ids());
  stated.clear_external_ids();
  after.MergeFrom(stated);
  if (after.SerializeAsString() == held.SerializeAsString()) return absl::OkStatus();
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  return store::UpdatePerson(tx, held, after);
}

absl::Status AddPerson(store::Transaction& tx, v1::Person stated) {
  if (stated.payee_id().empty()) stated.set_payee_id(std::string(domain::ShortName(stated.name())));
  *stated.mutable_create_time() = domain::ToTimestamp(tx.now());
  *stated.mutable_update_time() = stated.create_time();
  return store::InsertPerson(tx, stated);
}

// The account's name as it stands now: a merged one's is its survivor's.
absl::StatusOr<std::string> AccountName(store::Transaction& tx, std::string_view account) {
  BATON_ASSIGN_OR_RETURN(const v1::Account known,
                         store::GetAccount(tx.session(), tx.tenant(), account));
  return known.name();
}

// The same of a person, who may be absent from the record.
absl::StatusOr<std::string> PersonName(store::Transaction& tx, const std::string& person) {
  if (person.empty()) return person;
  BATON_ASSIGN_OR_RETURN(const v1::Person known,
                         store::GetPerson(tx.session(), tx.tenant(), person));
  return known.name();
}

// T-10. What a signal's opportunity says of its origin when it states nothing itself.
absl::Status TakeOriginFromSignal(store::Transaction& tx, v1::Opportunity* opportunity) {
  if (opportunity->signal().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                         store::GetSignal(tx.session(), tx.tenant(), opportunity->signal()));
  if (opportunity->creation_source() == v1::CREATION_SOURCE_UNSPECIFIED) {
    opportunity->set_creation_source(signal.csm().empty() ? v1::CREATION_SOURCE_PLG_TRIGGER
                                                          : v1::CREATION_SOURCE_CSM_INITIATED);
  }
  if (opportunity->trigger_event() == v1::TRIGGER_EVENT_UNSPECIFIED) {
    opportunity->set_trigger_event(v1::TRIGGER_EVENT_OTHER);
    opportunity->set_trigger_text(signal.evidence());
  }
  if (opportunity->account().empty()) opportunity->set_account(signal.account());
  if (opportunity->owner().empty()) opportunity->set_owner(signal.ae());
  return absl::OkStatus();
}

// H-15. The signal shows the opportunity that came of it: the CRM has confirmed the handoff.
absl::Status LinkSignal(store::Transaction& tx, const v1::Opportunity& opportunity) {
  if (opportunity.signal().empty()) return absl::OkStatus();
  return StepSignal(tx, domain::ShortName(opportunity.signal()),
                    [&](v1::Signal signal, const auto&, const auto&) {
                      const bool linked = !signal.opportunity().empty();
                      const std::string& name = linked ? signal.opportunity() : opportunity.name();
                      return domain::DecideConfirmed(signal, std::string(name), tx.now());
                    })
      .status();
}

}  // namespace

void CheckAccount(const v1::Account& account, domain::Violations* violations) {
  violations->LimitText("account.display_name", account.display_name(), kMaxDisplayNameChars);
  if (account.has_acv()) CheckMoney("account.acv", account.acv(), violations);
  if (account.has_crm_arr()) CheckMoney("account.crm_arr", account.crm_arr(), violations);
  domain::CheckInstant("account.opening_time", account.opening_time(), violations);
  domain::CheckInstant("account.renewal_time", account.renewal_time(), violations);
  domain::CheckInstant("account.source_update_time", account.source_update_time(), violations);
  CheckExternalIds("account.external_ids", account.external_ids(), violations);
  if (account.opening_lines_size() > kMaxOpeningLines) {
    violations->Add("account.opening_lines", absl::StrCat("has more than ", kMaxOpeningLines));
  }
  for (int i = 0; i < account.opening_lines_size(); ++i) {
    const std::string at = absl::StrCat("account.opening_lines[", i, "]");
    violations->RequireText(at + ".product_line", account.opening_lines(i).product_line(), 64);
    CheckMoney(at + ".arr", account.opening_lines(i).arr(), violations);
  }
}

absl::Status KeepSegment(store::Transaction& tx, const std::string& account, v1::Segment segment,
                         absl::Time from) {
  if (segment == v1::SEGMENT_UNSPECIFIED) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const bool changed, store::AddSegment(tx, account, segment, from));
  // An account's first segment counts for the time before it as well.
  return changed ? FollowFacts(tx, account, absl::InfinitePast(), {account, from})
                 : absl::OkStatus();
}

absl::StatusOr<v1::Account> UpsertAccount(store::Transaction& tx, const v1::Account& incoming) {
  const bool dated = incoming.has_source_update_time();
  return UpsertAccount(tx, incoming,
                       dated ? domain::ToTime(incoming.source_update_time()) : tx.now());
}

absl::StatusOr<v1::Account> UpsertAccount(store::Transaction& tx, const v1::Account& incoming,
                                          absl::Time as_of) {
  v1::Account stated = StatedAccount(incoming);
  const absl::StatusOr<v1::Account> held =
      store::GetAccount(tx.session(), tx.tenant(), stated.name());
  if (!held.ok() && !absl::IsNotFound(held.status())) return held.status();
  domain::Violations violations;
  CheckAccount(stated, &violations);
  if (!held.ok()) {
    CheckId("account.name", stated.name(), &violations);
    if (stated.display_name().empty()) violations.Add("account.display_name", "is missing");
  }
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  if (held.ok()) stated.set_name(held->name());
  const std::string name = stated.name();
  const v1::Segment segment = stated.segment();
  BATON_RETURN_IF_ERROR(held.ok() ? ChangeAccount(tx, *held, std::move(stated))
                                  : AddAccount(tx, std::move(stated)));
  BATON_RETURN_IF_ERROR(KeepSegment(tx, name, segment, as_of));
  return store::LoadAccountView(tx.session(), tx.tenant(), incoming.name(), tx.now());
}

absl::StatusOr<v1::Account> SetAccountTeam(store::Transaction& tx, const std::string& stated,
                                           v1::TeamMember member) {
  domain::Violations violations;
  if (member.role() != v1::ROLE_CSM && member.role() != v1::ROLE_AE) {
    violations.Add("member.role", "must be csm or ae");
  }
  for (v1::CreditShare& share : *member.mutable_shares()) share.set_role(member.role());
  domain::CheckShares("member.shares", member.shares(), &violations);
  domain::CheckInstant("member.start_time", member.start_time(), &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_ASSIGN_OR_RETURN(const std::string account, AccountName(tx, stated));
  if (!member.has_start_time()) *member.mutable_start_time() = domain::ToTimestamp(tx.now());
  if (!member.person().empty()) {
    BATON_ASSIGN_OR_RETURN(const v1::Person person,
                           store::GetPerson(tx.session(), tx.tenant(), member.person()));
    BATON_RETURN_IF_ERROR(CheckStillHere(person, domain::ToTime(member.start_time())));
    member.set_person(person.name());
  }
  BATON_RETURN_IF_ERROR(ResolveShares(tx, member.mutable_shares()));
  BATON_RETURN_IF_ERROR(store::SetTeamMember(tx, account, member));
  BATON_RETURN_IF_ERROR(FollowFacts(tx, account, domain::ToTime(member.start_time()),
                                    {account, domain::ToTime(member.start_time())}));
  return store::LoadAccountView(tx.session(), tx.tenant(), account, tx.now());
}

absl::StatusOr<v1::Person> UpsertPerson(store::Transaction& tx, const v1::Person& incoming) {
  v1::Person stated = incoming;
  stated.clear_create_time();
  stated.clear_update_time();
  stated.clear_absences();
  stated.clear_end_time();
  stated.clear_aliases();
  const absl::StatusOr<v1::Person> held =
      store::GetPerson(tx.session(), tx.tenant(), stated.name());
  if (!held.ok() && !absl::IsNotFound(held.status())) return held.status();
  if (held.ok()) stated.set_name(held->name());
  BATON_ASSIGN_OR_RETURN(const std::string manager, PersonName(tx, stated.manager()));
  stated.set_manager(manager);
  BATON_RETURN_IF_ERROR(CheckPerson(stated, !held.ok()));
  BATON_RETURN_IF_ERROR(held.ok() ? ChangePerson(tx, *held, std::move(stated))
                                  : AddPerson(tx, std::move(stated)));
  return store::LoadPersonView(tx.session(), tx.tenant(), incoming.name());
}

// INVALID_FIELDS for what happened longer ago than may be told now.
absl::Status CheckToldInTime(store::Transaction& tx, const std::string& account,
                             absl::string_view field, const google::protobuf::Timestamp& occur) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(const v1::Account record,
                         store::GetAccount(tx.session(), tx.tenant(), account));
  domain::Violations violations;
  if (domain::IsToldTooLate(domain::ToTime(occur), tx.now(), domain::ToTime(record.create_time()),
                            policy)) {
    violations.Add(field, absl::StrCat("lies more than ", policy.backdate_days(),
                                       " days before it is told (A-13)"));
  }
  return violations.ToStatus();
}

absl::StatusOr<v1::HealthObservation> RecordHealth(store::Transaction& tx,
                                                   v1::HealthObservation observation) {
  domain::Violations violations;
  if (observation.tier() == v1::HEALTH_TIER_UNSPECIFIED) {
    violations.Add("observation.tier", "is missing");
  }
  domain::CheckInstant("observation.observe_time", observation.observe_time(), &violations);
  violations.LimitText("observation.source.system", observation.source().system(), 40);
  violations.LimitText("observation.source.record_id", observation.source().record_id(), 200);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::HealthObservation> held,
      store::FindHealthBySource(tx.session(), tx.tenant(), observation.source().system(),
                                observation.source().record_id()));
  if (held.has_value()) return *std::move(held);
  BATON_ASSIGN_OR_RETURN(const std::string account,
                         AccountName(tx, ParentName(observation.name())));
  observation.set_name(NameBelow(account, observation.name()));
  *observation.mutable_record_time() = domain::ToTimestamp(tx.now());
  if (!observation.has_observe_time())
    *observation.mutable_observe_time() = observation.record_time();
  BATON_RETURN_IF_ERROR(
      CheckToldInTime(tx, account, "observation.observe_time", observation.observe_time()));
  BATON_ASSIGN_OR_RETURN(const std::string person, PersonName(tx, observation.person()));
  observation.set_person(person);
  BATON_RETURN_IF_ERROR(store::InsertHealth(tx, observation));
  BATON_RETURN_IF_ERROR(
      FollowFacts(tx, account, domain::ToTime(observation.observe_time()),
                  {observation.name(), domain::ToTime(observation.observe_time())}));
  return observation;
}

absl::Status CheckActivity(const v1::Activity& activity) {
  domain::Violations violations;
  violations.RequireText("activity.activity_type", activity.activity_type(), 64);
  violations.LimitText("activity.note", activity.note(), kMaxActivityNoteChars);
  violations.LimitText("activity.contact", activity.contact(), kMaxContactChars);
  domain::CheckInstant("activity.occur_time", activity.occur_time(), &violations);
  violations.LimitText("activity.source.system", activity.source().system(), 40);
  violations.LimitText("activity.source.record_id", activity.source().record_id(), 200);
  return violations.ToStatus();
}

absl::StatusOr<v1::Activity> RecordActivity(store::Transaction& tx, v1::Activity activity) {
  BATON_RETURN_IF_ERROR(CheckActivity(activity));
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Activity> held,
      store::FindActivityBySource(tx.session(), tx.tenant(), activity.source().system(),
                                  activity.source().record_id()));
  if (held.has_value()) return *std::move(held);
  BATON_ASSIGN_OR_RETURN(const std::string account, AccountName(tx, ParentName(activity.name())));
  activity.set_name(NameBelow(account, activity.name()));
  BATON_ASSIGN_OR_RETURN(const std::string person, PersonName(tx, activity.person()));
  activity.set_person(person);
  if (!activity.opportunity().empty()) {
    BATON_RETURN_IF_ERROR(
        store::GetOpportunity(tx.session(), tx.tenant(), activity.opportunity()).status());
  }
  *activity.mutable_record_time() = domain::ToTimestamp(tx.now());
  if (!activity.has_occur_time()) *activity.mutable_occur_time() = activity.record_time();
  BATON_RETURN_IF_ERROR(CheckToldInTime(tx, account, "activity.occur_time", activity.occur_time()));
  BATON_RETURN_IF_ERROR(store::InsertActivity(tx, activity));
  BATON_RETURN_IF_ERROR(FollowFacts(tx, account, domain::ToTime(activity.occur_time()),
                                    {activity.name(), domain::ToTime(activity.occur_time())}));
  return activity;
}

absl::StatusOr<v1::Opportunity> CreateOpportunity(store::Transaction& tx,
                                                  v1::Opportunity opportunity) {
  BATON_RETURN_IF_ERROR(TakeOriginFromSignal(tx, &opportunity));
  BATON_RETURN_IF_ERROR(domain::CheckOpportunity(opportunity));
  BATON_ASSIGN_OR_RETURN(
      std::optional<v1::Opportunity> held,
      store::FindOpportunityBySource(tx.session(), tx.tenant(), opportunity.source().system(),
                                     opportunity.source().record_id()));
  if (held.has_value()) {
    BATON_RETURN_IF_ERROR(domain::CheckOriginUnchanged(*held, opportunity));
    return *std::move(held);
  }
  BATON_ASSIGN_OR_RETURN(const std::string account, AccountName(tx, opportunity.account()));
  opportunity.set_account(account);
  BATON_ASSIGN_OR_RETURN(const std::string owner, PersonName(tx, opportunity.owner()));
  opportunity.set_owner(owner);
  opportunity.set_state(v1::OPPORTUNITY_STATE_OPEN);
  opportunity.clear_close_time();
  *opportunity.mutable_update_time() = domain::ToTimestamp(tx.now());
  if (!opportunity.has_create_time())
    *opportunity.mutable_create_time() = opportunity.update_time();
  BATON_RETURN_IF_ERROR(store::InsertOpportunity(tx, opportunity));
  BATON_RETURN_IF_ERROR(store::WakeDeadLetters(tx, opportunity.source()));
  BATON_RETURN_IF_ERROR(LinkSignal(tx, opportunity));
  return opportunity;
}

}  // namespace baton::server
