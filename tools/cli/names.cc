#include "tools/cli/names.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace baton::cli {

std::string FullName(absl::string_view tenant, absl::string_view collection, absl::string_view id) {
  if (id.empty() || absl::StartsWith(id, "tenants/")) return std::string(id);
  if (absl::StartsWith(id, absl::StrCat(collection, "/"))) return absl::StrCat(tenant, "/", id);
  return absl::StrCat(tenant, "/", collection, "/", id);
}

std::string TenantName(absl::string_view tenant) {
  if (tenant.empty() || absl::StartsWith(tenant, "tenants/")) return std::string(tenant);
  return absl::StrCat("tenants/", tenant);
}

std::string ShortName(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return std::string(slash == absl::string_view::npos ? name : name.substr(slash + 1));
}

absl::StatusOr<v1::SourceRecord> ParseSourceRecord(absl::string_view text) {
  const size_t colon = text.find(':');
  v1::SourceRecord source;
  source.set_system(std::string(text.substr(0, colon)));
  if (colon != absl::string_view::npos) {
    source.set_record_id(std::string(text.substr(colon + 1)));
  }
  if (source.system().empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("\"", text, "\" names no system; write salesforce:006A1"));
  }
  return source;
}

std::string FormatSourceRecord(const v1::SourceRecord& source) {
  if (source.record_id().empty()) return source.system();
  return absl::StrCat(source.system(), ":", source.record_id());
}

}  // namespace baton::cli
