#include "server/policy_desk.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domain/instant.h"
#include "domain/policy_change.h"
#include "domain/policy_risk.h"
#include "domain/policy_version.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/policy_source.h"
#include "store/policies.h"

namespace baton::server {
namespace {

// By which versions a version's standing is told.
struct Standing {
  int32_t base = 0;
  int32_t in_force = 0;
  absl::Time now;

  v1::PolicyVersionState Of(const v1::Policy& version) const {
    return domain::StateOfVersion(version, base, in_force, now);
  }
};

absl::StatusOr<Standing> ReadStanding(store::Session& session, std::string_view tenant,
                                      absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy base, LastSignedPolicy(session, tenant));
  BATON_ASSIGN_OR_RETURN(const v1::Policy in_force, PolicyInForce(session, tenant, now));
  return Standing{base.version(), in_force.version(), now};
}

// Moves what `items` has into a message's list.
template <class Item>
void MoveInto(std::vector<Item> items, google::protobuf::RepeatedPtrField<Item>* list) {
  for (Item& item : items) *list->Add() = std::move(item);
}

absl::StatusOr<v1::GetPolicyResponse> Show(store::Session& session, std::string_view tenant,
                                           v1::Policy policy, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const Standing standing, ReadStanding(session, tenant, now));
  v1::GetPolicyResponse response;
  response.set_state(standing.Of(policy));
  if (policy.base_version() != 0) {
    BATON_ASSIGN_OR_RETURN(const v1::Policy base,
                           PolicyOfVersion(session, tenant, policy.base_version()));
    MoveInto(domain::PolicyChanges(base, policy), response.mutable_changes());
  }
  *response.mutable_policy() = std::move(policy);
  return response;
}

// A draft with its calendar. INVALID_FIELDS when the calendar isn't known.
absl::StatusOr<v1::Policy> Draft(store::Session& session, std::string_view tenant,
                                 const v1::Policy& base, const v1::Policy& asked,
                                 const google::protobuf::FieldMask& mask) {
  BATON_ASSIGN_OR_RETURN(v1::Policy draft, domain::DraftPolicyVersion(base, asked, mask));
  const absl::Status loaded = LoadCalendar(session, tenant, &draft);
  if (absl::IsNotFound(loaded)) {
    domain::Violations faults;
    faults.Add("policy.calendar", "names no calendar that there is");
    return faults.ToStatus();
  }
  BATON_RETURN_IF_ERROR(loaded);
  return draft;
}

absl::StatusOr<domain::PolicyHistory> ReadHistory(store::Session& session,
                                                  std::string_view tenant) {
  domain::PolicyHistory history;
  BATON_ASSIGN_OR_RETURN(history.base, LastSignedPolicy(session, tenant));
  BATON_ASSIGN_OR_RETURN(const int32_t last, store::LastPolicyVersion(session, tenant));
  history.last_number = std::max(last, history.base.version());
  BATON_ASSIGN_OR_RETURN(const std::optional<absl::Time> decided,
                         store::LastDecisionTime(session, tenant));
  history.last_decision = decided.value_or(absl::InfinitePast());
  return history;
}

}  // namespace

absl::StatusOr<v1::GetPolicyResponse> ShowPolicyAt(store::Session& session, std::string_view tenant,
                                                   absl::Time at, absl::Time now) {
  BATON_ASSIGN_OR_RETURN(v1::Policy policy, PolicyInForce(session, tenant, at));
  return Show(session, tenant, std::move(policy), now);
}

absl::StatusOr<v1::GetPolicyResponse> ShowPolicyVersion(store::Session& session,
                                                        std::string_view tenant, int32_t version,
                                                        absl::Time now) {
  BATON_ASSIGN_OR_RETURN(v1::Policy policy, PolicyOfVersion(session, tenant, version));
  return Show(session, tenant, std::move(policy), now);
}

