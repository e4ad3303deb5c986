// Any other system: JSON or CSV whose records say what they are. The mapping that ships reads the
// names of docs/connect/generic.md; a tenant whose system has names of its own sets another.
#pragma once

#include <vector>

#include "adapters/adapter.h"

namespace baton::adapters {

// A payload is a JSON object (one record, or {"records": [...]} with "record" for all of them), a
// JSON list of records, or CSV with a header.
class GenericAdapter final : public Adapter {
 public:
  absl::string_view vendor() const override { return "generic"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
