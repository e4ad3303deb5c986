#include "domain/close_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "domain/refusal.h"
#include "google/rpc/error_details.pb.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

v1::CompPeriod Closing(const std::vector<v1::CloseCheck>& checks) {
  v1::CompPeriod period;
  period.set_name("tenants/acme/periods/2027-Q1");
  for (const v1::CloseCheck& check : checks) *period.add_checklist() = check;
  return period;
}

TEST(CloseCheck, C24_NamesTheFirstHundredAndCountsEachOnce) {
  std::vector<std::string> subjects = {"tenants/acme/statements/0"};
  for (int i = 0; i < 101; ++i) subjects.push_back(absl::StrCat("tenants/acme/statements/", i));
  const v1::CloseCheck check = CloseCheckOf(v1::CLOSE_CHECK_KIND_STALE, subjects);
  EXPECT_EQ(check.count(), 101);
  EXPECT_EQ(check.subjects_size(), kMaxCheckSubjects);
  EXPECT_TRUE(check.blocks());
  EXPECT_FALSE(check.text().empty());
}

TEST(CloseCheck, C24_WhatIsHeldDoesNotStopAPeriod) {
  for (const v1::CloseCheckKind kind :
       {v1::CLOSE_CHECK_KIND_UNSIGNED, v1::CLOSE_CHECK_KIND_DISPUTED, v1::CLOSE_CHECK_KIND_NO_RATE,
        v1::CLOSE_CHECK_KIND_NO_PAYEE_ID, v1::CLOSE_CHECK_KIND_NO_CRM_ID}) {
    EXPECT_FALSE(Blocks(Closing({CloseCheckOf(kind, {"a"})}))) << v1::CloseCheckKind_Name(kind);
  }
  for (const v1::CloseCheckKind kind :
       {v1::CLOSE_CHECK_KIND_NOT_OVER, v1::CLOSE_CHECK_KIND_NO_PLAN,
        v1::CLOSE_CHECK_KIND_NOT_COMPUTED, v1::CLOSE_CHECK_KIND_STALE}) {
    EXPECT_TRUE(Blocks(Closing({CloseCheckOf(kind, {"a"})}))) << v1::CloseCheckKind_Name(kind);
  }
}

TEST(CloseCheck, C24_ARefusalNamesEverythingThatStopsThePeriodAtOnce) {
  const v1::CompPeriod period = Closing({CloseCheckOf(v1::CLOSE_CHECK_KIND_UNSIGNED, {"u"}),
                                         CloseCheckOf(v1::CLOSE_CHECK_KIND_NO_PLAN, {"p"}),
                                         CloseCheckOf(v1::CLOSE_CHECK_KIND_STALE, {"s1", "s2"})});
  const absl::Status refused = RefuseClosing(period);
  EXPECT_EQ(ReasonOf(refused), v1::ERROR_REASON_STATEMENT_STALE);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("no_plan: p."));
  EXPECT_THAT(std::string(refused.message()), Not(HasSubstr("unsigned")));
  google::rpc::PreconditionFailure failure;
  ASSERT_TRUE(FindDetail(refused, &failure));
  std::vector<std::string> subjects;
  for (const auto& violation : failure.violations()) subjects.push_back(violation.subject());
  EXPECT_THAT(subjects, ElementsAre("p", "s1", "s2"));
}

TEST(CloseCheck, C24_TheReasonIsTheFirstThatApplies) {
  const v1::CloseCheck not_over = CloseCheckOf(v1::CLOSE_CHECK_KIND_NOT_OVER, {"q"});
  const v1::CloseCheck no_plan = CloseCheckOf(v1::CLOSE_CHECK_KIND_NO_PLAN, {"p"});
  EXPECT_EQ(ReasonOf(RefuseClosing(Closing({not_over, no_plan}))), v1::ERROR_REASON_QUARTER_OPEN);
  EXPECT_EQ(ReasonOf(RefuseClosing(Closing({no_plan}))), v1::ERROR_REASON_COMP_INPUT_MISSING);
}

}  // namespace
}  // namespace baton::domain
