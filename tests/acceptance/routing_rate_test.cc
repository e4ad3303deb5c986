// Where a signal goes whose estimate is in another currency than the policy's (H-6, C-3).
#include <gtest/gtest.h>

#include <string>

#include "tests/acceptance/reports.h"

namespace baton::testing {
namespace {

using ::testing::HasSubstr;

// dockside and wharf are SMB accounts; up to 10,000.00 USD their CSM closes. It is 10 February, and
// a euro is worth 1.0842 USD where a rate of the day is approved.
class RoutingRates : public Reports {
 protected:
  void SetUp() override {
    Reports::SetUp();
    for (const char* id : {"dockside", "wharf"}) {
      v1::Account account = NewAccount(id);
      account.set_segment(v1::SEGMENT_SMB);
      AddAccount(account);
    }
    SetClock(Day(2, 10));
  }

  static v1::Money Euros(int64_t amount_minor) {
    v1::Money amount;
    amount.set_amount_minor(amount_minor);
    amount.set_currency_code("EUR");
    return amount;
  }

  v1::Signal FileWorth(const std::string& account, int64_t euros_minor) {
    v1::FileSignalRequest request = Filing(account);
    *request.mutable_signal()->mutable_estimated_expansion() = Euros(euros_minor);
    return File(request);
  }

  // The step that says which model, and why.
  static std::string Why(const v1::Signal& signal, const std::string& rule) {
    std::string why;
    for (const v1::ExplanationStep& step : signal.explanation()) {
      if (step.rule() == rule) why = step.text();
    }
    return why;
  }
};

TEST_F(RoutingRates, C3_TheDaysRateDecidesAndNoOtherDays) {
  ApproveRate("2026-02-09", 10'842);
  const v1::Signal before = FileWorth("dockside", 800'000);
  EXPECT_EQ(before.model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_THAT(Why(before, "H-6"), HasSubstr("8,000.00 EUR without a rate to USD"));
  ApproveRate("2026-02-10", 10'842);
  const v1::Signal after = FileWorth("wharf", 800'000);
  EXPECT_EQ(after.model(), v1::OWNERSHIP_MODEL_A);
  EXPECT_THAT(Why(after, "H-6"), HasSubstr("8,673.60 USD (8,000.00 EUR at 1.0842 USD"));
}

TEST_F(RoutingRates, H8_ALargerEstimateInEurosRaisesTheModel) {
  ApproveRate("2026-02-10", 10'842);
  const v1::Signal small = FileWorth("dockside", 900'000);
  ASSERT_EQ(small.model(), v1::OWNERSHIP_MODEL_A);
  v1::RequalifySignalRequest request;
  request.set_name(small.name());
  *request.mutable_estimated_expansion() = Euros(922'340);  // 10,000.01 USD
  const auto raised = imogen().Call(&HandoffStub::RequalifySignal, request);
  ASSERT_THAT(raised, IsOk());
  EXPECT_EQ(raised->signal().model(), v1::OWNERSHIP_MODEL_B);
  EXPECT_THAT(Why(raised->signal(), "H-8"), HasSubstr("10,000.01 USD"));
}

}  // namespace
}  // namespace baton::testing
