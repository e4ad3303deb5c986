#include "domain/touch_model.h"

#include <algorithm>
#include <tuple>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "domain/money.h"
#include "domain/status_macros.h"
#include "domain/touchpoint.h"

namespace baton::domain {
namespace {

// A million touches of the latest weight still have a sum within 63 bits.
constexpr int kMaxHalvings = 40;

absl::Duration Days(int64_t days) { return days * absl::Hours(24); }

bool Precedes(const PathTouch& a, const PathTouch& b) {
  return std::tie(a.at, a.team, a.record_id) < std::tie(b.at, b.team, b.record_id);
}

int64_t DecayWeight(absl::Duration age, absl::Duration half_life) {
  absl::Duration rest;
  const int64_t halvings =
      absl::IDivDuration(std::max(age, absl::ZeroDuration()), half_life, &rest);
  return int64_t{1} << (kMaxHalvings - std::min<int64_t>(halvings, kMaxHalvings));
}

std::vector<int64_t> DecayWeights(absl::Span<const PathTouch> path, absl::Time closed_at,
                                  const v1::Policy& policy) {
  const absl::Duration half_life = Days(policy.decay_half_life_days());
  std::vector<int64_t> weights;
  weights.reserve(path.size());
  for (const PathTouch& touch : path) {
    weights.push_back(DecayWeight(closed_at - touch.at, half_life));
  }
  return weights;
}

std::vector<int64_t> CustomWeights(size_t touches, const v1::Policy& policy) {
  if (touches == 1) return {1};
  if (touches == 2) {
    // Where only the middle weighs anything and there is none, both ends are alike.
    const bool ends = policy.custom_first_bp() + policy.custom_last_bp() > 0;
    if (!ends) return {1, 1};
    return {policy.custom_first_bp(), policy.custom_last_bp()};
  }
  const int64_t middle = static_cast<int64_t>(touches) - 2;
  std::vector<int64_t> weights(touches, policy.custom_middle_bp());
  weights.front() = policy.custom_first_bp() * middle;
  weights.back() = policy.custom_last_bp() * middle;
  return weights;
}

std::vector<int64_t> OneHasAll(size_t touches, size_t which) {
  std::vector<int64_t> weights(touches, 0);
  weights[which] = 1;
  return weights;
}

absl::StatusOr<std::vector<int64_t>> Weigh(absl::Span<const PathTouch> path, v1::TouchModel model,
                                           absl::Time closed_at, const v1::Policy& policy) {
  switch (model) {
    case v1::TOUCH_MODEL_FIRST_TOUCH:
      return OneHasAll(path.size(), 0);
    case v1::TOUCH_MODEL_LAST_TOUCH:
      return OneHasAll(path.size(), path.size() - 1);
    case v1::TOUCH_MODEL_LINEAR:
      return std::vector<int64_t>(path.size(), 1);
    case v1::TOUCH_MODEL_TIME_DECAY:
      return DecayWeights(path, closed_at, policy);
    case v1::TOUCH_MODEL_CUSTOM:
      return CustomWeights(path.size(), policy);
    default:
      return absl::InvalidArgumentError(absl::StrCat("no touch model: ", model));
  }
}

}  // namespace

std::vector<PathTouch> TouchPath(const TeamCreditInput& input, const TeamCreditPolicy& policy,
                                 bool has_opportunity) {
  std::vector<PathTouch> path;
  const absl::Time from = input.closed_at - Days(policy.window_days);
  for (const Touchpoint& touch : input.touchpoints) {
    if (touch.at < from || touch.at >= input.closed_at) continue;
    path.push_back({touch.at, touch.team, touch.record_id});
  }
  if (has_opportunity && SourceInWindow(input, policy)) {
    path.push_back({input.created_at, SourceTeam(input), ""});
  }
  if (path.empty()) path.push_back({input.closed_at, Team::kUnattributed, ""});
  std::sort(path.begin(), path.end(), Precedes);
  return path;
}

absl::StatusOr<std::vector<int64_t>> SplitByModel(int64_t amount_minor,
                                                  absl::Span<const PathTouch> path,
                                                  v1::TouchModel model, absl::Time closed_at,
                                                  const v1::Policy& policy) {
  if (path.empty() || path.size() > kMaxTouches) {
    return absl::InvalidArgumentError(
        absl::StrCat(path.size(), " touches; there must be 1 to ", kMaxTouches));
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> weights, Weigh(path, model, closed_at, policy));
  return Split(amount_minor, weights);
}

absl::StatusOr<std::vector<v1::ModelShare>> CompareModels(int64_t amount_minor,
                                                          absl::Span<const PathTouch> path,
                                                          absl::Time closed_at,
                                                          const v1::Policy& policy) {
  std::vector<v1::ModelShare> shares;
  for (int i = v1::TouchModel_MIN + 1; i <= v1::TouchModel_MAX; ++i) {
    const auto model = static_cast<v1::TouchModel>(i);
    BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> amounts,
                           SplitByModel(amount_minor, path, model, closed_at, policy));
    std::map<Team, int64_t> by_team;
    for (size_t touch = 0; touch < path.size(); ++touch)
      by_team[path[touch].team] += amounts[touch];
    for (const auto& [team, minor] : by_team) {
      if (minor == 0) continue;
      v1::ModelShare& share = shares.emplace_back();
      share.set_model(model);
      share.set_team(ToProto(team));
      share.set_amount_minor(minor);
    }
  }
  return shares;
}

}  // namespace baton::domain
