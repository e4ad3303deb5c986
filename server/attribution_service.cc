#include "server/attribution_service.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/attribution_visibility.h"
#include "server/booking_desk.h"
#include "server/credit_share_desk.h"
#include "server/documentation_desk.h"
#include "server/error_details.h"
#include "server/list_request.h"
#include "server/recommendation_desk.h"
#include "server/request_reader.h"
#include "server/signing_desk.h"
#include "store/attributions.h"
#include "store/bookings.h"

namespace baton::server {
namespace {

// What the server alone says of a booking.
void ClearOutputs(v1::Booking* booking) {
  booking->clear_voiding();
  booking->clear_reverses();
  booking->clear_corrected_by();
  booking->clear_churned_for();
}

// A booking is everybody's who has held a role on its account.
store::Scope BookingScope(const Call& call) { return VisibleAccounts(call); }

// An attribution is whose it names, and theirs who have a share of a role's credit alone (W-4).
store::Scope AttributionScope(const Call& call) {
  store::Scope scope = VisibleScope(call, {"ae_id", "csm_id", "save_csm_id"});
  if (scope.any_of.empty()) return scope;  // everything, or nothing
  scope.any_of.push_back(
      VisibleScopeBy(call, "attribution_id", "attribution_credit_shares", "person_id"));
  return scope;
}

constexpr int kMaxSignedAtOnce = 1'000;

// One of a batch, as SignAttribution would answer it.
absl::StatusOr<v1::Attribution> SignOne(const Call& call, store::Transaction& tx,
                                        const std::string& name,
                                        const v1::BatchSignAttributionsRequest& request) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", name, "attributions");
  BATON_RETURN_IF_ERROR(reader.status());
  return server::SignAttribution(tx, call, id, request.side(), request.health_waiver());
}

v1::SignResult ToResult(const absl::StatusOr<v1::Attribution>& signed_now,
                        std::string_view log_id) {
  v1::SignResult result;
  if (signed_now.ok()) {
    *result.mutable_attribution() = *signed_now;
  } else {
    *result.mutable_error() = ItemErrorOf(signed_now.status(), log_id);
  }
  return result;
}

}  // namespace

absl::Status CheckAttributionVisible(const Call& call, store::Session& session,
                                     std::string_view type, std::string_view name,
                                     const v1::Attribution& attribution) {
  std::vector<std::string> people = {attribution.ae(), attribution.csm(), attribution.save_csm()};
  for (const v1::CreditShare& share : attribution.credit_shares()) people.push_back(share.person());
  for (const v1::CreditShare& share : attribution.save_shares()) people.push_back(share.person());
  return CheckVisible(call, session, type, name, people, Deputies::kLeftOut);
}

absl::StatusOr<v1::Attribution> VisibleAttribution(const Call& call, store::Session& session,
                                                   std::string_view id) {
  BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                         store::GetAttribution(session, call.tenant(), id));
  BATON_RETURN_IF_ERROR(
      CheckAttributionVisible(call, session, "attribution", attribution.name(), attribution));
  return attribution;
}

AttributionService::AttributionService(const Parts& parts)
    : Service("baton.v1.AttributionService", parts) {
  Unary("RecordBooking", &AttributionService::RecordBooking);
  Unary("GetBooking", &AttributionService::GetBooking);
  Unary("ListBookings", &AttributionService::ListBookings);
  Unary("GetAttribution", &AttributionService::GetAttribution);
  Unary("ListAttributions", &AttributionService::ListAttributions);
  Unary("SignAttribution", &AttributionService::SignAttribution);
  Unary("BatchSignAttributions", &AttributionService::BatchSignAttributions);
  Unary("AttachEvidence", &AttributionService::AttachEvidence);
  Unary("RecommendAttribution", &AttributionService::RecommendAttribution);
  Unary("VoidBooking", &AttributionService::VoidBooking);
  Unary("ApproveBookingVoid", &AttributionService::ApproveBookingVoid);
  Unary("RecordChurn", &AttributionService::RecordChurn);
  Unary("OpenDispute", &AttributionService::OpenDispute);
  Unary("ReviewDispute", &AttributionService::ReviewDispute);
  Unary("GetDispute", &AttributionService::GetDispute);
  Unary("ListDisputes", &AttributionService::ListDisputes);
  Unary("OpenDealDeskTicket", &AttributionService::OpenDealDeskTicket);
  Unary("RuleDealDeskTicket", &AttributionService::RuleDealDeskTicket);
  Unary("ListDealDeskTickets", &AttributionService::ListDealDeskTickets);
  Unary("AuditQuarter", &AttributionService::AuditQuarter);
  Unary("ListAuditItems", &AttributionService::ListAuditItems);
  Unary("RecordAuditFinding", &AttributionService::RecordAuditFinding);
}

