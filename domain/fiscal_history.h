// The quarters of a company whose fiscal calendar may change from one policy version to the next
//
//
// Quarters lie end to end. Where one begins is decided by the version in force until then: it is
// the first instant that, by the version in force just before, lies in that quarter or a later one.
// So a version moves no edge at or before its own start, and what was published keeps its edges. A
// quarter that a new calendar skips is empty.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/policy.pb.h"
#include "domain/fiscal.h"

namespace baton::domain {

class FiscalHistory {
 public:
  // Signed versions by effective_time, at least one; of two that start at once the later counts.
  // The first counts from ever.
  explicit FiscalHistory(std::vector<v1::Policy> versions);

  // The quarter of a code, "2027-Q1" or "2027Q1". Errors as ParseQuarter.
  absl::StatusOr<Quarter> Of(absl::string_view code) const;

  // The quarter that an instant lies in; never an empty one.
  absl::StatusOr<Quarter> At(absl::Time time) const;

 private:
  // Where a quarter begins, and the zone in which that has a day.
  struct Edge {
    absl::Time at;
    absl::TimeZone zone;
  };

  absl::Time StartOf(size_t version) const;
  absl::Time EndOf(size_t version) const;
  absl::StatusOr<Edge> FirstOf(absl::string_view code) const;

  std::vector<v1::Policy> versions_;
};

}  // namespace baton::domain
