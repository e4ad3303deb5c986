#include "domain/cs_led_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/category_report.h"
#include "domain/policy.h"
#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;

constexpr char kInes[] = "tenants/acme/people/ines";

// 15 quarters up to 2027-Q1 in which ines manages 100,000.00 and nothing is booked.
GrowthFacts Facts() {
  GrowthFacts facts;
  facts.currency_code = "USD";
  const v1::Policy policy = DefaultPolicy("acme");
  absl::Time at = ParseQuarter(policy, "2027-Q1")->start;
  for (int i = 0; i < kReadQuarters; ++i) {
    GrowthQuarter quarter;
    quarter.quarter = *QuarterAt(policy, at);
    quarter.managed.push_back({kInes, v1::SEGMENT_ENTERPRISE, 10'000'000});
    at = quarter.quarter.start - absl::Microseconds(1);
    facts.quarters.insert(facts.quarters.begin(), quarter);
  }
  return facts;
}

// A part booked as the quarter begins, `back` quarters before the report's.
RevenuePart Led(const GrowthFacts& facts, int back, v1::AttributionCategory category, int64_t minor,
                const char* playbook = "handoff_signal") {
  RevenuePart part;
  part.account = "harrow";
  part.csm = kInes;
  part.segment = v1::SEGMENT_ENTERPRISE;
  part.booked_at = facts.quarters[kReadQuarters - 1 - back].quarter.start;
  part.category = category;
  part.amount_minor = minor;
  part.lead = v1::GROWTH_LEAD_CS;
  part.tag = v1::CS_LED_TAG_MID_CYCLE_EXPANSION;
  part.playbook = playbook;
  return part;
}

constexpr auto kExpansion = v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION;
constexpr auto kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;

v1::CsLedGrowthResponse Reported(const GrowthFacts& facts) {
  auto report = CsLedReport(facts);
  EXPECT_THAT(report, IsOk());
  return *report;
}

const v1::CsLedQuarter& Last(const v1::CsLedGrowthResponse& report) {
  return report.quarters(kShownQuarters - 1);
}

