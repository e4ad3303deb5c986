// The outcome goes back on the source record of each CS platform (H-11), over real HTTP: a vendor's
// side that knows its key, limits its callers, answers with a web page once and then takes it.
#include <memory>
#include <set>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "tests/acceptance/courier_company.h"

namespace baton::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr char kSecret[] = "k3y-of-ours";

struct Platform {
  const char* vendor;
  std::vector<std::pair<std::string, std::string>> settings;
  const char* path;
  // What a request says that knows the key: a header's name and value, or words of the body.
  const char* header;
  std::string proof;
  const char* taken;
  // What each request is known by, so that a repeat can be told.
  const char* key;
};

std::vector<Platform> Platforms() {
  return {
      {"vitally",
       {},
       "/resources/notes",
       "authorization",
       "Basic " + absl::Base64Escape(absl::StrCat(kSecret, ":")),
       R"({"id": "n1"})",
       R"("externalId":"tenants/main/deliveries/)"},
      {"churnzero",
       {{"contact_external_id", "baton"}},
       "/i",
       "",
       absl::StrCat("\"appKey\":\"", kSecret, "\""),
       R"({"success": true})",
       R"("allowDupes":false)"},
      {"totango",
       {{"activity_type_id", "a1"}, {"touchpoint_type", "t1"}},
       "/api/v3/touchpoints",
       "app-token",
       kSecret,
       R"({"note": {"id": "tp1"}})",
       "tenants%2Fmain%2Fdeliveries%2F"},
  };
}

class CsVendors : public CourierCompany, public ::testing::WithParamInterface<Platform> {
 protected:
  // A signal that came from the platform, and is lost.
  v1::Signal LoseOne() {
    const Platform& platform = GetParam();
    As(v1::ROLE_REVOPS, "remy");
    for (const char* person : {"imogen", "rosa"}) Reach(person);
    v1::Account account = NewAccount("summit");
    account.add_external_ids()->set_system(platform.vendor);
    account.mutable_external_ids(0)->set_record_id("summit-there");
    AddAccount(account);
    v1::FileSignalRequest filing = Filing("summit");
    filing.mutable_signal()->mutable_source()->set_system(platform.vendor);
    filing.mutable_signal()->mutable_source()->set_record_id("record-7");
    const v1::Signal signal = File(filing);
    v1::SignalOutcome outcome;
    outcome.set_kind(v1::OUTCOME_KIND_LOST);
    outcome.set_reason("Budget went elsewhere");
    EXPECT_THAT(Report(rosa(), signal.name(), outcome), IsOk());
    return signal;
  }

  static bool KnowsTheKey(const Asked& asked) {
    const Platform& platform = GetParam();
    return *platform.header == '\0' ? absl::StrContains(asked.body, platform.proof)
                                    : asked.Header(platform.header) == platform.proof;
  }

  FakeVendor vendor_;
};

TEST_P(CsVendors, H11_TheOutcomeArrivesAfterALimitAndAWebPage) {
  const Platform& platform = GetParam();
  Connect(platform.vendor, vendor_.url(), platform.settings, Key(kSecret));
  vendor_.Answer([](const Asked& asked, httplib::Response& response) {
    response.status = KnowsTheKey(asked) ? 429 : 401;
    response.set_header("Retry-After", "600");
  });
  const v1::Signal signal = LoseOne();
  Drain();
  v1::Delivery delivery = OnlyOne(signal.name(), v1::DELIVERY_KIND_CS_UPDATE);
  EXPECT_EQ(delivery.last_answer(), "429 Too Many Requests");
  EXPECT_GE(domain::ToTime(delivery.next_attempt_time()), Now() + absl::Minutes(10));
  vendor_.AnswerWith(200, "<html>Sign in</html>", "text/html");
  DrainAtNextTry(delivery.name());
  delivery = DeliveryOf(delivery.name());
  EXPECT_EQ(delivery.last_answer(), "200 OK, but a web page");
  vendor_.Answer([&platform](const Asked& asked, httplib::Response& response) {
    response.status = KnowsTheKey(asked) ? 200 : 401;
    response.set_content(platform.taken, "application/json");
  });
  DrainAtNextTry(delivery.name());
  delivery = DeliveryOf(delivery.name());
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED) << delivery.ShortDebugString();
  EXPECT_EQ(delivery.attempt_count(), 3);
  const std::vector<Asked> asked = vendor_.asked();
  ASSERT_THAT(asked, SizeIs(3));
  std::set<std::string> bodies;
  for (const Asked& each : asked) {
    EXPECT_EQ(each.method, "POST");
    EXPECT_EQ(each.path, platform.path);
    EXPECT_THAT(each.body, HasSubstr("summit-there"));
    EXPECT_THAT(each.body, HasSubstr(platform.key));
    bodies.insert(each.body);
  }
  EXPECT_THAT(bodies, SizeIs(1)) << "a repeat is the same request";
}

TEST_P(CsVendors, H11_WhatItRefusesIsGivenUpWithItsAnswerAndSentAgainWhenMended) {
  const Platform& platform = GetParam();
  Connect(platform.vendor, vendor_.url(), platform.settings, Key(kSecret));
  vendor_.AnswerWith(400, R"({"error": "no such account"})");
  const v1::Signal signal = LoseOne();
  Drain();
  const v1::Delivery refused = OnlyOne(signal.name(), v1::DELIVERY_KIND_CS_UPDATE);
  EXPECT_EQ(refused.state(), v1::DELIVERY_STATE_FAILED) << refused.ShortDebugString();
  EXPECT_THAT(refused.last_answer(), HasSubstr("400 Bad Request"));
  vendor_.AnswerWith(200, platform.taken);
  Retry(refused.name());
  Drain();
  EXPECT_EQ(DeliveryOf(refused.name()).state(), v1::DELIVERY_STATE_DELIVERED);
}

INSTANTIATE_TEST_SUITE_P(Platforms, CsVendors, ::testing::ValuesIn(Platforms()),
                         [](const auto& test) { return std::string(test.param.vendor); });

class Catalyst : public CourierCompany {
 protected:
  FakeVendor vendor_;
};

// Its own API takes nothing: a webhook that names it does.
TEST_F(Catalyst, H11_AWebhookTakesTheOutcomesOfWhatCameFromCatalyst) {
  Connect("webhook", vendor_.url(), {{"system", "catalyst"}});
  v1::FileSignalRequest filing = Filing();
  filing.mutable_signal()->mutable_source()->set_system("catalyst");
  filing.mutable_signal()->mutable_source()->set_record_id("task-3");
  const v1::Signal signal = File(filing);
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_LOST);
  outcome.set_reason("Budget went elsewhere");
  ASSERT_THAT(Report(rosa(), signal.name(), outcome), IsOk());
  Drain();
  EXPECT_EQ(OnlyOne(signal.name(), v1::DELIVERY_KIND_CS_UPDATE).state(),
            v1::DELIVERY_STATE_DELIVERED);
  int told = 0;
  for (const Asked& asked : vendor_.asked()) {
    if (!absl::StrContains(asked.body, "com.baton.cs_update")) continue;
    ++told;
    EXPECT_THAT(asked.body, HasSubstr("task-3"));
  }
  EXPECT_EQ(told, 1);
}

}  // namespace
}  // namespace baton::testing
