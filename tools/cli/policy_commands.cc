// policy show.
#include <optional>

#include "baton/v1/policy_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/option.h"
#include "tools/cli/policy_view.h"

namespace baton::cli {
namespace {

struct ShowFlags {
  std::optional<TimeSpec> at;
};

void DeclareShow(Options& options, ShowFlags& flags) {
  AddTime(options, "--at", flags.at, "The instant; default now");
}

absl::Status RunShow(const ShowFlags& flags, Session& session) {
  v1::GetPolicyRequest request;
  request.set_parent(session.tenant());
  if (flags.at) *request.mutable_time() = ToProto(flags.at->At(session.now()));
  return session.Show(
      session.Call(&v1::PolicyService::Stub::GetPolicy, request),
      [&](const auto& response) { return PolicyDetail(response.policy(), session.view()); });
}

}  // namespace

void AddPolicyCommands(const CommandGroup& root) {
  const CommandGroup policy = root.AddGroup("policy", "Every number that a company may choose");
  policy.Add("show", "Show the policy in force", "baton policy show --at 2027-01-01", DeclareShow,
             RunShow);
}

}  // namespace baton::cli
