#include "domain/growth_credit.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "domain/calculation_text.h"
#include "domain/instant.h"
#include "domain/money.h"
#include "domain/opportunity.h"
#include "domain/revenue_part.h"
#include "domain/status_macros.h"
#include "domain/touch_model.h"
#include "domain/touchpoint.h"

namespace baton::domain {
namespace {

std::vector<CsActivity> CsActivities(absl::Span<const v1::Activity> activities) {
  std::vector<CsActivity> result;
  result.reserve(activities.size());
  for (const v1::Activity& activity : activities) {
    result.push_back({ToTime(activity.occur_time()), CsActivityTypeOf(activity.activity_type()),
                      activity.role() == v1::ROLE_CSM});
  }
  return result;
}

CsLedCategory CategoryOf(v1::AttributionCategory category) {
  switch (category) {
    case v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE:
      return CsLedCategory::kAtRiskSave;
    case v1::ATTRIBUTION_CATEGORY_NET_NEW_EXPANSION:
      return CsLedCategory::kNetNewExpansion;
    case v1::ATTRIBUTION_CATEGORY_CROSS_SELL:
      return CsLedCategory::kCrossSell;
    default:
      return CsLedCategory::kOther;
  }
}

v1::CsLedTag TagOf(CsLedTag tag) {
  // Both count in the same order from 0.
  return static_cast<v1::CsLedTag>(tag);
}

OpportunityOrigin Origin(const ProposalInput& input) {
  return input.opportunity == nullptr ? OpportunityOrigin() : OriginOf(*input.opportunity);
}

// G-4, first match.
v1::GrowthLead LeadOf(CsLedTag tag, const ProposalInput& input) {
  if (tag != CsLedTag::kNone) return v1::GROWTH_LEAD_CS;
  const OpportunityOrigin origin = Origin(input);
  const bool closed_by_sales = !origin.self_serve && input.closed_by_team == Team::kSales;
  if (origin.source == CreationSource::kSalesInitiated || closed_by_sales) {
    return v1::GROWTH_LEAD_AE;
  }
  return IsPulled(origin) ? v1::GROWTH_LEAD_PRODUCT : v1::GROWTH_LEAD_OTHER;
}

v1::ExplanationStep TagStep(v1::AttributionCategory category, const CsLedResult& result) {
  const bool save = category == v1::ATTRIBUTION_CATEGORY_AT_RISK_SAVE;
  if (result.tag == CsLedTag::kNone) {
    return Step("G-1", save
                           ? "Not CS-led: no CSM's save action and no executive sponsor's activity "
                             "in the window."
                           : "Not CS-led: not brokered, and no executive sponsor's activity that "
                             "counts.");
  }
  return Step("G-1",
              absl::StrCat("CS-led, ", CsLedTagName(result.tag), ": ", result.playbook, "."));
}

void SetTags(const ProposalInput& input, v1::Attribution* attribution) {
  attribution->set_sponsor_involved(CsLedOf(input, CsLedCategory::kOther).sponsor_involved);
  for (v1::AttributionPart& part : *attribution->mutable_parts()) {
    const CsLedCategory category = CategoryOf(part.category());
    if (category == CsLedCategory::kOther) continue;
    const CsLedResult result = CsLedOf(input, category);
    part.set_cs_led_tag(TagOf(result.tag));
    part.set_playbook(std::string(result.playbook));
    part.set_lead(LeadOf(result.tag, input));
    *part.add_explanation() = TagStep(part.category(), result);
  }
}

absl::StatusOr<int64_t> ExpansionOf(const v1::Attribution& attribution) {
  int64_t sum = 0;
  for (const v1::AttributionPart& part : attribution.parts()) {
    if (!IsExpansion(part.category())) continue;
    BATON_ASSIGN_OR_RETURN(sum, AddMinor(sum, part.amount_minor()));
  }
  return sum;
}

TeamCreditInput QuestionOf(const ProposalInput& input, int64_t amount_minor) {
  TeamCreditInput question;
  question.amount_minor = amount_minor;
  question.origin = Origin(input);
  question.closed_at = ToTime(input.booking->booked_time());
  // Without an opportunity nothing lies between its creation and the close.
  question.created_at =
      input.opportunity == nullptr ? question.closed_at : ToTime(input.opportunity->create_time());
  question.closed_by_team = input.closed_by_team;
  question.large_account =
      input.segment == v1::SEGMENT_ENTERPRISE || input.segment == v1::SEGMENT_STRATEGIC;
  question.touchpoints = input.touchpoints;
  return question;
}

void AddShare(const TeamShare& share, const ProposalInput& input, v1::Attribution* attribution) {
  v1::TeamShare& kept = *attribution->add_team_shares();
  kept.set_role(ToProto(share.role));
  kept.set_team(ToProto(share.team));
  kept.set_amount_minor(share.amount_minor);
  if (share.touchpoint >= 0) {
    const Touchpoint& touchpoint = input.touchpoints[share.touchpoint];
    kept.set_touchpoint(touchpoint.name);
    *kept.mutable_touch_time() = ToTimestamp(touchpoint.at);
  } else if (share.role == CreditRole::kClose) {
    *kept.mutable_touch_time() = input.booking->booked_time();
  } else if (input.opportunity != nullptr) {
    *kept.mutable_touch_time() = input.opportunity->create_time();
  }
}

// "source cs 4,000.00 USD, 2 assists 2,000.00 USD, close sales 4,000.00 USD".
std::string SharesText(const TeamCredit& credit, const std::string& currency) {
  int64_t assists_minor = 0;
  for (const TeamShare& share : credit.shares) {
    if (share.role == CreditRole::kAssist) assists_minor += share.amount_minor;
  }
  const TeamShare& source = credit.shares.front();
  const TeamShare& close = credit.shares.back();
  const size_t assists = credit.shares.size() - 2;
  return absl::StrCat(
      "source ", TeamName(source.team), " ", AmountText(source.amount_minor, currency), ", ",
      assists, assists == 1 ? " assist " : " assists ", AmountText(assists_minor, currency),
      ", close ", TeamName(close.team), " ", AmountText(close.amount_minor, currency));
}

v1::ExplanationStep SharesStep(const TeamCredit& credit, const TeamCreditPolicy& policy,
                               const std::string& currency) {
  if (credit.shares.size() == 2) {
    return Step("T-7", absl::StrCat("Nobody assisted, so source and close share alike: ",
                                    SharesText(credit, currency), "."));
  }
  return Step("T-4", absl::StrCat("Source ", RateText(policy.source_weight_bp), ", assists ",
                                  RateText(policy.assist_weight_bp), ", close ",
                                  RateText(policy.close_weight_bp), ": ",
                                  SharesText(credit, currency), "."));
}

absl::Status SetTeams(const ProposalInput& input, v1::Attribution* attribution) {
  BATON_ASSIGN_OR_RETURN(const int64_t amount_minor, ExpansionOf(*attribution));
  if (amount_minor <= 0) return absl::OkStatus();
  const TeamCreditInput question = QuestionOf(input, amount_minor);
  const TeamCreditPolicy policy = TeamPolicyOf(*input.policy);
  BATON_ASSIGN_OR_RETURN(const TeamCredit credit, DecideTeamCredit(question, policy));
  for (const TeamShare& share : credit.shares) AddShare(share, input, attribution);
  *attribution->add_explanation() = SharesStep(credit, policy, attribution->currency_code());
  const std::vector<PathTouch> path = TouchPath(question, policy, input.opportunity != nullptr);
  BATON_ASSIGN_OR_RETURN(const std::vector<v1::ModelShare> models,
                         CompareModels(amount_minor, path, question.closed_at, *input.policy));
  attribution->mutable_model_shares()->Assign(models.begin(), models.end());
  return absl::OkStatus();
}

}  // namespace

bool FromCsmSignal(const ProposalInput& input) {
  return input.signal != nullptr && !input.signal->csm().empty();
}

CsLedResult CsLedOf(const ProposalInput& input, CsLedCategory category) {
  const std::vector<CsActivity> activities = CsActivities(input.activities);
  CsLedInput question;
  question.category = category;
  question.origin = Origin(input);
  question.created_at = absl::InfinitePast();
  if (input.opportunity != nullptr) {
    question.from_csm_signal = FromCsmSignal(input);
    question.created_at = ToTime(input.opportunity->create_time());
  }
  question.booked_at = ToTime(input.booking->booked_time());
  if (input.booking->has_renewal_time()) {
    question.renewal_date = ToTime(input.booking->renewal_time());
  }
  question.activities = activities;
  return DecideCsLed(question);
}

TeamCreditPolicy TeamPolicyOf(const v1::Policy& policy) {
  TeamCreditPolicy result;
  result.source_weight_bp = policy.team_source_bp();
  result.close_weight_bp = policy.team_close_bp();
  result.assist_weight_bp = policy.team_assist_bp();
  result.assist_share = policy.assist_share() == v1::ASSIST_SHARE_BY_TEAM_FIRST
                            ? AssistShare::kByTeamFirst
                            : AssistShare::kPerTouch;
  result.window_days = policy.touch_window_days();
  result.large_account_source_window_days = policy.large_source_window_days();
  return result;
}

absl::Status SetGrowthCredit(const ProposalInput& input, v1::Attribution* attribution) {
  const OpportunityOrigin origin = Origin(input);
  attribution->set_segment(input.segment);
  attribution->set_motion(ToProto(MotionOf(origin.source)));
  attribution->set_pulled(IsPulled(origin));
  SetTags(input, attribution);
  return SetTeams(input, attribution);
}

}  // namespace baton::domain
