#include "tools/cli/simulation_command.h"

#include <unistd.h>

#include <iostream>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/file_io.h"
#include "tools/cli/json.h"
#include "tools/cli/option.h"
#include "tools/cli/plan_file.h"
#include "tools/cli/policy_file.h"
#include "tools/cli/progress_bar.h"
#include "tools/cli/report_output.h"
#include "tools/cli/simulation_page.h"
#include "tools/cli/simulation_result.h"
#include "tools/cli/simulation_view.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

// A page says what people earn.
constexpr int kPageMode = 0600;

struct Move {
  std::string payee;
  std::string code;
};

struct PlanFile {
  std::string code;  // empty: what the file says
  std::string path;
};

struct SimulateFlags {
  std::string from;
  std::string to;
  std::string policy_file;
  int policy_version = 0;
  std::vector<PlanFile> plans;
  std::vector<Move> moves;
  std::vector<std::string> payees;
  bool lines = false;
  std::string html;
  OutputForm output;
};

absl::StatusOr<Move> ParseMove(const std::string& text) {
  const std::pair<std::string, std::string> parts = absl::StrSplit(text, absl::MaxSplits('=', 1));
  if (!parts.first.empty() && !parts.second.empty()) return Move{parts.first, parts.second};
  return absl::InvalidArgumentError("is a person and a plan's code, as rosa=AE-2028");
}

// "plans/ae.json" or "AE-2028=plans/ae.json". A path may have a "=", too.
absl::StatusOr<PlanFile> ParsePlan(const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || text.find('/') < equals) return PlanFile{"", text};
  if (equals == 0 || equals + 1 == text.size()) {
    return absl::InvalidArgumentError("is a file, or a plan's code and a file: AE-2028=ae.json");
  }
  return PlanFile{text.substr(0, equals), text.substr(equals + 1)};
}

void DeclareSimulate(Options& options, SimulateFlags& flags) {
  options.Add("--from", flags.from, "The first quarter, as 2027-Q1, published or open").Required();
  options.Add("--to", flags.to, "The last quarter; default the first alone");
  const Option policy =
      options.Add("--policy", flags.policy_file,
                  "Try the policy in this file: JSON, only what differs from the last signed "
                  "version; - is standard input");
  options.Add("--policy-version", flags.policy_version, "Try this version, signed or not")
      .AtLeastOne()
      .Excludes(policy);
  AddParsedList(options, "--plan", flags.plans, ParsePlan,
                "Try the plan in this file, as those in plans/, in the place of its code's "
                "versions; AE-2028=FILE where the code is another; may be repeated")
      .TypeName("[CODE=]FILE");
  AddParsedList(options, "--move", flags.moves, ParseMove,
                "Try a payee on another plan, as rosa=AE-2028; may be repeated")
      .TypeName("PERSON=CODE");
  AddTexts(options, "--payee", flags.payees, "Only this payee; may be repeated");
  options.AddFlag("--lines", flags.lines, "With every line of both; with --output json");
  options.Add("--html", flags.html, "Write it as a page to this new file");
  DeclareOutput(options, flags.output);
}

// The request, and what it tries in words.
struct Asked {
  v1::SimulateStatementsRequest request;
  std::vector<std::string> scenario;
};

absl::Status ReadPolicy(const SimulateFlags& flags, const Session& session, Asked* asked) {
  if (flags.policy_version != 0) {
    asked->request.set_policy_version(flags.policy_version);
    asked->scenario.push_back(absl::StrCat("policy version ", flags.policy_version));
  }
  if (flags.policy_file.empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.policy_file));
  BATON_ASSIGN_OR_RETURN(PolicyFile file, ParsePolicyFile(text, session.tenant()));
  std::vector<std::string> fields(file.fields.paths().begin(), file.fields.paths().end());
  asked->scenario.push_back(
      absl::StrCat("policy ", flags.policy_file, ": ", absl::StrJoin(fields, ", ")));
  *asked->request.mutable_policy() = std::move(file.policy);
  *asked->request.mutable_update_mask() = std::move(file.fields);
  return absl::OkStatus();
}

