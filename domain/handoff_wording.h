// What the messages about a handoff share: whom they name, and how they leave. For
// handoff_messages.h's functions alone.
#pragma once

#include <string>
#include <string_view>

#include "absl/strings/string_view.h"
#include "domain/delivery.h"
#include "domain/handoff_messages.h"

namespace baton::domain {

inline constexpr auto kMessage = v1::DELIVERY_KIND_DIRECT_MESSAGE;

struct Message {
  absl::string_view rule;
  Occasion occasion;
  std::string subject;
  std::string body;
};

// "rosa" of tenants/acme/people/rosa.
std::string Short(std::string_view name);

// "Northwind (buyer Jamie Reyes)": what every subject names.
std::string Whose(const v1::Signal& signal, const HandoffParties& parties);

// The signal in a sentence or two, for those who have not seen it.
std::string Summary(const v1::Signal& signal);

// Who looks after the signal on the CS side; RevOps' queue where nobody does.
Addressee Csm(const MessageContext& context);

// Whom a miss of the signal's holder goes to; RevOps' queue where there is no manager, or only a
// CRO (S-5).
Addressee Manager(const HandoffParties& parties);

// Whether another system is to hear what came of the signal.
bool HasSourceSystem(const v1::Signal& signal);

// Adds the message to the decision's deliveries.
void Send(const MessageContext& context, v1::DeliveryKind kind, const Addressee& addressee,
          const Message& message);

}  // namespace baton::domain
