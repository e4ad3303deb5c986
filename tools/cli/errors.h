// What went wrong, for people and for scripts. A refusal of the server travels through the CLI as
// an absl::Status that carries its google.rpc.Status.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/support/status.h"

namespace baton::cli {

// Exit codes. Scripts may act on them; they never change meaning.
enum ExitCode {
  kExitOk = 0,
  // Anything that no other code names.
  kExitOther = 1,
  // The command line itself is wrong; nothing was sent.
  kExitUsage = 2,
  // INVALID_ARGUMENT, OUT_OF_RANGE.
  kExitInvalidArgument = 3,
  // NOT_FOUND.
  kExitNotFound = 4,
  // FAILED_PRECONDITION, ALREADY_EXISTS.
  kExitFailedPrecondition = 5,
  // UNAUTHENTICATED, PERMISSION_DENIED.
  kExitNotAllowed = 6,
  // UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, ABORTED: trying again may help.
  kExitTryAgain = 7,
};

// The same list for --help.
absl::string_view ExitCodeHelp();

// The code, the message and every detail of a call's status.
absl::Status FromGrpc(const grpc::Status& status);

// A command line that can't be carried out as typed; `next` says what to do about it, if that isn't
// plain.
absl::Status UsageError(absl::string_view message, absl::string_view next = "");

// The details that the server sent; code and message alone when there were none.
google::rpc::Status DetailsOf(const absl::Status& status);

// The stable reason, as "TOKEN_INVALID"; empty when the status has none.
std::string ReasonOf(const google::rpc::Status& details);

int ExitCodeOf(const absl::Status& status);

// What is wrong with the reason in brackets, every violation on its own line, and what to do next.
// Ends in a line break.
std::string ErrorText(const absl::Status& status);

// The status as google.rpc.Status in JSON on one line.
std::string ErrorJson(const absl::Status& status);

}  // namespace baton::cli
