#include "adapters/probe.h"

#include "absl/strings/str_cat.h"
#include "adapters/cs_update.h"

namespace baton::adapters {
namespace {

HttpRequest Get(std::string path, std::string header, std::string value) {
  return {.method = "GET",
          .path = std::move(path),
          .headers = {{std::move(header), std::move(value)}, {"Accept", "application/json"}},
          .body = {}};
}

}  // namespace

std::optional<HttpRequest> Probe(absl::string_view vendor, const std::string& api_version) {
  const std::string bearer = absl::StrCat("Bearer ", kAccessToken);
  const std::string basic = absl::StrCat("Basic ", kBasic);
  if (vendor == "salesforce") {
    const std::string version = api_version.empty() ? CrmSettings().api_version : api_version;
    return Get(absl::StrCat("/services/data/", version, "/limits"), "Authorization", bearer);
  }
  if (vendor == "hubspot") return Get("/crm/v3/owners?limit=1", "Authorization", bearer);
  if (vendor == "vitally") return Get("/resources/accounts?limit=1", "Authorization", basic);
  if (vendor == "churnzero") return Get("/public/v1/Account?$top=1", "Authorization", basic);
  if (vendor == "slack") {
    HttpRequest request = Get("/api/auth.test", "Authorization", bearer);
    request.method = "POST";
    return request;
  }
  return std::nullopt;
}

}  // namespace baton::adapters
