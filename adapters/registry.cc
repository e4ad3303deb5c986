#include "adapters/registry.h"

#include "adapters/captivateiq/records_batch.h"
#include "adapters/csv/csv_export.h"
#include "adapters/gainsight/gainsight_adapter.h"
#include "adapters/salesforce/salesforce_adapter.h"

namespace baton::adapters {
namespace {

// Sorted by name.
const std::vector<const Adapter*>& Adapters() {
  static const auto* const kAdapters =
      new std::vector<const Adapter*>{new GainsightAdapter(), new SalesforceAdapter()};
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

const Exporter* FindExporter(v1::ExportFormat format) {
  static const auto* const kCaptivateIq = new CaptivateIqExporter();
  static const auto* const kCsv = new CsvExporter();
  switch (format) {
    case v1::EXPORT_FORMAT_CAPTIVATEIQ:
      return kCaptivateIq;
    case v1::EXPORT_FORMAT_CSV:
      return kCsv;
    default:
      return nullptr;
  }
}

}  // namespace baton::adapters
