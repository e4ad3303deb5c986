// plan assign | list.
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/rate_text.h"
#include "tools/cli/render.h"
#include "tools/cli/view_text.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

std::string PlanTable(const std::vector<v1::PlanAssignment>& assignments, const View& view) {
  Table table({{"PAYEE"},
               {"PLAN"},
               {"VERSION", Column::kRight},
               {"ROLE"},
               {"CURRENCY"},
               {"EXPANSION", Column::kRight},
               {"NEW BUSINESS", Column::kRight},
               {"RENEWAL", Column::kRight},
               {"FROM"}});
  for (const v1::PlanAssignment& assignment : assignments) {
    const v1::CompPlan& plan = assignment.plan();
    table.AddRow({ShortName(assignment.payee()), plan.code(), absl::StrCat(plan.version()),
                  EnumText(plan.role()), plan.currency_code(), FormatRate(plan.expansion_rate_bp()),
                  FormatRate(plan.new_business_rate_bp()), FormatRate(plan.renewal_rate_bp()),
                  TimeText(assignment.start_time())});
  }
  return table.Render(view.terminal);
}

// Only these two have plans.
absl::StatusOr<v1::Role> ParsePayeeRole(absl::string_view text) {
  const absl::StatusOr<v1::Role> role = ParseEnum<v1::Role>(text);
  if (role.ok() && (*role == v1::ROLE_CSM || *role == v1::ROLE_AE)) return role;
  return absl::InvalidArgumentError(absl::StrCat("\"", text, "\" is neither csm nor ae"));
}

struct AssignFlags {
  std::string payee;
  std::string code;
  int version = 1;
  v1::Role role = v1::ROLE_UNSPECIFIED;
  std::string currency = "USD";
  int32_t expansion_rate_bp = 0;
  int32_t new_business_rate_bp = 0;
  int32_t renewal_rate_bp = 0;
  std::optional<TimeSpec> from;
};

void DeclareAssign(Options& options, AssignFlags& flags) {
  options.Add("PERSON", flags.payee, "The payee").Required();
  options.Add("--code", flags.code, "The plan's code in the commission tool").Required();
  options.Add("--plan-version", flags.version, "The plan's version").ShowDefault();
  AddParsed(options, "--role", flags.role, ParsePayeeRole, "csm or ae").Required();
  options.Add("--currency", flags.currency, "Currency of the earnings").ShowDefault();
  AddParsed(options, "--expansion-rate", flags.expansion_rate_bp, ParseRate,
            "AE: commission on net-new expansion, as 10%");
  AddParsed(options, "--new-business-rate", flags.new_business_rate_bp, ParseRate,
            "AE: commission on cross-sell");
  AddParsed(options, "--renewal-rate", flags.renewal_rate_bp, ParseRate,
            "AE: commission on saves and uplift");
  AddTime(options, "--from", flags.from, "From when on; default the start of the quarter");
}

absl::Status RunAssign(const AssignFlags& flags, Session& session) {
  v1::AssignPlanRequest request;
  request.set_parent(session.tenant());
  v1::PlanAssignment& assignment = *request.mutable_assignment();
  assignment.set_payee(session.Name("people", flags.payee));
  v1::CompPlan& plan = *assignment.mutable_plan();
  plan.set_code(flags.code);
  plan.set_version(flags.version);
  plan.set_role(flags.role);
  plan.set_currency_code(flags.currency);
  plan.set_expansion_rate_bp(flags.expansion_rate_bp);
  plan.set_new_business_rate_bp(flags.new_business_rate_bp);
  plan.set_renewal_rate_bp(flags.renewal_rate_bp);
  if (flags.from) *assignment.mutable_start_time() = ToProto(flags.from->At(session.now()));
  return session.Show(session.Call(&Comp::AssignPlan, request), [&](const auto& response) {
    return PlanTable({response.assignment()}, session.view());
  });
}

struct PlanListFlags {
  ListFlags list;
};

void DeclareList(Options& options, PlanListFlags& flags) { DeclareListFlags(options, flags.list); }

absl::Status RunList(const PlanListFlags& flags, Session& session) {
  v1::ListPlanAssignmentsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Comp::ListPlanAssignments, request,
                            &v1::ListPlanAssignmentsResponse::assignments, flags.list),
                   [&](const auto& all) { return PlanTable(all, session.view()); });
}

}  // namespace

void AddPlanCommands(const CommandGroup& root) {
  const CommandGroup plan = root.AddGroup("plan", "Who is paid by which plan");
  plan.Add("assign", "Give a payee a plan",
           "baton plan assign tom --code AE-2027 --role ae --expansion-rate 10% \\\n"
           "    --new-business-rate 12% --renewal-rate 5% --from 2027-01-01",
           DeclareAssign, RunAssign);
  plan.Add("list", "List plan assignments by payee", "baton plan list", DeclareList, RunList);
}

}  // namespace baton::cli
