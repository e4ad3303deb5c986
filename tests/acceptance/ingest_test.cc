// Vendors' payloads, as received, through IngestPayload: the files of tests/payloads, what becomes
// of them, and what is kept of those that can't be applied.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "domain/instant.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/company.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;
using Stub = v1::IntegrationService::Stub;

constexpr char kHarborline[] = "1P022X1YDICBBPBHM13X368BPIW8SI8ZNLKD";
constexpr char kSeats[] = "gainsight/01-cta-seat-utilization.json";

std::string Payload(const std::string& file) {
  std::ifstream stream(absl::StrCat(BATON_PAYLOADS, "/", file), std::ios::binary);
  EXPECT_TRUE(stream.good()) << file;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

class Ingest : public Company {
 protected:
  // A customer that a vendor knows by that id.
  v1::Account KnownAs(const std::string& id, const std::string& vendor,
                      const std::string& external_id) {
    v1::Account account = NewAccount(id);
    v1::SourceRecord& record = *account.add_external_ids();
    record.set_system(vendor);
    record.set_record_id(external_id);
    return account;
  }

  void GiveEmail(const std::string& person, const std::string& email) {
    v1::UpsertPersonRequest request;
    request.mutable_person()->set_name(Person(person));
    request.mutable_person()->set_email(email);
    ASSERT_THAT(Admin().Call(&AccountStub::UpsertPerson, request), IsOk());
  }

  absl::StatusOr<v1::IngestPayloadResponse> Send(const std::string& vendor,
                                                 const std::string& payload) {
    v1::IngestPayloadRequest request;
    request.set_parent(Tenant());
    request.set_vendor(vendor);
    request.set_payload(payload);
    return plugin().Call(&Stub::IngestPayload, request);
  }

  // Sends a file, which must be applied. Answers the facts.
  std::vector<v1::AppliedFact> Apply(const std::string& file) {
    const auto applied = Send(file.substr(0, file.find('/')), Payload(file));
    EXPECT_THAT(applied, IsOk()) << file;
    if (!applied.ok()) return {};
    return {applied->facts().begin(), applied->facts().end()};
  }

  std::vector<v1::DeadLetter> DeadLetters() {
    v1::ListDeadLettersRequest request;
    request.set_parent(Tenant());
    const auto listed = remy().Call(&Stub::ListDeadLetters, request);
    EXPECT_THAT(listed, IsOk());
    if (!listed.ok()) return {};
    return {listed->dead_letters().begin(), listed->dead_letters().end()};
  }

  v1::Account LookAt(const std::string& account) {
    v1::GetAccountRequest request;
    request.set_name(account);
    const auto found = remy().Call(&AccountStub::GetAccount, request);
    EXPECT_THAT(found, IsOk());
    return found.ok() ? found->account() : v1::Account();
  }
};

TEST_F(Ingest, H1_ACallToActionBecomesAHandoffToTheAe) {
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  GiveEmail("imogen", "imogen.castellanos@vendor.example");
  const auto facts = Apply(kSeats);
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_EQ(facts[0].result(), "signal filed");
  const v1::Signal signal = Look(facts[0].record());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.holder(), Person("rosa"));
  EXPECT_EQ(signal.csm(), Person("imogen"));
  EXPECT_EQ(signal.trigger(), v1::TRIGGER_SEAT_UTILIZATION);
  EXPECT_EQ(signal.buyer().name(), "Dana Whitcombe");
  EXPECT_EQ(signal.timeline(), "Board meets 12 December; seats needed by 5 January");
  EXPECT_EQ(signal.source().record_id(), "1S01OI3LD1X7IYACCBYEKDK223I92E1Z3SNF");
  EXPECT_EQ(domain::ToTime(signal.clock().acknowledge_due_time()), Now() + absl::Hours(4));
}

TEST_F(Ingest, H12_TheSamePayloadAgainChangesNothing) {
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  const std::string signal = Apply(kSeats).at(0).record();
  const int64_t events = AuditEvents();
  const size_t outbox = Deliveries().size();
  const auto again = Apply(kSeats);
  EXPECT_EQ(again.at(0).record(), signal);
  EXPECT_EQ(again.at(0).result(), "redelivery: the signal was filed before");
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(Deliveries(), SizeIs(outbox));
}

