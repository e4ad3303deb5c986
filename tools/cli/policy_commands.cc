// policy show | versions | validate | create | sign.
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "baton/v1/policy_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/file_io.h"
#include "tools/cli/listing.h"
#include "tools/cli/option.h"
#include "tools/cli/policy_file.h"
#include "tools/cli/policy_view.h"
#include "tools/cli/status_macros.h"

namespace baton::cli {
namespace {

using Policies = v1::PolicyService::Stub;

struct ShowFlags {
  std::optional<TimeSpec> at;
  int version = 0;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  const Option at = AddTime(options, "--at", flags.at, "The instant; default now");
  options.Add("VERSION", flags.version, "This version, signed or not, and what it changes")
      .AtLeastOne()
      .Excludes(at);
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetPolicyRequest request;
  request.set_parent(session.tenant());
  if (flags.at) *request.mutable_time() = ToProto(flags.at->At(session.now()));
  request.set_version(flags.version);
  return session.Show(session.Call(&Policies::GetPolicy, request), [&](const auto& response) {
    std::string text = PolicyDetail(response.policy(), response.state(), session.view());
    if (flags.version != 0) text += PolicyChangeBlock(response.changes(), session.view());
    return text;
  });
}

struct VersionsFlags {
  ListFlags list;
};

void DeclareVersions(Options& options, VersionsFlags& flags) {
  DeclareListFlags(options, flags.list);
}

absl::Status RunVersions(const VersionsFlags& flags, Session& session) {
  v1::ListPolicyVersionsRequest request;
  request.set_parent(session.tenant());
  return PrintList(session,
                   ReadList(session, &Policies::ListPolicyVersions, request,
                            &v1::ListPolicyVersionsResponse::versions, flags.list),
                   [&](const auto& all) { return PolicyVersionTable(all, session.view()); });
}

absl::StatusOr<PolicyFile> ReadPolicy(const std::string& path, const Session& session) {
  BATON_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParsePolicyFile(text, session.tenant());
}

struct ValidateFlags {
  std::string file;
};

void DeclareValidate(Options& options, ValidateFlags& flags) {
  options.Add("FILE", flags.file,
              "JSON of a policy, only what differs from the last signed version; - is standard "
              "input. Default: that version as it is");
}

absl::Status RunValidate(const ValidateFlags& flags, Session& session) {
  v1::ValidatePolicyRequest request;
  request.set_parent(session.tenant());
  request.mutable_update_mask()->add_paths("change_note");  // nothing, unless there is a file
  if (!flags.file.empty()) {
    BATON_ASSIGN_OR_RETURN(PolicyFile file, ReadPolicy(flags.file, session));
    *request.mutable_policy() = std::move(file.policy);
    *request.mutable_update_mask() = std::move(file.fields);
  }
  return session.Show(session.Call(&Policies::ValidatePolicy, request), [&](const auto& response) {
    return absl::StrCat(
        PolicyDetail(response.policy(), v1::POLICY_VERSION_STATE_UNSPECIFIED, session.view()),
        PolicyChangeBlock(response.changes(), session.view()),
        PolicyWarningBlock(response.warnings(), session.view()));
  });
}

struct CreateFlags {
  std::string file;
  std::optional<TimeSpec> from;
  std::string note;
};

void DeclareCreate(Options& options, CreateFlags& flags) {
  options
      .Add("FILE", flags.file,
           "JSON of a policy, only what differs from the last signed version; - is standard "
           "input")
      .Required();
  AddTime(options, "--from", flags.from, "When it starts; signed by then, or never").Required();
  options.Add("--note", flags.note, "Why it is made");
}

std::string CreatedText(const v1::CreatePolicyVersionResponse& response, const View& view) {
  const v1::Policy& policy = response.policy();
  return absl::StrCat(
      "version ", policy.version(), " waits for its signatures: ", MissingSignatures(policy),
      "\nthey sign with: baton policy sign ", policy.version(), "\n",
      PolicyChangeBlock(response.changes(), view), PolicyWarningBlock(response.warnings(), view));
}

absl::Status RunCreate(const CreateFlags& flags, Session& session) {
  BATON_ASSIGN_OR_RETURN(PolicyFile file, ReadPolicy(flags.file, session));
  v1::CreatePolicyVersionRequest request;
  request.set_parent(session.tenant());
  *request.mutable_policy() = std::move(file.policy);
  *request.mutable_update_mask() = std::move(file.fields);
  *request.mutable_policy()->mutable_effective_time() = ToProto(flags.from->At(session.now()));
  if (!flags.note.empty()) request.mutable_policy()->set_change_note(flags.note);
  return session.Show(session.Call(&Policies::CreatePolicyVersion, request),
                      [&](const auto& response) { return CreatedText(response, session.view()); });
}

struct SignFlags {
  int version = 0;
};

void DeclareSign(Options& options, SignFlags& flags) {
  options.Add("VERSION", flags.version, "Its number, as baton policy versions lists it")
      .Required()
      .AtLeastOne();
}

absl::Status RunSign(const SignFlags& flags, Session& session) {
  v1::SignPolicyVersionRequest request;
  request.set_name(session.Name("policies", absl::StrCat(flags.version)));
  return session.Show(session.Call(&Policies::SignPolicyVersion, request),
                      [&](const auto& response) {
                        v1::PolicyVersion version;
                        *version.mutable_policy() = response.policy();
                        version.set_state(response.state());
                        return PolicyVersionTable({version}, session.view());
                      });
}

}  // namespace

void AddPolicyCommands(const CommandGroup& root) {
  const CommandGroup policy = root.AddGroup("policy", "Every number that a company may choose");
  policy.Add("show", "Show the policy in force", "baton policy show --at 2027-01-01", DeclareShow,
             RunShow);
  policy.Add("versions", "List every version that was made, signed or not", "baton policy versions",
             DeclareVersions, RunVersions);
  policy.Add("validate", "Say what a version would change, and what to beware of",
             "baton policy validate spring.json", DeclareValidate, RunValidate);
  policy.Add("create", "Make the next version, for others to sign",
             "echo '{\"revisit_days\": 45, \"calendar\": \"berlin\"}' |\n"
             "    baton policy create - --from 2027-04-01 --note 'Spring review'",
             DeclareCreate, RunCreate);
  policy.Add("sign", "Sign a version", "baton policy sign 3", DeclareSign, RunSign);
}

}  // namespace baton::cli
