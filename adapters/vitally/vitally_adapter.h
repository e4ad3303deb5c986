// Vitally: tasks, notes and accounts polled from its REST API, one by one or as a page of
// {"results":
// [...], "next": ...}, and what a playbook pings, a flat body whose keys an admin chose.
//
// Custom traits are keys with dots in them, "vitally.custom.arr". An account's id is the customer's
// own, externalId, else Vitally's.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class VitallyAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "vitally"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
