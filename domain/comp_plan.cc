#include "domain/comp_plan.h"

#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "domain/field_check.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/plan_template.h"
#include "domain/pools.h"
#include "domain/spiff.h"

namespace baton::domain {
namespace {

constexpr int kMaxPlanNameChars = 200;
constexpr int64_t kMaxMinor = 1'000'000'000'000'000;
constexpr int64_t kMaxExpansionTargetBp = 1'000'000;
// C-7. The GRR multiplier runs from 90% to the target.
constexpr int64_t kLeastGrrTargetBp = 9'001;

bool IsPayeeRole(v1::Role role) {
  return role == v1::ROLE_CSM || role == v1::ROLE_AE || role == v1::ROLE_MANAGER ||
         role == v1::ROLE_VP_CS;
}

v1::PlanKind KindOf(v1::Role role) {
  switch (role) {
    case v1::ROLE_AE:
      return v1::PLAN_KIND_COMMISSION;
    case v1::ROLE_CSM:
      return v1::PLAN_KIND_POOLS;
    case v1::ROLE_MANAGER:
      return v1::PLAN_KIND_TEAM_POOLS;
    case v1::ROLE_VP_CS:
      return v1::PLAN_KIND_COMPANY_POOLS;
    default:
      return v1::PLAN_KIND_UNSPECIFIED;
  }
}

class PlanChecker {
 public:
  PlanChecker(absl::string_view path, const v1::CompPlan& plan, Violations* faults)
      : path_(path), plan_(plan), faults_(*faults) {}

  void Check() {
    CheckHead();
    CheckAmounts();
    CheckPools();
    CheckMbos();
    CheckSpiffs();
  }

 private:
  std::string Field(absl::string_view field) const { return absl::StrCat(path_, field); }

  void Fault(absl::string_view field, absl::string_view what) { faults_.Add(Field(field), what); }

  void Range(absl::string_view field, int64_t value, int64_t low, int64_t high) {
    if (value >= low && value <= high) return;
    Fault(field, absl::StrCat("is ", value, "; it must be ", low, " to ", high));
  }

  void CheckHead() {
    faults_.RequireText(Field("code"), plan_.code(), kMaxPlanCodeChars);
    faults_.LimitText(Field("display_name"), plan_.display_name(), kMaxPlanNameChars);
    if (!IsPayeeRole(plan_.role())) Fault("role", "is none of csm, ae, manager, vp_cs");
    if (!v1::PlanKind_IsValid(plan_.kind())) Fault("kind", "is no kind that this server knows");
    if (!plan_.template_().empty() && FindPlanTemplate(plan_.template_()) == nullptr) {
      Fault("template", "names no template that there is");
    }
    CheckCurrency(Field("currency_code"), plan_.currency_code(), &faults_);
  }

  void CheckAmounts() {
    Range("expansion_rate_bp", plan_.expansion_rate_bp(), 0, kOneBp);
    Range("new_business_rate_bp", plan_.new_business_rate_bp(), 0, kOneBp);
    Range("renewal_rate_bp", plan_.renewal_rate_bp(), 0, kOneBp);
    Range("base_minor", plan_.base_minor(), 0, kMaxMinor);
    Range("variable_minor", plan_.variable_minor(), 0, kMaxMinor);
    Range("draw_minor", plan_.draw_minor(), 0, kMaxMinor);
    Range("guarantee_minor", plan_.guarantee_minor(), 0, kMaxMinor);
    Range("cap_minor", plan_.cap_minor(), 0, kMaxMinor);
    if (plan_.draw_recoverable() && plan_.draw_minor() == 0) {
      Fault("draw_recoverable", "needs a draw");
    }
    if (plan_.cap_minor() > 0 && plan_.cap_minor() < plan_.guarantee_minor()) {
      Fault("cap_minor", "is below guarantee_minor");
    }
  }

  void CheckPools() {
    Range("grr_pool_bp", plan_.grr_pool_bp(), 0, kOneBp);
    Range("expansion_pool_bp", plan_.expansion_pool_bp(), 0, kOneBp);
    Range("mbo_pool_bp", plan_.mbo_pool_bp(), 0, kOneBp);
    const int64_t sum =
        int64_t{plan_.grr_pool_bp()} + plan_.expansion_pool_bp() + plan_.mbo_pool_bp();
    if (sum != 0 && sum != kOneBp) {
      Fault("grr_pool_bp", absl::StrCat("adds up to ", sum,
                                        " with expansion_pool_bp and mbo_pool_bp; the three "
                                        "must add up to 10000, or all be 0"));
    }
    if (sum != 0 && plan_.kind() == v1::PLAN_KIND_COMMISSION) {
      Fault("kind", "is commission, so no pool may weigh anything");
    }
    Range("grr_target_bp", plan_.grr_target_bp(), plan_.grr_pool_bp() > 0 ? kLeastGrrTargetBp : 0,
          kOneBp);
    Range("expansion_target_bp", plan_.expansion_target_bp(), 0, kMaxExpansionTargetBp);
  }

