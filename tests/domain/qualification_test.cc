#include "domain/qualification.h"

#include <gtest/gtest.h>

namespace baton::domain {
namespace {

// Bits: budget 1, timeline 2, buyer 4, product fit 8.
v1::Qualification Answers(int bits) {
  v1::Qualification answers;
  if (bits & 1) answers.mutable_budget_conversation()->set_yes(true);
  if (bits & 2) answers.mutable_timeline()->set_yes(true);
  if (bits & 4) answers.mutable_named_buyer()->set_yes(true);
  if (bits & 8) answers.mutable_product_fit()->set_yes(true);
  return answers;
}

TEST(Qualification, H4_AllSixteenAnswersByBothTests) {
  for (int bits = 0; bits < 16; ++bits) {
    const int of_three = __builtin_popcount(bits & 7);
    const int of_four = __builtin_popcount(bits);
    const auto two = DecideQualification(Answers(bits), v1::ROUTING_TEST_TWO_OF_THREE);
    const auto three = DecideQualification(Answers(bits), v1::ROUTING_TEST_THREE_OF_FOUR);
    EXPECT_EQ(two.routable, of_three >= 2) << bits;
    EXPECT_EQ(three.routable, of_four >= 3) << bits;
    EXPECT_EQ(two.qualified, of_four >= 3) << bits;
    EXPECT_EQ(three.qualified, of_four >= 3) << bits;
  }
}

TEST(Qualification, H4_AnUnstatedTestIsTwoOfThree) {
  EXPECT_TRUE(DecideQualification(Answers(3), v1::ROUTING_TEST_UNSPECIFIED).routable);
}

TEST(Qualification, H4_AStatedNoIsNoYes) {
  v1::Qualification answers = Answers(1);
  answers.mutable_timeline()->set_note("eventually");
  EXPECT_FALSE(DecideQualification(answers, v1::ROUTING_TEST_TWO_OF_THREE).routable);
}

TEST(Qualification, X6_SaysWhichAnswersCounted) {
  EXPECT_EQ(DecideQualification(Answers(5), v1::ROUTING_TEST_TWO_OF_THREE).why,
            "budget yes, timeline no, buyer yes, product fit no: 2 of the first three, 2 needed: "
            "routable; 2 of four, 3 needed: not qualified");
}

}  // namespace
}  // namespace baton::domain
