// R19: webhooks that are signed as Standard Webhooks says, and those that carry a secret.
#include "adapters/standard_webhook.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace baton::adapters {
namespace {

// The example of the specification's own libraries.
constexpr char kSecret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
constexpr char kId[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr char kBody[] = R"({"test": 2432232314})";
constexpr char kSigned[] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const absl::Time kSent = absl::FromUnixSeconds(1'614'265'330);

Webhook Sent(absl::Time receive_time, const std::string& signature = kSigned) {
  Webhook webhook;
  webhook.method = "POST";
  webhook.headers = {{"Webhook-Id", kId},
                     {"webhook-timestamp", absl::StrCat(absl::ToUnixSeconds(kSent))},
                     {"webhook-signature", signature}};
  webhook.body = kBody;
  webhook.receive_time = receive_time;
  return webhook;
}

TEST(StandardWebhook, R19_SignsAsTheSpecificationsExample) {
  EXPECT_EQ(SignStandardWebhook(kId, kSent, kBody, kSecret), kSigned);
  EXPECT_TRUE(CheckStandardWebhook(Sent(kSent), {kSecret}).ok());
}

TEST(StandardWebhook, R19_IsTakenForFiveMinutesBothWaysAndNoLonger) {
  for (const absl::Duration age : {kWebhookWindow, -kWebhookWindow}) {
    EXPECT_TRUE(CheckStandardWebhook(Sent(kSent + age), {kSecret}).ok());
    const absl::Duration more =
        age > absl::ZeroDuration() ? absl::Microseconds(1) : absl::Microseconds(-1);
    EXPECT_FALSE(CheckStandardWebhook(Sent(kSent + age + more), {kSecret}).ok());
  }
}

TEST(StandardWebhook, R19_EverySecretAndEverySignatureCounts) {
  const std::string other = SignStandardWebhook(kId, kSent, kBody, "another secret");
  EXPECT_TRUE(CheckStandardWebhook(Sent(kSent), {"another secret", kSecret}).ok());
  EXPECT_TRUE(CheckStandardWebhook(Sent(kSent, absl::StrCat("v1,AAAA ", kSigned)), {kSecret}).ok());
  EXPECT_TRUE(CheckStandardWebhook(Sent(kSent, other), {kSecret, "another secret"}).ok());
  EXPECT_FALSE(CheckStandardWebhook(Sent(kSent, other), {kSecret}).ok());
  EXPECT_FALSE(CheckStandardWebhook(Sent(kSent), {}).ok());
}

TEST(StandardWebhook, R19_AnythingChangedIsRefused) {
  Webhook webhook = Sent(kSent);
  webhook.body += " ";
  EXPECT_FALSE(CheckStandardWebhook(webhook, {kSecret}).ok());
  webhook = Sent(kSent);
  webhook.headers[0].second = "msg_other";
  EXPECT_FALSE(CheckStandardWebhook(webhook, {kSecret}).ok());
  webhook = Sent(kSent);
  webhook.headers[1].second = absl::StrCat(absl::ToUnixSeconds(kSent) + 1);
  EXPECT_FALSE(CheckStandardWebhook(webhook, {kSecret}).ok());
  EXPECT_FALSE(CheckStandardWebhook(Sent(kSent, &kSigned[3]), {kSecret}).ok()) << "no version";
  for (size_t i = 0; i < 3; ++i) {
    webhook = Sent(kSent);
    webhook.headers.erase(webhook.headers.begin() + static_cast<long>(i));
    EXPECT_TRUE(IsStandardWebhook(webhook));
    EXPECT_FALSE(CheckStandardWebhook(webhook, {kSecret}).ok()) << i;
  }
}

TEST(StandardWebhook, R19_ASecretInAHeaderIsCompared) {
  const auto with = [](const std::string& value) {
    Webhook webhook;
    webhook.headers = {{"X-Baton-Secret", value}};
    return CheckSecretHeader(webhook, "x-baton-secret", {"old", "s3cret"});
  };
  EXPECT_TRUE(with("s3cret").ok());
  EXPECT_TRUE(with("old").ok());
  EXPECT_TRUE(with("Bearer s3cret").ok());
  EXPECT_TRUE(with("Basic " + absl::Base64Escape("user:s3cret")).ok());
  for (const char* wrong : {"", "s3cre", "s3cret ", "S3CRET", "Bearer", "Basic s3cret"}) {
    EXPECT_FALSE(with(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace baton::adapters
