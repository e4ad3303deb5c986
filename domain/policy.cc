#include "domain/policy.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "domain/business_calendar.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/refusal.h"
#include "domain/resource_name.h"

namespace baton::domain {
namespace {

constexpr int64_t kMaxSlaHours = 24 * 366;
constexpr int64_t kMaxPayoutDays = 366;
constexpr int64_t kMaxSignatureDays = 60;
constexpr int kMaxEscalationSteps = 5;
constexpr int64_t kMaxEscalationMinutes = 30 * 24 * 60;
constexpr int64_t kMaxMinor = 1'000'000'000'000'000;

void SetThresholds(v1::Policy* policy) {
  policy->set_model_a_threshold_minor(1'000'000);
  policy->set_model_c_acv_minor(15'000'000);
  policy->set_save_bonus_min_minor(50'000);
  policy->set_save_bonus_max_minor(250'000);
  policy->set_band_low_minor(2'500'000);
  policy->set_band_high_minor(10'000'000);
}

void SetClocks(v1::Policy* policy) {
  policy->set_revisit_days(30);
  policy->set_hot_acknowledge_hours(4);
  policy->set_hot_contact_hours(24);
  policy->set_warm_acknowledge_hours(24);
  policy->set_warm_contact_hours(72);
  policy->set_watch_review_days(7);
  policy->set_payout_days(15);
  policy->set_signature_business_days(5);
  policy->set_warn_bp(7500);
  policy->set_reassignment(v1::REASSIGNMENT_MODE_KEEP);
  policy->set_max_reassignments(5);
  policy->set_outcome_ask_days(30);
  policy->set_crm_confirm_minutes(15);
  policy->set_intervention_plan_days(7);
  policy->set_watch_expire_days(30);
  policy->set_leaver_signal_credit_days(90);
  policy->set_inherited_red_days(90);
}

void SetReviews(v1::Policy* policy) {
  policy->set_review_acknowledged_bp(8000);
  policy->set_review_conversation_bp(8000);
  policy->set_review_min_signals(5);
  policy->set_noisy_csm_bp(1000);
}

//
void SetAttribution(v1::Policy* policy) {
  policy->set_late_fact_hours(72);
  policy->set_dispute_days(30);
  policy->set_audit_sample_bp(1000);
  policy->set_audit_sample_min(25);
  policy->set_backdate_days(7);
  policy->set_late_renewal(v1::LATE_RENEWAL_CHURNED);
}

void SetCredit(v1::Policy* policy) {
  policy->set_cross_sell_by(v1::CROSS_SELL_BY_PRODUCT_LINE);
  policy->set_credit_scheme(v1::CREDIT_SCHEME_CATEGORY);
  policy->set_csm_expansion_bp(3000);
  policy->set_csm_share(v1::CSM_SHARE_BROKERED);
  policy->set_ae_save_bp(3000);
  policy->set_ae_uplift_bp(0);
  policy->set_csm_cross_sell_bp(3000);
  policy->set_save_bonus_bp(500);
  policy->set_signal_credit_bp(2500);
  policy->set_band_reading(v1::BAND_READING_WHOLE);
  policy->set_self_serve_credit(v1::SELF_SERVE_CREDIT_BY_SCHEME);
  policy->set_clawback_roles(v1::CLAWBACK_ROLES_BOTH);
  policy->set_grr_curve(v1::GRR_CURVE_LINEAR);
  policy->set_grr_basis(v1::GRR_BASIS_RENEWALS);
}

void SetTeamCredit(v1::Policy* policy) {
  policy->set_team_source_bp(4000);
  policy->set_team_close_bp(4000);
  policy->set_team_assist_bp(2000);
  policy->set_assist_share(v1::ASSIST_SHARE_PER_TOUCH);
  policy->set_touch_window_days(90);
  policy->set_large_source_window_days(180);
  policy->set_decay_half_life_days(7);
  policy->set_custom_first_bp(4000);
  policy->set_custom_middle_bp(2000);
  policy->set_custom_last_bp(4000);
}

void SetGrowth(v1::Policy* policy) {
  policy->set_cs_led_base(v1::CS_LED_BASE_ALL);
  policy->set_engaged_activities(6);
  policy->set_grr_loss(v1::GRR_LOSS_PER_ACCOUNT);
  policy->set_expansion_probability_bp(5000);
  policy->set_save_probability_bp(7000);
  policy->set_renewal_probability_bp(9500);
  policy->set_cross_sell_probability_bp(3000);
}

class PolicyChecker {
 public:
  explicit PolicyChecker(Violations* faults) : faults_(*faults) {}

  void Fault(absl::string_view field, absl::string_view description) {
    faults_.Add(absl::StrCat("policy.", field), description);
  }

  void Range(absl::string_view field, int64_t value, int64_t low, int64_t high) {
    if (value >= low && value <= high) return;
    Fault(field, absl::StrCat("is ", value, "; it must be ", low, " to ", high));
  }

  void Known(absl::string_view field, bool known) {
    if (!known) Fault(field, "is no value that this server knows");
  }

 private:
  Violations& faults_;
};

struct Weight {
  absl::string_view field;
  int64_t bp;
};

void CheckQuarters(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("fiscal_first_month", policy.fiscal_first_month(), 1, 12);
  if (!ParseTimeZone(policy.time_zone()).ok()) check->Fault("time_zone", "is no IANA time zone");
  if (!CurrencyExponent(policy.currency_code()).has_value()) {
    check->Fault("currency_code", "is no ISO 4217 code");
  }
  check->Range("payout_days", policy.payout_days(), 0, kMaxPayoutDays);
  check->Range("signature_business_days", policy.signature_business_days(), 1, kMaxSignatureDays);
}

void CheckClocks(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("revisit_days", policy.revisit_days(), 30, 60);
  check->Range("hot_acknowledge_hours", policy.hot_acknowledge_hours(), 1, kMaxSlaHours);
  check->Range("hot_contact_hours", policy.hot_contact_hours(), 1, kMaxSlaHours);
  check->Range("warm_acknowledge_hours", policy.warm_acknowledge_hours(), 1, kMaxSlaHours);
  check->Range("warm_contact_hours", policy.warm_contact_hours(), 1, kMaxSlaHours);
  if (policy.hot_contact_hours() < policy.hot_acknowledge_hours()) {
    check->Fault("hot_contact_hours", "is less than hot_acknowledge_hours");
  }
  if (policy.warm_contact_hours() < policy.warm_acknowledge_hours()) {
    check->Fault("warm_contact_hours", "is less than warm_acknowledge_hours");
  }
  if (policy.watch_review_days() != 7 && policy.watch_review_days() != 14) {
    check->Fault("watch_review_days",
                 absl::StrCat("is ", policy.watch_review_days(), "; it must be 7 or 14"));
  }
}

void CheckEscalation(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("warn_bp", policy.warn_bp(), 0, kOneBp - 1);
  check->Known("reassignment", v1::ReassignmentMode_IsValid(policy.reassignment()));
  check->Range("max_reassignments", policy.max_reassignments(), 1, 20);
  check->Range("escalation_steps", policy.escalation_steps_size(), 0, kMaxEscalationSteps);
  int32_t before = 0;
  for (int i = 0; i < policy.escalation_steps_size(); ++i) {
    const v1::EscalationStep& step = policy.escalation_steps(i);
    const std::string field = absl::StrCat("escalation_steps[", i, "].");
    check->Range(absl::StrCat(field, "after_minutes"), step.after_minutes(), before + 1,
                 kMaxEscalationMinutes);
    check->Known(absl::StrCat(field, "to"), step.to() != v1::ESCALATION_TARGET_UNSPECIFIED &&
                                                v1::EscalationTarget_IsValid(step.to()));
    before = std::max(before, step.after_minutes());
  }
}

void CheckFollowUp(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("outcome_ask_days", policy.outcome_ask_days(), 7, 90);
  check->Range("watch_expire_days", policy.watch_expire_days(), 7, 90);
  check->Range("leaver_signal_credit_days", policy.leaver_signal_credit_days(), 0, 365);
  check->Range("inherited_red_days", policy.inherited_red_days(), 0, 365);
  check->Range("crm_confirm_minutes", policy.crm_confirm_minutes(), 1, 1440);
  check->Range("intervention_plan_days", policy.intervention_plan_days(), 1, 30);
  check->Range("review_acknowledged_bp", policy.review_acknowledged_bp(), 0, kOneBp);
  check->Range("review_conversation_bp", policy.review_conversation_bp(), 0, kOneBp);
  check->Range("review_min_signals", policy.review_min_signals(), 1, 1000);
  check->Range("noisy_csm_bp", policy.noisy_csm_bp(), 0, kOneBp);
}

void CheckThresholds(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("model_a_threshold_minor", policy.model_a_threshold_minor(), 500'000, 1'000'000);
  check->Range("model_c_acv_minor", policy.model_c_acv_minor(), 1, kMaxMinor);
  check->Range("band_low_minor", policy.band_low_minor(), 1, kMaxMinor);
  check->Range("band_high_minor", policy.band_high_minor(), 1, kMaxMinor);
  check->Range("save_bonus_min_minor", policy.save_bonus_min_minor(), 0, kMaxMinor);
  check->Range("save_bonus_max_minor", policy.save_bonus_max_minor(), 0, kMaxMinor);
  if (policy.band_high_minor() <= policy.band_low_minor()) {
    check->Fault("band_high_minor", "is not above band_low_minor");
  }
  if (policy.save_bonus_max_minor() < policy.save_bonus_min_minor()) {
    check->Fault("save_bonus_max_minor", "is below save_bonus_min_minor");
  }
}

void CheckCredit(const v1::Policy& policy, PolicyChecker* check) {
  check->Known("routing_test", v1::RoutingTest_IsValid(policy.routing_test()));
  check->Known("cross_sell_by", v1::CrossSellBy_IsValid(policy.cross_sell_by()));
  check->Known("credit_scheme", v1::CreditScheme_IsValid(policy.credit_scheme()));
  check->Known("csm_share", v1::CsmShare_IsValid(policy.csm_share()));
  check->Range("csm_expansion_bp", policy.csm_expansion_bp(), 2000, 4000);
  check->Range("ae_save_bp", policy.ae_save_bp(), 0, kOneBp);
  check->Range("ae_uplift_bp", policy.ae_uplift_bp(), 0, 1000);
  check->Range("csm_cross_sell_bp", policy.csm_cross_sell_bp(), 0, kOneBp);
  check->Range("save_bonus_bp", policy.save_bonus_bp(), 500, 1000);
  check->Range("signal_credit_bp", policy.signal_credit_bp(), 2000, 3000);
  check->Range("signal_spiff_minor", policy.signal_spiff_minor(), 0, kMaxMinor);
  check->Known("band_reading", v1::BandReading_IsValid(policy.band_reading()));
  check->Known("self_serve_credit", v1::SelfServeCredit_IsValid(policy.self_serve_credit()));
  check->Known("clawback_roles", v1::ClawbackRoles_IsValid(policy.clawback_roles()));
  check->Known("grr_curve", v1::GrrCurve_IsValid(policy.grr_curve()));
  check->Known("grr_basis", v1::GrrBasis_IsValid(policy.grr_basis()));
}

void CheckAttribution(const v1::Policy& policy, PolicyChecker* check) {
  check->Range("late_fact_hours", policy.late_fact_hours(), 0, 720);
  check->Range("dispute_days", policy.dispute_days(), 1, 365);
  check->Range("audit_sample_bp", policy.audit_sample_bp(), 1, kOneBp);
  check->Range("audit_sample_min", policy.audit_sample_min(), 1, 1000);
  check->Range("backdate_days", policy.backdate_days(), 1, 3650);
  check->Known("late_renewal", v1::LateRenewal_IsValid(policy.late_renewal()));
}

// Three weights of which each is a share and which are one whole together.
void CheckWeights(absl::string_view last, std::initializer_list<Weight> weights,
                  PolicyChecker* check) {
  int64_t sum = 0;
  for (const Weight& weight : weights) {
    check->Range(weight.field, weight.bp, 0, kOneBp);
    sum += weight.bp;
  }
  if (sum != kOneBp) {
    check->Fault(last,
                 absl::StrCat("makes a sum of ", sum, " with the other two; it must be ", kOneBp));
  }
}

void CheckTeamCredit(const v1::Policy& policy, PolicyChecker* check) {
  CheckWeights("team_assist_bp",
               {{"team_source_bp", policy.team_source_bp()},
                {"team_close_bp", policy.team_close_bp()},
                {"team_assist_bp", policy.team_assist_bp()}},
               check);
  if (policy.team_source_bp() + policy.team_close_bp() == 0) {
    check->Fault("team_source_bp", "is 0 as team_close_bp is: one of them must weigh something");
  }
  CheckWeights("custom_last_bp",
               {{"custom_first_bp", policy.custom_first_bp()},
                {"custom_middle_bp", policy.custom_middle_bp()},
                {"custom_last_bp", policy.custom_last_bp()}},
               check);
  check->Known("assist_share", v1::AssistShare_IsValid(policy.assist_share()));
  check->Range("touch_window_days", policy.touch_window_days(), 1, 365);
  check->Range("large_source_window_days", policy.large_source_window_days(),
               policy.touch_window_days(), 730);
  check->Range("decay_half_life_days", policy.decay_half_life_days(), 1, 365);
}

void CheckGrowth(const v1::Policy& policy, PolicyChecker* check) {
  check->Known("cs_led_base", v1::CsLedBase_IsValid(policy.cs_led_base()));
  check->Known("grr_loss", v1::GrrLoss_IsValid(policy.grr_loss()));
  check->Range("engaged_activities", policy.engaged_activities(), 1, 1000);
  check->Range("cs_team_cost_minor", policy.cs_team_cost_minor(), 0, kMaxMinor);
  check->Range("expansion_probability_bp", policy.expansion_probability_bp(), 0, kOneBp);
  check->Range("save_probability_bp", policy.save_probability_bp(), 0, kOneBp);
  check->Range("renewal_probability_bp", policy.renewal_probability_bp(), 0, kOneBp);
  check->Range("cross_sell_probability_bp", policy.cross_sell_probability_bp(), 0, kOneBp);
}

}  // namespace

v1::Policy DefaultPolicy(std::string_view tenant) {
  v1::Policy policy;
  policy.set_name(ResourceName(tenant, "policies", "1"));
  policy.set_version(1);
  *policy.mutable_effective_time() = ToTimestamp(absl::UnixEpoch());
  policy.set_time_zone("UTC");
  policy.set_fiscal_first_month(1);
  policy.set_currency_code("USD");
  policy.set_routing_test(v1::ROUTING_TEST_TWO_OF_THREE);
  SetThresholds(&policy);
  SetClocks(&policy);
  SetReviews(&policy);
  SetCredit(&policy);
  SetAttribution(&policy);
  SetTeamCredit(&policy);
  SetGrowth(&policy);
  return policy;
}

absl::Status CheckPolicy(const v1::Policy& policy) {
  Violations faults;
  PolicyChecker(&faults).Range("version", policy.version(), 1, INT32_MAX);
  CheckPolicyChoices(policy, &faults);
  return faults.ToStatus();
}

void CheckPolicyChoices(const v1::Policy& policy, Violations* faults) {
  PolicyChecker check(faults);
  CheckQuarters(policy, &check);
  CheckClocks(policy, &check);
  CheckEscalation(policy, &check);
  CheckFollowUp(policy, &check);
  CheckThresholds(policy, &check);
  CheckCredit(policy, &check);
  CheckAttribution(policy, &check);
  CheckTeamCredit(policy, &check);
  CheckGrowth(policy, &check);
}

SlaPolicy SlaPolicyOf(const v1::Policy& policy) {
  SlaPolicy sla;
  sla.hot = {absl::Hours(policy.hot_acknowledge_hours()), absl::Hours(policy.hot_contact_hours())};
  sla.warm = {absl::Hours(policy.warm_acknowledge_hours()),
              absl::Hours(policy.warm_contact_hours())};
  sla.watch_review_days = policy.watch_review_days();
  return sla;
}

}  // namespace baton::domain
