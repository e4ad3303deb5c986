// The moves of SignalHandoffService: one step on one signal each (H-4 to H-12, S-7).
#include <functional>
#include <string>
#include <utility>

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/absence_desk.h"
#include "server/request_reader.h"
#include "server/signal_handoff_service.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

bool IsRevops(v1::Role role) {
  return role == v1::ROLE_REVOPS || role == v1::ROLE_DIRECTOR_REVOPS || role == v1::ROLE_VP_REVOPS;
}

}  // namespace

template <class Req, class Res>
void SignalHandoffService::StepIf(const Call& call, const Req& request, Reply<Res> reply,
                                  Precheck precheck, DecideStep decide) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "signals");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, id, precheck = std::move(precheck),
       decide = std::move(decide)](store::Transaction& tx) -> absl::StatusOr<Res> {
        BATON_RETURN_IF_ERROR(precheck(tx));
        Res response;
        const auto check = [&](const v1::Signal& signal) {
          return CheckSignalVisible(call, tx.session(), signal);
        };
        BATON_ASSIGN_OR_RETURN(*response.mutable_signal(), StepSignal(tx, id, check, decide));
        return response;
      },
      reply);
}

template <class Req, class Res>
void SignalHandoffService::Step(const Call& call, const Req& request, Reply<Res> reply,
                                DecideStep decide) {
  StepIf(
      call, request, reply, [](store::Transaction&) { return absl::OkStatus(); },
      std::move(decide));
}

template <class Req, class Res>
void SignalHandoffService::StepToAe(const Call& call, const Req& request, Reply<Res> reply,
                                    DecideStep decide) {
  RequestReader reader(call);
  const std::string ae = reader.Id("ae", request.ae(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  StepIf(
      call, request, reply,
      [ae](store::Transaction& tx) -> absl::Status {
        BATON_ASSIGN_OR_RETURN(const v1::Person person,
                               store::GetPerson(tx.session(), tx.tenant(), ae));
        domain::Violations violations;
        if (person.role() != v1::ROLE_AE) violations.Add("ae", "is not an account executive");
        BATON_RETURN_IF_ERROR(violations.ToStatus());
        return CheckStillHere(person, tx.now());  // W-1
      },
      std::move(decide));
}

void SignalHandoffService::RequalifySignal(const Call& call,
                                           const v1::RequalifySignalRequest& request,
                                           Reply<v1::RequalifySignalResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideRequalify(std::move(signal), request, parties, policy, call.now);
       });
}

void SignalHandoffService::AssignSignal(const Call& call, const v1::AssignSignalRequest& request,
                                        Reply<v1::AssignSignalResponse> reply) {
  StepToAe(call, request, reply,
           [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
             return domain::DecideAssign(std::move(signal), request.ae(), parties, policy,
                                         call.now);
           });
}

void SignalHandoffService::AcknowledgeSignal(const Call& call,
                                             const v1::AcknowledgeSignalRequest& request,
                                             Reply<v1::AcknowledgeSignalResponse> reply) {
  Step(call, request, reply, [&call](v1::Signal signal, const auto& parties, const auto& policy) {
    return domain::DecideAcknowledge(std::move(signal), parties, policy, call.now);
  });
}

void SignalHandoffService::RecordContact(const Call& call, const v1::RecordContactRequest& request,
                                         Reply<v1::RecordContactResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideContact(std::move(signal), request.note(), call.caller().actor(),
                                      parties, policy, call.now);
       });
}

void SignalHandoffService::ReportOutcome(const Call& call, const v1::ReportOutcomeRequest& request,
                                         Reply<v1::ReportOutcomeResponse> reply) {
  RequestReader reader(call);
  reader.OptionalId("outcome.opportunity", request.outcome().opportunity(), "opportunities");
  if (!reader.status().ok()) return reply(reader.status());
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideReportedOutcome(std::move(signal), request.outcome(), parties, policy,
                                              call.now);
       });
}

