#include "domain/team_credit.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

constexpr size_t kTeamCount = static_cast<size_t>(Team::kUnattributed) + 1;
// T-3. How far before its creation an opportunity's cause is looked for.
constexpr absl::Duration kSourceLookBack = absl::Hours(24 * 90);

absl::Duration Days(int days) { return days * absl::Hours(24); }

bool ShortlyBeforeCreation(const TeamCreditInput& input, const Touchpoint& touchpoint) {
  return touchpoint.at <= input.created_at && touchpoint.at >= input.created_at - kSourceLookBack;
}

bool UsageTriggered(const TeamCreditInput& input) {
  return std::any_of(input.touchpoints.begin(), input.touchpoints.end(), [&](const Touchpoint& t) {
    return t.kind == TouchpointKind::kUsageTrigger && ShortlyBeforeCreation(input, t);
  });
}

// The team in whose renewal conversation the idea came up; of several CS, then Sales, then the one
// first in the enumeration. `otherwise` if there was none.
Team RenewalTeam(const TeamCreditInput& input, Team otherwise) {
  Team team = Team::kUnattributed;
  for (const Touchpoint& t : input.touchpoints) {
    if (t.kind != TouchpointKind::kRenewalConversation || !t.expansion_discussed) continue;
    if (ShortlyBeforeCreation(input, t)) team = std::min(team, t.team);
  }
  return team == Team::kUnattributed ? otherwise : team;
}

// T-4 to T-6. Whether the touchpoint is an assist.
bool IsAssist(const TeamCreditInput& input, const TeamCreditPolicy& policy, bool pulled,
              const Touchpoint& touchpoint) {
  if (touchpoint.at >= input.closed_at) return false;
  if (touchpoint.at < input.closed_at - Days(policy.window_days)) return false;
  if (pulled && touchpoint.team == Team::kCs) return touchpoint.two_way;
  if (pulled && touchpoint.team == Team::kSales) return touchpoint.cross_sell_conversation;
  return touchpoint.at > input.created_at;
}

using Assists = absl::InlinedVector<int, 12>;

Assists AssistsByTime(const TeamCreditInput& input, const TeamCreditPolicy& policy) {
  const bool pulled = IsPulled(input.origin);
  Assists assists;
  for (size_t i = 0; i < input.touchpoints.size(); ++i) {
    if (IsAssist(input, policy, pulled, input.touchpoints[i])) {
      assists.push_back(static_cast<int>(i));
    }
  }
  std::sort(assists.begin(), assists.end(), [&input](int a, int b) {
    const Touchpoint& x = input.touchpoints[a];
    const Touchpoint& y = input.touchpoints[b];
    if (x.at != y.at) return x.at < y.at;
    const int by_id = x.record_id.compare(y.record_id);
    return by_id != 0 ? by_id < 0 : a < b;
  });
  return assists;
}

using Weights = absl::InlinedVector<int64_t, 16>;

// T-4 by_team_first, in whole numbers: the assists' part is shared by teams, each team's share by
// its touchpoints. The common multiple of seven teams' counts is at most (n / 7)^7 for n assists,
// so that kMaxAssistsInOneSplit keeps every weight, and their sum, within 64 bits.
void WeighByTeamFirst(const TeamCreditInput& input, const TeamCreditPolicy& policy,
                      const Assists& assists, Weights* weights) {
  std::array<int64_t, kTeamCount> touches = {};
  for (int i : assists) ++touches[static_cast<size_t>(input.touchpoints[i].team)];
  int64_t teams = 0;
  int64_t multiple = 1;
  for (int64_t count : touches) {
    if (count == 0) continue;
    ++teams;
    multiple = std::lcm(multiple, count);
  }
  weights->push_back(policy.source_weight_bp * teams * multiple);
  for (int i : assists) {
    const int64_t count = touches[static_cast<size_t>(input.touchpoints[i].team)];
    weights->push_back(policy.assist_weight_bp * (multiple / count));
  }
  weights->push_back(policy.close_weight_bp * teams * multiple);
}

Weights Weigh(const TeamCreditInput& input, const TeamCreditPolicy& policy,
              const Assists& assists) {
  // T-7.
  if (assists.empty()) return {1, 1};
  Weights weights;
  if (policy.assist_share == AssistShare::kByTeamFirst) {
    WeighByTeamFirst(input, policy, assists, &weights);
    return weights;
  }
  const int64_t count = static_cast<int64_t>(assists.size());
  weights.push_back(policy.source_weight_bp * count);
  weights.insert(weights.end(), assists.size(), policy.assist_weight_bp);
  weights.push_back(policy.close_weight_bp * count);
  return weights;
}

