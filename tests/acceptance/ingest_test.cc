// Vendors' payloads, as received, through IngestPayload: the files of tests/payloads, what becomes
// of them, and what is kept of those that can't be applied.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "baton/v1/attribution_service.grpc.pb.h"
#include "domain/instant.h"
#include "nlohmann/json.hpp"
#include "tests/acceptance/company.h"
#include "tests/acceptance/payloads.h"

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

class Ingest : public Company {
 protected:
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
    const auto applied = Send(file.substr(0, file.find('/')), ReadPayload(file));
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
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
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
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
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
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
  const std::string lacking =
      absl::StrReplaceAll(ReadPayload(kSeats), {{"\"VP Operations\"", "null"}});
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
  AddAccount(KnownAs(NewAccount("quillan"), "gainsight", "1P02DKERXPO4DV55W1K75N91OLE3MUO3RI8E"));
  const v1::Signal signal = Look(Apply("gainsight/03-timeline-roi-referenced.json").at(0).record());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_WATCHING);
  EXPECT_EQ(signal.urgency(), v1::URGENCY_WATCH);
}

TEST_F(Ingest, A2_AScorecardChangeIsAHealthObservation) {
  AddAccount(KnownAs(NewAccount("verity"), "gainsight", "1P02A11VDKI4V9YTHGKSZP48S3UAJVBRZJ28"));
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
  AddAccount(KnownAs(NewAccount("tallis"), "gainsight", "1P02EDOLW351URS9VDZOU3P0USJMN7EPEMZ3"));
  const auto facts = Apply("gainsight/08-usage-api-volume.json");
  v1::GetOpportunityRequest request;
  request.set_name(facts.at(0).record());
  const auto found = rosa().Call(&AccountStub::GetOpportunity, request);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->opportunity().creation_source(), v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_EQ(found->opportunity().trigger_event(), v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(found->opportunity().owner(), Person("rosa"));
}

// The payloads of a vendor's folder, each with the account of its expected file.
std::map<std::string, std::string> AccountsByFile(const std::string& vendor) {
  std::map<std::string, std::string> accounts;
  const std::filesystem::path folder = std::filesystem::path(BATON_PAYLOADS) / vendor;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (!absl::EndsWith(name, ".expected.json")) continue;
    const std::string file = absl::StrCat(vendor, "/", absl::StripSuffix(name, ".expected.json"));
    const auto expected = nlohmann::json::parse(ReadPayload(file + ".expected.json"));
    accounts[file + ".json"] = expected["account_external_id"];
  }
  return accounts;
}

