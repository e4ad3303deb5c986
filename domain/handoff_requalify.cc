#include "domain/explanation.h"
#include "domain/handoff.h"
#include "domain/handoff_place.h"
#include "domain/handoff_progress.h"
#include "domain/refusal.h"
#include "domain/routing.h"
#include "domain/signal_fields.h"
#include "domain/signal_state.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

bool GivesNothing(const v1::RequalifySignalRequest& request) {
  const v1::Qualification& answers = request.qualification();
  const bool answered = answers.has_budget_conversation() || answers.has_timeline() ||
                        answers.has_named_buyer() || answers.has_product_fit();
  return !answered && !request.has_buyer() && request.timeline().empty() &&
         !request.has_estimated_expansion() && request.product_lines().empty() &&
         request.evidence().empty() && request.context_note().empty();
}

absl::Status CheckRequest(const v1::RequalifySignalRequest& request) {
  Violations faults;
  if (GivesNothing(request)) faults.Add("qualification", "is missing: nothing would change");
  CheckQualification(request.qualification(), "", &faults);
  if (request.has_buyer()) {
    faults.RequireText("buyer.name", request.buyer().name(), kMaxBuyerChars);
    faults.RequireText("buyer.title", request.buyer().title(), kMaxBuyerChars);
  }
  CheckText("", "timeline", request.timeline(), kMaxTimelineChars, &faults);
  if (request.has_estimated_expansion()) {
    CheckEstimate(request.estimated_expansion(), "", &faults);
  }
  CheckProductLines(request.product_lines(), "", &faults);
  CheckText("", "evidence", request.evidence(), kMaxEvidenceChars, &faults);
  CheckText("", "context_note", request.context_note(), kMaxContextNoteChars, &faults);
  return faults.ToStatus();
}

void TakeAnswers(const v1::Qualification& given, v1::Qualification* held) {
  if (given.has_budget_conversation()) {
    *held->mutable_budget_conversation() = given.budget_conversation();
  }
  if (given.has_timeline()) *held->mutable_timeline() = given.timeline();
  if (given.has_named_buyer()) *held->mutable_named_buyer() = given.named_buyer();
  if (given.has_product_fit()) *held->mutable_product_fit() = given.product_fit();
}

// Other product lines make what was stated about the old ones moot: cross_sell is derived anew.
void TakeRequest(const v1::RequalifySignalRequest& request, const v1::Account& account,
                 v1::Signal* signal) {
  TakeAnswers(request.qualification(), signal->mutable_qualification());
  if (request.has_buyer()) *signal->mutable_buyer() = request.buyer();
  if (!request.timeline().empty()) signal->set_timeline(request.timeline());
  if (request.has_estimated_expansion()) {
    *signal->mutable_estimated_expansion() = request.estimated_expansion();
  }
  if (!request.product_lines().empty()) {
    *signal->mutable_product_lines() = request.product_lines();
    signal->set_cross_sell(IsCrossSell(*signal, account));
  }
  if (!request.evidence().empty()) signal->set_evidence(request.evidence());
  if (!request.context_note().empty()) {
    signal->set_context_note(request.context_note());
    WarnOfContextNote(signal);
  }
}

}  // namespace

absl::StatusOr<HandoffDecision> DecideRequalify(v1::Signal signal,
                                                const v1::RequalifySignalRequest& request,
                                                const HandoffParties& parties,
                                                const v1::Policy& policy, absl::Time now) {
  BATON_RETURN_IF_ERROR(CheckRequest(request));
  BATON_ASSIGN_OR_RETURN(
      HandoffDecision decision,
      BeginMove(std::move(signal), SignalMove::kRequalify, parties, policy, now));
  TakeRequest(request, parties.account, &decision.signal);
  BATON_RETURN_IF_ERROR(JudgeAgain(parties, policy, now, &decision));
  MarkChanged(now, &decision);
  return decision;
}

}  // namespace baton::domain
