// AttributionService: bookings and their attributions. Handlers parse and answer; the booking desk
// does the rest.
#pragma once

#include "baton/v1/attribution_service.pb.h"
#include "server/service.h"

namespace baton::server {

class AttributionService final : public Service {
 public:
  explicit AttributionService(const Parts& parts);

 private:
  void RecordBooking(const Call& call, const v1::RecordBookingRequest& request,
                     Reply<v1::RecordBookingResponse> reply);
  void GetBooking(const Call& call, const v1::GetBookingRequest& request,
                  Reply<v1::GetBookingResponse> reply);
  void ListBookings(const Call& call, const v1::ListBookingsRequest& request,
                    Reply<v1::ListBookingsResponse> reply);
  void GetAttribution(const Call& call, const v1::GetAttributionRequest& request,
                      Reply<v1::GetAttributionResponse> reply);
  void ListAttributions(const Call& call, const v1::ListAttributionsRequest& request,
                        Reply<v1::ListAttributionsResponse> reply);
  void SignAttribution(const Call& call, const v1::SignAttributionRequest& request,
                       Reply<v1::SignAttributionResponse> reply);
};

}  // namespace baton::server
