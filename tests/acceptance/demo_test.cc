// The demo's clock: moved by a call, never on a server of real use.
#include <gtest/gtest.h>

#include "baton/v1/demo_service.grpc.pb.h"
#include "domain/instant.h"
#include "tests/acceptance/server_fixture.h"

namespace baton::testing {
namespace {

using ::testing::ElementsAre;
using Stub = v1::DemoService::Stub;

v1::AdvanceClockRequest To(absl::Time time) {
  v1::AdvanceClockRequest request;
  *request.mutable_time() = domain::ToTimestamp(time);
  return request;
}

class Demo : public ServerFixture {
 protected:
  Demo() { config().demo = true; }
};

TEST_F(Demo, AdvanceClockMovesTheServersTimeForGood) {
  const auto moved = Admin().Call(&Stub::AdvanceClock, To(Start() + absl::Hours(5)));
  ASSERT_THAT(moved, IsOk());
  EXPECT_EQ(domain::ToTime(moved->time()), Start() + absl::Hours(5));
  EXPECT_EQ(moved->handled_count(), 0);
  Restart();
  EXPECT_EQ(Now(), Start() + absl::Hours(5));
}

TEST_F(Demo, TheClockNeverGoesBack) {
  const auto moved = Admin().Call(&Stub::AdvanceClock, To(Start() - absl::Microseconds(1)));
  EXPECT_THAT(moved, Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
  EXPECT_THAT(ViolatedFields(moved.status()), ElementsAre("time"));
  EXPECT_THAT(Admin().Call(&Stub::AdvanceClock, To(Start())), IsOk());
  EXPECT_THAT(Admin().Call(&Stub::AdvanceClock, v1::AdvanceClockRequest()),
              Refuses(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS"));
}

class RealUse : public ServerFixture {};

TEST_F(RealUse, HasNoDemoService) {
  EXPECT_THAT(Admin().Call(&Stub::AdvanceClock, To(Start() + absl::Hours(5))),
              StatusIs(absl::StatusCode::kUnimplemented));
}

}  // namespace
}  // namespace baton::testing
