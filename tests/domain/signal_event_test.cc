#include "domain/signal_event.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "nlohmann/json.hpp"
#include "tests/domain/handoff_fixture.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

TEST(SignalEvent, AFiledSignalIsFiledAndThenInItsState) {
  EXPECT_THAT(SignalEvents(nullptr, Filed(HotSignal())),
              ElementsAre("signal.filed", "signal.routed"));
}

TEST(SignalEvent, AMissComesBeforeTheStateThatFollows) {
  const v1::Signal before = Filed(HotSignal());
  EXPECT_THAT(SignalEvents(&before, before), IsEmpty());
  v1::Signal after = before;
  after.mutable_clock()->set_acknowledge_missed(true);
  EXPECT_THAT(SignalEvents(&before, after), ElementsAre("signal.acknowledge_missed"));
  after.set_state(v1::SIGNAL_STATE_CONTACTED);
  after.mutable_clock()->set_contact_missed(true);
  EXPECT_THAT(
      SignalEvents(&before, after),
      ElementsAre("signal.acknowledge_missed", "signal.contact_missed", "signal.contacted"));
  EXPECT_THAT(SignalEvents(&after, after), IsEmpty());
}

TEST(SignalEvent, AnotherHolderInTheSameStateIsReassigned) {
  const v1::Signal before = Filed(HotSignal());
  v1::Signal after = before;
  after.set_holder("tenants/acme/people/zoe");
  EXPECT_THAT(SignalEvents(&before, after), ElementsAre("signal.reassigned"));
}

TEST(SignalEvent, C17_TheDataHasNeitherAmountsNorTheCustomersWords) {
  v1::Signal signal = Filed(HotSignal());
  signal.mutable_estimated_expansion()->set_amount_minor(7'654'321);
  signal.mutable_outcome()->mutable_amount()->set_amount_minor(7'654'321);
  signal.mutable_outcome()->set_reason("Signed");
  const std::string body = SignalEventBody(signal);
  const auto data = nlohmann::json::parse(body);
  EXPECT_EQ(data["signal"], signal.name());
  EXPECT_EQ(data["state"], "routed");
  EXPECT_EQ(data["outcome"]["reason"], "Signed");
  EXPECT_EQ(data["acknowledge_due_time"], "2027-01-04T13:00:00Z");
  EXPECT_THAT(body, Not(HasSubstr("76543")));
  EXPECT_THAT(body, Not(HasSubstr(signal.context_note())));
  EXPECT_THAT(body, Not(HasSubstr(signal.buyer().name())));
}

}  // namespace
}  // namespace baton::domain
