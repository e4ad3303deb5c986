#include "domain/revenue_part.h"

namespace baton::domain {

bool IsExpansion(v1::AttributionCategory category) {
  return category == v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION ||
         category == v1::ATTRIBUTION_CATEGORY_CROSS_SELL;
}

bool HasLead(v1::AttributionCategory category) {
  return IsExpansion(category) || category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
}

}  // namespace baton::domain
