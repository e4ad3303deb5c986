#include "tools/cli/report_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using testing::Piped;

constexpr char kPeriod[] = R"(period: '2027-Q1' start_time { seconds: 1798761600 }
                              end_time { seconds: 1806537600 }
                              as_of_time { seconds: 1800000000 } )";

v1::SlaComplianceResponse Compliance() {
  return FromText<v1::SlaComplianceResponse>(std::string(kPeriod) +
                                             R"(
      aes { ae: 'tenants/acme/people/rosa' ae_display_name: 'Rosa Lindqvist' review: true
            review_reasons: 'acknowledged 66.67% of 6, below 80%'
            figures { routed_signals: 6 acknowledged { numerator: 4 denominator: 6 share_bp: 6667 }
                      contacted { numerator: 6 denominator: 6 share_bp: 10000 }
                      conversation { numerator: 6 denominator: 6 share_bp: 10000 }
                      closed_loop { numerator: 0 denominator: 6 share_bp: 0 }
                      customer_wait { signal_count: 6 total_wait { seconds: 64800 }
                                      mean_wait { seconds: 10800 } }
                      pending_milestones: 2 }
            urgencies { urgency: URGENCY_HOT figures { routed_signals: 6 } }
            size_bands { size_band: SIZE_BAND_LOW figures { routed_signals: 1 } }
            size_bands { figures { routed_signals: 5 } } }
      aes { ae: 'tenants/acme/people/dana' ae_display_name: 'Dana Whitlock'
            figures { customer_wait {} } }
      total { routed_signals: 6 }
      review_acknowledged_bp: 8000 review_conversation_bp: 8000 review_min_signals: 5
      band_low { amount_minor: 2500000 currency_code: 'USD' }
      band_high { amount_minor: 10000000 currency_code: 'USD' })");
}

TEST(ComplianceReport, H13_AReviewStandsInWordsWithItsReasons) {
  const std::string text = ComplianceReport(Compliance(), Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("SLA compliance 2027-Q1, 2027-01-01 to 2027-04-01, as of "));
  EXPECT_THAT(text, HasSubstr("Rosa Lindqvist (rosa)  REVIEW"));
  EXPECT_THAT(text, HasSubstr("66.67% 4/6"));
  EXPECT_THAT(text, HasSubstr("acknowledged 66.67% of 6, below 80%"));
  EXPECT_THAT(text, HasSubstr("3 h"));
  EXPECT_THAT(text, HasSubstr("rosa  low size"));
  EXPECT_THAT(text, HasSubstr("rosa  no size"));
  EXPECT_THAT(text, HasSubstr("low below 25,000.00 USD, high above 100,000.00 USD"));
  // A share of nothing is no share.
  const size_t dana = text.find("Dana Whitlock");
  EXPECT_FALSE(absl::StrContains(text.substr(dana, text.find('\n', dana) - dana), "%"));
}

TEST(ComplianceReport, H13_AQuarterWithoutSignalsSaysSo) {
  EXPECT_THAT(ComplianceReport(FromText<v1::SlaComplianceResponse>(kPeriod), Piped("2027-01-15")),
              HasSubstr("no signal was due"));
}

TEST(QualityReport, H10_ANoisyCsmStandsInWords) {
  const auto report = FromText<v1::SignalQualityResponse>(std::string(kPeriod) + R"(
      noisy_csm_bp: 1000
      csms { csm: 'tenants/acme/people/ida' csm_display_name: 'Ida' noisy: true
             quality { numerator: 1 denominator: 4 share_bp: 2500 }
             taken_back { numerator: 2 denominator: 8 share_bp: 2500 } }
      csms { csm: 'tenants/acme/people/tobias' csm_display_name: 'Tobias' }
      total { quality { numerator: 1 denominator: 4 share_bp: 2500 } })");
  const std::string text = QualityReport(report, Piped("2027-01-15"));
  EXPECT_THAT(text, HasSubstr("Ida (ida)"));
  EXPECT_THAT(text, HasSubstr("NOISY"));
  EXPECT_THAT(text, HasSubstr("25% 1/4"));
  EXPECT_THAT(text, HasSubstr("takes back 25% of what was filed, above 10%"));
}

TEST(LoopTable, H11_SaysWhoHoldsItAndWhatComesNext) {
  const std::string text =
      LoopTable({FromText<v1::OpenLoop>(
                    R"(signal: 'tenants/acme/signals/01J' account_display_name: 'Helios'
                       holder_display_name: 'Rosa' state: SIGNAL_STATE_DEFERRED days_open: 12
                       last_step: 'deferred' last_step_time { seconds: 1798761600 }
                       next_step: 'comes back' next_step_time { seconds: 1806537600 })")},
                Piped("2027-01-15"));
  for (const char* part : {"01J", "Helios", "Rosa", "12", "deferred 2027-01-01 00:00 UTC",
                           "comes back 2027-04-01 00:00 UTC"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(ImpactReport, H14_OwnFiguresStandBetweenThoseOfTheSources) {
  const auto report = FromText<v1::HandoffImpactResponse>(std::string(kPeriod) + R"(
      account_count: 3
      own { signals { numerator: 2 denominator: 3 share_bp: 6667 }
            reached_in_time { numerator: 1 denominator: 3 share_bp: 3333 }
            won { numerator: 0 denominator: 3 share_bp: 0 } }
      without_protocol { signals { share_bp: 1500 } reached_in_time { share_bp: 400 }
                         won { share_bp: 200 } expansion_bp: 200 }
      with_protocol { signals { share_bp: 1500 } reached_in_time { share_bp: 1200 }
                      won { share_bp: 500 } expansion_bp: 500 }
      amounts { portfolio_arr { amount_minor: 300000000 currency_code: 'USD' }
                won_arr { amount_minor: 0 currency_code: 'USD' }
                expansion { numerator: 0 denominator: 300000000 share_bp: 0 }
                difference_quarter { amount_minor: 9000000 currency_code: 'USD' }
                difference_year { amount_minor: 36000000 currency_code: 'USD' }
                above_without { amount_minor: -6000000 currency_code: 'USD' } })");
  const std::string text = ImpactReport(report, Piped("2027-01-15"));
  const size_t without = text.find("without a protocol");
  const size_t own = text.find("\nown ");
  const size_t with = text.find("with the protocol");
  EXPECT_LT(without, own);
  EXPECT_LT(own, with);
  for (const char* part :
       {"15.00", "4.00", "12.00", "5.00", "66.67", "33.33", "0.00", "3,000,000.00", "90,000.00",
        "360,000.00", "-60,000.00",
        "3 accounts with ARR at the start: 2 signals, 1 reached in time, 0 won"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

}  // namespace
}  // namespace baton::cli
