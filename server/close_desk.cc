#include "server/close_desk.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "domain/attribution_reading.h"
#include "domain/close_check.h"
#include "domain/credit.h"
#include "domain/credit_share.h"
#include "domain/flag.h"
#include "domain/resource_name.h"
#include "domain/statement.h"
#include "domain/status_macros.h"
#include "server/payee_desk.h"
#include "server/statement_desk.h"
#include "store/attributions.h"
#include "store/corrections.h"
#include "store/people.h"
#include "store/plans.h"
#include "store/statement_lines.h"
#include "store/statements.h"

namespace baton::server {
namespace {

// What was found, by kind.
using Findings = std::map<v1::CloseCheckKind, std::vector<std::string>>;

void AddHolders(const v1::Attribution& attribution, v1::Role role, v1::AttributionCategory category,
                std::set<std::string>* people) {
  for (const v1::CreditShare& share : domain::HoldersOf(attribution, role, category)) {
    people->insert(share.person());
  }
}

// Whom the attribution gives credit or a bonus, alone or with others (W-4), or will when it has its
// exchange rate (C-3).
std::set<std::string> CreditedBy(const v1::Attribution& attribution) {
  constexpr v1::AttributionCategory kSave = v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
  std::set<std::string> people;
  for (const v1::AttributionPart& part : attribution.parts()) {
    const bool no_rate = domain::HasFlag(part.flags(), domain::kNoRate);
    if (part.ae_credit_minor() != 0 || no_rate) {
      AddHolders(attribution, v1::ROLE_AE, part.category(), &people);
    }
    if (part.csm_credit_minor() != 0 || no_rate) {
      AddHolders(attribution, v1::ROLE_CSM, part.category(), &people);
    }
  }
  if (attribution.has_save_bonus() || domain::HasFlag(attribution.flags(), domain::kNoRate)) {
    AddHolders(attribution, v1::ROLE_CSM, kSave, &people);
  }
  return people;
}

// Gathers who is paid for attributions.
class Credited {
 public:
  Credited(store::Session& session, const std::string& tenant)
      : session_(session), tenant_(tenant) {}

  absl::Status Add(const v1::Attribution& attribution) {
    people_.merge(CreditedBy(attribution));
    BATON_ASSIGN_OR_RETURN(const std::string csm, SignalCsmOf(session_, tenant_, attribution));
    if (!csm.empty()) people_.insert(csm);
    return absl::OkStatus();
  }

  const std::set<std::string>& people() const { return people_; }

 private:
  store::Session& session_;
  const std::string& tenant_;
  std::set<std::string> people_;
};

// Looks at the quarter's attributions, and whom they and the late ones credit.
absl::Status FindUnsettled(store::Session& session, const std::string& tenant,
                           const domain::Quarter& quarter, Findings* findings, Credited* credited) {
  BATON_RETURN_IF_ERROR(store::ForEachAttribution(
      session, tenant, quarter.start, quarter.end, [&](const v1::Attribution& attribution) {
        if (!domain::Counts(attribution)) return absl::OkStatus();
        if (!attribution.open_dispute().empty()) {
          (*findings)[v1::CLOSE_CHECK_KIND_DISPUTED].push_back(attribution.name());
        } else if (attribution.state() != v1::ATTRIBUTION_STATE_CONCURRED) {
          (*findings)[v1::CLOSE_CHECK_KIND_UNSIGNED].push_back(attribution.name());
        }
        return credited->Add(attribution);
      }));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Attribution> late,
                         LateAttributions(session, tenant, "", quarter, Scenario()));
  for (const v1::Attribution& attribution : late) {
    BATON_RETURN_IF_ERROR(credited->Add(attribution));
  }
  return absl::OkStatus();
}

// Who was merged into somebody is paid by that person's plan.
absl::Status FindUnplanned(store::Session& session, const std::string& tenant,
                           const domain::Quarter& quarter, const std::set<std::string>& credited,
                           Findings* findings) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> with_plan,
                         store::PayeesWithPlan(session, tenant, quarter.end));
  for (const std::string& name : credited) {
    BATON_ASSIGN_OR_RETURN(const v1::Person person, store::LoadPersonView(session, tenant, name));
    if (std::binary_search(with_plan.begin(), with_plan.end(), person.name())) continue;
    (*findings)[v1::CLOSE_CHECK_KIND_NO_PLAN].push_back(person.name());
  }
  return absl::OkStatus();
}