TEST_F(Ingest, H2_ARoutableSignalThatLacksAFieldWaitsUntilItIsComplete) {
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  const std::string lacking = absl::StrReplaceAll(Payload(kSeats), {{"\"VP Operations\"", "null"}});
  const auto applied = Send("gainsight", lacking);
  ASSERT_THAT(applied, IsOk());
  const v1::Signal signal = Look(applied->facts(0).record());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_INCOMPLETE);
  EXPECT_THAT(signal.missing_fields(), ElementsAre("buyer.title"));
  EXPECT_FALSE(signal.has_clock());
  EXPECT_THAT(Deliveries(signal.name()),
              ElementsAre(DeliveryTo(Person("imogen"), v1::DELIVERY_KIND_DIRECT_MESSAGE, "H-2")));
  v1::RequalifySignalRequest complete;
  complete.set_name(signal.name());
  complete.mutable_buyer()->set_name("Dana Whitcombe");
  complete.mutable_buyer()->set_title("VP Operations");
  const auto routed = imogen().Call(&HandoffStub::RequalifySignal, complete);
  ASSERT_THAT(routed, IsOk());
  EXPECT_EQ(routed->signal().state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_THAT(routed->signal().missing_fields(), IsEmpty());
}

TEST_F(Ingest, H5_ARemarkWithoutBudgetOrDateIsAWatchItem) {
  AddAccount(KnownAs("quillan", "gainsight", "1P02DKERXPO4DV55W1K75N91OLE3MUO3RI8E"));
  const v1::Signal signal = Look(Apply("gainsight/03-timeline-roi-referenced.json").at(0).record());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(signal.urgency(), v1::URGENCY_WATCH);
}

TEST_F(Ingest, A2_AScorecardChangeIsAHealthObservation) {
  AddAccount(KnownAs("verity", "gainsight", "1P02A11VDKI4V9YTHGKSZP48S3UAJVBRZJ28"));
  const auto facts = Apply("gainsight/05-rule-push-scorecard-change.json");
  EXPECT_EQ(facts.at(0).result(), "health recorded");
  EXPECT_EQ(LookAt(Account("verity")).health_tier(), v1::HEALTH_TIER_RED);
}

TEST_F(Ingest, X8_ACompanysArrStaysTheLedgers) {
  const auto facts = Apply("gainsight/07-company-record.json");
  ASSERT_THAT(facts, SizeIs(1));
  EXPECT_THAT(facts[0].result(), HasSubstr("its ARR stays the ledger's"));
  const v1::Account account = LookAt(facts[0].record());
  EXPECT_EQ(account.segment(), v1::SEGMENT_ENTERPRISE);
  EXPECT_EQ(account.arr().amount_minor(), 0);
}

