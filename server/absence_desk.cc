#include "server/absence_desk.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "store/absences.h"
#include "store/people.h"

namespace baton::server {
namespace {

std::string Text(const google::protobuf::Timestamp& time) {
  return domain::FormatInstant(domain::ToTime(time));
}

bool StartTogether(const v1::Absence& a, const v1::Absence& b) {
  return domain::ToMicros(a.start_time()) == domain::ToMicros(b.start_time());
}

bool Overlap(const v1::Absence& a, const v1::Absence& b) {
  return domain::ToMicros(a.start_time()) < domain::ToMicros(b.end_time()) &&
         domain::ToMicros(b.start_time()) < domain::ToMicros(a.end_time());
}

void CheckTimes(const v1::Absence& absence, domain::Violations* violations) {
  domain::CheckInstant("absence.start_time", absence.start_time(), violations);
  domain::CheckInstant("absence.end_time", absence.end_time(), violations);
  if (!absence.has_end_time()) {
    violations->Add("absence.end_time", "is missing");
  } else if (domain::ToMicros(absence.end_time()) <= domain::ToMicros(absence.start_time())) {
    violations->Add("absence.end_time", "must be after the start");
  }
}

// Completes the deputy's name: a merged one's is their survivor's.
absl::Status CheckDeputy(store::Transaction& tx, const v1::Person& person, v1::Absence* absence,
                         domain::Violations* violations) {
  if (absence->deputy().empty()) {
    violations->Add("absence.deputy", "is missing");
    return absl::OkStatus();
  }
  const auto deputy = store::GetPerson(tx.session(), tx.tenant(), absence->deputy());
  if (absl::IsNotFound(deputy.status())) {
    violations->Add("absence.deputy", "is nobody known");
    return absl::OkStatus();
  }
  BATON_RETURN_IF_ERROR(deputy.status());
  absence->set_deputy(deputy->name());
  if (deputy->name() == person.name()) {
    violations->Add("absence.deputy", "is the person who is away");
  } else if (!CheckStillHere(*deputy, domain::ToTime(absence->start_time())).ok()) {
    violations->Add("absence.deputy", absl::StrCat("left at ", Text(deputy->end_time())));
  }
  return absl::OkStatus();
}

void CheckOthers(const std::vector<v1::Absence>& held, const v1::Absence& absence,
                 domain::Violations* violations) {
  size_t others = 0;
  for (const v1::Absence& other : held) {
    if (StartTogether(other, absence)) continue;
    ++others;
    if (!Overlap(other, absence)) continue;
    violations->Add("absence.start_time",
                    absl::StrCat("overlaps with the absence from ", Text(other.start_time()),
                                 " to ", Text(other.end_time())));
  }
  if (others >= kMaxAbsences) {
    violations->Add("absence", absl::StrCat("is one too many: a person has at most ", kMaxAbsences,
                                            "; clear some that are over"));
  }
}

}  // namespace

absl::StatusOr<v1::Person> SetAbsence(store::Transaction& tx, std::string_view name,
                                      v1::Absence absence) {
  if (!absence.has_start_time()) *absence.mutable_start_time() = domain::ToTimestamp(tx.now());
  domain::Violations violations;
  CheckTimes(absence, &violations);
  BATON_ASSIGN_OR_RETURN(const v1::Person person,
                         store::GetPerson(tx.session(), tx.tenant(), name));
  BATON_RETURN_IF_ERROR(CheckDeputy(tx, person, &absence, &violations));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> held,
                         store::AbsencesOf(tx.session(), tx.tenant(), person.name()));
  CheckOthers(held, absence, &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_RETURN_IF_ERROR(CheckStillHere(person, domain::ToTime(absence.start_time())));
  BATON_RETURN_IF_ERROR(store::SetAbsence(tx, person.name(), absence));
  return store::LoadPersonView(tx.session(), tx.tenant(), person.name());
}

absl::StatusOr<v1::Person> ClearAbsence(store::Transaction& tx, std::string_view name,
                                        const v1::Absence& absence) {
  domain::Violations violations;
  if (!absence.has_start_time()) violations.Add("absence.start_time", "is missing");
  domain::CheckInstant("absence.start_time", absence.start_time(), &violations);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_ASSIGN_OR_RETURN(const v1::Person person,
                         store::GetPerson(tx.session(), tx.tenant(), name));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Absence> held,
                         store::AbsencesOf(tx.session(), tx.tenant(), person.name()));
  const auto found = std::find_if(held.begin(), held.end(), [&absence](const v1::Absence& other) {
    return StartTogether(other, absence);
  });
  if (found == held.end()) {
    return domain::RefuseState(
        v1::ERROR_REASON_ABSENCE_NOT_SET, person.name(),
        absl::StrCat("no absence of theirs begins at ", Text(absence.start_time())));
  }
  BATON_RETURN_IF_ERROR(store::RemoveAbsence(tx, person.name(), *found));
  return store::LoadPersonView(tx.session(), tx.tenant(), person.name());
}

absl::Status CheckStillHere(const v1::Person& person, absl::Time at) {
  if (!person.has_end_time() || at < domain::ToTime(person.end_time())) return absl::OkStatus();
  return domain::RefuseState(
      v1::ERROR_REASON_PERSON_LEFT, person.name(),
      absl::StrCat(person.display_name(), " left at ", Text(person.end_time())),
      {{"person", person.name()}, {"end_time", Text(person.end_time())}});
}

}  // namespace baton::server
