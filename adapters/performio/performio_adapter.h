// Performio: pages of the Extract and Metadata APIs: participants, periods, payments, approval
// requests.
//
// A page is {"results": [...], "page": {...}}. Times are milliseconds since 1970. A payout is
// confirmed once its payment is released; of the requests only commission queries are disputes.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class PerformioAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "performio"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
