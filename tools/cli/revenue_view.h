// The reports on attribution and growth for the people who read them at a glance (A-5, A-10, T-8,
// G-2 to G-7).
#pragma once

#include <string>

#include "baton/v1/agreement_report.pb.h"
#include "baton/v1/attribution_report.pb.h"
#include "baton/v1/growth_report.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// A line for each quarter and segment with growth and defence, and each quarter's total.
std::string CategoryReport(const v1::ArrByCategoryResponse& report, const View& view);

// A line for each team, and what other models would have shown.
std::string TeamReport(const v1::TeamCreditResponse& report, const View& view);

// The quarters, segments, CSMs, leads, playbooks and what the team costs.
std::string GrowthReport(const v1::CsLedGrowthResponse& report, const View& view);

// Both cohorts side by side.
std::string CohortReport(const v1::EngagementCohortsResponse& report, const View& view);

// A line for the company, each segment and each book.
std::string RetentionReport(const v1::RetentionRatesResponse& report, const View& view);

// A line for each treatment.
std::string ForecastReport(const v1::ForecastResponse& report, const View& view);

// A line for each recommender, and how long decisions took.
std::string AgreementText(const v1::RecommendationAgreementResponse& report, const View& view);

// The quarter's page for the board: the sentence, the ratio among the benchmarks, the trend as a
// small plot.
std::string BoardPage(const v1::CsLedGrowthResponse& report, const View& view);

// "24.5%", or "-" for a share of nothing.
std::string PercentText(const v1::Share& share);
// "above median".
std::string BandText(v1::GrowthBand band);
// "12 to 18%", "4.0 to 7.0 times".
std::string BenchmarkText(const v1::Benchmark& benchmark);

}  // namespace baton::cli
