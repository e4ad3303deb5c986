#include "server/merge_desk.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "server/absence_desk.h"
#include "server/account_desk.h"
#include "server/merge_rows.h"
#include "store/absences.h"
#include "store/account_team.h"
#include "store/accounts.h"
#include "store/aliases.h"
#include "store/deadlines.h"
#include "store/people.h"
#include "store/plans.h"
#include "store/tokens.h"

namespace baton::server {
namespace {

using SourceRecords = google::protobuf::RepeatedPtrField<v1::SourceRecord>;

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

// All reasons against a merge at once.
absl::Status NotMergeable(const domain::Violations& reasons) {
  const absl::Status named = reasons.ToStatus();
  if (named.ok()) return named;
  absl::Status status = domain::Refuse(absl::StatusCode::kFailedPrecondition,
                                       v1::ERROR_REASON_NOT_MERGEABLE, named.message());
  google::rpc::BadRequest details;
  if (domain::FindDetail(named, &details)) domain::AddDetail(details, &status);
  return status;
}

// What holds for accounts and people alike.
template <typename Record>
void CheckTwo(const Record& survivor, std::string_view merged_name, const Record& merged,
              domain::Violations* reasons) {
  if (merged.name() != View(merged_name)) {
    reasons->Add("merged", absl::StrCat("was merged into ", merged.name(), " before"));
  } else if (merged.name() == survivor.name()) {
    reasons->Add("merged", "is the survivor");
  }
  if (survivor.external_ids_size() + merged.external_ids_size() > kMaxExternalIds) {
    reasons->Add("merged.external_ids",
                 absl::StrCat("and the survivor's are more than ", kMaxExternalIds, " together"));
  }
}

// The merged record without its external ids, and the survivor with them.
template <typename Record>
struct Joined {
  Record survivor;
  Record merged;
};

template <typename Record>
Joined<Record> JoinIds(const Record& survivor, const Record& merged, absl::Time now) {
  Joined<Record> joined{survivor, merged};
  joined.merged.clear_external_ids();
  joined.survivor.mutable_external_ids()->MergeFrom(merged.external_ids());
  *joined.merged.mutable_update_time() = domain::ToTimestamp(now);
  *joined.survivor.mutable_update_time() = domain::ToTimestamp(now);
  return joined;
}

absl::Status JoinAccountRows(store::Transaction& tx, const v1::Account& survivor,
                             const v1::Account& merged) {
  Joined<v1::Account> joined = JoinIds(survivor, merged, tx.now());
  v1::Account& after = joined.survivor;
  if (after.segment() == v1::SEGMENT_UNSPECIFIED) after.set_segment(merged.segment());
  if (!after.has_acv() && merged.has_acv()) *after.mutable_acv() = merged.acv();
  if (after.renewal_model() == v1::OWNERSHIP_MODEL_UNSPECIFIED) {
    after.set_renewal_model(merged.renewal_model());
  }
  if (!after.has_renewal_time() && merged.has_renewal_time()) {
    *after.mutable_renewal_time() = merged.renewal_time();
  }
  BATON_RETURN_IF_ERROR(store::UpdateAccount(tx, merged, joined.merged));
  BATON_RETURN_IF_ERROR(store::UpdateAccount(tx, survivor, after));
  return after.segment() == survivor.segment()
             ? absl::OkStatus()
             : KeepSegment(tx, survivor.name(), after.segment(), tx.now());
}

// A role that the survivor has nobody for is the merged account's holder's from now on.
absl::Status JoinTeams(store::Transaction& tx, const std::string& survivor,
                       const std::string& merged) {
  for (const v1::Role role : {v1::ROLE_CSM, v1::ROLE_AE}) {
    BATON_ASSIGN_OR_RETURN(const std::string holder,
                           store::TeamHolder(tx.session(), tx.tenant(), survivor, role, tx.now()));
    if (!holder.empty()) continue;
    v1::TeamMember member;
    member.set_role(role);
    BATON_ASSIGN_OR_RETURN(*member.mutable_person(),
                           store::TeamHolder(tx.session(), tx.tenant(), merged, role, tx.now()));
    if (member.person().empty()) continue;
    *member.mutable_start_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::SetTeamMember(tx, survivor, member));
  }
  return absl::OkStatus();
}

// Whether `person` is below `manager`.
absl::StatusOr<bool> WorksBelow(store::Transaction& tx, const std::string& person,
                                const std::string& manager) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> below,
                         store::PeopleOf(tx.session(), tx.tenant(), manager));
  return std::find(below.begin(), below.end(), person) != below.end();
}

bool Overlap(const v1::Absence& a, const v1::Absence& b) {
  return domain::ToMicros(a.start_time()) < domain::ToMicros(b.end_time()) &&
         domain::ToMicros(b.start_time()) < domain::ToMicros(a.end_time());
}

