#include "domain/amortisation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/policy.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;
using ::baton::testing::StatusIs;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr v1::AttributionCategory kNetNew = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr v1::AttributionCategory kCrossSell = v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
constexpr v1::AttributionCategory kUplift = v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT;

Quarter Code(const std::string& code) { return ParseQuarter(DefaultPolicy("acme"), code).value(); }

PublishedLine Line(const std::string& period, const std::string& id, int64_t minor,
                   const std::string& booked = "2027-02-20",
                   v1::AttributionCategory category = kNetNew) {
  PublishedLine line;
  line.period = period;
  line.payee = "tenants/acme/people/dana";
  line.currency_code = "USD";
  line.line.set_name(id);
  line.line.set_kind(v1::STATEMENT_LINE_KIND_EARNING);
  line.line.set_status(v1::LINE_STATUS_PAYABLE);
  line.line.set_category(category);
  line.line.set_booking("tenants/acme/bookings/B1");
  line.line.set_attribution("tenants/acme/attributions/A1");
  line.line.set_booked_date(booked);
  line.line.set_earning_minor(minor);
  return line;
}

// What takes `minor`, below zero, back of that line.
PublishedLine Clawback(const std::string& period, const std::string& of, int64_t minor) {
  PublishedLine line = Line(period, absl::StrCat(of, "_clawback_", period), minor);
  line.line.set_kind(v1::STATEMENT_LINE_KIND_CLAWBACK);
  line.line.set_adjusts_line(of);
  return line;
}

struct Report {
  // "2027-Q1 USD 0 +60 -2 /0 = 58 !0": opening, capitalised, amortised, written off, closing,
  // expensed.
  std::vector<std::string> rows;
  std::vector<v1::AmortisedLine> lines;
};

Report ReportOf(const std::vector<PublishedLine>& lines, const std::string& to,
                AmortisationTerms terms = {}, const std::string& from = "2027-Q1") {
  Amortisation amortisation(terms, DefaultPolicy("acme"), Code(to));
  for (const PublishedLine& line : lines) EXPECT_THAT(amortisation.Add(line), IsOk());
  EXPECT_THAT(amortisation.Run(), IsOk());
  Report report;
  report.lines = amortisation.Lines();
  const auto rows = amortisation.Rows(Code(from));
  EXPECT_THAT(rows, IsOk());
  if (!rows.ok()) return report;
  for (const v1::AmortisationRow& row : *rows) {
    EXPECT_EQ(row.opening_minor() + row.capitalised_minor() - row.amortised_minor() -
                  row.written_off_minor(),
              row.closing_minor());
    report.rows.push_back(absl::StrCat(row.period(), " ", row.currency_code(), " ",
                                       row.opening_minor(), " +", row.capitalised_minor(), " -",
                                       row.amortised_minor(), " /", row.written_off_minor(), " = ",
                                       row.closing_minor(), " !", row.expensed_minor()));
  }
  return report;
}

AmortisationTerms Months(int expansion, int renewal = 12, bool expense_short = true) {
  return {expansion, renewal, expense_short};
}

TEST(Amortisation, C20_AMonthIsWholeFromTheFirstDayOfTheBookingsOn) {
  // 60 over 60 months from February on: two months in Q1.
  for (const char* booked : {"2027-02-01", "2027-02-28"}) {
    EXPECT_THAT(ReportOf({Line("2027-Q1", "L1", 60, booked)}, "2027-Q2").rows,
                ElementsAre("2027-Q1 USD 0 +60 -2 /0 = 58 !0", "2027-Q2 USD 58 +0 -3 /0 = 55 !0"))
        << booked;
  }
}

TEST(Amortisation, X1_ItAddsUpToTheCentOverAllItsMonths) {
  // 100 over 15 months: ten of 7, then five of 6.
  const Report report = ReportOf({Line("2027-Q1", "L1", 100)}, "2030-Q4", Months(15));
  EXPECT_THAT(report.rows,
              ElementsAre("2027-Q1 USD 0 +100 -14 /0 = 86 !0", "2027-Q2 USD 86 +0 -21 /0 = 65 !0",
                          "2027-Q3 USD 65 +0 -21 /0 = 44 !0", "2027-Q4 USD 44 +0 -20 /0 = 24 !0",
                          "2028-Q1 USD 24 +0 -18 /0 = 6 !0", "2028-Q2 USD 6 +0 -6 /0 = 0 !0"));
  EXPECT_EQ(report.lines[0].amortised_minor(), 100);
  EXPECT_EQ(report.lines[0].remaining_minor(), 0);
  EXPECT_EQ(report.lines[0].start_month(), "2027-02");
}