// T-4 by_team_first where one split would need weights beyond 64 bits: first source, teams and
// close, then each team's amount among its touchpoints. Both by X-1, so all of it adds up.
absl::StatusOr<std::vector<int64_t>> SplitInTwo(const TeamCreditInput& input,
                                                const TeamCreditPolicy& policy,
                                                const Assists& assists) {
  std::map<Team, std::vector<size_t>> places;
  for (size_t i = 0; i < assists.size(); ++i) {
    places[input.touchpoints[assists[i]].team].push_back(i + 1);
  }
  const int64_t teams = static_cast<int64_t>(places.size());
  Weights weights = {policy.source_weight_bp * teams};
  weights.insert(weights.end(), places.size(), policy.assist_weight_bp);
  weights.push_back(policy.close_weight_bp * teams);
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> by_team, Split(input.amount_minor, weights));
  std::vector<int64_t> amounts(assists.size() + 2, 0);
  amounts.front() = by_team.front();
  amounts.back() = by_team.back();
  size_t team = 0;
  for (const auto& [unused, of_team] : places) {
    const std::vector<int64_t> alike(of_team.size(), 1);
    BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> shares, Split(by_team[++team], alike));
    for (size_t i = 0; i < of_team.size(); ++i) amounts[of_team[i]] = shares[i];
  }
  return amounts;
}

absl::StatusOr<std::vector<int64_t>> SplitAmount(const TeamCreditInput& input,
                                                 const TeamCreditPolicy& policy,
                                                 const Assists& assists) {
  const bool by_team = policy.assist_share == AssistShare::kByTeamFirst;
  if (by_team && assists.size() > kMaxAssistsInOneSplit) {
    return SplitInTwo(input, policy, assists);
  }
  return Split(input.amount_minor, Weigh(input, policy, assists));
}

absl::Status CheckPolicy(const TeamCreditPolicy& policy) {
  for (int64_t weight_bp :
       {policy.source_weight_bp, policy.close_weight_bp, policy.assist_weight_bp}) {
    if (weight_bp < 0 || weight_bp > kOneBp) {
      return absl::InvalidArgumentError(
          absl::StrCat("a team credit weight is outside 0 to ", kOneBp, ": ", weight_bp));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckAssists(const TeamCreditInput& input, const Assists& assists) {
  if (assists.size() > kMaxAssists) {
    return absl::InvalidArgumentError(absl::StrCat("more than ", kMaxAssists, " assists"));
  }
  for (int i : assists) {
    if (input.touchpoints[i].team == Team::kUnattributed) {
      return absl::InvalidArgumentError("a touchpoint without a team");
    }
  }
  return absl::OkStatus();
}

}  // namespace

bool SourceInWindow(const TeamCreditInput& input, const TeamCreditPolicy& policy) {
  const int days =
      input.large_account ? policy.large_account_source_window_days : policy.window_days;
  // A close that is a bare date is the start of its day: the source may be later and still counts.
  return input.closed_at - input.created_at <= Days(days);
}

Team SourceTeam(const TeamCreditInput& input) {
  if (input.origin.self_serve) return Team::kProduct;
  switch (input.origin.source) {
    case CreationSource::kPlgTrigger:
      return Team::kProduct;
    case CreationSource::kCustomerExecutive:
      return Team::kCustomer;
    case CreationSource::kCustomerInbound:
      return UsageTriggered(input) ? Team::kProduct : Team::kCustomer;
    case CreationSource::kCsmInitiated:
      return RenewalTeam(input, Team::kCs);
    case CreationSource::kSalesInitiated:
      return RenewalTeam(input, Team::kSales);
    case CreationSource::kUnknown:
      break;
  }
  return Team::kUnattributed;
}

absl::StatusOr<TeamCredit> DecideTeamCredit(const TeamCreditInput& input,
                                            const TeamCreditPolicy& policy) {
  BATON_RETURN_IF_ERROR(CheckPolicy(policy));
  const Assists assists = AssistsByTime(input, policy);
  BATON_RETURN_IF_ERROR(CheckAssists(input, assists));
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> amounts, SplitAmount(input, policy, assists));

  const Team source = SourceInWindow(input, policy) ? SourceTeam(input) : Team::kUnattributed;
  const Team close = input.origin.self_serve ? Team::kProduct : input.closed_by_team;
  TeamCredit credit;
  credit.motion = MotionOf(input.origin.source);
  credit.shares.reserve(amounts.size());
  credit.shares.push_back({CreditRole::kSource, source, amounts.front()});
  for (size_t i = 0; i < assists.size(); ++i) {
    const Team team = input.touchpoints[assists[i]].team;
    credit.shares.push_back({CreditRole::kAssist, team, amounts[i + 1], assists[i]});
  }
  credit.shares.push_back({CreditRole::kClose, close, amounts.back()});
  return credit;
}

std::map<Team, int64_t> AmountByTeam(absl::Span<const TeamShare> shares) {
  std::map<Team, int64_t> amounts;
  for (const TeamShare& share : shares) amounts[share.team] += share.amount_minor;
  return amounts;
}

absl::string_view TeamName(Team team) {
  static constexpr absl::string_view kNames[kTeamCount] = {
      "cs", "sales", "product", "customer", "marketing", "partner", "support", "unattributed"};
  const size_t index = static_cast<size_t>(team);
  return index < kTeamCount ? kNames[index] : "";
}

absl::string_view CreditRoleName(CreditRole role) {
  switch (role) {
    case CreditRole::kSource:
      return "source";
    case CreditRole::kAssist:
      return "assist";
    case CreditRole::kClose:
      return "close";
  }
  return "";
}

absl::string_view MotionName(Motion motion) {
  switch (motion) {
    case Motion::kInitiated:
      return "initiated";
    case Motion::kReceived:
      return "received";
    case Motion::kUnknown:
      break;
  }
  return "";
}

}  // namespace baton::domain
