// team_credit (T-2 to T-7, T-9).
#include <string>
#include <vector>

#include "domain/status_macros.h"
#include "domain/team_credit.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

using domain::Team;
using domain::Touchpoint;
using domain::TouchpointKind;

Team TeamField(const Json& object, const char* key) {
  return Choice<Team>(object, key,
                      {{"cs", Team::kCs},
                       {"sales", Team::kSales},
                       {"product", Team::kProduct},
                       {"customer", Team::kCustomer},
                       {"marketing", Team::kMarketing},
                       {"partner", Team::kPartner},
                       {"support", Team::kSupport}});
}

TouchpointKind KindOf(const std::string& kind) {
  if (kind == "usage_trigger") return TouchpointKind::kUsageTrigger;
  if (kind == "renewal_conversation") return TouchpointKind::kRenewalConversation;
  return TouchpointKind::kOther;
}

std::vector<Touchpoint> Touchpoints(const Json& list) {
  std::vector<Touchpoint> touchpoints;
  for (const Json& item : list) {
    Touchpoint touchpoint;
    touchpoint.at = TimeField(item, "at");
    touchpoint.team = TeamField(item, "team");
    touchpoint.kind = KindOf(item.at("kind").get<std::string>());
    touchpoint.record_id = item.value("id", "");
    touchpoint.expansion_discussed = Flag(item, "expansion_discussed");
    touchpoint.two_way = Flag(item, "two_way");
    touchpoint.cross_sell_conversation = Flag(item, "cross_sell_conversation");
    touchpoints.push_back(touchpoint);
  }
  return touchpoints;
}

std::string Name(absl::string_view name) { return std::string(name); }

}  // namespace

absl::StatusOr<Json> RunTeamCredit(const Json& input) {
  const Json& opportunity = input.at("opportunity");
  const std::string segment = input.at("account").at("segment").get<std::string>();
  const std::vector<Touchpoint> touchpoints = Touchpoints(input.at("touchpoints"));
  domain::TeamCreditInput rule_input;
  rule_input.amount_minor = opportunity.at("amount_minor").get<int64_t>();
  rule_input.origin.source = CreationSourceField(opportunity, "creation_source");
  rule_input.origin.self_serve = Flag(opportunity, "self_serve");
  rule_input.created_at = TimeField(opportunity, "created_at");
  rule_input.closed_at = TimeField(opportunity, "closed_at");
  rule_input.closed_by_team = TeamField(opportunity, "closed_by_team");
  rule_input.large_account = segment == "enterprise" || segment == "strategic";
  rule_input.touchpoints = touchpoints;

  BATON_ASSIGN_OR_RETURN(const domain::TeamCredit credit,
                         domain::DecideTeamCredit(rule_input, domain::TeamCreditPolicy()));
  Json result{{"motion", Name(MotionName(credit.motion))},
              {"shares", Json::array()},
              {"by_team", Json::object()}};
  for (const domain::TeamShare& share : credit.shares) {
    result["shares"].push_back({{"role", Name(CreditRoleName(share.role))},
                                {"team", Name(TeamName(share.team))},
                                {"amount_minor", share.amount_minor}});
  }
  for (const auto& [team, amount_minor] : domain::AmountByTeam(credit.shares)) {
    result["by_team"][Name(TeamName(team))] = amount_minor;
  }
  return result;
}

}  // namespace baton::golden