TEST(CsLedReport, G2_QuarterAndTrailingOverTheArrAtTheirStart) {
  GrowthFacts facts = Facts();
  facts.parts = {Led(facts, 0, kExpansion, 300'000), Led(facts, 0, kSave, 200'000),
                 Led(facts, 3, kExpansion, 1'500'000), Led(facts, 4, kExpansion, 800'000)};
  facts.quarters[kReadQuarters - 4].managed[0].arr_minor = 8'000'000;
  const v1::CsLedGrowthResponse report = Reported(facts);
  EXPECT_EQ(Last(report).quarter().expansion_minor(), 300'000);
  EXPECT_EQ(Last(report).quarter().save_minor(), 200'000);
  EXPECT_EQ(Last(report).quarter().ratio().share_bp(), 500);
  EXPECT_EQ(Last(report).trailing().ratio().numerator(), 2'000'000);
  EXPECT_EQ(Last(report).trailing().ratio().share_bp(), 2'500);
  EXPECT_EQ(Last(report).band(), v1::GROWTH_BAND_ABOVE_MEDIAN);
  // A year before: 800,000 of 10,000,000.
  EXPECT_EQ(Last(report).trailing_change_bp(), 2'500 - 800);
}

TEST(CsLedReport, G2_OnlyEnterpriseAndStrategicByPolicyOnBothSides) {
  GrowthFacts facts = Facts();
  facts.parts = {Led(facts, 0, kExpansion, 300'000), Led(facts, 0, kExpansion, 400'000)};
  facts.parts[1].segment = v1::SEGMENT_SMB;
  facts.quarters.back().managed.push_back({kInes, v1::SEGMENT_SMB, 10'000'000});
  EXPECT_EQ(Last(Reported(facts)).quarter().ratio().share_bp(), 350);
  facts.base = v1::CS_LED_BASE_ENTERPRISE_STRATEGIC;
  EXPECT_EQ(Last(Reported(facts)).quarter().ratio().share_bp(), 300);
}

TEST(CsLedReport, G2_ARatioOfNothingIsAbsent) {
  GrowthFacts facts = Facts();
  facts.quarters.back().managed.clear();
  const v1::CsLedGrowthResponse report = Reported(facts);
  EXPECT_FALSE(Last(report).quarter().ratio().has_share_bp());
  EXPECT_THAT(report.board_sentence(), ::testing::HasSubstr("with no CS-managed ARR"));
}

TEST(CsLedReport, G4_LeadsPlaybooksSegmentsAndCsms) {
  GrowthFacts facts = Facts();
  facts.parts = {Led(facts, 0, kExpansion, 300'000), Led(facts, 1, kSave, 900'000, "save_call"),
                 Led(facts, 0, kExpansion, 50'000)};
  facts.parts[2].tag = v1::CS_LED_TAG_UNSPECIFIED;
  facts.parts[2].lead = v1::GROWTH_LEAD_AE;
  facts.parts[2].account = "other";
  facts.shared_accounts = {"harrow"};
  const v1::CsLedGrowthResponse report = Reported(facts);
  EXPECT_EQ(report.leads(0).lead(), v1::GROWTH_LEAD_CS);
  EXPECT_EQ(report.leads(0).quarter_minor(), 300'000);
  EXPECT_EQ(report.leads(0).trailing_minor(), 1'200'000);
  EXPECT_EQ(report.leads(0).shared_accounts_minor(), 300'000);
  EXPECT_EQ(report.leads(1).quarter_minor(), 50'000);
  EXPECT_EQ(report.leads(1).shared_accounts_minor(), 0);
  ASSERT_EQ(report.playbooks_size(), 2);
  EXPECT_EQ(report.playbooks(0).playbook(), "save_call");
  EXPECT_EQ(report.playbooks(1).quarter_count(), 1);
  ASSERT_EQ(report.segments_size(), 1);
  EXPECT_EQ(report.segments(0).quarter().ratio().share_bp(), 300);
  ASSERT_EQ(report.csms_size(), 1);
  EXPECT_EQ(report.csms(0).trailing().ratio().share_bp(), 1'200);
}

TEST(CsLedReport, G4_RoiNeedsTheCostOfEveryQuarter) {
  GrowthFacts facts = Facts();
  facts.parts = {Led(facts, 0, kExpansion, 900'000), Led(facts, 4, kExpansion, 300'000)};
  for (int i = 0; i < kReadQuarters; ++i)
    facts.quarters[i].cs_cost_minor = i < 11 ? 100'000 : 150'000;
  v1::CsLedGrowthResponse report = Reported(facts);
  EXPECT_EQ(report.roi_quarter().ratio_bp(), 60'000);   // 6 to 1
  EXPECT_EQ(report.roi_trailing().ratio_bp(), 15'000);  // 900,000 of 600,000
  EXPECT_EQ(report.cost_growth_bp(), 5'000);
  EXPECT_EQ(report.contribution_growth_bp(), 20'000);
  facts.quarters[kReadQuarters - 2].cs_cost_minor = 0;
  report = Reported(facts);
  EXPECT_TRUE(report.roi_quarter().has_ratio_bp());
  EXPECT_FALSE(report.roi_trailing().has_ratio_bp());
  EXPECT_FALSE(report.has_cost_growth_bp());
}

TEST(CsLedReport, G4_RoiIsThatOfAllAccountsWhateverTheRatioIsMeasuredOver) {
  GrowthFacts facts = Facts();
  facts.base = v1::CS_LED_BASE_ENTERPRISE_STRATEGIC;
  facts.parts = {Led(facts, 0, kExpansion, 300'000), Led(facts, 0, kExpansion, 400'000)};
  facts.parts[1].segment = v1::SEGMENT_SMB;
  facts.quarters.back().cs_cost_minor = 100'000;
  const v1::CsLedGrowthResponse report = Reported(facts);
  EXPECT_EQ(Last(report).quarter().ratio().numerator(), 300'000);
  EXPECT_EQ(report.roi_quarter().contribution_minor(), 700'000);
  EXPECT_EQ(report.roi_quarter().ratio_bp(), 70'000);
}

TEST(CsLedReport, G5_TheBoardSentence) {
  v1::CsLedQuarter quarter;
  v1::Share& ratio = *quarter.mutable_quarter()->mutable_ratio();
  ratio.set_numerator(425'000'000);  // 4.25 M: half to even
  ratio.set_share_bp(614);
  quarter.set_trailing_change_bp(-155);
  EXPECT_EQ(BoardSentence(quarter, "USD"),
            "CS-led growth contributed $4.2 M in net-new and retained ARR this quarter, "
            "representing 6.1% of CS-managed ARR. Trailing 4-quarter trend: -1.6 points.");
  quarter.set_trailing_change_bp(150);
  EXPECT_THAT(BoardSentence(quarter, "JPY"), ::testing::HasSubstr("JPY 425.0 M"));
  EXPECT_THAT(BoardSentence(quarter, "USD"), ::testing::HasSubstr("trend: +1.5 points."));
  quarter.clear_trailing_change_bp();
  EXPECT_THAT(BoardSentence(quarter, "USD"), ::testing::HasSubstr("not yet known"));
}

TEST(CategoryReport, A10_CategoriesBySegmentAndQuarterWithSubtotals) {
  const GrowthFacts facts = Facts();
  std::vector<RevenuePart> parts = {Led(facts, 0, kExpansion, 100),
                                    Led(facts, 0, v1::ATTRIBUTION_CATEGORY_CROSS_SELL, 20),
                                    Led(facts, 0, kSave, 3'000),
                                    Led(facts, 0, v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT, 400),
                                    Led(facts, 0, v1::ATTRIBUTION_CATEGORY_CLEAN_RENEWAL, 50'000),
                                    Led(facts, 0, v1::ATTRIBUTION_CATEGORY_CONTRACTION, -7),
                                    Led(facts, 1, v1::ATTRIBUTION_CATEGORY_CHURN, -9)};
  parts[0].segment = v1::SEGMENT_UNSPECIFIED;
  // The first instant of the quarter is in it, the one before it in the last.
  parts[6].booked_at = facts.quarters.back().quarter.start - absl::Microseconds(1);
  const std::vector<Quarter> quarters = {facts.quarters[kReadQuarters - 2].quarter,
                                         facts.quarters[kReadQuarters - 1].quarter};
  const auto rows = ArrByCategory(quarters, parts);
  ASSERT_THAT(rows, IsOk());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].total().churn_minor(), -9);
  const v1::CategoryQuarter& last = (*rows)[1];
  EXPECT_EQ(last.total().growth_minor(), 120);
  EXPECT_EQ(last.total().defence_minor(), 53'400);
  EXPECT_EQ(last.total().contraction_minor(), -7);
  EXPECT_EQ(last.total().part_count(), 6);
  ASSERT_EQ(last.segments_size(), 2);
  EXPECT_EQ(last.segments(0).segment(), v1::SEGMENT_ENTERPRISE);
  EXPECT_EQ(last.segments(1).segment(), v1::SEGMENT_UNSPECIFIED);
  EXPECT_EQ(last.segments(1).amounts().growth_minor(), 100);
}

}  // namespace
}  // namespace baton::domain
