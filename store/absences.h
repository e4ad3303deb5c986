// Absences: when somebody is away, and who stands in for them (W-1).
//
// People are named by full name or bare id. An absence holds from its start (exactly at it is
// within) to its end, exclusive.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account_service.pb.h"
#include "store/record.h"
#include "store/store.h"

namespace baton::store {

// One row for each v1::Absence; leads with the person's id.
const Table& AbsenceTable();

// All of a person's, by start.
absl::StatusOr<std::vector<v1::Absence>> AbsencesOf(Session& session, std::string_view tenant,
                                                    std::string_view person);

// Takes the absence in, in the place of one of the same start. The caller sees to it that none
// overlap. The audit event names the person.
absl::Status SetAbsence(Transaction& tx, std::string_view person, const v1::Absence& absence);

// Takes the absence away that is held so.
absl::Status RemoveAbsence(Transaction& tx, std::string_view person, const v1::Absence& absence);

// W-1. Who takes the person's work at that instant, by full name: see domain::FindStandIn. Empty
// for nobody. One indexed lookup while they are there.
absl::StatusOr<std::string> StandInOf(Session& session, std::string_view tenant,
                                      std::string_view person, absl::Time at);

// The same of two who hold seats on a team (full names), with one lookup while both are there. Who
// has left holds a seat no more: nobody stands in for them, and the seat is empty (H-7).
absl::StatusOr<std::pair<std::string, std::string>> StandInsOf(Session& session,
                                                               std::string_view tenant,
                                                               std::string_view first,
                                                               std::string_view second,
                                                               absl::Time at);

// W-1. Who fills a role's seat at that instant, by full name: everybody whose main role it is, but
// for those who left or were merged, with those who are away replaced by their stand-ins. Sorted.
absl::StatusOr<std::vector<std::string>> SeatHolders(Session& session, std::string_view tenant,
                                                     v1::Role role, absl::Time at);

// Whose absences that are not over at that instant name the person as deputy; full names.
absl::StatusOr<std::vector<std::string>> DeputisedBy(Session& session, std::string_view tenant,
                                                     std::string_view deputy, absl::Time at);

// W-1. Those for whom the person stands in at that instant, by full name, sorted: who is away and
// hands their work to them, by however many steps.
absl::StatusOr<std::vector<std::string>> StandsInFor(Session& session, std::string_view tenant,
                                                     std::string_view person, absl::Time at);

}  // namespace baton::store
