#include "tools/cli/report_output.h"

#include <ostream>

namespace baton::cli {

void DeclareOutput(Options& options, OutputForm& form) {
  form = "table";
  options.Add("--output", form, "How to print it: table, csv, or json")
      .OneOf({"table", "csv", "json"})
      .ShowDefault();
}

void DeclareQuarter(Options& options, std::string& quarter) {
  options.Add("--quarter", quarter, "Fiscal quarter, as 2027-Q1; default: the current one");
}

absl::Status PrintCsv(const v1::ExportReportRequest& request, Session& session) {
  int64_t rows = 0;
  BATON_RETURN_IF_ERROR(session.client().Stream(&v1::ReportService::Stub::ExportReport, request,
                                                [&](const v1::ExportReportResponse& response) {
                                                  rows += response.row_count();
                                                  session.out() << response.chunk();
                                                  return absl::OkStatus();
                                                }));
  session.notes() << rows << " rows\n";
  return absl::OkStatus();
}

}  // namespace baton::cli
