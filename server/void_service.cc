// Bookings that end or were wrong: AttributionService's calls.
#include <string>
#include <utility>

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/attribution_service.h"
#include "server/booking_desk.h"
#include "server/request_reader.h"
#include "server/void_desk.h"

namespace baton::server {

void AttributionService::VoidBooking(const Call& call, const v1::VoidBookingRequest& request,
                                     Reply<v1::VoidBookingResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "bookings");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::VoidBookingResponse> {
        v1::VoidBookingResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_booking(),
                               server::VoidBooking(tx, call, id, request.reason()));
        return response;
      },
      reply);
}

void AttributionService::ApproveBookingVoid(const Call& call,
                                            const v1::ApproveBookingVoidRequest& request,
                                            Reply<v1::ApproveBookingVoidResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "bookings");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string reversal = domain::ResourceName(call.tenant(), "bookings", NewId(call));
  const std::string attribution = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, id,
      [=, &call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::ApproveBookingVoidResponse> {
        v1::ApproveBookingVoidResponse response;
        BATON_ASSIGN_OR_RETURN(response,
                               server::ApproveBookingVoid(tx, call, id, reversal, attribution));
        return response;
      },
      reply);
}

void AttributionService::RecordChurn(const Call& call, const v1::RecordChurnRequest& request,
                                     Reply<v1::RecordChurnResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const std::string account = reader.Id("account", request.account(), "accounts");
  const absl::Time left =
      reader.Time("churn_time", request.has_churn_time(), request.churn_time(), call.now);
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "bookings", NewId(call));
  const std::string attribution = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, account,
      [=, &call, &request](store::Transaction& tx) -> absl::StatusOr<v1::RecordChurnResponse> {
        v1::RecordChurnResponse response;
        v1::Booking churn;
        churn.set_name(name);
        churn.set_account(request.account());
        *churn.mutable_booked_time() = domain::ToTimestamp(left);
        *churn.mutable_source() = request.source();
        if (churn.source().system().empty()) churn.mutable_source()->set_system("api");
        BATON_ASSIGN_OR_RETURN(v1::RecordBookingResponse recorded,
                               server::RecordChurn(tx, std::move(churn), attribution));
        response.set_already_recorded(recorded.already_recorded());
        *response.mutable_booking() = std::move(*recorded.mutable_booking());
        *response.mutable_attribution() = std::move(*recorded.mutable_attribution());
        return response;
      },
      reply);
}

}  // namespace baton::server
