#include "server/request_reader.h"

#include <gtest/gtest.h>

#include <memory>

#include "domain/refusal.h"
#include "store/list.h"
#include "tests/status_matchers.h"

namespace baton::server {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

class RequestReaderTest : public ::testing::Test {
 protected:
  RequestReaderTest() {
    auto caller = std::make_shared<Caller>();
    caller->tenant = "acme";
    call_.caller_ptr = caller;
    call_.now = absl::FromUnixSeconds(1'000);
  }

  Call call_;
};

TEST_F(RequestReaderTest, TakesTheCallersOwnNames) {
  RequestReader reader(call_);
  reader.Parent("tenants/acme");
  EXPECT_EQ(reader.Id("name", "tenants/acme/signals/01J", "signals"), "01J");
  EXPECT_EQ(reader.OptionalId("csm", "", "people"), "");
  EXPECT_THAT(reader.status(), IsOk());
}

TEST_F(RequestReaderTest, NamesEveryBadNameAtOnce) {
  RequestReader reader(call_);
  reader.Parent("acme");
  reader.Id("name", "", "signals");
  reader.Id("signal.account", "tenants/acme/people/x", "accounts");
  reader.Id("signal.csm", "tenants/acme/people/a/b", "people");
  reader.OptionalId("signal.ae", "tenants//people/a", "people");
  EXPECT_EQ(reader.violations().faults().size(), 5u);
  EXPECT_THAT(reader.status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                        HasSubstr("must be tenants/{tenant}/people/{person}")));
}

TEST_F(RequestReaderTest, R12_AForeignNameIsTheStatusOfAMissingRecord) {
  RequestReader reader(call_);
  EXPECT_EQ(reader.Id("name", "tenants/other/signals/01J", "signals"), "");
  EXPECT_EQ(reader.status(), domain::NotFound("signal", "tenants/other/signals/01J"));
  RequestReader parent(call_);
  parent.Parent("tenants/other");
  EXPECT_EQ(parent.status(), domain::NotFound("tenant", "tenants/other"));
}

TEST_F(RequestReaderTest, ReadsInstantsOfYears1To9999) {
  RequestReader reader(call_);
  google::protobuf::Timestamp time;
  EXPECT_EQ(reader.Time("t", false, time, call_.now), call_.now);
  time.set_seconds(253'402'300'799);
  time.set_nanos(999'999'999);
  EXPECT_EQ(absl::ToUnixMicros(reader.Time("t", true, time, call_.now)), 253'402'300'799'999'999);
  time.set_seconds(-62'135'596'800);
  time.set_nanos(0);
  reader.Time("t", true, time, call_.now);
  EXPECT_THAT(reader.status(), IsOk());
  time.set_seconds(-62'135'596'801);
  EXPECT_EQ(reader.Time("early", true, time, call_.now), call_.now);
  time.set_seconds(0);
  time.set_nanos(1'000'000'000);
  reader.Time("nanos", true, time, call_.now);
  EXPECT_EQ(reader.violations().faults().size(), 2u);
}

TEST_F(RequestReaderTest, PageSizesAreBoundedAndNegativeOnesRefused) {
  RequestReader reader(call_);
  EXPECT_EQ(reader.PageSize(0), store::kDefaultPageSize);
  EXPECT_EQ(reader.PageSize(1'000), 1'000);
  EXPECT_EQ(reader.PageSize(1'001), store::kMaxPageSize);
  EXPECT_THAT(reader.status(), IsOk());
  reader.PageSize(-1);
  EXPECT_THAT(reader.status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace baton::server
