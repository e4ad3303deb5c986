#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "domain/statement.h"
#include "tests/domain/statement_builders.h"

namespace baton::domain {
namespace {

using ::testing::HasSubstr;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;

// A change of this text is a change of the form: statements published before would no longer
// verify, so the form needs a new version.
TEST(StatementDigest, C14_TheCanonicalFormIsThisText) {
  StatementScene scene = CsmScene();
  scene.Add("A1", {Part(kSave, 100)});
  v1::CompStatement statement = scene.Compute().value();
  statement.mutable_lines(0)->clear_explanation();
  *statement.mutable_lines(0)->add_explanation() = v1::ExplanationStep();
  statement.mutable_lines(0)->mutable_explanation(0)->set_rule("C-2");
  statement.mutable_lines(0)->mutable_explanation(0)->set_text("all of it");
  statement.mutable_lines()->DeleteSubrange(1, 1);
  statement.set_payee_display_name("Ines\\ O'Kafor\r\nüß");
  EXPECT_EQ(CanonicalForm(statement), R"(baton-statement: 1
name: tenants/acme/statements/2027-Q1-ines
period: 2027-Q1
period_start_date: 2027-01-01
period_end_date: 2027-03-31
payee: tenants/acme/people/ines
payee_display_name: Ines\\ O'Kafor\r\nüß
payee_id: E-2207
plan.code: CSM-MID-MARKET
plan.version: 3
plan.role: csm
plan.currency_code: USD
plan.expansion_rate_bp: 0
plan.new_business_rate_bp: 0
plan.renewal_rate_bp: 0
payout_date: 2027-04-15
line
name: tenants/acme/statements/2027-Q1-ines/lines/2027-Q1~ines~A1~1~credit
line_no: 1
kind: credit
category: at_risk_save
booking: tenants/acme/bookings/B-A1
booking_line: L1
attribution: tenants/acme/attributions/A1
part: 1
account_display_name: Harrow Analytics
crm_opportunity_id: 006-A1
booked_date: 2027-03-11
part_amount_minor: 100
credit_share_bp: 10000
credited_amount_minor: 100
rate_bp: 
earning_minor: 0
policy_version: 1
status: payable
hold_reason: 
adjusts_line: 
reason_code: 
explanation: C-2 all of it
totals.credited_minor: 100
totals.earned_minor: 50000
totals.held_minor: 0
totals.adjustments_minor: 0
totals.payable_minor: 50000
)");
}

TEST(StatementDigest, C14_TheDigestIsSha256InHex) {
  // SHA-256 of the canonical form of an empty statement, computed with sha256sum.
  const std::string digest = StatementDigest(v1::CompStatement());
  EXPECT_EQ(digest.size(), 64u);
  EXPECT_EQ(digest, absl::AsciiStrToLower(digest));
  EXPECT_EQ(digest, "c8fff9cd0cd90eebfad41add0df231c2c08898873154d164c73cb57649cb10ff");
}

TEST(StatementDigest, C14_PublishingDoesNotChangeIt) {
  StatementScene scene = AeScene();
  scene.Add("A1", {Part(kNetNew, 1'000)});
  v1::CompStatement statement = scene.Compute().value();
  const std::string draft = StatementDigest(statement);
  statement.set_state(v1::STATEMENT_STATE_PUBLISHED);
  *statement.mutable_publish_time() = Stamp("2027-04-06T00:00:00Z");
  *statement.mutable_compute_time() = Stamp("2027-04-05T00:00:00Z");
  statement.set_digest(draft);
  statement.mutable_lines(0)->set_export_seq(4101);
  EXPECT_EQ(StatementDigest(statement), draft);
}

// Something where nothing was.
void Set(const google::protobuf::FieldDescriptor* field, google::protobuf::Message* message) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection* reflection = message->GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      reflection->MutableMessage(message, field);
      break;
    case FieldDescriptor::CPPTYPE_INT64:
      reflection->SetInt64(message, field, 1);
      break;
    case FieldDescriptor::CPPTYPE_INT32:
      reflection->SetInt32(message, field, 1);
      break;
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection->SetBool(message, field, true);
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection->SetEnumValue(message, field, 1);
      break;
    default:
      reflection->SetString(message, field, "x");
  }
}

// The form with and without each field of `message`, which stands in the statement.
void ExpectEveryFieldCounts(const v1::CompStatement& statement, google::protobuf::Message* message,
                            const std::string& before) {
  for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = message->GetDescriptor()->field(i);
    const google::protobuf::Reflection* reflection = message->GetReflection();
    const bool held = reflection->HasField(*message, field);
    held ? reflection->ClearField(message, field) : Set(field, message);
    EXPECT_NE(StatementDigest(statement), before) << field->name();
    held ? Set(field, message) : reflection->ClearField(message, field);
    EXPECT_EQ(StatementDigest(statement), before) << field->name();
  }
}

TEST(StatementDigest, C10_EveryFigureOfAPoolChangesIt) {
  StatementScene scene = AeScene();
  scene.Add("A1", {Part(kNetNew, 1'000)});
  v1::CompStatement statement = scene.Compute().value();
  v1::PoolFigures* pool = statement.mutable_lines(0)->mutable_pool();
  ExpectEveryFieldCounts(statement, pool, StatementDigest(statement));
}

TEST(StatementDigest, C14_EveryFactOfALineChangesIt) {
  StatementScene scene = AeScene();
  scene.Add("A1", {Part(kNetNew, 1'000)});
  const v1::CompStatement statement = scene.Compute().value();
  const std::string before = StatementDigest(statement);
  const google::protobuf::Descriptor* line_type = v1::StatementLine::descriptor();
  for (int i = 0; i < line_type->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = line_type->field(i);
    if (field->name() == "export_seq") continue;
    v1::CompStatement changed = statement;
    v1::StatementLine* line = changed.mutable_lines(0);
    const google::protobuf::Reflection* reflection = line->GetReflection();
    const bool held = field->is_repeated() ? reflection->FieldSize(*line, field) > 0
                                           : reflection->HasField(*line, field);
    if (held) {
      reflection->ClearField(line, field);
    } else {
      Set(field, line);
    }
    EXPECT_NE(StatementDigest(changed), before) << field->name();
  }
}

// One fact can't be moved into another's place.
TEST(StatementDigest, C14_ValuesCantForgeLines) {
  v1::CompStatement forged;
  forged.set_payee_display_name("Dana\npayee_id: E-1");
  v1::CompStatement honest;
  honest.set_payee_display_name("Dana");
  honest.set_payee_id("E-1\npayee_id: ");
  EXPECT_NE(CanonicalForm(forged), CanonicalForm(honest));
  EXPECT_THAT(CanonicalForm(forged), HasSubstr("Dana\\npayee_id: E-1\n"));
}

std::vector<v1::AttributionPart> GenerateParts() {
  std::vector<v1::AttributionPart> parts;
  const int count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i) {
    parts.push_back(Part(*rc::gen::element(kNetNew, kSave, v1::ATTRIBUTION_CATEGORY_CROSS_SELL,
                                           v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT,
                                           v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL),
                         *rc::gen::inRange<int64_t>(1, 9'000'000)));
  }
  return parts;
}

StatementScene Generate(StatementScene scene) {
  scene.brokered = *rc::gen::arbitrary<bool>();
  const int count = *rc::gen::inRange(0, 6);
  for (int i = 0; i < count; ++i) {
    const char* booked =
        *rc::gen::element("2027-01-05T00:00:00Z", "2027-02-05T00:00:00Z", "2027-03-05T00:00:00Z");
    scene.Add(absl::StrCat("A", i), GenerateParts(), booked);
    if (*rc::gen::arbitrary<bool>()) {
      scene.bookings.back().attribution.set_state(v1::ATTRIBUTION_STATE_PROPOSED);
    }
  }
  return scene;
}

RC_GTEST_PROP(StatementProperty, C14_TheOrderOfTheInputNeverMatters, ()) {
  StatementScene scene = Generate(*rc::gen::arbitrary<bool>() ? AeScene() : CsmScene());
  const std::string before = scene.Compute()->SerializeAsString();
  std::reverse(scene.bookings.begin(), scene.bookings.end());
  RC_ASSERT(scene.Compute()->SerializeAsString() == before);
  std::rotate(scene.bookings.begin(), scene.bookings.begin() + scene.bookings.size() / 2,
              scene.bookings.end());
  RC_ASSERT(scene.Compute()->SerializeAsString() == before);
}

RC_GTEST_PROP(StatementProperty, C15_LinesAddUpToTheTotals, ()) {
  const StatementScene scene = Generate(*rc::gen::arbitrary<bool>() ? AeScene() : CsmScene());
  const v1::CompStatement statement = scene.Compute().value();
  int64_t payable = 0;
  int64_t held = 0;
  for (const v1::StatementLine& line : statement.lines()) {
    (line.status() == v1::LINE_STATUS_PAYABLE ? payable : held) += line.earning_minor();
  }
  const v1::StatementTotals& totals = statement.totals();
  RC_ASSERT(totals.payable_minor() == payable);
  RC_ASSERT(totals.held_minor() == held);
  RC_ASSERT(totals.earned_minor() - totals.held_minor() + totals.adjustments_minor() == payable);
}

RC_GTEST_PROP(StatementProperty, C18_HeldAndReleasedPayWhatSigningInTimePays, ()) {
  StatementScene first = Generate(AeScene());
  StatementScene all_signed = first;
  for (StatementBooking& booking : all_signed.bookings) {
    booking.attribution.set_state(v1::ATTRIBUTION_STATE_CONCURRED);
  }
  const v1::CompStatement published = first.Compute().value();
  StatementScene second = AeScene();
  second.quarter = ParseQuarter(second.policy, "2027-Q2").value();
  for (const v1::StatementLine& line : published.lines()) {
    for (const StatementBooking& booking : all_signed.bookings) {
      if (booking.attribution.name() != line.attribution()) continue;
      second.held.push_back({line, second.plan, booking});
    }
  }
  RC_ASSERT(published.totals().payable_minor() + second.Compute()->totals().payable_minor() ==
            all_signed.Compute()->totals().payable_minor());
}

}  // namespace
}  // namespace baton::domain
