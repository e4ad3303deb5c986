// Which segment an account belonged to from an instant on.
//
// A row holds from its start (exactly at it is within) until the account's next row; the first one
// holds for all time before it, too. Accounts are named by full name or bare id.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "baton/v1/account.pb.h"
#include "store/store.h"

namespace baton::store {

// What a column holds of a segment: "mid_market". UNSPECIFIED for any other text.
v1::Segment SegmentOf(const std::string& text);

// UNSPECIFIED when none was ever stated.
absl::StatusOr<v1::Segment> SegmentAt(Session& session, std::string_view tenant,
                                      std::string_view account, absl::Time at);

// Keeps that the account, which must be known, belongs to the segment from `start` on, in the place
// of a row of the same start. Answers whether SegmentAt says something else of any time now; the
// audit event of that names the account.
absl::StatusOr<bool> AddSegment(Transaction& tx, std::string_view account, v1::Segment segment,
                                absl::Time start);

}  // namespace baton::store
