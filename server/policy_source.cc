#include "server/policy_source.h"

#include <optional>
#include <utility>

#include "domain/policy.h"
#include "domain/status_macros.h"
#include "store/policies.h"

namespace baton::server {

absl::StatusOr<v1::Policy> PolicyInForce(store::Session& session, std::string_view tenant,
                                         absl::Time at) {
  BATON_ASSIGN_OR_RETURN(std::optional<v1::Policy> chosen, store::PolicyAt(session, tenant, at));
  return chosen.has_value() ? *std::move(chosen) : domain::DefaultPolicy(tenant);
}

absl::StatusOr<v1::Policy> PolicyOfVersion(store::Session& session, std::string_view tenant,
                                           int32_t version) {
  absl::StatusOr<v1::Policy> chosen = store::GetPolicyVersion(session, tenant, version);
  v1::Policy defaults = domain::DefaultPolicy(tenant);
  const bool is_default = absl::IsNotFound(chosen.status()) && version == defaults.version();
  return is_default ? std::move(defaults) : std::move(chosen);
}

}  // namespace baton::server