// Absences that are not over yet, which the survivor's must take in.
absl::Status CheckAbsences(store::Transaction& tx, const v1::Person& survivor,
                           const v1::Person& merged, domain::Violations* reasons) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> held,
                         store::AbsencesOf(tx.session(), tx.tenant(), survivor.name()));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> joining, OpenAbsences(tx, merged.name()));
  bool overlap = false;
  bool own_deputy = false;
  for (const v1::Absence& absence : joining) {
    own_deputy |= absence.deputy() == survivor.name();
    for (const v1::Absence& other : held) overlap |= Overlap(absence, other);
  }
  for (const v1::Absence& absence : held) {
    const bool over = domain::ToTime(absence.end_time()) <= tx.now();
    own_deputy |= !over && absence.deputy() == merged.name();
  }
  if (overlap) reasons->Add("merged.absences", "overlap with the survivor's");
  if (own_deputy) reasons->Add("merged.absences", "would make the survivor their own deputy");
  return absl::OkStatus();
}

absl::Status CheckPeople(store::Transaction& tx, const v1::Person& survivor,
                         const v1::Person& merged, domain::Violations* reasons) {
  if (merged.name() == survivor.name()) return absl::OkStatus();
  if (merged.role() != survivor.role()) {
    reasons->Add("merged.role", "is not the survivor's");
  }
  if (!CheckStillHere(survivor, tx.now()).ok()) {
    reasons->Add("survivor", "has left");
  }
  for (const auto& [person, manager] :
       {std::pair(survivor.name(), merged.name()), std::pair(merged.name(), survivor.name())}) {
    BATON_ASSIGN_OR_RETURN(const bool below, WorksBelow(tx, person, manager));
    if (below) reasons->Add("merged.manager", absl::StrCat(person, " works below ", manager));
  }
  BATON_ASSIGN_OR_RETURN(
      const std::optional<v1::PlanAssignment> plan,
      store::PlanAt(tx.session(), tx.tenant(), merged.name(), absl::InfiniteFuture()));
  if (plan.has_value()) {
    reasons->Add("merged", "has a comp plan, so their statements go by that id: let them survive");
  }
  return CheckAbsences(tx, survivor, merged, reasons);
}

absl::Status JoinPersonRows(store::Transaction& tx, const v1::Person& survivor,
                            const v1::Person& merged) {
  Joined<v1::Person> joined = JoinIds(survivor, merged, tx.now());
  if (survivor.email().empty()) {
    joined.survivor.set_email(merged.email());
    joined.merged.clear_email();
  }
  joined.merged.clear_end_time();  // whoever is meant leaves when the survivor does
  BATON_RETURN_IF_ERROR(store::UpdatePerson(tx, merged, joined.merged));
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, merged.name(), {}));
  return store::UpdatePerson(tx, survivor, joined.survivor);
}

}  // namespace

absl::StatusOr<v1::Account> MergeAccounts(store::Transaction& tx, std::string_view survivor_name,
                                          std::string_view merged_name) {
  store::Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(const v1::Account survivor,
                         store::GetAccount(session, tx.tenant(), survivor_name));
  BATON_ASSIGN_OR_RETURN(const v1::Account merged,
                         store::GetAccount(session, tx.tenant(), merged_name));
  domain::Violations reasons;
  CheckTwo(survivor, merged_name, merged, &reasons);
  BATON_RETURN_IF_ERROR(NotMergeable(reasons));
  BATON_RETURN_IF_ERROR(JoinAccountRows(tx, survivor, merged));
  BATON_RETURN_IF_ERROR(JoinTeams(tx, survivor.name(), merged.name()));
  BATON_RETURN_IF_ERROR(MoveOpenWork(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(store::AccountAliases().Merge(tx, domain::ShortName(survivor.name()),
                                                      domain::ShortName(merged.name())));
  return store::LoadAccountView(session, tx.tenant(), survivor.name(), tx.now());
}

absl::StatusOr<v1::Person> MergePeople(store::Transaction& tx, std::string_view survivor_name,
                                       std::string_view merged_name) {
  store::Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(const v1::Person survivor,
                         store::GetPerson(session, tx.tenant(), survivor_name));
  BATON_ASSIGN_OR_RETURN(const v1::Person merged,
                         store::GetPerson(session, tx.tenant(), merged_name));
  domain::Violations reasons;
  CheckTwo(survivor, merged_name, merged, &reasons);
  BATON_RETURN_IF_ERROR(CheckPeople(tx, survivor, merged, &reasons));
  BATON_RETURN_IF_ERROR(NotMergeable(reasons));
  BATON_RETURN_IF_ERROR(JoinPersonRows(tx, survivor, merged));
  BATON_RETURN_IF_ERROR(MoveAbsences(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(MoveSeats(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(MoveReports(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(MoveTokens(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(MoveOpenWorkOf(tx, merged.name(), survivor.name()));
  BATON_RETURN_IF_ERROR(store::PersonAliases().Merge(tx, domain::ShortName(survivor.name()),
                                                     domain::ShortName(merged.name())));
  return store::LoadPersonView(session, tx.tenant(), survivor.name());
}

}  // namespace baton::server
