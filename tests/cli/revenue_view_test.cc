#include "tools/cli/revenue_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"
#include "tools/cli/amortisation_view.h"
#include "tools/cli/board_page.h"
#include "tools/cli/svg_chart.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::Piped;

constexpr char kFrame[] = R"(frame { period: '2027-Q1' start_time { seconds: 1798761600 }
    end_time { seconds: 1806537600 } as_of_time { seconds: 1800000000 } currency_code: 'USD'
    missing_rates { from_currency: 'EUR' to_currency: 'USD' date: '2027-02-14' count: 1
                    amount { amount_minor: 1200000 currency_code: 'EUR' } } } )";

v1::CsLedGrowthResponse Growth() {
  return FromText<v1::CsLedGrowthResponse>(std::string(kFrame) + R"(
      quarters { period: '2026-Q4'
                 trailing { ratio { numerator: 9 denominator: 90 share_bp: 1000 } } }
      quarters { period: '2027-Q1'
                 quarter { expansion_minor: 4000000 save_minor: 800000
                           ratio { numerator: 4800000 denominator: 18000000 share_bp: 2667 } }
                 trailing { ratio { numerator: 9 denominator: 45 share_bp: 2000 } }
                 trailing_change_bp: -155 band: GROWTH_BAND_MEDIAN }
      segments { segment: SEGMENT_MID_MARKET }
      csms { csm: 'tenants/acme/people/imogen' csm_display_name: 'Imogen <C>' }
      leads { lead: GROWTH_LEAD_CS quarter_minor: 4800000 }
      playbooks { playbook: 'save_call' quarter_minor: 800000 trailing_minor: 800000 }
      roi_quarter { cost_minor: 1000000 contribution_minor: 4800000 ratio_bp: 48000 }
      board_sentence: 'CS-led growth contributed $0.0 M.'
      benchmarks { id: 'cs_led_median' text: 'CS-led growth, median' low: 1800 high: 2400
                   unit: 'bp' source: 'Pavilion' })");
}

TEST(GrowthReport, G2_ShowsRatiosBandsAndWhatIsLeftOut) {
  const std::string text = GrowthReport(Growth(), Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("CS-led growth 2027-Q1, 2027-01-01 to 2027-04-01, in USD"));
  EXPECT_THAT(text, HasSubstr("26.67%"));
  EXPECT_THAT(text, HasSubstr("-1.55%"));
  EXPECT_THAT(text, HasSubstr("median"));
  EXPECT_THAT(text, HasSubstr("Imogen <C> (imogen)"));
  EXPECT_THAT(text, HasSubstr("ROI of the quarter: 4.80 times (48,000.00 for 10,000.00)"));
  EXPECT_THAT(text, HasSubstr("ROI of 4 quarters: no cost of the CS team stated"));
  EXPECT_THAT(text, HasSubstr("CS-led growth, median: 18% to 24% (Pavilion)"));
  EXPECT_THAT(text, HasSubstr("12,000.00 EUR of 2027-02-14 (1 record): no approved rate EUR/USD"));
}

TEST(BoardPage, G5_ShowsTheSentenceAndTheTrendAsAPlot) {
  const std::string text = BoardPage(Growth(), Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("CS-led growth contributed $0.0 M."));
  EXPECT_THAT(text, HasSubstr("2026-Q4  #################### 10%\n"));
  EXPECT_THAT(text, HasSubstr("2027-Q1  ######################################## 20%\n"));
}

TEST(BoardHtml, G5_StandsAloneAndEscapesNames) {
  const std::string html =
      BoardHtml(Growth(), FromText<v1::RetentionRatesResponse>(
                              "company { nrr { share_bp: 11840 } grr { share_bp: 9310 } }"));
  EXPECT_THAT(html, HasSubstr("<!DOCTYPE html>"));
  EXPECT_THAT(html, HasSubstr("118.4%"));
  EXPECT_THAT(html, HasSubstr("Imogen &lt;C&gt;"));
  EXPECT_THAT(html, HasSubstr("@page"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("src=")));
  EXPECT_THAT(html, Not(HasSubstr("href=")));
  EXPECT_THAT(html, Not(HasSubstr("url(")));
}

