// HubSpot: deals, companies, tasks, calls, emails, meetings and owners, from webhook events and
// from records read back.
//
// Facts come without repeats and in the order in which they happened; of the same instant in the
// order of arrival. A webhook event states one property of one record, and an empty value that it
// was cleared. A deal that is closed won and comes with all of its lines is a booking; one that
// comes without them is not, for its lines must be read first.
#pragma once

#include "adapters/adapter.h"

namespace baton::adapters {

class HubSpotAdapter : public Adapter {
 public:
  absl::string_view vendor() const override { return "hubspot"; }
  const Mapping& default_mapping() const override;
  absl::StatusOr<std::vector<v1::Fact>> Translate(absl::string_view payload,
                                                  const Mapping& mapping) const override;
  absl::Status CheckSignature(const Webhook& webhook, absl::string_view secret) const override;
};

}  // namespace baton::adapters
