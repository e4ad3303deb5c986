// Source versions: which version of its source each field of a record stands for.
//
// A change event states only what changed, so versions are kept field by field: of two events about
// different fields neither is older news than the other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "store/store.h"

namespace baton::store {

struct SourceVersion {
  // When the source changed its record, to the microsecond.
  absl::Time change_time;
  // Of what it said then: of two changes of one instant the greater digest is the later one, in
  // whichever order they arrive.
  std::string digest;
};

// Those of `fields` (names of the caller's choice) for which `version` is later than what the
// record (full name) stands for; from now on it stands for `version` there. The same version again
// is not later. Leaves no audit event: what changes in the record has its own.
absl::StatusOr<std::vector<std::string>> TakeNewerFields(Transaction& tx, std::string_view record,
                                                         const SourceVersion& version,
                                                         const std::vector<std::string>& fields);

}  // namespace baton::store
