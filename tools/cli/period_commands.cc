// period list | show | close.
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/errors.h"
#include "tools/cli/json.h"
#include "tools/cli/listing.h"
#include "tools/cli/names.h"
#include "tools/cli/option.h"
#include "tools/cli/period_view.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

struct PeriodListFlags {
  ListFlags list;
  v1::PeriodState state = v1::PERIOD_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, PeriodListFlags& flags) {
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const PeriodListFlags& flags, Session& session) {
  Filter filter;
  filter.Word("state", EnumText(flags.state));
  v1::ListPeriodsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(
      session,
      ReadList(session, &Comp::ListPeriods, request, &v1::ListPeriodsResponse::periods, flags.list),
      [&](const auto& all) { return PeriodTable(all, session.view()); });
}

struct OneFlags {
  std::string period;
};

void DeclareOne(Options& options, OneFlags& flags) {
  options.Add("PERIOD", flags.period, "Fiscal quarter, as 2027-Q1").Required();
}

absl::Status RunShow(const OneFlags& flags, Session& session) {
  v1::GetPeriodRequest request;
  request.set_name(session.Name("periods", flags.period));
  return session.Show(session.Call(&Comp::GetPeriod, request), [&](const auto& response) {
    return PeriodDetail(response.period(), session.view());
  });
}

// Scripts must not take a period that is still closing for a published one.
absl::Status StillClosing(const v1::CompPeriod& period) {
  int blocking = 0;
  for (const v1::CloseCheck& check : period.checklist()) blocking += check.blocks() ? 1 : 0;
  return absl::FailedPreconditionError(
      absl::StrCat(ShortName(period.name()), " is closing and not published: ", blocking,
                   blocking == 1 ? " check stops it" : " checks stop it"));
}

absl::Status RunClose(const OneFlags& flags, Session& session) {
  v1::ClosePeriodRequest request;
  request.set_name(session.Name("periods", flags.period));
  BATON_ASSIGN_OR_RETURN(const v1::ClosePeriodResponse response,
                         session.Call(&Comp::ClosePeriod, request));
  BATON_RETURN_IF_ERROR(
      session.Show(absl::StatusOr<v1::ClosePeriodResponse>(response), [&](const auto& closed) {
        return absl::StrCat(PeriodDetail(closed.period(), session.view()),
                            closed.statements().empty()
                                ? ""
                                : absl::StrCat("\n", closed.statements_size(),
                                               " statements are published; they never change\n"));
      }));
  return response.period().state() == v1::PERIOD_STATE_CLOSING ? StillClosing(response.period())
                                                               : absl::OkStatus();
}

}  // namespace

void AddPeriodCommands(const CommandGroup& root) {
  const CommandGroup period = root.AddGroup("period", "Compensation periods and their close");
  period.Add("list", "List the quarters that are closing, published or audited",
             "baton period list", DeclareList, RunList);
  period.Add("show", "Show a quarter and what its statements still lack",
             "baton period show 2027-Q1", DeclareOne, RunShow);
  period.Add("close", "Publish a quarter for good, or say everything that stops it",
             "baton period close 2027-Q1", DeclareOne, RunClose);
}

}  // namespace baton::cli
