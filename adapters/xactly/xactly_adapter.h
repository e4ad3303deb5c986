// Xactly Incent and Connect: rows of participants, periods and payments, and inquiries.
//
// An extract is {"source_table": ..., "rows": [...]}, an inquiry {"inquiry": {...}}. Of a
// participant the master row counts, of the periods those that people use, and a payout is
// confirmed once its payment is released: one for each item, that is for each line of a statement.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class XactlyAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "xactly"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
};

}  // namespace baton::adapters