absl::StatusOr<v1::ListPolicyVersionsResponse> ListPolicyVersions(store::Session& session,
                                                                  const store::ListQuery& query,
                                                                  absl::Time now) {
  v1::ListPolicyVersionsResponse response;
  BATON_ASSIGN_OR_RETURN(*response.mutable_next_page_token(),
                         store::RunListQuery(session, store::PolicyList(), query, [&response] {
                           return response.add_versions()->mutable_policy();
                         }));
  BATON_ASSIGN_OR_RETURN(const Standing standing, ReadStanding(session, query.tenant, now));
  for (v1::PolicyVersion& version : *response.mutable_versions()) {
    version.set_state(standing.Of(version.policy()));
  }
  return response;
}

absl::StatusOr<v1::ValidatePolicyResponse> ValidatePolicy(store::Session& session,
                                                          std::string_view tenant,
                                                          const v1::ValidatePolicyRequest& request,
                                                          absl::Time now) {
  BATON_ASSIGN_OR_RETURN(const domain::PolicyHistory history, ReadHistory(session, tenant));
  v1::Policy asked = request.policy();
  if (!asked.has_effective_time()) {
    const absl::Time start =
        std::max(now, domain::ToTime(history.base.effective_time()) + absl::Microseconds(1));
    *asked.mutable_effective_time() = domain::ToTimestamp(start);
  }
  BATON_ASSIGN_OR_RETURN(v1::Policy draft,
                         Draft(session, tenant, history.base, asked, request.update_mask()));
  v1::ValidatePolicyResponse response;
  MoveInto(domain::PolicyChanges(history.base, draft), response.mutable_changes());
  MoveInto(domain::PolicyWarnings(draft), response.mutable_warnings());
  if (response.changes().empty()) {
    *response.mutable_policy() = history.base;
    return response;
  }
  BATON_ASSIGN_OR_RETURN(*response.mutable_policy(),
                         domain::DecidePolicyVersion(tenant, history, std::move(draft), "", now));
  response.mutable_policy()->clear_create_time();
  return response;
}

absl::StatusOr<v1::CreatePolicyVersionResponse> CreatePolicyVersion(
    store::Transaction& tx, const v1::CreatePolicyVersionRequest& request,
    std::string_view creator) {
  store::Session& session = tx.session();
  BATON_ASSIGN_OR_RETURN(const domain::PolicyHistory history, ReadHistory(session, tx.tenant()));
  BATON_ASSIGN_OR_RETURN(v1::Policy draft, Draft(session, tx.tenant(), history.base,
                                                 request.policy(), request.update_mask()));
  v1::CreatePolicyVersionResponse response;
  BATON_ASSIGN_OR_RETURN(
      v1::Policy version,
      domain::DecidePolicyVersion(tx.tenant(), history, std::move(draft), creator, tx.now()));
  MoveInto(domain::PolicyChanges(history.base, version), response.mutable_changes());
  MoveInto(domain::PolicyWarnings(version), response.mutable_warnings());
  *response.mutable_policy() = version;
  version.clear_business_calendar();
  BATON_RETURN_IF_ERROR(store::InsertPolicy(tx, version));
  return response;
}

absl::StatusOr<v1::SignPolicyVersionResponse> SignPolicyVersion(store::Transaction& tx,
                                                                int32_t version,
                                                                const Caller& caller) {
  BATON_ASSIGN_OR_RETURN(const v1::Policy before,
                         store::GetPolicyVersion(tx.session(), tx.tenant(), version));
  BATON_ASSIGN_OR_RETURN(const domain::PolicyHistory history,
                         ReadHistory(tx.session(), tx.tenant()));
  v1::SignPolicyVersionResponse response;
  BATON_ASSIGN_OR_RETURN(
      *response.mutable_policy(),
      domain::DecidePolicySignature(history, before, caller.person, caller.role, tx.now()));
  BATON_RETURN_IF_ERROR(store::UpdatePolicy(tx, before, response.policy()));
  BATON_ASSIGN_OR_RETURN(const Standing standing,
                         ReadStanding(tx.session(), tx.tenant(), tx.now()));
  response.set_state(standing.Of(response.policy()));
  return response;
}

}  // namespace baton::server
