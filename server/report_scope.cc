#include "server/report_scope.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "server/visibility.h"
#include "store/accounts.h"
#include "store/people.h"

namespace baton::server {
namespace {

using Names = std::set<std::string>;

Names SetOf(const std::vector<std::string>& names) { return {names.begin(), names.end()}; }

// Whom the access table lets the caller see.
absl::StatusOr<ReportPeople> PeopleInReach(const Call& call, store::Session& session) {
  if (call.reach == Reach::kAll) return ReportPeople();
  const std::string& self = call.caller().person;
  if (call.reach == Reach::kNone || self.empty()) return ReportPeople(Names());
  if (call.reach == Reach::kOwn) return ReportPeople(Names{self});
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> below, PeopleBelow(call, session));
  return ReportPeople(SetOf(below));
}

absl::Status CheckPerson(const Call& call, store::Session& session, const ReportPeople& reach,
                         const std::string& name) {
  if (!Includes(reach, name)) return domain::NotFound("person", name);
  return store::GetPerson(session, call.tenant(), name).status();
}

void Narrow(const Names& names, ReportPeople* people) {
  if (!people->has_value()) {
    *people = names;
    return;
  }
  Names both;
  std::set_intersection((*people)->begin(), (*people)->end(), names.begin(), names.end(),
                        std::inserter(both, both.end()));
  *people = std::move(both);
}

template <typename Record>
absl::StatusOr<std::string> NameOf(const absl::StatusOr<Record>& record, const std::string& name) {
  if (absl::IsNotFound(record.status())) return std::string(domain::ShortName(name));
  if (!record.ok()) return record.status();
  return record->display_name();
}

}  // namespace

absl::StatusOr<ReportPeriod> PeriodOf(const Call& call, store::Session& session,
                                      const std::string& code) {
  ReportPeriod period;
  BATON_ASSIGN_OR_RETURN(period.policy, PolicyInForce(session, call.tenant(), call.now));
  BATON_ASSIGN_OR_RETURN(period.quarter, code.empty() ? domain::QuarterAt(period.policy, call.now)
                                                      : domain::ParseQuarter(period.policy, code));
  const absl::Time last = period.quarter.end - absl::Microseconds(1);
  if (last < call.now) {
    BATON_ASSIGN_OR_RETURN(period.policy, PolicyInForce(session, call.tenant(), last));
  }
  return period;
}

absl::StatusOr<ReportPeople> PeopleOfReport(const Call& call, store::Session& session,
                                            const std::string& person, const std::string& manager) {
  BATON_ASSIGN_OR_RETURN(const ReportPeople reach, PeopleInReach(call, session));
  ReportPeople people = reach;
  if (!person.empty()) {
    BATON_RETURN_IF_ERROR(CheckPerson(call, session, reach, person));
    Narrow({person}, &people);
  }
  if (!manager.empty()) {
    BATON_RETURN_IF_ERROR(CheckPerson(call, session, reach, manager));
    BATON_ASSIGN_OR_RETURN(const std::vector<std::string> below,
                           store::PeopleOf(session, call.tenant(), manager));
    Names names = SetOf(below);
    names.insert(manager);
    Narrow(names, &people);
  }
  return people;
}

bool Includes(const ReportPeople& people, const std::string& name) {
  return !people.has_value() || people->count(name) > 0;
}

absl::StatusOr<std::string> DisplayNames::Person(const std::string& name) {
  if (name.empty()) return std::string();
  const auto [entry, fresh] = known_.try_emplace(name);
  if (fresh) {
    BATON_ASSIGN_OR_RETURN(entry->second,
                           NameOf(store::GetPerson(session_, call_.tenant(), name), name));
  }
  return entry->second;
}

absl::StatusOr<std::string> DisplayNames::Account(const std::string& name) {
  const auto [entry, fresh] = known_.try_emplace(name);
  if (fresh) {
    BATON_ASSIGN_OR_RETURN(entry->second,
                           NameOf(store::GetAccount(session_, call_.tenant(), name), name));
  }
  return entry->second;
}

}  // namespace baton::server
