// Both ways out, by vendor: what happens to a signal here is what the vendor's side sees over real
// HTTP, and what the vendor answers is what becomes of the delivery.
#include <algorithm>
#include <atomic>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "adapters/json.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "tests/acceptance/courier_company.h"
#include "tests/acceptance/smtp_sink.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string TextAt(const std::string& body, const std::string& path) {
  const auto parsed = adapters::json::Parse(body);
  EXPECT_TRUE(parsed.ok()) << body;
  const adapters::json::Value* found = parsed.ok() ? parsed->Lookup(path) : nullptr;
  return found == nullptr ? "" : found->text();
}

class CourierVendors : public CourierCompany {
 protected:
  // A customer that every vendor knows.
  void AddKnownCustomer(const std::string& crm) {
    As(v1::ROLE_REVOPS, "remy");
    for (const char* person : {"imogen", "rosa", "priya", "remy"}) {
      Reach(person, crm, absl::StrCat(person, "-in-", crm));
    }
    v1::Account account = NewAccount("summit");
    for (const std::string& system : {crm, std::string("gainsight")}) {
      v1::SourceRecord& id = *account.add_external_ids();
      id.set_system(system);
      id.set_record_id(absl::StrCat("summit-in-", system));
    }
    AddAccount(account);
  }

  FakeVendor vendor_;
};

constexpr char kGraphDone[] =
    R"({"graphs":[{"graphId":"1","isSuccessful":true,"graphResponse":{"compositeResponse":[
      {"httpStatusCode":201,"body":{"id":"006Hs000001","success":true}},
      {"httpStatusCode":201,"body":{"id":"00THs000001","success":true}}]}}]})";

TEST_F(CourierVendors, H15_SalesforceGetsTheHandoffInOneRequestWithATokenOfOAuth) {
  std::atomic<int> tokens = 0;
  vendor_.Answer([&](const Asked& asked, httplib::Response& response) {
    if (asked.path == "/services/oauth2/token") {
      response.set_content(absl::StrCat("{\"access_token\":\"at", ++tokens, "\"}"),
                           "application/json");
      return;
    }
    if (asked.Header("authorization") != "Bearer at2") {
      response.status = 401;
      response.set_content(R"([{"errorCode":"INVALID_SESSION_ID"}])", "application/json");
      return;
    }
    response.set_content(kGraphDone, "application/json");
  });
  v1::ConnectionCredentials credentials;
  credentials.set_token_url(vendor_.url() + "/services/oauth2/token");
  credentials.set_client_id("id");
  credentials.set_client_secret("s3cret");
  credentials.set_refresh_token("r1");
  Connect("salesforce", vendor_.url(), {}, credentials);
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  Drain();
  const v1::Delivery delivery = OnlyOne(signal.name(), v1::DELIVERY_KIND_CRM_HANDOFF);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED) << delivery.ShortDebugString();
  EXPECT_EQ(delivery.attempt_count(), 1);
  EXPECT_EQ(delivery.answer_id(), "006Hs000001");
  EXPECT_EQ(domain::ToTime(Look(signal.name()).crm_confirm_time()), Now());
  const std::vector<Asked> asked = vendor_.asked();
  ASSERT_THAT(asked, SizeIs(4)) << "token, refused, new token, taken";
  EXPECT_THAT(asked[0].body, HasSubstr("grant_type=refresh_token&refresh_token=r1"));
  EXPECT_EQ(asked[3].path, "/services/data/v67.0/composite/graph");
  EXPECT_EQ(asked[3].Header("idempotency-key"), delivery.name());
  EXPECT_THAT(asked[3].body, HasSubstr("\"OwnerId\":\"rosa-in-salesforce\""));
  EXPECT_THAT(asked[3].body, HasSubstr("\"AccountId\":\"summit-in-salesforce\""));
  // The token is kept sealed, and used after a restart.
  Restart();
  vendor_.Forget();
  const auto session = OpenSession();
  static const store::Sql& sql =
      *new store::Sql{"SELECT sealed FROM connection_secrets WHERE kind = 'access_token'", "t"};
  const auto rows = session->Query(sql, {});
  ASSERT_TRUE(rows->Next());
  EXPECT_FALSE(absl::StrContains(rows->Text(0), "at2"));
  v1::FileSignalRequest again = Filing("summit");
  again.mutable_signal()->set_trigger(v1::TRIGGER_NEW_TEAM_ONBOARDED);
  File(again);
  Drain();
  ASSERT_THAT(vendor_.asked(), SizeIs(1));
  EXPECT_EQ(vendor_.asked()[0].Header("authorization"), "Bearer at2");
}

