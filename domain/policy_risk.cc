#include "domain/policy_risk.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"

namespace baton::domain {
namespace {

void Warn(v1::PolicyRisk risk, const char* field, std::string text,
          std::vector<v1::PolicyWarning>* warnings) {
  v1::PolicyWarning& warning = warnings->emplace_back();
  warning.set_risk(risk);
  warning.set_field(field);
  warning.set_text(std::move(text));
}

std::string Amount(const v1::Policy& policy, int64_t minor) {
  return AmountText(minor, policy.currency_code());
}

void WarnOfBands(const v1::Policy& policy, std::vector<v1::PolicyWarning>* warnings) {
  if (policy.credit_scheme() != v1::CREDIT_SCHEME_BANDED) {
    Warn(v1::POLICY_RISK_NO_BANDS, "credit_scheme",
         "net-new expansion is not credited by bands of size: who owns a deal is argued case by "
         "case, which costs weeks",
         warnings);
    return;
  }
  if (policy.band_high_minor() > kHighestBandEdgeMinor) {
    Warn(v1::POLICY_RISK_NO_TOP_BAND, "band_high_minor",
         absl::StrCat("the upper band begins above ", Amount(policy, policy.band_high_minor()),
                      ": the CSM has most of nearly every deal, whatever its size; above ",
                      Amount(policy, kHighestBandEdgeMinor), " it takes a negotiator"),
         warnings);
  }
  if (policy.band_reading() == v1::BAND_READING_MARGINAL) return;
  Warn(v1::POLICY_RISK_CLIFF_AT_BAND, "band_low_minor",
       absl::StrCat("one minor unit moves the credit of a whole booking: at ",
                    Amount(policy, policy.band_low_minor()), " from 100 / 0 to 70 / 30, above ",
                    Amount(policy, policy.band_high_minor()), " to 30 / 70"),
       warnings);
}

}  // namespace

std::vector<v1::PolicyWarning> PolicyWarnings(const v1::Policy& policy) {
  std::vector<v1::PolicyWarning> warnings;
  WarnOfBands(policy, &warnings);
  if (policy.intervention_plan_days() > kInterventionDays) {
    Warn(v1::POLICY_RISK_INTERVENTION_SLA_OFF, "intervention_plan_days",
         absl::StrCat("an account at risk may wait ", policy.intervention_plan_days(),
                      " days for its plan; with a plan within 7 days churn is 18% lower"),
         &warnings);
  }
  if (policy.csm_cross_sell_bp() == 0) {
    Warn(v1::POLICY_RISK_AE_ALL_CSM_NOTHING, "csm_cross_sell_bp",
         "of a cross-sell the AE is credited in full and the CSM not at all: the CSM has no reason "
         "to pass it on",
         &warnings);
  }
  if (policy.calendar().empty()) {
    Warn(v1::POLICY_RISK_SLA_WITHOUT_CALENDAR, "calendar",
         "no calendar is bound: clocks run through nights, weekends and holidays", &warnings);
  }
  return warnings;
}

}  // namespace baton::domain
