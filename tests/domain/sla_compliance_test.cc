#include "domain/sla_compliance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/domain/report_builders.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr bool kKeep = false;
constexpr bool kRestart = true;

bool Everybody(const std::string&) { return true; }

v1::SlaComplianceResponse ReportOf(const std::vector<v1::Signal>& signals, absl::Time now,
                                   const std::string& quarter = "2027-Q1") {
  SlaCompliance compliance(Defaults(), ParseQuarter(Defaults(), quarter).value(), now, Everybody);
  for (const v1::Signal& signal : signals) compliance.Add(signal);
  return compliance.Finish();
}

// "1/2", "0/0".
std::string Text(const v1::Share& share) {
  return absl::StrCat(share.numerator(), "/", share.denominator());
}

// "routed 1: 1/1 0/1 1/1 0/1": acknowledged, contacted, conversation, closed loop.
std::string Text(const v1::ComplianceFigures& figures) {
  return absl::StrCat("routed ", figures.routed_signals(), ": ", Text(figures.acknowledged()), " ",
                      Text(figures.contacted()), " ", Text(figures.conversation()), " ",
                      Text(figures.closed_loop()));
}

// "rosa routed ..." for each AE.
std::vector<std::string> Texts(const v1::SlaComplianceResponse& report) {
  std::vector<std::string> texts;
  for (const v1::AeCompliance& ae : report.aes()) {
    texts.push_back(absl::StrCat(ae.ae().substr(ae.ae().rfind('/') + 1), " ", Text(ae.figures())));
  }
  return texts;
}

using Figures = std::vector<std::string>;

TEST(SlaCompliance, H13_CountsWhatIsTakenOrMissedAndLeavesOutWhatIsPending) {
  const std::vector<v1::Signal> signals = {
      Closed(Contacted(Acknowledged(Routed(Jan(5)), Jan(5, 1)), Jan(5, 9)), v1::SIGNAL_STATE_WON,
             Jan(7)),
      Contacted(Routed(Jan(5)), Jan(7)),
      Routed(Jan(5)),
      Routed(Jan(8)),
  };
  const auto report = ReportOf(signals, Jan(8, 1));
  EXPECT_EQ(Texts(report), (Figures{"rosa routed 3: 1/3 1/3 2/3 1/3"}));
  EXPECT_EQ(report.aes(0).figures().acknowledged().share_bp(), 3333);
  EXPECT_EQ(report.aes(0).figures().conversation().share_bp(), 6667);
  EXPECT_EQ(report.aes(0).figures().pending_milestones(), 2);
}

TEST(SlaCompliance, H13_AShareOfNothingIsAbsent) {
  const auto report = ReportOf({Routed(Jan(5))}, Jan(5, 1));
  EXPECT_EQ(Texts(report), (Figures{"rosa routed 0: 0/0 0/0 0/0 0/0"}));
  EXPECT_FALSE(report.aes(0).figures().acknowledged().has_share_bp());
  EXPECT_FALSE(report.aes(0).figures().customer_wait().has_mean_wait());
  EXPECT_THAT(ReportOf({}, Jan(5)).aes(), IsEmpty());
}

TEST(SlaCompliance, H13_AMilestoneCountsInTheQuarterOfItsDeadline) {
  const absl::Time edge = FirstQuarter().end;
  // Acknowledged in the first quarter, the deadline being the second's first instant.
  const v1::Signal at_edge = Acknowledged(Routed(edge - absl::Hours(4)), edge - absl::Hours(2));
  EXPECT_EQ(Texts(ReportOf({at_edge}, edge + absl::Hours(100))), Figures());
  EXPECT_EQ(Texts(ReportOf({at_edge}, edge + absl::Hours(100), "2027-Q2")),
            (Figures{"rosa routed 1: 1/1 0/1 0/1 0/1"}));
  // A tick earlier it is the first's; its contact stays the second's.
  const v1::Signal before = Routed(edge - absl::Hours(4) - kTick);
  EXPECT_EQ(Texts(ReportOf({before}, edge + absl::Hours(100))),
            (Figures{"rosa routed 1: 0/1 0/0 0/0 0/0"}));
  EXPECT_EQ(Texts(ReportOf({before}, edge + absl::Hours(100), "2027-Q2")),
            (Figures{"rosa routed 1: 0/0 0/1 0/1 0/1"}));
  const v1::Signal first = Routed(FirstQuarter().start - absl::Hours(4));
  EXPECT_EQ(Texts(ReportOf({first}, Jan(1, 1))), (Figures{"rosa routed 1: 0/1 0/0 0/0 0/0"}));
}