  void CheckMbos() {
    Range("mbos", plan_.mbos_size(), 0, kMaxMbos);
    std::set<v1::MboKind> seen;
    for (int i = 0; i < plan_.mbos_size(); ++i) {
      const v1::MboTarget& mbo = plan_.mbos(i);
      const std::string at = absl::StrCat("mbos[", i, "].");
      if (mbo.kind() == v1::MBO_KIND_UNSPECIFIED || !v1::MboKind_IsValid(mbo.kind())) {
        Fault(absl::StrCat(at, "kind"), "is missing or unknown");
      } else if (!seen.insert(mbo.kind()).second) {
        Fault(absl::StrCat(at, "kind"), "comes twice");
      }
      Range(absl::StrCat(at, "target_bp"), mbo.target_bp(), 0, kMaxMboBp);
    }
  }

  void CheckSpiffs() {
    Range("spiffs", plan_.spiffs_size(), 0, kMaxSpiffs);
    std::set<std::string> codes;
    for (int i = 0; i < plan_.spiffs_size(); ++i) {
      const std::string at = absl::StrCat("spiffs[", i, "].");
      CheckSpiff(at, plan_.spiffs(i));
      if (!codes.insert(plan_.spiffs(i).code()).second) {
        Fault(absl::StrCat(at, "code"), "comes twice");
      }
    }
  }

  void CheckSpiff(const std::string& at, const v1::Spiff& spiff) {
    faults_.RequireText(Field(absl::StrCat(at, "code")), spiff.code(), kMaxPlanCodeChars);
    const std::string code_fault = SpiffCodeFault(spiff.code());
    if (!code_fault.empty()) Fault(absl::StrCat(at, "code"), code_fault);
    CheckSpiffTime(at, spiff);
    if (spiff.category() == v1::ATTRIBUTION_CATEGORY_UNSPECIFIED ||
        !v1::AttributionCategory_IsValid(spiff.category())) {
      Fault(absl::StrCat(at, "category"), "is missing or unknown");
    }
    Range(absl::StrCat(at, "min_credited_minor"), spiff.min_credited_minor(), 0, kMaxMinor);
    Range(absl::StrCat(at, "amount_minor"), spiff.amount_minor(), 0, kMaxMinor);
    Range(absl::StrCat(at, "rate_bp"), spiff.rate_bp(), 0, kOneBp);
    if ((spiff.amount_minor() > 0) == (spiff.rate_bp() > 0)) {
      Fault(absl::StrCat(at, "amount_minor"), "or rate_bp: one of them, and not both");
    }
  }

  void CheckSpiffTime(const std::string& at, const v1::Spiff& spiff) {
    const std::string end = absl::StrCat(at, "end_time");
    if (!spiff.has_start_time()) Fault(absl::StrCat(at, "start_time"), "is missing");
    if (!spiff.has_end_time()) Fault(end, "is missing");
    if (!spiff.has_start_time() || !spiff.has_end_time()) return;
    CheckInstant(Field(absl::StrCat(at, "start_time")), spiff.start_time(), &faults_);
    CheckInstant(Field(end), spiff.end_time(), &faults_);
    if (ToTime(spiff.end_time()) <= ToTime(spiff.start_time())) {
      Fault(end, "is not after start_time");
    }
  }

  const absl::string_view path_;
  const v1::CompPlan& plan_;
  Violations& faults_;
};

}  // namespace

v1::CompPlan WithKind(v1::CompPlan plan) {
  if (plan.kind() == v1::PLAN_KIND_UNSPECIFIED) plan.set_kind(KindOf(plan.role()));
  return plan;
}

void CheckPlan(absl::string_view path, const v1::CompPlan& plan, Violations* faults) {
  PlanChecker(path, plan, faults).Check();
}

absl::Status CheckPlanAssignment(const v1::PlanAssignment& assignment) {
  Violations violations;
  if (assignment.payee().empty()) violations.Add("assignment.payee", "is missing");
  violations.RequireText("assignment.plan.code", assignment.plan().code(), kMaxPlanCodeChars);
  std::vector<const google::protobuf::FieldDescriptor*> set;
  assignment.plan().GetReflection()->ListFields(assignment.plan(), &set);
  for (const google::protobuf::FieldDescriptor* field : set) {
    if (field->number() == v1::CompPlan::kCodeFieldNumber) continue;
    violations.Add(absl::StrCat("assignment.plan.", field->name()),
                   "is not the assignment's to say; the version of the code in force says it");
  }
  if (assignment.has_start_time()) {
    CheckInstant("assignment.start_time", assignment.start_time(), &violations);
  }
  return violations.ToStatus();
}

int32_t CommissionRateBp(const v1::CompPlan& plan, v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return plan.expansion_rate_bp();
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return plan.new_business_rate_bp();
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return plan.renewal_rate_bp();
    default:
      return 0;
  }
}

absl::string_view CommissionRateText(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return "expansion rate";
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return "new-business rate";
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
    case v1::ATTRIBUTION_CATEGORY_RENEWAL_UPLIFT:
      return "renewal rate";
    default:
      return "rate for what pays no commission";
  }
}

std::string PlanText(const v1::CompPlan& plan) {
  return absl::StrCat(plan.code(), "/", plan.version());
}

}  // namespace baton::domain
