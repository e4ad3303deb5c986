#include "tools/cli/amortisation_report_command.h"

#include <string>

#include "baton/v1/report_service.grpc.pb.h"
#include "tools/cli/amortisation_view.h"
#include "tools/cli/option.h"
#include "tools/cli/report_output.h"

namespace baton::cli {
namespace {

// The largest page that the API gives.
constexpr int kPage = 1'000;

struct AmortisationFlags {
  std::string from;
  std::string to;
  int expansion_months = 0;
  int renewal_months = 0;
  bool spread_short = false;
  bool schedule = false;
  OutputForm output;
};

void DeclareAmortisation(Options& options, AmortisationFlags& flags) {
  options.Add("--from", flags.from, "The first quarter, as 2027-Q1; default the first published");
  options.Add("--to", flags.to,
              "The last; default the last published. A later one shows how what is published runs "
              "off");
  options
      .Add("--expansion-months", flags.expansion_months,
           "Months over which net-new expansion and cross-sell are spread; default 60")
      .AtLeastOne();
  options
      .Add("--renewal-months", flags.renewal_months,
           "The same for renewal uplift, saves and clean renewals; default 12")
      .AtLeastOne();
  options.AddFlag(
      "--spread-short", flags.spread_short,
      "Spread what is worth 12 months or less too, which is expensed at once otherwise");
  options.AddFlag("--schedule", flags.schedule, "Show the schedule, line by line");
  DeclareOutput(options, flags.output);
}

absl::Status RunAmortisation(const AmortisationFlags& flags, Session& session) {
  v1::CompAmortisationRequest request;
  request.set_from_period(flags.from);
  request.set_to_period(flags.to);
  request.set_expansion_months(flags.expansion_months);
  request.set_renewal_months(flags.renewal_months);
  if (flags.spread_short) request.set_expense_short(false);
  request.set_page_size(kPage);
  request.set_table(flags.schedule ? v1::AMORTISATION_TABLE_SCHEDULE
                                   : v1::AMORTISATION_TABLE_ROLL_FORWARD);
  return PrintReport(&v1::ReportService::Stub::CompAmortisation,
                     &v1::ExportReportRequest::set_allocated_comp_amortisation, request,
                     flags.output, session, [&](const v1::CompAmortisationResponse& report) {
                       return flags.schedule ? AmortisationSchedule(report, session.view())
                                             : AmortisationReport(report, session.view());
                     });
}

}  // namespace

void AddAmortisationReport(const CommandGroup& report) {
  report.Add("amortisation",
             "Show what obtaining contracts cost, capitalised and amortised (ASC 340-40)",
             "baton report amortisation --from 2027-Q1 --schedule --output csv",
             DeclareAmortisation, RunAmortisation);
}

}  // namespace baton::cli
