// Catalyst and Totango, one vendor with two products and two names: records polled from Catalyst's
// API, and Totango's timeline events, touchpoints, accounts and what a SuccessPlay's webhook
// pushes. Each name takes the payloads of both; under which one they come says whose ids they hold.
//
// Catalyst answers {"data": {...}} or {"data": [...]}, with every field of a business as a label
// and its value in a list; which record it is shows in its labels. Totango's events are a bare
// list, its accounts {"response": {"accounts": {"hits": [...]}}}. Anything else is a push.
#pragma once

#include <string>

#include "adapters/adapter.h"

namespace baton::adapters {

class CatalystAdapter : public Adapter {
 public:
  // `name` is "catalyst" or "totango".
  explicit CatalystAdapter(std::string name);

  absl::string_view vendor() const override { return mapping_.vendor; }
  const Mapping& default_mapping() const override { return mapping_; }
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;

 private:
  Mapping mapping_;
};

}  // namespace baton::adapters
