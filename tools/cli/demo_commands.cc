// demo advance.
#include "absl/strings/str_cat.h"
#include "baton/v1/demo_service.grpc.pb.h"
#include "tools/cli/commands.h"
#include "tools/cli/option.h"

namespace baton::cli {
namespace {

struct AdvanceFlags {
  std::optional<TimeSpec> time;
};

void DeclareAdvance(Options& options, AdvanceFlags& flags) {
  AddTime(options, "TIME", flags.time, "The clock's new time").Required();
}

absl::Status RunAdvance(const AdvanceFlags& flags, Session& session) {
  v1::AdvanceClockRequest request;
  *request.mutable_time() = ToProto(flags.time->At(session.now()));
  return session.Show(session.Call(&v1::DemoService::Stub::AdvanceClock, request),
                      [](const v1::AdvanceClockResponse& response) {
                        return absl::StrCat("it is ", FormatInstant(FromProto(response.time())),
                                            "; deadlines handled: ", response.handled_count(),
                                            "\n");
                      });
}

}  // namespace

void AddDemoCommands(const CommandGroup& root) {
  const CommandGroup demo = root.AddGroup("demo", "A demo server's movable clock");
  demo.Add("advance", "Move the demo's clock forward", "baton demo advance +4h30m", DeclareAdvance,
           RunAdvance);
}

}  // namespace baton::cli
