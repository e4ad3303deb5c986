// pools (C-6 to C-10).
#include <string>
#include <vector>

#include "domain/pools.h"
#include "domain/status_macros.h"
#include "tests/golden_cases.h"
#include "tests/golden_fields.h"

namespace baton::golden {
namespace {

Json Describe(const domain::PoolResult& pool) {
  Json result{{"multiplier_bp", pool.multiplier_bp},
              {"target_to_date_minor", pool.target_to_date_minor},
              {"payout_minor", pool.payout_minor}};
  if (pool.attainment_bp.has_value()) result["attainment_bp"] = *pool.attainment_bp;
  if (pool.no_basis) result["flags"] = {"no_basis"};
  return result;
}

std::vector<domain::MboFigures> Mbos(const Json& object) {
  std::vector<domain::MboFigures> mbos;
  for (const Json& mbo : object) {
    mbos.push_back({mbo.at("actual_bp").get<int64_t>(), mbo.at("target_bp").get<int64_t>()});
  }
  return mbos;
}

domain::GrrFigures Grr(const Json& object) {
  domain::GrrFigures grr;
  grr.basis_arr_minor = object.at("basis_arr_minor").get<int64_t>();
  grr.lost_arr_minor = object.at("lost_arr_minor").get<int64_t>();
  grr.target_bp = object.at("target_bp").get<int64_t>();
  if (object.contains("curve")) {
    grr.curve = Choice<domain::GrrCurve>(
        object, "curve",
        {{"linear", domain::GrrCurve::kLinear}, {"step", domain::GrrCurve::kStep}});
  }
  return grr;
}

}  // namespace

absl::StatusOr<Json> RunPools(const Json& input) {
  const Json& weights = input.at("weights_bp");
  const Json& paid = input.at("paid_before_minor");
  const Json& expansion = input.at("expansion");
  const std::vector<domain::MboFigures> mbos = Mbos(input.at("mbo"));
  domain::PoolsInput rule_input;
  rule_input.annual_variable_minor = input.at("annual_variable_minor").get<int64_t>();
  rule_input.weights = {weights.at("grr").get<int64_t>(), weights.at("expansion").get<int64_t>(),
                        weights.at("mbo").get<int64_t>()};
  rule_input.quarter = input.at("quarter").get<int>();
  rule_input.grr = Grr(input.at("grr"));
  rule_input.expansion = {expansion.at("credited_minor").get<int64_t>(),
                          expansion.at("target_minor").get<int64_t>(),
                          input.at("mbo").at("ebr_completion").at("actual_bp").get<int64_t>()};
  rule_input.mbos = mbos;
  rule_input.paid_before = {paid.at("grr").get<int64_t>(), paid.at("expansion").get<int64_t>(),
                            paid.at("mbo").get<int64_t>()};

  BATON_ASSIGN_OR_RETURN(const domain::PoolsResult pools, domain::DecidePools(rule_input));
  return Json{{"grr", Describe(pools.grr)},
              {"expansion", Describe(pools.expansion)},
              {"mbo", Describe(pools.mbo)}};
}

}  // namespace baton::golden
