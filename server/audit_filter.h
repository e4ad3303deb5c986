// The filter of ListAuditEvents (AIP-160): record = "..." and actor = "...", joined by AND.
#pragma once

#include <string>

#include "domain/refusal.h"
#include "store/audit.h"

namespace baton::server {

// Narrows the query; adds every fault under the field "filter".
void ParseAuditFilter(const std::string& filter, store::AuditQuery* query,
                      domain::Violations* violations);

}  // namespace baton::server
