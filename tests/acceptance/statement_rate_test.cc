// What a booking in euros pays under a policy and plans in dollars, before and after its day's rate
// is approved (C-3, C-18, C-21).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/statement.h"
#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// rosa and imogen kept ostsee's 100,000.00 EUR, which were at risk, and sold it freight for
// 10,000.00 EUR. It is 10 February; nobody has approved that day's rate.
class StatementRates : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    v1::Account account = NewAccount("ostsee");
    account.mutable_opening_lines(0)->mutable_arr()->set_currency_code("EUR");
    account.mutable_opening_lines(0)->mutable_arr()->set_amount_minor(10'000'000);
    AddAccount(account);
    AssignPlan("rosa", v1::ROLE_AE);
    AssignPlan("imogen", v1::ROLE_CSM);
    Observe("ostsee", v1::HEALTH_TIER_RED, Day(2, 1));
    SetClock(Day(2, 10));
    v1::RecordBookingRequest request =
        Booking("ostsee", v1::BOOKING_LINE_KIND_RENEWAL, 10'000'000, 10'000'000);
    request.mutable_booking()->set_currency_code("EUR");
    AddLine(v1::BOOKING_LINE_KIND_ADD_ON, "freight", 0, 1'000'000, request.mutable_booking());
    attribution_ = Record(request).attribution().name();
  }

  // "earning 162630 payable", a line each.
  std::vector<std::string> Shown(const std::string& id) {
    std::vector<std::string> shown;
    const auto statement = Statement(camille(), id);
    EXPECT_THAT(statement, IsOk());
    if (!statement.ok()) return shown;
    for (const v1::StatementLine& line : statement->lines()) {
      shown.push_back(absl::StrCat(domain::LineKindName(line.kind()), " ", line.earning_minor(),
                                   line.status() == v1::LINE_STATUS_PAYABLE
                                       ? " payable"
                                       : absl::StrCat(" ", line.hold_reason())));
    }
    return shown;
  }

  std::string attribution_;
};

TEST_F(StatementRates, C21_ADraftIsHeldWithoutARateAndPaidWithIt) {
  SignBoth(attribution_);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  EXPECT_THAT(Shown("2026-Q1-rosa"), ElementsAre("earning 0 no_rate", "earning 0 no_rate"));
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("credit 0 no_rate", "bonus 0 no_rate"));

  ApproveRate("2026-02-10", 10'842);
  EXPECT_THAT(Publish("2026-Q1"),
              Refuses(absl::StatusCode::kFailedPrecondition, "STATEMENT_STALE"));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  // 5% of 30,000.00 EUR and 12% of 10,000.00 EUR.
  EXPECT_THAT(Shown("2026-Q1-rosa"),
              ElementsAre("earning 162630 payable", "earning 130104 payable"));
  // The largest bonus of the policy, which is in dollars.
  EXPECT_THAT(Shown("2026-Q1-imogen"), ElementsAre("credit 0 payable", "bonus 250000 payable"));
  ASSERT_THAT(Publish("2026-Q1"), IsOk());

  const auto published = Statement(rosa(), "2026-Q1-rosa");
  ASSERT_THAT(published, IsOk());
  EXPECT_EQ(published->digest(), domain::StatementDigest(*published));
  EXPECT_EQ(published->totals().payable_minor(), 292'734);
  EXPECT_EQ(published->totals().credited_minor(), 0);
  EXPECT_EQ(published->lines(0).booked_earning_minor(), 150'000);
  EXPECT_EQ(published->lines(0).booked_currency_code(), "EUR");
  EXPECT_THAT(published->lines(0).explanation(),
              Contains(::testing::Property(&v1::ExplanationStep::text,
                                           HasSubstr("1.0842 USD for 1 EUR, the rate of 2026-02-10 "
                                                     "(ECB reference rates)"))));
}

TEST_F(StatementRates, C18_WhatWasPublishedHeldIsPaidInTheNextQuarterAtTheDaysRate) {
  SignBoth(attribution_);
  SetClock(Day(4, 2));
  ASSERT_THAT(Compute("2026-Q1").status, IsOk());
  ASSERT_THAT(Publish("2026-Q1"), IsOk());
  const auto held = Statement(camille(), "2026-Q1-rosa");
  ASSERT_THAT(held, IsOk());

  ApproveRate("2026-02-10", 10'842);
  SetClock(Day(7, 2));
  ASSERT_THAT(Compute("2026-Q2").status, IsOk());
  ASSERT_THAT(Publish("2026-Q2"), IsOk());
  EXPECT_THAT(Shown("2026-Q2-rosa"),
              ElementsAre("adjustment 162630 payable", "adjustment 130104 payable"));
  EXPECT_THAT(Shown("2026-Q2-imogen"),
              ElementsAre("adjustment 250000 payable", "adjustment 0 payable"));
  const auto paid = Statement(camille(), "2026-Q2-rosa");
  ASSERT_THAT(paid, IsOk());
  EXPECT_EQ(paid->lines(0).adjusts_line(), held->lines(0).name());
  EXPECT_EQ(paid->totals().adjustments_minor(), 292'734);
  EXPECT_EQ(paid->totals().payable_minor(), 292'734);
  EXPECT_EQ(Statement(camille(), "2026-Q1-rosa")->SerializeAsString(), held->SerializeAsString());

  SetClock(Day(10, 2));
  ASSERT_THAT(Compute("2026-Q3").status, IsOk());
  EXPECT_THAT(Shown("2026-Q3-rosa"), IsEmpty());
}

TEST_F(StatementRates, A8_WhatIsProposedFollowsARateThatIsApprovedLater) {
  v1::Attribution attribution = LookAttribution(attribution_);
  EXPECT_THAT(attribution.flags(), Contains("no_rate"));
  EXPECT_FALSE(attribution.has_save_bonus());
  ApproveRate("2026-02-09", 20'000);
  EXPECT_EQ(LookAttribution(attribution_).reading(), 1);

  ApproveRate("2026-02-10", 10'842);
  attribution = LookAttribution(attribution_);
  EXPECT_EQ(attribution.reading(), 2);
  EXPECT_THAT(attribution.flags(), Not(Contains("no_rate")));
  EXPECT_EQ(attribution.save_bonus().amount_minor(), 230'585);
  EXPECT_EQ(attribution.save_bonus().currency_code(), "EUR");
  SetClock(Now() + absl::Seconds(1));
  ApproveRate("2026-02-10", 12'500);  // put right before anybody signed
  attribution = LookAttribution(attribution_);
  EXPECT_EQ(attribution.reading(), 3);
  EXPECT_EQ(attribution.save_bonus().amount_minor(), 200'000);
}

TEST_F(StatementRates, C3_WhatBothSidesSignedIsNotReadAnew) {
  SignBoth(attribution_);
  const v1::Attribution signed_without = LookAttribution(attribution_);
  ApproveRate("2026-02-10", 10'842);
  EXPECT_EQ(LookAttribution(attribution_).SerializeAsString(), signed_without.SerializeAsString());
}

}  // namespace
}  // namespace baton::testing
