#include "domain/plan_template.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "domain/calculation_text.h"
#include "domain/money.h"

namespace baton::domain {
namespace {

constexpr char kCurrency[] = "USD";
// Figures that a plan has, but no field of their own.
constexpr char kOte[] = "ote_minor";
constexpr char kBaseShare[] = "base_share_bp";

struct Range {
  const char* field;
  int64_t low;
  int64_t high;
};

// C-6.
constexpr Range kPayMix = {kBaseShare, 7'500, 8'000};
constexpr Range kGrrPool = {"grr_pool_bp", 4'000, 5'000};
constexpr Range kExpansionPool = {"expansion_pool_bp", 3'000, 4'000};
constexpr Range kMboPool = {"mbo_pool_bp", 1'500, 2'000};
// C-7, C-8.
constexpr Range kGrrTarget = {"grr_target_bp", 9'400, 9'600};
constexpr Range kLargeGrrTarget = {"grr_target_bp", 9'600, 9'800};
constexpr Range kExpansionTarget = {"expansion_target_bp", 1'500, 2'000};
constexpr Range kLargeExpansionTarget = {"expansion_target_bp", 800, 1'200};

v1::PlanTemplate Make(const char* code, const char* display_name, v1::Role role, v1::PlanKind kind,
                      const char* book, const std::vector<Range>& ranges) {
  v1::PlanTemplate made;
  made.set_code(code);
  made.set_display_name(display_name);
  made.set_role(role);
  made.set_kind(kind);
  made.set_book(book);
  for (const Range& range : ranges) {
    v1::PlanRange& added = *made.add_ranges();
    added.set_field(range.field);
    added.set_low(range.low);
    added.set_high(range.high);
  }
  return made;
}

std::vector<v1::PlanTemplate> MakeAll() {
  constexpr v1::PlanKind kPools = v1::PLAN_KIND_POOLS;
  return {
      Make("csm_smb", "CSM, SMB", v1::ROLE_CSM, kPools, "1M to 3M ARR",
           {kPayMix, kGrrPool, kExpansionPool, kMboPool, kGrrTarget, kExpansionTarget}),
      Make("csm_mid_market", "CSM, mid-market", v1::ROLE_CSM, kPools, "3M to 8M ARR",
           {{kOte, 13'000'000, 15'500'000},
            kPayMix,
            kGrrPool,
            kExpansionPool,
            kMboPool,
            kGrrTarget,
            kExpansionTarget}),
      Make("csm_enterprise", "CSM, enterprise", v1::ROLE_CSM, kPools, "5M to 15M ARR",
           {{kOte, 17'500'000, 22'000'000},
            kPayMix,
            kGrrPool,
            kExpansionPool,
            kMboPool,
            kLargeGrrTarget,
            kLargeExpansionTarget}),
      Make("csm_strategic", "CSM, strategic", v1::ROLE_CSM, kPools, "15M to 50M ARR",
           {kPayMix, kGrrPool, kExpansionPool, kMboPool, kLargeGrrTarget, kLargeExpansionTarget}),
      Make("cs_manager", "CS manager", v1::ROLE_MANAGER, v1::PLAN_KIND_TEAM_POOLS, "6 to 8 CSMs",
           {}),
      Make("vp_cs", "VP CS", v1::ROLE_VP_CS, v1::PLAN_KIND_COMPANY_POOLS, "the company", {}),
      Make("plg_csm", "CSM, product-led", v1::ROLE_CSM, kPools, "",
           {{kBaseShare, 7'000, 7'000},
            {"grr_pool_bp", 2'500, 2'500},
            {"expansion_pool_bp", 5'000, 5'000},
            {"mbo_pool_bp", 2'500, 2'500}}),
      Make("renewal_csm", "CSM, renewals", v1::ROLE_CSM, v1::PLAN_KIND_RENEWALS, "", {kPayMix}),
      Make("ae", "AE", v1::ROLE_AE, v1::PLAN_KIND_COMMISSION, "", {}),
  };
}

int64_t FigureOf(const v1::CompPlan& plan, absl::string_view field) {
  if (field == kOte) return plan.base_minor() + plan.variable_minor();
  if (field == kBaseShare) {
    const int64_t ote_minor = plan.base_minor() + plan.variable_minor();
    return RatioBp(plan.base_minor(), ote_minor).value_or(0);
  }
  const auto* descriptor = plan.GetDescriptor()->FindFieldByName(std::string(field));
  return plan.GetReflection()->GetInt32(plan, descriptor);
}

// Base and variable are compared as a whole and with each other; without both there is nothing to.
bool IsComparable(const v1::CompPlan& plan, absl::string_view field) {
  if (field == kOte && plan.currency_code() != kCurrency) return false;
  return (field != kOte && field != kBaseShare) ||
         (plan.base_minor() > 0 && plan.variable_minor() > 0);
}

std::string FigureText(absl::string_view field, int64_t figure) {
  return absl::EndsWith(field, "_minor") ? AmountText(figure, kCurrency) : RateText(figure);
}

class Warner {
 public:
  explicit Warner(const v1::CompPlan& plan)
      : plan_(plan), template_(FindPlanTemplate(plan.template_())) {}

  std::vector<v1::PlanWarning> Warn() {
    if (template_ != nullptr) WarnOfRanges();
    WarnOfRole();
    WarnOfRetention();
    WarnOfTargets();
    WarnOfUnsetPay();
    return std::move(warnings_);
  }

 private:
  void Add(absl::string_view field, absl::string_view text) {
    v1::PlanWarning& warning = warnings_.emplace_back();
    warning.set_field(std::string(field));
    warning.set_text(std::string(text));
  }

  void WarnOfRanges() {
    for (const v1::PlanRange& range : template_->ranges()) {
      if (!IsComparable(plan_, range.field())) continue;
      const int64_t figure = FigureOf(plan_, range.field());
      if (figure >= range.low() && figure <= range.high()) continue;
      const std::string low = FigureText(range.field(), range.low());
      const std::string usual =
          range.low() == range.high()
              ? low
              : absl::StrCat(low, " to ", FigureText(range.field(), range.high()));
      Add(range.field(), absl::StrCat("is ", FigureText(range.field(), figure), "; usual for a ",
                                      template_->display_name(), " is ", usual));
    }
  }

  void WarnOfRole() {
    if (template_ == nullptr || template_->role() == plan_.role()) return;
    Add("role",
        absl::StrCat("is not the template's; ", template_->code(), " is made for another role"));
  }

  bool HasPools() const {
    return plan_.grr_pool_bp() + plan_.expansion_pool_bp() + plan_.mbo_pool_bp() > 0;
  }

  // A template whose own range lies below has been warned of there.
  void WarnOfRetention() {
    if (!HasPools() || plan_.grr_pool_bp() >= kLeastGrrPoolBp) return;
    if (template_ != nullptr) {
      for (const v1::PlanRange& range : template_->ranges()) {
        if (range.field() == "grr_pool_bp" && range.low() < kLeastGrrPoolBp) return;
      }
    }
    Add("grr_pool_bp",
        absl::StrCat("is ", RateText(plan_.grr_pool_bp()), ": with less than ",
                     RateText(kLeastGrrPoolBp), " on GRR the book is sold to and not kept"));
  }

  void WarnOfTargets() {
    if (plan_.kind() == v1::PLAN_KIND_RENEWALS && plan_.expansion_pool_bp() > 0) {
      Add("expansion_pool_bp",
          "a target without authority: who renews is credited with no expansion");
    } else if (plan_.expansion_pool_bp() > 0 && plan_.expansion_target_bp() == 0) {
      Add("expansion_target_bp", "is 0: the pool pays in full whatever is sold");
    }
    if (plan_.mbo_pool_bp() > 0 && plan_.mbos().empty()) {
      Add("mbos", "are missing: their pool always pays in full");
    }
    for (int i = 0; i < plan_.mbos_size(); ++i) {
      if (plan_.mbos(i).target_bp() > 0) continue;
      Add(absl::StrCat("mbos[", i, "].target_bp"), "is 0: the objective is always met");
    }
  }

  void WarnOfRate(absl::string_view field, int32_t rate_bp) {
    if (rate_bp == 0) Add(field, "is 0: it pays nothing; the company sets it");
  }

  void WarnOfUnsetPay() {
    if (plan_.kind() == v1::PLAN_KIND_COMMISSION) {
      WarnOfRate("expansion_rate_bp", plan_.expansion_rate_bp());
      WarnOfRate("new_business_rate_bp", plan_.new_business_rate_bp());
      WarnOfRate("renewal_rate_bp", plan_.renewal_rate_bp());
    } else if (HasPools() && plan_.variable_minor() == 0) {
      Add("variable_minor", "is 0: the pools pay nothing; the company sets it");
    }
  }

  const v1::CompPlan& plan_;
  const v1::PlanTemplate* template_;
  std::vector<v1::PlanWarning> warnings_;
};

}  // namespace

const std::vector<v1::PlanTemplate>& PlanTemplates() {
  static const auto& templates = *new std::vector<v1::PlanTemplate>(MakeAll());
  return templates;
}

const v1::PlanTemplate* FindPlanTemplate(absl::string_view code) {
  for (const v1::PlanTemplate& found : PlanTemplates()) {
    if (found.code() == code) return &found;
  }
  return nullptr;
}

std::vector<v1::PlanWarning> PlanWarnings(const v1::CompPlan& plan) { return Warner(plan).Warn(); }

}  // namespace baton::domain
