// Which vendors Baton understands. The only place that knows their folders.
#pragma once

#include <vector>

#include "absl/strings/string_view.h"
#include "adapters/adapter.h"
#include "adapters/crm_writer.h"
#include "adapters/cs_update.h"
#include "adapters/exporter.h"
#include "baton/v1/comp_statement_service.pb.h"

namespace baton::adapters {

// The adapter of a vendor, by its name in lower case; nullptr for an unknown one. Lives for ever.
const Adapter* FindAdapter(absl::string_view vendor);

// The names that FindAdapter knows, sorted.
std::vector<absl::string_view> VendorNames();

// What a connection may be of: those, and what Baton only sends to: slack, smtp, webhook. Sorted.
std::vector<absl::string_view> ConnectionVendors();

// The exporter of a form; nullptr for UNSPECIFIED and unknown ones. Lives for ever.
const Exporter* FindExporter(v1::ExportFormat format);

// The writer of a CRM, by its name in lower case; nullptr for a vendor that is none. Lives for
// ever.
const CrmWriter* FindCrmWriter(absl::string_view vendor);

// The writer of updates into a CS platform, by its name in lower case; nullptr for a vendor that
// takes none.
CsUpdateWriter FindCsUpdateWriter(absl::string_view vendor);

}  // namespace baton::adapters
