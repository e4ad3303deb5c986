#include "domain/policy_change.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "domain/policy.h"

namespace baton::domain {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

std::vector<std::string> FieldsThat(bool (*are)(const google::protobuf::FieldDescriptor&)) {
  std::vector<std::string> names;
  const google::protobuf::Descriptor& type = *v1::Policy::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    if (are(*type.field(i))) names.push_back(type.field(i)->name());
  }
  return names;
}

google::protobuf::FieldMask Mask(const std::vector<std::string>& paths) {
  google::protobuf::FieldMask mask;
  for (const std::string& path : paths) mask.add_paths(path);
  return mask;
}

// What is neither pay nor listed here would move money without the officers: a new field must be
// thought about.
TEST(PolicyChange, X11_EveryFieldIsARecordOrAHandoffsOrAPayChoice) {
  EXPECT_THAT(FieldsThat([](const auto& field) { return !IsPolicyChoice(field); }),
              UnorderedElementsAre("name", "version", "effective_time", "business_calendar",
                                   "change_note", "base_version", "creator", "create_time",
                                   "approval", "signatures", "approve_time"));
  EXPECT_THAT(
      FieldsThat([](const auto& field) { return IsPolicyChoice(field) && !AffectsPay(field); }),
      UnorderedElementsAre(
          "routing_test", "revisit_days", "hot_acknowledge_hours", "hot_contact_hours",
          "warm_acknowledge_hours", "warm_contact_hours", "watch_review_days", "calendar",
          "warn_bp", "reassignment", "max_reassignments", "outcome_ask_days", "escalation_steps",
          "review_acknowledged_bp", "review_conversation_bp", "review_min_signals",
          "crm_confirm_minutes", "intervention_plan_days", "noisy_csm_bp", "watch_expire_days",
          "audit_sample_bp", "audit_sample_min", "decay_half_life_days", "custom_first_bp",
          "custom_middle_bp", "custom_last_bp", "cs_led_base", "engaged_activities",
          "cs_team_cost_minor", "grr_loss", "expansion_probability_bp", "save_probability_bp",
          "renewal_probability_bp", "cross_sell_probability_bp", "show_ae_rate"));
  EXPECT_THAT(
      FieldsThat([](const auto& field) { return AffectsPay(field); }),
      UnorderedElementsAre(
          "time_zone", "fiscal_first_month", "currency_code", "model_a_threshold_minor",
          "model_c_acv_minor", "cross_sell_by", "credit_scheme", "csm_expansion_bp", "csm_share",
          "ae_save_bp", "ae_uplift_bp", "csm_cross_sell_bp", "save_bonus_bp",
          "save_bonus_min_minor", "save_bonus_max_minor", "band_low_minor", "band_high_minor",
          "signal_credit_bp", "payout_days", "signature_business_days", "leaver_signal_credit_days",
          "inherited_red_days", "band_reading", "self_serve_credit", "signal_spiff_minor",
          "clawback_roles", "grr_curve", "grr_basis", "late_fact_hours", "dispute_days",
          "backdate_days", "late_renewal", "team_source_bp", "team_close_bp", "team_assist_bp",
          "assist_share", "touch_window_days", "large_source_window_days"));
}

TEST(PolicyChange, X5_ChangesAreNamedWithBothValues) {
  const v1::Policy before = DefaultPolicy("acme");
  v1::Policy after = before;
  after.set_version(2);
  after.set_change_note("new");
  EXPECT_THAT(PolicyChanges(before, after), IsEmpty());
  after.set_revisit_days(45);
  after.set_ae_uplift_bp(500);
  after.set_credit_scheme(v1::CREDIT_SCHEME_BANDED);
  after.set_model_c_acv_minor(1);
  after.set_calendar("tenants/acme/calendars/berlin");
  v1::EscalationStep* step = after.add_escalation_steps();
  step->set_after_minutes(60);
  step->set_to(v1::ESCALATION_TARGET_REVOPS);
  after.set_show_ae_rate(true);
  const std::vector<v1::PolicyChange> changes = PolicyChanges(before, after);
  std::vector<std::string> texts;
  for (const v1::PolicyChange& change : changes) {
    texts.push_back(change.field() + ": " + change.before() + " -> " + change.after() +
                    (change.affects_pay() ? " (pay)" : ""));
  }
  EXPECT_THAT(
      texts,
      ElementsAre("revisit_days: 30 -> 45", "model_c_acv_minor: 15000000 -> 1 (pay)",
                  "credit_scheme: CREDIT_SCHEME_CATEGORY -> CREDIT_SCHEME_BANDED (pay)",
                  "ae_uplift_bp: 0 -> 500 (pay)", "calendar:  -> tenants/acme/calendars/berlin",
                  "escalation_steps: [] -> "
                  "[{\"after_minutes\":60,\"to\":\"ESCALATION_TARGET_REVOPS\"}]",
                  "show_ae_rate: false -> true"));
}

TEST(PolicyChange, X5_OnlyWhatIsNamedIsRead) {
  v1::Policy base = DefaultPolicy("acme");
  base.set_version(4);
  base.set_creator("tenants/acme/people/remy");
  base.add_escalation_steps()->set_after_minutes(60);
  v1::Policy asked;
  asked.set_revisit_days(45);
  asked.set_payout_days(20);
  asked.set_creator("tenants/acme/people/mallory");
  Violations faults;
  const v1::Policy some = ApplyChoices(
      base, asked, Mask({"revisit_days", "escalation_steps", "revisit_days"}), &faults);
  EXPECT_TRUE(faults.empty());
  EXPECT_EQ(some.revisit_days(), 45);
  EXPECT_EQ(some.payout_days(), 15);
  EXPECT_EQ(some.escalation_steps_size(), 0);
  EXPECT_EQ(some.creator(), "");
  EXPECT_EQ(some.version(), 0);
  const v1::Policy all = ApplyChoices(base, asked, Mask({}), &faults);
  EXPECT_EQ(all.payout_days(), 20);
  EXPECT_EQ(all.hot_contact_hours(), 0);
  EXPECT_EQ(all.creator(), "");
}

TEST(PolicyChange, X5_WhatIsNoChoiceIsNamed) {
  Violations faults;
  ApplyChoices(DefaultPolicy("acme"), v1::Policy(),
               Mask({"creator", "effective_time", "change_note", "signatures", "revisit.days"}),
               &faults);
  std::vector<std::string> fields;
  for (const auto& [field, description] : faults.faults()) fields.push_back(description);
  EXPECT_THAT(fields, ElementsAre("\"creator\" is nothing that a policy chooses",
                                  "\"signatures\" is nothing that a policy chooses",
                                  "\"revisit.days\" is nothing that a policy chooses"));
}

}  // namespace
}  // namespace baton::domain
