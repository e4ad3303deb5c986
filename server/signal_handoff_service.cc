#include "server/signal_handoff_service.h"

#include <string>
#include <utility>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/error_details.h"
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

// Signals in one batch at most.
constexpr int kMaxBatchedFilings = 1'000;
// Signals in one stream at most.
constexpr int kMaxStreamedFilings = 10'000;

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

// The account that the filing is for; every fault of what must be read before the rule.
absl::StatusOr<std::string> ReadFiling(const Call& call, const std::string& parent,
                                       const v1::FileSignalRequest& request) {
  RequestReader reader(call);
  reader.Parent(parent);
  std::string account = reader.Id("signal.account", request.signal().account(), "accounts");
  reader.OptionalId("signal.csm", request.signal().csm(), "people");
  reader.violations().LimitText("request_id", request.request_id(), kMaxRequestIdChars);
  // The rule names the other fields' faults in the same answer, so an account that is merely
  // missing must not hide them.
  if (!reader.status().ok() && !request.signal().account().empty()) return reader.status();
  return account;
}

absl::StatusOr<v1::FileSignalResponse> FileFor(const Call& call,
                                               const v1::FileSignalRequest& request,
                                               const std::string& id, store::Transaction& tx) {
  domain::FileCommand command = ParseFiling(call, request, id);
  if (!command.signal.account().empty()) {
    BATON_RETURN_IF_ERROR(CheckMayFile(call, tx.session(), command.signal.account()));
  }
  return FileSignal(tx, std::move(command));
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
  Unary("BatchFileSignals", &SignalHandoffService::BatchFileSignals);
  ClientStream("StreamSignals", &SignalHandoffService::StreamSignals,
               v1::StreamSignalsRequest::default_instance());
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
  Unary("ExplainSignal", &SignalHandoffService::ExplainSignal);
  Unary("ListSignalHistory", &SignalHandoffService::ListSignalHistory);
}

SignalHandoffService::~SignalHandoffService() = default;

void SignalHandoffService::FileSignal(const Call& call, const v1::FileSignalRequest& request,
                                      Reply<v1::FileSignalResponse> reply) {
  const absl::StatusOr<std::string> account = ReadFiling(call, request.parent(), request);
  if (!account.ok()) return reply(account.status());
  Mutate(
      call, *account,
      [&call, &request, id = NewId(call)](store::Transaction& tx) {
        return FileFor(call, request, id, tx);
      },
      reply);
}

void SignalHandoffService::BatchFileSignals(const Call& call,
                                            const v1::BatchFileSignalsRequest& request,
                                            Reply<v1::BatchFileSignalsResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (request.requests().empty()) reader.violations().Add("requests", "is missing");
  if (request.requests_size() > kMaxBatchedFilings) {
    reader.violations().Add("requests",
                            absl::StrCat("has more than ", kMaxBatchedFilings, " signals"));
  }
  if (!reader.status().ok()) return reply(reader.status());
  const auto run = std::make_shared<FilingRun>(
      [this, &call, reply](std::shared_ptr<const v1::FileSignalRequest> item, auto done) {
        FileItem(call, std::move(item), reply, std::move(done));
      },
      call.log_id,
      [reply](FilingRun::Results results) {
        v1::BatchFileSignalsResponse response;
        response.mutable_results()->Swap(&results);
        reply(response);
      });
  for (const v1::FileSignalRequest& item : request.requests()) {
    run->Add(std::make_shared<v1::FileSignalRequest>(item), [] {});
  }
  run->End();
}

// Files what a caller streams.
class SignalHandoffService::FilingIntake final : public Intake {
 public:
  FilingIntake(SignalHandoffService& service, const Call& call,
               Reply<v1::StreamSignalsResponse> reply)
      : reply_(reply),
        run_(std::make_shared<FilingRun>(
            [&service, &call, reply](std::shared_ptr<const v1::FileSignalRequest> item, auto done) {
              service.FileItem(call, std::move(item), reply, std::move(done));
            },
            call.log_id,
            [reply](FilingRun::Results results) {
              v1::StreamSignalsResponse response;
              response.mutable_results()->Swap(&results);
              reply(response);
            })) {}

  void Take(std::shared_ptr<const google::protobuf::Message> message,
            std::function<void()> more) override {
    if (++count_ > kMaxStreamedFilings) {
      domain::Violations violations;
      violations.Add("request",
                     absl::StrCat("is the ", count_, "th; a call takes ", kMaxStreamedFilings));
      return reply_(violations.ToStatus());
    }
    const auto& item = static_cast<const v1::StreamSignalsRequest&>(*message);
    run_->Add(std::shared_ptr<const v1::FileSignalRequest>(message, &item.request()),
              std::move(more));
  }
  void End() override { run_->End(); }

 private:
  const Reply<v1::StreamSignalsResponse> reply_;
  const std::shared_ptr<FilingRun> run_;
  int count_ = 0;
};

std::shared_ptr<Intake> SignalHandoffService::StreamSignals(
    const Call& call, Reply<v1::StreamSignalsResponse> reply) {
  return std::make_shared<FilingIntake>(*this, call, reply);
}

template <class Alive>
void SignalHandoffService::FileItem(const Call& call,
                                    std::shared_ptr<const v1::FileSignalRequest> item, Alive alive,
                                    std::function<void(const FilingRun::Answer&)> done) {
  const std::string parent = domain::TenantName(call.tenant());
  const absl::StatusOr<std::string> account =
      ReadFiling(call, item->parent().empty() ? parent : item->parent(), *item);
  if (!account.ok()) return done(account.status());
  store::WriteOptions options = Options(call, *account, alive);
  options.method = "FileSignal";
  options.request_id = item->request_id();
  if (!options.request_id.empty()) options.fingerprint = Fingerprint(call, "FileSignal", *item);
  store().Write(
      std::move(options),
      [&call, item, id = NewId(call)](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_ASSIGN_OR_RETURN(const v1::FileSignalResponse filed, FileFor(call, *item, id, tx));
        return filed.SerializeAsString();
      },
      [this, &call, alive, done = std::move(done)](const absl::StatusOr<std::string>& answer) {
        if (IsFault(answer.status())) {
          edge().log().Event(LogLevel::kError, call.now, "filing_failed",
                             {{"request", call.log_id}, {"fault", answer.status().ToString()}});
        }
        done(Deserialize<v1::FileSignalResponse>(answer));
      });
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
      [&call, parsed = *query](store::Session& session) -> absl::StatusOr<v1::ListSignalsResponse> {
        BATON_ASSIGN_OR_RETURN(const std::vector<std::string> people,
                               ActsAs(call, session, Deputies::kTakeOver));
        store::ListQuery narrowed = parsed;
        narrowed.scope = VisibleScope(call, people, {"csm_id", "ae_id", "holder_id"});
        v1::ListSignalsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::RunListQuery(session, store::SignalList(), narrowed,
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

void SignalHandoffService::ExplainSignal(const Call& call, const v1::ExplainSignalRequest& request,
                                         Reply<v1::ExplainSignalResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "signals");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::ExplainSignalResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Signal signal,
                               store::GetSignal(session, call.tenant(), id));
        BATON_RETURN_IF_ERROR(CheckSignalVisible(call, session, signal));
        return ExplainClock(session, call.tenant(), signal);
      },
      reply);
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
