// Deliveries: IntegrationService's call on what failed to leave.
#include <string>

#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/integration_service.h"
#include "server/request_reader.h"
#include "store/outbox.h"

namespace baton::server {
namespace {

absl::StatusOr<v1::Delivery> TryAgain(store::Transaction& tx, const std::string& id) {
  BATON_ASSIGN_OR_RETURN(const v1::Delivery before,
                         store::GetDelivery(tx.session(), tx.tenant(), id));
  if (before.state() == v1::DELIVERY_STATE_DELIVERED) {
    return domain::RefuseState(v1::ERROR_REASON_DELIVERY_STATE, before.name(),
                               "the delivery has left already", {{"state", "delivered"}});
  }
  v1::Delivery after = before;
  after.set_state(v1::DELIVERY_STATE_PENDING);
  *after.mutable_next_attempt_time() = domain::ToTimestamp(tx.now());
  // Its tries begin anew, or the first that fails would be the last.
  if (before.state() == v1::DELIVERY_STATE_FAILED) after.clear_attempt_count();
  BATON_RETURN_IF_ERROR(store::UpdateDelivery(tx, before, after));
  // That somebody asked for it is history; the tries themselves are not.
  tx.Changed(after.name(), &before, &after);
  return after;
}

}  // namespace

void IntegrationService::RetryDelivery(const Call& call, const v1::RetryDeliveryRequest& request,
                                       Reply<v1::RetryDeliveryResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "deliveries");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [id](store::Transaction& tx) -> absl::StatusOr<v1::RetryDeliveryResponse> {
        v1::RetryDeliveryResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_delivery(), TryAgain(tx, id));
        return response;
      },
      reply);
}

}  // namespace baton::server
