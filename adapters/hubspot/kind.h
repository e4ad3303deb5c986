// What HubSpot's objects are to Baton.
#pragma once

#include <optional>

#include "absl/strings/string_view.h"
#include "baton/v1/integration_service.pb.h"

namespace baton::adapters {

// The kind of fact that a record of the object gives, of a deal FACT_KIND_OPPORTUNITY_UPDATED.
// Nothing for objects that Baton keeps nothing of.
std::optional<v1::FactKind> HubSpotKind(absl::string_view object);

// Whether a text is an id as HubSpot gives them: 1 to 20 digits.
bool IsHubSpotId(absl::string_view text);

}  // namespace baton::adapters