TEST_F(CourierVendors, H15_APartialFailureWithinA200IsReadFromTheBody) {
  vendor_.AnswerWith(200, R"({"graphs":[{"graphId":"1","isSuccessful":false,"graphResponse":
    {"compositeResponse":[{"httpStatusCode":400,"body":[{"errorCode":"PROCESSING_HALTED"}]},
     {"httpStatusCode":400,"body":[{"errorCode":"UNABLE_TO_LOCK_ROW"}]}]}}]})");
  Connect("salesforce", vendor_.url(), {}, Key("token"));
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  Drain();
  v1::Delivery delivery = OnlyOne(signal.name(), v1::DELIVERY_KIND_CRM_HANDOFF);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_THAT(delivery.last_answer(), HasSubstr("UNABLE_TO_LOCK_ROW"));
  vendor_.AnswerWith(200, R"({"graphs":[{"graphId":"1","isSuccessful":false,"graphResponse":
    {"compositeResponse":[{"httpStatusCode":400,"body":[{"errorCode":"STRING_TOO_LONG",
     "message":"Jamie","fields":["Name"]}]}]}}]})");
  DrainAtNextTry(delivery.name());
  delivery = DeliveryOf(delivery.name());
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_THAT(delivery.last_answer(), HasSubstr("STRING_TOO_LONG (Name)"));
  EXPECT_FALSE(absl::StrContains(delivery.last_answer(), "Jamie"));
  // RevOps hears of it at once, and not again a quarter of an hour later.
  Advance(absl::Hours(1));
  int told = 0;
  for (const v1::Delivery& each : Deliveries(signal.name())) {
    if (each.recipient() != "queues/revops") continue;
    ++told;
    EXPECT_THAT(each.body(), HasSubstr("STRING_TOO_LONG (Name)"));
  }
  EXPECT_EQ(told, 1);
}

TEST_F(CourierVendors, H15_HubSpotGetsDealAndTaskAndARepeatFindsTheDeal) {
  std::atomic<bool> cut = true;
  vendor_.Answer([&](const Asked& asked, httplib::Response& response) {
    const bool deal = absl::StrContains(asked.path, "/deals");
    if (deal && asked.method == "POST" && !cut) {
      response.status = 400;
      response.set_content(
          R"({"category":"VALIDATION_ERROR","message":"CONFLICTING_UNIQUE_VALUE"})",
          "application/json");
    } else if (!deal && cut) {
      response.status = 502;
    } else {
      response.status = asked.method == "GET" ? 200 : 201;
      response.set_content(deal ? R"({"id":"77"})" : R"({"id":"88"})", "application/json");
    }
  });
  Connect("hubspot", vendor_.url(), {}, Key("pat-1"));
  AddKnownCustomer("hubspot");
  const v1::Signal signal = FileFor("summit");
  EXPECT_EQ(OnlyOne(signal.name(), v1::DELIVERY_KIND_CRM_HANDOFF).recipient(), "hubspot");
  Drain();
  v1::Delivery delivery = OnlyOne(signal.name(), v1::DELIVERY_KIND_CRM_HANDOFF);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  cut = false;
  vendor_.Forget();
  DrainAtNextTry(delivery.name());
  delivery = DeliveryOf(delivery.name());
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED) << delivery.ShortDebugString();
  EXPECT_EQ(delivery.answer_id(), "77");
  const std::vector<Asked> asked = vendor_.asked();
  ASSERT_THAT(asked, SizeIs(3));
  EXPECT_EQ(asked[1].method, "GET");
  EXPECT_THAT(asked[2].body, HasSubstr("\"id\":\"77\""));
  EXPECT_EQ(asked[2].Header("authorization"), "Bearer pat-1");
}

