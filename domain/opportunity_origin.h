// Where an expansion opportunity came from (T-1), and what follows from that alone: its motion
// (T-2) and whether the customer pulled it (T-6).
#pragma once

namespace baton::domain {

// T-1. Stated when the opportunity is created, never changed later.
enum class CreationSource {
  // Backfilled from before go-live, or a booking without an opportunity: nobody's.
  kUnknown,
  kCsmInitiated,
  kPlgTrigger,
  kCustomerInbound,
  kSalesInitiated,
  kCustomerExecutive,
};

// T-2. Who made the first move: we, or the customer.
enum class Motion { kUnknown, kInitiated, kReceived };

struct OpportunityOrigin {
  CreationSource source = CreationSource::kUnknown;
  // The customer bought it alone: a self-serve upgrade or an automatic tier change.
  bool self_serve = false;
};

// T-2, of the stated source.
Motion MotionOf(CreationSource source);

// T-6. Whether the product sold it: self-serve, or raised by usage.
bool IsPulled(const OpportunityOrigin& origin);

}  // namespace baton::domain