TEST(SlaCompliance, H13_ForTheHolderAtThatInstant) {
  const auto kept = HandedTo("dana", Jan(5, 5), kKeep, Routed(Jan(5)));
  EXPECT_EQ(Texts(ReportOf({Contacted(kept, Jan(5, 6))}, Jan(9))),
            (Figures{"dana routed 1: 0/0 1/1 1/1 0/1", "rosa routed 1: 0/1 0/0 0/0 0/0"}));
  const auto early = HandedTo("dana", Jan(5, 3), kKeep, Routed(Jan(5)));
  EXPECT_EQ(Texts(ReportOf({early}, Jan(9))), (Figures{"dana routed 1: 0/1 0/1 0/1 0/1"}));
}

TEST(SlaCompliance, S7_ARestartedSignalIsOneSignalWithTwoMilestones) {
  const auto again = Contacted(HandedTo("rosa", Jan(7), kRestart, Routed(Jan(5))), Jan(7, 1));
  EXPECT_EQ(Texts(ReportOf({again}, Jan(9))), (Figures{"rosa routed 1: 1/2 1/2 1/1 0/1"}));
}

TEST(SlaCompliance, H10_WhatIsTakenBackLeavesTheMeasures) {
  for (const auto state :
       {v1::SIGNAL_STATE_WITHDRAWN, v1::SIGNAL_STATE_FILED_IN_ERROR, v1::SIGNAL_STATE_DUPLICATE}) {
    v1::Signal signal = Routed(Jan(5));
    signal.set_state(state);
    EXPECT_THAT(ReportOf({signal}, Jan(9)).aes(), IsEmpty());
  }
}

TEST(SlaCompliance, W1_WhatNobodyIsChargedWithIsNobodys) {
  v1::Signal signal = Routed(Jan(5));
  signal.mutable_clock()->set_uncharged(true);
  EXPECT_THAT(ReportOf({signal}, Jan(9)).aes(), IsEmpty());
}

TEST(SlaCompliance, S11_AModelASignalIsNoAes) {
  v1::Signal own = Routed(Jan(5));
  own.set_model(v1::OWNERSHIP_MODEL_A);
  own.set_holder(Someone("imogen"));
  own.mutable_clock()->clear_acknowledge_due_time();
  EXPECT_THAT(ReportOf({own}, Jan(9)).aes(), IsEmpty());
}