// What one draft waits for.
absl::Status LookAtDraft(store::Session& session, const std::string& tenant,
                         const v1::CompStatement& draft, Findings* findings) {
  BATON_ASSIGN_OR_RETURN(const v1::Person payee, store::GetPerson(session, tenant, draft.payee()));
  if (payee.payee_id().empty()) {
    (*findings)[v1::CLOSE_CHECK_KIND_NO_PAYEE_ID].push_back(draft.payee());
  }
  for (const v1::StatementLine& line : draft.lines()) {
    if (line.hold_reason() == domain::kHeldNoRate) {
      (*findings)[v1::CLOSE_CHECK_KIND_NO_RATE].push_back(line.name());
    }
    if (!line.booking().empty() && line.crm_opportunity_id().empty()) {
      (*findings)[v1::CLOSE_CHECK_KIND_NO_CRM_ID].push_back(line.booking());
    }
  }
  return absl::OkStatus();
}

// Whether the draft says what a computation would say now. One that can't be computed does not.
absl::StatusOr<bool> IsFresh(store::Session& session, const std::string& tenant,
                             const v1::CompStatement& draft, const domain::Quarter& quarter,
                             absl::Time now) {
  const absl::StatusOr<v1::CompStatement> fresh =
      ComputeNow(session, tenant, draft.payee(), quarter, now);
  if (absl::IsFailedPrecondition(fresh.status())) return false;
  if (!fresh.ok()) return fresh.status();
  return domain::CanonicalForm(draft) == domain::CanonicalForm(*fresh);
}

absl::Status FindStale(store::Session& session, const std::string& tenant,
                       const domain::Quarter& quarter, absl::Time now, Findings* findings) {
  BATON_ASSIGN_OR_RETURN(const std::vector<std::string> payees,
                         PayeesToCompute(session, tenant, quarter, now));
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::CompStatement> drafts,
                         store::StatementsOfPeriod(session, tenant, quarter.code));
  std::set<std::string> missing(payees.begin(), payees.end());
  std::vector<std::string>& uncomputed = (*findings)[v1::CLOSE_CHECK_KIND_NOT_COMPUTED];
  for (const v1::CompStatement& head : drafts) {
    if (missing.erase(head.payee()) == 0) {
      uncomputed.push_back(head.name());
      continue;
    }
    BATON_ASSIGN_OR_RETURN(const v1::CompStatement draft,
                           store::GetStatement(session, tenant, head.name()));
    BATON_RETURN_IF_ERROR(LookAtDraft(session, tenant, draft, findings));
    BATON_ASSIGN_OR_RETURN(const bool fresh, IsFresh(session, tenant, draft, quarter, now));
    if (!fresh) (*findings)[v1::CLOSE_CHECK_KIND_STALE].push_back(draft.name());
  }
  uncomputed.insert(uncomputed.end(), missing.begin(), missing.end());
  if (drafts.empty() && uncomputed.empty()) uncomputed.push_back(domain::TenantName(tenant));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<v1::CloseCheck>> CloseChecklist(store::Session& session,
                                                           const std::string& tenant,
                                                           const domain::Quarter& quarter,
                                                           absl::Time now) {
  Findings findings;
  if (now < quarter.end) {
    findings[v1::CLOSE_CHECK_KIND_NOT_OVER] = {
        domain::ResourceName(tenant, "periods", quarter.code)};
  }
  Credited credited(session, tenant);
  BATON_RETURN_IF_ERROR(FindUnsettled(session, tenant, quarter, &findings, &credited));
  BATON_RETURN_IF_ERROR(FindUnplanned(session, tenant, quarter, credited.people(), &findings));
  BATON_RETURN_IF_ERROR(FindStale(session, tenant, quarter, now, &findings));
  BATON_ASSIGN_OR_RETURN(findings[v1::CLOSE_CHECK_KIND_UNAPPROVED_CORRECTION],
                         store::PendingCorrections(session, tenant, quarter.code));
  std::vector<v1::CloseCheck> checklist;
  for (auto& [kind, subjects] : findings) {
    if (!subjects.empty()) checklist.push_back(domain::CloseCheckOf(kind, std::move(subjects)));
  }
  return checklist;
}

}  // namespace baton::server
