#include "server/policy_source.h"

#include <optional>
#include <utility>
#include <vector>

#include "domain/policy.h"
#include "domain/status_macros.h"
#include "store/calendars.h"
#include "store/policies.h"

namespace baton::server {
namespace {

// The version that was found, with its calendar; else the defaults.
absl::StatusOr<v1::Policy> OrDefaults(store::Session& session, std::string_view tenant,
                                      absl::StatusOr<std::optional<v1::Policy>> found) {
  if (!found.ok()) return found.status();
  if (!found->has_value()) return domain::DefaultPolicy(tenant);
  v1::Policy policy = **std::move(found);
  BATON_RETURN_IF_ERROR(LoadCalendar(session, tenant, &policy));
  return policy;
}

}  // namespace

absl::StatusOr<v1::Policy> PolicyInForce(store::Session& session, std::string_view tenant,
                                         absl::Time at) {
  return OrDefaults(session, tenant, store::PolicyAt(session, tenant, at));
}

absl::StatusOr<v1::Policy> PolicyOfVersion(store::Session& session, std::string_view tenant,
                                           int32_t version) {
  absl::StatusOr<v1::Policy> chosen = store::GetPolicyVersion(session, tenant, version);
  v1::Policy defaults = domain::DefaultPolicy(tenant);
  if (absl::IsNotFound(chosen.status()) && version == defaults.version()) return defaults;
  if (chosen.ok()) BATON_RETURN_IF_ERROR(LoadCalendar(session, tenant, &*chosen));
  return chosen;
}

absl::StatusOr<v1::Policy> LastSignedPolicy(store::Session& session, std::string_view tenant) {
  return OrDefaults(session, tenant, store::LastApprovedPolicy(session, tenant));
}

absl::StatusOr<domain::FiscalHistory> FiscalHistoryOf(store::Session& session,
                                                      std::string_view tenant) {
  BATON_ASSIGN_OR_RETURN(std::vector<v1::Policy> versions,
                         store::ApprovedPolicies(session, tenant));
  versions.insert(versions.begin(), domain::DefaultPolicy(tenant));
  return domain::FiscalHistory(std::move(versions));
}

absl::Status LoadCalendar(store::Session& session, std::string_view tenant, v1::Policy* policy) {
  if (policy->calendar().empty()) return absl::OkStatus();
  BATON_ASSIGN_OR_RETURN(*policy->mutable_business_calendar(),
                         store::GetCalendar(session, tenant, policy->calendar()));
  return absl::OkStatus();
}

}  // namespace baton::server
