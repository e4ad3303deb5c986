// SignalHandoffService: the handoff of a customer signal. Handlers parse and answer; the handoff
// desk loads, decides and applies.
#pragma once

#include "baton/v1/signal_handoff_service.pb.h"
#include "server/handoff_desk.h"
#include "server/service.h"

namespace baton::server {

class WatchHub;

class SignalHandoffService final : public Service {
 public:
  explicit SignalHandoffService(const Parts& parts);
  ~SignalHandoffService() override;

 private:
  void FileSignal(const Call& call, const v1::FileSignalRequest& request,
                  Reply<v1::FileSignalResponse> reply);
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
  void ListSignalHistory(const Call& call, const v1::ListSignalHistoryRequest& request,
                         Reply<v1::ListSignalHistoryResponse> reply);

  // What every step on one signal shares: the name, the caller's reach, the answer.
  template <class Req, class Res>
  void Step(const Call& call, const Req& request, Reply<Res> reply, DecideStep decide);

  std::shared_ptr<WatchHub> hub_;
};

}  // namespace baton::server
