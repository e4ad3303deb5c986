// What leaves Baton: signed webhooks, Slack, mail, updates of CS platforms; and what comes back.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "adapters/answer.h"
#include "adapters/cs_update.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "adapters/request_text.h"
#include "adapters/slack/slack_message.h"
#include "adapters/smtp/mail.h"
#include "adapters/webhook_event.h"
#include "domain/instant.h"

namespace baton::adapters {
namespace {

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

json::Value Parsed(const std::string& text) {
  auto parsed = json::Parse(text);
  EXPECT_TRUE(parsed.ok()) << parsed.status() << " " << text;
  return parsed.value_or(json::Value());
}

std::string TextAt(const std::string& body, absl::string_view path) {
  const json::Value value = Parsed(body);
  const json::Value* found = value.Lookup(path);
  return found == nullptr ? "" : found->text();
}

v1::Delivery Event() {
  v1::Delivery delivery;
  delivery.set_name("tenants/acme/deliveries/01J.handoff.1.crm");
  delivery.set_kind(v1::DELIVERY_KIND_CRM_HANDOFF);
  delivery.set_record("tenants/acme/signals/01J");
  delivery.set_rule("H-15");
  delivery.set_subject("hot signal");
  delivery.set_body("{\"signal\":\"01J\"}");
  *delivery.mutable_create_time() = domain::ToTimestamp(At(1'767'603'600));
  return delivery;
}

// The example of the Standard Webhooks specification's libraries.
TEST(StandardWebhooks, R18_SignsAsTheSpecificationDoes) {
  const auto signature =
      WebhookSignature({"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}, "msg_p5jXN8AQM9LWM0D4loKWxJek",
                       At(1'614'265'330), "{\"test\": 2432232314}");
  ASSERT_TRUE(signature.ok());
  EXPECT_EQ(*signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(StandardWebhooks, R18_SignsWithBothSecretsWhileOneFollowsTheOther) {
  const auto one = WebhookSignature({"a-secret-of-16-c"}, "m", At(1), "x");
  const auto two = WebhookSignature({"another-of-16-ch", "a-secret-of-16-c"}, "m", At(1), "x");
  ASSERT_TRUE(one.ok() && two.ok());
  const std::vector<std::string> signatures = absl::StrSplit(*two, ' ');
  ASSERT_EQ(signatures.size(), 2u);
  EXPECT_EQ(signatures[1], *one);
  EXPECT_NE(signatures[0], *one);
  EXPECT_FALSE(WebhookSignature({}, "m", At(1), "x").ok());
}

TEST(StandardWebhooks, R18_ATryHasTheSameIdAndBodyAndAFreshSignature) {
  const auto first = RenderWebhook(Event(), {"a-secret-of-16-c"}, At(1'767'603'600));
  const auto second = RenderWebhook(Event(), {"a-secret-of-16-c"}, At(1'767'603'605));
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->body, second->body);
  EXPECT_EQ(first->headers[1], second->headers[1]);
  EXPECT_EQ(first->headers[1].second, Event().name());
  EXPECT_NE(first->headers[2], second->headers[2]);
  EXPECT_NE(first->headers[3], second->headers[3]);
}

TEST(StandardWebhooks, R18_TheBodyIsACloudEvent) {
  const std::string event = CloudEvent(Event());
  EXPECT_EQ(TextAt(event, "specversion"), "1.0");
  EXPECT_EQ(TextAt(event, "id"), Event().name());
  EXPECT_EQ(TextAt(event, "source"), "/tenants/acme");
  EXPECT_EQ(TextAt(event, "type"), "com.baton.crm_handoff");
  EXPECT_EQ(TextAt(event, "subject"), "tenants/acme/signals/01J");
  EXPECT_EQ(TextAt(event, "time"), "2026-01-05T09:00:00Z");
  EXPECT_EQ(TextAt(event, "data.signal"), "01J");
  v1::Delivery words = Event();
  words.set_body("No \"JSON\"\n");
  EXPECT_EQ(TextAt(CloudEvent(words), "data.text"), "No \"JSON\"\n");
}

SlackMessage Note() {
  return {"tenants/acme/deliveries/1", {{"", "priya@acme.example"}}, "Due <!channel>", "a & b"};
}

TEST(Slack, S5_AMessageGoesToThePersonFoundByTheirAddress) {
  const auto requests = RenderSlackMessage(Note());
  ASSERT_TRUE(requests.ok());
  ASSERT_EQ(requests->size(), 3u);
  EXPECT_EQ((*requests)[0].path, "/api/users.lookupByEmail?email=priya%40acme.example");
  EXPECT_EQ((*requests)[1].path, "/api/conversations.open");
  EXPECT_EQ((*requests)[2].path, "/api/chat.postMessage");
  const RequestSecrets secrets{"xoxb-1", "", ""};
  const std::vector<std::string> answers = {R"({"ok":true,"user":{"id":"U1"}})",
                                            R"({"ok":true,"channel":{"id":"D1"}})"};
  const auto open = FillIn((*requests)[1], secrets, {answers[0]});
  const auto post = FillIn((*requests)[2], secrets, answers);
  ASSERT_TRUE(open.ok() && post.ok());
  EXPECT_EQ(TextAt(open->body, "users"), "U1");
  EXPECT_EQ(TextAt(post->body, "channel"), "D1");
  EXPECT_EQ(post->headers[0].second, "Bearer xoxb-1");
  // Nothing that Slack reads as a mention is left.
  EXPECT_EQ(TextAt(post->body, "text"), "*Due &lt;!channel&gt;*\na &amp; b");
}

TEST(Slack, S5_SomebodyWithoutAnAddressIsNamedAsAFault) {
  SlackMessage message = Note();
  message.to.push_back({"", ""});
  EXPECT_TRUE(absl::IsInvalidArgument(RenderSlackMessage(message).status()));
  message.to.clear();
  EXPECT_TRUE(absl::IsInvalidArgument(RenderSlackMessage(message).status()));
}

// A text of a signal that looks like one of our places gets no secret of the connection.
TEST(RequestText, R24_ASecretIsOnlyPutWhereTheVendorTakesIt) {
  CsUpdate update{"tenants/acme/deliveries/1",
                  "A-1",
                  "",
                  "\"appKey\":\"{{api_key}}\"",
                  "{{api_key}} {{basic}} {{access_token}}",
                  "",
                  At(1)};
  const auto requests = FindCsUpdateWriter("churnzero")(update, {{"contact_external_id", "c"}});
  ASSERT_TRUE(requests.ok());
  const auto filled = FillIn(requests->front(), {"token-1", "key-1", "basic-1"}, {});
  ASSERT_TRUE(filled.ok());
  EXPECT_EQ(TextAt(filled->body, "appKey"), "key-1");
  EXPECT_EQ(filled->body.find("key-1"), filled->body.rfind("key-1")) << filled->body;
  EXPECT_FALSE(absl::StrContains(filled->body, "token-1"));
  EXPECT_FALSE(absl::StrContains(filled->body, "basic-1"));
}

TEST(RequestText, H15_AnAnswerWithoutTheIdSendsNothing) {
  HttpRequest request{"POST", "/x", {}, "{\"id\":\"{{responses[0].body.id}}\"}"};
  EXPECT_TRUE(FillIn(request, {}, {"{\"id\":\"42\"}"}).ok());
  for (const char* answer : {"{}", "not JSON", "{\"id\":\"a b\"}", "{\"id\":\"\"}"}) {
    EXPECT_FALSE(FillIn(request, {}, {answer}).ok()) << answer;
  }
  EXPECT_FALSE(FillIn(request, {}, {}).ok());
  request.body = "{{responses[0].body.secret}}";
  EXPECT_FALSE(FillIn(request, {}, {"{\"secret\":\"1\"}"}).ok());
}

MailMessage Mail() {
  return {"tenants/acme/deliveries/1", "baton@acme.example", {"priya@acme.example"},
          "Missed: acknowledge",       "Line one\nLine two", At(1'767'603'600)};
}

TEST(Mail, S5_AMailHasItsHeadersAndItsBody) {
  const auto mail = RenderMail(Mail());
  ASSERT_TRUE(mail.ok());
  EXPECT_TRUE(absl::StrContains(*mail, "Date: Mon, 05 Jan 2026 09:00:00 +0000\r\n"));
  EXPECT_TRUE(absl::StrContains(*mail, "To: priya@acme.example\r\n"));
  EXPECT_TRUE(absl::StrContains(*mail, "Subject: Missed: acknowledge\r\n"));
  EXPECT_TRUE(absl::StrContains(*mail, "Message-ID: <tenants.acme.deliveries.1@acme.example>\r\n"));
  EXPECT_TRUE(absl::EndsWith(*mail, "\r\n\r\nTGluZSBvbmUNCkxpbmUgdHdv\r\n")) << *mail;
}

TEST(Mail, S5_NothingInASubjectOrAnAddressAddsAHeader) {
  for (const char* subject : {"x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example",
                              "é\r\nBcc: eve@evil.example", "x\r Bcc: e"}) {
    MailMessage mail = Mail();
    mail.subject = subject;
    const auto text = RenderMail(mail);
    ASSERT_TRUE(text.ok());
    EXPECT_FALSE(absl::StrContains(*text, "\nBcc:")) << *text;
    // Header lines begin with a name or continue with a blank; there is no bare line end.
    const std::string head = text->substr(0, text->find("\r\n\r\n"));
    for (const absl::string_view line : absl::StrSplit(head, "\r\n")) {
      EXPECT_FALSE(absl::StrContains(line, "\n") || absl::StrContains(line, "\r")) << line;
    }
  }
  for (const char* address :
       {"eve", "@x", "x@", "a@b@c", "a b@c", "a@b\r\nBcc: c", "<a@b>", "a,b@c", "a@b\xC3\xA9"}) {
    MailMessage mail = Mail();
    mail.to = {address};
    EXPECT_FALSE(RenderMail(mail).ok()) << address;
  }
}

TEST(Mail, S5_ALongSubjectOfAnyLanguageIsFoldedWithoutCuttingACharacter) {
  MailMessage mail = Mail();
  mail.subject = "";
  for (int i = 0; i < 60; ++i) mail.subject += "é漢";
  const auto text = RenderMail(mail);
  ASSERT_TRUE(text.ok());
  for (const absl::string_view line : absl::StrSplit(*text, "\r\n")) EXPECT_LE(line.size(), 998u);
  EXPECT_TRUE(absl::StrContains(*text, "Subject: =?utf-8?B?"));
  EXPECT_TRUE(absl::StrContains(*text, "?=\r\n =?utf-8?B?"));
}

CsUpdate Update() {
  return {"tenants/acme/deliveries/1",
          "ACC-1",
          "CTA-9",
          "Won & done",
          CsUpdateText(R"({"signal":"s","record_id":"CTA-9","outcome":"won",)"
                       R"("amount":{"amount":"10.00","currency":"USD"}})"),
          "csm@acme.example",
          At(1'767'603'600)};
}

TEST(CsUpdates, H11_TheTextIsForPeople) {
  EXPECT_EQ(Update().text, "Signal: s\nOutcome: won\nAmount: 10.00 USD");
  EXPECT_EQ(CsUpdateText("no JSON"), "no JSON");
}

TEST(CsUpdates, H11_GainsightGetsATimelineActivityOfItsOwnKey) {
  const auto requests = FindCsUpdateWriter("gainsight")(Update(), {});
  ASSERT_TRUE(requests.ok());
  const HttpRequest& request = requests->front();
  EXPECT_EQ(request.path, "/v1/ant/es/activity");
  const json::Value body = Parsed(request.body);
  const json::Value& record = body.Find("records")->items()[0];
  EXPECT_EQ(record.Find("ExternalId")->text(), "tenants/acme/deliveries/1");
  EXPECT_EQ(record.Find("Author")->text(), "csm@acme.example");
  EXPECT_EQ(record.Find("companyGsid")->text(), "ACC-1");
  EXPECT_TRUE(absl::StrContains(record.Find("Notes")->text(), "CTA: CTA-9"));
}

TEST(CsUpdates, H11_VitallyAndTotangoGetNotes) {
  const auto vitally = FindCsUpdateWriter("vitally")(Update(), {});
  ASSERT_TRUE(vitally.ok());
  EXPECT_EQ(TextAt(vitally->front().body, "externalId"), "tenants/acme/deliveries/1");
  EXPECT_EQ(TextAt(vitally->front().body, "accountId"), "ACC-1");
  const auto totango = FindCsUpdateWriter("totango")(
      Update(), {{"activity_type_id", "support"}, {"touchpoint_type", "t1"}});
  ASSERT_TRUE(totango.ok());
  EXPECT_TRUE(
      absl::StrContains(totango->front().body, "account_id=ACC-1&subject=Won%20%26%20done"));
}

TEST(CsUpdates, H11_EveryPlatformNamesWhatItLacks) {
  for (const char* vendor : {"gainsight", "vitally", "churnzero", "totango"}) {
    CsUpdate update = Update();
    update.account_id.clear();
    const auto requests = FindCsUpdateWriter(vendor)(update, {});
    ASSERT_TRUE(absl::IsInvalidArgument(requests.status())) << vendor;
    EXPECT_TRUE(absl::StrContains(requests.status().message(), "account_id")) << vendor;
  }
  EXPECT_EQ(FindCsUpdateWriter("catalyst"), nullptr);
}

struct AnswerCase {
  const char* vendor;
  int status;
  const char* content_type;
  const char* body;
  Verdict verdict;
};

TEST(Answers, R18_AreJudgedByTheVendorsOwnRules) {
  const AnswerCase cases[] = {
      {"webhook", 200, "", "", Verdict::kDone},
      {"webhook", 204, "text/html", "<html>", Verdict::kDone},
      {"webhook", 302, "", "", Verdict::kTryAgain},
      {"webhook", 404, "", "", Verdict::kTryAgain},
      {"webhook", 410, "", "", Verdict::kGone},
      {"webhook", 429, "", "", Verdict::kSlowDown},
      {"webhook", 500, "", "", Verdict::kTryAgain},
      {"gainsight", 200, "text/html", "<html>", Verdict::kTryAgain},
      {"gainsight", 200, "application/json", "<!DOCTYPE html>", Verdict::kTryAgain},
      {"gainsight", 200, "application/json", R"({"result":true})", Verdict::kDone},
      {"gainsight", 200, "application/json", R"({"result":false,"errorCode":"GSOBJ_1"})",
       Verdict::kRefused},
      {"gainsight", 400, "application/json",
       R"({"result":false,"errorDesc":"ExternalId already exists"})", Verdict::kDoneBefore},
      {"gainsight", 200, "application/json", "", Verdict::kTryAgain},
      {"salesforce", 204, "", "", Verdict::kDone},
      {"salesforce", 200, "application/json", R"({"graphs":[{"isSuccessful":true}]})",
       Verdict::kDone},
      {"salesforce", 200, "application/json",
       R"({"graphs":[{"isSuccessful":false,"graphResponse":{"compositeResponse":[
         {"httpStatusCode":400,"body":[{"errorCode":"PROCESSING_HALTED"}]},
         {"httpStatusCode":400,"body":[{"errorCode":"UNABLE_TO_LOCK_ROW"}]}]}}]})",
       Verdict::kTryAgain},
      {"salesforce", 200, "application/json",
       R"({"graphs":[{"isSuccessful":false,"graphResponse":{"compositeResponse":[
         {"httpStatusCode":400,"body":[{"errorCode":"DUPLICATE_VALUE"}]}]}}]})",
       Verdict::kDoneBefore},
      {"salesforce", 200, "application/json",
       R"({"graphs":[{"isSuccessful":false,"graphResponse":{"compositeResponse":[
         {"httpStatusCode":400,"body":[{"errorCode":"STRING_TOO_LONG","fields":["Name"]}]}]}}]})",
       Verdict::kRefused},
      {"salesforce", 200, "application/json", R"({"graphs":[]})", Verdict::kTryAgain},
      {"salesforce", 401, "application/json", R"([{"errorCode":"INVALID_SESSION_ID"}])",
       Verdict::kNewToken},
      {"salesforce", 403, "application/json", R"([{"errorCode":"REQUEST_LIMIT_EXCEEDED"}])",
       Verdict::kSlowDown},
      {"salesforce", 200, "application/json", R"({"success":false,"errors":[]})",
       Verdict::kRefused},
      {"hubspot", 201, "application/json", R"({"id":"7"})", Verdict::kDone},
      {"hubspot", 400, "application/json",
       R"({"category":"VALIDATION_ERROR","message":"CONFLICTING_UNIQUE_VALUE"})",
       Verdict::kDoneBefore},
      {"hubspot", 400, "application/json", R"({"category":"VALIDATION_ERROR"})", Verdict::kRefused},
      {"hubspot", 409, "application/json", R"({"category":"CONFLICT"})", Verdict::kRefused},
      {"hubspot", 423, "application/json", "{}", Verdict::kTryAgain},
      {"slack", 200, "application/json", R"({"ok":true,"ts":"1.2"})", Verdict::kDone},
      {"slack", 200, "application/json", R"({"ok":false,"error":"users_not_found"})",
       Verdict::kRefused},
      {"slack", 200, "application/json", R"({"ok":false,"error":"ratelimited"})",
       Verdict::kSlowDown},
      {"slack", 200, "application/json", R"({"ok":false,"error":"invalid_auth"})",
       Verdict::kTryAgain},
      {"slack", 200, "application/json", "{}", Verdict::kRefused},
      {"vitally", 200, "application/json", R"({"id":"1"})", Verdict::kDone},
      {"churnzero", 200, "text/plain", "ok", Verdict::kDone},
      {"totango", 200, "text/html", "<p>", Verdict::kTryAgain},
  };
  for (const AnswerCase& one : cases) {
    const Judgement judgement = JudgeAnswer(one.vendor, {one.status, one.content_type, one.body});
    EXPECT_EQ(judgement.verdict, one.verdict)
        << one.vendor << " " << one.status << " " << one.body << ": " << judgement.words;
  }
}