TEST(Amortisation, C20_WhatIsPublishedLateIsCaughtUp) {
  // Booked in February, published for Q3: eight months at once, and three each quarter then.
  EXPECT_THAT(ReportOf({Line("2027-Q3", "L1", 6'000)}, "2027-Q4").rows,
              ElementsAre("2027-Q3 USD 0 +6000 -800 /0 = 5200 !0",
                          "2027-Q4 USD 5200 +0 -300 /0 = 4900 !0"));
  // Beyond its months: all of it.
  EXPECT_THAT(ReportOf({Line("2027-Q3", "L1", 6'000)}, "2027-Q4", Months(8, 12, false)).rows,
              ElementsAre("2027-Q3 USD 0 +6000 -6000 /0 = 0 !0"));
}

TEST(Amortisation, C20_TwelveMonthsAreExpensedAtOnceAndThirteenAreNot) {
  const std::vector<PublishedLine> lines = {Line("2027-Q1", "L1", 1'300, "2027-01-05", kSave)};
  EXPECT_THAT(ReportOf(lines, "2027-Q2").rows, ElementsAre("2027-Q1 USD 0 +0 -0 /0 = 0 !1300"));
  EXPECT_THAT(
      ReportOf(lines, "2027-Q2", Months(60, 13)).rows,
      ElementsAre("2027-Q1 USD 0 +1300 -300 /0 = 1000 !0", "2027-Q2 USD 1000 +0 -300 /0 = 700 !0"));
  // 1,300 over 12 months: four of 109, then eight of 108.
  EXPECT_THAT(ReportOf(lines, "2027-Q1", Months(60, 12, false)).rows,
              ElementsAre("2027-Q1 USD 0 +1300 -327 /0 = 973 !0"));
  const Report taken = ReportOf({lines[0], Clawback("2027-Q2", "L1", -300)}, "2027-Q3");
  EXPECT_THAT(taken.rows,
              ElementsAre("2027-Q1 USD 0 +0 -0 /0 = 0 !1300", "2027-Q2 USD 0 +0 -0 /0 = 0 !-300"));
  EXPECT_EQ(taken.lines[0].expensed_minor(), 1'000);
  EXPECT_EQ(taken.lines[0].taken_back_minor(), 300);
}

TEST(Amortisation, C20_TheTermGoesByTheCategory) {
  const AmortisationTerms terms = Months(30, 20);
  const Report report = ReportOf({Line("2027-Q1", "L1", 1, "2027-01-01", kNetNew),
                                  Line("2027-Q1", "L2", 1, "2027-01-01", kCrossSell),
                                  Line("2027-Q1", "L3", 1, "2027-01-01", kSave),
                                  Line("2027-Q1", "L4", 1, "2027-01-01", kUplift)},
                                 "2027-Q1", terms);
  std::vector<int> months;
  for (const v1::AmortisedLine& line : report.lines) months.push_back(line.months());
  EXPECT_THAT(months, ElementsAre(30, 30, 20, 20));
}

TEST(Amortisation, C11_AClawbackWritesOffTheRestOfWhatItTakes) {
  const PublishedLine cost = Line("2027-Q1", "L1", 6'000, "2027-01-15");
  EXPECT_THAT(
      ReportOf({cost, Clawback("2027-Q2", "L1", -6'000)}, "2028-Q4").rows,
      ElementsAre("2027-Q1 USD 0 +6000 -300 /0 = 5700 !0", "2027-Q2 USD 5700 +0 -0 /5700 = 0 !0"));
  // In its own quarter nothing was amortised before.
  EXPECT_THAT(ReportOf({cost, Clawback("2027-Q1", "L1", -6'000)}, "2028-Q4").rows,
              ElementsAre("2027-Q1 USD 0 +6000 -0 /6000 = 0 !0"));
}

TEST(Amortisation, C11_WhatIsKeptOfAPartGoesOn) {
  const PublishedLine cost = Line("2027-Q1", "L1", 6'000, "2027-01-15");
  const Report report = ReportOf({cost, Clawback("2027-Q2", "L1", -2'000)}, "2027-Q3");
  // 4,000 over 60 months: forty of 67, then twenty of 66. Of the 300 amortised 201 are theirs and
  // 99 those of the 2,000, so 1,901 of these are written off.
  EXPECT_THAT(report.rows, ElementsAre("2027-Q1 USD 0 +6000 -300 /0 = 5700 !0",
                                       "2027-Q2 USD 5700 +0 -201 /1901 = 3598 !0",
                                       "2027-Q3 USD 3598 +0 -201 /0 = 3397 !0"));
  const v1::AmortisedLine& line = report.lines[0];
  EXPECT_EQ(line.taken_back_minor(), 2'000);
  EXPECT_EQ(line.amortised_minor() + line.written_off_minor() + line.remaining_minor(), 6'000);
}

TEST(Amortisation, C11_WhatIsGivenBackIsWrittenUpAgain) {
  const PublishedLine cost = Line("2027-Q1", "L1", 6'000, "2027-01-15");
  PublishedLine given = Clawback("2027-Q3", "L1", 6'000);
  given.line.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  given.line.set_reason_code("loss_voided");
  EXPECT_THAT(
      ReportOf({cost, Clawback("2027-Q2", "L1", -6'000), given}, "2027-Q4").rows,
      ElementsAre("2027-Q1 USD 0 +6000 -300 /0 = 5700 !0", "2027-Q2 USD 5700 +0 -0 /5700 = 0 !0",
                  "2027-Q3 USD 0 +0 -300 /-5400 = 5100 !0",
                  "2027-Q4 USD 5100 +0 -300 /0 = 4800 !0"));
}

TEST(Amortisation, C18_AReleasedHoldIsACostOfItsOwn) {
  PublishedLine held = Line("2027-Q1", "L1", 6'000);
  held.line.set_status(v1::LINE_STATUS_HELD);
  PublishedLine released = Line("2027-Q2", "L1_adjustment", 6'000);
  released.line.set_kind(v1::STATEMENT_LINE_KIND_ADJUSTMENT);
  released.line.set_reason_code("hold_released");
  released.line.set_adjusts_line("L1");
  const PublishedLine taken = Clawback("2027-Q3", "L1_adjustment", -6'000);
  EXPECT_THAT(
      ReportOf({held, released, taken}, "2027-Q3").rows,
      ElementsAre("2027-Q2 USD 0 +6000 -500 /0 = 5500 !0", "2027-Q3 USD 5500 +0 -0 /5500 = 0 !0"));
}

TEST(Amortisation, C20_WhatNoBookingCausedIsNoCost) {
  std::vector<PublishedLine> lines;
  for (const auto& [kind, reason] : std::vector<std::pair<v1::StatementLineKind, const char*>>{
           {v1::STATEMENT_LINE_KIND_POOL, ""},
           {v1::STATEMENT_LINE_KIND_CAP, ""},
           {v1::STATEMENT_LINE_KIND_GUARANTEE, ""},
           {v1::STATEMENT_LINE_KIND_DRAW, "draw_recoverable"},
           {v1::STATEMENT_LINE_KIND_CARRIED_FORWARD, ""},
           {v1::STATEMENT_LINE_KIND_ADJUSTMENT, "true_up"},
           {v1::STATEMENT_LINE_KIND_ADJUSTMENT, "manual_correction"}}) {
    PublishedLine line = Line("2027-Q1", absl::StrCat("L", lines.size()), 100);
    line.line.set_kind(kind);
    line.line.set_reason_code(reason);
    line.line.clear_attribution();
    lines.push_back(line);
  }
  PublishedLine credit = Line("2027-Q1", "C", 0);
  credit.line.set_kind(v1::STATEMENT_LINE_KIND_CREDIT);
  lines.push_back(credit);
  const Report report = ReportOf(lines, "2027-Q4");
  EXPECT_THAT(report.rows, IsEmpty());
  EXPECT_THAT(report.lines, IsEmpty());
}

TEST(Amortisation, C20_BonusesAndSpiffsAreCosts) {
  PublishedLine spiff = Line("2027-Q1", "S", 600, "2027-03-01");
  spiff.line.set_kind(v1::STATEMENT_LINE_KIND_BONUS);
  spiff.line.set_spiff("PUSH");
  EXPECT_THAT(ReportOf({spiff}, "2027-Q1").rows, ElementsAre("2027-Q1 USD 0 +600 -10 /0 = 590 !0"));
}

TEST(Amortisation, C20_CurrenciesStandApartAndTheOpeningHasWhatWasBefore) {
  PublishedLine euros = Line("2027-Q2", "E", 600, "2027-04-01");
  euros.currency_code = "EUR";
  const std::vector<PublishedLine> lines = {Line("2027-Q1", "L1", 6'000, "2027-01-01"), euros,
                                            Line("2027-Q3", "L2", 100, "2027-07-01")};
  EXPECT_THAT(
      ReportOf(lines, "2027-Q2", {}, "2027-Q2").rows,
      ElementsAre("2027-Q2 EUR 0 +600 -30 /0 = 570 !0", "2027-Q2 USD 5700 +0 -300 /0 = 5400 !0"));
}

TEST(Amortisation, X3_AFiscalQuarterHasItsOwnMonths) {
  v1::Policy policy = DefaultPolicy("acme");
  policy.set_fiscal_first_month(2);
  const Quarter q1 = ParseQuarter(policy, "2027-Q1").value();  // February to April 2026
  Amortisation amortisation({}, policy, q1);
  ASSERT_THAT(amortisation.Add(Line("2027-Q1", "L1", 600, "2026-04-30")), IsOk());
  ASSERT_THAT(amortisation.Run(), IsOk());
  EXPECT_EQ(amortisation.Rows(q1)->at(0).amortised_minor(), 10);
  EXPECT_EQ(amortisation.Rows(q1)->at(0).period(), "2027-Q1");
}

TEST(Amortisation, C20_SpreadInAnyWayTheSameIsLeftInTheEnd) {
  // Whatever was taken back when: what was amortised and written off is what was paid.
  for (const int64_t minor : {1, 59, 60, 61, 99'999, 1'000'003}) {
    for (const int64_t first : {int64_t{0}, minor / 3, minor}) {
      const PublishedLine cost = Line("2027-Q1", "L1", minor);
      const std::vector<PublishedLine> lines = {cost, Clawback("2027-Q2", "L1", -first),
                                                Clawback("2028-Q3", "L1", first - minor)};
      for (const char* to : {"2027-Q1", "2027-Q2", "2028-Q2", "2028-Q3", "2040-Q1"}) {
        const v1::AmortisedLine line = ReportOf(lines, to).lines[0];
        EXPECT_EQ(line.amortised_minor() + line.written_off_minor() + line.remaining_minor(),
                  minor);
        EXPECT_GE(line.remaining_minor(), 0);
      }
      EXPECT_EQ(ReportOf(lines, "2040-Q1").lines[0].remaining_minor(), 0);
    }
  }
}

TEST(Amortisation, C20_WhatMeansNothingIsRefused) {
  Amortisation amortisation({}, DefaultPolicy("acme"), Code("2027-Q4"));
  EXPECT_THAT(amortisation.Add(Line("2027-Q5", "L1", 1)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(amortisation.Add(Line("2027-Q1", "L1", 1, "soon")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(amortisation.Add(Clawback("2027-Q1", "L7", -1)),
              StatusIs(absl::StatusCode::kInternal));
  const int64_t most = std::numeric_limits<int64_t>::max();
  ASSERT_THAT(amortisation.Add(Line("2027-Q1", "L1", most)), IsOk());
  ASSERT_THAT(amortisation.Add(Line("2027-Q1", "L2", most)), IsOk());
  EXPECT_THAT(amortisation.Run(), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace baton::domain
