#include "tools/cli/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"

namespace baton::cli {
namespace {

using ::testing::HasSubstr;

template <typename... Details>
absl::Status Refusal(grpc::StatusCode code, const std::string& message, const Details&... details) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  (status.add_details()->PackFrom(details), ...);
  return FromGrpc(grpc::Status(code, message, status.SerializeAsString()));
}

google::rpc::ErrorInfo Reason(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("baton");
  return info;
}

TEST(Errors, EveryCodeHasItsExitCode) {
  const std::pair<grpc::StatusCode, int> codes[] = {{grpc::StatusCode::OK, 0},
                                                    {grpc::StatusCode::INVALID_ARGUMENT, 3},
                                                    {grpc::StatusCode::OUT_OF_RANGE, 3},
                                                    {grpc::StatusCode::NOT_FOUND, 4},
                                                    {grpc::StatusCode::FAILED_PRECONDITION, 5},
                                                    {grpc::StatusCode::ALREADY_EXISTS, 5},
                                                    {grpc::StatusCode::UNAUTHENTICATED, 6},
                                                    {grpc::StatusCode::PERMISSION_DENIED, 6},
                                                    {grpc::StatusCode::UNAVAILABLE, 7},
                                                    {grpc::StatusCode::RESOURCE_EXHAUSTED, 7},
                                                    {grpc::StatusCode::DEADLINE_EXCEEDED, 7},
                                                    {grpc::StatusCode::ABORTED, 7},
                                                    {grpc::StatusCode::CANCELLED, 1},
                                                    {grpc::StatusCode::UNKNOWN, 1},
                                                    {grpc::StatusCode::UNIMPLEMENTED, 1},
                                                    {grpc::StatusCode::INTERNAL, 1},
                                                    {grpc::StatusCode::DATA_LOSS, 1}};
  for (const auto& [code, exit_code] : codes) {
    EXPECT_EQ(ExitCodeOf(FromGrpc(grpc::Status(code, "why"))), exit_code) << code;
  }
  EXPECT_EQ(ExitCodeOf(UsageError("no such flag")), 2);
}

TEST(Errors, H2_EveryViolationHasALine) {
  google::rpc::BadRequest bad;
  for (const auto& [field, description] :
       {std::pair{"signal.buyer.name", "is missing"}, std::pair{"signal.timeline", "is missing"}}) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(description);
  }
  EXPECT_EQ(
      ErrorText(Refusal(grpc::StatusCode::INVALID_ARGUMENT, "buyer is missing; timeline is missing",
                        Reason("INVALID_FIELDS"), bad)),
      "baton: 2 fields are missing or wrong [INVALID_FIELDS]\n"
      "  signal.buyer.name: is missing\n"
      "  signal.timeline: is missing\n"
      "  next: mend the fields named above; the command's --help shows a flag for each\n");
}

TEST(Errors, WhatTheMessageSaysIsNotSaidTwice) {
  google::rpc::PreconditionFailure failure;
  auto& violation = *failure.add_violations();
  violation.set_subject("tenants/acme/signals/01J");
  violation.set_description("the signal is won");
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::FAILED_PRECONDITION, "the signal is won",
                                Reason("SIGNAL_STATE"), failure)),
              HasSubstr("[SIGNAL_STATE]\n  tenants/acme/signals/01J\n  next: "));
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::FAILED_PRECONDITION, "not now", failure)),
              HasSubstr("\n  tenants/acme/signals/01J: the signal is won\n"));
}

TEST(Errors, AMissingResourceIsNamed) {
  google::rpc::ResourceInfo resource;
  resource.set_resource_name("tenants/acme/signals/01J");
  EXPECT_THAT(
      ErrorText(Refusal(grpc::StatusCode::NOT_FOUND, "no signal", Reason("NOT_FOUND"), resource)),
      HasSubstr("  tenants/acme/signals/01J\n"));
}

TEST(Errors, WhatToDoNextFollowsTheReason) {
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::UNAUTHENTICATED, "no", Reason("TOKEN_INVALID"))),
              HasSubstr("baton token create"));
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::UNAVAILABLE, "refused")),
              HasSubstr("[UNAVAILABLE]\n  next: is the server running? start it with ./tools/up"));
  EXPECT_EQ(ErrorText(Refusal(grpc::StatusCode::INTERNAL, "odd", Reason("OF_A_NEWER_SERVER"))),
            "baton: odd [OF_A_NEWER_SERVER]\n");
}

TEST(Errors, RetryInfoSaysWhen) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(500'000'000);
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::RESOURCE_EXHAUSTED, "busy", retry)),
              HasSubstr("  try again in 0.5 s\n"));
}

TEST(Errors, TextOfTheServerCantSteerTheTerminal) {
  EXPECT_THAT(ErrorText(Refusal(grpc::StatusCode::INTERNAL, "odd\x1b[2J")), HasSubstr("odd?[2J"));
}

TEST(Errors, BrokenDetailsLeaveCodeAndMessage) {
  const absl::Status status =
      FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "no signal", "\xff\xff\xff"));
  EXPECT_THAT(ErrorText(status), HasSubstr("baton: no signal [NOT_FOUND]"));
  EXPECT_EQ(ExitCodeOf(status), 4);
}

TEST(Errors, JsonHoldsTheReasonAndLeavesOutUnknownDetails) {
  const std::string known =
      ErrorJson(Refusal(grpc::StatusCode::NOT_FOUND, "no signal", Reason("NOT_FOUND")));
  EXPECT_THAT(known, HasSubstr("\"code\":5"));
  EXPECT_THAT(known, HasSubstr("\"reason\":\"NOT_FOUND\""));
  google::rpc::Status status;
  status.set_code(5);
  status.set_message("no signal");
  status.add_details()->set_type_url("type.googleapis.com/some.Newer");
  EXPECT_EQ(ErrorJson(FromGrpc(grpc::Status(grpc::StatusCode::NOT_FOUND, "no signal",
                                            status.SerializeAsString()))),
            "{\"code\":5,\"message\":\"no signal\",\"details\":[]}\n");
}

}  // namespace
}  // namespace baton::cli
