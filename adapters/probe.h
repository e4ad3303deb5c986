// The request that only asks a system whether it knows Baton: it changes nothing there. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "adapters/crm_writer.h"

namespace baton::adapters {

// With the placeholders of crm_writer.h and cs_update.h for what opens the connection. Nothing for
// a vendor that can't be asked so. `api_version` is Salesforce's; empty is the usual one.
std::optional<HttpRequest> Probe(absl::string_view vendor, const std::string& api_version);

}  // namespace baton::adapters