TEST_F(Ingest, T1_UsagePastItsThresholdCreatesAnOpportunityByItself) {
  AddAccount(KnownAs("tallis", "gainsight", "1P02EDOLW351URS9VDZOU3P0USJMN7EPEMZ3"));
  const auto facts = Apply("gainsight/08-usage-api-volume.json");
  v1::GetOpportunityRequest request;
  request.set_name(facts.at(0).record());
  const auto found = rosa().Call(&AccountStub::GetOpportunity, request);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->opportunity().creation_source(), v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_EQ(found->opportunity().trigger_event(), v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(found->opportunity().owner(), Person("rosa"));
}

TEST_F(Ingest, X9_EveryGainsightFileAppliesAndASecondTimeChangesNothing) {
  const std::string files[] = {"01-cta-seat-utilization",
                               "02-rule-push-champion-budget",
                               "03-timeline-roi-referenced",
                               "04-cta-risk-support",
                               "05-rule-push-scorecard-change",
                               "06-timeline-ebr",
                               "07-company-record",
                               "08-usage-api-volume",
                               "09-timeline-escalation-insert-shape",
                               "10-cta-relationship-new-stakeholder"};
  for (const std::string& file : files) {
    const auto expected =
        nlohmann::json::parse(Payload(absl::StrCat("gainsight/", file, ".expected.json")));
    AddAccount(KnownAs(file.substr(0, 2), "gainsight", expected["account_external_id"]));
    Apply(absl::StrCat("gainsight/", file, ".json"));
  }
  const int64_t events = AuditEvents();
  for (const std::string& file : files) Apply(absl::StrCat("gainsight/", file, ".json"));
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_F(Ingest, A1_AClosedWonDealIsBookedWithTheOpportunityThatCameBefore) {
  SetClock(absl::FromCivil(absl::CivilSecond(2026, 11, 20), absl::UTCTimeZone()));
  v1::Account brightloom = KnownAs("brightloom", "salesforce", "001Hs00002vKp3QIAS");
  brightloom.mutable_opening_lines(0)->set_product_line("SEAT-PRO");
  brightloom.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(6'000'000);
  AddAccount(brightloom);
  const auto created = Apply("salesforce/01-opportunity-created-csm.json");
  EXPECT_EQ(created.at(0).result(), "opportunity created");
  const auto booked = Apply("salesforce/06-closed-won-expansion-lines-soql.json");
  EXPECT_EQ(booked.at(0).result(), "booked and taken apart");

  v1::ListAttributionsRequest request;
  request.set_parent(Tenant());
  request.set_filter(absl::StrCat("booking = \"", booked.at(0).record(), "\""));
  const auto listed = remy().Call(&v1::AttributionService::Stub::ListAttributions, request);
  ASSERT_THAT(listed, IsOk());
  ASSERT_THAT(listed->attributions(), SizeIs(1));
  const v1::Attribution& attribution = listed->attributions(0);
  ASSERT_THAT(attribution.parts(), SizeIs(2));
  EXPECT_EQ(attribution.parts(0).category(), v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION);
  EXPECT_EQ(attribution.parts(0).amount_minor(), 2'400'000);
  EXPECT_EQ(attribution.parts(1).category(), v1::ATTRIBUTION_CATEGORY_CROSS_SELL);
  EXPECT_EQ(attribution.parts(1).amount_minor(), 1'800'000);
  EXPECT_EQ(LookAt(Account("brightloom")).arr().amount_minor(), 10'200'000);

  const int64_t events = AuditEvents();
  EXPECT_EQ(Apply("salesforce/06-closed-won-expansion-lines-soql.json").at(0).result(),
            "redelivery: nothing changed");
  EXPECT_EQ(AuditEvents(), events);
}

TEST_F(Ingest, A1_AHubSpotDealIsAnOpportunityThenABookingAndNothingTwice) {
  SetClock(absl::FromCivil(absl::CivilSecond(2026, 11, 20), absl::UTCTimeZone()));
  v1::Account brightloom = KnownAs("brightloom", "hubspot", "9804417221");
  brightloom.mutable_opening_lines(0)->set_product_line("SEAT-PRO");
  brightloom.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(6'000'000);
  AddAccount(brightloom);
  // The webhook knows the deal by its id alone: it waits for the record.
  EXPECT_THAT(Send("hubspot", Payload("hubspot/05-stage-change-webhook.json")),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_EQ(Apply("hubspot/02-deal-created-csm.json").at(0).result(), "opportunity created");
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  EXPECT_THAT(DeadLetters(), IsEmpty());
  EXPECT_EQ(Apply("hubspot/06-closed-won-expansion-lines.json").at(0).result(),
            "booked and taken apart");
  EXPECT_EQ(LookAt(Account("brightloom")).arr().amount_minor(), 9'000'000);

  const int64_t events = AuditEvents();
  EXPECT_EQ(Apply("hubspot/06-closed-won-expansion-lines.json").at(0).result(),
            "redelivery: nothing changed");
  EXPECT_EQ(AuditEvents(), events);
}

TEST_F(Ingest, T1_AnOpportunityWithoutItsTriggerIsRefusedAndKept) {
  AddAccount(KnownAs("kestrel", "salesforce", "001Hs00002vKq1bIAC"));
  const auto refused = Send("salesforce", Payload("salesforce/08-closed-won-outbound-message.xml"));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()), Contains("opportunity.trigger_event"));
  EXPECT_THAT(DeadLetters(), SizeIs(1));
}

TEST_F(Ingest, ABrokenPayloadIsRefusedWithWhatIsWrongAndWhereAndKeptOnce) {
  const std::string cut = Payload(kSeats).substr(0, 200);
  const auto refused = Send("gainsight", cut);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "PAYLOAD_UNREADABLE"));
  EXPECT_THAT(ViolatedFields(refused.status()), SizeIs(1));
  const auto letters = DeadLetters();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(MetadataOn(refused.status())["dead_letter"], letters[0].name());
  EXPECT_EQ(letters[0].vendor(), "gainsight");
  EXPECT_EQ(letters[0].payload(), cut);
  EXPECT_THAT(letters[0].faults(), SizeIs(1));
  EXPECT_THAT(Send("gainsight", cut),
              Refuses(absl::StatusCode::kInvalidArgument, "PAYLOAD_UNREADABLE"));
  EXPECT_THAT(DeadLetters(), SizeIs(1));
}

