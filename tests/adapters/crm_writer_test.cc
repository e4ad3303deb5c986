#include "adapters/crm_writer.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "adapters/crm_fields.h"
#include "adapters/crm_wording.h"
#include "adapters/json.h"
#include "adapters/registry.h"
#include "domain/instant.h"
#include "domain/refusal.h"

namespace baton::adapters {
namespace {

absl::Time At(const std::string& text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr)) << text;
  return time;
}

v1::Signal Warm() {
  v1::Signal signal;
  signal.set_name("tenants/acme/signals/S-1");
  signal.set_category(v1::SIGNAL_CATEGORY_PRODUCT);
  signal.set_trigger(v1::TRIGGER_SEAT_UTILIZATION);
  signal.set_urgency(v1::URGENCY_WARM);
  signal.set_evidence("93% of seats");
  signal.mutable_buyer()->set_name("Lena");
  signal.set_timeline("Q1");
  signal.set_context_note("Rollout approved.");
  *signal.mutable_clock()->mutable_acknowledge_due_time() =
      domain::ToTimestamp(At("2026-10-06T23:30:00.5Z"));
  return signal;
}

CrmHandoff Handoff() {
  CrmHandoff handoff;
  handoff.signal = Warm();
  handoff.ids.account = "001";
  handoff.ids.ae = "005";
  handoff.creation_source = v1::CREATION_SOURCE_PLG_TRIGGER;
  handoff.opportunity_name = "Acme - seats";
  handoff.stage = "Qualification";
  handoff.close_date = "2026-12-18";
  return handoff;
}

// The body of one request of a handoff.
std::string HandoffBody(absl::string_view vendor, const CrmHandoff& handoff, size_t which = 0,
                        const CrmSettings& settings = {}) {
  const auto requests = FindCrmWriter(vendor)->RenderHandoff(handoff, settings);
  EXPECT_TRUE(requests.ok()) << requests.status();
  if (!requests.ok() || requests->size() <= which) return "";
  const auto parsed = json::Parse((*requests)[which].body);
  EXPECT_TRUE(parsed.ok()) << parsed.status();
  return (*requests)[which].body;
}

bool Has(const std::string& body, absl::string_view part) {
  return body.find(std::string(part)) != std::string::npos;
}

