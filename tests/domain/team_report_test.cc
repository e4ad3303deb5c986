#include "domain/team_report.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/status_matchers.h"

namespace baton::domain {
namespace {

using ::baton::testing::IsOk;

void AddShare(v1::CreditRole role, v1::Team team, int64_t minor, v1::Attribution* attribution) {
  v1::TeamShare& share = *attribution->add_team_shares();
  share.set_role(role);
  share.set_team(team);
  share.set_amount_minor(minor);
}

// A booking that one team sourced, perhaps one assisted, and one closed, by T-4 or T-7.
v1::Attribution Booked(int64_t minor, v1::Team source, v1::Team close,
                       v1::Team assist = v1::TEAM_UNSPECIFIED) {
  v1::Attribution attribution;
  attribution.set_motion(v1::MOTION_INITIATED);
  const bool assisted = assist != v1::TEAM_UNSPECIFIED;
  const int64_t end = assisted ? minor / 10 * 4 : minor / 2;
  AddShare(v1::CREDIT_ROLE_SOURCE, source, end, &attribution);
  if (assisted) AddShare(v1::CREDIT_ROLE_ASSIST, assist, minor - 2 * end, &attribution);
  AddShare(v1::CREDIT_ROLE_CLOSE, close, end, &attribution);
  v1::ModelShare& last = *attribution.add_model_shares();
  last.set_model(v1::TOUCH_MODEL_LAST_TOUCH);
  last.set_team(v1::TEAM_CS);
  last.set_amount_minor(minor);
  return attribution;
}

const v1::TeamFigures& Of(const v1::TeamCreditResponse& report, v1::Team team) {
  for (const v1::TeamFigures& figures : report.teams()) {
    if (figures.team() == team) return figures;
  }
  static const v1::TeamFigures& none = *new v1::TeamFigures;
  return none;
}

// 4,000,000.00: CS 55% source, 75% close, 15% assist; Product 30%, 0, 10%.
TEST(TeamReport, T8_TheGoldenYear) {
  constexpr int64_t kPercent = 4'000'000;  // 40,000.00
  TeamReport report;
  const auto add = [&report](int percent, const v1::Attribution& attribution) {
    ASSERT_THAT(report.Add(attribution, percent * kPercent), IsOk());
  };
  const auto booked = [](int percent, v1::Team source, v1::Team close,
                         v1::Team assist = v1::TEAM_UNSPECIFIED) {
    return Booked(percent * kPercent, source, close, assist);
  };
  add(45, booked(45, v1::TEAM_CS, v1::TEAM_CS));
  add(10, booked(10, v1::TEAM_CS, v1::TEAM_SALES, v1::TEAM_PRODUCT));
  add(15, booked(15, v1::TEAM_PRODUCT, v1::TEAM_CS, v1::TEAM_CS));
  add(15, booked(15, v1::TEAM_PRODUCT, v1::TEAM_CS));
  add(15, booked(15, v1::TEAM_SALES, v1::TEAM_SALES));
  const v1::TeamCreditResponse figures = report.Finish();

  EXPECT_EQ(figures.expansion_minor(), 400'000'000);
  const v1::TeamFigures& cs = Of(figures, v1::TEAM_CS);
  EXPECT_EQ(cs.source().share_bp(), 5'500);
  EXPECT_EQ(cs.source().numerator(), 220'000'000);
  EXPECT_EQ(cs.close().share_bp(), 7'500);
  EXPECT_EQ(cs.close().numerator(), 300'000'000);
  EXPECT_EQ(cs.assist().share_bp(), 1'500);
  const v1::TeamFigures& product = Of(figures, v1::TEAM_PRODUCT);
  EXPECT_EQ(product.source().share_bp(), 3'000);
  EXPECT_EQ(product.source().numerator(), 120'000'000);
  EXPECT_EQ(product.close().numerator(), 0);
  EXPECT_EQ(product.assist().share_bp(), 1'000);
  EXPECT_EQ(cs.sourced_without_product_minor(), 340'000'000);
  EXPECT_EQ(product.sourced_without_product_minor(), 0);
  // What last touch would have shown: all of it CS's.
  EXPECT_EQ(cs.models(v1::TOUCH_MODEL_LAST_TOUCH - 1).share().share_bp(), 10'000);
  EXPECT_EQ(product.models(v1::TOUCH_MODEL_LAST_TOUCH - 1).share().numerator(), 0);
  EXPECT_EQ(figures.initiated().share_bp(), 10'000);
}

TEST(TeamReport, T9_ConvertedSharesStillAddUp) {
  // 1.01 EUR in three shares are 1.10 USD.
  v1::Attribution attribution = Booked(101, v1::TEAM_CS, v1::TEAM_SALES, v1::TEAM_PRODUCT);
  TeamReport report;
  ASSERT_THAT(report.Add(attribution, 110), IsOk());
  int64_t credited = 0;
  const v1::TeamCreditResponse figures = report.Finish();
  for (const v1::TeamFigures& team : figures.teams()) credited += team.credited().numerator();
  EXPECT_EQ(credited, 110);
  EXPECT_EQ(Of(figures, v1::TEAM_CS).source().numerator(), 110);
}

TEST(TeamReport, T8_ATeamThatAssistsOftenAssistsABookingOnce) {
  v1::Attribution attribution = Booked(1'000, v1::TEAM_CS, v1::TEAM_SALES, v1::TEAM_PRODUCT);
  attribution.mutable_team_shares(1)->set_amount_minor(100);
  AddShare(v1::CREDIT_ROLE_ASSIST, v1::TEAM_PRODUCT, 100, &attribution);
  TeamReport report;
  ASSERT_THAT(report.Add(attribution, 1'000), IsOk());
  EXPECT_EQ(Of(report.Finish(), v1::TEAM_PRODUCT).assist().numerator(), 1'000);
  EXPECT_EQ(Of(report.Finish(), v1::TEAM_PRODUCT).credited().numerator(), 200);
}

TEST(TeamReport, T1_WhatWasKeptWithoutSharesIsNobodys) {
  v1::Attribution attribution;
  attribution.add_flags("unlogged_expansion");
  TeamReport report;
  ASSERT_THAT(report.Add(attribution, 700), IsOk());
  const v1::TeamCreditResponse figures = report.Finish();
  EXPECT_EQ(Of(figures, v1::TEAM_UNATTRIBUTED).source().share_bp(), 10'000);
  EXPECT_EQ(figures.unlogged_count(), 1);
  EXPECT_EQ(figures.unknown().share_bp(), 10'000);
}

}  // namespace
}  // namespace baton::domain
