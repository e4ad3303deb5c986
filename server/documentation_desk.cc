#include "server/documentation_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/instant.h"
#include "domain/refusal.h"
#include "domain/status_macros.h"
#include "server/signing_desk.h"
#include "store/activities.h"
#include "store/attributions.h"
#include "store/bookings.h"
#include "store/health.h"
#include "store/opportunities.h"

namespace baton::server {
namespace {

// The activity that evidence refers to: one of the booking's account. INVALID_FIELDS otherwise.
absl::StatusOr<v1::Activity> FindActivity(store::Transaction& tx, const v1::Booking& booking,
                                          const std::string& name) {
  const domain::DocumentationWindow window = domain::DocumentationWindowOf(booking);
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::Activity> activities,
                         store::ActivitiesInWindow(tx.session(), tx.tenant(), booking.account(),
                                                   window.from, window.until));
  for (const v1::Activity& activity : activities) {
    if (activity.name() == name) return activity;
  }
  domain::Violations violations;
  violations.Add("evidence.activity",
                 "is no activity of the booking's account in the 90 days before it");
  return violations.ToStatus();
}

}  // namespace

domain::DocumentationFacts DocumentationRecords::Facts(const v1::Booking& booking) const {
  domain::DocumentationFacts facts;
  facts.booking = &booking;
  facts.health = health;
  facts.activities = activities;
  if (opportunity.has_value()) facts.opportunity = &*opportunity;
  return facts;
}

absl::StatusOr<DocumentationRecords> LoadDocumentation(store::Session& session,
                                                       std::string_view tenant,
                                                       const v1::Booking& booking) {
  const domain::DocumentationWindow window = domain::DocumentationWindowOf(booking);
  DocumentationRecords records;
  BATON_ASSIGN_OR_RETURN(records.health,
                         store::ListHealth(session, tenant, booking.account(), window.until));
  BATON_ASSIGN_OR_RETURN(
      records.activities,
      store::ActivitiesInWindow(session, tenant, booking.account(), window.from, window.until));
  if (booking.opportunity().empty()) return records;
  BATON_ASSIGN_OR_RETURN(records.opportunity,
                         store::GetOpportunity(session, tenant, booking.opportunity()));
  return records;
}

absl::StatusOr<v1::Attribution> WithDocumentation(store::Session& session, std::string_view tenant,
                                                  v1::Attribution attribution) {
  if (attribution.state() != v1::ATTRIBUTION_STATE_PROPOSED) return attribution;
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(session, tenant, attribution.booking()));
  BATON_ASSIGN_OR_RETURN(const DocumentationRecords records,
                         LoadDocumentation(session, tenant, booking));
  const auto checks = domain::CheckDocumentation(attribution, records.Facts(booking));
  attribution.mutable_documentation()->Assign(checks.begin(), checks.end());
  return attribution;
}

absl::StatusOr<v1::Attribution> AttachEvidence(store::Transaction& tx, const Call& call,
                                               const v1::Attribution& before,
                                               v1::Evidence evidence) {
  BATON_RETURN_IF_ERROR(RequirePerson(call, "evidence"));
  if (before.state() != v1::ATTRIBUTION_STATE_PROPOSED) {
    return domain::RefuseState(v1::ERROR_REASON_ATTRIBUTION_STATE, before.name(),
                               "the attribution is no longer proposed",
                               {{"state", v1::AttributionState_Name(before.state())}});
  }
  if (before.evidence_size() >= domain::kMaxEvidence) {
    return domain::RefuseState(v1::ERROR_REASON_ATTRIBUTION_STATE, before.name(),
                               absl::StrCat("it has ", domain::kMaxEvidence,
                                            " pieces of evidence, which is all it takes"));
  }
  BATON_ASSIGN_OR_RETURN(const v1::Booking booking,
                         store::GetBooking(tx.session(), tx.tenant(), before.booking()));
  std::optional<v1::Activity> activity;
  if (!evidence.activity().empty()) {
    BATON_ASSIGN_OR_RETURN(activity, FindActivity(tx, booking, evidence.activity()));
  }
  BATON_ASSIGN_OR_RETURN(
      evidence, domain::CheckEvidence(std::move(evidence),
                                      activity.has_value() ? &*activity : nullptr, booking));
  evidence.set_evidence(before.evidence_size() + 1);
  evidence.set_attacher(call.caller().person);
  *evidence.mutable_attach_time() = domain::ToTimestamp(tx.now());
  v1::Attribution after = before;
  *after.add_evidence() = std::move(evidence);
  BATON_RETURN_IF_ERROR(store::UpdateAttribution(tx, before, after));
  return WithDocumentation(tx.session(), tx.tenant(), std::move(after));
}

}  // namespace baton::server
