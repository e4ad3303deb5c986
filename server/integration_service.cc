#include "server/integration_service.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "adapters/registry.h"
#include "adapters/secrets.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "google/rpc/error_details.pb.h"
#include "server/fact_lookup.h"
#include "server/letter_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/dead_letters.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

// The same refusal with the dead letter's name among its metadata.
absl::Status WithDeadLetter(const absl::Status& refusal, const std::string& name) {
  v1::ErrorReason reason = domain::ReasonOf(refusal);
  if (reason == v1::ERROR_REASON_UNSPECIFIED) reason = v1::ERROR_REASON_PAYLOAD_UNRESOLVED;
  const absl::StatusCode code =
      absl::IsNotFound(refusal) ? absl::StatusCode::kFailedPrecondition : refusal.code();
  absl::Status status = domain::Refuse(code, reason, refusal.message(), {{"dead_letter", name}});
  google::rpc::BadRequest faults;
  if (domain::FindDetail(refusal, &faults)) domain::AddDetail(faults, &status);
  return status;
}

// The payload without the secrets that its vendor sends in it.
std::string PayloadToKeep(const v1::IngestPayloadRequest& request) {
  const adapters::Adapter* adapter = adapters::FindAdapter(request.vendor());
  return adapters::WithoutSecrets(request.payload(), adapter->default_mapping().secrets);
}

}  // namespace

IntegrationService::IntegrationService(const Parts& parts)
    : Service("baton.v1.IntegrationService", parts) {
  Unary("IngestPayload", &IntegrationService::IngestPayload);
  Unary("ListDeadLetters", &IntegrationService::ListDeadLetters);
  Unary("ListDeliveries", &IntegrationService::ListDeliveries);
}

void IntegrationService::IngestPayload(const Call& call, const v1::IngestPayloadRequest& request,
                                       Reply<v1::IngestPayloadResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const adapters::Adapter* adapter = adapters::FindAdapter(request.vendor());
  if (adapter == nullptr) {
    reader.violations().Add(
        "vendor", absl::StrCat("is none of ", absl::StrJoin(adapters::VendorNames(), ", ")));
  }
  if (request.payload().empty()) reader.violations().Add("payload", "is missing");
  if (request.payload().size() > kMaxIngestBytes) {
    reader.violations().Add("payload", absl::StrCat("has more than ", kMaxIngestBytes, " bytes"));
  }
  if (!reader.status().ok()) return reply(reader.status());
  absl::StatusOr<std::vector<v1::Fact>> facts =
      adapter->Translate(request.payload(), adapter->default_mapping());
  if (!facts.ok()) return Bury(call, request, facts.status(), reply);
  MutateThen(
      call, "",
      [&request, facts = *std::move(facts), first = NewId(call)](store::Transaction& tx) {
        return ApplyPayload(tx, LetterName(tx.tenant(), request), request.vendor(), facts,
                            IdSequence(first));
      },
      reply,
      [this, &call, &request, reply](absl::StatusOr<v1::IngestPayloadResponse> result) {
        if (result.ok() || !IsPayloadsFault(result.status())) return reply(result);
        if (domain::ReasonOf(result.status()) == v1::ERROR_REASON_REQUEST_ID_REUSED) {
          return reply(result);
        }
        Bury(call, request, result.status(), reply);
      });
}

void IntegrationService::Bury(const Call& call, const v1::IngestPayloadRequest& request,
                              absl::Status refusal, Reply<v1::IngestPayloadResponse> reply) {
  v1::DeadLetter letter;
  letter.set_name(LetterName(call.tenant(), request));
  letter.set_vendor(request.vendor());
  letter.set_payload(PayloadToKeep(request));
  for (std::string& fault : FaultsOf(refusal)) letter.add_faults(std::move(fault));
  *letter.mutable_receive_time() = domain::ToTimestamp(call.now);
  letter.set_awaits(AwaitedBy(refusal));
  store::WriteOptions options = Options(call, "", reply);
  options.request_id.clear();  // only answers are remembered, and this call's is a refusal
  const absl::Status answer = WithDeadLetter(refusal, letter.name());
  store().Write(
      std::move(options),
      [letter = std::move(letter)](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(KeepLetter(tx, letter));
        return std::string();
      },
      [answer, reply](const absl::StatusOr<std::string>& kept) {
        reply(kept.ok() ? answer : kept.status());
      });
}

void IntegrationService::ListDeadLetters(const Call& call,
                                         const v1::ListDeadLettersRequest& request,
                                         Reply<v1::ListDeadLettersResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::DeadLetterList(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDeadLettersResponse> {
        v1::ListDeadLettersResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListDeadLetters(session, query, response.mutable_dead_letters()));
        return response;
      },
      reply);
}

void IntegrationService::ListDeliveries(const Call& call, const v1::ListDeliveriesRequest& request,
                                        Reply<v1::ListDeliveriesResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::DeliveryListSpec(), store::Scope());
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListDeliveriesResponse> {
        v1::ListDeliveriesResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::RunListQuery(session, store::DeliveryListSpec(), query,
                                [&response] { return response.add_deliveries(); }));
        return response;
      },
      reply);
}

}  // namespace baton::server
