#include "adapters/mapping.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "adapters/mapping_parser.h"
#include "domain/refusal.h"

namespace baton::adapters {

const RecordMapping* Mapping::Find(absl::string_view record) const {
  const auto it = std::find_if(records.begin(), records.end(),
                               [&](const RecordMapping& r) { return r.record == record; });
  return it != records.end() ? &*it : nullptr;
}

absl::StatusOr<Mapping> ParseMapping(absl::string_view bytes) {
  domain::Violations faults;
  if (bytes.size() > kMaxMappingBytes) {
    faults.Add("mapping", absl::StrCat("has more than ", kMaxMappingBytes, " bytes"));
    return faults.ToStatus();
  }
  const auto root = json::Parse(bytes);
  if (!root.ok()) {
    faults.Add("mapping", root.status().message());
    return faults.ToStatus();
  }
  Mapping mapping = MappingParser(&faults).Parse(*root);
  if (!faults.empty()) return faults.ToStatus();
  mapping.text = std::string(bytes);
  return mapping;
}

}  // namespace baton::adapters
