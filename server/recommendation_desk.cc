#include "server/recommendation_desk.h"

#include "domain/documentation.h"
#include "domain/instant.h"
#include "domain/recommendation.h"
#include "domain/status_macros.h"
#include "server/booking_desk.h"
#include "server/documentation_desk.h"
#include "store/bookings.h"
#include "store/recommendations.h"

namespace baton::server {

absl::StatusOr<v1::RecommendAttributionResponse> RecommendAttribution(
    store::Transaction& tx, const v1::Attribution& attribution, const v1::Recommendation* outside) {
  if (outside != nullptr) {
    BATON_RETURN_IF_ERROR(domain::CheckOutside(*outside, attribution));
    v1::Recommendation kept = *outside;
    kept.clear_agrees();
    *kept.mutable_recommend_time() = domain::ToTimestamp(tx.now());
    BATON_RETURN_IF_ERROR(store::AddRecommendation(tx, attribution.name(), kept));
  }
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), attribution.booking()));
  BATON_ASSIGN_OR_RETURN(v1::Attribution read, ProposeAnew(tx, booking, attribution));
  *read.mutable_evidence() = attribution.evidence();
  *read.mutable_signatures() = attribution.signatures();
  BATON_ASSIGN_OR_RETURN(const DocumentationRecords records,
                         LoadDocumentation(tx.session(), tx.tenant(), booking));
  v1::RecommendAttributionResponse response;
  v1::Recommendation& own = *response.mutable_recommendation();
  own = domain::RecommendationFrom(read, domain::CheckDocumentation(read, records.Facts(booking)));
  *own.mutable_recommend_time() = domain::ToTimestamp(tx.now());
  own.set_agrees(domain::Agrees(own, attribution));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Recommendation> others,
                         OutsideRecommendations(tx.session(), tx.tenant(), attribution));
  response.mutable_outside()->Assign(others.begin(), others.end());
  return response;
}

absl::StatusOr<std::vector<v1::Recommendation>> OutsideRecommendations(
    store::Session& session, std::string_view tenant, const v1::Attribution& attribution) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Recommendation> all,
                         store::RecommendationsOf(session, tenant, attribution.name()));
  for (v1::Recommendation& one : all) one.set_agrees(domain::Agrees(one, attribution));
  return all;
}

}  // namespace baton::server
