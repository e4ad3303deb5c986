#include "server/error_details.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/status_matchers.h"

namespace baton::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

google::rpc::Status Details(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

template <class Detail>
Detail Find(const google::rpc::Status& details) {
  Detail found;
  int count = 0;
  for (const auto& detail : details.details()) count += detail.UnpackTo(&found) ? 1 : 0;
  EXPECT_EQ(count, 1) << Detail::descriptor()->full_name();
  return found;
}

TEST(ErrorDetails, OkStaysOk) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus(), "id").ok());
  EXPECT_FALSE(IsFault(absl::OkStatus()));
}

TEST(ErrorDetails, EveryDetailOfARefusalTravels) {
  const grpc::Status sent =
      ToGrpcStatus(domain::RefuseState(v1::ERROR_REASON_SIGNAL_STATE, "tenants/acme/signals/1",
                                       "the signal is won", {{"state", "won"}}),
                   "id");
  EXPECT_EQ(sent.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(sent.error_message(), "the signal is won");
  const google::rpc::Status details = Details(sent);
  EXPECT_EQ(details.code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(details.message(), "the signal is won");
  const auto info = Find<google::rpc::ErrorInfo>(details);
  EXPECT_EQ(info.reason(), "SIGNAL_STATE");
  EXPECT_EQ(info.domain(), "baton");
  EXPECT_EQ(info.metadata().at("state"), "won");
  EXPECT_EQ(Find<google::rpc::PreconditionFailure>(details).violations(0).subject(),
            "tenants/acme/signals/1");
}

TEST(ErrorDetails, AllViolationsTravel) {
  domain::Violations violations;
  for (int i = 0; i < 20; ++i) violations.Add(absl::StrCat("signal.field_", i), "is missing");
  const auto bad =
      Find<google::rpc::BadRequest>(Details(ToGrpcStatus(violations.ToStatus(), "id")));
  EXPECT_EQ(bad.field_violations_size(), 20);
}

TEST(ErrorDetails, AFloodOfViolationsIsCutToWhatAClientTakes) {
  domain::Violations violations;
  for (int i = 0; i < 5'000; ++i) violations.Add(absl::StrCat("lines[", i, "]"), "is missing");
  const grpc::Status sent = ToGrpcStatus(violations.ToStatus(), "id");
  EXPECT_LE(sent.error_message().size() + sent.error_details().size(), kMaxErrorBytes + 200);
  const auto bad = Find<google::rpc::BadRequest>(Details(sent));
  const int shown = bad.field_violations_size();
  ASSERT_GT(shown, 10);
  EXPECT_EQ(bad.field_violations(0).field(), "lines[0]");
  EXPECT_EQ(bad.field_violations(shown - 1).description(),
            absl::StrCat("and ", 5'000 - (shown - 1), " more"));
}

TEST(ErrorDetails, ALongMessageIsCutBetweenCharacters) {
  std::string message = "x";
  for (int i = 0; i < 2'000; ++i) message += "ü";
  const grpc::Status sent = ToGrpcStatus(
      domain::Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND, message), "id");
  EXPECT_GE(domain::CountCharacters(sent.error_message()), 700);
}

TEST(ErrorDetails, AFaultLeavesAsInternalWithoutItsWords) {
  for (const absl::Status& fault :
       {absl::InternalError("SELECT * FROM secrets"), absl::UnknownError("/etc/passwd"),
        absl::DataLossError("row 7"), absl::InvalidArgumentError("no reason given"),
        absl::NotFoundError("no such table")}) {
    EXPECT_TRUE(IsFault(fault));
    const grpc::Status sent = ToGrpcStatus(fault, "ABC-000001");
    EXPECT_EQ(sent.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_EQ(sent.error_message(), "internal error, request ABC-000001");
    EXPECT_THAT(sent.error_details(), Not(HasSubstr(std::string(fault.message()))));
    EXPECT_EQ(Find<google::rpc::ErrorInfo>(Details(sent)).reason(), "INTERNAL");
  }
}

TEST(ErrorDetails, CancelledAndDeadlineNeedNoReason) {
  EXPECT_FALSE(IsFault(absl::CancelledError("gone")));
  EXPECT_EQ(ToGrpcStatus(absl::DeadlineExceededError("late"), "id").error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST(ErrorDetails, ReasonTextHasNoPrefix) {
  EXPECT_EQ(ReasonText(domain::NotFound("signal", "x")), "NOT_FOUND");
  EXPECT_EQ(ReasonText(absl::InternalError("x")), "");
}

}  // namespace
}  // namespace baton::server
