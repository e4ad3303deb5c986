#include "server/mapping_desk.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "adapters/registry.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/mapping_cache.h"
#include "store/connections.h"
#include "store/mappings.h"

namespace baton::server {
namespace {

// Parsing depends on nothing but the content, so all stores of a process share it.
MappingCache& Cache() {
  static MappingCache& cache = *new MappingCache();
  return cache;
}

absl::Status CheckVendor(const adapters::Mapping& parsed, const v1::Mapping& mapping) {
  domain::Violations violations;
  if (parsed.vendor != mapping.vendor()) {
    violations.Add("mapping", absl::StrCat("is of ", parsed.vendor, ", not of ", mapping.vendor()));
  }
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<PayloadSource> ResolveSource(store::Session& session, std::string_view tenant,
                                            PayloadSource source) {
  if (source.connection.empty()) return source;
  BATON_ASSIGN_OR_RETURN(const v1::Connection connection,
                         store::GetConnection(session, tenant, source.connection));
  if (!source.vendor.empty() && source.vendor != connection.vendor()) {
    domain::Violations violations;
    violations.Add("vendor", absl::StrCat("is not the connection's, ", connection.vendor()));
    return violations.ToStatus();
  }
  if (connection.state() != v1::CONNECTION_STATE_ACTIVE) {
    return domain::RefuseState(v1::ERROR_REASON_CONNECTION_STATE, connection.name(),
                               "the connection is disabled", {{"state", "disabled"}});
  }
  if (adapters::FindAdapter(connection.vendor()) == nullptr) {
    return domain::RefuseState(v1::ERROR_REASON_CONNECTION_STATE, connection.name(),
                               absl::StrCat("Baton reads no payloads of ", connection.vendor()),
                               {{"vendor", connection.vendor()}});
  }
  source.vendor = connection.vendor();
  return source;
}

absl::StatusOr<v1::Mapping> MappingInUse(store::Session& session, std::string_view tenant,
                                         const PayloadSource& source) {
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Mapping> own,
                         store::MappingFor(session, tenant, source.vendor, source.connection));
  if (own.has_value()) return *std::move(own);
  v1::Mapping shipped;
  shipped.set_name(domain::ResourceName(tenant, "mappings", source.vendor));
  shipped.set_vendor(source.vendor);
  shipped.set_content(adapters::FindAdapter(source.vendor)->default_mapping().text);
  shipped.set_is_default(true);
  return shipped;
}

absl::StatusOr<v1::Mapping> MappingOfId(store::Session& session, std::string_view tenant,
                                        const std::string& id) {
  PayloadSource source;
  if (adapters::FindAdapter(id) != nullptr) {
    source.vendor = id;
  } else {
    const auto connection = store::GetConnection(session, tenant, id);
    if (!connection.ok() && !absl::IsNotFound(connection.status())) return connection.status();
    if (!connection.ok() || adapters::FindAdapter(connection->vendor()) == nullptr) {
      return domain::NotFound("mapping", domain::ResourceName(tenant, "mappings", id));
    }
    source = {.vendor = connection->vendor(), .connection = connection->name()};
  }
  return MappingInUse(session, tenant, source);
}

absl::StatusOr<adapters::Mapping> ParseContent(const v1::Mapping& mapping) {
  BATON_ASSIGN_OR_RETURN(adapters::Mapping parsed, adapters::ParseMapping(mapping.content()));
  BATON_RETURN_IF_ERROR(CheckVendor(parsed, mapping));
  return parsed;
}

absl::StatusOr<std::vector<v1::Fact>> TranslatePayload(store::Session& session,
                                                       std::string_view tenant,
                                                       const PayloadSource& source,
                                                       absl::string_view payload) {
  const adapters::Adapter& adapter = *adapters::FindAdapter(source.vendor);
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::Mapping> own,
                         store::MappingFor(session, tenant, source.vendor, source.connection));
  if (!own.has_value()) return adapter.Translate(payload, adapter.default_mapping());
  BATON_ASSIGN_OR_RETURN(const MappingCache::Parsed mapping, Cache().Parse(*own));
  BATON_RETURN_IF_ERROR(CheckVendor(*mapping, *own));
  return adapter.Translate(payload, *mapping);
}

}  // namespace baton::server