TEST_F(CourierVendors, S5_AMissGoesToTheManagerBySlackAndIntoTheCrm) {
  vendor_.Answer([](const Asked& asked, httplib::Response& response) {
    std::string body = R"({"ok":true,"ts":"1.1","channel":{"id":"D-x"}})";
    const size_t at = asked.path.find("email=");
    if (at != std::string::npos) {
      const std::string who = asked.path.substr(at + 6, asked.path.find("%40") - at - 6);
      body = absl::StrCat(R"({"ok":true,"user":{"id":"U-)", who, "\"}}");
    }
    response.set_content(body, "application/json");
  });
  FakeVendor crm;
  crm.AnswerWith(200, kGraphDone);
  Connect("slack", vendor_.url(), {{"calls_per_minute", "6000"}}, Key("xoxb-1"));
  Connect("salesforce", crm.url(), {}, Key("token"));
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  Drain();
  crm.AnswerWith(204, "");
  AdvanceTo(domain::ToTime(signal.clock().acknowledge_due_time()) + absl::Microseconds(1));
  vendor_.Forget();
  crm.Forget();
  Drain();
  std::vector<std::string> told;
  for (const Asked& asked : vendor_.asked()) {
    if (asked.path != "/api/conversations.open") continue;
    told.push_back(TextAt(asked.body, "users"));
  }
  EXPECT_THAT(told, Contains("U-priya"));
  const auto posts = vendor_.asked();
  EXPECT_TRUE(std::any_of(posts.begin(), posts.end(), [](const Asked& asked) {
    return asked.path == "/api/chat.postMessage" && TextAt(asked.body, "channel") == "D-x" &&
           absl::StrContains(asked.body, "Missed: acknowledge");
  }));
  ASSERT_THAT(crm.asked(), SizeIs(1));
  EXPECT_THAT(crm.asked()[0].path, HasSubstr("/sobjects/Task/Expansion_Task_Key__c/"));
  EXPECT_EQ(TextAt(crm.asked()[0].body, "OwnerId"), "priya-in-salesforce");
  EXPECT_EQ(TextAt(crm.asked()[0].body, "WhatId"), "006Hs000001");
  for (const v1::Delivery& delivery : Deliveries(signal.name())) {
    EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED) << delivery.ShortDebugString();
  }
}

TEST_F(CourierVendors, H15_AnAeWhomTheCrmDoesNotKnowIsNamedWithWhatMendsIt) {
  vendor_.AnswerWith(200, kGraphDone);
  Connect("salesforce", vendor_.url(), {}, Key("token"));
  AddKnownCustomer("salesforce");
  v1::UpsertPersonRequest unknown;
  unknown.mutable_person()->set_name(Person("ines"));
  unknown.mutable_person()->set_display_name("Ines Okafor");
  unknown.mutable_person()->set_role(v1::ROLE_AE);
  unknown.mutable_person()->set_manager(Person("priya"));
  ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, unknown), IsOk());
  v1::ReassignSignalRequest reassign;
  reassign.set_name(FileFor("summit").name());
  Drain();
  reassign.set_ae(Person("ines"));
  reassign.set_reason("Covers the region");
  ASSERT_THAT(priya().Call(&HandoffStub::ReassignSignal, reassign), IsOk());
  Drain();
  int failed = 0;
  for (const v1::Delivery& delivery : Deliveries(reassign.name())) {
    if (delivery.state() != v1::DELIVERY_STATE_FAILED) continue;
    ++failed;
    EXPECT_EQ(delivery.last_answer(),
              "ines has no id in salesforce: baton person set ines --external-id salesforce:ID");
  }
  EXPECT_EQ(failed, 1);
}

