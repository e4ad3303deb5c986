// cs_led (G-1) and growth_band (G-3).
#include <string>
#include <vector>

#include "domain/cs_led.h"
#include "domain/growth_band.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

using domain::CsActivityType;
using domain::CsLedCategory;

CsActivityType TypeOf(const std::string& type) {
  if (type == "save_call") return CsActivityType::kSaveCall;
  if (type == "executive_escalation") return CsActivityType::kExecutiveEscalation;
  if (type == "roi_brief") return CsActivityType::kRoiBrief;
  if (type == "sponsor_engagement") return CsActivityType::kSponsorEngagement;
  if (type == "save_plan") return CsActivityType::kSavePlan;
  if (type == "brokered_introduction") return CsActivityType::kBrokeredIntroduction;
  if (type == "executive_sponsor") return CsActivityType::kExecutiveSponsor;
  return CsActivityType::kOther;
}

CsLedCategory CategoryField(const Json& object, const char* key) {
  return Choice<CsLedCategory>(object, key,
                               {{"at_risk_save", CsLedCategory::kAtRiskSave},
                                {"net_new_expansion", CsLedCategory::kNetNewExpansion},
                                {"cross_sell", CsLedCategory::kCrossSell},
                                {"renewal_uplift", CsLedCategory::kOther},
                                {"clean_renewal", CsLedCategory::kOther},
                                {"contraction", CsLedCategory::kOther},
                                {"churn", CsLedCategory::kOther}});
}

}  // namespace

absl::StatusOr<Json> RunCsLed(const Json& input) {
  std::vector<domain::CsActivity> activities;
  for (const Json& item : input.at("activities")) {
    activities.push_back({TimeField(item, "at"), TypeOf(item.at("type").get<std::string>()),
                          item.at("role").get<std::string>() == "csm"});
  }
  domain::CsLedInput rule_input;
  rule_input.category = CategoryField(input, "category");
  rule_input.origin.source = CreationSourceField(input, "creation_source");
  rule_input.origin.self_serve = Flag(input, "self_serve");
  rule_input.from_csm_signal = Flag(input, "csm_signal");
  rule_input.created_at = TimeField(input, "created_at");
  rule_input.booked_at = TimeField(input, "booked_at");
  rule_input.renewal_date = OptionalTimeField(input, "renewal_date");
  rule_input.activities = activities;

  const domain::CsLedResult result = domain::DecideCsLed(rule_input);
  Json tag;
  if (result.tag != domain::CsLedTag::kNone) tag = std::string(CsLedTagName(result.tag));
  return Json{
      {"tag", tag}, {"brokered", result.brokered}, {"sponsor_involved", result.sponsor_involved}};
}

absl::StatusOr<Json> RunGrowthBand(const Json& input) {
  const domain::GrowthBand band = domain::GrowthBandOf(input.at("ratio_bp").get<int64_t>());
  return Json{{"band", std::string(GrowthBandName(band))}};
}

}  // namespace baton::golden
