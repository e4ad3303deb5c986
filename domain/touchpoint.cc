#include "domain/touchpoint.h"

#include "domain/instant.h"
#include "domain/resource_name.h"
#include "domain/signal_state.h"
#include "domain/usage.h"

namespace baton::domain {
namespace {

constexpr absl::string_view kRenewalConversation = "renewal_conversation";

Touchpoint TouchAt(const google::protobuf::Timestamp& time, Team team, const std::string& name) {
  Touchpoint touchpoint;
  touchpoint.at = ToTime(time);
  touchpoint.team = team;
  touchpoint.name = name;
  touchpoint.record_id = std::string(ShortName(name));
  return touchpoint;
}

bool IsTrigger(const v1::UsageObservation& usage) {
  return usage.kind() == v1::USAGE_KIND_SELF_SERVE_UPGRADE ||
         usage.kind() == v1::USAGE_KIND_AUTOMATIC_TIER_CHANGE || IsOverThreshold(usage);
}

}  // namespace

std::optional<Touchpoint> TouchOf(const v1::Activity& activity) {
  const Team team = activity.team() == v1::TEAM_UNSPECIFIED ? TeamOf(activity.role())
                                                            : FromProto(activity.team());
  if (team == Team::kUnattributed) return std::nullopt;
  Touchpoint touchpoint = TouchAt(activity.occur_time(), team, activity.name());
  if (activity.activity_type() == kRenewalConversation) {
    touchpoint.kind = TouchpointKind::kRenewalConversation;
  }
  touchpoint.expansion_discussed = activity.expansion_discussed();
  touchpoint.two_way = activity.two_way();
  touchpoint.cross_sell_conversation = activity.cross_sell_discussed();
  return touchpoint;
}

std::optional<Touchpoint> TouchOf(const v1::UsageObservation& usage) {
  if (!IsTrigger(usage)) return std::nullopt;
  Touchpoint touchpoint = TouchAt(usage.observe_time(), Team::kProduct, usage.name());
  touchpoint.kind = TouchpointKind::kUsageTrigger;
  return touchpoint;
}

std::optional<Touchpoint> TouchOf(const v1::Signal& signal) {
  if (signal.kind() != v1::SIGNAL_KIND_EXPANSION || IsTakenBack(signal.state())) {
    return std::nullopt;
  }
  if (!signal.csm().empty()) return TouchAt(signal.file_time(), Team::kCs, signal.name());
  if (signal.category() != v1::SIGNAL_CATEGORY_PRODUCT) return std::nullopt;
  Touchpoint touchpoint = TouchAt(signal.file_time(), Team::kProduct, signal.name());
  touchpoint.kind = TouchpointKind::kUsageTrigger;
  return touchpoint;
}

Team TeamOf(v1::Role role) {
  switch (role) {
    case v1::ROLE_CSM:
    case v1::ROLE_VP_CS:
      return Team::kCs;
    case v1::ROLE_AE:
    case v1::ROLE_VP_SALES:
    case v1::ROLE_CRO:
      return Team::kSales;
    default:
      return Team::kUnattributed;
  }
}

v1::Team ToProto(Team team) {
  // Both count in the same order, ours from 0.
  return static_cast<v1::Team>(static_cast<int>(team) + 1);
}

Team FromProto(v1::Team team) {
  if (team == v1::TEAM_UNSPECIFIED || !v1::Team_IsValid(team)) return Team::kUnattributed;
  return static_cast<Team>(static_cast<int>(team) - 1);
}

v1::CreditRole ToProto(CreditRole role) {
  switch (role) {
    case CreditRole::kSource:
      return v1::CREDIT_ROLE_SOURCE;
    case CreditRole::kAssist:
      return v1::CREDIT_ROLE_ASSIST;
    case CreditRole::kClose:
      return v1::CREDIT_ROLE_CLOSE;
  }
  return v1::CREDIT_ROLE_UNSPECIFIED;
}

v1::Motion ToProto(Motion motion) {
  switch (motion) {
    case Motion::kInitiated:
      return v1::MOTION_INITIATED;
    case Motion::kReceived:
      return v1::MOTION_RECEIVED;
    case Motion::kUnknown:
      break;
  }
  return v1::MOTION_UNSPECIFIED;
}

}  // namespace baton::domain
