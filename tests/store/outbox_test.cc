// The outbox.
#include "store/outbox.h"

#include "domain/status_macros.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "tests/store/core_test_base.h"

namespace baton::store {
namespace {

using google::protobuf::util::MessageDifferencer;
using testing::IsOk;
using testing::StatusIs;

v1::Delivery Sample() {
  v1::Delivery delivery;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    name: "tenants/acme/deliveries/d1" kind: DELIVERY_KIND_CRM_TASK state: DELIVERY_STATE_PENDING
    recipient: "salesforce" record: "tenants/acme/signals/s1" subject: "Call Ann"
    body: "{\"a\":1}" create_time { seconds: 1800000000 } rule: "S-5")",
                                                            &delivery));
  return delivery;
}

using OutboxTest = CoreTest;

TEST_F(OutboxTest, ADeliveryComesBackWhole) {
  const v1::Delivery sample = Sample();
  ASSERT_THAT(Write([&](Transaction& t) { return AddDelivery(t, sample); }), IsOk());
  v1::Delivery read;
  ASSERT_THAT(
      Read([&](Session& session) { return DeliveryTable().Get(session, "acme", "d1", &read); }),
      IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(read, sample)) << read.DebugString();
}

TEST_F(OutboxTest, ADeliveryLeavesWithItsCauseOrNotAtAll) {
  EXPECT_THAT(Write([&](Transaction& t) -> absl::Status {
                BATON_RETURN_IF_ERROR(AddDelivery(t, Sample()));
                return absl::FailedPreconditionError("the rule says no");
              }),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(Texts("SELECT delivery_id FROM deliveries"), ::testing::IsEmpty());
}

TEST_F(OutboxTest, ANameIsTakenOnce) {
  ASSERT_THAT(Write([&](Transaction& t) { return AddDelivery(t, Sample()); }), IsOk());
  EXPECT_THAT(Write([&](Transaction& t) { return AddDelivery(t, Sample()); }),
              StatusIs(absl::StatusCode::kAlreadyExists));
}

}  // namespace
}  // namespace baton::store
