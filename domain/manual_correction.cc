#include "domain/manual_correction.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Status CheckPending(const v1::Correction& correction) {
  if (correction.state() == v1::CORRECTION_STATE_PENDING) return absl::OkStatus();
  const std::string state = CorrectionStateText(correction.state());
  return RefuseState(
      v1::ERROR_REASON_CORRECTION_STATE, correction.name(),
      absl::StrCat("the correction is ", state, " already; what was decided stays decided"),
      {{"correction", correction.name()}, {"state", state}});
}

// Nobody decides for themself, whichever way.
absl::Status CheckNotPayee(absl::string_view subject, const CorrectionPeople& people) {
  if (people.caller != people.payee) return absl::OkStatus();
  return RefuseState(v1::ERROR_REASON_CORRECTION_APPROVER, subject,
                     "nobody enters, approves or rejects a correction of their own pay: ask "
                     "another comp admin or the CFO");
}

v1::Correction Decided(v1::Correction correction, v1::CorrectionState state,
                       const CorrectionPeople& people, const std::string& note, absl::Time now) {
  correction.set_state(state);
  correction.set_decider(people.caller);
  *correction.mutable_decide_time() = ToTimestamp(now);
  correction.set_decide_note(note);
  return correction;
}

}  // namespace

void CheckCorrection(const v1::Correction& entered, Violations* faults) {
  const int64_t minor = entered.amount_minor();
  if (minor == 0) {
    faults->Add("correction.amount_minor", "must not be 0: above it is paid, below it taken back");
  } else if (minor > kMaxCorrectionMinor || minor < -kMaxCorrectionMinor) {
    faults->Add("correction.amount_minor", absl::StrCat("must be at most ", kMaxCorrectionMinor,
                                                        " either way, in minor units"));
  }
  if (!CurrencyExponent(entered.currency_code()).has_value()) {
    faults->Add("correction.currency_code", "must be an ISO 4217 code, as USD");
  }
  faults->RequireText("correction.reason", entered.reason(), kMaxCorrectionReason);
  faults->RequireText("correction.reference", entered.reference(), kMaxCorrectionReference);
}

absl::Status CheckEnters(const CorrectionPeople& people) {
  return CheckNotPayee(people.payee, people);
}

absl::StatusOr<v1::Correction> ApproveCorrection(const v1::Correction& pending,
                                                 const CorrectionPeople& people,
                                                 const std::string& note, absl::Time now) {
  Violations faults;
  faults.LimitText("note", note, kMaxCorrectionReason);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_RETURN_IF_ERROR(CheckPending(pending));
  BATON_RETURN_IF_ERROR(CheckNotPayee(pending.name(), people));
  if (people.caller == people.creator) {
    return RefuseState(v1::ERROR_REASON_CORRECTION_APPROVER, pending.name(),
                       "whoever entered a correction doesn't approve it: ask another comp admin "
                       "or the CFO");
  }
  return Decided(pending, v1::CORRECTION_STATE_APPROVED, people, note, now);
}

absl::StatusOr<v1::Correction> RejectCorrection(const v1::Correction& pending,
                                                const CorrectionPeople& people,
                                                const std::string& note, absl::Time now) {
  Violations faults;
  faults.RequireText("note", note, kMaxCorrectionReason);
  BATON_RETURN_IF_ERROR(faults.ToStatus());
  BATON_RETURN_IF_ERROR(CheckPending(pending));
  BATON_RETURN_IF_ERROR(CheckNotPayee(pending.name(), people));
  return Decided(pending, v1::CORRECTION_STATE_REJECTED, people, note, now);
}

std::string CorrectionStateText(v1::CorrectionState state) {
  constexpr size_t kPrefix = absl::string_view("CORRECTION_STATE_").size();
  return absl::AsciiStrToLower(v1::CorrectionState_Name(state).substr(kPrefix));
}

}  // namespace baton::domain
