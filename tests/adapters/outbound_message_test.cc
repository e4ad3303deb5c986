#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/adapters/translate.h"

namespace baton::adapters {
namespace {

std::string Notification(absl::string_view id, absl::string_view fields) {
  return absl::StrCat("<Notification><Id>", id,
                      "</Id><sObject xsi:type=\"sf:Opportunity\" "
                      "xmlns:sf=\"urn:sobject.enterprise.soap.sforce.com\">",
                      fields, "</sObject></Notification>");
}

std::string Message(absl::string_view notifications) {
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\" "
      "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><s:Body>"
      "<notifications xmlns=\"http://soap.sforce.com/2005/09/outbound\">",
      notifications, "</notifications></s:Body></s:Envelope>");
}

constexpr char kFields[] =
    "<sf:Id>006Hs00001QmZ7X</sf:Id><sf:Amount>1.24E4</sf:Amount>"
    "<sf:CurrencyIsoCode>JPY</sf:CurrencyIsoCode><sf:IsWon>true</sf:IsWon>"
    "<sf:StageName>R&amp;D <![CDATA[<won>]]></sf:StageName>"
    "<sf:Loss_Reason__c xsi:nil=\"true\"/><sf:OwnerId/>"
    "<sf:LastModifiedDate>2026-11-18T11:20:33.000Z</sf:LastModifiedDate>";

TEST(OutboundMessage, FieldsAsTheyStand) {
  const v1::Fact fact = OneFact("salesforce", Message(Notification("n1", kFields)));
  EXPECT_EQ(fact.kind(), v1::FACT_KIND_OPPORTUNITY_UPDATED);
  EXPECT_EQ(fact.external_id(), "006Hs00001QmZ7XIAV");
  EXPECT_EQ(fact.amount_minor(), 12400);
  EXPECT_EQ(fact.outcome(), "won");
  EXPECT_EQ(fact.stage(), "R&D <won>");
  EXPECT_EQ(fact.owner_external_id(), "");
  EXPECT_EQ(fact.cleared_fields_size(), 0);
  EXPECT_EQ(TimeText(fact.occur_time()), "2026-11-18T11:20:33Z");
}

TEST(OutboundMessage, RepeatsVanishAndTheOldestComesFirst) {
  const std::string older =
      "<sf:Id>006Hs00001QmZ8c</sf:Id><sf:LastModifiedDate>2026-11-18T11:20:32Z"
      "</sf:LastModifiedDate>";
  const auto facts =
      Facts("salesforce", Message(Notification("n1", kFields) + Notification("n2", older) +
                                  Notification("n1", kFields)));
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].external_id(), "006Hs00001QmZ8cIAF");
}

TEST(OutboundMessage, FaultsSayWhere) {
  EXPECT_EQ(FaultsOf("salesforce", "<a>\n<b></a>"), "payload is no valid XML at line 2");
  EXPECT_EQ(FaultsOf("salesforce", "<a/>"), "payload is no SOAP envelope");
  EXPECT_EQ(FaultsOf("salesforce", Message("")), "notifications/Notification is missing");
  EXPECT_EQ(FaultsOf("salesforce", Message("<Notification/>")),
            "notifications/Notification[1]/sObject is missing");
  EXPECT_EQ(FaultsOf("salesforce", Message("<Notification><sObject/></Notification>")),
            "notifications/Notification[1]/sObject has no xsi:type");
  EXPECT_EQ(FaultsOf("salesforce", Message(Notification("n", "<sf:Id>1</sf:Id>"))),
            "notifications/Notification[1]/sObject.Id is no Salesforce id of 15 or 18 characters: "
            "\"1\"");
}

TEST(OutboundMessage, ADocumentTypeIsRefused) {
  EXPECT_EQ(FaultsOf("salesforce",
                     "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n"
                     "<a>&x;</a>"),
            "payload has a document type");
  std::string bomb = "<!DOCTYPE a [<!ENTITY x0 \"ha\">";
  for (int i = 1; i < 30; ++i) {
    absl::StrAppend(&bomb, "<!ENTITY x", i, " \"&x", i - 1, ";&x", i - 1, ";\">");
  }
  EXPECT_NE(FaultsOf("salesforce", bomb + "]><a b=\"&x29;\">&x29;</a>"), "");
}

TEST(OutboundMessage, DeepAndManyAreRefused) {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  EXPECT_EQ(FaultsOf("salesforce", deep), "payload is no valid XML at line 1");
  std::string many;
  for (int i = 0; i < 101; ++i) many += Notification(absl::StrCat("n", i), kFields);
  EXPECT_EQ(FaultsOf("salesforce", Message(many)), "notifications holds more than 100");
}

}  // namespace
}  // namespace baton::adapters
