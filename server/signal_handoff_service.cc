#include "server/signal_handoff_service.h"

#include <string>
#include <utility>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/list_request.h"
#include "server/place_token.h"
#include "server/request_reader.h"
#include "server/signal_history.h"
#include "server/watch_hub.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/signals.h"

namespace baton::server {
namespace {

// Who may file for an account: everybody who holds a role on it, and those above them.
absl::Status CheckMayFile(const Call& call, store::Session& session, std::string_view account) {
  if (call.reach == Reach::kAll) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const v1::Account view,
                         store::LoadAccountView(session, call.tenant(), account, call.now));
  std::vector<std::string> team;
  for (const v1::TeamMember& member : view.team()) team.push_back(member.person());
  return CheckVisible(call, session, "account", view.name(), team);
}

domain::FileCommand ParseFiling(const Call& call, const v1::FileSignalRequest& request,
                                const std::string& id) {
  domain::FileCommand command;
  command.signal = request.signal();
  command.signal.set_name(domain::ResourceName(call.tenant(), "signals", id));
  command.watch_item = request.watch_item();
  if (command.signal.source().system().empty()) {
    command.signal.mutable_source()->set_system("api");
  }
  if (call.caller().role == v1::ROLE_CSM) command.signal.set_csm(call.caller().person);
  return command;
}

}  // namespace

absl::Status CheckSignalVisible(const Call& call, store::Session& session,
                                const v1::Signal& signal) {
  return CheckVisible(call, session, "signal", signal.name(),
                      {signal.csm(), signal.ae(), signal.holder()});
}

SignalHandoffService::SignalHandoffService(const Parts& parts)
    : Service("baton.v1.SignalHandoffService", parts), hub_(WatchHub::Make(parts.store)) {
  Unary("FileSignal", &SignalHandoffService::FileSignal);
  Unary("GetSignal", &SignalHandoffService::GetSignal);
  Unary("ListSignals", &SignalHandoffService::ListSignals);
  ServerStream("WatchSignals", &SignalHandoffService::WatchSignals);
  Unary("RequalifySignal", &SignalHandoffService::RequalifySignal);
  Unary("AssignSignal", &SignalHandoffService::AssignSignal);
  Unary("AcknowledgeSignal", &SignalHandoffService::AcknowledgeSignal);
  Unary("RecordContact", &SignalHandoffService::RecordContact);
  Unary("ReportOutcome", &SignalHandoffService::ReportOutcome);
  Unary("UpgradeModel", &SignalHandoffService::UpgradeModel);
  Unary("UnlinkDuplicate", &SignalHandoffService::UnlinkDuplicate);
  Unary("ReassignSignal", &SignalHandoffService::ReassignSignal);
  Unary("ChangeUrgency", &SignalHandoffService::ChangeUrgency);
  Unary("RestartClock", &SignalHandoffService::RestartClock);
  Unary("AddNote", &SignalHandoffService::AddNote);
  Unary("WithdrawSignal", &SignalHandoffService::WithdrawSignal);
  Unary("ReclassifySignal", &SignalHandoffService::ReclassifySignal);
  Unary("ReopenSignal", &SignalHandoffService::ReopenSignal);
  Unary("LogInterventionPlan", &SignalHandoffService::LogInterventionPlan);
  Unary("ResolveIntervention", &SignalHandoffService::ResolveIntervention);
  Unary("ListSignalHistory", &SignalHandoffService::ListSignalHistory);
}

SignalHandoffService::~SignalHandoffService() = default;

void SignalHandoffService::FileSignal(const Call& call, const v1::FileSignalRequest& request,
                                      Reply<v1::FileSignalResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string account = reader.Id("signal.account", request.signal().account(), "accounts");
  reader.OptionalId("signal.csm", request.signal().csm(), "people");
  // The rule names the other fields' faults in the same answer, so an account that is merely
  // missing must not hide them.
  if (!reader.status().ok() && !request.signal().account().empty()) return reply(reader.status());
  const std::string id = NewId(call);
  Mutate(
      call, account,
      [&call, &request, id](store::Transaction& tx) -> absl::StatusOr<v1::FileSignalResponse> {
        domain::FileCommand command = ParseFiling(call, request, id);
        if (!command.signal.account().empty()) {
          BATON_RETURN_IF_ERROR(CheckMayFile(call, tx.session(), command.signal.account()));
        }
        return server::FileSignal(tx, std::move(command));
      },
      reply);
}

void SignalHandoffService::GetSignal(const Call& call, const v1::GetSignalRequest& request,
                                     Reply<v1::GetSignalResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "signals");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetSignalResponse> {
        v1::GetSignalResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_signal(),
                               store::GetSignal(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckSignalVisible(call, session, response.signal()));
        return response;
      },
      reply);
}

void SignalHandoffService::ListSignals(const Call& call, const v1::ListSignalsRequest& request,
                                       Reply<v1::ListSignalsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query = ParseList(
      call, request, store::SignalList(), VisibleScope(call, {"csm_id", "ae_id", "holder_id"}));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListSignalsResponse> {
        v1::ListSignalsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::RunListQuery(session, store::SignalList(), query,
                                                   [&response] { return response.add_signals(); }));
        return response;
      },
      reply);
}

void SignalHandoffService::WatchSignals(const Call& call, const v1::WatchSignalsRequest& request,
                                        Stream<v1::WatchSignalsResponse> stream) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  reader.OptionalId("holder", request.holder(), "people");
  const absl::StatusOr<int64_t> place =
      ParsePlaceToken(kWatchList, call.tenant(), request.resume_token());
  if (!place.ok()) return stream.Finish(place.status());
  if (!reader.status().ok()) return stream.Finish(reader.status());
  hub_->Watch(call, request.holder(), *place, stream);
}

void SignalHandoffService::ListSignalHistory(const Call& call,
                                             const v1::ListSignalHistoryRequest& request,
                                             Reply<v1::ListSignalHistoryResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("parent", request.parent(), "signals");
  const int page_size = reader.PageSize(request.page_size());
  const absl::StatusOr<int64_t> place =
      ParsePlaceToken(kHistoryList, call.tenant(), request.page_token());
  if (!reader.status().ok()) return reply(reader.status());
  if (!place.ok()) return reply(place.status());
  Query(
      call,
      [&call, id, page_size,
       place = *place](store::Session& session) -> absl::StatusOr<v1::ListSignalHistoryResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                               store::GetSignal(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckSignalVisible(call, session, signal));
        return ReadSignalHistory(session, call.tenant(), signal.name(), place, page_size);
      },
      reply);
}

}  // namespace baton::server