TEST(Answers, R24_TheWordsHoldNoContent) {
  const Judgement judgement =
      JudgeAnswer("salesforce", {400, "application/json",
                                 R"([{"errorCode":"STRING_TOO_LONG","message":"Name: Jamie Reyes",)"
                                 R"("fields":["Name","drop table; x"]}])"});
  EXPECT_EQ(judgement.words, "400 Bad Request STRING_TOO_LONG (Name)");
}

TEST(Answers, H15_TheIdOfWhatWasMadeIsRead) {
  EXPECT_EQ(JudgeAnswer("hubspot", {201, "application/json", R"({"id":"77"})"}).id, "77");
  EXPECT_EQ(JudgeAnswer("salesforce",
                        {200, "application/json",
                         R"({"graphs":[{"isSuccessful":true,"graphResponse":{"compositeResponse":[
                           {"httpStatusCode":201,"body":{"id":"006A","success":true}},
                           {"httpStatusCode":201,"body":{"id":"00TB","success":true}}]}}]})"})
                .id,
            "006A");
}

CrmWatchItem WatchItem() {
  CrmWatchItem item;
  item.signal.set_name("tenants/acme/signals/S-1");
  item.signal.set_urgency(v1::URGENCY_WATCH);
  item.signal.set_context_note("Ask after the reorganisation.");
  item.ids.account = "001";
  item.ids.csm = "005";
  item.subject = "Watch item for Acme";
  item.revisit_time = At(1'767'603'600);
  return item;
}

TEST(CrmWriter, H5_AWatchItemIsATaskOfTheCsmUnderItsOwnKey) {
  const auto salesforce = FindCrmWriter("salesforce")->RenderWatchItem(WatchItem(), {});
  ASSERT_TRUE(salesforce.ok());
  EXPECT_TRUE(absl::EndsWith(salesforce->front().path,
                             "/Task/Expansion_Task_Key__c/S-1%3Awatch%3A2026-01-05"));
  EXPECT_EQ(TextAt(salesforce->front().body, "OwnerId"), "005");
  EXPECT_EQ(TextAt(salesforce->front().body, "ActivityDate"), "2026-01-05");
  const auto hubspot = FindCrmWriter("hubspot")->RenderWatchItem(WatchItem(), {});
  ASSERT_TRUE(hubspot.ok());
  EXPECT_EQ(TextAt(hubspot->front().body, "properties.expansion_task_key"), "S-1:watch:2026-01-05");
  CrmWatchItem none = WatchItem();
  none.ids.csm.clear();
  EXPECT_FALSE(FindCrmWriter("hubspot")->RenderWatchItem(none, {}).ok());
}

TEST(CrmWriter, H10_AClosingChangesTheSignalsOpportunity) {
  const CrmClose close{WatchItem().signal, "withdrawn", "Filed by mistake"};
  const auto salesforce = FindCrmWriter("salesforce")->RenderClose(close, {});
  ASSERT_TRUE(salesforce.ok());
  EXPECT_EQ(salesforce->front().method, "PATCH");
  EXPECT_TRUE(absl::EndsWith(salesforce->front().path,
                             "/Opportunity/Expansion_Signal_Id__c/S-1?updateOnly=true"));
  EXPECT_EQ(TextAt(salesforce->front().body, "Signal_Outcome__c"), "withdrawn");
  const auto hubspot = FindCrmWriter("hubspot")->RenderClose(close, {});
  ASSERT_TRUE(hubspot.ok());
  EXPECT_EQ(hubspot->front().path, "/crm/v3/objects/deals/S-1?idProperty=expansion_signal_id");
}

}  // namespace
}  // namespace baton::adapters
