// Salesforce Spiff: CSV reports of the Reporting API (users, plan assignments, statement totals),
// and entries of the system activity log.
//
// A report is {"compressed": false, "csv": "..."}, the log {"entries": [...]}. A payout is
// confirmed once its statement is frozen and approved. Of the log only new tickets are facts.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class SpiffAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "spiff"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
