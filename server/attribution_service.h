// AttributionService: bookings, their attributions, and what becomes of them. Handlers parse and
// answer; the desks do the rest.
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
  void BatchSignAttributions(const Call& call, const v1::BatchSignAttributionsRequest& request,
                             Reply<v1::BatchSignAttributionsResponse> reply);
  void AttachEvidence(const Call& call, const v1::AttachEvidenceRequest& request,
                      Reply<v1::AttachEvidenceResponse> reply);
  void RecommendAttribution(const Call& call, const v1::RecommendAttributionRequest& request,
                            Reply<v1::RecommendAttributionResponse> reply);
  void VoidBooking(const Call& call, const v1::VoidBookingRequest& request,
                   Reply<v1::VoidBookingResponse> reply);
  void ApproveBookingVoid(const Call& call, const v1::ApproveBookingVoidRequest& request,
                          Reply<v1::ApproveBookingVoidResponse> reply);
  void RecordChurn(const Call& call, const v1::RecordChurnRequest& request,
                   Reply<v1::RecordChurnResponse> reply);
  void OpenDispute(const Call& call, const v1::OpenDisputeRequest& request,
                   Reply<v1::OpenDisputeResponse> reply);
  void ReviewDispute(const Call& call, const v1::ReviewDisputeRequest& request,
                     Reply<v1::ReviewDisputeResponse> reply);
  void GetDispute(const Call& call, const v1::GetDisputeRequest& request,
                  Reply<v1::GetDisputeResponse> reply);
  void ListDisputes(const Call& call, const v1::ListDisputesRequest& request,
                    Reply<v1::ListDisputesResponse> reply);
  void OpenDealDeskTicket(const Call& call, const v1::OpenDealDeskTicketRequest& request,
                          Reply<v1::OpenDealDeskTicketResponse> reply);
  void RuleDealDeskTicket(const Call& call, const v1::RuleDealDeskTicketRequest& request,
                          Reply<v1::RuleDealDeskTicketResponse> reply);
  void ListDealDeskTickets(const Call& call, const v1::ListDealDeskTicketsRequest& request,
                           Reply<v1::ListDealDeskTicketsResponse> reply);
  void AuditQuarter(const Call& call, const v1::AuditQuarterRequest& request,
                    Reply<v1::AuditQuarterResponse> reply);
  void ListAuditItems(const Call& call, const v1::ListAuditItemsRequest& request,
                      Reply<v1::ListAuditItemsResponse> reply);
  void RecordAuditFinding(const Call& call, const v1::RecordAuditFindingRequest& request,
                          Reply<v1::RecordAuditFindingResponse> reply);
};

}  // namespace baton::server
