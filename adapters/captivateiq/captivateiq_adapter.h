// CaptivateIQ: pages of employees, period groups and employee assumptions, and the CSV of a
// finished payout summaries export.
//
// A page is {"object": "list", "data": [...]}, an export {"job": {...}, "csv": "..."}. A payout is
// confirmed once it is locked. An export carries no payout id: one is employee, plan and payout
// date.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class CaptivateIqAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "captivateiq"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