TEST_F(Ingest, EveryFieldThatCantBeReadIsNamedWithItsPath) {
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  const std::string broken = absl::StrReplaceAll(
      Payload(kSeats),
      {{"\"2025-11-03T15:42:10.118Z\"", "\"yesterday\""}, {"184250.75", "\"lots\""}});
  const auto refused = Send("gainsight", broken);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "PAYLOAD_UNREADABLE"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              UnorderedElementsAre("data[0].CreatedDate", StartsWith("data[0].CompanyId__gr.")));
}

TEST_F(Ingest, AnUnknownAccountLeavesNothingButADeadLetterAndCanBeSentAgain) {
  const auto refused = Send("gainsight", Payload(kSeats));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(kHarborline));
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(MetadataOn(refused.status())["dead_letter"], DeadLetters()[0].name());
  EXPECT_THAT(Deliveries(), IsEmpty());
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  EXPECT_EQ(Apply(kSeats).at(0).result(), "signal filed");
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_F(Ingest, R7_APayloadThatCameBeforeItsAccountIsAppliedOnceThatIsKnown) {
  EXPECT_THAT(Send("gainsight", Payload(kSeats)),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_EQ(Advance(absl::Seconds(1)), 0);
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), kHarborline);
  AddAccount(KnownAs("freight", "gainsight", kHarborline));
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  EXPECT_THAT(DeadLetters(), IsEmpty());
  EXPECT_EQ(Apply(kSeats).at(0).result(), "redelivery: the signal was filed before");
}

TEST_F(Ingest, R7_APayloadThatIsStillRefusedWaitsForWhatItLacksNow) {
  // Two deals in one message; the account of one comes to be known, the other's opportunity not.
  const std::string created = Payload("salesforce/01-opportunity-created-csm.json");
  const std::string both =
      absl::StrReplaceAll(Payload("salesforce/09-closed-lost-and-deferred-cdc.json"),
                          {{"006Hs00001QmW8rIAF", "006Hs00001QmZ7XIAV"}});
  Send("salesforce", both).status().IgnoreError();
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), "006Hs00001QmZ7XIAV");
  AddAccount(KnownAs("brightloom", "salesforce", "001Hs00002vKp3QIAS"));
  EXPECT_THAT(Send("salesforce", created), IsOk());
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), "006Hs00001QmV5jIAF");
  EXPECT_EQ(Advance(absl::Seconds(1)), 0);
}

TEST_F(Ingest, AFactThatFailsTakesTheWholePayloadBack) {
  // Two lost deals in one message, of which Baton knows neither.
  const auto refused =
      Send("salesforce", Payload("salesforce/09-closed-lost-and-deferred-cdc.json"));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("006Hs00001QmW8rIAF"));
  EXPECT_THAT(DeadLetters(), SizeIs(1));
}

TEST_F(Ingest, AnUnknownVendorIsTheCallersFault) {
  const auto refused = Send("sugarcrm", "{}");
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()), ElementsAre("vendor"));
  const auto empty = Send("", "");
  EXPECT_THAT(ViolatedFields(empty.status()), ElementsAre("vendor", "payload"));
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

}  // namespace
}  // namespace baton::testing
