// split and rate.
#include <cstdint>
#include <vector>

#include "domain/money.h"
#include "domain/status_macros.h"
#include "tests/golden_cases.h"

namespace baton::golden {

absl::StatusOr<Json> RunSplit(const Json& input) {
  const auto weights = input.at("weights").get<std::vector<int64_t>>();
  BATON_ASSIGN_OR_RETURN(const std::vector<int64_t> shares,
                         domain::Split(input.at("amount_minor").get<int64_t>(), weights));
  return Json{{"shares_minor", shares}};
}

absl::StatusOr<Json> RunRate(const Json& input) {
  BATON_ASSIGN_OR_RETURN(const int64_t result,
                         domain::ApplyRate(input.at("rate_bp").get<int64_t>(),
                                           input.at("amount_minor").get<int64_t>()));
  return Json{{"result_minor", result}};
}

}  // namespace baton::golden
