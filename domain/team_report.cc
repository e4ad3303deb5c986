#include "domain/team_report.h"

#include <set>
#include <vector>

#include "domain/attribution.h"
#include "domain/flag.h"
#include "domain/money.h"
#include "domain/share.h"
#include "domain/status_macros.h"

namespace baton::domain {
namespace {

absl::Status AddTo(int64_t amount_minor, int64_t* sum) {
  BATON_ASSIGN_OR_RETURN(*sum, AddMinor(*sum, amount_minor));
  return absl::OkStatus();
}

}  // namespace

absl::Status TeamReport::Add(const v1::Attribution& attribution, int64_t expansion_minor) {
  ++bookings_;
  if (HasFlag(attribution.flags(), kUnloggedExpansion)) ++unlogged_;
  BATON_RETURN_IF_ERROR(AddTo(expansion_minor, &expansion_minor_));
  BATON_RETURN_IF_ERROR(AddTo(expansion_minor, &motions_[attribution.motion()]));
  BATON_RETURN_IF_ERROR(AddShares(attribution, expansion_minor));
  return AddModels(attribution, expansion_minor);
}

absl::Status TeamReport::AddShares(const v1::Attribution& attribution, int64_t expansion_minor) {
  if (attribution.team_shares().empty()) {
    Sums& nobody = teams_[v1::TEAM_UNATTRIBUTED];
    BATON_RETURN_IF_ERROR(AddTo(expansion_minor, &nobody.source));
    BATON_RETURN_IF_ERROR(AddTo(expansion_minor, &nobody.close));
    return AddTo(expansion_minor, &nobody.credited);
  }
  std::vector<int64_t> weights;
  for (const v1::TeamShare& share : attribution.team_shares()) {
    weights.push_back(share.amount_minor());
  }
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> amounts, Split(expansion_minor, weights));
  std::set<v1::Team> assisting;
  for (int i = 0; i < attribution.team_shares_size(); ++i) {
    const v1::TeamShare& share = attribution.team_shares(i);
    Sums& team = teams_[share.team()];
    BATON_RETURN_IF_ERROR(AddTo(amounts[i], &team.credited));
    if (share.role() == v1::CREDIT_ROLE_ASSIST && !assisting.insert(share.team()).second) continue;
    int64_t* sum = share.role() == v1::CREDIT_ROLE_SOURCE  ? &team.source
                   : share.role() == v1::CREDIT_ROLE_CLOSE ? &team.close
                                                           : &team.assist;
    BATON_RETURN_IF_ERROR(AddTo(expansion_minor, sum));
  }
  return absl::OkStatus();
}

absl::Status TeamReport::AddModels(const v1::Attribution& attribution, int64_t expansion_minor) {
  std::map<v1::TouchModel, std::vector<const v1::ModelShare*>> models;
  for (const v1::ModelShare& share : attribution.model_shares()) {
    models[share.model()].push_back(&share);
  }
  for (const auto& [model, shares] : models) {
    std::vector<int64_t> weights;
    for (const v1::ModelShare* share : shares) weights.push_back(share->amount_minor());
    BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> amounts, Split(expansion_minor, weights));
    for (size_t i = 0; i < shares.size(); ++i) {
      BATON_RETURN_IF_ERROR(AddTo(amounts[i], &teams_[shares[i]->team()].models[model]));
    }
  }
  return absl::OkStatus();
}

v1::TeamFigures TeamReport::FiguresOf(v1::Team team, const Sums& sums) const {
  v1::TeamFigures figures;
  figures.set_team(team);
  *figures.mutable_source() = ShareOf(sums.source, expansion_minor_);
  *figures.mutable_close() = ShareOf(sums.close, expansion_minor_);
  *figures.mutable_assist() = ShareOf(sums.assist, expansion_minor_);
  *figures.mutable_credited() = ShareOf(sums.credited, expansion_minor_);
  for (int i = v1::TouchModel_MIN + 1; i <= v1::TouchModel_MAX; ++i) {
    const auto model = static_cast<v1::TouchModel>(i);
    const auto found = sums.models.find(model);
    v1::ModelFigures& of_model = *figures.add_models();
    of_model.set_model(model);
    *of_model.mutable_share() =
        ShareOf(found == sums.models.end() ? 0 : found->second, expansion_minor_);
  }
  int64_t without_product = team == v1::TEAM_PRODUCT ? 0 : sums.source;
  const auto product = teams_.find(v1::TEAM_PRODUCT);
  if (team == v1::TEAM_CS && product != teams_.end()) without_product += product->second.source;
  figures.set_sourced_without_product_minor(without_product);
  return figures;
}

v1::TeamCreditResponse TeamReport::Finish() const {
  v1::TeamCreditResponse response;
  response.set_expansion_minor(expansion_minor_);
  response.set_booking_count(bookings_);
  response.set_unlogged_count(unlogged_);
  for (const auto& [team, sums] : teams_) *response.add_teams() = FiguresOf(team, sums);
  const auto motion = [this](v1::Motion which) {
    const auto found = motions_.find(which);
    return ShareOf(found == motions_.end() ? 0 : found->second, expansion_minor_);
  };
  *response.mutable_initiated() = motion(v1::MOTION_INITIATED);
  *response.mutable_received() = motion(v1::MOTION_RECEIVED);
  *response.mutable_unknown() = motion(v1::MOTION_UNSPECIFIED);
  return response;
}

}  // namespace baton::domain
