#include "domain/benchmark.h"

namespace baton::domain {
namespace {

struct Row {
  const char* id;
  const char* text;
  int64_t low;
  int64_t high;
  const char* unit;
  const char* source;
};

constexpr char kShare[] = "bp";
constexpr char kPoints[] = "points_bp";
constexpr char kTimes[] = "times_bp";

constexpr Row kRetention[] = {
    {"nrr_high_growth", "NRR of high-growth companies", 12'000, 12'000, kShare,
     "OpenView Partners, SaaS benchmarks"},
    {"nrr_three_pools", "NRR where CSMs are paid by three pools", 11'700, 11'700, kShare,
     "Pavilion, 2027 CS Compensation Benchmark"},
    {"nrr_grr_only", "NRR where CSMs are paid by GRR alone", 10'800, 10'800, kShare,
     "Pavilion, 2027 CS Compensation Benchmark"},
    {"nrr_expansion_only", "NRR where CSMs are paid by expansion alone", 10'900, 10'900, kShare,
     "Pavilion, 2027 CS Compensation Benchmark"},
    {"nrr_banded", "NRR under banded ownership", 12'200, 12'200, kShare,
     "Bridge Group, 2027 CS Metrics Report"},
    {"nrr_free_for_all", "NRR under free-for-all coverage", 11'100, 11'100, kShare,
     "Bridge Group, 2027 CS Metrics Report"},
    {"intervention_churn", "Less churn at risk with an intervention within 7 days", 1'800, 1'800,
     kShare, "Gainsight 2027"},
    {"handoff_expansion", "Expansion per account with a handoff protocol", 23'000, 23'000, kTimes,
     "Gainsight, 2024 CS Industry Benchmark Report"},
};

constexpr Row kEngagement[] = {
    {"engagement_nrr", "NRR of high-engagement cohorts above the others", 900, 1'400, kPoints,
     "Pavilion, 2027 Customer Success Operator Index"},
};

constexpr Row kGrowth[] = {
    {"cs_led_bottom_quartile", "CS-led growth, bottom quartile", 800, 1'200, kShare,
     "Pavilion, 2027 Customer Success Operator Index"},
    {"cs_led_median", "CS-led growth, median", 1'800, 2'400, kShare,
     "Pavilion, 2027 Customer Success Operator Index"},
    {"cs_led_top_quartile", "CS-led growth, top quartile, and above", 3'200, 3'200, kShare,
     "Pavilion, 2027 Customer Success Operator Index"},
    {"cs_roi", "Revenue for each unit of CS cost", 40'000, 70'000, kTimes,
     "Pavilion, 2027 Customer Success Operator Index"},
    {"cs_comp", "CS compensation of ARR", 600, 900, kShare,
     "Pavilion, 2027 CS Compensation Benchmark"},
    {"ai_review_time", "Less review time with assistance", 4'000, 7'000, kShare,
     "Gainsight and Catalyst, 2027"},
};

template <size_t n>
std::vector<v1::Benchmark> Benchmarks(const Row (&rows)[n]) {
  std::vector<v1::Benchmark> benchmarks;
  for (const Row& row : rows) {
    v1::Benchmark& benchmark = benchmarks.emplace_back();
    benchmark.set_id(row.id);
    benchmark.set_text(row.text);
    benchmark.set_low(row.low);
    benchmark.set_high(row.high);
    benchmark.set_unit(row.unit);
    benchmark.set_source(row.source);
  }
  return benchmarks;
}

}  // namespace

std::vector<v1::Benchmark> RetentionBenchmarks() { return Benchmarks(kRetention); }

std::vector<v1::Benchmark> EngagementBenchmarks() { return Benchmarks(kEngagement); }

std::vector<v1::Benchmark> GrowthBenchmarks() { return Benchmarks(kGrowth); }

}  // namespace baton::domain
