#include "domain/signal_quality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/domain/report_builders.h"

namespace baton::domain {
namespace {

using ::testing::IsEmpty;

SignalQuality Quality() {
  return SignalQuality(Defaults(), FirstQuarter(), Jan(20),
                       [](const std::string&) { return true; });
}

std::string Text(const v1::Share& share) {
  return absl::StrCat(share.numerator(), "/", share.denominator());
}

TEST(SignalQuality, H13_WonOfRoutedAndOfThoseWithAnOutcome) {
  SignalQuality quality = Quality();
  v1::Signal qualified = Routed(Jan(5));
  qualified.set_qualified(true);
  for (const auto& [signal, outcome] :
       {std::pair(qualified, v1::SIGNAL_STATE_WON), std::pair(qualified, v1::SIGNAL_STATE_LOST),
        std::pair(Routed(Jan(5)), v1::SIGNAL_STATE_DEFERRED),
        std::pair(Routed(Jan(5)), v1::SIGNAL_STATE_CONTACTED)}) {
    quality.AddRouted(signal, Someone("imogen"), outcome);
  }
  const v1::SignalQualityResponse report = quality.Finish();
  ASSERT_EQ(report.csms_size(), 1);
  EXPECT_EQ(Text(report.csms(0).quality()), "1/4");
  EXPECT_EQ(report.csms(0).quality().share_bp(), 2500);
  EXPECT_EQ(Text(report.csms(0).quality_of_closed()), "1/3");
  EXPECT_EQ(report.csms(0).quality_of_closed().share_bp(), 3333);
  EXPECT_EQ(Text(report.csms(0).qualified()), "2/4");
  EXPECT_EQ(Text(report.total().quality()), "1/4");
}

TEST(SignalQuality, H11_CreditGoesToTheFirstFiler) {
  SignalQuality quality = Quality();
  quality.AddRouted(Routed(Jan(5)), Someone("tobias"), v1::SIGNAL_STATE_WON);
  EXPECT_EQ(quality.Finish().csms(0).csm(), Someone("tobias"));
}

TEST(SignalQuality, T10_WhatNobodyFiledCountsForNobody) {
  SignalQuality quality = Quality();
  v1::Signal automatic = Routed(Jan(5));
  automatic.clear_csm();
  quality.AddRouted(automatic, "", v1::SIGNAL_STATE_WON);
  quality.AddFiled(automatic);
  EXPECT_THAT(quality.Finish().csms(), IsEmpty());
}

TEST(SignalQuality, H10_ACsmIsShownAboveATenthOfSignalsTakenBack) {
  const auto noisy = [](int filed, int taken_back) {
    SignalQuality quality = Quality();
    for (int i = 0; i < filed; ++i) {
      v1::Signal signal = Routed(Jan(5));
      constexpr v1::SignalState kBack[] = {
          v1::SIGNAL_STATE_WITHDRAWN, v1::SIGNAL_STATE_FILED_IN_ERROR, v1::SIGNAL_STATE_DUPLICATE};
      if (i < taken_back) signal.set_state(kBack[i % 3]);
      quality.AddFiled(signal);
    }
    return quality.Finish().csms(0);
  };
  EXPECT_EQ(Text(noisy(10, 1).taken_back()), "1/10");
  EXPECT_FALSE(noisy(10, 1).noisy());  // exactly a tenth
  EXPECT_FALSE(noisy(11, 1).noisy());
  EXPECT_TRUE(noisy(9, 1).noisy());
  EXPECT_TRUE(noisy(30, 4).noisy());
}

TEST(SignalQuality, H10_WhatIsTakenBackIsNotRouted) {
  SignalQuality quality = Quality();
  v1::Signal withdrawn = Routed(Jan(5));
  withdrawn.set_state(v1::SIGNAL_STATE_WITHDRAWN);
  quality.AddRouted(withdrawn, Someone("imogen"), v1::SIGNAL_STATE_WITHDRAWN);
  EXPECT_THAT(quality.Finish().csms(), IsEmpty());
}

TEST(SignalQuality, H11_WhatCameBackIsNoSecondFiledSignal) {
  SignalQuality quality = Quality();
  v1::Signal back = Routed(Jan(5));
  back.set_continues("tenants/acme/signals/s0");
  quality.AddFiled(back);
  EXPECT_THAT(quality.Finish().csms(), IsEmpty());
}

TEST(SignalQuality, S11_OwnContactsOfTheQuarter) {
  const auto own = [](absl::Time since) {
    v1::Signal signal = Routed(since);
    signal.set_model(v1::OWNERSHIP_MODEL_A);
    signal.set_holder(Someone("imogen"));
    signal.mutable_clock()->clear_acknowledge_due_time();
    return signal;
  };
  SignalQuality quality = Quality();
  quality.AddClock(Contacted(own(Jan(5)), Jan(6)));
  quality.AddClock(own(Jan(5)));
  quality.AddClock(own(Jan(19, 12)));                             // pending
  quality.AddClock(own(FirstQuarter().start - absl::Hours(25)));  // due before the quarter
  quality.AddClock(Routed(Jan(5)));                               // an AE's
  const v1::SignalQualityResponse report = quality.Finish();
  ASSERT_EQ(report.csms_size(), 1);
  EXPECT_EQ(Text(report.csms(0).own_contacts()), "1/2");
}

}  // namespace
}  // namespace baton::domain
