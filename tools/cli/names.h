// Resource names and the short ids that people type for them.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "baton/v1/common.pb.h"

namespace baton::cli {

// The full name of what was typed: in tenant "tenants/acme", the id "rosa" of the collection
// "people" is "tenants/acme/people/rosa"; "people/rosa" and a full name mean the same. Empty stays
// empty.
std::string FullName(absl::string_view tenant, absl::string_view collection, absl::string_view id);

// "acme" and "tenants/acme" are "tenants/acme".
std::string TenantName(absl::string_view tenant);

// The last part of a name: "rosa".
std::string ShortName(absl::string_view name);

// "salesforce:006A1" is a record of a system; "salesforce" alone names only the system.
// InvalidArgument: the system is missing.
absl::StatusOr<v1::SourceRecord> ParseSourceRecord(absl::string_view text);

// "salesforce:006A1"; empty when no system is given.
std::string FormatSourceRecord(const v1::SourceRecord& source);

}  // namespace baton::cli