TEST(SlaCompliance, H7_TheCustomersWaitCountsFromFiling) {
  v1::Signal unassigned = Contacted(Routed(Jan(5, 6)), Jan(5, 10));
  *unassigned.mutable_file_time() = ToTimestamp(Jan(5));
  v1::Signal warm = Contacted(Routed(Jan(5)), Jan(5, 1) + kTick);
  warm.set_urgency(v1::URGENCY_WARM);
  const auto report = ReportOf({unassigned, warm, Routed(Jan(5))}, Jan(9));
  ASSERT_EQ(report.urgencies_size(), 2);
  EXPECT_EQ(report.urgencies(0).urgency(), v1::URGENCY_HOT);
  EXPECT_EQ(report.urgencies(0).figures().customer_wait().signal_count(), 1);
  EXPECT_EQ(report.urgencies(0).figures().customer_wait().mean_wait().seconds(), 10 * 3600);
  const v1::CustomerWait& all = report.total().customer_wait();
  EXPECT_EQ(all.signal_count(), 2);
  // 11 h and a microsecond, halved to even.
  EXPECT_EQ(all.total_wait().nanos(), 1'000);
  EXPECT_EQ(all.mean_wait().seconds(), 19'800);
  EXPECT_EQ(all.mean_wait().nanos(), 0);
}

TEST(SlaCompliance, H13_AnAeIsReviewedFromFiveSignalsBelowFourFifths) {
  // `late` of the signals are missed.
  const auto report = [](int count, int late) {
    std::vector<v1::Signal> signals;
    for (int i = 0; i < count; ++i) {
      signals.push_back(i < late ? Routed(Jan(5)) : Contacted(Routed(Jan(5)), Jan(5, 1)));
    }
    return ReportOf(signals, Jan(9)).aes(0);
  };
  EXPECT_FALSE(report(4, 4).review());
  EXPECT_FALSE(report(5, 1).review());  // exactly 80%
  EXPECT_TRUE(report(5, 2).review());
  EXPECT_THAT(report(6, 2).review_reasons(), ElementsAre("acknowledged 66.67% of 6, below 80%",
                                                         "conversations 66.67% of 6, below 80%"));
  EXPECT_FALSE(report(10, 2).review());
  // 80% exactly is not below, one in 10,001 less is.
  EXPECT_TRUE(report(11, 3).review());
}

TEST(SlaCompliance, H13_CherryPickingShowsPerUrgencyAndSize) {
  const auto sized = [](v1::Signal signal, int64_t minor, const char* currency) {
    signal.mutable_estimated_expansion()->set_amount_minor(minor);
    signal.mutable_estimated_expansion()->set_currency_code(currency);
    return signal;
  };
  v1::Signal watch = Acknowledged(Routed(Jan(5)), Jan(5, 1));
  watch.set_urgency(v1::URGENCY_WATCH);
  watch.mutable_clock()->clear_contact_due_time();
  const auto report =
      ReportOf({sized(Contacted(Routed(Jan(5)), Jan(5, 1)), 10'000'001, "USD"),
                sized(Routed(Jan(5)), 2'499'999, "USD"), sized(Routed(Jan(5)), 2'500'000, "USD"),
                sized(Routed(Jan(5)), 10'000'000, "USD"), sized(watch, 5'000'000, "EUR")},
               Jan(9));
  const v1::AeCompliance& rosa = report.aes(0);
  ASSERT_EQ(rosa.urgencies_size(), 2);
  EXPECT_EQ(Text(rosa.urgencies(0).figures()), "routed 4: 1/4 1/4 1/4 0/4");
  EXPECT_EQ(Text(rosa.urgencies(1).figures()), "routed 1: 1/1 0/0 0/1 0/1");
  ASSERT_EQ(rosa.size_bands_size(), 4);
  const v1::SizeBand bands[] = {v1::SIZE_BAND_LOW, v1::SIZE_BAND_MIDDLE, v1::SIZE_BAND_HIGH,
                                v1::SIZE_BAND_UNSPECIFIED};
  const char* figures[] = {"routed 1: 0/1 0/1 0/1 0/1", "routed 2: 0/2 0/2 0/2 0/2",
                           "routed 1: 1/1 1/1 1/1 0/1", "routed 1: 1/1 0/0 0/1 0/1"};
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(rosa.size_bands(i).size_band(), bands[i]);
    EXPECT_EQ(Text(rosa.size_bands(i).figures()), figures[i]);
  }
}

TEST(SlaCompliance, H13_OnlyThoseWhoAreAskedForHaveFigures) {
  SlaCompliance compliance(Defaults(), FirstQuarter(), Jan(9),
                           [](const std::string& name) { return name == Someone("dana"); });
  compliance.Add(HandedTo("dana", Jan(5, 5), kKeep, Routed(Jan(5))));
  const auto report = compliance.Finish();
  EXPECT_EQ(Texts(report), (Figures{"dana routed 1: 0/0 0/1 0/1 0/1"}));
  EXPECT_EQ(report.total().routed_signals(), 1);
}

}  // namespace
}  // namespace baton::domain
