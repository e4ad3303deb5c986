// Gainsight CS (NXT): polled calls to action (CTAs), timeline activities, companies and usage
// records, and what an admin's rule pushes.
//
// Polled answers arrive as {"result": true, "data": [...]} or with data.records, mirrored inserts
// as
// {"records": [...]}; anything else is a push. Keys are compared without case, as Gainsight's own
// samples vary in it. The error text of a failed answer may quote records and is never repeated.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class GainsightAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "gainsight"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
