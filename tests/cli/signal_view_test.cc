#include "tools/cli/signal_view.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/proto_text.h"

namespace baton::cli {
namespace {

using testing::FromText;
using ::testing::HasSubstr;
using testing::Piped;
using testing::Stamp;

v1::Signal Helios() {
  return FromText<v1::Signal>(
      R"(name: 'tenants/acme/signals/01J' account: 'tenants/acme/accounts/helios'
         csm: 'tenants/acme/people/rosa' category: SIGNAL_CATEGORY_PRODUCT
         trigger: TRIGGER_SEAT_UTILIZATION evidence: 'Seat utilization at 89%'
         buyer { name: 'Dana Cole' title: 'VP Operations' } timeline: 'this quarter'
         context_note: 'She asked for 40 more seats.' urgency: URGENCY_HOT
         source { system: 'gainsight' record_id: 'cta-1' }
         estimated_expansion { amount_minor: 4800000 currency_code: 'USD' }
         qualification { budget_conversation { yes: true note: 'approved' } timeline { yes: true } }
         state: SIGNAL_STATE_ROUTED routable: true model: OWNERSHIP_MODEL_B
         ae: 'tenants/acme/people/tom' holder: 'tenants/acme/people/tom'
         explanation { rule: 'H-4' text: '2 of 3 answers are yes: routable' }
         warnings: 'context_note: 1 sentence' file_time )" +
      Stamp("2027-01-05 09:00") + " clock { leg: 1 start_time " + Stamp("2027-01-05 09:00") +
      " acknowledge_due_time " + Stamp("2027-01-05 13:00") + " contact_due_time " +
      Stamp("2027-01-06 09:00") + " }");
}

TEST(SignalDetail, H1_ShowsTheFiveFieldsAndWhy) {
  const std::string text = SignalDetail(Helios(), Piped("2027-01-05 09:48"));
  for (const char* part :
       {"product / seat_utilization: Seat utilization at 89%", "Dana Cole, VP Operations",
        "this quarter", "She asked for 40 more seats.", "48,000.00 USD", "yes: approved",
        "no answer", "by rosa from gainsight:cta-1", "2027-01-05 13:00 UTC, in 3 h 12 min",
        "H-4   2 of 3 answers are yes: routable", "baton signal history 01J"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(SignalDetail, S6_ALateStepIsTakenAndStaysMarkedLate) {
  v1::Signal signal = Helios();
  signal.set_state(v1::SIGNAL_STATE_ACKNOWLEDGED);
  *signal.mutable_acknowledge_time() = ToProto(testing::At("2027-01-05 14:00"));
  signal.mutable_clock()->set_acknowledge_missed(true);
  EXPECT_THAT(SignalDetail(signal, Piped("2027-01-05 15:00")),
              HasSubstr("by 2027-01-05 13:00 UTC, done 2027-01-05 14:00 UTC, late"));
}

TEST(SignalSummary, SaysWhoMustDoWhatByWhen) {
  EXPECT_EQ(SignalSummary(Helios(), Piped("2027-01-05 09:00")),
            "signal 01J is routed, held by tom (model b); next: acknowledge in 4 h\n"
            "  warning: context_note: 1 sentence\n");
}

TEST(SignalLine, IsOneLineWhateverTheCustomerWrote) {
  v1::Signal signal = Helios();
  signal.set_evidence("two\nlines");
  const std::string line = SignalLine(signal, Piped("2027-01-05 09:00"));
  EXPECT_EQ(line,
            "2027-01-05 09:00 UTC  01J  hot  helios  routed  acknowledge in 4 h  two lines\n");
}

TEST(SignalTable, ShowsTheTimeLeft) {
  EXPECT_THAT(SignalTable({Helios()}, Piped("2027-01-05 13:40")), HasSubstr("overdue by 40 min"));
}

}  // namespace
}  // namespace baton::cli
