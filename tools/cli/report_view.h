// Reports for the people who read them at a glance (H-13, H-14, H-11).
#pragma once

#include <string>
#include <vector>

#include "baton/v1/report_service.pb.h"
#include "tools/cli/session.h"

namespace baton::cli {

// A line for each AE with REVIEW in words where one is due and why under it, the sums, and the
// shares per urgency and per size band, AE by AE.
std::string ComplianceReport(const v1::SlaComplianceResponse& report, const View& view);

// A line for each CSM; what is above the limit of signals taken back stands in words.
std::string QualityReport(const v1::SignalQualityResponse& report, const View& view);

// A line for each signal with its holder, age, last step and what comes next.
std::string LoopTable(const std::vector<v1::OpenLoop>& loops, const View& view);

// Our own figures between those that the sources expect without and with a protocol.
std::string ImpactReport(const v1::HandoffImpactResponse& report, const View& view);

}  // namespace baton::cli
