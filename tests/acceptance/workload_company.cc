#include "tests/acceptance/workload_company.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/policy.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/callers.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/policies.h"
#include "store/tenants.h"
#include "store/tokens.h"

namespace baton::testing {
namespace {

struct Member {
  const char* id;
  const char* display_name;
  v1::Role role;
  const char* manager;
};

// Managers before their people.
constexpr Member kMembers[] = {
    {"Clara", "Clara", v1::ROLE_CRO, ""},
    {"helen", "Helen \"Nell\" O'Hara", v1::ROLE_VP_CS, "Clara"},
    {"victor", "victor", v1::ROLE_VP_SALES, "Clara"},
    {"otto", "Otto", v1::ROLE_VP_REVOPS, "Clara"},
    {"frank", "Frank", v1::ROLE_CFO, "Clara"},
    {"remy", "Rémy", v1::ROLE_REVOPS, "otto"},
    {"camille", "Camille, comp", v1::ROLE_COMP_ADMIN, "otto"},
    {"audrey", "Audrey", v1::ROLE_AUDITOR, ""},
    {"farah", "farah", v1::ROLE_MANAGER, "helen"},
    {"priya", "Priya", v1::ROLE_MANAGER, "victor"},
    {"imogen", "Imogen Ødegård", v1::ROLE_CSM, "farah"},
    {"Tobias", "=SUM(A1)", v1::ROLE_CSM, "farah"},
    {"rosa", "Rosa\tMartínez", v1::ROLE_AE, "priya"},
    {"dana.2", "ダナ", v1::ROLE_AE, "priya"},
};

constexpr v1::CreditScheme kSchemes[] = {v1::CREDIT_SCHEME_CATEGORY, v1::CREDIT_SCHEME_BANDED,
                                         v1::CREDIT_SCHEME_SIGNAL_CREDIT};
constexpr const char* kZones[] = {"UTC", "America/New_York", "Asia/Kathmandu"};
constexpr int kFirstMonths[] = {1, 2, 7};

v1::Policy MakePolicy(const std::string& tenant, unsigned seed) {
  Draw draw(seed, 1'000'000);
  v1::Policy policy = domain::DefaultPolicy(tenant);
  policy.set_name(domain::ResourceName(tenant, "policies", "2"));
  policy.set_version(2);
  *policy.mutable_approve_time() = policy.effective_time();
  policy.set_time_zone(draw.Of(kZones));
  policy.set_fiscal_first_month(draw.Of(kFirstMonths));
  policy.set_credit_scheme(draw.Of(kSchemes));
  if (draw.Percent(50)) policy.set_csm_share(v1::CSM_SHARE_ALWAYS);
  if (draw.Percent(30)) policy.set_routing_test(v1::ROUTING_TEST_THREE_OF_FOUR);
  if (draw.Percent(30)) policy.set_cross_sell_by(v1::CROSS_SELL_BY_PRODUCT);
  policy.set_ae_uplift_bp(draw.Below(1'001));
  policy.set_csm_expansion_bp(2'000 + draw.Below(2'001));
  policy.set_signal_credit_bp(2'000 + draw.Below(1'001));
  policy.set_save_bonus_bp(500 + draw.Below(501));
  return policy;
}

v1::Person MakePerson(const std::string& tenant, const Member& member, absl::Time now) {
  v1::Person person;
  person.set_name(domain::ResourceName(tenant, "people", member.id));
  person.set_display_name(member.display_name);
  person.set_role(member.role);
  person.set_email(absl::StrCat(member.id, "@example.com"));
  person.set_payee_id(absl::StrCat("E-", member.id));
  if (*member.manager != '\0') {
    person.set_manager(domain::ResourceName(tenant, "people", member.manager));
  }
  *person.mutable_create_time() = domain::ToTimestamp(now);
  *person.mutable_update_time() = domain::ToTimestamp(now);
  return person;
}

v1::Token MakeToken(const std::string& tenant, const std::string& id, v1::Role role,
                    const std::string& person, absl::Time now) {
  v1::Token token;
  token.set_name(domain::ResourceName(tenant, "tokens", id));
  token.set_role(role);
  token.set_person(person);
  *token.mutable_create_time() = domain::ToTimestamp(now);
  *token.mutable_expire_time() = domain::ToTimestamp(now + absl::Hours(24 * 400));
  return token;
}

// Holds an external id, kTakenId, that others may claim in vain.
v1::Account MakeTaken(const std::string& tenant, absl::Time now) {
  v1::Account account;
  account.set_name(domain::ResourceName(tenant, "accounts", "taken"));
  account.set_display_name("Taken");
  account.add_external_ids()->set_system("salesforce");
  account.mutable_external_ids(0)->set_record_id(kTakenId);
  *account.mutable_create_time() = domain::ToTimestamp(now);
  *account.mutable_update_time() = domain::ToTimestamp(now);
  return account;
}

// Nobody else knows the tenants of a test.
std::string SecretOf(const std::string& tenant, std::string_view person) {
  return absl::StrCat("btn_", tenant, "-", std::string(person));
}

}  // namespace

WorkloadCompany::WorkloadCompany(VariantServer& server, std::string tenant, unsigned seed)
    : server_(server),
      tenant_(std::move(tenant)),
      seed_(seed),
      policy_(MakePolicy(tenant_, seed)) {}

absl::Status WorkloadCompany::Found() {
  store::WriteOptions options;
  options.tenant = tenant_;
  options.actor = "system/test";
  options.method = "Found";
  options.now = server_.Now();
  const auto kept = server_.store().WriteAndWait(
      options, [this](store::Transaction& tx) -> absl::StatusOr<std::string> {
        BATON_RETURN_IF_ERROR(Keep(tx));
        return std::string();
      });
  BATON_RETURN_IF_ERROR(kept.status());
  for (const Member& member : kMembers) {
    clients_.emplace(member.id, server_.With(SecretOf(tenant_, member.id)));
  }
  clients_.emplace("plugin", server_.With(SecretOf(tenant_, "plugin")));
  return server_.ReloadTokens();
}

absl::Status WorkloadCompany::Keep(store::Transaction& tx) {
  BATON_RETURN_IF_ERROR(store::EnsureTenant(tx));
  BATON_RETURN_IF_ERROR(store::InsertPolicy(tx, policy_));
  const auto keep_token = [&](const std::string& id, v1::Role role, const std::string& person) {
    return store::InsertToken(tx, MakeToken(tenant_, id, role, person, tx.now()),
                              server::HashSecret(SecretOf(tenant_, id)));
  };
  for (const Member& member : kMembers) {
    const v1::Person person = MakePerson(tenant_, member, tx.now());
    BATON_RETURN_IF_ERROR(store::InsertPerson(tx, person));
    BATON_RETURN_IF_ERROR(keep_token(member.id, member.role, person.name()));
  }
  BATON_RETURN_IF_ERROR(store::InsertAccount(tx, MakeTaken(tenant_, tx.now())));
  return keep_token("plugin", v1::ROLE_INTEGRATION, "");
}

const Client& WorkloadCompany::As(std::string_view person) const {
  return clients_.find(person)->second;
}

std::string WorkloadCompany::Parent() const { return absl::StrCat("tenants/", tenant_); }

std::string WorkloadCompany::Name(std::string_view collection, std::string_view id) const {
  return domain::ResourceName(tenant_, collection, id);
}

}  // namespace baton::testing
