#include "domain/opportunity_origin.h"

namespace baton::domain {

Motion MotionOf(CreationSource source) {
  switch (source) {
    case CreationSource::kCsmInitiated:
    case CreationSource::kSalesInitiated:
      return Motion::kInitiated;
    case CreationSource::kPlgTrigger:
    case CreationSource::kCustomerInbound:
    case CreationSource::kCustomerExecutive:
      return Motion::kReceived;
    case CreationSource::kUnknown:
      break;
  }
  return Motion::kUnknown;
}

bool IsPulled(const OpportunityOrigin& origin) {
  return origin.self_serve || origin.source == CreationSource::kPlgTrigger;
}

}  // namespace baton::domain
