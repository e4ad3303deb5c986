#include "store/account_segments.h"

#include "tests/store/records_test_base.h"

namespace baton::store {
namespace {

using testing::At;
using testing::IsOkAndHolds;
using testing::kTenant;

class AccountSegments : public testing::RecordsTest {
 protected:
  absl::StatusOr<bool> Add(v1::Segment segment, absl::Time start) {
    bool changed = false;
    const absl::Status written = Write([&](Transaction& tx) {
      const absl::StatusOr<bool> added = AddSegment(tx, "a1", segment, start);
      if (added.ok()) changed = *added;
      return added.status();
    });
    if (!written.ok()) return written;
    return changed;
  }
  absl::StatusOr<v1::Segment> Segment(absl::Time at) {
    return Read([&](Session& session) { return SegmentAt(session, kTenant, "a1", at); });
  }
};

TEST_F(AccountSegments, A10_ARowHoldsFromItsStartToTheNext) {
  EXPECT_THAT(Segment(At(10)), IsOkAndHolds(v1::SEGMENT_UNSPECIFIED));
  EXPECT_THAT(Add(v1::SEGMENT_SMB, At(10)), IsOkAndHolds(true));
  EXPECT_THAT(Add(v1::SEGMENT_ENTERPRISE, At(20)), IsOkAndHolds(true));
  EXPECT_THAT(Segment(At(20) - absl::Microseconds(1)), IsOkAndHolds(v1::SEGMENT_SMB));
  EXPECT_THAT(Segment(At(20)), IsOkAndHolds(v1::SEGMENT_ENTERPRISE));
}

TEST_F(AccountSegments, A10_TheFirstHoldsBeforeItsStartToo) {
  EXPECT_THAT(Add(v1::SEGMENT_ENTERPRISE, At(20)), IsOkAndHolds(true));
  EXPECT_THAT(Segment(At(1)), IsOkAndHolds(v1::SEGMENT_ENTERPRISE));
  EXPECT_THAT(Add(v1::SEGMENT_SMB, At(10)), IsOkAndHolds(true));
  EXPECT_THAT(Segment(At(1)), IsOkAndHolds(v1::SEGMENT_SMB));
}

TEST_F(AccountSegments, A10_WhatIsTheSameIsKeptForAnEarlierRowThatComesLate) {
  EXPECT_THAT(Add(v1::SEGMENT_SMB, At(10)), IsOkAndHolds(true));
  EXPECT_THAT(Add(v1::SEGMENT_SMB, At(20)), IsOkAndHolds(false));
  EXPECT_THAT(Add(v1::SEGMENT_STRATEGIC, At(15)), IsOkAndHolds(true));
  EXPECT_THAT(Segment(At(15)), IsOkAndHolds(v1::SEGMENT_STRATEGIC));
  EXPECT_THAT(Segment(At(20)), IsOkAndHolds(v1::SEGMENT_SMB));
}

TEST_F(AccountSegments, A10_TheSameStartReplaces) {
  EXPECT_THAT(Add(v1::SEGMENT_SMB, At(10)), IsOkAndHolds(true));
  EXPECT_THAT(Add(v1::SEGMENT_STRATEGIC, At(10)), IsOkAndHolds(true));
  EXPECT_THAT(Segment(At(10)), IsOkAndHolds(v1::SEGMENT_STRATEGIC));
}

}  // namespace
}  // namespace baton::store
