// In which order reports show segments: the smallest first, accounts without one last.
#pragma once

#include "baton/v1/common.pb.h"

namespace baton::domain {

struct SegmentOrder {
  bool operator()(v1::Segment a, v1::Segment b) const { return Place(a) < Place(b); }

 private:
  static int Place(v1::Segment segment) {
    return segment == v1::SEGMENT_UNSPECIFIED ? v1::Segment_ARRAYSIZE : static_cast<int>(segment);
  }
};

}  // namespace baton::domain
