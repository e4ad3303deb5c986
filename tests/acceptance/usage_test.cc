// Usage and opportunities over a real socket (T-1, X-9).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "domain/instant.h"
#include "tests/acceptance/revenue.h"
#include "tests/status_matchers.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;

class Usage : public Revenue {
 protected:
  v1::RecordUsageRequest Seats(int64_t used, const std::string& record_id = "") const {
    v1::RecordUsageRequest request;
    request.set_parent(Account("harborline"));
    v1::UsageObservation& seats = *request.mutable_observation();
    seats.set_product("core");
    seats.set_metric("seats");
    seats.set_used(used);
    seats.set_limit(100);
    seats.mutable_source()->set_system("pendo");
    seats.mutable_source()->set_record_id(record_id);
    return request;
  }

  v1::UsageObservation Record(const v1::RecordUsageRequest& request) {
    const auto response = plugin().Call(&AccountStub::RecordUsage, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->observation() : v1::UsageObservation();
  }

  // An hour later.
  v1::UsageObservation Next(int64_t used) {
    SetClock(Now() + absl::Hours(1));
    return Record(Seats(used));
  }

  absl::StatusOr<v1::Opportunity> Update(const Client& who, const v1::Opportunity& opportunity) {
    v1::UpdateOpportunityRequest request;
    *request.mutable_opportunity() = opportunity;
    const auto response = who.Call(&AccountStub::UpdateOpportunity, request);
    if (!response.ok()) return response.status();
    return response->opportunity();
  }

  v1::Opportunity Look(const std::string& name) {
    v1::GetOpportunityRequest request;
    request.set_name(name);
    const auto response = remy().Call(&AccountStub::GetOpportunity, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->opportunity() : v1::Opportunity();
  }

  void Lose(const std::string& name) {
    v1::Opportunity lost;
    lost.set_name(name);
    lost.set_state(v1::OPPORTUNITY_STATE_LOST);
    ASSERT_THAT(Update(remy(), lost), IsOk());
  }
};

TEST_F(Usage, T1_TheThresholdCreatesTheOpportunityOncePerCrossing) {
  EXPECT_EQ(Record(Seats(85)).opportunity(), "");
  const std::string opened = Next(86).opportunity();
  ASSERT_NE(opened, "");
  const v1::Opportunity opportunity = Look(opened);
  EXPECT_EQ(opportunity.creation_source(), v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_EQ(opportunity.trigger_event(), v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  EXPECT_EQ(opportunity.owner(), Person("rosa"));
  EXPECT_EQ(Next(95).opportunity(), opened);
  EXPECT_EQ(Next(50).opportunity(), "");
  EXPECT_EQ(Next(90).opportunity(), opened);  // it is open still
  Lose(opened);
  EXPECT_EQ(Next(91).opportunity(), "");  // no crossing
  EXPECT_EQ(Next(50).opportunity(), "");
  const std::string again = Next(90).opportunity();
  EXPECT_NE(again, "");
  EXPECT_NE(again, opened);
}

TEST_F(Usage, T1_WhatComesLateSetsNothingOff) {
  v1::RecordUsageRequest late = Seats(99);
  *late.mutable_observation()->mutable_observe_time() = domain::ToTimestamp(Now() - absl::Hours(2));
  EXPECT_EQ(Record(Seats(50)).opportunity(), "");
  EXPECT_EQ(Record(late).opportunity(), "");
}

TEST_F(Usage, T1_SelfServeUpgradesAndTierChangesCreateTheirOwn) {
  v1::RecordUsageRequest upgrade;
  upgrade.set_parent(Account("harborline"));
  upgrade.mutable_observation()->set_kind(v1::USAGE_KIND_SELF_SERVE_UPGRADE);
  upgrade.mutable_observation()->set_product("core");
  *upgrade.mutable_observation()->mutable_amount() = Usd(600'000);
  const std::string bought = Record(upgrade).opportunity();
  const v1::Opportunity opportunity = Look(bought);
  EXPECT_EQ(opportunity.trigger_event(), v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE);
  EXPECT_TRUE(opportunity.self_serve());
  EXPECT_EQ(opportunity.amount().amount_minor(), 600'000);
  EXPECT_EQ(Record(upgrade).opportunity(), bought);
  upgrade.mutable_observation()->set_kind(v1::USAGE_KIND_AUTOMATIC_TIER_CHANGE);
  const std::string moved = Record(upgrade).opportunity();
  EXPECT_NE(moved, bought);
  EXPECT_EQ(Look(moved).trigger_event(), v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE);
}

TEST_F(Usage, X9_OnlyALaterVersionOfTheSameRecordChangesIt) {
  v1::RecordUsageRequest first = Seats(80, "u-1");
  *first.mutable_observation()->mutable_source_update_time() = domain::ToTimestamp(Now());
  const v1::UsageObservation kept = Record(first);
  v1::RecordUsageRequest again = Seats(90, "u-1");
  EXPECT_EQ(Record(again).used(), 80);  // of no known version
  *again.mutable_observation()->mutable_source_update_time() = domain::ToTimestamp(Now());
  EXPECT_EQ(Record(again).used(), 80);
  *again.mutable_observation()->mutable_source_update_time() =
      domain::ToTimestamp(Now() + absl::Microseconds(1));
  const v1::UsageObservation changed = Record(again);
  EXPECT_EQ(changed.name(), kept.name());
  EXPECT_EQ(changed.used(), 90);
  EXPECT_NE(changed.opportunity(), "");
  EXPECT_EQ(Record(first).used(), 90);
}

TEST_F(Usage, ComesPageByPageNewestFirst) {
  for (const int64_t used : {10, 20, 30}) Next(used);
  v1::ListUsageRequest list;
  list.set_parent(Account("harborline"));
  list.set_page_size(2);
  std::vector<int64_t> seen;
  for (int page = 0; page < 2; ++page) {
    const auto some = imogen().Call(&AccountStub::ListUsage, list);
    ASSERT_THAT(some, IsOk());
    for (const v1::UsageObservation& one : some->observations()) seen.push_back(one.used());
    list.set_page_token(some->next_page_token());
  }
  EXPECT_THAT(seen, ElementsAre(30, 20, 10));
  EXPECT_EQ(list.page_token(), "");
  EXPECT_THAT(dana().Call(&AccountStub::ListUsage, list),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
}

TEST_F(Usage, T1_AnOpportunityChangesButNeverItsOrigin) {
  const std::string name = Record(Seats(90)).opportunity();
  v1::Opportunity change;
  change.set_name(name);
  *change.mutable_amount() = Usd(4'800'000);
  change.set_stage("Negotiation");
  change.set_owner(Person("dana"));
  *change.mutable_expected_close_time() = domain::ToTimestamp(Now() + absl::Hours(24 * 30));
  const auto changed = Update(rosa(), change);
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->amount().amount_minor(), 4'800'000);
  EXPECT_EQ(changed->owner(), Person("dana"));
  EXPECT_EQ(changed->creation_source(), v1::CREATION_SOURCE_PLG_TRIGGER);
  EXPECT_THAT(Update(As(v1::ROLE_CSM, "tobias"), change),
              Refuses(absl::StatusCode::kNotFound, "NOT_FOUND"));
  v1::Opportunity origin;
  origin.set_name(name);
  origin.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  const auto refused = Update(rosa(), origin);
  EXPECT_THAT(refused, Refuses(absl::StatusCode::kFailedPrecondition, "CREATION_SOURCE_IMMUTABLE"));
  EXPECT_EQ(MetadataOn(refused.status())["rule"], "T-1");
}

TEST_F(Usage, T1_HistoryIsTakenOverItemByItemAndNeverPaid) {
  v1::BackfillOpportunitiesRequest request;
  request.set_parent(Tenant());
  v1::Opportunity& open = *request.add_opportunities();
  open.set_account(Account("harborline"));
  open.set_state(v1::OPPORTUNITY_STATE_OPEN);
  open.mutable_source()->set_system("salesforce");
  open.mutable_source()->set_record_id("006-old");
  *open.mutable_create_time() = domain::ToTimestamp(Now() - absl::Hours(24 * 200));
  v1::Opportunity& bad = *request.add_opportunities();
  bad = open;
  bad.mutable_source()->set_record_id("006-bad");
  bad.set_creation_source(v1::CREATION_SOURCE_CSM_INITIATED);
  *bad.mutable_create_time() = domain::ToTimestamp(Now());
  *request.add_opportunities() = open;  // known by then
  request.mutable_opportunities(2)->set_stage("other");
  const auto response = plugin().Call(&AccountStub::BackfillOpportunities, request);
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->results_size(), 3);
  const v1::Opportunity& kept = response->results(0).opportunity();
  EXPECT_EQ(kept.creation_source(), v1::CREATION_SOURCE_UNKNOWN);
  EXPECT_EQ(response->results(1).error().code(),
            static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(response->results(1).error().message(),
              ::testing::AllOf(::testing::HasSubstr("opportunity.creation_source"),
                               ::testing::HasSubstr("opportunity.create_time")));
  EXPECT_EQ(response->results(2).opportunity().name(), kept.name());
  EXPECT_EQ(response->results(2).opportunity().stage(), "");

  v1::RecordBookingRequest won =
      Booking("harborline", v1::BOOKING_LINE_KIND_ADD_ON, 18'000'000, 22'800'000);
  won.mutable_booking()->set_opportunity(kept.name());
  const v1::Attribution attribution = Revenue::Record(won).attribution();
  EXPECT_THAT(attribution.flags(), ::testing::Contains("backfilled_opportunity"));
  for (const v1::AttributionPart& part : attribution.parts()) {
    EXPECT_EQ(part.ae_credit_minor(), 0);
    EXPECT_EQ(part.csm_credit_minor(), 0);
  }
}

TEST_F(Usage, T1_ABatchHasALimit) {
  v1::BackfillOpportunitiesRequest request;
  request.set_parent(Tenant());
  for (int i = 0; i < 1'001; ++i) request.add_opportunities();
  EXPECT_THAT(plugin().Call(&AccountStub::BackfillOpportunities, request),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

}  // namespace
}  // namespace baton::testing
