// Manual corrections: an amount that one person enters for a payee and another approves (C-23,
//
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/correction.pb.h"
#include "domain/refusal.h"

namespace baton::domain {

inline constexpr int kMaxCorrectionReason = 1'000;
inline constexpr int kMaxCorrectionReference = 200;
// Either way, minor units: whatever a statement adds to it still fits into 64 bits.
inline constexpr int64_t kMaxCorrectionMinor = 1'000'000'000'000'000;

// Adds every fault of what somebody enters, as far as it shows without other records: the amount,
// the currency, the reason and the reference. Fields are named "correction.amount_minor".
void CheckCorrection(const v1::Correction& entered, Violations* faults);

// The people who bear on a correction, each under the name that they go by now: full names.
struct CorrectionPeople {
  // Who enters, approves or rejects.
  std::string caller;
  std::string payee;
  // Who entered it.
  std::string creator;
};

// CORRECTION_APPROVER where the caller would enter a correction of their own pay.
absl::Status CheckEnters(const CorrectionPeople& people);

// C-23. The correction as the caller approves it. CORRECTION_STATE unless it is pending;
// CORRECTION_APPROVER for its payee and for who entered it; INVALID_FIELDS for a note that
// is too long.
absl::StatusOr<v1::Correction> ApproveCorrection(const v1::Correction& pending,
                                                 const CorrectionPeople& people,
                                                 const std::string& note, absl::Time now);

// C-23. The correction as the caller rejects it, or withdraws what they entered. The same refusals,
// except that who entered it may; INVALID_FIELDS where the note is missing, too.
absl::StatusOr<v1::Correction> RejectCorrection(const v1::Correction& pending,
                                                const CorrectionPeople& people,
                                                const std::string& note, absl::Time now);

// An approved correction, with what its line says of it.
struct ApprovedCorrection {
  v1::Correction correction;
  // Who entered and who approved it, as people read their names.
  std::string creator_display_name;
  std::string decider_display_name;
};

// "pending", "approved", "rejected".
std::string CorrectionStateText(v1::CorrectionState state);

}  // namespace baton::domain
