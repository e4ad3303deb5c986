// The reports on attribution and growth as CSV files; see report_csv.h, whose rules these keep.
// Amounts stand in the report's currency, which is a column of each.
#pragma once

#include <vector>

#include "adapters/exporter.h"
#include "baton/v1/agreement_report.pb.h"
#include "baton/v1/attribution_report.pb.h"
#include "baton/v1/growth_report.pb.h"

namespace baton::adapters {

// A row for each quarter and segment, then the quarter's total.
std::vector<ExportChunk> RenderCsv(const v1::ArrByCategoryResponse& report);

// A row for each team.
std::vector<ExportChunk> RenderCsv(const v1::TeamCreditResponse& report);

// A row for each quarter, segment, CSM, lead and playbook; "View" says which.
std::vector<ExportChunk> RenderCsv(const v1::CsLedGrowthResponse& report);

// A row for the cohorts of high and of low engagement.
std::vector<ExportChunk> RenderCsv(const v1::EngagementCohortsResponse& report);

// A row for the company, each segment and each book; "View" says which.
std::vector<ExportChunk> RenderCsv(const v1::RetentionRatesResponse& report);

// A row for each treatment, then the total.
std::vector<ExportChunk> RenderCsv(const v1::ForecastResponse& report);
// A row for each recommender, then those for bookings with and without one from outside.
std::vector<ExportChunk> RenderCsv(const v1::RecommendationAgreementResponse& report);

}  // namespace baton::adapters
