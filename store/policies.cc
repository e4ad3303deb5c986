#include "store/policies.h"

#include <algorithm>
#include <string>
#include <vector>

#include "domain/status_macros.h"
#include "store/query.h"

namespace baton::store {
namespace {
constexpr std::string_view kPolicies = "policies";
}  // namespace

const Table& PolicyTable() {
  static const Table& table =
      *new Table(v1::Policy::descriptor(), "policies",
                 {
                     Key("policy_id", "name", kPolicies),
                     Int("version", "version"),
                     Time("effective_time_us", "effective_time"),
                     Text("time_zone", "time_zone"),
                     Int("fiscal_first_month", "fiscal_first_month"),
                     Text("currency_code", "currency_code"),
                     Enum("routing_test", "routing_test"),
                     Int("revisit_days", "revisit_days"),
                     Int("model_a_threshold_minor", "model_a_threshold_minor"),
                     Int("model_c_acv_minor", "model_c_acv_minor"),
                     Int("hot_acknowledge_hours", "hot_acknowledge_hours"),
                     Int("hot_contact_hours", "hot_contact_hours"),
                     Int("warm_acknowledge_hours", "warm_acknowledge_hours"),
                     Int("warm_contact_hours", "warm_contact_hours"),
                     Int("watch_review_days", "watch_review_days"),
                     Enum("cross_sell_by", "cross_sell_by"),
                     Enum("credit_scheme", "credit_scheme"),
                     Int("csm_expansion_bp", "csm_expansion_bp"),
                     Enum("csm_share", "csm_share"),
                     Int("ae_save_bp", "ae_save_bp"),
                     Int("ae_uplift_bp", "ae_uplift_bp"),
                     Int("csm_cross_sell_bp", "csm_cross_sell_bp"),
                     Int("save_bonus_bp", "save_bonus_bp"),
                     Int("save_bonus_min_minor", "save_bonus_min_minor"),
                     Int("save_bonus_max_minor", "save_bonus_max_minor"),
                     Int("band_low_minor", "band_low_minor"),
                     Int("band_high_minor", "band_high_minor"),
                     Int("signal_credit_bp", "signal_credit_bp"),
                     Int("payout_days", "payout_days"),
                     Int("signature_business_days", "signature_business_days"),
                     Int("warn_bp", "warn_bp"),
                     Enum("reassignment", "reassignment"),
                     Int("max_reassignments", "max_reassignments"),
                     Int("outcome_ask_days", "outcome_ask_days"),
                     Json("escalation_steps", "escalation_steps"),
                     Int("review_acknowledged_bp", "review_acknowledged_bp"),
                     Int("review_conversation_bp", "review_conversation_bp"),
                     Int("review_min_signals", "review_min_signals"),
                     Int("crm_confirm_minutes", "crm_confirm_minutes"),
                     Int("intervention_plan_days", "intervention_plan_days"),
                     Int("noisy_csm_bp", "noisy_csm_bp"),
                     Int("watch_expire_days", "watch_expire_days"),
                     Int("leaver_signal_credit_days", "leaver_signal_credit_days"),
                     Int("late_fact_hours", "late_fact_hours"),
                     Int("dispute_days", "dispute_days"),
                     Int("audit_sample_bp", "audit_sample_bp"),
                     Int("audit_sample_min", "audit_sample_min"),
                     Int("backdate_days", "backdate_days"),
                     Enum("late_renewal", "late_renewal"),
                     Ref("calendar_id", "calendar", "calendars"),
                     Text("change_note", "change_note"),
                     Int("base_version", "base_version"),
                     Ref("creator_id", "creator", "people"),
                     Time("create_time_us", "create_time"),
                     Enum("approval", "approval"),
                     Json("signatures", "signatures"),
                     Time("approve_time_us", "approve_time"),
                     Int("team_source_bp", "team_source_bp"),
                     Int("team_close_bp", "team_close_bp"),
                     Int("team_assist_bp", "team_assist_bp"),
                     Enum("assist_share", "assist_share"),
                     Int("touch_window_days", "touch_window_days"),
                     Int("large_source_window_days", "large_source_window_days"),
                     Int("decay_half_life_days", "decay_half_life_days"),
                     Int("custom_first_bp", "custom_first_bp"),
                     Int("custom_middle_bp", "custom_middle_bp"),
                     Int("custom_last_bp", "custom_last_bp"),
                     Enum("cs_led_base", "cs_led_base"),
                     Int("engaged_activities", "engaged_activities"),
                     Int("cs_team_cost_minor", "cs_team_cost_minor"),
                     Enum("grr_loss", "grr_loss"),
                     Int("expansion_probability_bp", "expansion_probability_bp"),
                     Int("save_probability_bp", "save_probability_bp"),
                     Int("renewal_probability_bp", "renewal_probability_bp"),
                     Int("cross_sell_probability_bp", "cross_sell_probability_bp"),
                     Int("inherited_red_days", "inherited_red_days"),
                     Enum("band_reading", "band_reading"),
                     Enum("self_serve_credit", "self_serve_credit"),
                     Int("signal_spiff_minor", "signal_spiff_minor"),
                     Enum("clawback_roles", "clawback_roles"),
                     Enum("grr_curve", "grr_curve"),
                     Enum("grr_basis", "grr_basis"),
                     Bool("show_ae_rate", "show_ae_rate"),
                 });
  return table;
}

const ListSpec& PolicyList() {
  static const ListSpec& spec =
      *new ListSpec{&PolicyTable(), "policy_id", {}, {{"version desc", "version", true}}};
  return spec;
}

absl::StatusOr<std::optional<v1::Policy>> PolicyAt(Session& session, std::string_view tenant,
                                                   absl::Time at) {
  static const Sql& sql =
      *new Sql(PolicyTable().Select("WHERE tenant = :p1 AND approve_time_us IS NOT NULL "
                                    "AND effective_time_us <= :p2 "
                                    "ORDER BY effective_time_us DESC, version DESC LIMIT 1"));
  return ReadFirst<v1::Policy>(session, PolicyTable(), sql, {tenant, absl::ToUnixMicros(at)},
                               tenant);
}

absl::StatusOr<std::optional<v1::Policy>> LastApprovedPolicy(Session& session,
                                                             std::string_view tenant) {
  static const Sql& sql =
      *new Sql(PolicyTable().Select("WHERE tenant = :p1 AND approve_time_us IS NOT NULL "
                                    "ORDER BY effective_time_us DESC, version DESC LIMIT 1"));
  return ReadFirst<v1::Policy>(session, PolicyTable(), sql, {tenant}, tenant);
}

absl::StatusOr<std::vector<v1::Policy>> ApprovedPolicies(Session& session,
                                                         std::string_view tenant) {
  static const Sql& sql =
      *new Sql(PolicyTable().Select("WHERE tenant = :p1 AND approve_time_us IS NOT NULL "
                                    "ORDER BY effective_time_us, version"));
  return ReadAll<v1::Policy>(session, PolicyTable(), sql, {tenant}, tenant);
}

absl::StatusOr<int32_t> LastPolicyVersion(Session& session, std::string_view tenant) {
  static const Sql& sql = *new Sql{
      "SELECT version FROM policies WHERE tenant = :p1 ORDER BY version DESC LIMIT 1", "i"};
  const auto rows = session.Query(sql, {tenant});
  const bool found = rows->Next();
  if (!rows->status().ok()) return rows->status();
  return found ? static_cast<int32_t>(rows->Int(0)) : 0;
}

absl::StatusOr<std::optional<absl::Time>> LastDecisionTime(Session& session,
                                                           std::string_view tenant) {
  static const Sql& filed = *new Sql{
      "SELECT file_time_us FROM signals WHERE tenant = :p1 "
      "ORDER BY file_time_us DESC LIMIT 1",
      "i"};
  static const Sql& booked = *new Sql{
      "SELECT booked_time_us FROM attributions WHERE tenant = :p1 "
      "ORDER BY booked_time_us DESC LIMIT 1",
      "i"};
  std::optional<absl::Time> last;
  for (const Sql* sql : {&filed, &booked}) {
    const auto rows = session.Query(*sql, {tenant});
    if (rows->Next()) {
      last = std::max(last.value_or(absl::InfinitePast()), absl::FromUnixMicros(rows->Int(0)));
    }
    if (!rows->status().ok()) return rows->status();
  }
  return last;
}

absl::StatusOr<v1::Policy> GetPolicyVersion(Session& session, std::string_view tenant,
                                            int32_t version) {
  return GetRecord<v1::Policy>(session, PolicyTable(), tenant, kPolicies, std::to_string(version));
}

absl::Status InsertPolicy(Transaction& tx, const v1::Policy& policy) {
  BATON_RETURN_IF_ERROR(PolicyTable().Insert(tx.session(), tx.tenant(), policy));
  tx.Changed(policy.name(), nullptr, &policy);
  return absl::OkStatus();
}

absl::Status UpdatePolicy(Transaction& tx, const v1::Policy& before, const v1::Policy& after) {
  BATON_RETURN_IF_ERROR(PolicyTable().Update(tx.session(), tx.tenant(), after));
  tx.Changed(after.name(), &before, &after);
  return absl::OkStatus();
}

}  // namespace baton::store
