#include "server/merge_rows.h"

#include <algorithm>
#include <set>

#include "domain/instant.h"
#include "domain/status_macros.h"
#include "store/absences.h"
#include "store/account_team.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/signals.h"
#include "store/tokens.h"

namespace baton::server {
namespace {

using store::SignalOf;

// Far more than an account or a person has open.
constexpr int kMaxMoved = 100'000;

absl::Status MoveSignals(store::Transaction& tx, const std::vector<SignalOf>& by,
                         const std::string& from, const std::string& to) {
  std::set<std::string> ids;
  for (const SignalOf column : by) {
    BATON_ASSIGN_OR_RETURN(
        const std::vector<std::string> some,
        store::OpenSignalsOf(tx.session(), tx.tenant(), column, from, kMaxMoved));
    ids.insert(some.begin(), some.end());
  }
  for (const std::string& id : ids) {
    BATON_ASSIGN_OR_RETURN(const v1::Signal before,
                           store::GetSignal(tx.session(), tx.tenant(), id));
    v1::Signal after = before;
    if (after.account() == from) after.set_account(to);
    if (after.csm() == from) after.set_csm(to);
    if (after.ae() == from) after.set_ae(to);
    if (after.holder() == from) after.set_holder(to);
    *after.mutable_update_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::UpdateSignal(tx, before, after));
  }
  return absl::OkStatus();
}

absl::Status MoveOpportunities(store::Transaction& tx, const std::vector<v1::Opportunity>& open,
                               const std::string& from, const std::string& to) {
  for (const v1::Opportunity& before : open) {
    v1::Opportunity after = before;
    if (after.account() == from) after.set_account(to);
    if (after.owner() == from) after.set_owner(to);
    *after.mutable_update_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::UpdateOpportunity(tx, before, after));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status MoveOpenWork(store::Transaction& tx, const std::string& from, const std::string& to) {
  BATON_RETURN_IF_ERROR(MoveSignals(tx, {SignalOf::kAccount}, from, to));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Opportunity> open,
                         store::OpenOpportunitiesOfAccount(tx.session(), tx.tenant(), from));
  return MoveOpportunities(tx, open, from, to);
}

absl::Status MoveOpenWorkOf(store::Transaction& tx, const std::string& from,
                            const std::string& to) {
  BATON_RETURN_IF_ERROR(
      MoveSignals(tx, {SignalOf::kCsm, SignalOf::kAe, SignalOf::kHolder}, from, to));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Opportunity> open,
                         store::OpenOpportunitiesOf(tx.session(), tx.tenant(), from));
  return MoveOpportunities(tx, open, from, to);
}

absl::Status MoveSeats(store::Transaction& tx, const std::string& from, const std::string& to) {
  BATON_ASSIGN_OR_RETURN(const std::vector<store::TeamSeat> seats,
                         store::SeatsOf(tx.session(), tx.tenant(), from, tx.now()));
  for (const store::TeamSeat& seat : seats) {
    v1::TeamMember member = seat.member;
    member.set_person(to);
    const absl::Time start = std::max(tx.now(), domain::ToTime(member.start_time()));
    *member.mutable_start_time() = domain::ToTimestamp(start);
    BATON_RETURN_IF_ERROR(store::SetTeamMember(tx, seat.account, member));
  }
  return absl::OkStatus();
}

absl::Status MoveReports(store::Transaction& tx, const std::string& from, const std::string& to) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Person> reports,
                         store::ReportsOf(tx.session(), tx.tenant(), from));
  for (const v1::Person& before : reports) {
    v1::Person after = before;
    after.set_manager(to);
    *after.mutable_update_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::UpdatePerson(tx, before, after));
  }
  return absl::OkStatus();
}

absl::Status MoveTokens(store::Transaction& tx, const std::string& from, const std::string& to) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Token> tokens,
                         store::TokensOfPerson(tx.session(), tx.tenant(), from));
  for (const v1::Token& before : tokens) {
    v1::Token after = before;
    after.set_person(to);
    BATON_RETURN_IF_ERROR(store::UpdateToken(tx, before, after));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<v1::Absence>> OpenAbsences(store::Transaction& tx,
                                                      const std::string& person) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Absence> absences,
                         store::AbsencesOf(tx.session(), tx.tenant(), person));
  absences.erase(std::remove_if(absences.begin(), absences.end(),
                                [&tx](const v1::Absence& absence) {
                                  return domain::ToTime(absence.end_time()) <= tx.now();
                                }),
                 absences.end());
  return absences;
}

absl::Status MoveAbsences(store::Transaction& tx, const std::string& from, const std::string& to) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> absences, OpenAbsences(tx, from));
  for (const v1::Absence& absence : absences) {
    BATON_RETURN_IF_ERROR(store::RemoveAbsence(tx, from, absence));
    BATON_RETURN_IF_ERROR(store::SetAbsence(tx, to, absence));
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> away,
                         store::DeputisedBy(tx.session(), tx.tenant(), from, tx.now()));
  for (const std::string& person : away) {
    BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> theirs, OpenAbsences(tx, person));
    for (v1::Absence absence : theirs) {
      if (absence.deputy() != from) continue;
      absence.set_deputy(to);
      BATON_RETURN_IF_ERROR(store::SetAbsence(tx, person, absence));
    }
  }
  return absl::OkStatus();
}

}  // namespace baton::server
