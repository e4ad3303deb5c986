#include "server/connect_codec.h"

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "nlohmann/json.hpp"

namespace baton::server {
namespace {

TEST(ConnectCodec, TakesJsonAndProtoAlone) {
  EXPECT_EQ(CodecOf("application/json"), ConnectCodec::kJson);
  EXPECT_EQ(CodecOf("Application/JSON; charset=utf-8"), ConnectCodec::kJson);
  EXPECT_EQ(CodecOf("application/proto"), ConnectCodec::kProto);
  for (const char* type :
       {"", "text/json", "application/connect+json", "application/grpc", "application/jsonp"}) {
    EXPECT_FALSE(CodecOf(type).has_value()) << type;
  }
}

TEST(ConnectCodec, NamesEveryCodeAsTheProtocolDoes) {
  EXPECT_EQ(ConnectCode(1), "canceled");
  EXPECT_EQ(HttpStatus(1), 499);
  EXPECT_EQ(ConnectCode(5), "not_found");
  EXPECT_EQ(HttpStatus(5), 404);
  EXPECT_EQ(ConnectCode(9), "failed_precondition");
  EXPECT_EQ(HttpStatus(9), 400);
  EXPECT_EQ(ConnectCode(16), "unauthenticated");
  EXPECT_EQ(HttpStatus(16), 401);
  EXPECT_EQ(ConnectCode(17), "unknown");
  EXPECT_EQ(ConnectCode(-1), "unknown");
  EXPECT_EQ(HttpStatus(99), 500);
}

TEST(ConnectCodec, AnErrorHasItsDetails) {
  google::rpc::Status status;
  status.set_code(8);
  status.set_message("too \"many\" \xFF calls");
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_nanos(100'000'000);
  status.add_details()->PackFrom(retry);
  const auto body = nlohmann::json::parse(ErrorBody(status));
  EXPECT_EQ(body["code"], "resource_exhausted");
  EXPECT_EQ(body["details"][0]["type"], "google.rpc.RetryInfo");
  EXPECT_EQ(body["details"][0]["value"], "CgUQgMLXLw");
  EXPECT_EQ(RetryAfter(status), 1);
  retry.mutable_retry_delay()->set_seconds(2);
  status.mutable_details(0)->PackFrom(retry);
  EXPECT_EQ(RetryAfter(status), 3);
  status.clear_details();
  EXPECT_FALSE(RetryAfter(status).has_value());
}

TEST(ConnectCodec, ATimeoutHasOneToTenDigits) {
  EXPECT_EQ(ConnectTimeout(""), absl::InfiniteDuration());
  EXPECT_EQ(ConnectTimeout("1500"), absl::Milliseconds(1500));
  EXPECT_EQ(ConnectTimeout("0"), absl::ZeroDuration());
  EXPECT_EQ(ConnectTimeout("9999999999"), absl::Milliseconds(9'999'999'999));
  for (const char* header : {"10000000000", "-1", "1.5", "1s", " 1"}) {
    EXPECT_FALSE(ConnectTimeout(header).has_value()) << header;
  }
}

}  // namespace
}  // namespace baton::server