std::string Violated(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(domain::ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
  return std::string(status.message());
}

TEST(CrmWriter, H15_WhatASignalDoesNotStateIsLeftOut) {
  for (const char* vendor : {"salesforce", "hubspot"}) {
    const std::string body = HandoffBody(vendor, Handoff());
    for (const char* field : {"ContactId", "Amount", "CurrencyIsoCode", "CSM__c",
                              "Trigger_Event__c", "WhoId", "\"amount\"", "deal_currency_code",
                              "csm_owner_id", "trigger_event", "pipeline", "\"\"", "null"}) {
      EXPECT_FALSE(Has(body, field)) << vendor << " " << field;
    }
  }
  EXPECT_TRUE(Has(HandoffBody("salesforce", Handoff()), R"("Creation_Source__c":"PLG Trigger")"));
  EXPECT_TRUE(Has(HandoffBody("hubspot", Handoff()), R"("creation_source":"plg_trigger")"));
  EXPECT_TRUE(Has(HandoffBody("salesforce", Handoff()), R"("Named_Buyer__c":"Lena")"));
  CrmHandoff silent = Handoff();
  silent.signal.clear_buyer();
  silent.signal.clear_timeline();
  silent.signal.clear_evidence();
  const std::string body = HandoffBody("hubspot", silent);
  EXPECT_FALSE(Has(body, "named_buyer"));
  EXPECT_TRUE(Has(body, R"("signal_type":"Product: Seat utilization")"));
  EXPECT_TRUE(
      Has(HandoffBody("hubspot", silent, 1),
          R"("hs_task_body":"Urgency: warm<br>Acknowledge by 2026-10-06T23:30:00.500Z<br>)"));
}

TEST(CrmWriter, X2_AnAmountHasTheDigitsOfItsCurrency) {
  const auto amount = [](absl::string_view vendor, absl::string_view currency) {
    CrmHandoff handoff = Handoff();
    handoff.amount_minor = 4800050;
    handoff.currency_code = std::string(currency);
    return HandoffBody(vendor, handoff);
  };
  EXPECT_TRUE(Has(amount("salesforce", "USD"), R"("Amount":48000.50,"CurrencyIsoCode":"USD")"));
  EXPECT_TRUE(Has(amount("hubspot", "JPY"), R"("amount":"4800050","deal_currency_code":"JPY")"));
  EXPECT_TRUE(Has(amount("hubspot", "KWD"), R"("amount":"4800.050")"));
  EXPECT_TRUE(Has(amount("salesforce", ""), R"("Amount":48000.50,"Type")"));
}

TEST(CrmWriter, H15_EverythingThatAHandoffLacksIsNamed) {
  CrmHandoff empty;
  empty.close_date = "soon";
  empty.currency_code = "XXX";
  for (const char* vendor : {"salesforce", "hubspot"}) {
    const std::string what = Violated(FindCrmWriter(vendor)->RenderHandoff(empty, {}).status());
    for (const char* field :
         {"signal.name", "signal.urgency", "signal.clock.acknowledge_due_time", "ids.account",
          "ids.ae", "opportunity_name", "stage", "close_date", "currency_code"}) {
      EXPECT_TRUE(Has(what, field)) << vendor << " " << field << ": " << what;
    }
  }
  CrmHandoff open = Handoff();
  open.close_date.clear();
  EXPECT_TRUE(FindCrmWriter("hubspot")->RenderHandoff(open, {}).ok());
  EXPECT_TRUE(Has(Violated(FindCrmWriter("salesforce")->RenderHandoff(open, {}).status()),
                  "close_date is missing"));
}

TEST(CrmWriter, H15_AHandoffInSalesforceIsOneRequestThatMakesNothingTwice) {
  const auto requests = FindCrmWriter("salesforce")->RenderHandoff(Handoff(), {});
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 1u);
  EXPECT_EQ(requests->front().path, "/services/data/v67.0/composite/graph");
  EXPECT_TRUE(Has(requests->front().body, R"("Expansion_Signal_Id__c":"S-1")"));
  EXPECT_TRUE(Has(requests->front().body, R"("WhatId":"@{refOpportunity.id}")"));
  EXPECT_TRUE(Has(requests->front().body, R"("Priority":"Normal")"));
}

TEST(CrmWriter, H15_EachRequestOfAHandoffInHubSpotHasItsOwnKey) {
  const auto requests = FindCrmWriter("hubspot")->RenderHandoff(Handoff(), {});
  ASSERT_TRUE(requests.ok()) << requests.status();
  ASSERT_EQ(requests->size(), 2u);
  EXPECT_TRUE(Has((*requests)[0].body, R"("expansion_signal_id":"S-1")"));
  EXPECT_TRUE(Has((*requests)[1].body, R"("expansion_task_key":"S-1:ack")"));
  EXPECT_TRUE(Has((*requests)[1].body, R"("to":{"id":"{{responses[0].body.id}}"})"));
  EXPECT_TRUE(Has((*requests)[1].body, R"("hs_task_priority":"MEDIUM")"));
  // Nobody knows the contact.
  EXPECT_FALSE(Has((*requests)[0].body, R"("associationTypeId":3)"));
  EXPECT_FALSE(Has((*requests)[1].body, "204"));
}

TEST(CrmWriter, ATaskIsDueOnTheDayOfItsOwner) {
  CrmSettings tokyo;
  tokyo.time_zone = absl::FixedTimeZone(9 * 60 * 60);
  EXPECT_TRUE(Has(HandoffBody("salesforce", Handoff()),
                  R"("ActivityDate":"2026-10-06","IsReminderSet":true,)"
                  R"("ReminderDateTime":"2026-10-06T23:30:00.500Z")"));
  EXPECT_TRUE(
      Has(HandoffBody("salesforce", Handoff(), 0, tokyo), R"("ActivityDate":"2026-10-07")"));
}

TEST(CrmWriter, AnOrganisationNamesItsOwnFields) {
  CrmSettings settings;
  settings.field_names = {{"Signal_Context__c", "Notes \"CS\"__c"},
                          {"Signal_Timeline__c", ""},
                          {"Expansion_Signal_Id__c", "Baton__c"},
                          {"expansion_signal_id", ""}};
  const std::string body = HandoffBody("salesforce", Handoff(), 0, settings);
  EXPECT_TRUE(Has(body, R"("Notes \"CS\"__c":"Rollout approved.")"));
  EXPECT_FALSE(Has(body, "Signal_Timeline__c"));
  EXPECT_TRUE(Has(body, R"("Baton__c":"S-1")"));
  // A record without its key would be made again and again.
  EXPECT_TRUE(
      Has(HandoffBody("hubspot", Handoff(), 0, settings), R"("expansion_signal_id":"S-1")"));
  CrmOutcome outcome;
  outcome.signal = Warm();
  outcome.signal.mutable_outcome()->set_kind(v1::OUTCOME_KIND_WON);
  EXPECT_EQ(FindCrmWriter("salesforce")->RenderOutcome(outcome, settings)->front().path,
            "/services/data/v67.0/sobjects/Opportunity/Baton__c/S-1?updateOnly=true");
}

TEST(CrmWriter, LongNamesAndStrangeIdsFitIntoSalesforce) {
  CrmHandoff handoff = Handoff();
  handoff.opportunity_name = std::string(119, 'a') + "\xC3\xA9\xC3\xA9";
  handoff.signal.set_name("tenants/acme/signals/S-1._" + std::string(60, 'x'));
  const std::string body = HandoffBody("salesforce", handoff);
  EXPECT_TRUE(Has(body, absl::StrCat("\"", std::string(119, 'a'), "\xC3\xA9\"")));
  EXPECT_TRUE(Has(body, absl::StrCat(R"("graphId":"S1_)", std::string(36, 'x'), "\"")));
  handoff.signal.set_name("tenants/acme/signals/-.-");
  EXPECT_TRUE(Has(HandoffBody("salesforce", handoff), R"("graphId":"signal")"));
}

TEST(CrmWriter, ANoteIsNoMarkupInHubSpot) {
  CrmHandoff handoff = Handoff();
  handoff.signal.set_context_note("R&D & IT: seats <100\n&lt; \"now\"");
  EXPECT_TRUE(Has(HandoffBody("hubspot", handoff, 1),
                  R"(<br>R&D & IT: seats &lt;100<br>&amp;lt; \"now\"")"));
  EXPECT_TRUE(Has(HandoffBody("hubspot", handoff),
                  R"("signal_context_note":"R&D & IT: seats <100\n&lt; \"now\"")"));
}

CrmEscalation Escalation() {
  CrmEscalation escalation;
  escalation.signal = Warm();
  escalation.ids.account = "001";
  escalation.level = 2;
  escalation.owner_id = "006";
  escalation.due_time = At("2026-10-07T00:00:00Z");
  escalation.reason = "customer not contacted by 2026-10-06T23:30:00Z";
  return escalation;
}

TEST(CrmWriter, S5_AnEscalationIsOneTaskForEachStep) {
  const auto requests = FindCrmWriter("salesforce")->RenderEscalation(Escalation(), {});
  ASSERT_TRUE(requests.ok()) << requests.status();
  const HttpRequest& request = requests->front();
  EXPECT_EQ(request.method, "PATCH");
  EXPECT_EQ(request.path,
            "/services/data/v67.0/sobjects/Task/Expansion_Task_Key__c/S-1%3Aescalation%3A2");
  EXPECT_TRUE(Has(request.body,
                  R"("Subject":"Escalation 2: warm expansion signal S-1 customer not contacted")"));
  // The CRM has no opportunity yet.
  EXPECT_TRUE(Has(request.body, R"("WhatId":"001")"));
  EXPECT_TRUE(Has(request.body,
                  R"("Description":"customer not contacted by 2026-10-06T23:30:00Z\nBuyer: Lena)"));
  const auto task = FindCrmWriter("hubspot")->RenderEscalation(Escalation(), {});
  ASSERT_TRUE(task.ok()) << task.status();
  EXPECT_TRUE(Has(task->front().body, R"("expansion_task_key":"S-1:escalation:2")"));
  EXPECT_FALSE(Has(task->front().body, "216"));
}

TEST(CrmWriter, S5_EverythingThatAnEscalationLacksIsNamed) {
  for (const char* vendor : {"salesforce", "hubspot"}) {
    const std::string what = Violated(FindCrmWriter(vendor)->RenderEscalation({}, {}).status());
    for (const char* field : {"signal.name", "level", "owner_id", "due_time", "reason"}) {
      EXPECT_TRUE(Has(what, field)) << vendor << " " << field << ": " << what;
    }
  }
}

std::string OutcomeBody(absl::string_view vendor, v1::OutcomeKind kind,
                        const std::string& revisit_date = "") {
  CrmOutcome outcome;
  outcome.signal = Warm();
  outcome.signal.mutable_outcome()->set_kind(kind);
  outcome.signal.mutable_outcome()->set_reason("Too expensive");
  outcome.revisit_date = revisit_date;
  const auto requests = FindCrmWriter(vendor)->RenderOutcome(outcome, {});
  return requests.ok() ? requests->front().body : Violated(requests.status());
}

TEST(CrmWriter, H11_AnOutcomeSaysWhatItsKindNeeds) {
  EXPECT_EQ(OutcomeBody("salesforce", v1::OUTCOME_KIND_WON), R"({"Signal_Outcome__c":"Won"})");
  EXPECT_EQ(OutcomeBody("salesforce", v1::OUTCOME_KIND_LOST),
            R"({"Signal_Outcome__c":"Lost","Loss_Reason__c":"Too expensive"})");
  EXPECT_EQ(OutcomeBody("salesforce", v1::OUTCOME_KIND_NOT_READY, "2027-02-15"),
            R"({"Signal_Outcome__c":"Not Ready","Revisit_On__c":"2027-02-15",)"
            R"("NextStep":"Revisit on 2027-02-15"})");
  EXPECT_EQ(OutcomeBody("hubspot", v1::OUTCOME_KIND_LOST),
            R"({"properties":{"signal_outcome":"lost","loss_reason":"Too expensive"}})");
  EXPECT_EQ(OutcomeBody("hubspot", v1::OUTCOME_KIND_NOT_READY, "2027-02-15"),
            R"({"properties":{"signal_outcome":"not_ready","revisit_on":"2027-02-15"}})");
  for (const char* vendor : {"salesforce", "hubspot"}) {
    EXPECT_TRUE(Has(OutcomeBody(vendor, v1::OUTCOME_KIND_DEFERRED), "revisit_date"));
    EXPECT_TRUE(Has(OutcomeBody(vendor, v1::OUTCOME_KIND_WON, "2027-02-15"), "revisit_date"));
    EXPECT_TRUE(Has(OutcomeBody(vendor, v1::OUTCOME_KIND_UNSPECIFIED), "signal.outcome.kind"));
  }
}

TEST(CrmWriter, WordsAreThoseOfTheModel) {
  EXPECT_EQ(CreationSourceText(v1::CREATION_SOURCE_CSM_INITIATED, CrmSpelling::kLabels),
            "CSM Initiated");
  EXPECT_EQ(CreationSourceText(v1::CREATION_SOURCE_CUSTOMER_INBOUND, CrmSpelling::kNames),
            "customer_inbound");
  EXPECT_EQ(CreationSourceText(v1::CREATION_SOURCE_UNSPECIFIED, CrmSpelling::kLabels), "");
  EXPECT_EQ(EscapePath("S-1:a/b?c%d e"), "S-1%3Aa%2Fb%3Fc%25d%20e");
}

}  // namespace
}  // namespace baton::adapters
