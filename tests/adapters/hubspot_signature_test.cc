#include "adapters/hubspot/signature.h"

#include <gtest/gtest.h>

#include <string>

#include "adapters/registry.h"
#include "domain/refusal.h"

namespace baton::adapters {
namespace {

constexpr char kSecret[] = "synthetic-client-secret-48210377";
constexpr int64_t kSentMillis = 1791296561120;

// The signatures were made with OpenSSL's command line.
Webhook Signed(const std::string& signature, const std::string& uri) {
  Webhook webhook;
  webhook.method = "POST";
  webhook.uri = uri;
  webhook.headers = {{"x-hubspot-signature-V3", signature},
                     {"X-HubSpot-Request-Timestamp", "1791296561120"}};
  webhook.body = R"([{"eventId":1}])";
  webhook.receive_time = absl::FromUnixMillis(kSentMillis);
  return webhook;
}

Webhook Valid() {
  return Signed("xhKpZU5sfPnn7erLeN40/Jc4UiBKwskWVgCjBW0bD2g=",
                "https://hooks.synthetic.example/v1/crm/hubspot");
}

std::string Message(const Webhook& webhook, absl::string_view secret = kSecret) {
  const absl::Status status = CheckHubSpotSignature(webhook, secret);
  if (status.ok()) return "";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_PAYLOAD_UNREADABLE);
  return std::string(status.message());
}

constexpr char kForged[] =
    "the payload is unreadable: X-HubSpot-Signature-v3 was not made with the secret for this "
    "method, uri, body and time";

TEST(HubSpotSignature, CoversMethodUriBodyAndTime) {
  EXPECT_EQ(Message(Valid()), "");
  EXPECT_EQ(Message(Valid(), "another secret"), kForged);
  Webhook webhook = Valid();
  webhook.method = "PUT";
  EXPECT_EQ(Message(webhook), kForged);
  webhook = Valid();
  webhook.uri += "/";
  EXPECT_EQ(Message(webhook), kForged);
  webhook = Valid();
  webhook.body += " ";
  EXPECT_EQ(Message(webhook), kForged);
  webhook = Valid();
  webhook.headers[1].second = "1791296561121";
  EXPECT_EQ(Message(webhook), kForged);
  webhook = Valid();
  webhook.headers[0].second.pop_back();
  EXPECT_EQ(Message(webhook), kForged);
}

TEST(HubSpotSignature, DecodesInTheUriWhatHubSpotDecodes) {
  // Signed over ".../a:b/c?d=@!$'()*,;&e=%20%23%zz%".
  EXPECT_EQ(Message(Signed("temsNRR4k6Gc6XAU/eorKckxuYOP/cT5t+vfU6c+9RE=",
                           "https://hooks.synthetic.example/a%3Ab%2Fc%3fd=%40%21%24%27%28%29%2A%2C"
                           "%3B&e=%20%23%zz%")),
            "");
}

TEST(HubSpotSignature, HoldsForFiveMinutesEitherWay) {
  const auto received = [](absl::Duration later) {
    Webhook webhook = Valid();
    webhook.receive_time += later;
    return Message(webhook);
  };
  EXPECT_EQ(received(absl::Minutes(5)), "");
  EXPECT_EQ(received(-absl::Minutes(5)), "");
  constexpr char kOld[] =
      "the payload is unreadable: X-HubSpot-Request-Timestamp is more than 5 minutes from when it "
      "was received";
  EXPECT_EQ(received(absl::Minutes(5) + absl::Milliseconds(1)), kOld);
  EXPECT_EQ(received(-absl::Minutes(5) - absl::Milliseconds(1)), kOld);
}

TEST(HubSpotSignature, EveryFaultIsNamed) {
  Webhook webhook = Valid();
  // The older signature alone could be sent again for ever.
  webhook.headers = {{"X-HubSpot-Signature", "abc"}};
  EXPECT_EQ(Message(webhook, ""),
            "the payload is unreadable: secret is missing; X-HubSpot-Request-Timestamp is missing; "
            "X-HubSpot-Signature-v3 is missing");
  webhook.headers = {{"X-HubSpot-Request-Timestamp", "soon"}};
  EXPECT_NE(Message(webhook).find("X-HubSpot-Request-Timestamp is no time: \"soon\""),
            std::string::npos);
}

TEST(HubSpotSignature, AVendorWithoutSignaturesSaysSo) {
  EXPECT_EQ(FindAdapter("hubspot")->CheckSignature(Valid(), kSecret), absl::OkStatus());
  EXPECT_EQ(FindAdapter("gainsight")->CheckSignature(Valid(), kSecret).code(),
            absl::StatusCode::kUnimplemented);
}

}  // namespace
}  // namespace baton::adapters
