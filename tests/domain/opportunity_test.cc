#include "domain/opportunity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "domain/refusal.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr v1::CreationSource kCsm = v1::CREATION_SOURCE_CSM_INITIATED;
constexpr v1::CreationSource kPlg = v1::CREATION_SOURCE_PLG_TRIGGER;

v1::Opportunity Sample() {
  v1::Opportunity opportunity;
  opportunity.set_name("tenants/acme/opportunities/O1");
  opportunity.set_account("tenants/acme/accounts/harrow");
  opportunity.set_creation_source(kCsm);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_QBR_UPSELL);
  return opportunity;
}

TEST(Opportunity, T1_CantBeCreatedWithoutSourceAndTrigger) {
  EXPECT_THAT(CheckOpportunity(Sample()), IsOk());
  v1::Opportunity opportunity = Sample();
  opportunity.clear_creation_source();
  opportunity.clear_trigger_event();
  opportunity.clear_account();
  opportunity.mutable_amount()->set_currency_code("XXX");
  const absl::Status status = CheckOpportunity(opportunity);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument,
                               AllOf(HasSubstr("opportunity.creation_source"),
                                     HasSubstr("opportunity.trigger_event"),
                                     HasSubstr("opportunity.account"),
                                     HasSubstr("opportunity.amount.currency_code"))));
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_INVALID_FIELDS);
}

TEST(Opportunity, T1_ATriggerMustFitTheSource) {
  v1::Opportunity opportunity = Sample();
  opportunity.set_creation_source(v1::CREATION_SOURCE_SALES_INITIATED);
  EXPECT_THAT(CheckOpportunity(opportunity),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("qbr_upsell does not fit the creation source sales_initiated")));
}

TEST(Opportunity, T1_EveryTriggerFitsExactlyOneSourceAndOtherFitsAll) {
  for (int trigger = v1::TriggerEvent_MIN + 1; trigger <= v1::TriggerEvent_MAX; ++trigger) {
    int fits = 0;
    for (int source = v1::CreationSource_MIN + 1; source <= v1::CreationSource_MAX; ++source) {
      fits += TriggerFits(static_cast<v1::CreationSource>(source),
                          static_cast<v1::TriggerEvent>(trigger));
    }
    EXPECT_EQ(fits, trigger == v1::TRIGGER_EVENT_OTHER ? v1::CreationSource_MAX : 1) << trigger;
  }
}

TEST(Opportunity, T1_OtherNeedsText) {
  v1::Opportunity opportunity = Sample();
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_OTHER);
  EXPECT_THAT(CheckOpportunity(opportunity),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("trigger_text")));
  opportunity.set_trigger_text(std::string(500, 'x'));
  EXPECT_THAT(CheckOpportunity(opportunity), IsOk());
  opportunity.set_trigger_text(std::string(501, 'x'));
  EXPECT_THAT(CheckOpportunity(opportunity), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(Opportunity, T1_NeitherSourceNorTriggerCanChange) {
  const v1::Opportunity held = Sample();
  EXPECT_THAT(CheckOriginUnchanged(held, held), IsOk());
  EXPECT_THAT(CheckOriginUnchanged(held, v1::Opportunity()), IsOk());
  v1::Opportunity source = held;
  source.set_creation_source(kPlg);
  v1::Opportunity trigger = held;
  trigger.set_trigger_event(v1::TRIGGER_EVENT_ACCOUNT_HEALTH_REVIEW);
  v1::Opportunity text = held;
  text.set_trigger_text("something else");
  for (const v1::Opportunity& incoming : {source, trigger, text}) {
    const absl::Status status = CheckOriginUnchanged(held, incoming);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kFailedPrecondition));
    EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_CREATION_SOURCE_IMMUTABLE);
  }
}

TEST(Opportunity, T1_ReadsASourceInACrmsWords) {
  EXPECT_EQ(ParseCreationSource("CSM Initiated"), kCsm);
  EXPECT_EQ(ParseCreationSource("csm-initiated"), kCsm);
  EXPECT_EQ(ParseCreationSource(" PLG trigger "), kPlg);
  EXPECT_EQ(ParseCreationSource("customer_inbound"), v1::CREATION_SOURCE_CUSTOMER_INBOUND);
  EXPECT_EQ(ParseCreationSource("Rep-initiated"), v1::CREATION_SOURCE_SALES_INITIATED);
  EXPECT_EQ(ParseCreationSource("Sales Initiated"), v1::CREATION_SOURCE_SALES_INITIATED);
  EXPECT_EQ(ParseCreationSource("Customer Executive"), v1::CREATION_SOURCE_CUSTOMER_EXECUTIVE);
  for (const char* words : {"", "unspecified", "Partner", "CSM"}) {
    EXPECT_EQ(ParseCreationSource(words), v1::CREATION_SOURCE_UNSPECIFIED) << words;
  }
}

TEST(Opportunity, T1_ReadsATriggerInACrmsWords) {
  const TriggerWords known = ParseTriggerEvent("QBR Upsell", kCsm);
  EXPECT_EQ(known.event, v1::TRIGGER_EVENT_QBR_UPSELL);
  EXPECT_EQ(known.text, "");
  EXPECT_EQ(ParseTriggerEvent("self-serve upgrade", kPlg).event,
            v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE);
  EXPECT_EQ(ParseTriggerEvent("  ", kCsm).event, v1::TRIGGER_EVENT_UNSPECIFIED);
}

TEST(Opportunity, T1_TriggerWordsThatNameNoneAreOtherWithText) {
  for (const char* words : {"Renewal at 90 days", "seat_utilisation_over_90pct", "Other",
                            "unspecified", "renewal negotiation"}) {
    const TriggerWords parsed = ParseTriggerEvent(words, kCsm);
    EXPECT_EQ(parsed.event, v1::TRIGGER_EVENT_OTHER) << words;
    EXPECT_EQ(parsed.text, words);
  }
}

TEST(Opportunity, T1_LongTriggerWordsAreCutBetweenCharacters) {
  std::string words;
  for (int i = 0; i < 501; ++i) words += "é";
  const TriggerWords parsed = ParseTriggerEvent(words, kCsm);
  EXPECT_EQ(CountCharacters(parsed.text), kMaxTriggerTextChars);
}

TEST(Opportunity, T3_AutomaticChangesAreSelfServeWhateverIsStated) {
  v1::Opportunity opportunity = Sample();
  EXPECT_FALSE(IsSelfServe(opportunity));
  opportunity.set_self_serve(true);
  EXPECT_TRUE(IsSelfServe(opportunity));
  opportunity.set_self_serve(false);
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE);
  EXPECT_TRUE(IsSelfServe(opportunity));
  opportunity.set_trigger_event(v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE);
  EXPECT_TRUE(IsSelfServe(opportunity));
}

TEST(Opportunity, T2_ItsOriginHasTheStatedSource) {
  v1::Opportunity opportunity = Sample();
  EXPECT_EQ(OriginOf(opportunity).source, CreationSource::kCsmInitiated);
  opportunity.set_creation_source(v1::CREATION_SOURCE_CUSTOMER_EXECUTIVE);
  EXPECT_EQ(OriginOf(opportunity).source, CreationSource::kCustomerExecutive);
  EXPECT_EQ(OriginOf(v1::Opportunity()).source, CreationSource::kUnknown);
}

}  // namespace
}  // namespace baton::domain