absl::Status ReadPlans(const SimulateFlags& flags, Asked* asked) {
  for (const PlanFile& file : flags.plans) {
    BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(file.path));
    BATON_ASSIGN_OR_RETURN(v1::CompPlan plan, ParsePlanFile(text, file.code));
    asked->scenario.push_back(absl::StrCat("plan ", plan.code(), ": ", file.path));
    *asked->request.add_plans() = std::move(plan);
  }
  return absl::OkStatus();
}

absl::StatusOr<Asked> Ask(const SimulateFlags& flags, const Session& session) {
  Asked asked;
  asked.request.set_parent(session.tenant());
  asked.request.set_from_period(flags.from);
  asked.request.set_to_period(flags.to);
  asked.request.set_with_lines(flags.lines);
  BATON_RETURN_IF_ERROR(ReadPolicy(flags, session, &asked));
  BATON_RETURN_IF_ERROR(ReadPlans(flags, &asked));
  for (const Move& move : flags.moves) {
    v1::PlanMove& one = *asked.request.add_moves();
    one.set_payee(session.Name("people", move.payee));
    one.set_code(move.code);
    asked.scenario.push_back(absl::StrCat(move.payee, " on plan ", move.code));
  }
  for (const std::string& payee : flags.payees) {
    asked.request.add_payees(session.Name("people", payee));
  }
  return asked;
}

absl::StatusOr<SimulationResult> Simulate(const v1::SimulateStatementsRequest& request, bool json,
                                          Session& session) {
  SimulationResult result;
  ProgressBar bar(std::cerr, Terminal::Of(STDERR_FILENO));
  BATON_RETURN_IF_ERROR(session.client().Stream(
      &Comp::SimulateStatements, request, [&](const v1::SimulateStatementsResponse& response) {
        if (json) {
          session.out() << JsonLine(response);
          return absl::OkStatus();
        }
        bar.Show(response.done_count(), response.total_count(),
                 response.statement().payee_display_name());
        if (response.has_statement()) result.statements.push_back(response.statement());
        result.totals.insert(result.totals.end(), response.totals().begin(),
                             response.totals().end());
        return absl::OkStatus();
      }));
  return result;
}

absl::Status WritePage(const SimulationResult& result, const std::vector<std::string>& scenario,
                       const std::string& path, Session& session) {
  BATON_ASSIGN_OR_RETURN(NewFile file, NewFile::Create(path, kPageMode));
  BATON_RETURN_IF_ERROR(file.Write(SimulationHtml(result, scenario)));
  BATON_RETURN_IF_ERROR(file.Commit());
  session.notes() << "wrote " << path << "\n";
  return absl::OkStatus();
}

absl::Status RunSimulate(const SimulateFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(const Asked asked, Ask(flags, session));
  const bool json = AsksForJson(flags.output, session) && flags.html.empty();
  BATON_ASSIGN_OR_RETURN(const SimulationResult result, Simulate(asked.request, json, session));
  if (!flags.html.empty()) {
    BATON_RETURN_IF_ERROR(WritePage(result, asked.scenario, flags.html, session));
  }
  if (json) return absl::OkStatus();
  session.out() << (flags.output == "csv" ? SimulationCsv(result)
                                          : SimulationReport(result, session.view()));
  return absl::OkStatus();
}

}  // namespace

void AddStatementSimulation(const CommandGroup& statement) {
  statement.Add("simulate", "Try a policy or plans: who would win, who would lose; stores nothing",
                "baton statement simulate --from 2027-Q1 --to 2027-Q4 --policy banded.json "
                "--plan AE-2027=plans/ae.json --html what-if.html",
                DeclareSimulate, RunSimulate);
}

}  // namespace baton::cli