void AttributionService::RecordBooking(const Call& call, const v1::RecordBookingRequest& request,
                                       Reply<v1::RecordBookingResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  const v1::Booking& stated = request.booking();
  const std::string account = reader.Id("booking.account", stated.account(), "accounts");
  reader.OptionalId("booking.opportunity", stated.opportunity(), "opportunities");
  reader.OptionalId("booking.closed_by", stated.closed_by(), "people");
  reader.OptionalId("booking.corrects", stated.corrects(), "bookings");
  if (!reader.status().ok()) return reply(reader.status());
  const std::string name = domain::ResourceName(call.tenant(), "bookings", NewId(call));
  const std::string attribution = domain::ResourceName(call.tenant(), "attributions", NewId(call));
  Mutate(
      call, account,
      [&stated, name, attribution](store::Transaction& tx) {
        v1::Booking booking = stated;
        booking.set_name(name);
        ClearOutputs(&booking);
        booking.set_kind(v1::BOOKING_KIND_DEAL);
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
        BATON_ASSIGN_OR_RETURN(v1::Attribution attribution, VisibleAttribution(call, session, id));
        BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                               WithDocumentation(session, call.tenant(), std::move(attribution)));
        BATON_ASSIGN_OR_RETURN(const std::vector<v1::AttributionReading> readings,
                               store::ReadingsOf(session, call.tenant(), id));
        response.mutable_earlier_readings()->Assign(readings.begin(), readings.end());
        BATON_ASSIGN_OR_RETURN(
            const std::vector<v1::Recommendation> outside,
            OutsideRecommendations(session, call.tenant(), response.attribution()));
        response.mutable_outside_recommendations()->Assign(outside.begin(), outside.end());
        return response;
      },
      reply);
}

void AttributionService::ListAttributions(const Call& call,
                                          const v1::ListAttributionsRequest& request,
                                          Reply<v1::ListAttributionsResponse> reply) {
  const absl::StatusOr<store::ListQuery> query =
      ParseList(call, request, store::AttributionList(), AttributionScope(call));
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
        BATON_ASSIGN_OR_RETURN(
            *response.mutable_attribution(),
            server::SignAttribution(tx, call, id, request.side(), request.health_waiver()));
        return response;
      },
      reply);
}

void AttributionService::BatchSignAttributions(const Call& call,
                                               const v1::BatchSignAttributionsRequest& request,
                                               Reply<v1::BatchSignAttributionsResponse> reply) {
  RequestReader reader(call);
  reader.Parent(request.parent());
  if (request.names().empty()) reader.violations().Add("names", "is missing");
  if (request.names_size() > kMaxSignedAtOnce) {
    reader.violations().Add("names", absl::StrCat("has more than ", kMaxSignedAtOnce));
  }
  const std::set<std::string> names(request.names().begin(), request.names().end());
  if (static_cast<int>(names.size()) < request.names_size()) {
    reader.violations().Add("names", "has one twice");
  }
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, "",
      [&call,
       &request](store::Transaction& tx) -> absl::StatusOr<v1::BatchSignAttributionsResponse> {
        v1::BatchSignAttributionsResponse response;
        for (const std::string& name : request.names()) {
          const auto signed_now = SignOne(call, tx, name, request);
          if (!signed_now.ok() && IsFault(signed_now.status())) return signed_now.status();
          *response.add_results() = ToResult(signed_now, call.log_id);
        }
        return response;
      },
      reply);
}

void AttributionService::AttachEvidence(const Call& call, const v1::AttachEvidenceRequest& request,
                                        Reply<v1::AttachEvidenceResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "attributions");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, &request, id](store::Transaction& tx) -> absl::StatusOr<v1::AttachEvidenceResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Attribution before,
                               VisibleAttribution(call, tx.session(), id));
        v1::AttachEvidenceResponse response;
        BATON_ASSIGN_OR_RETURN(*response.mutable_attribution(),
                               server::AttachEvidence(tx, call, before, request.evidence()));
        return response;
      },
      reply);
}

void AttributionService::RecommendAttribution(const Call& call,
                                              const v1::RecommendAttributionRequest& request,
                                              Reply<v1::RecommendAttributionResponse> reply) {
  RequestReader reader(call);
  const std::string id = reader.Id("name", request.name(), "attributions");
  if (!reader.status().ok()) return reply(reader.status());
  Mutate(
      call, id,
      [&call, &request,
       id](store::Transaction& tx) -> absl::StatusOr<v1::RecommendAttributionResponse> {
        BATON_ASSIGN_OR_RETURN(const v1::Attribution attribution,
                               VisibleAttribution(call, tx.session(), id));
        return server::RecommendAttribution(tx, attribution,
                                            request.has_outside() ? &request.outside() : nullptr);
      },
      reply);
}

}  // namespace baton::server