void SignalHandoffService::UpgradeModel(const Call& call, const v1::UpgradeModelRequest& request,
                                        Reply<v1::UpgradeModelResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideUpgrade(std::move(signal), request.reason(), call.caller().actor(),
                                      parties, policy, call.now);
       });
}

void SignalHandoffService::UnlinkDuplicate(const Call& call,
                                           const v1::UnlinkDuplicateRequest& request,
                                           Reply<v1::UnlinkDuplicateResponse> reply) {
  Step(call, request, reply, [&call](v1::Signal signal, const auto& parties, const auto& policy) {
    return domain::DecideUnlink(std::move(signal), parties, policy, call.now);
  });
}

void SignalHandoffService::ReassignSignal(const Call& call,
                                          const v1::ReassignSignalRequest& request,
                                          Reply<v1::ReassignSignalResponse> reply) {
  StepToAe(call, request, reply,
           [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
             return domain::DecideReassign(std::move(signal), request.ae(), request.reason(),
                                           call.caller().actor(), IsRevops(call.caller().role),
                                           parties, policy, call.now);
           });
}

void SignalHandoffService::ChangeUrgency(const Call& call, const v1::ChangeUrgencyRequest& request,
                                         Reply<v1::ChangeUrgencyResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideUrgency(std::move(signal), request.urgency(), request.reason(),
                                      call.caller().actor(), parties, policy, call.now);
       });
}

void SignalHandoffService::RestartClock(const Call& call, const v1::RestartClockRequest& request,
                                        Reply<v1::RestartClockResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideRestart(std::move(signal), request.reason(), call.caller().actor(),
                                      parties, policy, call.now);
       });
}

void SignalHandoffService::AddNote(const Call& call, const v1::AddNoteRequest& request,
                                   Reply<v1::AddNoteResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideNote(std::move(signal), request.text(), call.caller().actor(),
                                   parties, policy, call.now);
       });
}

void SignalHandoffService::WithdrawSignal(const Call& call,
                                          const v1::WithdrawSignalRequest& request,
                                          Reply<v1::WithdrawSignalResponse> reply) {
  RequestReader reader(call);
  const std::string other = reader.OptionalId("duplicate_of", request.duplicate_of(), "signals");
  if (!reader.status().ok()) return reply(reader.status());
  StepIf(
      call, request, reply,
      [&call, other](store::Transaction& tx) {
        if (other.empty()) return absl::OkStatus();
        const auto found = store::GetSignal(tx.session(), tx.tenant(), other);
        return found.ok() ? CheckSignalVisible(call, tx.session(), *found) : found.status();
      },
      [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
        return domain::DecideWithdraw(std::move(signal), request, call.caller().actor(), parties,
                                      policy, call.now);
      });
}

void SignalHandoffService::ReclassifySignal(const Call& call,
                                            const v1::ReclassifySignalRequest& request,
                                            Reply<v1::ReclassifySignalResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideReclassify(std::move(signal), request.kind(), request.reason(),
                                         call.caller().actor(), parties, policy, call.now);
       });
}

void SignalHandoffService::ReopenSignal(const Call& call, const v1::ReopenSignalRequest& request,
                                        Reply<v1::ReopenSignalResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideReopen(std::move(signal), request.reason(), call.caller().actor(),
                                     parties, policy, call.now);
       });
}

void SignalHandoffService::LogInterventionPlan(const Call& call,
                                               const v1::LogInterventionPlanRequest& request,
                                               Reply<v1::LogInterventionPlanResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecidePlan(std::move(signal), request.text(), call.caller().actor(),
                                   parties, policy, call.now);
       });
}

void SignalHandoffService::ResolveIntervention(const Call& call,
                                               const v1::ResolveInterventionRequest& request,
                                               Reply<v1::ResolveInterventionResponse> reply) {
  Step(call, request, reply,
       [&call, &request](v1::Signal signal, const auto& parties, const auto& policy) {
         return domain::DecideResolve(std::move(signal), request.reason(), call.caller().actor(),
                                      parties, policy, call.now);
       });
}

}  // namespace baton::server
