#include "tools/cli/errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/descriptor.h"
#include "google/rpc/error_details.pb.h"
#include "tools/cli/advice.h"
#include "tools/cli/display_text.h"
#include "tools/cli/json.h"
#include "tools/cli/names.h"

namespace baton::cli {
namespace {

constexpr char kDetailsUrl[] = "type.googleapis.com/google.rpc.Status";
constexpr char kUsageUrl[] = "baton.cli/usage";

// Every detail of type T, in order.
template <typename T, typename Visit>
void ForEachDetail(const google::rpc::Status& details, Visit visit) {
  for (const google::protobuf::Any& any : details.details()) {
    T detail;
    if (any.Is<T>() && any.UnpackTo(&detail)) visit(detail);
  }
}

// "  what: why", or what alone when the message says why already.
std::string ViolationLine(absl::string_view message, const std::string& what,
                          const std::string& why) {
  const bool said = why.empty() || absl::StrContains(message, why);
  return absl::StrCat("  ", OneLine(what), said ? "" : ": ", said ? "" : OneLine(why), "\n");
}

std::string ViolationLines(absl::string_view message, const google::rpc::Status& details) {
  std::string lines;
  ForEachDetail<google::rpc::BadRequest>(details, [&](const auto& bad) {
    for (const auto& violation : bad.field_violations()) {
      lines += ViolationLine(message, violation.field(), violation.description());
    }
  });
  ForEachDetail<google::rpc::PreconditionFailure>(details, [&](const auto& failure) {
    for (const auto& violation : failure.violations()) {
      lines += ViolationLine(message, violation.subject(), violation.description());
    }
  });
  ForEachDetail<google::rpc::ResourceInfo>(details, [&](const auto& resource) {
    lines += ViolationLine(message, resource.resource_name(), resource.description());
  });
  return lines;
}

// The server's message; a count instead where it only strings together what follows line by line.
std::string Headline(const google::rpc::Status& details) {
  int count = 0;
  ForEachDetail<google::rpc::BadRequest>(
      details, [&](const auto& bad) { count += bad.field_violations_size(); });
  if (count < 2) return details.message();
  return absl::StrCat(count, " fields are missing or wrong");
}

std::string RetryLine(const google::rpc::Status& details) {
  std::string line;
  ForEachDetail<google::rpc::RetryInfo>(details, [&](const auto& retry) {
    const double seconds = retry.retry_delay().seconds() + retry.retry_delay().nanos() / 1e9;
    line = absl::StrCat("  try again in ", seconds, " s\n");
  });
  return line;
}

// JSON has no form for a detail whose type this program was not built with.
bool IsKnown(const google::protobuf::Any& any) {
  const std::string type = ShortName(any.type_url());
  return google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type) != nullptr;
}

}  // namespace

absl::string_view ExitCodeHelp() {
  return "Exit codes:\n"
         "  0  done\n"
         "  1  anything that no other code names\n"
         "  2  the command line is wrong; nothing was sent\n"
         "  3  invalid argument\n"
         "  4  not found, or not yours to see\n"
         "  5  failed precondition, or it exists already with other content\n"
         "  6  not authenticated, or not permitted\n"
         "  7  try again: unavailable, overloaded, deadline passed, aborted\n";
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status converted(static_cast<absl::StatusCode>(status.error_code()),
                         status.error_message());
  if (!status.error_details().empty()) {
    converted.SetPayload(kDetailsUrl, absl::Cord(status.error_details()));
  }
  return converted;
}

absl::Status UsageError(absl::string_view message, absl::string_view next) {
  absl::Status status = absl::InvalidArgumentError(message);
  status.SetPayload(kUsageUrl, absl::Cord(next));
  return status;
}

google::rpc::Status DetailsOf(const absl::Status& status) {
  google::rpc::Status details;
  const auto payload = status.GetPayload(kDetailsUrl);
  if (payload.has_value() && !details.ParseFromString(std::string(*payload))) details.Clear();
  details.set_code(status.raw_code());
  if (details.message().empty()) details.set_message(std::string(status.message()));
  return details;
}

std::string ReasonOf(const google::rpc::Status& details) {
  std::string reason;
  ForEachDetail<google::rpc::ErrorInfo>(details, [&](const auto& info) { reason = info.reason(); });
  return reason;
}

int ExitCodeOf(const absl::Status& status) {
  if (status.GetPayload(kUsageUrl).has_value()) return kExitUsage;
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitOk;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return kExitInvalidArgument;
    case absl::StatusCode::kNotFound:
      return kExitNotFound;
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kAlreadyExists:
      return kExitFailedPrecondition;
    case absl::StatusCode::kUnauthenticated:
    case absl::StatusCode::kPermissionDenied:
      return kExitNotAllowed;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kResourceExhausted:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kAborted:
      return kExitTryAgain;
    default:
      return kExitOther;
  }
}

std::string ErrorText(const absl::Status& status) {
  if (const auto next = status.GetPayload(kUsageUrl); next.has_value()) {
    return absl::StrCat("baton: ", OneLine(std::string(status.message())), "\n",
                        next->empty() ? "" : absl::StrCat("  next: ", std::string(*next), "\n"));
  }
  const google::rpc::Status details = DetailsOf(status);
  const std::string reason = ReasonOf(details);
  const std::string label = reason.empty() ? absl::StatusCodeToString(status.code()) : reason;
  const std::string advice = AdviceFor(reason, status.code());
  const std::string headline = Headline(details);
  return absl::StrCat("baton: ", OneLine(headline), " [", label, "]\n",
                      ViolationLines(headline, details), RetryLine(details),
                      advice.empty() ? "" : absl::StrCat("  next: ", advice, "\n"));
}

std::string ErrorJson(const absl::Status& status) {
  const google::rpc::Status details = DetailsOf(status);
  google::rpc::Status shown = details;
  shown.clear_details();
  for (const google::protobuf::Any& any : details.details()) {
    if (IsKnown(any)) *shown.add_details() = any;
  }
  return JsonLine(shown);
}

}  // namespace baton::cli
