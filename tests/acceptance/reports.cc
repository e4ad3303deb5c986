#include "tests/acceptance/reports.h"

#include "absl/strings/str_cat.h"
#include "domain/resource_name.h"

namespace baton::testing {

absl::Time Reports::QuarterStart(int quarter) {
  return absl::FromCivil(absl::CivilMonth(2026, 3 * quarter - 2), absl::UTCTimeZone());
}

absl::StatusOr<v1::SlaComplianceResponse> Reports::Compliance(const Client& who,
                                                              const std::string& period,
                                                              const std::string& ae,
                                                              const std::string& manager) {
  v1::SlaComplianceRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  if (!ae.empty()) request.set_ae(Person(ae));
  if (!manager.empty()) request.set_manager(Person(manager));
  return who.Call(&ReportStub::SlaCompliance, request);
}

absl::StatusOr<v1::SignalQualityResponse> Reports::Quality(const Client& who,
                                                           const std::string& period,
                                                           const std::string& csm) {
  v1::SignalQualityRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  if (!csm.empty()) request.set_csm(Person(csm));
  return who.Call(&ReportStub::SignalQuality, request);
}

absl::StatusOr<v1::OpenLoopsResponse> Reports::Loops(const Client& who, const std::string& filter,
                                                     const std::string& manager) {
  v1::OpenLoopsRequest request;
  request.set_parent(Tenant());
  request.set_filter(filter);
  if (!manager.empty()) request.set_manager(Person(manager));
  return who.Call(&ReportStub::OpenLoops, request);
}

absl::StatusOr<v1::HandoffImpactResponse> Reports::Impact(const Client& who,
                                                          const std::string& period) {
  v1::HandoffImpactRequest request;
  request.set_parent(Tenant());
  request.set_period(period);
  return who.Call(&ReportStub::HandoffImpact, request);
}

v1::PutExchangeRatesRequest Reports::RateSheet(const std::string& date, int64_t rate) {
  v1::PutExchangeRatesRequest request;
  request.set_parent(Tenant());
  request.mutable_sheet()->set_origin("ECB reference rates");
  v1::ExchangeRate& of_day = *request.mutable_sheet()->add_rates();
  of_day.set_from_currency("EUR");
  of_day.set_to_currency("USD");
  of_day.set_date(date);
  of_day.set_rate(rate);
  of_day.set_scale(4);
  return request;
}

absl::StatusOr<v1::ApproveExchangeRatesResponse> Reports::ApproveSheet(const Client& who,
                                                                       const std::string& sheet) {
  v1::ApproveExchangeRatesRequest request;
  request.set_name(sheet);
  return who.Call(&PolicyStub::ApproveExchangeRates, request);
}

void Reports::ApproveRate(const std::string& date, int64_t rate) {
  const auto put = camille().Call(&PolicyStub::PutExchangeRates, RateSheet(date, rate));
  ASSERT_THAT(put, IsOk());
  ASSERT_THAT(ApproveSheet(remy(), put->sheet().name()), IsOk());
}

absl::StatusOr<std::string> Reports::Csv(const Client& who, v1::ExportReportRequest request) {
  request.set_parent(Tenant());
  auto reader = who.Stream(&ReportStub::ExportReport, request);
  std::string file;
  while (const auto message = reader.Next()) file += message->chunk();
  const absl::Status status = reader.Finish();
  if (!status.ok()) return status;
  return file;
}

std::string Reports::Counts(const v1::Share& share) {
  return absl::StrCat(share.numerator(), "/", share.denominator());
}

std::vector<std::string> Reports::Lines(const v1::SlaComplianceResponse& report) {
  std::vector<std::string> lines;
  for (const v1::AeCompliance& ae : report.aes()) {
    const v1::ComplianceFigures& figures = ae.figures();
    lines.push_back(
        absl::StrCat(std::string(domain::ShortName(ae.ae())), " ", figures.routed_signals(), ": ",
                     Counts(figures.acknowledged()), " ", Counts(figures.contacted()), " ",
                     Counts(figures.conversation()), " ", Counts(figures.closed_loop())));
  }
  return lines;
}

}  // namespace baton::testing
