// The absence desk: who is away, and who stands in for them (W-1). Inside a store's body.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/account_service.pb.h"
#include "store/store.h"

namespace baton::server {

// Absences that a person may have, past ones among them.
inline constexpr int kMaxAbsences = 500;

// W-1. Takes an absence of the person (full name) in, in the place of one of the same start.
// INVALID_FIELDS names every fault: an end that isn't after the start, an unknown deputy, one who
// is the person or has left by the start, an overlap with another absence. PERSON_LEFT for an
// absence of somebody who is gone by its start. Answers the person with their absences.
absl::StatusOr<v1::Person> SetAbsence(store::Transaction& tx, std::string_view person,
                                      v1::Absence absence);

// Takes the absence back that begins at absence.start_time. ABSENCE_NOT_SET when none does.
absl::StatusOr<v1::Person> ClearAbsence(store::Transaction& tx, std::string_view person,
                                        const v1::Absence& absence);

// W-1. PERSON_LEFT when the person's end date has come at that instant.
absl::Status CheckStillHere(const v1::Person& person, absl::Time at);

}  // namespace baton::server