TEST(SvgChart, G5_AGapBreaksTheLineAndNothingIsDrawnOfNothing) {
  const std::string chart = LineChart({{"a", 100}, {"b", std::nullopt}, {"c", 200}}, {});
  EXPECT_EQ(chart.find('L'), std::string::npos);
  EXPECT_THAT(LineChart({{"a", std::nullopt}}, {}), HasSubstr("no figures yet"));
  EXPECT_THAT(LineChart({{"<a>", 1}}, {}), HasSubstr("&lt;a&gt;"));
}

TEST(ForecastReport, A5_ALineForEachTreatmentAndTheTotal) {
  const std::string text = ForecastReport(FromText<v1::ForecastResponse>(std::string(kFrame) + R"(
          lines { treatment: FORECAST_TREATMENT_RENEWAL_AT_RISK booked_minor: 20000
                  open_minor: 100000 open_count: 1 probability_bp: 7000 weighted_minor: 70000
                  expected_minor: 90000 }
          total { expected_minor: 90000 } unplanned_count: 2)"),
                                          Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("renewal at risk"));
  EXPECT_THAT(text, HasSubstr("70%"));
  EXPECT_THAT(text, HasSubstr("2 open opportunities without"));
}

TEST(TeamReport, T8_ShowsWhatWouldBeHiddenAndTheOtherModels) {
  const std::string text = TeamReport(FromText<v1::TeamCreditResponse>(std::string(kFrame) + R"(
          expansion_minor: 400000000 booking_count: 4
          teams { team: TEAM_CS source { numerator: 220000000 share_bp: 5500 }
                  sourced_without_product_minor: 340000000
                  models { model: TOUCH_MODEL_LAST_TOUCH share { numerator: 400000000 } } })"),
                                      Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("2,200,000.00 55%"));
  EXPECT_THAT(text, HasSubstr("would show 3,400,000.00 sourced if nobody logged"));
  EXPECT_THAT(text, HasSubstr("last touch"));
}

v1::CompAmortisationResponse Amortisation() {
  return FromText<v1::CompAmortisationResponse>(
      R"(rows { period: '2027-Q2' currency_code: 'USD' opening_minor: 570000
                capitalised_minor: 100000 expensed_minor: 1300 amortised_minor: 30000
                written_off_minor: 190100 closing_minor: 449900 }
         lines { line: 'tenants/acme/statements/2027-Q1-tom/lines/2027-Q1~tom~A1~1~earning'
                 period: '2027-Q1' booking: 'tenants/acme/bookings/B1'
                 account_display_name: 'Helios' payee_display_name: 'Tom Reyes'
                 category: ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION currency_code: 'USD'
                 amount_minor: 600000 taken_back_minor: 200000 start_month: '2027-01' months: 60
                 amortised_minor: 50100 written_off_minor: 190100 remaining_minor: 359800 }
         next_page_token: 'x')");
}

TEST(AmortisationReport, C20_TheRollForwardStandsALineAQuarter) {
  const std::string text = AmortisationReport(Amortisation(), Piped("2027-07-02"));
  for (const char* part :
       {"2027-Q2", "5,700.00", "1,000.00", "300.00", "1,901.00", "4,499.00", "13.00", "USD"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(AmortisationReport({}, Piped("2027-07-02")), HasSubstr("nothing"));
}

TEST(AmortisationReport, C20_TheScheduleNamesEachLineAndThatThereAreMore) {
  const std::string text = AmortisationSchedule(Amortisation(), Piped("2027-07-02"));
  for (const char* part : {"Tom Reyes", "Helios", "net_new_expansion", "6,000.00", "2,000.00",
                           "2027-01", "60", "501.00", "1,901.00", "3,598.00",
                           "booking B1, line 2027-Q1~tom~A1~1~earning", "--output csv has them"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

}  // namespace
}  // namespace baton::cli
