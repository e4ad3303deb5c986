// statement compute | list | show | publish. The others are in
// files of their own.
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/json.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/progress_bar.h"
#include "tools/cli/simulation_command.h"
#include "tools/cli/statement_export_command.h"
#include "tools/cli/statement_life_commands.h"
#include "tools/cli/statement_verify_command.h"
#include "tools/cli/statement_view.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

struct PeriodFlags {
  std::string period;
};

void DeclarePeriod(Options& options, PeriodFlags& flags) {
  options.Add("PERIOD", flags.period, "Fiscal quarter, as 2027-Q1").Required();
}

struct ComputeFlags {
  PeriodFlags of;
  std::vector<std::string> payees;
};

void DeclareCompute(Options& options, ComputeFlags& flags) {
  DeclarePeriod(options, flags.of);
  AddTexts(options, "--payee", flags.payees, "Only this payee's; may be repeated");
}

absl::Status RunCompute(const ComputeFlags& flags, Session& session) {
  v1::ComputeStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_period(flags.of.period);
  for (const std::string& payee : flags.payees) {
    request.add_payees(session.Name("people", payee));
  }
  std::vector<v1::CompStatement> statements;
  v1::ComputeStatementsResponse last;
  {
    ProgressBar bar(std::cerr, Terminal::Of(STDERR_FILENO));
    BATON_RETURN_IF_ERROR(session.client().Stream(
        &Comp::ComputeStatements, request, [&](const v1::ComputeStatementsResponse& response) {
          if (session.json()) {
            session.out() << JsonLine(response);
            return absl::OkStatus();
          }
          bar.Show(response.done_count(), response.total_count(),
                   response.statement().payee_display_name());
          if (response.has_statement()) statements.push_back(response.statement());
          last = response;
          return absl::OkStatus();
        }));
  }
  if (session.json()) return absl::OkStatus();
  session.out() << StatementTable(statements, session.view()) << "\n"
                << statements.size() << " draft statements for " << flags.of.period << "; in all:\n"
                << CurrencyTotalsTable(last.totals(), session.view());
  return absl::OkStatus();
}

struct StatementListFlags {
  ListFlags list;
  std::string period;
  std::string payee;
  v1::StatementState state = v1::STATEMENT_STATE_UNSPECIFIED;
};

void DeclareList(Options& options, StatementListFlags& flags) {
  options.Add("--period", flags.period, "Only of this quarter, as 2027-Q1");
  options.Add("--payee", flags.payee, "Only of this person; me: the caller");
  AddEnum(options, "--state", flags.state, "Only in this state");
  DeclareListFlags(options, flags.list);
}

absl::Status RunList(const StatementListFlags& flags, Session& session) {
  Filter filter;
  filter.Name("period", flags.period);
  filter.Name("payee", session.Name("people", flags.payee));
  filter.Word("state", EnumText(flags.state));
  v1::ListCompStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_filter(filter.text());
  return PrintList(session,
                   ReadList(session, &Comp::ListCompStatements, request,
                            &v1::ListCompStatementsResponse::statements, flags.list),
                   [&](const auto& all) { return StatementTable(all, session.view()); });
}

struct ShowFlags {
  std::string statement;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  options.Add("STATEMENT", flags.statement, "Quarter and person, as 2027-Q1-tom").Required();
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetCompStatementRequest request;
  request.set_name(session.Name("statements", flags.statement));
  return session.Show(session.Call(&Comp::GetCompStatement, request), [&](const auto& response) {
    return StatementDetail(response.statement(), session.view());
  });
}

absl::Status RunPublish(const PeriodFlags& flags, Session& session) {
  v1::PublishStatementsRequest request;
  request.set_parent(session.tenant());
  request.set_period(flags.period);
  return session.Show(session.Call(&Comp::PublishStatements, request),
                      [&](const v1::PublishStatementsResponse& response) {
                        const std::vector<v1::CompStatement> published(
                            response.statements().begin(), response.statements().end());
                        return absl::StrCat(StatementTable(published, session.view()), "\n",
                                            published.size(), " statements of ", flags.period,
                                            " are published; they never change\n");
                      });
}

}  // namespace

void AddStatementCommands(const CommandGroup& root) {
  const CommandGroup statement = root.AddGroup("statement", "Compensation statements");
  statement.Add("compute", "Compute the draft statements of a quarter",
                "baton statement compute 2027-Q1", DeclareCompute, RunCompute);
  statement.Add("list", "List statements", "baton statement list --period 2027-Q1", DeclareList,
                RunList);
  statement.Add("show", "Show one statement, every line with its reasons",
                "baton statement show 2027-Q1-tom", DeclareShow, RunShow);
  statement.Add("publish", "Publish a quarter's drafts for good", "baton statement publish 2027-Q1",
                DeclarePeriod, RunPublish);
  AddStatementExport(statement);
  AddStatementLife(statement);
  AddStatementVerify(statement);
  AddStatementSimulation(statement);
}

}  // namespace baton::cli
