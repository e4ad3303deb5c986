// Dead letters: IntegrationService's call that tries one again.
#include <string>

#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/integration_service.h"
#include "server/letter_desk.h"
#include "server/request_reader.h"
#include "store/dead_letters.h"

namespace baton::server {

void IntegrationService::RetryDeadLetter(const Call& call,
                                         const v1::RetryDeadLetterRequest& request,
                                         Reply<v1::RetryDeadLetterResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "deadLetters");
  if (!reader.status().ok()) return reply(reader.status());
  MutateThen(
      call, "",
      [id](store::Transaction& tx) -> absl::StatusOr<v1::RetryDeadLetterResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::DeadLetter letter,
                               store::GetDeadLetter(tx.session(), tx.tenant(), id));
        auto applied = ApplyLetter(tx, letter);
        if (!applied.ok()) return WithDeadLetter(applied.status(), letter.name());
        v1::RetryDeadLetterResponse response;
        response.mutable_facts()->Swap(applied->mutable_facts());
        return response;
      },
      reply,
      [this, &call, id, reply](const absl::StatusOr<v1::RetryDeadLetterResponse>& result) {
        if (result.ok() || !IsPayloadsFault(result.status()) ||
            domain::ReasonOf(result.status()) == v1::ERROR_REASON_REQUEST_ID_REUSED) {
          return reply(result);
        }
        KeepRefusal(call, id, result.status(), reply);
      });
}

void IntegrationService::KeepRefusal(const Call& call, const std::string& id,
                                     const absl::Status& refusal,
                                     Reply<v1::RetryDeadLetterResponse> reply) {
  store::WriteOptions options = Options(call, "", reply);
  options.request_id.clear();  // only answers are remembered, and this call's is a refusal
  options.fingerprint.clear();
  store().Write(
      std::move(options),
      [id, refusal](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(LetterRefused(tx, id, refusal));
        return std::string();
      },
      [refusal, reply](const absl::StatusOr<std::string>& kept) {
        reply(kept.ok() ? refusal : kept.status());
      });
}

}  // namespace baton::server
