// What the field reports, shown beside our own figures as data with its source (G-7). Never an
// input of a figure.
#pragma once

#include <vector>

#include "baton/v1/report_common.pb.h"

namespace baton::domain {

// Beside retention rates: NRR, and what ownership and the protocol do for it.
std::vector<v1::Benchmark> RetentionBenchmarks();
// Beside engagement cohorts.
std::vector<v1::Benchmark> EngagementBenchmarks();
// Beside CS-led growth: the quartiles of G-3, what the CS team costs and brings.
std::vector<v1::Benchmark> GrowthBenchmarks();

}  // namespace baton::domain
