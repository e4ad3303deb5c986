#include "server/audit_desk.h"

#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/attribution.h"
#include "domain/attribution_audit.h"
#include "domain/fiscal.h"
#include "domain/instant.h"
#include "domain/instant_text.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"
#include "domain/status_macros.h"
#include "server/documentation_desk.h"
#include "server/period_desk.h"
#include "server/policy_source.h"
#include "server/signing_desk.h"
#include "store/attribution_audits.h"
#include "store/attributions.h"
#include "store/disputes.h"

namespace baton::server {
namespace {

using Causes = std::map<std::string, std::vector<v1::AuditCause>>;

// Names of all, and the causes of those that are looked at whatever is drawn.
struct Population {
  std::vector<std::string> names;
  Causes causes;
};

absl::StatusOr<Population> LoadPopulation(store::Transaction& tx, const domain::Quarter& quarter) {
  Population population;
  BATON_ASSIGN_OR_RETURN(
      const std::vector<v1::Attribution> all,
      store::AttributionsInPeriod(tx.session(), tx.tenant(), quarter.start, quarter.end));
  for (const v1::Attribution& attribution : all) {
    if (!attribution.reverses().empty()) continue;
    BATON_ASSIGN_OR_RETURN(const std::optional<v1::Dispute> dispute,
                           store::LastDisputeOf(tx.session(), tx.tenant(), attribution.name()));
    population.names.push_back(attribution.name());
    auto causes = domain::CausesOf(attribution, dispute.has_value());
    if (!causes.empty()) population.causes[attribution.name()] = std::move(causes);
  }
  return population;
}

absl::Status InsertItems(store::Transaction& tx, const std::string& quarter, const Causes& causes) {
  for (const auto& [name, why] : causes) {
    v1::AuditItem item;
    item.set_name(name);
    for (const v1::AuditCause cause : why) item.add_causes(cause);
    BATON_RETURN_IF_ERROR(store::InsertAuditItem(tx, quarter, item));
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::Quarter> EndedQuarter(store::Transaction& tx, const std::string& code) {
  BATON_ASSIGN_OR_RETURN(const domain::FiscalHistory quarters,
                         FiscalHistoryOf(tx.session(), tx.tenant()));
  const absl::StatusOr<domain::Quarter> quarter = quarters.Of(code);
  if (!quarter.ok()) {
    domain::Violations violations;
    violations.Add("quarter", "is no quarter, as 2027-Q1");
    return violations.ToStatus();
  }
  if (tx.now() >= quarter->end) return *quarter;
  return domain::RefuseState(
      v1::ERROR_REASON_QUARTER_OPEN,
      domain::ResourceName(tx.tenant(), "attributionAudits", quarter->code),
      absl::StrCat("the quarter ends at ", domain::FormatMinute(quarter->end)),
      {{"end", domain::FormatInstant(quarter->end)}});
}

}  // namespace

absl::StatusOr<v1::AttributionAudit> AuditQuarter(store::Transaction& tx, const Call& call,
                                                  const std::string& code, uint64_t seed) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "an audit"));
  BATON_ASSIGN_OR_RETURN(const v1::Policy policy,
                         PolicyInForce(tx.session(), tx.tenant(), tx.now()));
  BATON_ASSIGN_OR_RETURN(const domain::Quarter quarter, EndedQuarter(tx, code));
  BATON_ASSIGN_OR_RETURN(const std::optional<v1::AttributionAudit> held,
                         store::FindAudit(tx.session(), tx.tenant(), quarter.code));
  if (held.has_value()) return *held;
  BATON_ASSIGN_OR_RETURN(Population population, LoadPopulation(tx, quarter));
  v1::AttributionAudit audit;
  audit.set_name(domain::ResourceName(tx.tenant(), "attributionAudits", quarter.code));
  audit.set_quarter(quarter.code);
  audit.set_seed(seed);
  audit.set_population(static_cast<int32_t>(population.names.size()));
  const std::vector<std::string> drawn =
      domain::DrawSample(std::move(population.names), seed, policy);
  for (const std::string& name : drawn) {
    auto& causes = population.causes[name];
    causes.insert(causes.begin(), v1::AUDIT_CAUSE_SAMPLED);
  }
  audit.set_sampled(static_cast<int32_t>(drawn.size()));
  audit.set_items(static_cast<int32_t>(population.causes.size()));
  audit.set_creator(call.caller().person);
  *audit.mutable_create_time() = domain::ToTimestamp(tx.now());
  audit.set_policy_version(policy.version());
  BATON_RETURN_IF_ERROR(store::InsertAudit(tx, audit));
  BATON_RETURN_IF_ERROR(InsertItems(tx, quarter.code, population.causes));
  BATON_RETURN_IF_ERROR(SettleAudit(tx, quarter.code));
  return audit;
}

absl::Status LoadAttribution(store::Session& session, std::string_view tenant,
                             v1::AuditItem* item) {
  BATON_ASSIGN_OR_RETURN(v1::Attribution attribution,
                         store::GetAttribution(session, tenant, store::AttributionIdOf(*item)));
  BATON_ASSIGN_OR_RETURN(*item->mutable_attribution(),
                         WithDocumentation(session, tenant, std::move(attribution)));
  return absl::OkStatus();
}

absl::StatusOr<v1::AuditItem> RecordAuditFinding(store::Transaction& tx, const Call& call,
                                                 const std::string& quarter,
                                                 const std::string& attribution,
                                                 v1::AuditFinding finding,
                                                 const std::string& comment) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "a finding"));
  domain::Violations violations;
  if (!v1::AuditFinding_IsValid(finding) || finding == v1::AUDIT_FINDING_UNSPECIFIED) {
    violations.Add("finding", "is missing");
  }
  violations.RequireText("comment", comment, domain::kMaxAuditCommentChars);
  BATON_RETURN_IF_ERROR(violations.ToStatus());
  BATON_ASSIGN_OR_RETURN(const v1::AuditItem before,
                         store::GetAuditItem(tx.session(), tx.tenant(), quarter, attribution));
  if (before.finding() != v1::AUDIT_FINDING_UNSPECIFIED) {
    return domain::RefuseState(v1::ERROR_REASON_AUDIT_ITEM_REVIEWED, before.name(),
                               "the item has its finding", {{"reviewer", before.reviewer()}});
  }
  v1::AuditItem after = before;
  BATON_RETURN_IF_ERROR(LoadAttribution(tx.session(), tx.tenant(), &after));
  const std::string& person = call.caller().person;
  if (domain::IsCredited(after.attribution(), person)) {
    return domain::RefuseState(v1::ERROR_REASON_SECOND_PERSON, before.name(),
                               "nobody audits what credits them", {{"person", person}});
  }
  const v1::Attribution looked_at = after.attribution();
  after.clear_attribution();
  after.set_finding(finding);
  after.set_comment(comment);
  after.set_reviewer(person);
  *after.mutable_review_time() = domain::ToTimestamp(tx.now());
  BATON_RETURN_IF_ERROR(store::UpdateAuditItem(tx, quarter, before, after));
  BATON_RETURN_IF_ERROR(SettleAudit(tx, quarter));
  *after.mutable_attribution() = looked_at;
  return after;
}

}  // namespace baton::server