TEST_F(CourierVendors, S5_WithoutSlackAMessageGoesByMail) {
  SmtpSink sink;
  Connect("smtp", sink.url(), {{"from", "baton@acme.example"}, {"tls", "off"}});
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  AdvanceTo(domain::ToTime(signal.clock().acknowledge_due_time()) + absl::Microseconds(1));
  Drain();
  std::vector<std::string> told;
  for (const Mail& mail : sink.mails()) {
    EXPECT_EQ(mail.from, "baton@acme.example");
    told.insert(told.end(), mail.to.begin(), mail.to.end());
  }
  EXPECT_THAT(told, Contains("priya@acme.example"));
  const std::vector<Mail> mails = sink.mails();
  EXPECT_TRUE(std::any_of(mails.begin(), mails.end(), [](const Mail& mail) {
    return absl::StrContains(mail.text, "Subject: Missed: acknowledge") &&
           absl::StrContains(mail.text, "Message-ID: <tenants.main.deliveries.");
  }));
}

TEST_F(CourierVendors, S5_AMailThatTheServerRefusesIsGivenUpAndOneThatItDefersIsNot) {
  SmtpSink sink;
  Connect("smtp", sink.url(), {{"from", "baton@acme.example"}, {"tls", "off"}});
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  AdvanceTo(domain::ToTime(signal.clock().acknowledge_due_time()) + absl::Microseconds(1));
  sink.AnswerRecipientsWith("451 4.7.1 come back later");
  Drain();
  std::string first;
  for (const v1::Delivery& delivery : Deliveries(signal.name())) {
    if (delivery.kind() != v1::DELIVERY_KIND_DIRECT_MESSAGE) continue;
    if (delivery.attempt_count() == 0) continue;
    first = delivery.name();
    EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING) << delivery.ShortDebugString();
  }
  ASSERT_FALSE(first.empty());
  sink.AnswerRecipientsWith("550 5.1.1 no such user");
  DrainAtNextTry(first);
  EXPECT_EQ(DeliveryOf(first).state(), v1::DELIVERY_STATE_FAILED);
  EXPECT_EQ(DeliveryOf(first).last_answer(), "550 from the mail server");
  EXPECT_THAT(sink.mails(), IsEmpty());
}

TEST_F(CourierVendors, H15_WithoutAnAddressAMessageFailsWithTheReason) {
  Connect("slack", vendor_.url(), {}, Key("xoxb-1"));
  const v1::Signal signal = FileFor("harborline");
  AdvanceTo(domain::ToTime(signal.clock().acknowledge_due_time()) + absl::Microseconds(1));
  Drain();
  EXPECT_THAT(vendor_.asked(), IsEmpty());
  int failed = 0;
  for (const v1::Delivery& delivery : Deliveries(signal.name())) {
    if (delivery.state() != v1::DELIVERY_STATE_FAILED) continue;
    ++failed;
    EXPECT_THAT(delivery.last_answer(), HasSubstr("mail address"));
  }
  EXPECT_GE(failed, 1);
}

