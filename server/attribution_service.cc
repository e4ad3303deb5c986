#include "server/attribution_service.h"

#include <string>
#include <utility>

#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/booking_desk.h"
#include "server/list_request.h"
#include "server/request_reader.h"
#include "store/attributions.h"
#include "store/bookings.h"

namespace baton::server {
namespace {

// A booking is everybody's who has held a role on its account.
store::Scope BookingScope(const Call& call) { return VisibleAccounts(call); }

absl::Status CheckAttributionVisible(const Call& call, store::Session& session,
                                     std::string_view type, std::string_view name,
                                     const v1::Attribution& attribution) {
  return CheckVisible(call, session, type, name,
                      {attribution.ae(), attribution.csm(), attribution.save_csm()},
                      Deputies::kLeftOut);
}

}  // namespace

AttributionService::AttributionService(const Parts& parts)
    : Service("baton.v1.AttributionService", parts) {
  Unary("RecordBooking", &AttributionService::RecordBooking);
  Unary("GetBooking", &AttributionService::GetBooking);
  Unary("ListBookings", &AttributionService::ListBookings);
  Unary("GetAttribution", &AttributionService::GetAttribution);
  Unary("ListAttributions", &AttributionService::ListAttributions);
  Unary("SignAttribution", &AttributionService::SignAttribution);
}

void AttributionService::RecordBooking(const Call& call, const v1::RecordBookingRequest& request,
                                       Reply<v1::RecordBookingResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const v1::Booking& stated = request.booking();
  const std::string account = reader.Id("booking.account", stated.account(), "accounts");
  reader.OptionalId("booking.opportunity", stated.opportunity(), "opportunities");
  reader.OptionalId("booking.closed_by", stated.closed_by(), "people");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "bookings", NewId(call));
  const std::string attribution = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, account,
      [&stated, name, attribution](store::Transaction& tx) {
        v1::Booking booking = stated;
        booking.set_name(name);
        if (booking.source().system().empty()) booking.mutable_source()->set_system("api");
        return server::RecordBooking(tx, std::move(booking), attribution);
      },
      reply);
}

void AttributionService::GetBooking(const Call& call, const v1::GetBookingRequest& request,
                                    Reply<v1::GetBookingResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "bookings");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetBookingResponse> {
        v1::GetBookingResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_booking(),
                               store::GetBooking(session, call.tenant(), id));
        const v1::Booking& booking = response.booking();
        BATON_ASSIGN_OR_RETURN(
            const v1::Attribution attribution,
            store::GetAttribution(session, call.tenant(), booking.attribution()));
        BATON_RETURN_IF_ERROR(
            CheckAttributionVisible(call, session, "booking", booking.name(), attribution));
        return response;
      },
      reply);
}

void AttributionService::ListBookings(const Call& call, const v1::ListBookingsRequest& request,
                                      Reply<v1::ListBookingsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::BookingList(), BookingScope(call));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListBookingsResponse> {
        v1::ListBookingsResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                               store::ListBookings(session, query, response.mutable_bookings()));
        return response;
      },
      reply);
}

void AttributionService::GetAttribution(const Call& call, const v1::GetAttributionRequest& request,
                                        Reply<v1::GetAttributionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "attributions");
  if (!reader.status().ok()) return reply(reader.status());
  Query(
      call,
      [&call, id](store::Session& session) -> absl::StatusOr<v1::GetAttributionResponse> {
        v1::GetAttributionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                               store::GetAttribution(session, call.tenant(), id));
        const v1::Attribution& attribution = response.attribution();
        BATON_RETURN_IF_ERROR(
            CheckAttributionVisible(call, session, "attribution", attribution.name(), attribution));
        return response;
      },
      reply);
}

void AttributionService::ListAttributions(const Call& call,
                                          const v1::ListAttributionsRequest& request,
                                          Reply<v1::ListAttributionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::AttributionList(),
                VisibleScope(call, {"ae_id", "csm_id", "save_csm_id"}));
  if (!query.ok()) return reply(query.status());
  Query(
      call,
      [query = *query](store::Session& session) -> absl::StatusOr<v1::ListAttributionsResponse> {
        v1::ListAttributionsResponse response;
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_next_page_token(),
            store::ListAttributions(session, query, response.mutable_attributions()));
        return response;
      },
      reply);
}

void AttributionService::SignAttribution(const Call& call,
                                         const v1::SignAttributionRequest& request,
                                         Reply<v1::SignAttributionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "attributions");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, &request, id](store::Transaction& tx) -> absl::StatusOr<v1::SignAttributionResponse> {
        v1::SignAttributionResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                               server::SignAttribution(tx, call, id, request.side()));
        return response;
      },
      reply);
}

}  // namespace baton::server
