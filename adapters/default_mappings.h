// The mapping files that ship with the adapters, <vendor>/mapping.json, as the build embedded them.
#pragma once

#include "absl/strings/string_view.h"

namespace baton::adapters {

absl::string_view DefaultGainsightMapping();
absl::string_view DefaultSalesforceMapping();

}  // namespace baton::adapters
