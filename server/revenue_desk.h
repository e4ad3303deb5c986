// The revenue desk: the reports on attribution and growth (A-5, A-10, T-8, G-2 to G-7). As the
// report desk: the calls of ReportService and its exports both come through here.
#pragma once

#include "absl/status/statusor.h"
#include "baton/v1/agreement_report.pb.h"
#include "baton/v1/attribution_report.pb.h"
#include "baton/v1/growth_report.pb.h"
#include "server/call.h"
#include "server/request_reader.h"
#include "store/sql.h"

namespace baton::server {

// Notes every fault of a request, apart from its parent, under its field; nothing is read.
void CheckReport(const v1::ArrByCategoryRequest& request, RequestReader* reader);
void CheckReport(const v1::TeamCreditRequest& request, RequestReader* reader);
void CheckReport(const v1::CsLedGrowthRequest& request, RequestReader* reader);
void CheckReport(const v1::EngagementCohortsRequest& request, RequestReader* reader);
void CheckReport(const v1::RetentionRatesRequest& request, RequestReader* reader);
void CheckReport(const v1::ForecastRequest& request, RequestReader* reader);
void CheckReport(const v1::RecommendationAgreementRequest& request, RequestReader* reader);

// A-10, of a checked request.
absl::StatusOr<v1::ArrByCategoryResponse> Report(const Call& call, store::Session& session,
                                                 const v1::ArrByCategoryRequest& request);
// T-8.
absl::StatusOr<v1::TeamCreditResponse> Report(const Call& call, store::Session& session,
                                              const v1::TeamCreditRequest& request);
// G-2 to G-5.
absl::StatusOr<v1::CsLedGrowthResponse> Report(const Call& call, store::Session& session,
                                               const v1::CsLedGrowthRequest& request);
// G-4.
absl::StatusOr<v1::EngagementCohortsResponse> Report(const Call& call, store::Session& session,
                                                     const v1::EngagementCohortsRequest& request);
// G-6.
absl::StatusOr<v1::RetentionRatesResponse> Report(const Call& call, store::Session& session,
                                                  const v1::RetentionRatesRequest& request);
//
absl::StatusOr<v1::ForecastResponse> Report(const Call& call, store::Session& session,
                                            const v1::ForecastRequest& request);
//
absl::StatusOr<v1::RecommendationAgreementResponse> Report(
    const Call& call, store::Session& session, const v1::RecommendationAgreementRequest& request);

}  // namespace baton::server
