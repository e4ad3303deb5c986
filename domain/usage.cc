#include "domain/usage.h"

#include <string>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/refusal.h"

namespace baton::domain {
namespace {

constexpr int kAllBp = 10'000;

bool IsLevel(const v1::UsageObservation& observation) {
  return observation.kind() == v1::USAGE_KIND_UNSPECIFIED ||
         observation.kind() == v1::USAGE_KIND_LEVEL;
}

bool IsOpen(const std::optional<v1::Opportunity>& opportunity) {
  return opportunity.has_value() && opportunity->state() == v1::OPPORTUNITY_STATE_OPEN;
}

void CheckFigures(const v1::UsageObservation& observation, Violations* violations) {
  if (observation.used() < 0) violations->Add("observation.used", "is negative");
  if (observation.limit() < 0) violations->Add("observation.limit", "is negative");
  if (IsLevel(observation)) {
    violations->RequireText("observation.metric", observation.metric(), 64);
    if (observation.limit() == 0) violations->Add("observation.limit", "is missing");
  } else {
    violations->LimitText("observation.metric", observation.metric(), 64);
  }
  if (observation.threshold_bp() < 0 || observation.threshold_bp() > kAllBp) {
    violations->Add("observation.threshold_bp", "must be 1 to 10,000 basis points");
  }
  if (observation.has_amount()) {
    CheckCurrency("observation.amount.currency_code", observation.amount().currency_code(),
                  violations);
    if (observation.amount().amount_minor() < 0) {
      violations->Add("observation.amount.amount_minor", "is negative");
    }
  }
}

// "seats of core: 89 of 100 seats, over 85.00% of the limit"
std::string Figures(const v1::UsageObservation& observation) {
  const std::string unit = observation.unit().empty() ? "" : absl::StrCat(" ", observation.unit());
  return absl::StrCat(observation.metric(), " of ", observation.product(), ": ", observation.used(),
                      " of ", observation.limit(), unit, ", over ",
                      observation.threshold_bp() / 100, ".",
                      observation.threshold_bp() % 100 < 10 ? "0" : "",
                      observation.threshold_bp() % 100, "% of the limit");
}

std::string TextOf(const v1::UsageObservation& observation, v1::TriggerEvent trigger) {
  if (!observation.note().empty()) return observation.note();
  if (trigger == v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED) return Figures(observation);
  return absl::StrCat(trigger == v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE ? "self-serve upgrade"
                                                                      : "automatic tier change",
                      " of ", observation.product());
}

}  // namespace

absl::Status CheckUsage(const v1::UsageObservation& observation) {
  Violations violations;
  if (!v1::UsageKind_IsValid(observation.kind())) {
    violations.Add("observation.kind", "is no value that this server knows");
  }
  violations.RequireText("observation.product", observation.product(), 64);
  CheckFigures(observation, &violations);
  violations.LimitText("observation.unit", observation.unit(), 32);
  violations.LimitText("observation.note", observation.note(), kMaxUsageNoteChars);
  violations.LimitText("observation.source.system", observation.source().system(), 40);
  violations.LimitText("observation.source.record_id", observation.source().record_id(), 200);
  CheckInstant("observation.observe_time", observation.observe_time(), &violations);
  CheckInstant("observation.source_update_time", observation.source_update_time(), &violations);
  return violations.ToStatus();
}

v1::UsageObservation CompleteUsage(v1::UsageObservation observation, absl::Time now) {
  if (IsLevel(observation)) observation.set_kind(v1::USAGE_KIND_LEVEL);
  if (observation.threshold_bp() == 0) observation.set_threshold_bp(kDefaultThresholdBp);
  *observation.mutable_record_time() = ToTimestamp(now);
  if (!observation.has_observe_time()) {
    *observation.mutable_observe_time() = observation.record_time();
  }
  observation.clear_opportunity();
  return observation;
}

bool IsOverThreshold(const v1::UsageObservation& observation) {
  if (!IsLevel(observation)) return false;
  return absl::int128(observation.used()) * kAllBp >
         absl::int128(observation.limit()) * observation.threshold_bp();
}

v1::TriggerEvent TriggerOf(const v1::UsageObservation& observation, const UsageContext& context) {
  if (IsOpen(context.opportunity)) return v1::TRIGGER_EVENT_UNSPECIFIED;
  switch (observation.kind()) {
    case v1::USAGE_KIND_SELF_SERVE_UPGRADE:
      return v1::TRIGGER_EVENT_SELF_SERVE_UPGRADE;
    case v1::USAGE_KIND_AUTOMATIC_TIER_CHANGE:
      return v1::TRIGGER_EVENT_AUTOMATIC_TIER_CHANGE;
    default:
      break;
  }
  const bool crosses = IsOverThreshold(observation) && !context.after.has_value() &&
                       !(context.before.has_value() && IsOverThreshold(*context.before));
  return crosses ? v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED : v1::TRIGGER_EVENT_UNSPECIFIED;
}

v1::Opportunity OpportunityFrom(const v1::UsageObservation& observation, v1::TriggerEvent trigger) {
  v1::Opportunity opportunity;
  opportunity.set_creation_source(v1::CREATION_SOURCE_PLG_TRIGGER);
  opportunity.set_trigger_event(trigger);
  opportunity.set_trigger_text(TextOf(observation, trigger));
  opportunity.set_self_serve(trigger != v1::TRIGGER_EVENT_USAGE_LIMIT_APPROACHED);
  if (observation.has_amount()) *opportunity.mutable_amount() = observation.amount();
  *opportunity.mutable_create_time() = observation.observe_time();
  return opportunity;
}

}  // namespace baton::domain
