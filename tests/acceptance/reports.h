// The reports of ReportService, as a caller asks for them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "baton/v1/report_service.grpc.pb.h"
#include "tests/acceptance/revenue.h"

namespace baton::testing {

using PolicyStub = v1::PolicyService::Stub;
using ReportStub = v1::ReportService::Stub;

class Reports : public Revenue {
 protected:
  // The first instant of a quarter of 2026, UTC.
  static absl::Time QuarterStart(int quarter);

  absl::StatusOr<v1::SlaComplianceResponse> Compliance(const Client& who,
                                                       const std::string& period = "2026-Q1",
                                                       const std::string& ae = "",
                                                       const std::string& manager = "");
  absl::StatusOr<v1::SignalQualityResponse> Quality(const Client& who,
                                                    const std::string& period = "2026-Q1",
                                                    const std::string& csm = "");
  absl::StatusOr<v1::OpenLoopsResponse> Loops(const Client& who, const std::string& filter = "",
                                              const std::string& manager = "");
  absl::StatusOr<v1::HandoffImpactResponse> Impact(const Client& who,
                                                   const std::string& period = "2026-Q1");
  // A sheet with one rate from EUR to USD, in ten-thousandths.
  static v1::PutExchangeRatesRequest RateSheet(const std::string& date, int64_t rate);
  static absl::StatusOr<v1::ApproveExchangeRatesResponse> ApproveSheet(const Client& who,
                                                                       const std::string& sheet);
  // Puts such a sheet as camille and has remy approve it.
  void ApproveRate(const std::string& date, int64_t rate);

  // Asks for a report of the quarter that runs.
  template <class Req, class Res>
  absl::Status Ask(const Client& who,
                   grpc::Status (ReportStub::*method)(grpc::ClientContext*, const Req&, Res*)) {
    Req request;
    request.set_parent(Tenant());
    return who.Call(method, request).status();
  }

  // The whole file.
  absl::StatusOr<std::string> Csv(const Client& who, v1::ExportReportRequest request);

  // "4/6": a share's counts.
  static std::string Counts(const v1::Share& share);
  // "rosa 2: 1/2 0/1 1/1 0/1" for each AE: routed, then acknowledged, contacted, conversation and
  // closed loop.
  static std::vector<std::string> Lines(const v1::SlaComplianceResponse& report);
};

}  // namespace baton::testing
