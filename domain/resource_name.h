// Resource names (AIP-122): tenants/{tenant}/{collection}/{id}.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace baton::domain {

// "tenants/acme"
std::string TenantName(std::string_view tenant);

// "tenants/acme/signals/01J"; empty when `id` is empty.
std::string ResourceName(std::string_view tenant, std::string_view collection, std::string_view id);

// The id in a name of that tenant and collection, or an empty view when `name` is none. Ids have no
// slashes.
std::string_view ResourceId(std::string_view name, std::string_view tenant,
                            std::string_view collection);

// What people call the records of a collection: "signal" for "signals", "person" for "people",
// "dead letter" for "deadLetters".
std::string ResourceType(std::string_view collection);

// The same of the record that has this name, at whatever depth; empty when it is no name.
std::string ResourceTypeOf(std::string_view name);

// The last part of a name: "01J". For texts that people read.
std::string_view ShortName(std::string_view name);

// True for 1 to 64 of A-Z a-z 0-9 . _ - : what a caller may choose as an id.
bool IsValidId(std::string_view id);

}  // namespace baton::domain