TEST_F(Ingest, X9_EveryFileOfTheCsPlatformsAppliesAndASecondTimeChangesNothing) {
  std::map<std::string, std::string> files;
  for (const char* vendor : {"catalyst", "churnzero", "gainsight", "vitally"}) {
    files.merge(AccountsByFile(vendor));
  }
  ASSERT_GT(files.size(), 38u);
  std::set<std::string> known;
  for (const auto& [file, account] : files) {
    const std::string vendor = file.substr(0, file.find('/'));
    if (!known.insert(vendor + account).second) continue;
    AddAccount(KnownAs(NewAccount(absl::StrCat(vendor, known.size())), vendor, account));
  }
  for (const auto& [file, account] : files) Apply(file);
  const int64_t events = AuditEvents();
  for (const auto& [file, account] : files) Apply(file);
  EXPECT_EQ(AuditEvents(), events);
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_F(Ingest, H1_ATaskOfVitallyBecomesAHandoffToTheAe) {
  AddAccount(KnownAs(NewAccount("larkspur"), "vitally", "org_48213"));
  GiveEmail("imogen", "beatriz.soler@vendor.example");
  const auto facts = Apply("vitally/01-task-seat-utilization.json");
  ASSERT_THAT(facts, SizeIs(1));
  const v1::Signal signal = Look(facts[0].record());
  EXPECT_EQ(signal.state(), v1::SIGNAL_STATE_ROUTED);
  EXPECT_EQ(signal.holder(), Person("rosa"));
  EXPECT_EQ(signal.csm(), Person("imogen"));
  EXPECT_EQ(signal.source().system(), "vitally");
}

TEST_F(Ingest, H9_DecliningUsageIsARiskAndNoOpportunity) {
  AddAccount(KnownAs(NewAccount("summit"), "churnzero", "CU-10442"));
  const auto applied =
      Send("churnzero", absl::StrReplaceAll(ReadPayload("churnzero/08-event-usage-limit.json"),
                                            {{"API Volume Near Limit", "Usage Decline"}}));
  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(applied->facts(0).result(), "signal filed");
  EXPECT_EQ(Look(applied->facts(0).record()).kind(), v1::SIGNAL_KIND_RISK);
}

TEST_F(Ingest, CatalystAndTotangoKeepTheirOwnIds) {
  AddAccount(KnownAs(NewAccount("kestrel"), "totango", "0010-kestrel"));
  const std::string play = ReadPayload("catalyst/01-totango-successplay-seat-utilization.json");
  EXPECT_THAT(Send("catalyst", play),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  const auto applied = Send("totango", play);
  ASSERT_THAT(applied, IsOk());
  EXPECT_EQ(Look(applied->facts(0).record()).source().system(), "totango");
}

// ChurnZero sends the key of its HTTP API in the body.
TEST_F(Ingest, ADeadLetterKeepsNoSecretAndCanStillBeApplied) {
  const std::string sent = absl::StrReplaceAll(ReadPayload("churnzero/08-event-usage-limit.json"),
                                               {{"REDACTED", "s3cr3t"}});
  ASSERT_THAT(sent, HasSubstr("s3cr3t"));
  EXPECT_THAT(Send("churnzero", sent),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  const auto letters = DeadLetters();
  ASSERT_THAT(letters, SizeIs(1));
  EXPECT_EQ(letters[0].payload(), ReadPayload("churnzero/08-event-usage-limit.json"));
  AddAccount(KnownAs(NewAccount("summit"), "churnzero", "CU-10442"));
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_F(Ingest, A1_AClosedWonDealIsBookedWithTheOpportunityThatCameBefore) {
  SetClock(absl::FromCivil(absl::CivilSecond(2026, 11, 20), absl::UTCTimeZone()));
  v1::Account brightloom = KnownAs(NewAccount("brightloom"), "salesforce", "001Hs00002vKp3QIAS");
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
  v1::Account brightloom = KnownAs(NewAccount("brightloom"), "hubspot", "9804417221");
  brightloom.mutable_opening_lines(0)->set_product_line("SEAT-PRO");
  brightloom.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(6'000'000);
  AddAccount(brightloom);
  // The webhook knows the deal by its id alone: it waits for the record.
  EXPECT_THAT(Send("hubspot", ReadPayload("hubspot/05-stage-change-webhook.json")),
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
  AddAccount(KnownAs(NewAccount("kestrel"), "salesforce", "001Hs00002vKq1bIAC"));
  const auto refused =
      Send("salesforce", ReadPayload("salesforce/08-closed-won-outbound-message.xml"));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(refused.status()), Contains("opportunity.trigger_event"));
  EXPECT_THAT(DeadLetters(), SizeIs(1));
}

TEST_F(Ingest, ABrokenPayloadIsRefusedWithWhatIsWrongAndWhereAndKeptOnce) {
  const std::string cut = ReadPayload(kSeats).substr(0, 200);
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
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
  const std::string broken = absl::StrReplaceAll(
      ReadPayload(kSeats),
      {{"\"2025-11-03T15:42:10.118Z\"", "\"yesterday\""}, {"184250.75", "\"lots\""}});
  const auto refused = Send("gainsight", broken);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kInvalidArgument, "PAYLOAD_UNREADABLE"));
  EXPECT_THAT(ViolatedFields(refused.status()),
              UnorderedElementsAre("data[0].CreatedDate", StartsWith("data[0].CompanyId__gr.")));
}

TEST_F(Ingest, AnUnknownAccountLeavesNothingButADeadLetterAndCanBeSentAgain) {
  const auto refused = Send("gainsight", ReadPayload(kSeats));
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr(kHarborline));
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(MetadataOn(refused.status())["dead_letter"], DeadLetters()[0].name());
  EXPECT_THAT(Deliveries(), IsEmpty());
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
  EXPECT_EQ(Apply(kSeats).at(0).result(), "signal filed");
  EXPECT_THAT(DeadLetters(), IsEmpty());
}

TEST_F(Ingest, R7_APayloadThatCameBeforeItsAccountIsAppliedOnceThatIsKnown) {
  EXPECT_THAT(Send("gainsight", ReadPayload(kSeats)),
              Refuses(absl::StatusCode::kFailedPrecondition, "PAYLOAD_UNRESOLVED"));
  EXPECT_EQ(Advance(absl::Seconds(1)), 0);
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), kHarborline);
  AddAccount(KnownAs(NewAccount("freight"), "gainsight", kHarborline));
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  EXPECT_THAT(DeadLetters(), IsEmpty());
  EXPECT_EQ(Apply(kSeats).at(0).result(), "redelivery: the signal was filed before");
}

TEST_F(Ingest, R7_APayloadThatIsStillRefusedWaitsForWhatItLacksNow) {
  // Two deals in one message; the account of one comes to be known, the other's opportunity not.
  const std::string created = ReadPayload("salesforce/01-opportunity-created-csm.json");
  const std::string both =
      absl::StrReplaceAll(ReadPayload("salesforce/09-closed-lost-and-deferred-cdc.json"),
                          {{"006Hs00001QmW8rIAF", "006Hs00001QmZ7XIAV"}});
  Send("salesforce", both).status().IgnoreError();
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), "006Hs00001QmZ7XIAV");
  AddAccount(KnownAs(NewAccount("brightloom"), "salesforce", "001Hs00002vKp3QIAS"));
  EXPECT_THAT(Send("salesforce", created), IsOk());
  EXPECT_EQ(Advance(absl::Seconds(1)), 1);
  ASSERT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_EQ(DeadLetters()[0].awaits(), "006Hs00001QmV5jIAF");
  EXPECT_EQ(Advance(absl::Seconds(1)), 0);
}

TEST_F(Ingest, AFactThatFailsTakesTheWholePayloadBack) {
  // Two lost deals in one message, of which Baton knows neither.
  const auto refused =
      Send("salesforce", ReadPayload("salesforce/09-closed-lost-and-deferred-cdc.json"));
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
