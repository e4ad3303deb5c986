#include "server/audit_filter.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "store/filter.h"

namespace baton::server {

void ParseAuditFilter(const std::string& filter, store::AuditQuery* query,
                      domain::Violations* violations) {
  const std::vector<store::FilterField> fields = {
      {"record", store::ColumnKind::kText, "record", "", ""},
      {"actor", store::ColumnKind::kText, "actor", "", ""}};
  std::string sql;
  std::vector<store::Value> values;
  store::TranslateFilter(fields, {.tenant = query->tenant}, filter, &sql, &values, violations);
  // The chain is read by record through an index, and by actor on the way, each asked for once.
  size_t understood = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const std::string parameter = absl::StrCat(" = :p", i + 1);
    std::string* target = absl::StrContains(sql, "record" + parameter)  ? &query->record
                          : absl::StrContains(sql, "actor" + parameter) ? &query->actor
                                                                        : nullptr;
    if (target == nullptr || !target->empty()) continue;
    *target = values[i].text;
    ++understood;
  }
  if (understood != values.size() || (values.empty() && !filter.empty())) {
    violations->Add("filter", "takes record and actor once each, with =");
  }
}

}  // namespace baton::server