TEST_F(CourierVendors, H11_GainsightGetsTheOutcomeAndAWebPageIsNoSuccess) {
  Connect("gainsight", vendor_.url(), {}, Key("ak-1"));
  AddKnownCustomer("salesforce");
  v1::FileSignalRequest filing = Filing("summit");
  filing.mutable_signal()->mutable_source()->set_system("gainsight");
  filing.mutable_signal()->mutable_source()->set_record_id("1S01CTA");
  const v1::Signal signal = File(filing);
  EXPECT_THAT(Acknowledge(rosa(), signal.name()), IsOk());
  EXPECT_THAT(Contact(rosa(), signal.name()), IsOk());
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_LOST);
  outcome.set_reason("Budget went elsewhere");
  EXPECT_THAT(Report(rosa(), signal.name(), outcome), IsOk());
  vendor_.AnswerWith(200, "<html><body>Please log in</body></html>", "text/html");
  Drain();
  v1::Delivery delivery = OnlyOne(signal.name(), v1::DELIVERY_KIND_CS_UPDATE);
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_PENDING);
  EXPECT_EQ(delivery.last_answer(), "200 OK, but a web page");
  vendor_.AnswerWith(200, R"({"result":true,"errorCode":null,"data":{"id":"x"}})");
  vendor_.Forget();
  DrainAtNextTry(delivery.name());
  delivery = DeliveryOf(delivery.name());
  EXPECT_EQ(delivery.state(), v1::DELIVERY_STATE_DELIVERED);
  ASSERT_THAT(vendor_.asked(), SizeIs(1));
  const Asked asked = vendor_.asked()[0];
  EXPECT_EQ(asked.path, "/v1/ant/es/activity");
  EXPECT_EQ(asked.Header("accesskey"), "ak-1");
  EXPECT_THAT(asked.body, HasSubstr("Outcome: lost"));
  EXPECT_THAT(asked.body, HasSubstr("CTA: 1S01CTA"));
  EXPECT_THAT(asked.body, HasSubstr("summit-in-gainsight"));
}

TEST_F(CourierVendors, H11_SalesforceGetsTheOutcomeThatTheAeReportsHere) {
  vendor_.AnswerWith(200, kGraphDone);
  Connect("salesforce", vendor_.url(), {}, Key("token"));
  AddKnownCustomer("salesforce");
  const v1::Signal signal = FileFor("summit");
  Drain();
  vendor_.AnswerWith(204, "");
  vendor_.Forget();
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_DEFERRED);
  outcome.set_reason("Budget in the new year");
  *outcome.mutable_revisit_time() = domain::ToTimestamp(Now() + absl::Hours(24 * 90));
  ASSERT_THAT(Report(rosa(), signal.name(), outcome), IsOk());
  Drain();
  const v1::Delivery told = OnlyOne(signal.name(), v1::DELIVERY_KIND_CRM_CLOSE);
  EXPECT_EQ(told.state(), v1::DELIVERY_STATE_DELIVERED) << told.ShortDebugString();
  ASSERT_THAT(vendor_.asked(), SizeIs(1));
  EXPECT_EQ(vendor_.asked()[0].method, "PATCH");
  EXPECT_THAT(vendor_.asked()[0].path, HasSubstr("/Opportunity/Expansion_Signal_Id__c/"));
  EXPECT_EQ(TextAt(vendor_.asked()[0].body, "Revisit_On__c"),
            domain::FormatDay(Now() + absl::Hours(24 * 90)));
}

TEST_F(CourierVendors, R18_GainsightsHundredCallsAMinuteAreKept) {
  vendor_.AnswerWith(200, R"({"result":true})");
  Connect("gainsight", vendor_.url(), {{"calls_per_minute", "10"}}, Key("ak-1"));
  AddKnownCustomer("salesforce");
  for (int i = 0; i < 5; ++i) {
    v1::FileSignalRequest filing = Filing("summit");
    filing.mutable_signal()->mutable_source()->set_system("gainsight");
    filing.mutable_signal()->mutable_source()->set_record_id(absl::StrCat("cta", i));
    const v1::Signal signal = File(filing);
    v1::WithdrawSignalRequest withdraw;
    withdraw.set_name(signal.name());
    withdraw.set_kind(v1::WITHDRAWAL_KIND_FILED_IN_ERROR);
    withdraw.set_reason("Filed by mistake, it is another account's");
    ASSERT_THAT(imogen().Call(&HandoffStub::WithdrawSignal, withdraw), IsOk());
  }
  int sent = 0;
  for (int second = 0; second < 60; ++second) {
    Drain();
    sent = static_cast<int>(vendor_.asked().size());
    EXPECT_LE(sent, 1 + 9 * second / 60 + 1);
    SetClock(Now() + absl::Seconds(1));
  }
  EXPECT_EQ(sent, 5);
}

