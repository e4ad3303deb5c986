// ChurnZero: records polled by OData, what a play's webhook step pushes, and events as its HTTP API
// takes them, which carry the app key in their body.
//
// An OData answer is {"@odata.context": ..., "value": [...]} or one record with a context; the
// context says what the records are, else their keys do. A score is the vendor's, and whether a
// high one is good is the tenant's own: no tier comes from a number. Only the primary one of
// an account's scores is its health. Keys may be spelled in any way, as admins do.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class ChurnZeroAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "churnzero"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
