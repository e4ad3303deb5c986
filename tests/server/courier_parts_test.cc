// The courier's parts that are pure: when, how much, where to, and what a try comes to.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>

#include <cstring>
#include <string>
#include <vector>

#include "domain/instant.h"
#include "server/address_filter.h"
#include "server/backoff.h"
#include "server/circuit_breaker.h"
#include "server/courier_routes.h"
#include "server/endpoints.h"
#include "server/rate_limiter.h"
#include "server/settlement.h"

namespace baton::server {
namespace {

using adapters::Verdict;

const absl::Time kNow = absl::FromUnixSeconds(1'767'603'600);

TEST(Backoff, R18_TheScheduleIsAbout75Hours) {
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    absl::Duration all;
    for (int attempts = 1; attempts < kMaxAttempts; ++attempts) {
      const auto wait = DelayAfter(attempts, seed, std::nullopt);
      ASSERT_TRUE(wait.has_value());
      all += *wait;
    }
    EXPECT_GT(all, absl::Hours(68));
    EXPECT_LT(all, absl::Hours(83.2));
    EXPECT_FALSE(DelayAfter(kMaxAttempts, seed, std::nullopt).has_value());
  }
}

TEST(Backoff, R18_JitterSpreadsByATenthAtMostAndIsTheSameForTheSameSeed) {
  absl::Duration least = absl::Hours(1);
  absl::Duration most;
  for (uint64_t seed = 0; seed < 1000; ++seed) {
    const absl::Duration wait = *DelayAfter(2, seed, std::nullopt);
    EXPECT_EQ(wait, *DelayAfter(2, seed, std::nullopt));
    least = std::min(least, wait);
    most = std::max(most, wait);
  }
  EXPECT_GE(least, absl::Minutes(4.5));
  EXPECT_LE(most, absl::Minutes(5.5));
  EXPECT_GT(most - least, absl::Seconds(50));
}

TEST(Backoff, R18_WhatTheReceiverAsksForIsWaitedForUpToADay) {
  EXPECT_EQ(*DelayAfter(1, 1, absl::Minutes(2)), absl::Minutes(2));
  EXPECT_GT(*DelayAfter(3, 1, absl::Seconds(1)), absl::Minutes(26));
  EXPECT_EQ(*DelayAfter(1, 1, absl::InfiniteDuration()), kMaxRetryAfter);
  EXPECT_FALSE(DelayAfter(kMaxAttempts, 1, absl::Minutes(2)).has_value());
}

TEST(Backoff, R18_RetryAfterIsSecondsOrADate) {
  EXPECT_EQ(ParseRetryAfter("120", kNow), absl::Seconds(120));
  EXPECT_EQ(ParseRetryAfter(" 0 ", kNow), absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter("Mon, 05 Jan 2026 09:01:00 GMT", kNow), absl::Seconds(60));
  EXPECT_EQ(ParseRetryAfter("Mon, 05 Jan 2026 08:00:00 GMT", kNow), absl::ZeroDuration());
  EXPECT_EQ(ParseRetryAfter("99999999999999999999999", kNow), absl::InfiniteDuration());
  for (const char* text : {"", "soon", "-5", "1.5", "+3", "1 2"}) {
    EXPECT_FALSE(ParseRetryAfter(text, kNow).has_value()) << text;
  }
}

TEST(CircuitBreaker, R18_OpensAfterFailuresInARowAndTriesOnceAfterARest) {
  CircuitBreaker breaker;
  for (int i = 0; i < kBreakerFailures; ++i) {
    EXPECT_EQ(breaker.Allowed(9, kNow), 9);
    breaker.Sent(kNow);
    breaker.Failed(kNow);
  }
  EXPECT_EQ(breaker.Allowed(9, kNow), 0);
  // What was on its way when it opened neither closes it nor makes the rest longer.
  breaker.Failed(kNow + absl::Seconds(1));
  const absl::Time tried = kNow + kBreakerRest;
  EXPECT_EQ(breaker.Allowed(9, tried - absl::Seconds(1)), 0);
  EXPECT_EQ(breaker.Allowed(9, tried), 1);
  breaker.Sent(tried);
  EXPECT_EQ(breaker.Allowed(9, tried), 0);
  breaker.Failed(tried);
  EXPECT_EQ(breaker.Allowed(9, tried + kBreakerRest), 0);
  EXPECT_EQ(breaker.Allowed(9, tried + 2 * kBreakerRest), 1);
  breaker.Sent(tried + 2 * kBreakerRest);
  breaker.Succeeded();
  EXPECT_EQ(breaker.Allowed(9, tried + 2 * kBreakerRest), 9);
}

TEST(CircuitBreaker, R18_TheRestGrowsNoLongerThanItsLimit) {
  CircuitBreaker breaker;
  absl::Time now = kNow;
  for (int i = 0; i < 40; ++i) {
    breaker.Sent(now);
    breaker.Failed(now);
    now += kMaxBreakerRest;
    EXPECT_GE(breaker.Allowed(1, now), 1) << i;
  }
}

TEST(RateLimiter, R18_NoWindowSeesMoreThanTheVendorAllows) {
  for (const int calls : {50, 100, 1000}) {
    RateLimiter limiter({calls, absl::Minutes(1)});
    std::vector<absl::Time> taken;
    for (absl::Time now = kNow; now < kNow + absl::Minutes(5); now += absl::Milliseconds(7)) {
      if (limiter.Take(1, now)) taken.push_back(now);
    }
    for (size_t i = 0; i + calls < taken.size(); ++i) {
      ASSERT_GE(taken[i + calls] - taken[i], absl::Minutes(1)) << calls << " " << i;
    }
    EXPECT_GT(static_cast<int>(taken.size()), 4 * calls);
  }
  RateLimiter free;
  for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(free.Take(3, kNow));
}

TEST(RateLimiter, R18_APauseThatTheVendorAsksForIsKept) {
  RateLimiter limiter({0, absl::Minutes(1)});
  limiter.PauseUntil(kNow + absl::Seconds(30));
  limiter.PauseUntil(kNow + absl::Seconds(10));
  EXPECT_FALSE(limiter.Take(1, kNow + absl::Seconds(29)));
  EXPECT_TRUE(limiter.Take(1, kNow + absl::Seconds(30)));
}

bool IsPublic(const std::string& text) {
  sockaddr_in6 v6{};
  sockaddr_in v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    return IsPublicAddress(reinterpret_cast<const sockaddr&>(v4));
  }
  EXPECT_EQ(inet_pton(AF_INET6, text.c_str(), &v6.sin6_addr), 1) << text;
  v6.sin6_family = AF_INET6;
  return IsPublicAddress(reinterpret_cast<const sockaddr&>(v6));
}

TEST(AddressFilter, R18_OnlyThePublicInternetIsCalled) {
  for (const char* address : {"127.0.0.1",
                              "127.255.255.255",
                              "0.0.0.0",
                              "10.0.0.1",
                              "10.255.255.255",
                              "100.64.0.1",
                              "169.254.169.254",
                              "172.16.0.1",
                              "172.31.255.255",
                              "192.168.1.1",
                              "198.18.0.1",
                              "224.0.0.1",
                              "255.255.255.255",
                              "192.0.0.8",
                              "192.0.2.1",
                              "::1",
                              "::",
                              "fe80::1",
                              "febf::1",
                              "fc00::1",
                              "fd12:3456::1",
                              "fec0::1",
                              "ff02::1",
                              "::ffff:127.0.0.1",
                              "::ffff:10.0.0.1",
                              "::ffff:169.254.169.254",
                              "::127.0.0.1",
                              "64:ff9b::7f00:1",
                              "64:ff9b:1::1",
                              "2002:7f00:1::",
                              "2002:c0a8:101::1",
                              "2001::1",
                              "2001:db8::1",
                              "100::1"}) {
    EXPECT_FALSE(IsPublic(address)) << address;
  }
  for (const char* address :
       {"1.1.1.1",         "9.255.255.255",   "11.0.0.1",         "100.63.255.255",
        "100.128.0.0",     "126.255.255.255", "128.0.0.1",        "169.253.0.1",
        "169.255.0.1",     "172.15.255.255",  "172.32.0.1",       "192.167.0.1",
        "192.169.0.1",     "198.17.255.255",  "198.20.0.1",       "223.255.255.255",
        "2606:4700::1111", "::ffff:1.1.1.1",  "64:ff9b::101:101", "2002:101:101::1"}) {
    EXPECT_TRUE(IsPublic(address)) << address;
  }
  sockaddr other{};
  other.sa_family = AF_UNIX;
  EXPECT_FALSE(IsPublicAddress(other));
}

v1::Delivery Pending(int attempts) {
  v1::Delivery delivery;
  delivery.set_name("tenants/acme/deliveries/1");
  delivery.set_state(v1::DELIVERY_STATE_PENDING);
  delivery.set_attempt_count(attempts);
  *delivery.mutable_next_attempt_time() = domain::ToTimestamp(kNow);
  return delivery;
}

TryResult Result(Verdict verdict) { return {verdict, "words", "id-1", std::nullopt, "c"}; }

TEST(Settlement, R18_WhatWasTakenIsDelivered) {
  for (const Verdict verdict : {Verdict::kDone, Verdict::kDoneBefore}) {
    const v1::Delivery after = Settle(Pending(2), Result(verdict), 1, kNow);
    EXPECT_EQ(after.state(), v1::DELIVERY_STATE_DELIVERED);
    EXPECT_EQ(after.attempt_count(), 3);
    EXPECT_EQ(domain::ToTime(after.deliver_time()), kNow);
    EXPECT_EQ(after.answer_id(), "id-1");
    EXPECT_FALSE(after.has_next_attempt_time());
  }
}

TEST(Settlement, R18_WhatFailedIsTriedAgainUntilTheScheduleEnds) {
  for (const Verdict verdict : {Verdict::kTryAgain, Verdict::kSlowDown, Verdict::kGone}) {
    v1::Delivery after = Settle(Pending(0), Result(verdict), 1, kNow);
    EXPECT_EQ(after.state(), v1::DELIVERY_STATE_PENDING);
    EXPECT_GT(domain::ToTime(after.next_attempt_time()), kNow);
    EXPECT_EQ(after.last_answer(), "words");
    EXPECT_EQ(after.connection(), "c");
    after = Settle(Pending(kMaxAttempts - 1), Result(verdict), 1, kNow);
    EXPECT_EQ(after.state(), v1::DELIVERY_STATE_FAILED);
    EXPECT_FALSE(after.has_next_attempt_time());
  }
}

TEST(Settlement, R18_WhatWillNeverBeTakenIsGivenUpAtOnce) {
  const v1::Delivery after = Settle(Pending(0), Result(Verdict::kRefused), 1, kNow);
  EXPECT_EQ(after.state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(after.attempt_count(), 1);
}

v1::Connection ConnectionOf(const std::string& tenant, const std::string& id,
                            const std::string& vendor) {
  v1::Connection connection;
  connection.set_name("tenants/" + tenant + "/connections/" + id);
  connection.set_vendor(vendor);
  connection.set_state(v1::CONNECTION_STATE_ACTIVE);
  connection.set_base_url("https://x.example");
  return connection;
}

std::string Text(const std::vector<Route>& routes) {
  std::string text;
  for (const Route& route : routes) {
    for (const store::OutboxFilter& filter : route.takes) {
      text += route.connection.name().substr(8) + " " + std::to_string(filter.kind) + " " +
              filter.recipient + "\n";
    }
  }
  return text;
}

TEST(Routes, R18_MessagesGoThroughSlackElseByMail) {
  EXPECT_EQ(Text(RoutesOf({ConnectionOf("a", "connections/1", "smtp")})),
            "a/connections/connections/1 1 \n");
  EXPECT_EQ(Text(RoutesOf({ConnectionOf("a", "1", "smtp"), ConnectionOf("a", "2", "slack"),
                           ConnectionOf("a", "3", "slack"), ConnectionOf("b", "4", "smtp")})),
            "a/connections/2 1 \nb/connections/4 1 \n");
}

TEST(Routes, R18_WhatIsForACrmOrACsPlatformGoesThroughThatVendors) {
  EXPECT_EQ(
      Text(RoutesOf({ConnectionOf("a", "1", "salesforce"), ConnectionOf("a", "2", "gainsight"),
                     ConnectionOf("a", "3", "catalyst")})),
      "a/connections/1 2 \na/connections/1 3 \na/connections/1 5 \na/connections/1 6 \n"
      "a/connections/2 4 gainsight\n");
}

TEST(Routes, R18_AWebhookTakesTheEventsThatNameItAndASystemsUpdates) {
  v1::Connection webhook = ConnectionOf("a", "1", "webhook");
  v1::ConnectionSetting* setting = webhook.add_settings();
  setting->set_name("system");
  setting->set_value("catalyst");
  EXPECT_EQ(Text(RoutesOf({webhook})),
            "a/connections/1 7 tenants/a/connections/1\na/connections/1 4 catalyst\n");
}

TEST(Routes, R18_AConnectionWithoutAnAddressOrDisabledTakesNothing) {
  v1::Connection silent = ConnectionOf("a", "1", "slack");
  silent.clear_base_url();
  v1::Connection disabled = ConnectionOf("a", "2", "salesforce");
  disabled.set_state(v1::CONNECTION_STATE_DISABLED);
  EXPECT_EQ(Text(RoutesOf({silent, disabled, ConnectionOf("a", "3", "smtp")})),
            "a/connections/3 1 \n");
}

TEST(Endpoints, R18_VendorsLimitsHoldAndSettingsChangeThem) {
  v1::Connection gainsight = ConnectionOf("a", "1", "gainsight");
  EXPECT_EQ(LimitsOf(gainsight).rate.calls, 100);
  EXPECT_EQ(LimitsOf(gainsight).rate.period, absl::Minutes(1));
  Endpoints endpoints;
  EXPECT_EQ(endpoints.Room(gainsight, kNow), 2);
  EXPECT_TRUE(endpoints.Begin(gainsight, 1, kNow));
  EXPECT_TRUE(endpoints.Begin(gainsight, 1, kNow));
  EXPECT_EQ(endpoints.Room(gainsight, kNow), 0);
  EXPECT_FALSE(endpoints.Begin(gainsight, 1, kNow));
  endpoints.End(gainsight.name(), Reception::kWell, kNow);
  EXPECT_EQ(endpoints.Room(gainsight, kNow), 1);
  v1::ConnectionSetting* setting = gainsight.add_settings();
  setting->set_name("calls_per_minute");
  setting->set_value("7");
  EXPECT_EQ(LimitsOf(gainsight).rate.calls, 7);
}

TEST(Endpoints, R18_ADeadEndpointIsLeftAloneAndAChangedConnectionIsTriedAnew) {
  v1::Connection webhook = ConnectionOf("a", "1", "webhook");
  Endpoints endpoints;
  for (int i = 0; i < kBreakerFailures; ++i) {
    ASSERT_TRUE(endpoints.Begin(webhook, 1, kNow));
    endpoints.End(webhook.name(), Reception::kFailing, kNow);
  }
  EXPECT_EQ(endpoints.Room(webhook, kNow), 0);
  webhook.mutable_update_time()->set_seconds(1);
  EXPECT_GT(endpoints.Room(webhook, kNow), 1);
}

}  // namespace
}  // namespace baton::server
