// Facts about accounts and people themselves.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/account_desk.h"
#include "server/fact_desk.h"
#include "server/policy_source.h"
#include "server/stated_fields.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/people.h"

namespace baton::server {
namespace {

// "Mid-Market" -> SEGMENT_MID_MARKET; UNSPECIFIED for words that name none.
v1::Segment ParseSegment(const std::string& words) {
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  const std::string name =
      absl::StrReplaceAll(absl::AsciiStrToUpper(words), {{"-", "_"}, {" ", "_"}});
  v1::Segment_Parse("SEGMENT_" + name, &segment);
  return segment;
}

// The id that a vendor's record gets here: its own, where that can be one.
std::string IdFor(const std::string& external_id, IdSequence& ids) {
  return domain::IsValidId(external_id) ? external_id : ids.Next();
}

// W-3. From the fact's time on the person holds the role. Kept even where they hold it already: an
// earlier holder may still come to be known.
absl::Status TakeOver(store::Transaction& tx, const std::string& account, v1::Role role,
                      const std::string& person, const v1::Fact& fact) {
  if (person.empty()) return absl::OkStatus();
  if (!fact.has_occur_time()) {
    BATON_ASSIGN_OR_RETURN(const std::string holder,
                           store::TeamHolder(tx.session(), tx.tenant(), account, role, tx.now()));
    if (holder == person) return absl::OkStatus();
  }
  v1::TeamMember member;
  member.set_role(role);
  member.set_person(person);
  if (fact.has_occur_time()) *member.mutable_start_time() = fact.occur_time();
  return SetAccountTeam(tx, account, std::move(member)).status();
}

absl::Status ApplyTeam(store::Transaction& tx, const FactSource& source, const v1::Fact& fact,
                       const std::string& account) {
  BATON_ASSIGN_OR_RETURN(const std::string csm,
                         FindPersonName(tx, source, fact.csm_external_id(), fact.csm_email()));
  BATON_RETURN_IF_ERROR(TakeOver(tx, account, v1::ROLE_CSM, csm, fact));
  BATON_ASSIGN_OR_RETURN(const std::string owner,
                         FindPersonName(tx, source, fact.owner_external_id(), ""));
  if (owner.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Person person,
                         store::GetPerson(tx.session(), tx.tenant(), owner));
  if (person.role() != v1::ROLE_AE) return absl::OkStatus();
  return TakeOver(tx, account, v1::ROLE_AE, owner, fact);
}

absl::Status SetRenewal(store::Transaction& tx, const v1::Fact& fact, v1::Account* account) {
  if (fact.renewal_date().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(const absl::Time end, domain::StartOfDate(policy, fact.renewal_date()));
  *account->mutable_renewal_time() = domain::ToTimestamp(end);
  return absl::OkStatus();
}

const std::vector<std::string>& AccountFields() {
  static const auto& fields =
      *new std::vector<std::string>{"display_name", "segment", "renewal_time"};
  return fields;
}

const std::vector<std::string>& PersonFields() {
  static const auto& fields = *new std::vector<std::string>{"display_name", "email", "manager"};
  return fields;
}

// Whether the account's source_update_time moves on to the fact's.
bool IsLatest(const v1::Fact& fact, const std::optional<v1::Account>& held) {
  return fact.has_occur_time() &&
         (!held.has_value() || !held->has_source_update_time() ||
          domain::ToMicros(fact.occur_time()) > domain::ToMicros(held->source_update_time()));
}

}  // namespace

absl::StatusOr<v1::AppliedFact> ApplyAccountFact(store::Transaction& tx, const FactSource& source,
                                                 const v1::Fact& fact, IdSequence& ids) {
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Account> held,
                         store::FindAccountByExternalId(tx.session(), tx.tenant(), source.vendor,
                                                        fact.account_external_id()));
  v1::Account account;
  account.set_name(held.has_value() ? held->name()
                                    : domain::ResourceName(tx.tenant(), "accounts",
                                                           IdFor(fact.account_external_id(), ids)));
  account.set_display_name(fact.display_name());
  const v1::Segment segment = ParseSegment(fact.segment());
  account.set_segment(segment);
  v1::SourceRecord& id = *account.add_external_ids();
  id.set_system(source.vendor);
  id.set_record_id(fact.account_external_id());
  BATON_RETURN_IF_ERROR(SetRenewal(tx, fact, &account));
  BATON_RETURN_IF_ERROR(
      LeaveOutOlder(tx, account.name(), VersionOf(tx, fact), AccountFields(), &account));
  if (!held.has_value() && account.display_name().empty()) {
    account.set_display_name(fact.account_external_id());
  }
  if (IsLatest(fact, held)) *account.mutable_source_update_time() = fact.occur_time();
  const absl::Time as_of = fact.has_occur_time() ? domain::ToTime(fact.occur_time()) : tx.now();
  BATON_RETURN_IF_ERROR(UpsertAccount(tx, account, as_of).status());
  // An older segment was left out above; in the history it has its place.
  BATON_RETURN_IF_ERROR(KeepSegment(tx, account.name(), segment, as_of));
  BATON_RETURN_IF_ERROR(ApplyTeam(tx, source, fact, account.name()));
  if (fact.health().tier() != v1::HEALTH_TIER_UNSPECIFIED) {
    BATON_RETURN_IF_ERROR(ApplyHealthFact(tx, source, fact, ids).status());
  }
  return Applied(
      fact, account.name(),
      fact.has_arr_minor() ? "account kept; its ARR stays the ledger's (X-8)" : "account kept");
}

absl::StatusOr<v1::AppliedFact> ApplyUserFact(store::Transaction& tx, const FactSource& source,
                                              const v1::Fact& fact) {
  BATON_ASSIGN_OR_RETURN(const std::string held,
                         FindPersonName(tx, source, fact.external_id(), fact.email()));
  v1::Person person;
  const bool is_new = held.empty();
  if (is_new && !domain::IsValidId(fact.external_id())) {
    return Unresolved(source, "a new person's id has characters that no id may have");
  }
  person.set_name(is_new ? domain::ResourceName(tx.tenant(), "people", fact.external_id()) : held);
  person.set_display_name(fact.display_name());
  person.set_email(fact.email());
  v1::Role role = v1::ROLE_UNSPECIFIED;
  v1::Role_Parse(absl::StrCat("ROLE_", absl::AsciiStrToUpper(fact.role())), &role);
  // A CRM's word makes nobody more than an AE or a CSM; other roles are given by an admin.
  const bool may_set = role == v1::ROLE_AE || role == v1::ROLE_CSM;
  if (is_new && !may_set) {
    return Applied(fact, "", "a person of another role than ae or csm: left to the admin");
  }
  if (is_new) person.set_role(role);
  v1::SourceRecord& id = *person.add_external_ids();
  id.set_system(source.vendor);
  id.set_record_id(fact.external_id());
  BATON_ASSIGN_OR_RETURN(const std::string manager,
                         FindPersonName(tx, source, fact.manager_external_id(), ""));
  person.set_manager(manager);
  BATON_RETURN_IF_ERROR(
      LeaveOutOlder(tx, person.name(), VersionOf(tx, fact), PersonFields(), &person));
  BATON_RETURN_IF_ERROR(UpsertPerson(tx, person).status());
  return Applied(fact, person.name(), "person kept");
}

}  // namespace baton::server
