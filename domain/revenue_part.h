// Revenue parts: what reports on attribution are made of (A-10, G).
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "baton/v1/attribution.pb.h"
#include "baton/v1/common.pb.h"
#include "baton/v1/team_credit.pb.h"

namespace baton::domain {

// One part of an attribution that counts, in the report's currency.
struct RevenuePart {
  // Names or ids, the same for all parts of a report.
  std::string account;
  std::string csm;
  v1::Segment segment = v1::SEGMENT_UNSPECIFIED;
  absl::Time booked_at;
  v1::AttributionCategory category = v1::ATTRIBUTION_CATEGORY_UNSPECIFIED;
  int64_t amount_minor = 0;
  v1::CsLedTag tag = v1::CS_LED_TAG_UNSPECIFIED;
  v1::GrowthLead lead = v1::GROWTH_LEAD_UNSPECIFIED;
  std::string playbook;
};

// Net-new expansion and cross-sell.
bool IsExpansion(v1::AttributionCategory category);

// What G-4 asks a lead of: expansion, cross-sell and saves.
bool HasLead(v1::AttributionCategory category);

}  // namespace baton::domain
