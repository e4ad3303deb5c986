// SignalHandoffService: the handoff of a customer signal. Handlers parse and answer; the handoff
// desk loads, decides and applies.
#pragma once

#include <functional>
#include <memory>

#include "baton/v1/signal_handoff_service.pb.h"
#include "server/filing_run.h"
#include "server/handoff_desk.h"
#include "server/service.h"

namespace baton::server {

class WatchHub;

// A signal is its CSM's, its AE's and its holder's.
absl::Status CheckSignalVisible(const Call& call, store::Session& session,
                                const v1::Signal& signal);

class SignalHandoffService final : public Service {
 public:
  explicit SignalHandoffService(const Parts& parts);
  ~SignalHandoffService() override;

 private:
  void FileSignal(const Call& call, const v1::FileSignalRequest& request,
                  Reply<v1::FileSignalResponse> reply);
  void BatchFileSignals(const Call& call, const v1::BatchFileSignalsRequest& request,
                        Reply<v1::BatchFileSignalsResponse> reply);
  std::shared_ptr<Intake> StreamSignals(const Call& call, Reply<v1::StreamSignalsResponse> reply);
  void GetSignal(const Call& call, const v1::GetSignalRequest& request,
                 Reply<v1::GetSignalResponse> reply);
  void ListSignals(const Call& call, const v1::ListSignalsRequest& request,
                   Reply<v1::ListSignalsResponse> reply);
  void WatchSignals(const Call& call, const v1::WatchSignalsRequest& request,
                    Stream<v1::WatchSignalsResponse> stream);
  void RequalifySignal(const Call& call, const v1::RequalifySignalRequest& request,
                       Reply<v1::RequalifySignalResponse> reply);
  void AssignSignal(const Call& call, const v1::AssignSignalRequest& request,
                    Reply<v1::AssignSignalResponse> reply);
  void AcknowledgeSignal(const Call& call, const v1::AcknowledgeSignalRequest& request,
                         Reply<v1::AcknowledgeSignalResponse> reply);
  void RecordContact(const Call& call, const v1::RecordContactRequest& request,
                     Reply<v1::RecordContactResponse> reply);
  void ReportOutcome(const Call& call, const v1::ReportOutcomeRequest& request,
                     Reply<v1::ReportOutcomeResponse> reply);
  void UpgradeModel(const Call& call, const v1::UpgradeModelRequest& request,
                    Reply<v1::UpgradeModelResponse> reply);
  void UnlinkDuplicate(const Call& call, const v1::UnlinkDuplicateRequest& request,
                       Reply<v1::UnlinkDuplicateResponse> reply);
  void ReassignSignal(const Call& call, const v1::ReassignSignalRequest& request,
                      Reply<v1::ReassignSignalResponse> reply);
  void ChangeUrgency(const Call& call, const v1::ChangeUrgencyRequest& request,
                     Reply<v1::ChangeUrgencyResponse> reply);
  void RestartClock(const Call& call, const v1::RestartClockRequest& request,
                    Reply<v1::RestartClockResponse> reply);
  void AddNote(const Call& call, const v1::AddNoteRequest& request,
               Reply<v1::AddNoteResponse> reply);
  void WithdrawSignal(const Call& call, const v1::WithdrawSignalRequest& request,
                      Reply<v1::WithdrawSignalResponse> reply);
  void ReclassifySignal(const Call& call, const v1::ReclassifySignalRequest& request,
                        Reply<v1::ReclassifySignalResponse> reply);
  void ReopenSignal(const Call& call, const v1::ReopenSignalRequest& request,
                    Reply<v1::ReopenSignalResponse> reply);
  void LogInterventionPlan(const Call& call, const v1::LogInterventionPlanRequest& request,
                           Reply<v1::LogInterventionPlanResponse> reply);
  void ResolveIntervention(const Call& call, const v1::ResolveInterventionRequest& request,
                           Reply<v1::ResolveInterventionResponse> reply);
  void ExplainSignal(const Call& call, const v1::ExplainSignalRequest& request,
                     Reply<v1::ExplainSignalResponse> reply);
  void ListSignalHistory(const Call& call, const v1::ListSignalHistoryRequest& request,
                         Reply<v1::ListSignalHistoryResponse> reply);

  class FilingIntake;

  // Files one signal of many; `alive` keeps the call until `done` was called.
  template <class Alive>
  void FileItem(const Call& call, std::shared_ptr<const v1::FileSignalRequest> item, Alive alive,
                std::function<void(const FilingRun::Answer&)> done);

  // What every step on one signal shares: the name, the caller's reach, the answer.
  template <class Req, class Res>
  void Step(const Call& call, const Req& request, Reply<Res> reply, DecideStep decide);
  // The same for a request that names an AE, who must be one.
  template <class Req, class Res>
  void StepToAe(const Call& call, const Req& request, Reply<Res> reply, DecideStep decide);
  // The same behind another check of the request, inside the store's body.
  using Precheck = std::function<absl::Status(store::Transaction&)>;
  template <class Req, class Res>
  void StepIf(const Call& call, const Req& request, Reply<Res> reply, Precheck precheck,
              DecideStep decide);

  std::shared_ptr<WatchHub> hub_;
};

}  // namespace baton::server
