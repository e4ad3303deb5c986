// Figures of reports as text, to be held against lines of SQL.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/report_common.pb.h"

namespace baton::testing {

// "SEGMENT_MID_MARKET" as "mid_market".
inline std::string LowerName(const std::string& name, absl::string_view prefix) {
  return absl::AsciiStrToLower(name.substr(prefix.size()));
}

inline std::string SegmentText(v1::Segment segment) {
  return segment == v1::SEGMENT_UNSPECIFIED ? "none"
                                            : LowerName(v1::Segment_Name(segment), "SEGMENT_");
}

// The share's basis points, "-" for none.
inline std::string BpText(const v1::Share& share) {
  return share.has_share_bp() ? absl::StrCat(share.share_bp()) : "-";
}

// One line each, in the order of bytes.
inline std::string Sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return absl::StrJoin(lines, "\n");
}

}  // namespace baton::testing
