#include "adapters/registry.h"

#include <algorithm>
#include <map>

#include "adapters/captivateiq/captivateiq_adapter.h"
#include "adapters/captivateiq/records_batch.h"
#include "adapters/catalyst/catalyst_adapter.h"
#include "adapters/catalyst/totango_update.h"
#include "adapters/churnzero/churnzero_adapter.h"
#include "adapters/churnzero/churnzero_update.h"
#include "adapters/csv/csv_export.h"
#include "adapters/gainsight/gainsight_adapter.h"
#include "adapters/gainsight/gainsight_update.h"
#include "adapters/generic/generic_adapter.h"
#include "adapters/hubspot/hubspot_adapter.h"
#include "adapters/hubspot/hubspot_writer.h"
#include "adapters/performio/performio_adapter.h"
#include "adapters/performio/performio_export.h"
#include "adapters/salesforce/salesforce_adapter.h"
#include "adapters/salesforce/salesforce_writer.h"
#include "adapters/spiff/spiff_adapter.h"
#include "adapters/spiff/spiff_export.h"
#include "adapters/statement_json/statement_json_export.h"
#include "adapters/vitally/vitally_adapter.h"
#include "adapters/vitally/vitally_update.h"
#include "adapters/xactly/xactly_adapter.h"
#include "adapters/xactly/xactly_export.h"

namespace baton::adapters {
namespace {

// Sorted by name.
const std::vector<const Adapter*>& Adapters() {
  static const auto* const kAdapters =
      new std::vector<const Adapter*>{new CaptivateIqAdapter(), new CatalystAdapter("catalyst"),
                                      new ChurnZeroAdapter(),   new GainsightAdapter(),
                                      new GenericAdapter(),     new HubSpotAdapter(),
                                      new PerformioAdapter(),   new SalesforceAdapter(),
                                      new SpiffAdapter(),       new CatalystAdapter("totango"),
                                      new VitallyAdapter(),     new XactlyAdapter()};
  return *kAdapters;
}

}  // namespace

const Adapter* FindAdapter(absl::string_view vendor) {
  for (const Adapter* adapter : Adapters()) {
    if (adapter->vendor() == vendor) return adapter;
  }
  return nullptr;
}

std::vector<absl::string_view> VendorNames() {
  std::vector<absl::string_view> names;
  for (const Adapter* adapter : Adapters()) names.push_back(adapter->vendor());
  return names;
}

std::vector<absl::string_view> ConnectionVendors() {
  std::vector<absl::string_view> names = VendorNames();
  for (const absl::string_view only_sent_to : {"slack", "smtp", "webhook"}) {
    names.push_back(only_sent_to);
  }
  std::sort(names.begin(), names.end());
  return names;
}

const Exporter* FindExporter(v1::ExportFormat format) {
  static const auto* const kExporters = new std::map<v1::ExportFormat, const Exporter*>{
      {v1::EXPORT_FORMAT_CAPTIVATEIQ, new CaptivateIqExporter()},
      {v1::EXPORT_FORMAT_CSV, new CsvExporter()},
      {v1::EXPORT_FORMAT_JSON, new StatementJsonExporter()},
      {v1::EXPORT_FORMAT_CAPTIVATEIQ_CSV, new CaptivateIqFileExporter()},
      {v1::EXPORT_FORMAT_SPIFF, new SpiffImportExporter()},
      {v1::EXPORT_FORMAT_SPIFF_WEBHOOK, new SpiffWebhookExporter()},
      {v1::EXPORT_FORMAT_SPIFF_ADJUSTMENTS_CSV, new SpiffAdjustmentsExporter()},
      {v1::EXPORT_FORMAT_PERFORMIO, new PerformioExporter()},
      {v1::EXPORT_FORMAT_PERFORMIO_CSV, new PerformioFileExporter()},
      {v1::EXPORT_FORMAT_XACTLY, new XactlyExporter()},
      {v1::EXPORT_FORMAT_XACTLY_CSV, new XactlyFileExporter()},
  };
  const auto found = kExporters->find(format);
  return found == kExporters->end() ? nullptr : found->second;
}

const CrmWriter* FindCrmWriter(absl::string_view vendor) {
  static const auto* const kWriters =
      new std::vector<const CrmWriter*>{new HubSpotWriter(), new SalesforceWriter()};
  for (const CrmWriter* writer : *kWriters) {
    if (writer->vendor() == vendor) return writer;
  }
  return nullptr;
}

CsUpdateWriter FindCsUpdateWriter(absl::string_view vendor) {
  if (vendor == "churnzero") return &RenderChurnZeroUpdate;
  if (vendor == "gainsight") return &RenderGainsightUpdate;
  if (vendor == "totango") return &RenderTotangoUpdate;
  if (vendor == "vitally") return &RenderVitallyUpdate;
  return nullptr;
}

}  // namespace baton::adapters
