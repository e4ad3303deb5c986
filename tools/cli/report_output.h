// How a report is printed: for people, as JSON, or as the CSV that the server makes of it.
#pragma once

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/json.h"
#include "tools/cli/option.h"
#include "tools/cli/session.h"

namespace baton::cli {

// "table", "csv" or "json".
using OutputForm = std::string;

// Declares --output.
void DeclareOutput(Options& options, OutputForm& form);

// Declares --quarter.
void DeclareQuarter(Options& options, std::string& quarter);

// Prints the CSV of ExportReport.
absl::Status PrintCsv(const v1::ExportReportRequest& request, Session& session);

// Whether JSON was asked for, by --output or --json.
inline bool AsksForJson(const OutputForm& form, const Session& session) {
  return form == "json" || (form == "table" && session.json());
}

// Asks for the report that `field` of an export stands for, and prints it. `render` makes a text of
// the answer.
template <typename Request, typename Response, typename Render>
absl::Status PrintReport(grpc::Status (v1::ReportService::Stub::*method)(grpc::ClientContext*,
                                                                         const Request&, Response*),
                         void (v1::ExportReportRequest::*field)(Request*), Request request,
                         const OutputForm& form, Session& session, Render render) {
  request.set_parent(session.tenant());
  if (form == "csv") {
    v1::ExportReportRequest csv;
    csv.set_parent(session.tenant());
    (csv.*field)(new Request(std::move(request)));
    return PrintCsv(csv, session);
  }
  BATON_ASSIGN_OR_RETURN(const Response response, session.Call(method, std::move(request)));
  session.out() << (AsksForJson(form, session) ? JsonDocument(response) : render(response));
  return absl::OkStatus();
}

}  // namespace baton::cli
