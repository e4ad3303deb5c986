#include "server/leaver_desk.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/handoff.h"
#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/booking_desk.h"
#include "server/draw_debt.h"
#include "server/handoff_desk.h"
#include "store/absences.h"
#include "store/account_team.h"
#include "store/deadlines.h"
#include "store/opportunities.h"
#include "store/people.h"
#include "store/signals.h"
#include "store/tokens.h"

namespace baton::server {
namespace {

// A deadline is overdue behind its instant, but somebody is gone at theirs.
std::vector<store::Deadline> LeaveDeadline(absl::Time due) {
  store::Deadline deadline;
  deadline.what = "leave";
  deadline.leg = "1";
  deadline.due = due - absl::Microseconds(1);
  return {deadline};
}

absl::Status RevokeTokens(store::Transaction& tx, const std::string& person) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Token> tokens,
                         store::TokensOfPerson(tx.session(), tx.tenant(), person));
  for (const v1::Token& before : tokens) {
    if (before.has_revoke_time()) continue;
    v1::Token after = before;
    *after.mutable_revoke_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::UpdateToken(tx, before, after));
  }
  return absl::OkStatus();
}

// H-7. What they hold on accounts ends, and with it the account has nobody, until its next row.
absl::Status LeaveTeams(store::Transaction& tx, const v1::Person& person) {
  BATON_ASSIGN_OR_RETURN(
      const std::vector<store::TeamSeat> seats,
      store::SeatsOf(tx.session(), tx.tenant(), person.name(), domain::ToTime(person.end_time())));
  for (const store::TeamSeat& seat : seats) {
    v1::TeamMember nobody;
    nobody.set_role(seat.member.role());
    const bool later =
        domain::ToMicros(seat.member.start_time()) > domain::ToMicros(person.end_time());
    *nobody.mutable_start_time() = later ? seat.member.start_time() : person.end_time();
    BATON_RETURN_IF_ERROR(store::SetTeamMember(tx, seat.account, nobody));
    BATON_RETURN_IF_ERROR(FollowFacts(tx, seat.account, domain::ToTime(nobody.start_time()),
                                      {seat.account, domain::ToTime(nobody.start_time())}));
  }
  return absl::OkStatus();
}

absl::Status HandOverOpportunities(store::Transaction& tx, const std::string& person,
                                   const std::string& next) {
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Opportunity> open,
                         store::OpenOpportunitiesOf(tx.session(), tx.tenant(), person));
  for (const v1::Opportunity& before : open) {
    v1::Opportunity after = before;
    after.set_owner(next);
    *after.mutable_update_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::UpdateOpportunity(tx, before, after));
  }
  return absl::OkStatus();
}

// Answers how many moved, kMaxMovedSignals at most.
absl::StatusOr<int> HandOverSignals(store::Transaction& tx, const std::string& person,
                                    const std::string& next) {
  std::set<std::string> held;
  for (const store::SignalOf of : {store::SignalOf::kHolder, store::SignalOf::kAe}) {
    const int room = kMaxMovedSignals - static_cast<int>(held.size());
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> some,
                           store::OpenSignalsOf(tx.session(), tx.tenant(), of, person, room));
    held.insert(some.begin(), some.end());
  }
  for (const std::string& id : held) {
    BATON_RETURN_IF_ERROR(
        StepSignal(tx, id, [&](v1::Signal signal, const auto& parties, const auto& policy) {
          return domain::DecideHandOver(std::move(signal), person, next, parties, policy, tx.now());
        }).status());
  }
  return static_cast<int>(held.size());
}

// Everything that they leave open; answers how many signals moved. As long as there may be more,
// the deadline stays.
absl::StatusOr<int> Leave(store::Transaction& tx, const v1::Person& person) {
  BATON_ASSIGN_OR_RETURN(const std::string next,
                         store::StandInOf(tx.session(), tx.tenant(), person.name(), tx.now()));
  BATON_RETURN_IF_ERROR(RevokeTokens(tx, person.name()));
  BATON_RETURN_IF_ERROR(LeaveTeams(tx, person));
  BATON_RETURN_IF_ERROR(HandOverOpportunities(tx, person.name(), next));
  BATON_ASSIGN_OR_RETURN(const int moved, HandOverSignals(tx, person.name(), next));
  const bool done = moved < kMaxMovedSignals;
  BATON_RETURN_IF_ERROR(store::SetDeadlines(
      tx, person.name(),
      done ? std::vector<store::Deadline>() : LeaveDeadline(domain::ToTime(person.end_time()))));
  return moved;
}

bool HasLeft(const v1::Person& person, absl::Time now) { return !CheckStillHere(person, now).ok(); }

absl::StatusOr<v1::Person> KeepEnd(store::Transaction& tx, const v1::Person& before,
                                   v1::Person after) {
  *after.mutable_update_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdatePerson(tx, before, after));
  return after;
}

absl::StatusOr<v1::EndPersonResponse> Answer(store::Transaction& tx, const std::string& person,
                                             int moved) {
  v1::EndPersonResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_person(),
                         store::LoadPersonView(tx.session(), tx.tenant(), person));
  response.set_moved_signals(moved);
  return response;
}

}  // namespace

absl::StatusOr<v1::EndPersonResponse> EndPerson(store::Transaction& tx, std::string_view name,
                                                absl::Time end) {
  BATON_ASSIGN_OR_RETURN(const v1::Person before,
                         store::GetPerson(tx.session(), tx.tenant(), name));
  const bool same = before.has_end_time() && domain::ToTime(before.end_time()) == end;
  if (same) return Answer(tx, before.name(), 0);
  BATON_RETURN_IF_ERROR(CheckStillHere(before, tx.now()));
  v1::Person after = before;
  *after.mutable_end_time() = domain::ToTimestamp(end);
  BATON_ASSIGN_OR_RETURN(after, KeepEnd(tx, before, std::move(after)));
  if (HasLeft(after, tx.now())) {
    BATON_RETURN_IF_ERROR(TellOfDrawsAtEnd(tx, after));
    BATON_ASSIGN_OR_RETURN(const int moved, Leave(tx, after));
    return Answer(tx, after.name(), moved);
  }
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, after.name(), LeaveDeadline(end)));
  return Answer(tx, after.name(), 0);
}

absl::StatusOr<v1::EndPersonResponse> StayOn(store::Transaction& tx, std::string_view name) {
  BATON_ASSIGN_OR_RETURN(const v1::Person before,
                         store::GetPerson(tx.session(), tx.tenant(), name));
  if (!before.has_end_time()) return Answer(tx, before.name(), 0);
  BATON_RETURN_IF_ERROR(CheckStillHere(before, tx.now()));
  v1::Person after = before;
  after.clear_end_time();
  BATON_RETURN_IF_ERROR(KeepEnd(tx, before, std::move(after)).status());
  BATON_RETURN_IF_ERROR(store::SetDeadlines(tx, before.name(), {}));
  return Answer(tx, before.name(), 0);
}

absl::Status LeaveDue(store::Transaction& tx, std::string_view id) {
  BATON_ASSIGN_OR_RETURN(const v1::Person person, store::GetPerson(tx.session(), tx.tenant(), id));
  if (HasLeft(person, tx.now())) return Leave(tx, person).status();
  return store::SetDeadlines(tx, person.name(),
                             person.has_end_time()
                                 ? LeaveDeadline(domain::ToTime(person.end_time()))
                                 : std::vector<store::Deadline>());
}

}  // namespace baton::server
