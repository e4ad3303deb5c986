// The mapping files that ship with the adapters, <vendor>/mapping.json, as the build embedded them.
#pragma once

#include "absl/strings/string_view.h"

namespace baton::adapters {

absl::string_view DefaultCaptivateIqMapping();
absl::string_view DefaultCatalystMapping();
absl::string_view DefaultChurnZeroMapping();
absl::string_view DefaultGainsightMapping();
absl::string_view DefaultGenericMapping();
absl::string_view DefaultHubSpotMapping();
absl::string_view DefaultPerformioMapping();
absl::string_view DefaultSalesforceMapping();
absl::string_view DefaultSpiffMapping();
absl::string_view DefaultVitallyMapping();
absl::string_view DefaultXactlyMapping();

}  // namespace baton::adapters
