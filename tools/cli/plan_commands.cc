// plan create | sign | show | list | templates | validate | assign | assignments.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "baton/v1/comp_statement_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/plan_file.h"
#include "tools/cli/plan_view.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

using Comp = v1::CompStatementService::Stub;

struct FileFlags {
  std::string file;
  std::string code;
  std::optional<TimeSpec> from;
  std::string note;
};

Option DeclareFile(Options& options, FileFlags& flags) {
  options.Add("FILE", flags.file, "JSON of a plan, as those in plans/; - is standard input")
      .Required();
  options.Add("--code", flags.code,
              "The plan's code in the commission tool; default: what the file says");
  options.Add("--note", flags.note, "Why it is made");
  return AddTime(options, "--from", flags.from,
                 "When it starts; signed by then, or never, unless it is the plan's first version");
}

absl::StatusOr<v1::PlanVersion> ReadVersion(const FileFlags& flags, const Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.file));
  v1::PlanVersion version;
  BATON_ASSIGN_OR_RETURN(*version.mutable_plan(), ParsePlanFile(text, flags.code));
  if (flags.from) *version.mutable_effective_time() = ToProto(flags.from->At(session.now()));
  version.set_change_note(flags.note);
  return version;
}

void DeclareCreate(Options& options, FileFlags& flags) { DeclareFile(options, flags).Required(); }

std::string CreatedText(const v1::PlanVersion& version, const View& view) {
  return absl::StrCat(PlanDetail(version, view), "\nthey sign with: baton plan sign ",
                      version.plan().code(), " ", version.plan().version(), "\n");
}

absl::Status RunCreate(const FileFlags& flags, Session& session) {
  v1::CreatePlanVersionRequest request;
  request.set_parent(session.tenant());
  BATON_ASSIGN_OR_RETURN(*request.mutable_plan_version(), ReadVersion(flags, session));
  return session.Show(session.Call(&Comp::CreatePlanVersion, request), [&](const auto& response) {
    return CreatedText(response.plan_version(), session.view());
  });
}

void DeclareValidate(Options& options, FileFlags& flags) { DeclareFile(options, flags); }

absl::Status RunValidate(const FileFlags& flags, Session& session) {
  v1::ValidatePlanRequest request;
  request.set_parent(session.tenant());
  BATON_ASSIGN_OR_RETURN(*request.mutable_plan_version(), ReadVersion(flags, session));
  return session.Show(session.Call(&Comp::ValidatePlan, request), [&](const auto& response) {
    return PlanDetail(response.plan_version(), session.view());
  });
}

struct VersionFlags {
  std::string code;
  int version = 0;
  std::optional<TimeSpec> at;
};

v1::GetPlanRequest GetRequest(const VersionFlags& flags, const Session& session) {
  v1::GetPlanRequest request;
  request.set_parent(session.tenant());
  request.set_code(flags.code);
  request.set_version(flags.version);
  if (flags.at) *request.mutable_time() = ToProto(flags.at->At(session.now()));
  return request;
}

void DeclareSign(Options& options, VersionFlags& flags) {
  options.Add("CODE", flags.code, "The plan's code").Required();
  options.Add("VERSION", flags.version, "Its number, as baton plan list shows it")
      .Required()
      .AtLeastOne();
}

absl::Status RunSign(const VersionFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(const v1::GetPlanResponse found,
                         session.Call(&Comp::GetPlan, GetRequest(flags, session)));
  v1::SignPlanVersionRequest request;
  request.set_name(found.plan_version().name());
  return session.Show(session.Call(&Comp::SignPlanVersion, request), [&](const auto& response) {
    return PlanVersionTable({response.plan_version()}, session.view());
  });
}

void DeclareShow(Options& options, VersionFlags& flags) {
  options.Add("CODE", flags.code, "The plan's code").Required();
  const Option at = AddTime(options, "--at", flags.at, "The instant; default now");
  options.Add("VERSION", flags.version, "This version, signed or not").AtLeastOne().Excludes(at);
}

absl::Status RunShow(const VersionFlags& flags, Session& session) {
  return session.Show(
      session.Call(&Comp::GetPlan, GetRequest(flags, session)),
      [&](const auto& response) { return PlanDetail(response.plan_version(), session.view()); });
}

struct PlanListFlags {
  ListFlags list;
};

void DeclareList(Options& options, PlanListFlags& flags) { DeclareListFlags(options, flags.list); }

absl::Status RunList(const PlanListFlags& flags, Session& session) {
  v1::ListPlanVersionsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Comp::ListPlanVersions, request,
                            &v1::ListPlanVersionsResponse::plan_versions, flags.list),
                   [&](const auto& all) { return PlanVersionTable(all, session.view()); });
}

absl::Status RunTemplates(const PlanListFlags& flags, Session& session) {
  v1::ListPlanTemplatesRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Comp::ListPlanTemplates, request,
                            &v1::ListPlanTemplatesResponse::templates, flags.list),
                   [&](const auto& all) { return PlanTemplateTable(all, session.view()); });
}

absl::Status RunAssignments(const PlanListFlags& flags, Session& session) {
  v1::ListPlanAssignmentsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Comp::ListPlanAssignments, request,
                            &v1::ListPlanAssignmentsResponse::assignments, flags.list),
                   [&](const auto& all) { return PlanAssignmentTable(all, session.view()); });
}

struct AssignFlags {
  std::string payee;
  std::string code;
  std::optional<TimeSpec> from;
};

void DeclareAssign(Options& options, AssignFlags& flags) {
  options.Add("PERSON", flags.payee, "The payee").Required();
  options.Add("CODE", flags.code, "The plan's code").Required();
  AddTime(options, "--from", flags.from, "From when on; default the start of the quarter");
}

absl::Status RunAssign(const AssignFlags& flags, Session& session) {
  v1::AssignPlanRequest request;
  request.set_parent(session.tenant());
  v1::PlanAssignment& assignment = *request.mutable_assignment();
  assignment.set_payee(session.Name("people", flags.payee));
  assignment.mutable_plan()->set_code(flags.code);
  if (flags.from) *assignment.mutable_start_time() = ToProto(flags.from->At(session.now()));
  return session.Show(session.Call(&Comp::AssignPlan, request), [&](const auto& response) {
    return PlanAssignmentTable({response.assignment()}, session.view());
  });
}

}  // namespace

void AddPlanCommands(const CommandGroup& root) {
  const CommandGroup plan = root.AddGroup("plan", "How payees are paid, and who by which plan");
  plan.Add("create", "Make the next version of a plan, for the officers to sign",
           "baton plan create plans/ae.json --code AE-2027 --from 2027-01-01", DeclareCreate,
           RunCreate);
  plan.Add("sign", "Sign a version", "baton plan sign AE-2027 1", DeclareSign, RunSign);
  plan.Add("show", "Show the version in force", "baton plan show AE-2027 --at 2027-01-01",
           DeclareShow, RunShow);
  plan.Add("list", "List every version of every plan, signed or not", "baton plan list",
           DeclareList, RunList);
  plan.Add("templates", "List what is usual for each kind of payee", "baton plan templates",
           DeclareList, RunTemplates);
  plan.Add("validate", "Say what a version would be, and of what to beware",
           "baton plan validate plans/csm_smb.json --code CSM-2027", DeclareValidate, RunValidate);
  plan.Add("assign", "Give a payee a plan", "baton plan assign tom AE-2027 --from 2027-01-01",
           DeclareAssign, RunAssign);
  plan.Add("assignments", "List who has which plan, by payee", "baton plan assignments",
           DeclareList, RunAssignments);
}

}  // namespace baton::cli
