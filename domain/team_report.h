// Which team sourced, assisted and closed a period's expansion (T-8).
#pragma once

#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/attribution_report.pb.h"

namespace baton::domain {

// Takes a period's attributions one by one, in any order, and answers the figures. OUT_OF_RANGE
// where a sum does not fit into 64 bits.
class TeamReport {
 public:
  // One that counts and brings expansion ARR: `expansion_minor` is it in the report's currency.
  // Its shares are kept in the booking's own; converted, they are split anew in proportion,
  // so that they add up. One kept without shares is unattributed.
  absl::Status Add(const v1::Attribution& attribution, int64_t expansion_minor);

  // All but the frame.
  v1::TeamCreditResponse Finish() const;

 private:
  struct Sums {
    int64_t source = 0;
    int64_t close = 0;
    int64_t assist = 0;
    int64_t credited = 0;
    std::map<v1::TouchModel, int64_t> models;
  };

  absl::Status AddShares(const v1::Attribution& attribution, int64_t expansion_minor);
  absl::Status AddModels(const v1::Attribution& attribution, int64_t expansion_minor);
  v1::TeamFigures FiguresOf(v1::Team team, const Sums& sums) const;

  std::map<v1::Team, Sums> teams_;
  std::map<v1::Motion, int64_t> motions_;
  int64_t expansion_minor_ = 0;
  int64_t bookings_ = 0;
  int64_t unlogged_ = 0;
};

}  // namespace baton::domain
