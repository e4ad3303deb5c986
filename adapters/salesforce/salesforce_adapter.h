// Salesforce: opportunities, accounts, tasks, events and users, from change events, records read
// back and outbound messages.
//
// Facts come without repeats and in the order in which they happened; of the same instant in the
// order of arrival. A change event states only what changed, and what it says was cleared; a record
// that is closed won and comes with its lines is a booking; a won message without lines is not, for
// its lines must be read first.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class SalesforceAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "salesforce"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
