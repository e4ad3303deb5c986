// Deliveries: what must leave because of a decision. A rule writes them, the store keeps them in
// the outbox, in the same transaction as the decision.
#pragma once

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "baton/v1/integration_service.pb.h"
#include "baton/v1/signal_handoff_service.pb.h"

namespace baton::domain {

// Where RevOps' own work lies, and the CRM's name as a recipient.
inline constexpr absl::string_view kRevopsQueue = "queues/revops";
inline constexpr absl::string_view kCrm = "salesforce";

// What a delivery is about, and on which occasion.
struct Occasion {
  // "acknowledge", "handoff", "outcome": what happened or is missing.
  absl::string_view what;
  // Tells one such occasion of a signal from the next: the clock's leg, or a day.
  std::string which;
};

struct Addressee {
  // "manager", "csm", "ae", "revops", "crm": part of the delivery's name.
  absl::string_view role;
  // A person's name, a queue or a system.
  absl::string_view name;
};

// A pending delivery about `signal`, without subject and body. Its name is
// tenants/{tenant}/deliveries/{signal id}.{what}.{which}.{role}, so that the same occasion can't
// reach the same role twice, however often a rule runs.
v1::Delivery NewDelivery(const v1::Signal& signal, v1::DeliveryKind kind, absl::string_view rule,
                         const Occasion& occasion, const Addressee& addressee, absl::Time now);

// A pending message to a person or a queue about any record, without subject and body. Its name is
// tenants/{tenant}/deliveries/{record id}.{occasion}.{recipient's id}: one for each occasion.
v1::Delivery NewMessage(absl::string_view record, absl::string_view rule,
                        absl::string_view occasion, absl::string_view recipient, absl::Time now);

}  // namespace baton::domain