TEST_F(CourierVendors, EveryWebhookHearsInOrderWhatHappensToASignal) {
  As(v1::ROLE_REVOPS, "remy");
  AddAccount(NewAccount("summit"));
  FileFor("summit");  // before there is a webhook
  Connect("webhook", vendor_.url());
  v1::FileSignalRequest filing = Filing("summit");
  filing.mutable_signal()->set_trigger(v1::TRIGGER_NEW_TEAM_ONBOARDED);
  const v1::Signal signal = File(filing);
  ASSERT_THAT(Acknowledge(rosa(), signal.name()), IsOk());
  v1::SignalOutcome outcome;
  outcome.set_kind(v1::OUTCOME_KIND_LOST);
  outcome.set_reason("Budget went elsewhere");
  ASSERT_THAT(Report(rosa(), signal.name(), outcome), IsOk());
  v1::ReopenSignalRequest reopen;
  reopen.set_name(signal.name());
  reopen.set_reason("They called back");
  ASSERT_THAT(remy().Call(&HandoffStub::ReopenSignal, reopen), IsOk());
  ASSERT_THAT(Report(rosa(), signal.name(), outcome), IsOk());  // in the same instant
  Drain();
  std::vector<std::string> types;
  for (const Asked& asked : vendor_.asked()) {
    types.push_back(TextAt(asked.body, "type"));
    EXPECT_EQ(TextAt(asked.body, "subject"), signal.name());
    EXPECT_NE(asked.Header("webhook-signature"), "");
  }
  EXPECT_THAT(types, ElementsAre("com.baton.signal.filed", "com.baton.signal.routed",
                                 "com.baton.signal.acknowledged", "com.baton.signal.lost",
                                 "com.baton.signal.contacted", "com.baton.signal.lost"));
  EXPECT_EQ(TextAt(vendor_.asked()[3].body, "data.outcome.reason"), "Budget went elsewhere");
}

TEST_F(CourierVendors, R24_NoSecretIsLogged) {
  vendor_.AnswerWith(400, R"([{"errorCode":"STRING_TOO_LONG","message":"k3y"}])");
  Connect("salesforce", vendor_.url(), {}, Key("k3y-secret"));
  AddKnownCustomer("salesforce");
  FileFor("summit");
  Drain();
  EXPECT_THAT(LogText(), HasSubstr("delivery_failed"));
  EXPECT_FALSE(absl::StrContains(LogText(), "k3y"));
}

TEST_F(CourierVendors, AConnectionIsTriedOutWithARequestThatChangesNothing) {
  vendor_.Answer([](const Asked& asked, httplib::Response& response) {
    response.status = asked.Header("authorization") == "Bearer good" ? 200 : 401;
    response.set_content("{}", "application/json");
  });
  v1::TestConnectionRequest test;
  test.set_name(Connect("hubspot", vendor_.url(), {}, Key("good")).connection().name());
  const auto good = Admin().Call(&v1::IntegrationService::Stub::TestConnection, test);
  ASSERT_THAT(good, IsOk());
  EXPECT_TRUE(good->ok()) << good->ShortDebugString();
  ASSERT_THAT(vendor_.asked(), SizeIs(1));
  EXPECT_EQ(vendor_.asked()[0].path, "/crm/v3/owners?limit=1");
  test.set_name(Connect("hubspot", vendor_.url(), {}, Key("bad")).connection().name());
  const auto bad = Admin().Call(&v1::IntegrationService::Stub::TestConnection, test);
  ASSERT_THAT(bad, IsOk());
  EXPECT_FALSE(bad->ok());
  EXPECT_THAT(bad->steps(), SizeIs(2));
  test.set_name(Connect("webhook", vendor_.url()).connection().name());
  EXPECT_THAT(Admin().Call(&v1::IntegrationService::Stub::TestConnection, test),
              Refuses(absl::StatusCode::kFailedPrecondition, "CONNECTION_STATE"));
}

}  // namespace
}  // namespace baton::testing
